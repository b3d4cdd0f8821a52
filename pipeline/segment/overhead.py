"""Headings whose title stands over the line with the section's number: 'TITLE' / 'Organ § 12'."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from models.records import BOLD, DocumentText, Span
from pipeline.segment.headings import Heading, lead_of
from pipeline.segment.history import find_own_number
from pipeline.segment.labels import Label
from pipeline.segment.rows import Row
from pipeline.segment.words import find_head

MOST = 0.8
"""Share of the numbers that must have a title over them and none under them."""

WIDEST_IN_TITLE = 0.45
"""White between two lines of a title beyond the usual, in ems."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A line that is a section's number, or an organ and one, and nothing else."""

    at: int
    organ: str
    label: Label


def overhead_headings(
    document: DocumentText, rows: Sequence[Row], usual: float
) -> tuple[Heading, ...]:
    """The headings of the commonest organ, if there are two at least, their numbers rise, and most
    numbers have a title in bold or capitals right over them and none under them.

    Numbers of other organs between title and number tell where the matter was treated before.
    """
    numbers = [number for row in rows if (number := _find_number(row))]
    titles = {n.at: _title_over(document, rows, n.at, usual) for n in numbers}
    groups: dict[str, list[_Number]] = defaultdict(list)
    for number in numbers:
        groups[number.organ].append(number)
    own = max(groups.values(), key=len, default=[])
    headings: list[Heading] = []
    for number in own:
        heading = _to_heading(rows, number, titles, headings[-1].last if headings else 0)
        if heading is not None:
            headings.append(heading)
    under = sum(_is_title(document, rows[n.at + 1]) for n in own if n.at + 1 < len(rows))
    values = [heading.label.number or 0 for heading in headings if heading.label]
    clear = len(headings) >= max(2, MOST * len(own)) and under <= (1 - MOST) * len(own)
    return tuple(headings) if clear and values == sorted(set(values)) else ()


def _find_number(row: Row) -> _Number | None:
    label = row.label
    if label is not None and label.kind == "section" and not label.organ and not row.words:
        return _Number(row.index, "", label)
    treated = find_own_number(row.text) if label is None or label.kind == "section" else None
    if treated is None:
        return None
    own = Label("section", f"§ {treated.key}", treated.key, 0, treated.number)
    return _Number(row.index, treated.organ, own)


def _to_heading(
    rows: Sequence[Row], number: _Number, titles: dict[int, range], after: int
) -> Heading | None:
    """The number with the nearest title over it that follows the heading before."""
    over = [t for at, t in titles.items() if at <= number.at and t and t.start >= after]
    if not over:
        return None
    title = over[-1]
    last = number.at + 1 if title.stop == number.at else title.stop
    words = Span(rows[title.start].span.start, rows[title.stop - 1].span.end)
    return Heading(lead_of(rows, title.start), title.start, last, number.label, words)


def _title_over(document: DocumentText, rows: Sequence[Row], at: int, usual: float) -> range:
    """The rows of the title that ends right above the row; empty where none does."""
    first = at
    while first and _is_title(document, rows[first - 1]):
        first -= 1
        gap = rows[first].gap
        if gap is None or gap > usual + WIDEST_IN_TITLE:
            break
    return range(first, at)


def _is_title(document: DocumentText, row: Row) -> bool:
    if row.label is not None and row.label.kind == "section" and not row.words:
        return False
    if find_head(row.text, "sections"):
        return False
    return row.text.isupper() or bool(document.chars.style[row.span.start] & BOLD)
