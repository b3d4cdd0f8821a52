"""PostgreSQL in the place of SQLite: how it is reached, made, and written by several at a time.

A new database has the tables of ``models/tables.py`` and the views of a new SQLite database: their
SQL is understood by both, once PostgreSQL knows the few functions that it calls otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from models.tables import METADATA, REVISION
from pipeline.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

SINCE = "0009"
"""The revision with which PostgreSQL came: no database there is older."""
WRITERS = 0x506F7974
"""The advisory lock that a transaction which writes holds: one at a time, as in SQLite."""
FUNCTIONS = """
CREATE FUNCTION instr(text, text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN strpos($1, $2);
CREATE FUNCTION json_each(text) RETURNS TABLE (value text)
    LANGUAGE sql IMMUTABLE STRICT AS 'SELECT json_array_elements_text($1::json)';
CREATE FUNCTION group_concat_step(text, text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN $1 || ',' || $2;
CREATE FUNCTION group_concat_step(text, text, text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN $1 || $3 || $2;
CREATE AGGREGATE group_concat(text) (SFUNC = group_concat_step, STYPE = text);
CREATE AGGREGATE group_concat(text, text) (SFUNC = group_concat_step, STYPE = text);
"""
"""What SQLite has and the views, the queries and the README ask for."""
FULL_TEXT = """
CREATE TABLE search_index (
    id bigint PRIMARY KEY REFERENCES search_entries ON DELETE CASCADE, words tsvector NOT NULL
);
CREATE INDEX search_index_words ON search_index USING gin (words);
"""
OURS = "poytakirja"
"""The comment by which our ``alembic_version`` is known from another program's."""
PATIENCE = 6
"""How many times as long as for SQLite's lock is waited for one of a server with many writers."""


def is_server(url: URL) -> bool:
    """True if the address is PostgreSQL's."""
    return url.get_backend_name() == "postgresql"


def server_engine(url: URL, *, busy_seconds: float, repeatable: bool) -> Engine:
    """An engine for the database at the address; raises StoreError if psycopg is not installed."""
    options = {
        "lock_timeout": f"{round(busy_seconds * PATIENCE * 1000)}ms",
        "synchronous_commit": "off" if repeatable else "on",
        "timezone": "UTC",
        "datestyle": "ISO",
    }
    joined = " ".join(f"-c {name}={value}" for name, value in options.items())
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={"options": joined, "client_encoding": "utf8"},
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs psycopg: type pip install 'poytakirja[postgresql]'"
        ) from error

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")

    return engine


def server_revision(connection: Connection) -> str | None:
    """The revision at which the database stands, None if it is empty.

    Raises StoreError if it is another program's.
    """
    comment = connection.exec_driver_sql(
        "SELECT obj_description(to_regclass('alembic_version'), 'pg_class')"
    ).scalar_one()
    if comment == OURS:
        revision: str = connection.exec_driver_sql(
            "SELECT version_num FROM alembic_version"
        ).scalar_one()
        return revision
    tables = connection.exec_driver_sql(
        "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
    ).scalar_one()
    if tables:
        raise StoreError(
            f"{connection.engine.url} is a database of another program: name another --db"
        )
    return None


def make_schema(connection: Connection, config: Config) -> None:
    """Fill an empty database with tables, functions, views and the full-text index.

    Addresses of links are hashed, for a B-tree refuses long ones. That is said here and not where
    the table is, since every command would then have to import PostgreSQL's dialect.
    """
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    connection.exec_driver_sql(FUNCTIONS)
    for index in METADATA.tables["links"].indexes:
        if "url" in index.columns:
            index.kwargs["postgresql_using"] = "hash"
    METADATA.create_all(connection)
    connection.exec_driver_sql(FULL_TEXT)
    for view in _views():
        connection.exec_driver_sql(view.replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    MigrationContext.configure(connection).stamp(script, REVISION)
    connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{OURS}'")


def _views() -> list[str]:
    from pipeline.store.database import open_engine

    engine = open_engine("sqlite://", create=True)
    with engine.connect() as connection:
        views = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'view' ORDER BY rowid"
        )
        found = list(views.scalars())
    engine.dispose()
    return found


def server_explanation(url: URL, reason: str) -> str:
    """What went wrong with the server, and what to do."""
    lowered, first = reason.lower(), reason.strip().partition("\n")[0]
    if "does not exist" in lowered and f'database "{url.database}"' in lowered:
        return f"There is no database {url}: make it with createdb"
    if "authentication" in lowered or "no password" in lowered or "role" in lowered:
        return f"{url} lets nobody in with this user and password ({first})"
    if "lock timeout" in lowered:
        return f"{url} is being written by another process: try again when it has finished"
    if "permission denied" in lowered or "read-only" in lowered:
        return f"{url} cannot be written ({first}): ask for the right, or name another with --db"
    if "no space left" in lowered or "could not extend" in lowered:
        return f"There is no room to write {url}: free some space and try again"
    if "connection" in lowered or "could not" in lowered or "failed to resolve" in lowered:
        return f"{url} cannot be reached ({first}): check the address, and that the server runs"
    return f"{url}: {reason}"
