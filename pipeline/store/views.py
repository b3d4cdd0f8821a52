"""The views of the database, and the tables of facts, read without ever writing to it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, text

from pipeline.store.catalogue import FACTS, Column, FactTable, Type
from pipeline.store.database import explained, fold_likes, open_engine
from pipeline.values.periods import Period, period_of


def read_view(database: str, view: str) -> tuple[list[str], Sequence[Row[Any]]]:
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
            else:
                sql = LIKE.sub(r'COLLATE "und-x-icu" \1ILIKE', sql)
            result = connection.execute(text(sql), dict(values))
            return list(result.keys()), result.all()
    finally:
        engine.dispose()


LIKE = re.compile(r"\b(NOT )?LIKE\b")
"""SQLite's, as we have it, takes small and capital letters for the same; PostgreSQL's does so under
another name, and for ``ä`` by the rules of a language alone."""

# --- facts ----------------------------------------------------------------------------------------

AT_A_TIME = 1000
"""Rows that are fetched at a time."""
NAMES = """
SELECT people.name, people.name AS words, 0 AS kind, people.position, -1 AS place FROM people
WHERE people.document_id = :document
UNION ALL
SELECT people.name,
    substr(document_texts.text, mentions.span_start + 1, mentions.span_end - mentions.span_start),
    0, people.position, mentions.span_start
FROM people JOIN mentions ON mentions.person_id = people.id
JOIN document_texts ON document_texts.document_id = people.document_id
WHERE people.document_id = :document
UNION ALL
SELECT name, name, 1, position, 0 FROM attendees WHERE document_id = :document
UNION ALL
SELECT deputy_for, deputy_for, 1, position, 1 FROM attendees
WHERE document_id = :document AND deputy_for IS NOT NULL
UNION ALL
SELECT ballots.name, ballots.name, 2, decisions.position, ballots.position
FROM ballots JOIN decisions ON decisions.id = ballots.decision_id
WHERE decisions.document_id = :document
ORDER BY kind, position, place
"""
WHOLE = """
SELECT other_id FROM document_links WHERE document_id = :document AND kind = 'part'
"""


class FactReader:
    """The tables of facts as they are at one moment, of all documents or of those chosen."""

    def __init__(self, connection: Connection, documents: Sequence[str] | None) -> None:
        self._connection = connection
        self._documents = None if documents is None else json.dumps(list(documents))

    def rows(self, table: FactTable) -> Iterator[tuple[Any, ...]]:
        """The rows in their order, as they are fetched: days as ``date``, moments as ``datetime``
        in UTC, counts as ``int``, truths as ``bool``, other words as ``str``; None where something
        is missing."""
        chosen = self._documents is not None
        values = {"documents": self._documents} if chosen else {}
        options = {"stream_results": True, "yield_per": AT_A_TIME}
        query = text(table.query(chosen))
        makers = _makers(table)
        for row in self._connection.execute(query, values, execution_options=options):
            yield tuple(None if row[at] is None else make(row[at]) for at, make in makers)

    def count(self, table: FactTable) -> int:
        """How many rows there are."""
        return sum(1 for _ in self.rows(table))

    def names(self, document: str) -> list[tuple[str, str]]:
        """By whom in a document, or in the meeting that it is a part of, which words name them."""
        query = {"document": document}
        found = [document, *self._connection.execute(text(WHOLE), query).scalars()]
        return [
            (name, words)
            for key in found
            for name, words, *_ in self._connection.execute(text(NAMES), {"document": key})
        ]


@contextmanager
def open_facts(database: str) -> Iterator[FactReader]:
    """The facts of the database at a path or URL.

    Raises StoreError if the database is missing, damaged, or not ours.
    """
    engine = open_engine(database, create=False)
    try:
        reading = engine.execution_options(postgresql_readonly=True)
        with explained(engine), reading.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA query_only=ON")
            yield FactReader(connection, None)
    finally:
        engine.dispose()


def fact_table(name: str) -> FactTable:
    """The table of this name; KeyError if there is none."""
    return {table.name: table for table in FACTS}[name]


_MAKERS: dict[Type, Callable[[Any], Any]] = {
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "whole": int,
    "number": float,
    "truth": bool,
}


def _makers(table: FactTable) -> list[tuple[int, Callable[[Any], Any]]]:
    """For each column the place of its value in the row of the query, and what makes its value."""
    stored = [column.name for column in table.columns if not column.period]
    return [
        (stored.index(column.period or column.name), _maker(column)) for column in table.columns
    ]


def _maker(column: Column) -> Callable[[Any], Any]:
    if not column.period:
        return _MAKERS.get(column.type, str)
    return _first_day if column.edge == "first" else _last_day


def _first_day(value: str) -> date | None:
    period = _period(value)
    return period.first if period else None


def _last_day(value: str) -> date | None:
    period = _period(value)
    return period.last if period else None


_period: Callable[[str], Period | None] = lru_cache(10_000)(period_of)
