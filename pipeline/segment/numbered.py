"""Headings with running numbers, on lines or in the first column of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from models.records import DocumentText, Span
from pipeline.rulebook import lexicon_map
from pipeline.segment.bilingual import find_pairs, may_be_bilingual, with_twin
from pipeline.segment.grid import Strip, rows_to_strips
from pipeline.segment.headings import (
    Heading,
    best_chain,
    ends_capitals,
    kind_of,
    lead_of,
    number_of,
    run_in,
    starts_bold,
)
from pipeline.segment.heads import find_list_head, find_meeting_head
from pipeline.segment.labels import DASHES, LOOSE, Label, parse_label
from pipeline.segment.rows import Row, continues
from pipeline.segment.words import normal

NUMBERED = ("number", *LOOSE)


def numbered_rows(
    document: DocumentText, rows: Sequence[Row], after: Sequence[int] = ()
) -> list[int]:
    """The rows of the best run 1, 2, 3, ... set alike, behind the rows ``after`` if any."""
    begin = after[-1] + 1 if after else 0
    found = [row for row in rows[begin:] if kind_of(row) in NUMBERED]
    run = _best_run(document, found)
    if may_be_bilingual(document):
        run = with_twin(run, found, lambda rest: _best_run(document, rest))
    return [row.index for row in run]


def lettered_rows(document: DocumentText, rows: Sequence[Row]) -> list[int]:
    """The rows of the best run A), B), C), ... set alike."""
    found = [row for row in rows if row.label and row.label.printed.isupper()]
    return [row.index for row in _best_run(document, found)]


def _rank(row: Row) -> int:
    """Which of a run the row is: 3 for '3.' and for 'C)'."""
    letter = row.label is not None and row.label.kind == "letter"
    return ord(row.label.key) - ord("a") + 1 if letter and row.label else number_of(row)


def _best_run(document: DocumentText, rows: Sequence[Row]) -> list[Row]:
    found = [row for row in rows if row.words and row.line.cell is None and _rank(row)]
    pairs = find_pairs(found) if may_be_bilingual(document) else frozenset()

    def weight(row: Row) -> float:
        return 1.0 + starts_bold(document, row) - row.left / 400 - 0.5 * (kind_of(row) in LOOSE)

    def step(before: Row, after: Row) -> float | None:
        rise = _rank(after) - _rank(before)
        alike = abs(before.left - after.left) <= 16 and abs(before.line.size - after.line.size) <= 2
        # a link at the head of a title is often not in the title's weight
        odd = 0.4 * (starts_bold(document, before) != starts_bold(document, after))
        unlike = 1.5 * (kind_of(before) != kind_of(after))
        if alike and (before.index, after.index) in pairs:
            return odd + unlike
        return 0.5 * (rise - 1) + odd + unlike if alike and 1 <= rise <= 3 else None

    return best_chain(found, weight, step, start=lambda row: 0.6 * min(_rank(row) - 1, 3))


def is_inner_list(
    document: DocumentText, rows: Sequence[Row], numbered: list[int], typed: list[int]
) -> bool:
    """A plain numbered list inside a document that has headings by type."""
    if starts_bold(document, rows[numbered[0]]) or len(typed) < 2:
        return False
    inside = [i for i in typed if numbered[0] < i < numbered[-1]]
    before = [i for i in typed if i < numbered[0]]
    return bool(before) and (len(inside) >= 1 or len(numbered) < len(typed))


def numbered_heading(
    document: DocumentText, rows: Sequence[Row], first: int, usual: float
) -> Heading:
    row, last = rows[first], first + 1
    bold = starts_bold(document, row)
    while last < len(rows):
        previous, following = rows[last - 1], rows[last]
        wrapped_dash = bold and _is_wrapped_dash(row, following)
        if following.label is not None and following.label.kind not in LOOSE and not wrapped_dash:
            break
        if (following.gap or 0) > usual + 0.45:
            break
        set_alike = starts_bold(document, following) == bold or _is_link(document, following)
        if not set_alike or not _goes_on(document, previous, following, usual, bold):
            break
        last += 1
    title, rest = run_in(document, Span(row.text_span.start, rows[last - 1].span.end))
    return Heading(lead_of(rows, first), first, last, row.label, title, rest)


def _is_wrapped_dash(heading: Row, row: Row) -> bool:
    """True for a dash inside a heading that a line break left at the heading's own indent."""
    is_dash = row.label is not None and row.label.key in DASHES
    return is_dash and row.line.bold and abs(row.left - heading.text_left) <= 3


def _goes_on(document: DocumentText, previous: Row, row: Row, usual: float, bold: bool) -> bool:
    """A heading goes on in the next line while its type does, or the line before was full."""
    if ends_capitals(previous, row):
        return False
    if bold and starts_bold(document, row):
        return previous.full or row.text[:1].islower() or row.left >= previous.text_left - 3
    return previous.full and continues(previous, row, usual)


def _is_link(document: DocumentText, row: Row) -> bool:
    return any(
        span.holds(Span(row.text_span.start, row.text_span.start + 1))
        for area in document.links
        for span in area.spans
    )


# --- minutes in a table -------------------------------------------------------------------------


def tabled_headings(document: DocumentText, rows: Sequence[Row]) -> Iterator[Heading]:
    """The items of the minutes that a ruled table holds, a row each: numbered in the first column
    ('1. | title | text | owner'), or under a head such as 'Asia'."""
    tables: dict[int, list[Strip]] = defaultdict(list)
    for strip in rows_to_strips(document, rows):
        if strip.table is not None:
            tables[strip.table].append(strip)
    for strips in tables.values():
        found = _numbered_strips(document, strips) or _titled_strips(document, strips)
        yield from found or _paired_strips(document, strips)


def _numbered_strips(document: DocumentText, strips: Sequence[Strip]) -> list[Heading]:
    """The rows with the numbers 1, 2, 3, ... in the first cell, alone or before the title."""
    found = []
    for strip in strips:
        number = strip.cells[0].span
        label = parse_label(f"{document.quote(number)} X")
        if label is None or label.kind not in NUMBERED or len(strip.cells) < 2:
            continue
        alone = len(document.quote(number).strip(" .)")) == len(label.key)
        title = strip.cells[1].span if alone else Span(number.start + label.length, number.end)
        found.append(_strip_heading(strip, label, title))
    rising = [heading.label.number for heading in found if heading.label]
    return found if len(found) > 1 and rising == list(range(1, len(found) + 1)) else []


def _titled_strips(document: DocumentText, strips: Sequence[Strip]) -> list[Heading]:
    """The rows below one that heads a column of titles."""
    heads = {normal(word) for word in lexicon_map("meeting")["item_columns"]}
    first = strips[0].cells
    column = next((c.column for c in first[:2] if normal(document.quote(c.span)) in heads), None)
    if column is None or len(first) < 2:
        return []
    titles = [
        (strip, next((c for c in strip.cells if c.column == column), None)) for strip in strips
    ]
    return [_strip_heading(strip, None, cell.span) for strip, cell in titles[1:] if cell]


FEWEST_PAIRS, LONGEST_PAIR_TITLE = 3, 60
"""Rows that a table of titles and texts has at least, and characters of such a title."""


def _paired_strips(document: DocumentText, strips: Sequence[Strip]) -> list[Heading]:
    """The rows of a table without heads: a title beside what was said of it."""
    pairs = [strip for strip in strips if len(strip.cells) == 2 and not _is_data(document, strip)]
    titles = [document.quote(strip.cells[0].span) for strip in pairs]
    texts = [document.quote(strip.cells[1].span) for strip in pairs]
    told = sum(text.rstrip().endswith((".", "!", "?")) for text in texts)
    short = all(len(t) <= LONGEST_PAIR_TITLE and t[:1].isupper() and t[-1:] != "." for t in titles)
    if len(pairs) < FEWEST_PAIRS or not short or 2 * told < len(pairs):
        return []
    return [_strip_heading(strip, None, strip.cells[0].span) for strip in pairs]


def _is_data(document: DocumentText, strip: Strip) -> bool:
    """True for a row that tells of the meeting: 'Aika | 3.2.2025', 'Läsnä | names'."""
    label = document.quote(strip.cells[0].span)
    return find_meeting_head(label) is not None or find_list_head(label) is not None


def _strip_heading(strip: Strip, label: Label | None, title: Span) -> Heading:
    first = strip.first.index
    last = next(row.index for row in strip.rows if row.span.end >= title.end) + 1
    return Heading(first, first, last, label, title)
