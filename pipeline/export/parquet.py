"""The tables of facts as a folder of Parquet files, whose columns have types and meanings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export.folders import write_description
from pipeline.export.output import Advance
from pipeline.export.tables import Tables
from pipeline.store import VERSION, FactTable

if TYPE_CHECKING:
    import pyarrow as pa

AT_A_TIME = 20_000
"""Rows of a group, which are in memory together."""


def write_parquet(tables: Tables, folder: Path, advance: Advance) -> int:
    """Write a Parquet file a table into the folder, with a description beside them; returns how
    many rows there are.

    Days are dates, moments timestamps in UTC, words dictionaries; the metadata of a file and of its
    columns say what they mean.
    """
    counts = {}
    listed = tables.all()
    for at, table in enumerate(listed):
        advance(at, len(listed), table.name)
        counts[table.name] = _write(table, tables.rows(table), folder / f"{table.name}.parquet")
    write_description(tables, counts, folder, "parquet")
    return sum(counts.values())


def _write(table: FactTable, rows: Iterator[tuple[Any, ...]], path: Path) -> int:
    import pyarrow as pa
    from pyarrow import parquet

    schema, count = _schema(table), 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while some := list(islice(rows, AT_A_TIME)):
            columns = zip(*some, strict=True)
            arrays = [
                pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(some)
    return count


def _schema(table: FactTable) -> pa.Schema:
    import pyarrow as pa

    types = {
        "word": pa.dictionary(pa.int32(), pa.string()),
        "day": pa.date32(),
        "moment": pa.timestamp("us", "UTC"),
        "whole": pa.int64(),
        "number": pa.float64(),
        "truth": pa.bool_(),
    }
    fields = [
        pa.field(
            column.name,
            types.get(column.type, pa.string()),
            metadata={"type": column.type, "meaning": column.meaning},
        )
        for column in table.columns
    ]
    return pa.schema(fields, metadata={"poytakirja": VERSION, "meaning": table.meaning})
