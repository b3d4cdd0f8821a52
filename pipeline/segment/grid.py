"""What stands side by side: the cells of tables, ruled or set apart by white space alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.records import DocumentText, Span
from pipeline.segment.rows import Row

Grid = tuple[tuple[Span | None, ...], ...]
"""A table's cells by row and column; None where a cell is empty."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of one column: a stretch for each line; ``left`` counts as that of rows does;
    ``column`` is None where no rules are drawn."""

    lines: tuple[Span, ...]
    left: float
    column: int | None

    @property
    def span(self) -> Span:
        return Span(self.lines[0].start, self.lines[-1].end)


@dataclass(frozen=True, slots=True)
class Strip:
    """What is printed side by side: a row of a ruled table, or a line cut at its gaps."""

    rows: tuple[Row, ...]
    cells: tuple[Cell, ...]

    @property
    def first(self) -> Row:
        return self.rows[0]

    @property
    def table(self) -> int | None:
        """The number of the ruled table, None outside of one."""
        return self.first.line.cell[0] if self.first.line.cell else None


def rows_to_strips(document: DocumentText, rows: Sequence[Row]) -> list[Strip]:
    """The rows in reading order, those of one row of a ruled table together."""
    strips: list[Strip] = []
    run: list[Row] = []
    for row in rows:
        if run and (row.line.cell is None or row.line.cell[:2] != _cell(run[-1])[:2]):
            strips.append(_ruled_strip(run))
            run = []
        if row.line.cell is None:
            strips.append(Strip((row,), tuple(_cells_of(document, row))))
        else:
            run.append(row)
    return [*strips, _ruled_strip(run)] if run else strips


def _cell(row: Row) -> tuple[int, int, int]:
    assert row.line.cell is not None
    return row.line.cell


def _ruled_strip(rows: Sequence[Row]) -> Strip:
    columns: dict[int, list[Row]] = {}
    for row in rows:
        columns.setdefault(_cell(row)[2], []).append(row)
    cells = (
        Cell(tuple(row.span for row in own), min(row.left for row in own), column)
        for column, own in columns.items()
    )
    return Strip(tuple(rows), tuple(cells))


def _cells_of(document: DocumentText, row: Row) -> Iterator[Cell]:
    for span in _cut_at_gaps(row):
        if len(span):
            left = row.left + float(document.chars.x0[span.start]) - row.line.x0
            yield Cell((span,), left, None)


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


def _cut_at_gaps(row: Row) -> tuple[Span, ...]:
    found, start = [], row.span.start
    for cell in row.text.split("\t"):
        found.append(Span(start, start + len(cell)))
        start += len(cell) + 1
    return tuple(found)
