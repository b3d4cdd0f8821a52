"""What the search looks through: one entry for each agenda item of a record, one for the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from models.records import Organisation, PassageRole, Person, Record
from pipeline.store.identity import RecordIds
from pipeline.wordkeys import words_to_keys

LEFT_OUT: frozenset[PassageRole] = frozenset({"contents"})
"""What says only again what the items say."""


def record_to_entries(record: Record, ids: RecordIds) -> list[dict[str, Any]]:
    """The rows of ``search_entries``: agenda items in their order, each with all points under it,
    then the text that no item holds."""
    people = _names_by_top(record.findings.people)
    organisations = _names_by_top(record.findings.organisations)
    rest = [
        record.document.quote(passage.span)
        for passage in record.minutes.passages
        if passage.item is None and passage.role not in LEFT_OUT
    ]
    meeting = record.minutes.meeting
    name = " ".join(filter(None, [meeting.title, meeting.body]))
    return [
        {
            "id": _number(ids.items[path] if path else ids.document),
            "document_id": ids.document,
            "item_id": ids.items[path] if path else None,
            "title": title,
            "text": text,
            "title_keys": words_to_keys(title),
            "keys": words_to_keys(text),
            "people": words_to_keys(", ".join(people[path])),
            "organisations": words_to_keys(", ".join(organisations[path])),
        }
        for path, title, text in [*_agenda_items(record), (None, name, "\n".join(rest))]
    ]


def _number(key: str) -> int:
    """The number of the entry for the item or document with this id: the full-text index knows its
    rows by numbers. 63 bits of the id, which is 64 of a hash."""
    return int(key.rpartition("_")[2], 16) >> 1


def _agenda_items(record: Record) -> Iterator[tuple[str, str, str]]:
    """Path and title of each item of depth 1, and the words of it and of all under it."""
    texts: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for item in record.minutes.items:
        top = _top(item.path) or item.path
        if item.depth == 1:
            titles[top] = item.title or ""
        elif item.title:
            texts.setdefault(top, []).append(item.title)
        spans = (*item.text_spans, *(section.span for section in item.sections))
        texts.setdefault(top, []).extend(map(record.document.quote, spans))
    for top, title in titles.items():
        yield top, title, "\n".join(texts[top])


def _names_by_top(named: Iterable[Person | Organisation]) -> dict[str | None, Sequence[str]]:
    found: dict[str | None, dict[str, None]] = defaultdict(dict)
    for one in named:
        for mention in one.mentions:
            found[_top(mention.item)][one.name] = None
    return defaultdict(tuple, {item: tuple(names) for item, names in found.items()})


def _top(path: str | None) -> str | None:
    """The path of the agenda item that the point at ``path`` stands under."""
    return path.partition(".")[0] if path else None
