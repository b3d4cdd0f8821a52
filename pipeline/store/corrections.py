"""Corrections applied: a record as it was extracted, and what people said of it, to what holds.

A correction is tied to a fact by its id and by the words it stands on. Where a later version finds
the fact at other offsets, or not at all, the words are looked for: as long as they are there, what
was said of them holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from models.records import Mention, Record, Span, stable_id
from pipeline.store.facts import (
    FIXED,
    LABELS,
    Entry,
    Facts,
    Kind,
    Values,
    change_fact,
    facts_to_record,
    find_words,
    item_of,
    make_fact,
    quotes_of,
    record_to_facts,
    rename,
    spans_of,
)
from pipeline.store.identity import content_key

Verdict = Literal[
    "set",  # other values
    "delete",  # nothing of the kind is said there
    "add",  # something that was not found
    "confirm",  # it is right as it is
    "complete",  # all facts of the kind are those that were confirmed, changed or added
    "same",  # of an organisation, in every document: another name of the same
]


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody said of one fact.

    ``sha256`` and ``part`` name the document, '' and 0 every document. ``target`` is the id of the
    fact as it was extracted; ``quote`` are the words it stands on, ``item`` the path of their item
    and ``start`` their offset. ``values`` are the fields that were set, ``before`` those that the
    fact had.
    """

    id: str
    sha256: str
    part: int
    kind: Kind
    verdict: Verdict
    target: str
    quote: str | None = None
    item: str | None = None
    start: int | None = None
    values: Values = field(default_factory=dict)
    before: Values = field(default_factory=dict)
    entered_by: str = ""
    entered_at: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What became of a record: ``facts`` are its facts under the ids with which they were found,
    ``touched`` ids of those that somebody spoke of, ``unanchored`` ids of corrections whose words
    are gone."""

    record: Record
    facts: Facts
    touched: frozenset[str]
    unanchored: frozenset[str]


def correct_record(record: Record, corrections: Sequence[Correction]) -> Corrected:
    """The record as it is when all corrections are applied, in their order."""
    correcting = _Correcting(record)
    for correction in corrections:
        correcting.apply(correction)
    for correction in corrections:
        if correction.verdict == "complete":
            correcting.complete(correction.kind)
    return correcting.result()


def kind_id(record: Record, kind: Kind) -> str:
    """What stands for all facts of a kind in a document: the target of 'complete'."""
    return stable_id("all", content_key(record.document), kind)


class _Correcting:
    """The facts of a record while corrections are applied to them."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._facts = record_to_facts(record)
        self._touched: set[str] = set()
        self._unanchored: set[str] = set()

    def result(self) -> Corrected:
        made = facts_to_record(self._record, self._facts)
        listed = {attendee.name for attendee in made.minutes.attendees}
        for entry in self._facts["person"]:
            entry.fact = replace(entry.fact, attendee=entry.fact.name in listed)
        made = facts_to_record(made, self._facts)
        touched, lost = frozenset(self._touched), frozenset(self._unanchored)
        return Corrected(made, self._facts, touched, lost)

    def apply(self, said: Correction) -> None:
        if said.verdict == "same":
            rename(self._facts, said.target, said.values["name"])
        elif said.verdict != "complete":
            self._apply_to_fact(said)

    def complete(self, kind: Kind) -> None:
        """Leave out what nobody spoke of."""
        if kind not in FIXED:
            self._facts[kind] = [e for e in self._facts[kind] if e.id in self._touched]

    def _apply_to_fact(self, said: Correction) -> None:
        entry = self._anchor(said)
        if entry is None:
            place = self._place(said)
            if place is None:
                self._unanchored.add(said.id)
            elif said.verdict != "delete":
                self._restore(said, place)
        elif said.verdict == "delete":
            self._facts[said.kind].remove(entry)
        else:
            self._change(said, entry)

    def _anchor(self, said: Correction) -> Entry | None:
        """The fact that is spoken of: the one with its id, if it stands on the same words; else
        that of its kind which does, the nearest. What was added has its id alone."""
        same = [
            entry
            for entry in self._facts[said.kind]
            if said.quote is None or said.quote in quotes_of(self._record.document, entry.fact)
        ]
        by_id = next((entry for entry in same if entry.id == said.target), None)
        if by_id or said.verdict == "add" or said.quote is None:
            return by_id
        free = [entry for entry in same if entry.id not in self._touched or said.kind in LABELS]
        return min(free, key=lambda entry: self._distance(said, entry), default=None)

    def _distance(self, said: Correction, entry: Entry) -> tuple[bool, int]:
        spans = spans_of(entry.fact)
        start = spans[0].start if spans else 0
        return item_of(entry.fact) != said.item, abs(start - (said.start or 0))

    def _place(self, said: Correction) -> Span | None:
        """Where the words are for a fact that was not found this time."""
        if said.kind in FIXED or said.quote is None:
            return None
        return next(iter(find_words(self._record, said.quote, said.item, said.start)), None)

    def _restore(self, said: Correction, place: Span) -> None:
        values = said.before | said.values
        if values.get("item") not in {item.path for item in self._record.minutes.items}:
            values.pop("item", None)
        entry = Entry(said.target, make_fact(said.kind, self._record, place, values))
        if said.kind in LABELS:
            self._take_from_others(place)
        entries = self._facts[said.kind]
        entries.insert(bisect_right(entries, _start(entry), key=_start), entry)
        self._touched.add(entry.id)
        if said.kind in LABELS:
            self._rename(said.kind, entry.fact.name, entry.fact.name)

    def _take_from_others(self, place: Span) -> None:
        """Words that are said to name somebody name nobody else."""

        def others(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
            return tuple(mention for mention in mentions if not mention.span.overlaps(place))

        for kind in LABELS:
            for entry in self._facts[kind]:
                if len(kept := others(entry.fact.mentions)) < len(entry.fact.mentions):
                    entry.fact = replace(entry.fact, mentions=kept)
            self._facts[kind] = [
                entry
                for entry in self._facts[kind]
                if entry.fact.mentions or getattr(entry.fact, "attendee", False)
            ]

    def _change(self, said: Correction, entry: Entry) -> None:
        self._touched.add(entry.id)
        if said.verdict == "confirm":
            if hasattr(entry.fact, "confidence"):
                entry.fact = replace(entry.fact, confidence=1.0)
            return
        old = getattr(entry.fact, "name", None)
        entry.fact = change_fact(entry.fact, said.values)
        if old is not None and entry.fact.name != old:
            self._rename(said.kind, old, entry.fact.name)

    def _rename(self, kind: Kind, old: str, new: str) -> None:
        """Have the whole document follow; whoever takes in a namesake was spoken of, too."""
        rename(self._facts, old, new)
        self._touched.update(entry.id for entry in self._facts[kind] if entry.fact.name == new)


def _start(entry: Entry) -> int:
    spans = spans_of(entry.fact)
    return spans[0].start if spans else 0
