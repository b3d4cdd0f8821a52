"""What may be corrected in a record: each fact with its id, the words it stands on, its fields.

A record is taken apart into facts of one kind after another, and put together again from them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias, get_args

from models.records import (
    ActionItem,
    Attendee,
    DateMention,
    Decision,
    DocumentText,
    Item,
    Link,
    Meeting,
    Mention,
    Organisation,
    Person,
    Record,
    Reference,
    Span,
    Statistic,
    stable_id,
)
from pipeline.store.identity import content_key, record_ids

Kind = Literal[
    "meeting", "attendee", "item", "person", "organisation", "link", "statistic", "date",
    "reference", "decision", "action",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
Fact: TypeAlias = (
    Meeting | Attendee | Item | Person | Organisation
    | Link | Statistic | DateMention | Reference | Decision | ActionItem
)  # fmt: skip
Values: TypeAlias = dict[str, Any]

CLASSES: dict[Kind, Any] = {
    "meeting": Meeting, "attendee": Attendee, "item": Item, "person": Person,
    "organisation": Organisation, "link": Link, "statistic": Statistic, "date": DateMention,
    "reference": Reference, "decision": Decision, "action": ActionItem,
}  # fmt: skip
PREFIXES: dict[Kind, str] = {
    "meeting": "mtg", "attendee": "att", "item": "itm", "person": "per", "organisation": "org",
    "link": "lnk", "statistic": "sta", "date": "dat", "reference": "ref", "decision": "dec",
    "action": "act",
}  # fmt: skip
FIELDS: dict[Kind, tuple[str, ...]] = {
    "meeting": tuple(Meeting.__dataclass_fields__),
    "attendee": ("name", "role", "mode", "title", "affiliation", "deputy_for"),
    "item": ("title", "language", "secret"),
    "person": ("name",),
    "organisation": ("name", "kind", "identifier"),
    "link": ("item", "url", "anchor", "kind"),
    "statistic": ("item", "value", "unit", "comparator", "previous", "upper", "subject"),
    "date": ("item", "value", "precision", "end"),
    "reference": ("item", "kind", "ref", "title", "url"),
    "decision": ("item", "text", "kind"),
    "action": ("item", "text", "assignees", "recipients", "due", "due_precision", "condition"),
}
"""The fields of each kind that a person may set."""
LABELS: dict[Kind, Literal["PER", "ORG"]] = {"person": "PER", "organisation": "ORG"}
FIXED: tuple[Kind, ...] = ("meeting", "item")
"""Kinds whose facts can be changed, but neither added nor deleted: all others hang on them."""
FOUND_BY = "correction"


@dataclass(slots=True)
class Entry:
    """A fact under the id with which it was found."""

    id: str
    fact: Any


Facts: TypeAlias = dict[Kind, list[Entry]]


def record_to_facts(record: Record) -> Facts:
    """All facts of a record, in its order."""
    ids, minutes, found = record_ids(record), record.minutes, record.findings
    meeting = stable_id(PREFIXES["meeting"], content_key(record.document))
    pairs: dict[Kind, tuple[Iterable[str], Sequence[Fact]]] = {
        "meeting": ([meeting], [minutes.meeting]),
        "attendee": (ids.attendees, minutes.attendees),
        "item": (ids.items.values(), minutes.items),
        "person": (ids.people, found.people),
        "organisation": (ids.organisations, found.organisations),
        "link": (ids.links, found.links),
        "statistic": (ids.statistics, found.statistics),
        "date": (ids.dates, found.dates),
        "reference": (ids.references, found.references),
        "decision": (ids.decisions, found.decisions),
        "action": (ids.actions, found.actions),
    }
    return {
        kind: [Entry(key, fact) for key, fact in zip(keys, facts, strict=True)]
        for kind, (keys, facts) in pairs.items()
    }


def facts_to_record(record: Record, facts: Facts) -> Record:
    """The record with these facts in the place of its own."""
    made = {kind: tuple(entry.fact for entry in entries) for kind, entries in facts.items()}
    minutes = replace(
        record.minutes,
        meeting=made["meeting"][0],
        attendees=made["attendee"],
        items=made["item"],
    )
    findings = replace(
        record.findings,
        people=made["person"],
        organisations=made["organisation"],
        links=made["link"],
        statistics=made["statistic"],
        dates=made["date"],
        references=made["reference"],
        decisions=made["decision"],
        actions=made["action"],
    )
    return replace(record, minutes=minutes, findings=findings)


def fact_to_values(kind: Kind, fact: Fact) -> Values:
    """The fields that may be set, as plain values."""
    values = {name: getattr(fact, name) for name in FIELDS[kind]}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def spans_of(fact: Fact) -> tuple[Span, ...]:
    """Where the fact stands: one place, or those of all mentions of a name; a meeting has none."""
    if isinstance(fact, Meeting):
        return ()
    if isinstance(fact, Person | Organisation):
        return tuple(sorted(mention.span for mention in fact.mentions))
    return (fact.span,)


def item_of(fact: Fact) -> str | None:
    """The path of the item that the fact stands in; its own for an item."""
    if isinstance(fact, Item):
        return fact.path
    if isinstance(fact, Person | Organisation):
        first = min(fact.mentions, key=lambda mention: mention.span, default=None)
        return first.item if first else None
    return getattr(fact, "item", None)


def plain(words: str) -> str:
    """The words with one blank between any two: how quotes are compared."""
    return " ".join(words.split())


def find_words(record: Record, quote: str, item: str | None, near: int | None) -> list[Span]:
    """Where the document has these words, line breaks aside: within the item if it has any there,
    those first that stand nearest to ``near``."""
    matches = words_pattern(quote).finditer(record.document.text) if quote.split() else ()
    found = [Span(*match.span()) for match in matches]
    inside = [span for span in found if item is not None and stands_in(record, span, item)]
    return sorted(inside or found, key=lambda span: abs(span.start - (near or 0)))


def words_pattern(quote: str) -> re.Pattern[str]:
    """What finds these words, line breaks aside."""
    return re.compile(r"\s+".join(map(re.escape, quote.split())))


def masked_pattern(quote: str, mask: str) -> re.Pattern[str]:
    """The same, where any letter or digit may be masked."""
    words = ["".join(f"[{re.escape(c)}{mask}]" for c in word) for word in quote.split()]
    return re.compile(r"\s+".join(words))


def stands_in(record: Record, span: Span, path: str) -> bool:
    """True if the words stand in the item at ``path`` or in a point under it."""
    found = item_at(record, span)
    return found is not None and f"{found}.".startswith(f"{path}.")


def item_at(record: Record, span: Span) -> str | None:
    """The path of the innermost item whose passage holds the words."""
    for passage in record.minutes.passages:
        if passage.span.start <= span.start < passage.span.end:
            return passage.item
    return None


def make_fact(kind: Kind, record: Record, span: Span, values: Values) -> Fact:
    """A fact of a kind that may be added, from a place and its fields."""
    item = item_at(record, span)
    if kind in LABELS:
        mention = Mention(span, LABELS[kind], item, FOUND_BY, 1.0)
        if kind == "person":
            return Person(values["name"], False, (mention,))
        return Organisation(
            values["name"], values.get("kind"), values.get("identifier"), (mention,)
        )
    fields = dict(values)
    if kind != "attendee":
        fields = {"item": item, "found_by": FOUND_BY, "confidence": 1.0} | fields
    if kind in ("decision", "action"):
        fields.setdefault("text", plain(record.document.quote(span)))
    made: Fact = CLASSES[kind](span=span, **tuples(fields))
    return made


def change_fact(fact: Fact, values: Values) -> Fact:
    """The fact with other values, and a person as its author where it has one."""
    signed = {"found_by": FOUND_BY, "confidence": 1.0} if hasattr(fact, "found_by") else {}
    changed: Fact = replace(fact, **tuples(values), **signed)  # type: ignore[arg-type]
    return changed


def tuples(values: Values) -> Values:
    """Lists, as JSON has them, as the tuples that records have."""
    return {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}


def quotes_of(document: DocumentText, fact: Fact) -> list[str]:
    """The words that the fact stands on, the first first."""
    return [plain(document.quote(span)) for span in spans_of(fact)]


def rename(facts: Facts, old: str, new: str) -> None:
    """Have everything in a document speak of ``new`` that spoke of ``old``; those who are then
    called the same are one."""

    def named(name: str | None) -> str | None:
        return new if name == old else name

    def edit(kind: Kind, change: Callable[[Any], Any]) -> None:
        for entry in facts[kind]:
            entry.fact = change(entry.fact)

    def all_named(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(new if name == old else name for name in names))

    edit("attendee", lambda a: replace(
        a, name=named(a.name), affiliation=named(a.affiliation), deputy_for=named(a.deputy_for),
    ))  # fmt: skip
    edit("person", lambda p: replace(p, name=named(p.name)))
    edit("organisation", lambda o: replace(o, name=named(o.name)))
    edit("action", lambda a: replace(
        a, assignees=all_named(a.assignees), recipients=all_named(a.recipients),
    ))  # fmt: skip
    edit("decision", lambda d: d if d.votes is None else replace(d, votes=replace(
        d.votes, names=tuple((named(name) or name, choice) for name, choice in d.votes.names),
    )))  # fmt: skip
    for kind in LABELS:
        facts[kind] = _united(facts[kind])


def _united(entries: Sequence[Entry]) -> list[Entry]:
    """Of those with one name the first, with the mentions of all."""
    first: dict[str, Entry] = {}
    for entry in entries:
        one = first.setdefault(entry.fact.name, entry)
        if one is not entry:
            mentions = dict.fromkeys((*one.fact.mentions, *entry.fact.mentions))
            one.fact = replace(
                one.fact, mentions=tuple(sorted(mentions, key=lambda mention: mention.span))
            )
    return list(first.values())
