"""Opening the database: what it is, which version, how it is written; what goes wrong in words."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from models.tables import APPLICATION_ID, REVISION
from pipeline.errors import StoreError
from pipeline.store.postgresql import (
    is_server,
    make_schema,
    server_engine,
    server_explanation,
    server_revision,
)

if TYPE_CHECKING:
    from alembic.config import Config

BUSY_SECONDS = 10.0
"""How long to wait for another process's transaction."""
OF_THE_ROWS = ("22", "23", "54")
"""SQLSTATE classes of PostgreSQL's errors that are about the rows, not about the database."""
MAPPED = 2**31
"""Bytes of the file that a reader maps instead of copying page by page."""
ROOM = ("cache_size=-65536", "wal_autocheckpoint=8000")
"""64 MiB of what is written stay in memory, 32 MiB go from the log to the file at once: ids are
hashes, so each document touches pages all over the file, which are then written once for many."""
STEPS = 20_000
"""Of SQLite's machine, after which a reader looks at the clock: less than a millisecond."""


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
    if is_server(url):
        engine = server_engine(url, busy_seconds=busy_seconds, repeatable=repeatable)
    else:
        file = database_file(database)
        if file and not file.exists() and not create:
            raise _missing(file)
        engine = create_engine(url, connect_args={"timeout": busy_seconds})
        _configure(engine, "NORMAL" if repeatable else "FULL")
    try:
        with explained(engine):
            _bring_up_to_date(engine, create)
    except BaseException:
        engine.dispose()
        raise
    return engine


def database_exists(database: str) -> bool:
    """True if opening the database at this path or URL would not have to make it."""
    url = _to_url(database)
    if not is_server(url):
        file = database_file(database)
        return file is None or file.exists()
    engine = server_engine(url, busy_seconds=BUSY_SECONDS, repeatable=True)
    try:
        with explained(engine), engine.connect() as connection:
            return server_revision(connection) is not None
    finally:
        engine.dispose()


def is_server_address(database: str) -> bool:
    """True if this is no path, but the address of a database in PostgreSQL."""
    return is_server(_to_url(database))


def _missing(database: Path | URL) -> StoreError:
    return StoreError(
        f"There is no database {database}: type 'poytakirja ingest FOLDER' to make it, "
        "or name another with --db"
    )


def open_reader(database: str, seconds: float) -> Engine:
    """The database at a path or URL, never written to; a transaction that takes longer than
    ``seconds`` is broken off with a StoreError.

    It must be there and of the newest revision: ``open_engine`` sees to that.
    """
    path = None if is_server_address(database) else database_file(database)
    if path is None:
        raise StoreError(
            f"{database} is no SQLite file, which the web view needs: ingest the documents into "
            "one with --db minutes.db, and carry corrections over with 'corrections export'"
        )
    url = URL.create(
        "sqlite",
        database=f"file:{quote(str(path.absolute()))}",
        query={"mode": "ro", "uri": "true"},
    )
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    _configure(engine, "NORMAL")

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute(f"PRAGMA mmap_size={MAPPED}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        if driver is not None:
            ends = time.monotonic() + seconds
            driver.set_progress_handler(lambda: time.monotonic() > ends, STEPS)

    return engine


def _to_url(database: str) -> URL:
    if "://" not in database:
        return URL.create("sqlite", database=str(Path(database).expanduser()))
    try:
        url = make_url(database)
    except ArgumentError as error:
        raise StoreError(f"{database!r} is not a database URL: write sqlite:///FILE") from error
    if url.get_backend_name() != "sqlite" and not is_server(url):
        raise StoreError(
            f"{database!r} can be neither: only sqlite:///FILE and postgresql://USER@HOST/NAME are"
        )
    return url


def database_file(database: str) -> Path | None:
    """The file that a path or URL names, None for a database in memory or of a server.

    Raises StoreError if there is no folder for it.
    """
    url = _to_url(database)
    if is_server(url) or url.database in (None, "", ":memory:"):
        return None
    path = Path(str(url.database))
    if not path.absolute().parent.is_dir():
        raise StoreError(f"There is no folder for the database {path}: make it first")
    return path


def _configure(engine: Engine, synchronous: str) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        # Python's sqlite3 would begin no transaction for a migration's CREATE TABLE.
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", f"synchronous={synchronous}", *ROOM):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("fold", 1, _fold, deterministic=True)

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _fold(words: str | None) -> str | None:
    """SQL's fold(): in small letters, ä as well, which SQLite's lower() leaves alone."""
    return words and words.casefold()


def fold_likes(connection: sqlite3.Connection) -> None:
    """Have LIKE take small and capital letters for the same in all letters: SQLite's own takes
    'a' for 'A', but not 'ä' for 'Ä'."""
    connection.create_function("like", 2, _is_like, deterministic=True)
    connection.create_function("like", 3, _is_like, deterministic=True)


def _is_like(pattern: object, value: object, escape: str = "") -> bool | None:
    if pattern is None or value is None:
        return None
    return _like_pattern(str(pattern), escape)(str(value).casefold()) is not None


@lru_cache(500)
def _like_pattern(pattern: str, escape: str) -> Callable[[str], object]:
    """What finds the words that a pattern of LIKE asks for, in casefolded text."""
    taken = re.findall(f"{re.escape(escape)}.|." if escape else ".", pattern, re.DOTALL)
    wild = {"%": ".*", "_": "."}
    parts = [wild.get(part) or re.escape(part[-1].casefold()) for part in taken]
    return re.compile("".join(parts), re.DOTALL).fullmatch


def _bring_up_to_date(engine: Engine, create: bool) -> None:
    server = is_server(engine.url)
    with engine.connect() as connection:
        revision = server_revision(connection) if server else _revision(connection)
    if revision is None and server and not create:
        raise _missing(engine.url)
    if revision != REVISION:
        if not server:
            _write_ahead(engine)
        upgrade(engine)


def _revision(connection: Connection) -> str | None:
    """The revision at which a SQLite database stands, None if it is empty."""
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if application == APPLICATION_ID:
        return connection.exec_driver_sql(
            "SELECT version_num FROM alembic_version"
        ).scalar_one_or_none()
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    if application or tables:
        raise StoreError(
            f"{connection.engine.url.database} is a database of another program: name another --db"
        )
    return None


def _write_ahead(engine: Engine) -> None:
    """Let readers read while another process writes; the file remembers it."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def upgrade(engine: Engine) -> None:
    """Run the migrations up to the newest; an empty database of a server is made as it is today.

    Raises StoreError if the database stands at a revision that this version does not know.
    """
    from alembic import command
    from alembic.util import CommandError

    try:
        with migrating(engine) as config:
            connection = config.attributes["connection"]
            if is_server(engine.url) and server_revision(connection) is None:
                make_schema(connection, config)
            command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"{engine.url.database} was made by another version of poytakirja ({error}): "
            "upgrade with 'pip install --upgrade poytakirja'"
        ) from error


@contextmanager
def migrating(engine: Engine) -> Iterator[Config]:
    """What Alembic's commands need, in one transaction.

    SQLite's foreign keys are off in it, or a table that is copied to be changed would take along
    all that hangs on it; they are checked before it ends.
    """
    from alembic.config import Config

    import models

    config = Config()
    folder = Path(models.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    if is_server(engine.url):
        with engine.execution_options(writing=True).begin() as connection:
            config.attributes["connection"] = connection
            yield config
        return
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
    except (DBAPIError, engine.dialect.loaded_dbapi.Error) as error:  # COPY's errors are bare
        reason = error.orig if isinstance(error, DBAPIError) else error
        if str(getattr(reason, "sqlstate", None) or "")[:2] in OF_THE_ROWS:
            raise
        raise StoreError(_explanation(engine.url, str(reason))) from error


def _explanation(url: URL, reason: str) -> str:
    if is_server(url):
        return server_explanation(url, reason)
    database, lowered = url.database or "", reason.lower()
    if "locked" in lowered:
        return f"{database} is being written by another process: try again when it has finished"
    if "interrupted" in lowered:
        return f"{database} took too long to answer: ask for less"
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
