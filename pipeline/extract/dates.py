"""Dates inside items."""

from __future__ import annotations

from models.records import DateMention, DocumentText, Minutes, Span
from pipeline.extract.passages import item_words, meeting_day
from pipeline.values.dates import find_dates


def extract_dates(document: DocumentText, minutes: Minutes) -> tuple[DateMention, ...]:
    """The dates in the items' words, in reading order, resolved against the meeting's date."""
    words = item_words(document, minutes)
    return tuple(
        DateMention(
            span=Span(found.start, found.end),
            item=words.item_at(found.start),
            value=found.value,
            precision=found.precision,
            found_by=f"rule:{found.rule_id}",
            confidence=found.confidence,
            end=found.end_value,
        )
        for found in find_dates(words.text, meeting_day(minutes))
    )
