"""What people say of facts, checked at the door: changed, deleted, added, confirmed, taken back.

Every function takes an open store and what was said; the store keeps it apart from what was
extracted and applies it again whenever the document is stored.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from models.records import Span, stable_id
from pipeline.corrections.fields import check_fields
from pipeline.errors import EntryError
from pipeline.store import (
    FIELDS,
    FIXED,
    PREFIXES,
    Correction,
    Kind,
    Store,
    StoredDocument,
    StoredFact,
    Verdict,
    find_words,
    item_at,
    kind_id,
    plain,
    stands_in,
)

LAYERS: dict[str, Kind] = {
    "meeting": "meeting", "attendees": "attendee", "items": "item", "people": "person",
    "organisations": "organisation", "links": "link", "statistics": "statistic", "dates": "date",
    "references": "reference", "decisions": "decision", "actions": "action",
}  # fmt: skip
"""What lists of facts are called in records and gold records."""
_NEEDED: dict[Kind, tuple[str, ...]] = {
    "attendee": ("name",), "person": ("name",), "organisation": ("name",), "link": ("url",),
    "statistic": ("value", "unit"), "date": ("value",), "reference": ("kind", "ref"),
}  # fmt: skip
"""Without these there is nothing to add."""
_ASSUMED: dict[Kind, dict[str, Any]] = {
    "attendee": {"role": "other", "mode": "unknown"}, "link": {"anchor": None, "kind": "text"},
    "statistic": {"comparator": "exact"}, "decision": {"kind": "other"},
}  # fmt: skip


class Said(BaseModel):
    """What somebody says of a fact of one document, as a command or a form gives it.

    ``id`` names the fact, by its beginning at least, for 'set', 'delete' and 'confirm'; ``kind``
    says what is added, with the document's words as ``quote``, or of which kind all facts have been
    gone through ('complete').
    """

    model_config = ConfigDict(extra="forbid")

    doc: str
    verdict: Verdict
    id: str | None = None
    kind: Kind | None = None
    quote: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)
    by: str = Field(default_factory=getpass.getuser)


def correct(database: str, said: Said) -> Correction:
    """Enter one correction in the database at this path or URL, and say what was entered.

    Raises EntryError where it does not fit the document, with what would.
    """
    from pipeline.store import open_store

    with open_store(database) as store:
        return enter(store, said)[-1]


def enter(store: Store, said: Said, *, dry_run: bool = False) -> list[Correction]:
    """Enter what was said; 'complete' gives a correction for each fact that nobody had spoken of,
    and one for them all. With ``dry_run`` it is only checked.

    Raises EntryError where it does not fit the document, with what would.
    """
    document = one_document(store, said.doc)
    if said.verdict == "complete":
        made = _complete(store, document, said)
    elif said.verdict == "add":
        made = [_added(store, document, said)]
    else:
        made = [_about_fact(store, document, said)]
    if not dry_run:
        store.corrections.enter(made)
    return made


def one_document(store: Store, name: str) -> StoredDocument:
    """The one document called so; EntryError where a file holds several meetings."""
    found = store.find_documents(name)
    if len(found) > 1:
        several = ", ".join(document.name for document in found)
        raise EntryError(f"{name} holds several meetings: name one of {several}")
    return found[0]


def find_fact(facts: Sequence[StoredFact], name: str) -> StoredFact:
    """The fact whose id begins so, today's or the one it was extracted with, the kind's letters
    left out or not. EntryError if there is none, or several."""
    found = [
        fact
        for fact in facts
        if any(key.startswith(name) or key[4:].startswith(name) for key in (fact.id, fact.target))
    ]
    exact = [fact for fact in found if fact.id == name] or found
    if not exact:
        raise EntryError(f"There is no fact {name!r}: 'poytakirja correct DOC' lists them")
    if len(exact) > 1:
        several = ", ".join(fact.id for fact in exact[:5])
        raise EntryError(f"{name!r} is the beginning of several: write one of {several}")
    return exact[0]


# --- what is said of one fact -------------------------------------------------------------------


def _about_fact(store: Store, document: StoredDocument, said: Said) -> Correction:
    if said.id is None:
        raise EntryError("Say which fact: 'poytakirja correct DOC' lists them with their ids")
    facts = store.corrections.facts(document)
    fact = find_fact(facts, said.id)
    if said.verdict == "delete" and fact.kind in FIXED:
        raise EntryError(f"The {fact.kind} cannot be deleted, for all else hangs on it: change it")
    values = check_fields(fact.kind, said.fields, _paths(facts)) if said.fields else {}
    if said.verdict == "set" and not values:
        raise EntryError(f"Say what is to be: FIELD=VALUE, of {', '.join(FIELDS[fact.kind])}")
    return _made(document, said, fact, values)


def _made(
    document: StoredDocument, said: Said, fact: StoredFact, values: dict[str, Any]
) -> Correction:
    verdict: Verdict = "confirm" if said.verdict == "complete" else said.verdict
    return _stamped(
        Correction(
            "", document.sha256, document.part, fact.kind, verdict, fact.target,
            plain(fact.quote) if fact.quote else None, fact.item, fact.start, values,
            fact.values, said.by,
        )
    )  # fmt: skip


def _stamped(said: Correction) -> Correction:
    """The same with the time and an id."""
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    place = f"{said.sha256}#{said.part}"
    key = stable_id("cor", place, said.target, said.verdict, now)
    return replace(said, id=key, entered_at=now)


def _complete(store: Store, document: StoredDocument, said: Said) -> list[Correction]:
    if said.kind is None:
        raise EntryError(f"Say which facts have been gone through: one of {', '.join(LAYERS)}")
    facts = [fact for fact in store.corrections.facts(document) if fact.kind == said.kind]
    confirmed = [_made(document, said, fact, {}) for fact in facts if not fact.spoken_of]
    record = store.load_record(document.sha256, document.part)
    target = kind_id(record, said.kind)
    whole = Correction(
        "", document.sha256, document.part, said.kind, "complete", target, entered_by=said.by
    )
    return [*confirmed, _stamped(whole)]


def _added(store: Store, document: StoredDocument, said: Said) -> Correction:
    kind, quote = said.kind, said.quote
    if kind is None or kind in FIXED:
        kinds = ", ".join(kind for kind in FIELDS if kind not in FIXED)
        raise EntryError(f"Say what is to be added: one of {kinds}")
    if not quote:
        raise EntryError("Say on which words of the document it stands: quote='...'")
    facts = store.corrections.facts(document)
    place, fields = _placed(kind, said.fields, _paths(facts))
    values = {**_ASSUMED.get(kind, {}), **check_fields(kind, fields, _paths(facts))}
    if missing := [name for name in _NEEDED.get(kind, ()) if values.get(name) is None]:
        raise EntryError(f"{kind} needs {' and '.join(f'{name}=...' for name in missing)}")
    record = store.load_record(document.sha256, document.part)
    found = find_words(record, quote, place, None)
    if not found:
        raise EntryError(f"{document.name} has no words {quote!r}: quote them as they stand there")
    span, item = found[0], item_at(record, found[0])
    if len(found) > 1 and (place is None or not stands_in(record, found[0], place)):
        raise EntryError(
            f"{document.name} has {quote!r} {len(found)} times: quote more of it, or say item=..."
        )
    target = _new_id(document, kind, span, {fact.target for fact in facts})
    return _stamped(
        Correction(
            "", document.sha256, document.part, kind, "add", target, plain(quote),
            place or item, span.start, values, entered_by=said.by,
        )
    )  # fmt: skip


def _placed(
    kind: Kind, fields: dict[str, Any], paths: set[str]
) -> tuple[str | None, dict[str, Any]]:
    """In which item the words are looked for, and the fields of the fact: a name has no item of its
    own, its mentions have."""
    item = fields.get("item") or None
    if item is not None and item not in paths:
        raise EntryError(f"There is no item {item!r} in the document: 'poytakirja show' shows them")
    if "item" in FIELDS[kind]:
        return item, fields
    return item, {name: value for name, value in fields.items() if name != "item"}


def _new_id(document: StoredDocument, kind: Kind, span: Span, taken: set[str]) -> str:
    """An id that no fact of the document has."""
    key = document.sha256 if document.part == 1 else f"{document.sha256}#{document.part}"
    plain_id = stable_id(PREFIXES[kind], key, span.start, span.end)
    count = 1
    while (made := plain_id) in taken:
        count += 1
        plain_id = stable_id(PREFIXES[kind], key, span.start, span.end, f"~{count}")
    return made


def _paths(facts: Iterable[StoredFact]) -> set[str]:
    return {fact.item for fact in facts if fact.kind == "item" and fact.item}


# --- taken back ---------------------------------------------------------------------------------


def undo(store: Store, names: Sequence[str]) -> list[Correction]:
    """Take back the corrections whose ids begin so, or all that were said of the facts whose ids
    do, and say what they were. EntryError if there is none."""
    every = [said for said, _, _ in store.corrections.all()]
    chosen: dict[str, Correction] = {}
    for name in names:
        found = [s for s in every if name and (s.id.startswith(name) or s.target.startswith(name))]
        if not found:
            raise EntryError(f"There is no correction {name!r}: 'poytakirja correct list' has them")
        chosen |= {said.id: said for said in found}
    store.corrections.take_back(list(chosen.values()))
    return list(chosen.values())


# --- organisations ------------------------------------------------------------------------------


def merge_organisations(store: Store, names: Sequence[str], by: str) -> list[Correction]:
    """Have every document, also those to come, call the organisations by the first of the names;
    says what was entered."""
    made = [
        _stamped(
            Correction(
                "", "", 0, "organisation", "same", name,
                values={"name": names[0]}, entered_by=by,
            )
        )
        for name in names[1:]
    ]  # fmt: skip
    store.corrections.enter(made)
    return made
