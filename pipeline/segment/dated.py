"""Headings that name organ, section and day, on the line above, before or behind the title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from models.records import BOLD, DocumentText, Span
from pipeline.segment.headings import (
    Heading,
    lead_of,
    style_end,
)
from pipeline.segment.history import Treated, find_history, find_own_number, find_placed, is_history
from pipeline.segment.labels import Label, parse_label
from pipeline.segment.rows import Row
from pipeline.segment.words import find_head

LARGER = 1.5
"""Points by which a title in larger type stands out of the text."""


def dated_titles(document: DocumentText, rows: Sequence[Row], usual: float) -> dict[int, Treated]:
    """The titles in bold or capitals (by row) under a line, or a running head, that gives the
    commonest organ and day: 'Organ § 12 1.2.2024'; without a day there are two such at least.

    Titles in larger type count as well. Where no type shows them, they are two lines at least that
    such lines stand over, set apart.
    """
    above = [each for each in _lines_above(document, rows) if not is_history(rows[each[0]].text)]
    large = median([row.line.size for row in rows] or [0.0]) + LARGER
    loud = [
        (at, treated)
        for at, treated in above
        if rows[at].line.size >= large or _is_title(document, rows[at], rows[at].span.start)
    ]
    plain = [each for each in above if _is_set_apart(rows, each[0], usual)]
    return _commonest(loud, 1) or _commonest(plain, 2)


def _commonest(lines: Sequence[tuple[int, Treated]], fewest: int) -> dict[int, Treated]:
    """Each section of the commonest organ and day, if there are as many and their numbers rise."""
    groups: dict[tuple[str, str], dict[int, Treated]] = defaultdict(dict)
    for at, treated in lines:
        group = groups[treated.organ, treated.day]
        if treated.key and treated not in group.values():
            group[at] = treated
    told = [group for (_, day), group in groups.items() if len(group) >= (fewest if day else 2)]
    best = max(told, key=len, default={})
    numbers = [best[at].number or 0 for at in sorted(best)]
    return best if numbers == sorted(numbers) else {}


def _is_set_apart(rows: Sequence[Row], at: int, usual: float) -> bool:
    """True for a line that may be a title by the white round it and the line above it."""
    row, line, below = rows[at], rows[at - 1], rows[at + 1 : at + 2]
    wide = (row.gap or 0.0) > usual + 0.3 and (line.gap is None or line.gap > usual + 0.3)
    follows = at > 1 and is_history(rows[at - 2].text)
    if row.gap is None:  # under a running head
        wide = bool(below) and (below[0].gap or 0.0) > usual + 0.3
    is_text = row.text.rstrip().endswith((".", ":")) or not row.text[:1].isupper()
    return (wide or follows) and not is_text and find_head(row.text, "sections") is None


def _lines_above(document: DocumentText, rows: Sequence[Row]) -> Iterator[tuple[int, Treated]]:
    """Each row with the line above it that names organ, day and section, or with the head of the
    page that the row begins."""
    running = {
        line.page: treated
        for line in document.lines
        if line.furniture and (treated := find_history(document.quote(line.span)))
    }
    for row in rows:
        above = _own_line(rows[row.index - 1].text) if row.index else None
        if above:
            yield row.index, above
        elif row.gap is None and row.line.page in running:
            yield row.index, running[row.line.page]


def _own_line(text: str) -> Treated | None:
    return find_history(text) or find_own_number(text)


def placed_headings(
    document: DocumentText, rows: Sequence[Row], usual: float
) -> tuple[Heading, ...]:
    """The headings 'TEKLTK 12 §<TAB>TITLE' of the commonest organ, if their numbers rise; the words
    behind the gap are in capitals or bold."""
    groups: dict[str, dict[str, Heading]] = defaultdict(dict)
    for row in rows:
        placed = find_placed(row.text)
        if placed is None or not _is_title(document, row, row.span.start + placed[1]):
            continue
        treated, skip = placed
        last = _title_end(rows, row.index, usual)
        title = Span(row.span.start + skip, rows[last - 1].span.end)
        label = Label("section", f"§ {treated.key}", treated.key, 0, treated.number)
        heading = Heading(lead_of(rows, row.index), row.index, last, label, title)
        groups[treated.organ].setdefault(treated.key, heading)
    best = tuple(max(groups.values(), key=len, default={}).values())
    numbers = [heading.label.number or 0 for heading in best if heading.label]
    return best if len(best) > 1 and numbers == sorted(numbers) else ()


def trailing_headings(document: DocumentText, rows: Sequence[Row]) -> tuple[Heading, ...]:
    """The headings 'Title<TAB>§ 12' in bold or capitals, if they are two at least and their numbers
    rise; of a number that comes again the later one, for contents stand before."""
    found: dict[str, Heading] = {}
    for row in rows:
        title, tab, number = row.text.rpartition("\t")
        label = parse_label(number.strip()) if tab else None
        whole = (
            label is not None and label.kind == "section" and label.length == len(number.strip())
        )
        if label is None or not whole or not _is_title(document, row, row.span.start):
            continue
        label = replace(label, length=0)
        span = Span(row.span.start, row.span.start + len(title.rstrip()))
        found.pop(label.key, None)
        found[label.key] = Heading(lead_of(rows, row.index), row.index, row.index + 1, label, span)
    numbers = [heading.label.number or 0 for heading in found.values() if heading.label]
    rising = numbers == sorted(numbers)
    return tuple(found.values()) if len(found) > 1 and rising else ()


def _is_title(document: DocumentText, row: Row, start: int) -> bool:
    words = document.text[start : row.span.end]
    return words.isupper() or bool(document.chars.style[start] & BOLD)


def _title_end(rows: Sequence[Row], first: int, usual: float) -> int:
    """The row after a title that goes on in capitals."""
    end = first + 1
    while end < len(rows):
        row = rows[end]
        near = row.gap is None or row.gap <= usual + 0.45
        if not (near and row.text.isupper()) or find_head(row.text, "sections"):
            break
        end += 1
    return end


def dated_heading(
    document: DocumentText, rows: Sequence[Row], title: int, treated: Treated, usual: float
) -> Heading:
    label = Label("section", f"§ {treated.key}", treated.key, 0, treated.number)
    own = title > 0 and _own_line(rows[title - 1].text) == treated
    first = title - own
    last = style_end(document, rows, title, usual)
    words = Span(rows[title].span.start, rows[last - 1].span.end)
    return Heading(lead_of(rows, first), first, last, label, words)
