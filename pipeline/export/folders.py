"""The tables of facts as a folder of CSV files; what describes such a folder to others."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from pipeline.export.cells import plain_cell
from pipeline.export.output import Advance
from pipeline.export.tables import PSEUDONYMOUS, Tables
from pipeline.store import VERSION, Column, FactTable

FileForm = Literal["csv", "parquet"]
TYPES = {
    "day": "date",
    "moment": "datetime",
    "whole": "integer",
    "number": "number",
    "truth": "boolean",
}
"""Types of frictionless table schemas; the others are strings."""
REFERS = {
    "document_id": ("documents", "document_id"),
    "item_id": ("items", "id"),
    "person_id": ("persons", "id"),
    "decision_id": ("decisions", "id"),
    "attendee_id": ("attendance", "id"),
}
"""To which column of which table the ids of a column refer."""
MARKED = (
    "Texts that a spreadsheet might take for a formula (they begin with = + - @ or a line end), "
    "and texts that begin with an apostrophe, have an apostrophe before them: take one away from "
    "every text that begins with one, and you have the texts as they were."
)
CSV = (
    "What is missing is empty. UTF-8, commas, lines end with CR LF (RFC 4180).",
    MARKED,
)
FILES: dict[FileForm, dict[str, Any]] = {
    "csv": {
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
    },
    "parquet": {
        "profile": "data-resource",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
    },
}
"""What a Data Package says of the files of each form."""


def write_csv(tables: Tables, folder: Path, advance: Advance) -> int:
    """Write a CSV file a table, ``datapackage.json`` and ``README.md`` into the folder; returns
    how many rows there are."""
    counts = {}
    listed = tables.all()
    for at, table in enumerate(listed):
        advance(at, len(listed), table.name)
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(column.name for column in table.columns)
            counts[table.name] = 0
            for row in tables.rows(table):
                writer.writerow(map(_cell, row))
                counts[table.name] += 1
    write_description(tables, counts, folder, "csv")
    return sum(counts.values())


def write_description(tables: Tables, counts: dict[str, int], folder: Path, form: FileForm) -> None:
    """Write ``datapackage.json`` for programs and ``README.md`` for people into a folder with a
    file of this form for each table."""
    package = json.dumps(_package(tables, counts, form), ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(package + "\n", encoding="utf-8")
    (folder / "README.md").write_text(_readme(tables, counts, form), encoding="utf-8")


def _cell(value: Any) -> object:
    """The value as it stands in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return plain_cell(value)


def _notes(tables: Tables, form: FileForm) -> list[str]:
    return [*(CSV if form == "csv" else ()), *([PSEUDONYMOUS] if tables.pseudonymous else [])]


def _package(tables: Tables, counts: dict[str, int], form: FileForm) -> dict[str, Any]:
    """The folder as a Data Package of frictionless data: files, columns, keys."""
    names = {table.name for table in tables.all()}
    return {
        "profile": "tabular-data-package" if form == "csv" else "data-package",
        "name": "poytakirja",
        "title": "Facts of meeting minutes",
        "description": " ".join([f"Version {VERSION}.", *_notes(tables, form)]),
        "version": VERSION,
        "resources": [
            {
                "name": table.name,
                "path": f"{table.name}.{form}",
                "description": table.meaning,
                **FILES[form],
                "rows": counts[table.name],
                "schema": _schema(table, names),
            }
            for table in tables.all()
        ],
    }


def _schema(table: FactTable, names: set[str]) -> dict[str, Any]:
    refers = {
        column.name: REFERS[column.name]
        for column in table.columns
        if column.name in REFERS and REFERS[column.name] != (table.name, column.name)
    }
    return {
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
        **({"primaryKey": list(table.key)} if table.key else {}),
        "foreignKeys": [
            {"fields": name, "reference": {"resource": other, "fields": field}}
            for name, (other, field) in refers.items()
            if other in names
        ],
    }


def _field(column: Column, table: FactTable) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": TYPES.get(column.type, "string"),
        "description": column.meaning,
    }
    constraints: dict[str, Any] = {}
    if column.words:
        constraints["enum"] = list(column.words)
    if len(table.key) == 1 and column.name == table.key[0]:
        constraints |= {"required": True, "unique": True}
    return field | ({"constraints": constraints} if constraints else {})


def _readme(tables: Tables, counts: dict[str, int], form: FileForm) -> str:
    lines = ["# Facts of meeting minutes", "", f"Version {VERSION}.", *_notes(tables, form), ""]
    lines += ["`datapackage.json` describes the columns for other programs.", ""]
    lines += ["| file | rows | |", "|---|---|---|"]
    for table in tables.all():
        lines.append(f"| `{table.name}.{form}` | {counts[table.name]} | {table.meaning} |")
    for table in tables.all():
        lines += ["", f"## {table.name}", "", "| column | type | |", "|---|---|---|"]
        lines += [f"| `{one.name}` | {one.type} | {one.meaning} |" for one in table.columns]
    return "\n".join(lines) + "\n"
