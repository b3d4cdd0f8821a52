"""Rows of cells, whether a table is ruled or its columns are set apart by white space alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.records import DocumentText, Span
from pipeline.segment.rows import Row

Grid = tuple[tuple[Span | None, ...], ...]
"""A table's cells by row and column; None where a cell is empty."""


def find_grids(document: DocumentText, rows: Sequence[Row]) -> list[Grid]:
    """The ruled tables whose words are among ``rows``, and the runs of rows with as many gaps."""
    if not rows:
        return []
    whole = Span(rows[0].span.start, rows[-1].span.end)
    ruled = [table.cells for table in document.tables if _is_inside(table.cells, whole)]
    return [*ruled, *_spaced_grids(rows)]


def _is_inside(cells: Grid, whole: Span) -> bool:
    return any(cell is not None and whole.holds(cell) for row in cells for cell in row)


def _spaced_grids(rows: Sequence[Row]) -> Iterator[Grid]:
    run: list[tuple[Span | None, ...]] = []
    for row in rows:
        cells = _cut_at_gaps(row) if "\t" in row.text and row.line.cell is None else ()
        if run and len(cells) != len(run[-1]):
            yield tuple(run)
            run = []
        if cells:
            run.append(cells)
    if run:
        yield tuple(run)


def _cut_at_gaps(row: Row) -> tuple[Span | None, ...]:
    found, start = [], row.span.start
    for cell in row.text.split("\t"):
        found.append(Span(start, start + len(cell)))
        start += len(cell) + 1
    return tuple(found)
