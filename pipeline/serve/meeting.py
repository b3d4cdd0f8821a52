"""A document as a readable page: its meeting, who was there, items with what was found in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from models.records import Attendee, DocumentText, Item, Passage, Presence, Record
from pipeline.serve.facts import organisation_address, record_to_marks
from pipeline.serve.language import Words
from pipeline.serve.marking import Area, Mark, Piece, areas_by_page, cut_text, share_marks
from pipeline.store import RecordIds, record_ids

BESIDE = ("contents", "signatures", "appeal", "tail", "preamble")
"""Passages that stand outside the items and are shown when asked for."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in pieces: of what role, and under which section's heading it begins."""

    role: str
    pieces: tuple[Piece, ...]


@dataclass(slots=True)
class ItemView:
    """An item: its heading in pieces where it has one, its paragraphs, what was found in it."""

    id: str
    path: str
    label: str
    depth: int
    is_secret: bool
    title: tuple[Piece, ...] = ()
    paragraphs: list[Paragraph] = field(default_factory=list)
    sentences: list[Mark] = field(default_factory=list)
    words: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AttendeeView:
    """Somebody listed, with the pages about them and about whom they speak for."""

    id: str
    attendee: Attendee
    href: str
    affiliation_href: str
    stays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """A page: its measures in points, and where the marks lie on it."""

    number: int
    width: float
    height: float
    is_read_by_ocr: bool
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class MeetingView:
    """All that the page of a document shows."""

    record: Record
    attendees: tuple[AttendeeView, ...]
    items: tuple[ItemView, ...]
    beside: tuple[tuple[str, tuple[Paragraph, ...]], ...]
    pages: tuple[PageView, ...]
    counts: Mapping[str, int]


def record_to_view(record: Record, persons: Mapping[str, str], say: Words) -> MeetingView:
    """The record as its page shows it; ``persons`` are the ids of people by their names here."""
    ids = record_ids(record)
    marks = record_to_marks(record, ids, persons, say)
    attendees = tuple(_attendees(record, ids, persons, say))
    items, beside = _paragraphs(record, ids, marks)
    counts: dict[str, int] = defaultdict(int)
    for mark in marks:
        counts[mark.kind] += 1
    return MeetingView(
        record, attendees, items, beside, _pages(record.document, marks), dict(counts)
    )


def _paragraphs(
    record: Record, ids: RecordIds, marks: Sequence[Mark]
) -> tuple[tuple[ItemView, ...], tuple[tuple[str, tuple[Paragraph, ...]], ...]]:
    """The items with their paragraphs, and by role the paragraphs outside them."""
    views = {item.path: _item(item, ids) for item in record.minutes.items}
    passages = record.minutes.passages
    titles = [item.title_span for item in record.minutes.items if item.title_span]
    shared = share_marks([*(passage.span for passage in passages), *titles], marks)
    begun: set[str] = set()
    text = record.document.text
    for item in record.minutes.items:
        if item.title_span:
            found = shared[item.title_span]
            views[item.path].title = tuple(cut_text(text, item.title_span, found, begun))
    beside: dict[str, list[Paragraph]] = defaultdict(list)
    for passage in passages:
        view = views.get(passage.item or "")
        if passage.role == "heading" or (view and _is_title(passage, view, record)):
            continue
        pieces = cut_text(text, passage.span, shared[passage.span], begun)
        paragraph = Paragraph(passage.role, tuple(pieces))
        if view:
            view.paragraphs.append(paragraph)
        elif passage.role in BESIDE or passage.role in ("text", "attendance"):
            beside[passage.role].append(paragraph)
    _hand_out(views, marks)
    return tuple(views.values()), tuple((role, tuple(found)) for role, found in beside.items())


def _is_title(passage: Passage, view: ItemView, record: Record) -> bool:
    """True if the passage is the item's title, which is shown as its heading."""
    words = "".join(piece.text for piece in view.title)
    return bool(words) and record.document.quote(passage.span).strip() == words.strip()


def _item(item: Item, ids: RecordIds) -> ItemView:
    return ItemView(ids.items[item.path], item.path, item.label, item.depth, item.secret)


def _hand_out(views: Mapping[str, ItemView], marks: Iterable[Mark]) -> None:
    """Give each mark to its item, in reading order."""
    for mark in sorted(marks, key=lambda each: each.span):
        view = views.get(mark.item or "")
        if view and mark.is_sentence:
            view.sentences.append(mark)
        elif view:
            view.words.append(mark)


def _attendees(
    record: Record, ids: RecordIds, persons: Mapping[str, str], say: Words
) -> Iterable[AttendeeView]:
    organisations = {one.name for one in record.findings.organisations}
    for key, one in zip(ids.attendees, record.minutes.attendees, strict=True):
        known = persons.get(one.name)
        affiliation = one.affiliation or ""
        yield AttendeeView(
            key,
            one,
            f"/person/{known}" if known else "",
            organisation_address(affiliation) if affiliation in organisations else "",
            tuple(_stay(stretch, say) for stretch in one.presence),
        )


def _stay(stretch: Presence, say: Words) -> str:
    """'12:10–13:00, to item 2, late bus'."""
    times = f"{stretch.from_time or ''}–{stretch.to_time or ''}".strip("–")
    if stretch.from_time and not stretch.to_time:
        times = say("stay.from", time=stretch.from_time)
    if stretch.to_time and not stretch.from_time:
        times = say("stay.to", time=stretch.to_time)
    items = []
    if stretch.from_item:
        items.append(say("stay.from_item", item=stretch.from_item))
    if stretch.to_item:
        items.append(say("stay.to_item", item=stretch.to_item))
    return ", ".join(filter(None, [times, *items, stretch.reason]))


def _pages(document: DocumentText, marks: Sequence[Mark]) -> tuple[PageView, ...]:
    areas = areas_by_page(document, marks)
    return tuple(
        PageView(number, width, height, number in document.ocr_pages, tuple(areas[number]))
        for number, (width, height) in enumerate(document.page_sizes, start=1)
    )
