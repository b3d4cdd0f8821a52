"""Rows into the database, in bulk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, FromClause

from pipeline.errors import StoreError


def insert_rows(
    connection: Connection, table: FromClause, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows that have all columns of the table.

    In SQLite by the driver's executemany: twice as fast as Core, 27 times as fast as objects; in
    PostgreSQL by COPY.
    """
    if not rows:
        return
    columns = [column.name for column in table.columns]
    name = table.description
    if unknown := rows[0].keys() ^ columns:
        raise StoreError(f"table {name} and its rows differ in {sorted(unknown)}: this is a bug")
    values = [tuple(row[column] for column in columns) for row in rows]
    names = ", ".join(f'"{column}"' for column in columns)
    if connection.dialect.name == "postgresql":
        with connection.connection.cursor().copy(f'COPY "{name}" ({names}) FROM STDIN') as copy:
            for row in values:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f'INSERT INTO "{name}" ({names}) VALUES ({marks})', values)
