"""Opening the database: what it is, which version, how it is written; what goes wrong in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from models.tables import APPLICATION_ID, REVISION
from pipeline.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

BUSY_SECONDS = 10.0
"""How long to wait for another process's transaction."""


def open_engine(
    database: str, *, create: bool, busy_seconds: float = BUSY_SECONDS, repeatable: bool = False
) -> Engine:
    """The database at a path or SQLAlchemy URL, upgraded to the newest revision.

    With ``create`` a database that is not there yet is made. What is written is on the disk when
    its transaction ends, unless it is ``repeatable``: then the last ones may be gone after a power
    failure, though the database is whole. Raises StoreError if it is missing,
    locked, damaged, somebody else's, or newer than this program.
    """
    url = _to_url(database)
    missing = url.database not in (None, "", ":memory:") and not Path(str(url.database)).exists()
    if missing and not create:
        raise StoreError(
            f"There is no database {url.database}: type 'poytakirja ingest FOLDER' to make it, "
            "or name another with --db"
        )
    database_file(database)
    engine = create_engine(url, connect_args={"timeout": busy_seconds})
    _configure(engine, "NORMAL" if repeatable else "FULL")
    try:
        with explained(engine):
            _bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _to_url(database: str) -> URL:
    if "://" not in database:
        return URL.create("sqlite", database=str(Path(database).expanduser()))
    try:
        url = make_url(database)
    except ArgumentError as error:
        raise StoreError(f"{database!r} is not a database URL: write sqlite:///FILE") from error
    if url.get_backend_name() != "sqlite":
        raise StoreError(f"{database!r} is not SQLite: only sqlite:///FILE can be used")
    return url


def database_file(database: str) -> Path | None:
    """The file that a path or URL names, None for a database in memory.

    Raises StoreError if there is no folder for it.
    """
    name = _to_url(database).database
    if name in (None, "", ":memory:"):
        return None
    path = Path(str(name))
    if not path.absolute().parent.is_dir():
        raise StoreError(f"There is no folder for the database {path}: make it first")
    return path


def _configure(engine: Engine, synchronous: str) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        # Python's sqlite3 would begin no transaction for a migration's CREATE TABLE.
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", f"synchronous={synchronous}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")


def _bring_up_to_date(engine: Engine) -> None:
    with engine.connect() as connection:
        application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        if application != APPLICATION_ID:
            if application or tables:
                raise StoreError(
                    f"{engine.url.database} is a database of another program: name another --db"
                )
            revision = None
        else:
            revision = connection.exec_driver_sql(
                "SELECT version_num FROM alembic_version"
            ).scalar_one_or_none()
    if revision != REVISION:
        _write_ahead(engine)
        upgrade(engine)


def _write_ahead(engine: Engine) -> None:
    """Let readers read while another process writes; the file remembers it."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def upgrade(engine: Engine) -> None:
    """Run the migrations up to the newest.

    Raises StoreError if the database stands at a revision that this version does not know.
    """
    from alembic import command
    from alembic.util import CommandError

    try:
        with migrating(engine) as config:
            command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"{engine.url.database} was made by another version of poytakirja ({error}): "
            "upgrade with 'pip install --upgrade poytakirja'"
        ) from error


@contextmanager
def migrating(engine: Engine) -> Iterator[Config]:
    """What Alembic's commands need, in one transaction.

    Foreign keys are off in it, or a table that is copied to be changed would take along all that
    hangs on it; they are checked before it ends.
    """
    from alembic.config import Config

    import models

    config = Config()
    folder = Path(models.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    with engine.connect() as connection:
        _set_foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
                config.attributes["connection"] = connection
                yield config
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise StoreError(f"{engine.url.database} cannot be upgraded: this is a bug")
        finally:
            _set_foreign_keys(connection, "ON")


def _set_foreign_keys(connection: Connection, state: str) -> None:
    """Past SQLAlchemy, which would begin a transaction, where the pragma does nothing."""
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA foreign_keys={state}")


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Database errors in the block become StoreErrors that say what to do."""
    try:
        yield
    except IntegrityError:  # rows that break a constraint are a bug of ours, not the database's
        raise
    except DBAPIError as error:
        raise StoreError(_explanation(engine.url.database or "", str(error.orig))) from error


def _explanation(database: str, reason: str) -> str:
    lowered = reason.lower()
    if "locked" in lowered:
        return f"{database} is being written by another process: try again when it has finished"
    if "readonly" in lowered or "read-only" in lowered:
        return f"{database} cannot be written: change its permissions or name another with --db"
    if "not a database" in lowered:
        return f"{database} is not a database: name another file with --db"
    if "malformed" in lowered:
        return f"{database} is damaged: restore a copy, or remove it and ingest again"
    if "full" in lowered:
        return f"There is no room to write {database}: free some space and try again"
    if "disk i/o" in lowered:
        return f"{database} cannot be read or written ({reason}): check the disk and try again"
    if "unable to open" in lowered:
        return f"{database} cannot be opened: check that it is a file you may read and write"
    return f"{database}: {reason}"
