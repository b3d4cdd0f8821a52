"""DocumentText to Minutes: meeting data, attendance, the tree of items, named sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import dropwhile

from models.records import (
    BEFORE_MEETING,
    OF_NO_MEETING,
    Attendee,
    DocumentText,
    Item,
    Meeting,
    Minutes,
    Passage,
    PassageRole,
    Span,
)
from pipeline.language import find_language
from pipeline.roll import top_paths
from pipeline.segment.attendance import find_regions
from pipeline.segment.attendance_integrity import find_attendance_trouble
from pipeline.segment.attendees import merge_listed, regions_to_listed
from pipeline.segment.contents import Listed, contents_to_listed, differences, hide
from pipeline.segment.elsewhere import find_headed_regions, find_tabled_regions
from pipeline.segment.ending import tail_roles, tail_start
from pipeline.segment.integrity import find_trouble
from pipeline.segment.kinds import Signs, says_present
from pipeline.segment.labels import names_matter
from pipeline.segment.lists import Region
from pipeline.segment.meeting import find_meeting
from pipeline.segment.meetings import split_meetings
from pipeline.segment.moves import Move, noted_moves
from pipeline.segment.officers import with_elected, with_own_chair
from pipeline.segment.outline import Outline, find_outline
from pipeline.segment.rows import Row, continues, lines_to_rows, usual_gap
from pipeline.segment.sections import has_formal_parts, rows_to_sections, section_kinds
from pipeline.segment.stretches import with_stretches
from pipeline.segment.told import find_told_regions, is_officers_alone, with_told_role
from pipeline.segment.tree import build_items, history_passages
from pipeline.segment.words import find_head

__all__ = ["Listed", "differences", "segment_minutes", "split_contents", "split_meetings"]


OPENING = 2
"""Items of which one may hold the list of those present: the opening, and its quorum."""

LEAST_LISTED = 2
"""Lines of such a list."""


def segment_minutes(document: DocumentText) -> Minutes:
    """Cut a document into its meeting data, attendance, items and passages; what the document
    does not say stays None. Never raises for odd layouts: trouble becomes a warning."""
    rows = lines_to_rows(document)
    usual = usual_gap(rows)
    outline = find_outline(document, rows)
    first = outline.headings[0].lead if outline.headings else len(rows)
    behind = outline.headings[-1].last if outline.headings else len(rows)
    end = tail_start(rows, behind, outline.scheme == "section")
    kinds = _named_kinds(document, rows, outline, end)
    formal = not kinds.isdisjoint(("decision", "proposal"))
    items, passages = build_items(document, rows, outline.headings, end, usual, nested=not formal)
    if formal:
        items, passages = _with_sections(document, rows, outline, end, usual, items)
    items = [_with_language(document, item) for item in items]
    opening = rows[outline.headings[0].first].text if outline.headings else ""
    preamble = [row for row in rows[:first] if row.index not in outline.contents]
    regions, taken = find_regions(document, preamble, usual)
    listed = regions_to_listed(regions) or _listed_elsewhere(document, rows, outline, end, usual)
    if is_officers_alone(listed):
        listed += regions_to_listed(find_told_regions(document, rows, passages))
    front = _front_passages(rows[:first], outline, taken, usual)
    if not items:
        front = [with_told_role(document, passage) for passage in front]
    whole = (*front, *passages, *_tail_passages(rows[end:], usual))
    present = any(says_present(row.text) for row in rows[:first])
    signs = Signs("decision" in kinds, "proposal" in kinds, bool(listed), present, bool(items))
    meeting = find_meeting(document, rows, preamble, passages, signs, opening)
    if meeting.kind in OF_NO_MEETING:
        return _of_no_meeting(document, rows, meeting, usual)
    if meeting.kind in BEFORE_MEETING and not present:
        listed = []
    attendees = with_own_chair(merge_listed(listed), meeting.body)
    noted: list[tuple[str, Move]] = []
    if meeting.kind not in BEFORE_MEETING:
        attendees = with_elected(document, attendees, whole)
        noted = list(noted_moves(document, attendees, passages, top_paths(items)))
        attendees = with_stretches(attendees, items, meeting, noted)
    return Minutes(
        meeting=meeting,
        attendees=tuple(attendees),
        items=tuple(items),
        passages=whole,
        language=find_language(document.flat),
        warnings=(
            *find_trouble(rows, outline, meeting, items, whole),
            *find_attendance_trouble(document, meeting, listed, attendees, noted, passages),
        ),
    )


def split_contents(document: DocumentText) -> tuple[tuple[Listed, ...], DocumentText]:
    """What the document's table of contents lists, and the document without it and without the tags
    of a structure: read from its body alone. Without a table of contents nothing is listed."""
    rows = lines_to_rows(document)
    contents = find_outline(document, rows).numbered_contents
    return contents_to_listed(rows, contents, usual_gap(rows)), hide(document, rows, contents)


def _of_no_meeting(
    document: DocumentText, rows: Sequence[Row], meeting: Meeting, usual: float
) -> Minutes:
    """A document that has neither items nor attendees: its paragraphs alone."""
    return Minutes(
        meeting=meeting,
        passages=tuple(_rows_to_passages(rows, lambda _row: "text", usual)),
        language=find_language(document.flat),
    )


def _named_kinds(
    document: DocumentText, rows: Sequence[Row], outline: Outline, end: int
) -> set[str]:
    """The kinds of the named parts of formal items; none where the items are no such."""
    headings = outline.headings
    if not headings:
        return set()
    edges = [*(heading.lead for heading in headings[1:]), end]
    parts = [rows[each.last : edge] for each, edge in zip(headings, edges, strict=True)]
    formal = outline.scheme == "section" or all(names_matter(each.label) for each in headings)
    if not formal and not (outline.scheme == "number" and has_formal_parts(document, parts)):
        return set()
    return section_kinds(document, rows[headings[0].lead : end])


def _listed_elsewhere(
    document: DocumentText, rows: Sequence[Row], outline: Outline, end: int, usual: float
) -> list[Attendee]:
    """The attendees of a document that lists none before its items: in a table, in an item, or
    behind the last."""
    edges = [*(heading.lead for heading in outline.headings[1:]), end]
    parts = (
        [
            (document.quote(heading.title), rows[heading.last : edge])
            for heading, edge in zip(outline.headings, edges, strict=True)
            if heading.title
        ]
        if outline.headings
        else []
    )
    behind, _ = find_regions(document, rows[end:], usual)
    places = (
        find_tabled_regions(document, rows[:end]),
        [each for _, own in parts[:OPENING] for each in _listed_inside(document, own, usual)],
        find_headed_regions(document, parts),
        [region for region in behind if region.role == "member"],
    )
    return next(filter(None, map(regions_to_listed, places)), [])


def _listed_inside(document: DocumentText, rows: Sequence[Row], usual: float) -> list[Region]:
    """The lists in an item, from the one of those present on: before it stands who opened."""
    regions, _ = find_regions(document, rows, usual)
    return list(dropwhile(lambda region: not _lists_present(region), regions))


def _lists_present(region: Region) -> bool:
    present = region.role == "member" and region.mode == "in_person"
    return present and len(region.lines) >= LEAST_LISTED


def _with_sections(
    document: DocumentText,
    rows: Sequence[Row],
    outline: Outline,
    end: int,
    usual: float,
    items: Sequence[Item],
) -> tuple[list[Item], list[Passage]]:
    """The items of formal minutes with their named sections, and the passages cut at these."""
    found: list[Item] = []
    passages: list[Passage] = []
    for place, (heading, item) in enumerate(zip(outline.headings, items, strict=True), start=1):
        last = outline.headings[place].lead if place < len(outline.headings) else end
        passages.extend(history_passages(rows, heading, item.path))
        own, sections, inside = rows_to_sections(
            document, rows[heading.last : last], item.path, usual
        )
        if heading.title:
            passages.append(Passage(heading.title, "heading", item.path))
        if heading.rest:
            passages.append(Passage(heading.rest, "text", item.path))
            own = (heading.rest, *own)
        passages.extend(inside)
        found.append(replace(item, text_spans=own, sections=sections))
    return found, passages


def _with_language(document: DocumentText, item: Item) -> Item:
    spans = [*([item.title_span] if item.title_span else []), *item.text_spans]
    spans += [section.span for section in item.sections]
    text = " ".join(document.quote(span) for span in spans)
    secret = any(_says_secret(document.quote(span)) for span in spans[:3])
    return replace(item, language=find_language(text), secret=secret)


def _says_secret(text: str) -> bool:
    head = find_head(text.split("\n")[0], "layout")
    return head is not None and head.meaning == "secret"


def _front_passages(
    rows: Sequence[Row], outline: Outline, listed: set[int], usual: float
) -> list[Passage]:
    def role(row: Row) -> PassageRole:
        if row.index in outline.contents:
            return "contents"
        return "attendance" if row.index in listed else "preamble"

    return _rows_to_passages(rows, role, usual)


def _tail_passages(rows: Sequence[Row], usual: float) -> list[Passage]:
    roles = {row.index: role for row, role in zip(rows, tail_roles(rows), strict=True)}
    return _rows_to_passages(rows, lambda row: roles[row.index], usual)


def _rows_to_passages(
    rows: Sequence[Row], role: Callable[[Row], PassageRole], usual: float
) -> list[Passage]:
    passages: list[Passage] = []
    previous: Row | None = None
    for row in rows:
        kind = role(row)
        if previous is not None and passages[-1].role == kind and continues(previous, row, usual):
            passages[-1] = replace(passages[-1], span=Span(passages[-1].span.start, row.span.end))
        else:
            passages.append(Passage(row.span, kind))
        previous = row
    return passages
