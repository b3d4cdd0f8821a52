"""What does not fit together in a document, as warnings: nothing is mended, everything is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from models.records import Attendee, Item, Meeting, Passage, Warning
from pipeline.segment.headings import Heading
from pipeline.segment.outline import Outline
from pipeline.segment.rows import Row

LARGEST_SHARE_OUTSIDE = 0.5
"""Share of a document's text before and after its items above which items may be missing."""
FEWEST_CHARACTERS = 1500
"""Of a shorter document's text any share may stand outside."""
OUTSIDE = ("preamble", "tail")


def find_trouble(
    rows: Sequence[Row],
    outline: Outline,
    meeting: Meeting,
    listed: Sequence[Attendee],
    items: Sequence[Item],
    passages: Sequence[Passage],
) -> Iterator[Warning]:
    """A warning for each thing that does not agree with another; ``listed`` are the attendees as
    listed, one that is in two lists twice."""
    if not items:
        yield Warning("no_items", "no agenda items were found")
    yield from _numbering(rows, outline.headings)
    yield from _contents(rows, outline)
    if meeting.starts_at and meeting.ends_at and meeting.ends_at < meeting.starts_at:
        yield Warning(
            "ends_before_start",
            f"the meeting ends at {meeting.ends_at}, before it starts at {meeting.starts_at}",
        )
    yield from _presence(listed)
    if items:
        yield from _outside(passages)


def _numbering(rows: Sequence[Row], headings: Sequence[Heading]) -> Iterator[Warning]:
    for before, after in pairwise(headings):
        first, second = before.label, after.label
        if first is None or second is None or first.number is None or second.number is None:
            continue
        page = rows[after.first].line.page
        if second.number - first.number > 1:
            said = f"{first.printed} is followed by {second.printed}"
            yield Warning("numbering_gap", said, page, second.key)
        elif first.key == second.key:
            yield Warning("numbering_repeat", f"{second.printed} comes again", page, second.key)


def _contents(rows: Sequence[Row], outline: Outline) -> Iterator[Warning]:
    if outline.scheme == "type":  # titles without numbers are found by that list
        return
    labels = [rows[at].label for at in outline.contents]
    listed = [label.key for label in labels if label and label.number is not None]
    found = [heading.label.key for heading in outline.headings if heading.label]
    missing = [key for key in listed if key not in found]
    further = [key for key in found if key not in listed] if listed else []
    if missing:
        said = ", ".join(missing)
        yield Warning("contents_differ", f"listed in the contents, but no item: {said}")
    if further:
        yield Warning("contents_differ", f"not listed in the contents: {', '.join(further)}")


def _presence(listed: Sequence[Attendee]) -> Iterator[Warning]:
    absent = {each.name for each in listed if each.mode == "absent"}
    present = dict.fromkeys(each.name for each in listed if each.mode in ("in_person", "remote"))
    for name in present:
        if name in absent:
            yield Warning("absent_and_present", f"{name} is listed as absent and as present")


def _outside(passages: Sequence[Passage]) -> Iterator[Warning]:
    whole = sum(len(passage.span) for passage in passages)
    outside = sum(len(p.span) for p in passages if p.item is None and p.role in OUTSIDE)
    if whole >= FEWEST_CHARACTERS and outside > LARGEST_SHARE_OUTSIDE * whole:
        share = round(100 * outside / whole)
        yield Warning("text_outside_items", f"{share} % of the text belongs to no item")
