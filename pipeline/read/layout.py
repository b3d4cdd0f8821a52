"""From the words of all pages to lines in reading order: running heads out, tables cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.records import DESCENT, Line, Span, Table
from pipeline.read.columns import reading_order
from pipeline.read.content import PageContent, rows_of
from pipeline.read.drafts import Draft
from pipeline.read.furniture import Row, furniture_rows, is_near_edge, masked
from pipeline.read.labels import labels_first
from pipeline.read.rows import Words
from pipeline.read.ruled import Grid

Rows = list[list[int]]
MOST_WORDS_OF_HEADING = 4
MIDDLE = 0.3
"""Height of a word's middle over its baseline, in font sizes."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A ruled table and the words in its cells, by row and column."""

    grid: Grid
    words: Mapping[tuple[int, int], Sequence[int]]

    @property
    def top(self) -> float:
        """The upper edge of the table."""
        return min(cell[1] for row in self.grid for cell in row if cell)


def pages_to_drafts(pages: Sequence[PageContent]) -> tuple[list[Draft], list[tuple[int, Grid]]]:
    """The document's lines, body before furniture, and its tables as (page, grid)."""
    rows = {page.number: rows_of(page.words) for page in pages}
    compared = [
        _row(page, index, row)
        for page in pages
        for index, row in enumerate(rows[page.number])
        if is_near_edge(page.words.each[row[0]].baseline, page.words.frame.height)
    ]
    furniture = furniture_rows(compared, len(pages), Counter(_inner_masks(pages, rows)))
    stamps = _repeated_asides(pages)
    body: list[Draft] = []
    edge: list[Draft] = []
    tables: list[tuple[int, Grid]] = []
    gutters: list[float] = []
    for page in pages:
        inner = []
        for index, row in enumerate(rows[page.number]):
            if (page.number, index) in furniture:
                edge.append(_draft(page, row, furniture=True))
            else:
                inner.append(row)
        body += _page_drafts(page, inner, tables, gutters)
        for text, draft in _asides(page):
            (edge if text in stamps else body).append(replace(draft, furniture=text in stamps))
    return body + edge, tables


def _inner_masks(pages: Sequence[PageContent], rows: Mapping[int, Rows]) -> Iterator[str]:
    """The short rows of all pages that no edge is near, as words for comparison."""
    for page in pages:
        each, height = page.words.each, page.words.frame.height
        for row in rows[page.number]:
            near = is_near_edge(each[row[0]].baseline, height)
            if len(row) <= MOST_WORDS_OF_HEADING and not near:
                yield masked("".join(page.words.text[each[i].start : each[i].end] for i in row))


def _asides(page: PageContent) -> Iterator[tuple[str, Draft]]:
    """Lines that run another way than the page's text, each with its words for comparison."""
    for words in page.aside:
        for row in rows_of(words):
            each = tuple(words.each[i] for i in row)
            text = masked("".join(words.text[word.start : word.end] for word in each))
            yield text, Draft(page, words, each)


def _repeated_asides(pages: Sequence[PageContent]) -> set[str]:
    """The words of stamps and margins that come back on other pages."""
    counts = Counter(text for page in pages for text in {text for text, _ in _asides(page)})
    return {text for text, count in counts.items() if count > 1}


def _draft(
    page: PageContent, words: Sequence[int], column: int = 0, furniture: bool = False,
    cell: tuple[int, int, int] | None = None,
) -> Draft:  # fmt: skip
    each = page.words.each
    return Draft(page, page.words, tuple(each[i] for i in words), column, furniture, cell)


def _row(page: PageContent, index: int, row: Sequence[int]) -> Row:
    words = [page.words.each[i] for i in row]
    text = " ".join(page.words.text[word.start : word.end] for word in words)
    baseline, size = words[0].baseline, words[0].size
    return Row(
        page.number, index, baseline - size, baseline + DESCENT * size, page.words.frame.height,
        words[0].x0, text,
    )  # fmt: skip


def _page_drafts(
    page: PageContent, rows: Rows, tables: list[tuple[int, Grid]], gutters: list[float]
) -> Iterator[Draft]:
    """The lines of one page; tables and gutters that are found are added to the lists."""
    placed, rows = _placed(page.words, rows, page.grids)
    for table in [*placed, None]:
        limit = table.top if table else float("inf")
        above = [row for row in rows if float(page.words.baseline[row[0]]) <= limit]
        rows = rows[len(above) :]
        strips, found = reading_order(page.words, above, gutters)
        gutters += found
        ordered = labels_first(page.words, strips)
        yield from (_draft(page, strip.words, column=strip.column) for strip in ordered)
        if table:
            yield from _table_drafts(page, table, len(tables))
            tables.append((page.number, table.grid))


def _placed(words: Words, rows: Rows, grids: Sequence[Grid]) -> tuple[list[Placed], Rows]:
    """The tables that hold words, and the rows without those words."""
    tables = []
    for grid in grids:
        index = np.array([i for row in rows for i in row], np.int64)
        middle = (words.x0[index] + words.x1[index]) / 2
        height = words.baseline[index] - MIDDLE * words.size[index]
        inside: dict[tuple[int, int], list[int]] = {}
        for r, row in enumerate(grid):
            for c, cell in enumerate(row):
                if cell is None:
                    continue
                x0, top, x1, bottom = cell
                hit = (middle >= x0) & (middle < x1) & (height >= top) & (height < bottom)
                if hit.any():
                    inside[r, c] = index[hit].tolist()
        if len(inside) > 1:
            taken = {i for cell_words in inside.values() for i in cell_words}
            tables.append(Placed(grid, inside))
            rows = [left for row in rows if (left := [i for i in row if i not in taken])]
    return sorted(tables, key=lambda table: table.top), rows


def _table_drafts(page: PageContent, table: Placed, number: int) -> Iterator[Draft]:
    for place in sorted(table.words):
        for row in rows_of(page.words, table.words[place]):
            yield _draft(page, row, cell=(number, *place))


def cell_spans(grids: Sequence[tuple[int, Grid]], lines: Sequence[Line]) -> tuple[Table, ...]:
    """The tables with the span of each cell, from the lines that name the cell they stand in."""
    spans: dict[tuple[int, int, int], Span] = {}
    for line in lines:
        if line.cell:
            first = spans.get(line.cell, line.span)
            spans[line.cell] = Span(first.start, line.span.end)
    return tuple(
        Table(
            page,
            tuple(
                tuple(spans.get((number, r, c)) for c in range(len(row)))
                for r, row in enumerate(grid)
            ),
        )
        for number, (page, grid) in enumerate(grids)
    )
