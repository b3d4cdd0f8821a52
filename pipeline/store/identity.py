"""The stable ids of a record's things: made of the document's hash, the kind, and place or content.

They must not change between versions: corrections, links and threads hold on to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.records import Record, stable_id


class IdMaker:
    """Makes one document's ids; a second thing at the same place gets one of its own."""

    def __init__(self, sha256: str) -> None:
        self._sha256 = sha256
        self._taken: dict[str, int] = {}

    def make(self, prefix: str, *parts: object) -> str:
        """The id of the next thing of this kind with this place and content."""
        first = stable_id(prefix, self._sha256, *parts)
        count = self._taken[first] = self._taken.get(first, 0) + 1
        return first if count == 1 else stable_id(prefix, self._sha256, *parts, f"~{count}")

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


def document_id(sha256: str) -> str:
    """The key of the document with this content."""
    return stable_id("doc", sha256)


def record_ids(record: Record) -> RecordIds:
    """The ids of everything in the record that has one."""
    ids = IdMaker(record.document.sha256)
    minutes, found = record.minutes, record.findings
    return RecordIds(
        document=document_id(record.document.sha256),
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
