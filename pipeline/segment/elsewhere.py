"""Attendance lists among the items: in tables, and in items headed so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex

from models.records import DocumentText, Span
from pipeline.rulebook import load_rules
from pipeline.segment.gathered import gather
from pipeline.segment.grid import find_grids
from pipeline.segment.heads import meaning_of
from pipeline.segment.lists import Line, Region, to_region
from pipeline.segment.persons import lists_person
from pipeline.segment.rows import Row
from pipeline.sentences import split_sentences


def find_tabled_regions(document: DocumentText, rows: Sequence[Row]) -> list[Region]:
    """Attendance in tables among the items: a row 'Jäsenet | names', or a column of lists headed
    'Osallistujat'."""
    regions = []
    for grid in find_grids(document, rows):
        heads = [meaning_of(document.quote(cell)) if cell else None for cell in grid[0]]
        for at, row in enumerate(grid):
            label = meaning_of(document.quote(row[0])) if row[0] else None
            values = [cell for cell in row[1:] if cell is not None]
            if label and values:
                regions.append(_tabled(document, label, values, rows))
            pairs = zip(heads[1:], row[1:], strict=False) if at else ()
            regions.extend(
                _tabled(document, head, [cell], rows) for head, cell in pairs if head and cell
            )
    return regions


def find_headed_regions(
    document: DocumentText, parts: Iterable[tuple[str, Sequence[Row]]]
) -> list[Region]:
    """Attendance in items with such a title ('2. Läsnäolijat'): ``parts`` are titles and rows."""
    regions = []
    for title, rows in parts:
        meaning = meaning_of(title)
        if meaning is not None and meaning.endswith(".member"):
            lines = [Line((gather(document, [row.span]),), row) for row in rows]
            regions.append(to_region(meaning, lines))
        elif rows and any(rule.pattern.search(title) for rule in load_rules("LIST_TITLE")):
            spans = list(_listing_sentences(document, rows))
            lines = [Line((gather(document, [span]),), rows[0]) for span in spans]
            regions.extend([to_region("in_person.member", lines)] if lines else [])
    return regions


FEWEST_LISTED, MOST_LISTED = 2, 0.6
"""Names in a sentence that lists those present, and their share of its pieces."""


def _listing_sentences(document: DocumentText, rows: Sequence[Row]) -> Iterator[Span]:
    """The sentences that are nothing but a list of people."""
    start, end = rows[0].span.start, rows[-1].span.end
    for first, last in split_sentences(document.flat[start:end]):
        words = document.flat[start + first : start + last].rpartition(": ")[2]
        pieces = regex.split(r",|\s(?:ja|sekä)\s", words)
        people = sum(map(lists_person, map(str.strip, pieces)))
        if people >= FEWEST_LISTED and people >= MOST_LISTED * len(pieces):
            yield Span(start + last - len(words), start + last)


def _tabled(
    document: DocumentText, meaning: str, spans: Sequence[Span], rows: Sequence[Row]
) -> Region:
    inside = [row for row in rows if any(span.overlaps(row.span) for span in spans)]
    return to_region(meaning, [Line((gather(document, [row.span]),), row) for row in inside])
