"""Nothing is left of what was deleted: not in free pages, not in the full-text index, not in the
log. What a server's log and copies keep is the server's."""

from __future__ import annotations

from sqlalchemy import Connection, Engine

from pipeline.errors import StoreError
from pipeline.store.database import explained


def overwrite_deleted(connection: Connection) -> None:
    """Have this transaction write zeros over what it deletes."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")


def rebuild_index(connection: Connection) -> None:
    """Make SQLite's full-text index anew: it marks deleted terms and keeps them until it merges."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('rebuild')")


def sweep(engine: Engine) -> None:
    """Write the database anew without what was deleted, and empty its log.

    Raises StoreError where somebody else has it open and keeps the log alive.
    """
    if engine.dialect.name != "sqlite":
        with explained(engine):
            autocommitting = engine.execution_options(isolation_level="AUTOCOMMIT")
            with autocommitting.connect() as connection:
                connection.exec_driver_sql("VACUUM (FULL, ANALYZE)")
        return
    with explained(engine):
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            for pragma in ("secure_delete=ON", "temp_store=MEMORY"):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.execute("VACUUM")
            [busy] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[:1]
        finally:
            raw.close()
    if busy:
        raise StoreError(
            f"{engine.url.database} is open in another program, so that its log still holds what "
            "was masked: close that ('poytakirja serve' too), then type 'poytakirja forget "
            "--finish'"
        )
