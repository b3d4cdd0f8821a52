"""Which lines head the agenda items: by '§' numbers, by running numbers, or by type alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from models.records import DocumentText
from pipeline.segment.contents import with_last_title, without_page
from pipeline.segment.dated import (
    dated_heading,
    dated_titles,
    placed_headings,
    trailing_headings,
)
from pipeline.segment.headings import Heading, as_told, starts_bold
from pipeline.segment.marked import point_headings, signed_headings
from pipeline.segment.numbered import (
    is_inner_list,
    lettered_rows,
    numbered_heading,
    numbered_rows,
    tabled_headings,
)
from pipeline.segment.overhead import overhead_headings
from pipeline.segment.rows import Row, usual_gap
from pipeline.segment.sectioned import section_heading, section_rows
from pipeline.segment.typed import typed_heading, typed_rows
from pipeline.segment.words import normal

Scheme = Literal["section", "number", "type", "none"]


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings of depth 1 in reading order, and the rows of the table of contents if any."""

    scheme: Scheme
    headings: tuple[Heading, ...]
    contents: range

    @property
    def numbered_contents(self) -> range:
        """The contents if the items bear its numbers; titles without numbers are found by it."""
        return range(0) if self.scheme == "type" else self.contents


def find_outline(document: DocumentText, rows: Sequence[Row]) -> Outline:
    """The document's own division into items: '§' headings come before signs such as '##', these
    before numbers, numbers before headings that type alone shows, and points come last."""
    usual = usual_gap(list(rows))
    contents, sections = section_rows(document, rows)
    contents = with_last_title(rows, contents, usual)
    over = overhead_headings(document, rows, usual)
    if over:
        listed = _listing_of(rows, numbered_rows(document, rows), [each.first for each in over])
        return Outline("section", over, contents or listed)
    dated = dated_titles(document, rows, usual)
    beside = bool(sections) and bool(_organ(rows[sections[0]]))
    if dated and (not sections or beside or sections[-1] < min(dated)):
        listed = range(sections[0], sections[-1] + 1) if sections and not beside else contents
        found = tuple(dated_heading(document, rows, i, t, usual) for i, t in sorted(dated.items()))
        return Outline("section", found, listed)
    if sections:
        titled = (section_heading(document, rows, i, usual) for i in sections)
        found = tuple(as_told(document, heading, sentence=True) for heading in titled)
        return Outline("section", found, contents)
    placed = placed_headings(document, rows, usual) or trailing_headings(document, rows)
    if placed:
        return Outline("section", placed, range(0))
    signed = tuple(signed_headings(rows))
    if signed:
        return Outline("type", signed, range(0))
    typed = typed_rows(document, rows, usual)
    numbered = numbered_rows(document, rows)
    listed = _listing_of(rows, numbered, [*numbered_rows(document, rows, after=numbered), *typed])
    if listed:
        typed = [at for at in typed if at >= listed.stop]
        numbered = numbered_rows(document, rows, after=numbered)
    alone = len(numbered) == 1 and not typed and starts_bold(document, rows[numbered[0]])
    if alone or (len(numbered) >= 2 and not is_inner_list(document, rows, numbered, typed)):
        plain = (numbered_heading(document, rows, i, usual) for i in numbered)
        found = tuple(as_told(document, heading) for heading in plain)
        return Outline("number", found, listed)
    other = _lettered_or_tabled(document, rows, usual)
    if len(other) > max(1, len(typed)):
        return Outline("number", other, range(0))
    if typed:
        found = tuple(typed_heading(rows, i, usual) for i in typed)
        return Outline("type", found, listed)
    points = tuple(point_headings(rows, usual))
    return Outline("type" if points else "none", points, range(0))


def _lettered_or_tabled(
    document: DocumentText, rows: Sequence[Row], usual: float
) -> tuple[Heading, ...]:
    """The headings behind letters, else those in tables, whichever are more."""
    lettered = tuple(
        numbered_heading(document, rows, at, usual) for at in lettered_rows(document, rows)
    )
    return max(lettered, tuple(tabled_headings(document, rows)), key=len)


SAME_TITLES = 0.6
"""Share of a numbered list's titles that head items further down if it is their table."""


def _listing_of(rows: Sequence[Row], numbered: list[int], later: list[int]) -> range:
    """The rows of a numbered list of what the lines ``later`` head; empty if it is none."""
    if not numbered:
        return range(0)
    titles = {normal(rows[at].words) for at in later if at > numbered[-1]}
    known = sum(normal(without_page(rows[at].words)) in titles for at in numbered)
    whole = range(numbered[0], numbered[-1] + 1)
    return whole if known >= max(2, SAME_TITLES * len(numbered)) else range(0)


def _organ(row: Row) -> str:
    """The organ in short before the row's section number, which may stand in a text's margin."""
    return row.label.organ if row.label else ""
