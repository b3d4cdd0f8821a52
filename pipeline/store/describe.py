"""The database in words: writes ``docs/schema.md`` from the tables and the views.

``python -m pipeline.store.describe > docs/schema.md`` after every change of the tables.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from sqlalchemy import CheckConstraint, Column, Engine, Table

from models.tables import METADATA, REVISION
from pipeline.store.database import open_engine

HEADER = """# The database

Generated from `models/tables.py` at revision {revision}; do not edit it by hand, type

    python -m pipeline.store.describe > docs/schema.md

SQLite, one file, or PostgreSQL ([how](operations.md#postgresql)), which has the same tables and
views. Everything hangs on a document and leaves with it. Ids are the same whenever the
same thing is found at the same place again. `position` counts from 0 in the order of the record,
pages count from 1, and `span_start` and `span_end` are offsets into `document_texts.text`,
half-open: `substr(text, span_start + 1, span_end - span_start)` is what was found.

A change of the tables is a new migration in `models/migrations/versions/`; how to have Alembic
write it is said in `models/migrations/alembic.ini`. A test compares the migrations with the tables,
and an older database is upgraded when it is opened. Migrations run on SQLite and PostgreSQL: they
are written in the SQL that both understand (`pipeline/store/postgresql.py` says which functions of
SQLite that includes), and ask `op.get_bind().dialect.name` where they must differ.
"""


def schema_to_markdown() -> str:
    """The description of views and tables as a Markdown page."""
    engine = open_engine("sqlite://", create=True)
    parts = [HEADER.format(revision=REVISION)]
    parts += ["## Views that read like questions\n", *_views(engine)]
    engine.dispose()
    parts += ["## Tables\n", *map(_table, METADATA.tables.values())]
    return "\n".join(parts)


def _views(engine: Engine) -> Iterator[str]:
    with engine.connect() as connection:
        views = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'view' ORDER BY name"
        ).all()
        for name, sql in views:
            columns = connection.exec_driver_sql(f'PRAGMA table_info("{name}")').all()
            question = re.search(r"^-- (.+)$", sql, re.MULTILINE)
            listed = ", ".join(f"`{column[1]}`" for column in columns)
            yield f"### {name}\n\n{question[1] if question else ''}\n\nColumns: {listed}.\n"


def _table(table: Table) -> str:
    lines = [f"### {table.name}\n", f"{table.info['about']}\n"]
    lines += ["| column | type | |", "|---|---|---|"]
    lines += [_column(table, column) for column in table.columns]
    return "\n".join(lines) + "\n"


def _column(table: Table, column: Column[object]) -> str:
    kind = str(column.type).lower() + ("" if column.nullable else ", always there")
    notes = [column.comment] if column.comment else []
    if column.primary_key:
        notes.append("key")
    notes += [f"→ `{key.target_fullname}`" for key in column.foreign_keys]
    notes += _choices(table, column.name)
    return f"| `{column.name}` | {kind} | {'; '.join(notes)} |"


def _choices(table: Table, column: str) -> list[str]:
    """The words that a check allows in the column."""
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint):
            name, _, words = str(constraint.sqltext).partition(" IN ")
            if name == column:
                return [" ".join(f"`{word}`" for word in re.findall(r"'(\w+)'", words))]
    return []


if __name__ == "__main__":
    sys.stdout.write(schema_to_markdown())
