"""The database in words: writes ``docs/schema.md`` from the tables and the views.

``python -m pipeline.store.describe > docs/schema.md`` after every change of the tables.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from sqlalchemy import CheckConstraint, Column, Engine, Table

from models.tables import METADATA, REVISION
from pipeline.store.catalogue import FACTS, VERSION, FactTable
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

## What is promised

The views and the tables of facts below have version {version}; exports bear it (`datapackage.json`,
the metadata of Parquet files). They are what other programs should hold on to.

- Within version {major}, no view, table of facts or column is renamed or taken away, and none
  changes its type or what it means. New ones may come (in views behind the others), and a
  vocabulary may get new words: then the second number is raised. So name the columns that you
  want, and expect words that you do not know.
- What would break that raises the first number, and the changelog says how to follow.
- Rows are no part of it: better rules find other facts. An id stays as long as the same thing
  is found at the same place.
- The tables that the views are made of (further below) may change with any release: the revision
  ({revision}) is that of their newest migration.
- The records of `export --format jsonl` have a version of their own, `schema_version`, with the
  same promise ([their schema](contract/minutes.schema.json)).
"""
FACTS_HEADER = """## Tables of facts

What `pipeline.frames` gives as frames and `poytakirja export` as CSV, Parquet and sheets of a
workbook ([exports](exports.md)): each is a view, joined with what the view leaves out. Types:
`text`; `word`, one of few, which are listed where the list is closed; `id`; `day`, `YYYY-MM-DD`;
`time`, `HH:MM`; `moment`, a time in UTC; `period`, a date as exact as the words are (`2025-01-31`,
`2025-W07`, `2025-autumn`); `whole` and `number`; `truth`.
"""


def schema_to_markdown() -> str:
    """The description of views and tables as a Markdown page."""
    engine = open_engine("sqlite://", create=True)
    major = VERSION.partition(".")[0]
    parts = [HEADER.format(revision=REVISION, version=VERSION, major=major)]
    parts += ["## Views that read like questions\n", *_views(engine)]
    engine.dispose()
    parts += [FACTS_HEADER, *map(_facts, FACTS)]
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


def _facts(table: FactTable) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    told = f"{table.meaning} Made of the view `{table.view}`{'; key: ' + key if key else ''}.\n"
    lines = [f"### Facts: {table.name}\n", told]
    lines += ["| column | type | |", "|---|---|---|"]
    for column in table.columns:
        words = " ".join(f"`{word}`" for word in column.words)
        meaning = f"{column.meaning}: {words}" if words else column.meaning
        lines.append(f"| `{column.name}` | {column.type} | {meaning} |")
    return "\n".join(lines) + "\n"


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
