"""A manifest: a CSV file that says where files were published, by whom, under which archive id."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import InputError
from pipeline.places import path_to_key
from pipeline.storages import is_address
from pipeline.store import Origin

COLUMNS = ("file", "address", "organisation", "archive_id")


def read_manifest(path: Path) -> dict[str, Origin]:
    """By the key of a file's path what the manifest says of it; paths are taken from its folder.

    Raises InputError if it cannot be read, has a column that is not known, or none called file.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return dict(_origins(csv.DictReader(file, strict=True), path))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} is no manifest: {error}") from error


def _origins(reader: csv.DictReader[str], path: Path) -> Iterator[tuple[str, Origin]]:
    columns = reader.fieldnames or ()
    if unknown := [column for column in columns if column not in COLUMNS]:
        known = ", ".join(COLUMNS)
        raise InputError(f"{path}: column {unknown[0]!r} is not one of {known}")
    if "file" not in columns:
        raise InputError(f"{path} has no column 'file': begin it with {','.join(COLUMNS)}")
    for row in reader:
        if None in row or None in row.values() or not row["file"]:
            raise InputError(f"{path}: line {reader.line_num} has not {len(columns)} values")
        facts = {name: row[name].strip() or None for name in columns if name != "file"}
        file = row["file"]
        key = file if is_address(file) else path_to_key(path.parent / file)
        yield key, Origin(**facts)
