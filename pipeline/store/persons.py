"""One person across documents: which names in which documents are the same somebody's, and why.

A name in a document is an appearance. Two appearances of one full name are one person's where they
share a context: the affiliation, the municipality or wellbeing county whose minutes they stand in,
or, where there is neither, the body that met. What a user rules comes before that. The outcome
depends on what is stored and ruled alone, not on its order; no document's own record changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from models.records import Record, stable_id

Context: TypeAlias = Literal["affiliation", "home", "body"]
CONTEXTS: tuple[Context, ...] = ("affiliation", "home", "body")
HOMES = ("municipality", "wellbeing_county")
Key: TypeAlias = tuple[str, str]
"""A document's id and a name in it."""
Place: TypeAlias = tuple[str, str, str]
"""The key of a name, a context and its value: two that appear there are one person."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A full name in a document with what tells whose it may be; fields are None where unknown."""

    document_id: str
    name: str
    affiliation: str | None = None
    home: str | None = None
    body: str | None = None

    @property
    def key(self) -> Key:
        """Document and name."""
        return self.document_id, self.name


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a user said of two appearances: 'same' person, or two that stay 'apart'."""

    verdict: Literal["same", "apart"]
    one: Key
    other: Key


@dataclass(frozen=True, slots=True)
class Identity:
    """A person: the id, the commonest spelling, and each appearance with the reason it is theirs:
    'first', 'ruled', or the context shared with an earlier one ('home: Testilä'), or with a later
    one where there is no such. Which is earlier, their keys say."""

    id: str
    name: str
    reasons: Mapping[Key, str]


def name_key(name: str) -> str:
    """What spellings of one full name have in common."""
    return " ".join(name.replace("–", "-").casefold().split())


def record_to_appearances(record: Record, document_id: str) -> list[Appearance]:
    """The full names of a record, attendees and people, each once; first names alone are none."""
    home, body = _home(record), _body(record)
    affiliations: dict[str, str | None] = {}
    for attendee in record.minutes.attendees:
        known = affiliations.get(attendee.name)
        affiliations[attendee.name] = known or attendee.affiliation
    for person in record.findings.people:
        affiliations.setdefault(person.name, None)
    return [
        Appearance(document_id, name, affiliation, home, None if home else body)
        for name, affiliation in affiliations.items()
        if " " in name
    ]


def appearance_to_row(appearance: Appearance) -> dict[str, str | None]:
    """The row of an appearance whose bearer is still to be found out."""
    names = Appearance.__dataclass_fields__
    return {name: getattr(appearance, name) for name in names} | {
        "name_key": name_key(appearance.name),
        "person_id": None,
        "reason": None,
    }


def _home(record: Record) -> str | None:
    """The municipality or county that the document speaks of most; None where two do equally."""
    counts: Counter[str] = Counter()
    for organisation in record.findings.organisations:
        if organisation.kind in HOMES and organisation.identifier:
            counts[organisation.name] += len(organisation.mentions)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _body(record: Record) -> str | None:
    """The organ that met, unless any organisation may have one that is called so."""
    from pipeline.rulebook import lexicon_map

    body = record.minutes.meeting.body
    generic = lexicon_map("organisation_words")["generic"]
    return None if body is None or body.casefold() in generic else body


def find_identities(
    appearances: Iterable[Appearance], rulings: Sequence[Ruling] = ()
) -> list[Identity]:
    """The persons behind the appearances, those of one person together."""
    ordered = sorted(appearances, key=lambda a: a.key)
    groups = _Groups((a.key for a in ordered), rulings)
    ruled: set[Key] = set()
    for ruling in rulings:
        if ruling.verdict == "same" and groups.join(ruling.one, ruling.other):
            ruled.add(max(ruling.one, ruling.other))
    met: dict[Place, list[Key]] = defaultdict(list)
    for appearance in ordered:
        for _, place in places(appearance):
            # the first that is not ruled to stay apart: usually the very first
            any(groups.join(key, appearance.key) for key in met[place])
            met[place].append(appearance.key)
    by_key = {appearance.key: appearance for appearance in ordered}
    return [_to_identity([by_key[k] for k in sorted(keys)], ruled) for keys in groups.members()]


def places(appearance: Appearance) -> list[tuple[str, Place]]:
    """What may tell whose the name is, the strongest first: in words, and as what others share."""
    name = name_key(appearance.name)
    return [
        (f"{context}: {value}", (name, context, value.casefold()))
        for context in CONTEXTS
        if (value := getattr(appearance, context))
    ]


def person_id(first: Key) -> str:
    """The id of the person whose first appearance this is."""
    return stable_id("person", *first)


def _to_identity(ordered: Sequence[Appearance], ruled: Collection[Key]) -> Identity:
    spellings = Counter(appearance.name for appearance in ordered)
    name = min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
    shared = Counter(place for appearance in ordered for _, place in places(appearance))
    reasons: dict[Key, str] = {ordered[0].key: "first"}
    before = {place for _, place in places(ordered[0])}
    for appearance in ordered[1:]:
        found = places(appearance)
        with_earlier = (reason for reason, place in found if place in before)
        with_later = (reason for reason, place in found if shared[place] > 1)
        reason = next(with_earlier, None) or next(with_later, None) or "ruled"
        reasons[appearance.key] = "ruled" if appearance.key in ruled else reason
        before.update(place for _, place in found)
    return Identity(person_id(ordered[0].key), name, reasons)


class _Groups:
    """Appearances that have been joined; two that a ruling keeps apart never meet in a group."""

    def __init__(self, keys: Iterable[Key], rulings: Iterable[Ruling]) -> None:
        self._members: dict[Key, list[Key]] = {key: [key] for key in keys}
        self._apart: dict[Key, set[Key]] = defaultdict(set)
        for ruling in rulings:
            if ruling.verdict == "apart":
                self._apart[ruling.one].add(ruling.other)
                self._apart[ruling.other].add(ruling.one)

    def join(self, one: Key, other: Key) -> bool:
        """Put both into one group, and say whether they are in one now."""
        if one not in self._members or other not in self._members:
            return False  # a ruling about a document that is not stored
        first, second = self._members[one], self._members[other]
        if first is second:
            return True
        if any(not self._apart[key].isdisjoint(second) for key in first if key in self._apart):
            return False
        if len(second) > len(first):
            first, second = second, first
        first.extend(second)
        for key in second:
            self._members[key] = first
        return True

    def members(self) -> list[list[Key]]:
        """The groups, in the order of their first members."""
        return [group for key, group in self._members.items() if group[0] == key]
