"""The words that the value grammars read: one text with the document's offsets.

What lies outside the chosen passages is blank, and between two passages stands a newline, which no
pattern crosses; line ends inside a passage are spaces. Tabs stay, for they part columns.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from models.records import OF_NO_MEETING, DocumentText, Item, Minutes, Passage, Span


class ReadingText:
    """``text`` has the document's length and offsets; ``item_at`` says whose words they are."""

    def __init__(self, document: DocumentText, passages: Iterable[Passage], items: Iterable[Item]):
        heads = {item.span.start: item for item in items}
        self._passages = sorted(passages, key=lambda passage: passage.span.start)
        self._starts = [passage.span.start for passage in self._passages]
        flat = document.text.replace("\n", " ")
        pieces, at = [], 0
        for passage in self._passages:
            span = _own_words(passage, heads, document.text)
            if span.start < at:
                continue
            pieces += ["\n" * (span.start - at), flat[span.start : span.end]]
            at = span.end
        self.text = "".join(pieces)

    def passage_at(self, offset: int) -> Passage | None:
        """The passage that holds the character; None where there is none."""
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or offset >= self._passages[at].span.end:
            return None
        return self._passages[at]

    def item_at(self, offset: int) -> str | None:
        """The path of the item whose words stand there."""
        passage = self.passage_at(offset)
        return passage.item if passage else None


def _own_words(passage: Passage, heads: dict[int, Item], text: str) -> Span:
    """A passage without its item's label: ``5.2.`` is no date there, ``§ 14`` no reference."""
    item, span = heads.get(passage.span.start), passage.span
    if item is None or not item.label:
        return span
    if item.title_span is not None and span.holds(item.title_span):
        return Span(item.title_span.start, span.end)
    if text.startswith(item.label, span.start):
        return Span(span.start + len(item.label), span.end)
    return span


def item_words(document: DocumentText, minutes: Minutes) -> ReadingText:
    """The headings and paragraphs of the items, or of minutes without items, without standard
    appeal instructions."""
    of_meeting = minutes.meeting.kind not in OF_NO_MEETING
    inside = (
        passage
        for passage in minutes.passages
        if passage.role in ("heading", "text")
        and (passage.item is not None or of_meeting)
        and passage.section != "appeal"
    )
    return ReadingText(document, inside, minutes.items)


def cited_words(document: DocumentText, minutes: Minutes) -> ReadingText:
    """The words in which references count: the items with their history, and what follows them."""
    roles = ("heading", "text", "section_heading", "history", "appeal", "tail")
    inside = (p for p in minutes.passages if p.role in roles)
    return ReadingText(document, inside, minutes.items)


def meeting_day(minutes: Minutes) -> date | None:
    """The meeting's date; None where the document does not give it."""
    return date.fromisoformat(minutes.meeting.date) if minutes.meeting.date else None
