"""What does not fit together in a document, as warnings: nothing is mended, everything is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from models.records import Item, Meeting, Passage, Warning
from pipeline.segment.contents import contents_to_listed, differences
from pipeline.segment.headings import Heading
from pipeline.segment.outline import Outline
from pipeline.segment.rows import Row, usual_gap

LARGEST_SHARE_OUTSIDE = 0.5
"""Share of a document's text before and after its items above which items may be missing."""
FEWEST_CHARACTERS = 1500
"""Of a shorter document's text any share may stand outside."""
NOON, LATEST_END = "12:00", "05:00"
"""A meeting that starts after the one may end before the other on the next day."""
OUTSIDE = ("preamble", "tail")


def find_trouble(
    rows: Sequence[Row],
    outline: Outline,
    meeting: Meeting,
    items: Sequence[Item],
    passages: Sequence[Passage],
) -> Iterator[Warning]:
    """A warning for each thing that does not agree with another, but for who was there."""
    if not items:
        yield Warning("no_items", "no agenda items were found")
    yield from _numbering(rows, outline.headings, items)
    yield from _contents(rows, outline, items)
    if is_backwards(meeting):
        yield Warning(
            "ends_before_start",
            f"the meeting ends at {meeting.ends_at}, before it starts at {meeting.starts_at}",
        )
    if items:
        yield from _outside(passages)


def is_backwards(meeting: Meeting) -> bool:
    """True if the meeting ends before it starts; one that goes on past midnight does not."""
    start, end = meeting.starts_at, meeting.ends_at
    return bool(start and end and end < start and not (end < LATEST_END and start > NOON))


def _numbering(
    rows: Sequence[Row], headings: Sequence[Heading], items: Sequence[Item]
) -> Iterator[Warning]:
    languages = {item.span.start: item.language for item in items}
    for before, after in pairwise(headings):
        first, second = before.label, after.label
        if first is None or second is None or first.number is None or second.number is None:
            continue
        page = rows[after.first].line.page
        spoken = {languages.get(rows[heading.first].span.start) for heading in (before, after)}
        if second.number - first.number > 1:
            said = f"{first.printed} is followed by {second.printed}"
            yield Warning("numbering_gap", said, page, second.key)
        elif first.key == second.key and spoken != {"fi", "sv"}:  # else one item in two languages
            yield Warning("numbering_repeat", f"{second.printed} comes again", page, second.key)


def _contents(rows: Sequence[Row], outline: Outline, items: Sequence[Item]) -> Iterator[Warning]:
    listed = contents_to_listed(rows, outline.numbered_contents, usual_gap(list(rows)))
    pages = {h.label.key: rows[h.first].line.page for h in outline.headings if h.label}
    own = rows[outline.contents.start].line.page if outline.contents else None
    for kind, path, said in differences(listed, [(i.path, i.title) for i in items if i.depth == 1]):
        item = path if path in pages else None
        yield Warning(f"contents_{kind}", said, pages.get(path, own), item)


def _outside(passages: Sequence[Passage]) -> Iterator[Warning]:
    whole = sum(len(passage.span) for passage in passages)
    outside = sum(len(p.span) for p in passages if p.item is None and p.role in OUTSIDE)
    if whole >= FEWEST_CHARACTERS and outside > LARGEST_SHARE_OUTSIDE * whole:
        share = round(100 * outside / whole)
        yield Warning("text_outside_items", f"{share} % of the text belongs to no item")
