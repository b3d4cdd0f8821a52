"""Copies of a database: made while others write, and put back in its place."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from models.tables import APPLICATION_ID
from pipeline.errors import StoreError
from pipeline.store.database import database_file, is_server_address

NOTE = """
INSERT INTO backups (path, made_at) VALUES (?, ?)
ON CONFLICT (path) DO UPDATE SET made_at = excluded.made_at
"""


def back_up(database: str, copy: Path) -> None:
    """Write the database as it is at one moment to a new file; readers and writers go on.

    The copy is checked before it gets its name. That it was made is noted in the database, where
    that can be written. Raises StoreError if there is no such database, the file is there already
    or cannot be written, or the copy is not whole.
    """
    source = _existing(database)
    if copy.exists():
        raise StoreError(f"{copy} is there already: name another file")
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    _copy(source, copy)
    with suppress(sqlite3.Error), closing(sqlite3.connect(source)) as opened, opened:
        opened.execute(NOTE, (str(copy.absolute()), moment))


def restore(database: str, copy: Path) -> Path | None:
    """Put a copy in the place of the database, which is kept beside it as ``.before-restore``:
    where that is comes back, None where there was none.

    Raises StoreError if the copy is missing, not whole or none of ours. The database must not be in
    use: hold its lock.
    """
    _refuse_server(database)
    target = database_file(database)
    if target is None:
        raise StoreError("name the database's file with --db")
    half = target.with_name(f".{target.name}.restoring")
    half.unlink(missing_ok=True)
    _copy(_existing(str(copy)), half)
    _allow_as(target if target.exists() else copy, half)
    kept = target.with_name(f"{target.name}.before-restore") if target.exists() else None
    if kept:
        kept.unlink(missing_ok=True)
        _copy_if_whole(target, kept)
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    half.replace(target)
    return kept


def _copy_if_whole(target: Path, kept: Path) -> None:
    """Keep the old database: as a whole copy where it is whole, else the file as it is."""
    try:
        _copy(target, kept)
    except StoreError:
        kept.unlink(missing_ok=True)
        os.link(target, kept)


def _existing(database: str) -> Path:
    _refuse_server(database)
    path = database_file(database)
    if path is None or not path.is_file():
        raise StoreError(f"There is no database {database}")
    return path


def _refuse_server(database: str) -> None:
    if is_server_address(database):
        raise StoreError(
            "PostgreSQL has tools of its own: copy with 'pg_dump --format custom', put back with "
            "'pg_restore --clean'"
        )


def _copy(source: Path, copy: Path) -> None:
    """Copy by SQLite's backup, check the copy and give it its name."""
    half = copy.with_name(f".{copy.name}.half")
    half.unlink(missing_ok=True)
    try:
        half.touch(mode=0o600)  # nobody else reads it while it grows
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(half)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
            problems = find_damage(new)
        if problems:
            raise StoreError(f"{source} is not whole: {problems[0]}")
        _allow_as(source, half)
        half.replace(copy)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{source} cannot be copied to {copy}: {error}") from error
    finally:
        half.unlink(missing_ok=True)


def _allow_as(model: Path, file: Path) -> None:
    """Let the same people read and write the file as its model: a copy that root puts back must not
    shut out the user whose database it is, and none may be open to more than the database."""
    about = model.stat()
    with suppress(PermissionError):  # only root gives files away
        os.chown(file, about.st_uid, about.st_gid)
    file.chmod(stat.S_IMODE(about.st_mode))


def find_damage(connection: sqlite3.Connection) -> list[str]:
    """What is broken in an open database; none of ours is as bad as broken."""
    if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        return ["it is no database of poytakirja"]
    whole = [row[0] for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
    lost = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
    return whole + [f"table {row[0]}, row {row[1]}: its {row[2]} is missing" for row in lost]


def check_database(database: str) -> list[str]:
    """What is broken in the database at this path or URL; StoreError if it cannot be opened.

    A server looks after its own.
    """
    if is_server_address(database):
        return []
    path = _existing(database)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            return find_damage(opened)
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be checked: {error}") from error
