"""Lines as the segmenter sees them: words, label, place and how they follow each other."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from statistics import quantiles

from models.records import DocumentText, Line, Span
from pipeline.segment.labels import LOOSE, Label, parse_label

_PAGE_NUMBER = re.compile(r"\s*|[-–—]\s*\d{1,3}\s*[-–—]|\d{1,3}\s?\(\d{1,3}\)")
_SENTENCE_END = (".", "!", "?", ":", ";")


@dataclass(frozen=True, slots=True)
class Row:
    """A body line: ``left`` and ``text_left`` (where the words after the label start) count from
    the column's left edge, in points; ``gap`` is the white above it in ems, None at the top of a
    page or column; ``full`` tells that the next word would not have fitted on the line; ``link``
    is the share of its characters under a link annotation.
    """

    index: int
    line: Line
    text: str
    label: Label | None
    left: float
    text_left: float
    gap: float | None
    full: bool

    @property
    def span(self) -> Span:
        return self.line.span

    @property
    def text_span(self) -> Span:
        """The words after the label."""
        skip = self.label.length if self.label else 0
        rest = self.text[skip:]
        start = self.line.span.start + skip + len(rest) - len(rest.lstrip())
        return Span(min(start, self.line.span.end), self.line.span.end)

    @property
    def words(self) -> str:
        """The line without its label."""
        return self.text[self.label.length :].strip() if self.label else self.text.strip()


def lines_to_rows(document: DocumentText) -> tuple[Row, ...]:
    """The body lines (running heads left out) in reading order, as rows."""
    lines = [
        line
        for line in document.lines
        if not (line.furniture or _PAGE_NUMBER.fullmatch(document.quote(line.span)))
    ]
    left, right = _column_edges(document, lines)
    cells = _cell_edges(lines)
    rows = []
    for index, line in enumerate(lines):
        text = document.quote(line.span)
        label = parse_label(text)
        column = (line.page, line.column)
        previous = lines[index - 1] if index else None
        following = lines[index + 1] if index + 1 < len(lines) else None
        rows.append(
            Row(
                index=index,
                line=line,
                text=text,
                label=label,
                left=line.x0 - left[column],
                text_left=_text_left(document, line, label, text) - left[column],
                gap=_gap(previous, line),
                full=_is_full(document, line, following, _edge_of(line, cells, right[column])),
            )
        )
    return tuple(rows)


MIRRORED = 0.8
"""Share of the width that margins of one width leave, below which no line of a page is full."""


def _column_edges(
    document: DocumentText, lines: list[Line]
) -> tuple[dict[tuple[int, int], float], dict[tuple[int, int], float]]:
    """Left and right edge of every (page, column), alike for the columns of one number through the
    document; the right edge is where nine lines in ten have ended, so that a wide table or an
    overlong address does not move it. Where all lines are short, it is as far in as the left."""
    left: dict[tuple[int, int], float] = {}
    right: dict[tuple[int, int], float] = {}
    ends: dict[int, list[float]] = defaultdict(list)
    starts: dict[int, float] = defaultdict(lambda: float("inf"))
    for line in lines:
        starts[line.column] = min(starts[line.column], line.x0)
        ends[line.column].append(line.x1)
    reached = {column: sorted(each)[int(0.9 * (len(each) - 1))] for column, each in ends.items()}
    for line in lines:
        start, end = starts[line.column], reached[line.column]
        mirrored = document.page_sizes[line.page - 1][0] - start
        if len(ends) == 1 and end - start < MIRRORED * (mirrored - start):
            end = mirrored
        left[line.page, line.column], right[line.page, line.column] = start, end
    return left, right


def _cell_edges(lines: list[Line]) -> dict[tuple[int, int], float]:
    """How far the words reach to the right in every (table, column)."""
    reached: dict[tuple[int, int], float] = defaultdict(float)
    for line in lines:
        if line.cell is not None:
            table, _, column = line.cell
            reached[table, column] = max(reached[table, column], line.x1)
    return reached


def _edge_of(line: Line, cells: dict[tuple[int, int], float], right: float) -> float:
    return cells[line.cell[0], line.cell[2]] if line.cell is not None else right


def _text_left(document: DocumentText, line: Line, label: Label | None, text: str) -> float:
    if label is None:
        return line.x0
    rest = text[label.length :]
    at = line.span.start + label.length + len(rest) - len(rest.lstrip())
    return float(document.chars.x0[at]) if at < line.span.end else line.x1


def _gap(previous: Line | None, line: Line) -> float | None:
    if previous is None or (previous.page, previous.column) != (line.page, line.column):
        return None
    return (line.top - previous.bottom) / max(line.size, 1.0)


def _is_full(document: DocumentText, line: Line, following: Line | None, right: float) -> bool:
    """True if the first word of the following line would not have fitted on this one."""
    if following is None:
        return False
    if following.span.start == line.span.end:  # a word goes on over the break
        return True
    text = document.quote(following.span)
    end = following.span.start + len(text.split(maxsplit=1)[0]) if text.strip() else 0
    if not end:
        return False
    width = float(document.chars.x1[end - 1]) - following.x0
    # ragged lines and the words a typesetter keeps together leave up to an em more
    return line.x1 + width + line.size > right


def usual_gap(rows: tuple[Row, ...] | list[Row]) -> float:
    """The white between two lines of one paragraph, in ems: the lower quartile over the document,
    since most lines of a memo are paragraphs of their own."""
    gaps = [row.gap for row in rows if row.gap is not None and -0.6 < row.gap < 1.0]
    return quantiles(gaps, n=4)[0] if len(gaps) > 1 else 0.2


def continues(previous: Row, row: Row, usual: float) -> bool:
    """True if ``row`` goes on with the paragraph of ``previous``.

    A wide gap ends a paragraph, and so does a line that stops although the next word would have
    fitted; a sentence that is open and goes on in lower case is one paragraph all the same.
    """
    if row.label is not None and row.label.kind not in ("number", *LOOSE):
        return False
    if row.gap is not None and row.gap > usual + 0.45:
        return False
    if row.span.start == previous.span.end:
        return True
    if previous.line.cell != row.line.cell:
        return False
    open_sentence = not previous.text.rstrip().endswith(_SENTENCE_END)
    first = row.text.lstrip()[:1]
    if (
        open_sentence
        and not _has_full_label(row)
        and (first.islower() or first.isdigit() or first in "(–-%")
    ):
        return True
    return previous.full and not _has_full_label(row)


def _has_full_label(row: Row) -> bool:
    return row.label is not None and row.label.kind not in LOOSE
