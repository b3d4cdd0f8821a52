"""The views of the database, read without ever writing to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Row

from pipeline.store.database import explained, fold_likes, open_engine

View = Literal[
    "affiliations_through_time", "attendance_by_meeting", "dates_by_meeting",
    "decisions_with_items", "documents_overview", "facts_corrected", "links_by_meeting",
    "meetings_overview",
    "open_actions", "organisations_by_meeting", "people_by_meeting", "people_through_time",
    "presence_by_item", "references_by_meeting", "statistics_with_context", "warnings_by_severity",
]  # fmt: skip


def read_view(database: str, view: View) -> tuple[list[str], Sequence[Row[Any]]]:
    """The names of the view's columns, and its rows in their order.

    Raises StoreError if the database is missing, damaged, or not ours.
    """
    return run_query(database, f'SELECT * FROM "{view}"', {})


def run_query(
    database: str, sql: str, values: Mapping[str, object]
) -> tuple[list[str], Sequence[Row[Any]]]:
    """The names of the columns that a query gives, and its rows; ``values`` are for ``:name``.

    Raises StoreError if the database is missing, damaged, or not ours.
    """
    engine = open_engine(database, create=False)
    try:
        reading = engine.execution_options(postgresql_readonly=True)
        with explained(engine), reading.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA query_only=ON")
                if driver := connection.connection.driver_connection:
                    fold_likes(driver)
            result = connection.exec_driver_sql(sql, dict(values))
            return list(result.keys()), result.all()
    finally:
        engine.dispose()
