"""The stable ids of a record's things: made of the document's key, the kind, and place or content.

The key is the hash of the file, for a further meeting of it with its number behind.

They must not change between versions: corrections, links and threads hold on to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.records import DocumentText, Record, stable_id


class IdMaker:
    """Makes one document's ids; a second thing at the same place gets one of its own."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._taken: dict[str, int] = {}

    def make(self, prefix: str, *parts: object) -> str:
        """The id of the next thing of this kind with this place and content."""
        first = stable_id(prefix, self._key, *parts)
        count = self._taken[first] = self._taken.get(first, 0) + 1
        return first if count == 1 else stable_id(prefix, self._key, *parts, f"~{count}")

    def of_spans(self, prefix: str, things: Sequence[Any], *content: str) -> tuple[str, ...]:
        """Ids of things by their span and the fields named in ``content``.

        The value is left out of most: a correction holds on to a figure that a better rule reads
        differently.
        """
        return tuple(
            self.make(prefix, t.span.start, t.span.end, *(getattr(t, name) for name in content))
            for t in things
        )


@dataclass(frozen=True, slots=True)
class RecordIds:
    """The ids of a record's things, in the order of the record; items also by path."""

    document: str
    attendees: tuple[str, ...]
    items: dict[str, str]
    sections: tuple[tuple[str, ...], ...]
    people: tuple[str, ...]
    organisations: tuple[str, ...]
    links: tuple[str, ...]
    statistics: tuple[str, ...]
    dates: tuple[str, ...]
    references: tuple[str, ...]
    decisions: tuple[str, ...]
    actions: tuple[str, ...]


def document_id(sha256: str, part: int = 1) -> str:
    """The id of the document that is this part of the file with this content."""
    return stable_id("doc", _key(sha256, part))


def content_key(document: DocumentText) -> str:
    """What all ids of a document are made from."""
    return _key(document.sha256, document.part)


def _key(sha256: str, part: int) -> str:
    return sha256 if part == 1 else f"{sha256}#{part}"


def record_ids(record: Record) -> RecordIds:
    """The ids of everything in the record that has one."""
    ids = IdMaker(content_key(record.document))
    minutes, found = record.minutes, record.findings
    return RecordIds(
        document=document_id(record.document.sha256, record.document.part),
        attendees=tuple(ids.make("att", a.span.start, a.name) for a in minutes.attendees),
        items={item.path: ids.make("itm", item.span.start) for item in minutes.items},
        sections=tuple(
            tuple(ids.make("sec", s.heading_span.start, s.kind) for s in item.sections)
            for item in minutes.items
        ),
        people=tuple(ids.make("per", person.name) for person in found.people),
        organisations=tuple(ids.make("org", o.name) for o in found.organisations),
        links=ids.of_spans("lnk", found.links, "url"),
        statistics=ids.of_spans("sta", found.statistics),
        dates=ids.of_spans("dat", found.dates),
        references=ids.of_spans("ref", found.references, "kind", "ref"),
        decisions=ids.of_spans("dec", found.decisions),
        actions=ids.of_spans("act", found.actions),
    )
