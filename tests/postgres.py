"""A PostgreSQL server for the tests, which they start and end themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine

from pipeline.store import open_engine

QUICK = "-c fsync=off -c full_page_writes=off -c listen_addresses="
NOBODY = "nobody"
"""Who runs the server where the tests are run by root, which PostgreSQL refuses."""


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl, the newest where there are several."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)  # Debian
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


@contextmanager
def running_server(programs: Path) -> Iterator[Databases]:
    """A server that runs until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="poytakirja-"))
    user = NOBODY if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", f"{folder}/data", *arguments]
        done = subprocess.run(
            command, user=user, cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        run(
            "initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"
        )
        run("pg_ctl", "start", "-w", "-l", f"{folder}/log", "-o", f"{QUICK} -k {folder}")
        try:
            yield Databases(str(folder))
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder)


class Databases:
    """The databases of a server that runs."""

    def __init__(self, socket: str) -> None:
        self._address = "postgresql+psycopg://postgres@/{}?host=" + socket
        self._numbers = count()
        open_engine(self._create("template1", "made"), create=True).dispose()

    def new(self, *, empty: bool = False) -> str:
        """The address of a new database, which has all tables already unless it is ``empty``."""
        return self._create("template1" if empty else "made", f"minutes{next(self._numbers)}")

    def _create(self, template: str, name: str) -> str:
        engine = create_engine(self._address.format("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        engine.dispose()
        return self._address.format(name)
