"""Queries that storing a document asks: their SQL is made once, not for every document."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ClauseElement,
    Connection,
    Dialect,
    Select,
    String,
    bindparam,
    column,
    func,
    select,
)


class Query:
    """A query that the driver itself is asked: for a few rows SQLAlchemy needs fifteen times as
    long as SQLite needs to find them, most of it to make the statement.

    The rows come back as the driver gives them: for text and whole numbers.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, list[str] | None, dict[str, Any]]] = {}

    def rows(self, connection: Connection, **values: object) -> list[tuple[Any, ...]]:
        """All rows that the query gives with these parameters."""
        dialect = connection.dialect
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = self._compile(dialect)
        sql, names, known = self._compiled[dialect.name]
        named = known | values
        cursor = connection.connection.cursor()
        try:
            cursor.execute(sql, named if names is None else [named[name] for name in names])
            return cursor.fetchall()  # type: ignore[return-value]
        finally:
            cursor.close()

    def column(self, connection: Connection, **values: object) -> list[Any]:
        """The first column of these rows."""
        return [row[0] for row in self.rows(connection, **values)]

    def _compile(self, dialect: Dialect) -> tuple[str, list[str] | None, dict[str, Any]]:
        """The SQL, the order of its parameters (None where they go by name), and those that are
        part of the query."""
        compiled: Any = self._statement.compile(dialect=dialect)
        names = list(compiled.positiontup) if compiled.positional else None
        return str(compiled), names, dict(compiled.params)


def listed(name: str) -> Select[Any]:
    """What a column is one of where the parameter is a list that ``to_list`` made: its length is no
    part of the SQL then."""
    return select(column("value")).select_from(func.json_each(bindparam(name, type_=String)))


def to_list(values: Iterable[str]) -> str:
    """The parameter for :func:`listed`."""
    return json.dumps(list(values))
