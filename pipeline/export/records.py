"""Records to the contract's JSON (``docs/contract/minutes.schema.json``), the same every time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from models.records import (
    Attendee,
    Decision,
    DocumentText,
    Item,
    Organisation,
    Person,
    Record,
    Span,
    Votes,
)
from pipeline.export.output import Advance, new_file
from pipeline.export.pseudonyms import Disguise
from pipeline.store import Finding, Store, StoredDocument, joined_text, record_ids, text_layer

Format = Literal["json", "jsonl"]
Json = dict[str, Any]

SCHEMA_VERSION = "1"

_LINE_SEPARATORS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""Some readers break lines at these; JSON lets us write them as escapes."""

_FACTS = {
    "links": ("url", "anchor", "kind"),
    "statistics": ("value", "previous", "upper", "unit", "comparator", "subject"),
    "dates": ("value", "precision", "end"),
    "references": ("kind", "ref", "title", "url"),
    "decisions": ("text", "kind"),
    "actions": ("text", "assignees", "recipients", "due", "due_precision", "condition"),
}
"""The lists of facts in the order of the contract, and the fields that are theirs alone."""


def export_records(
    store: Store,
    documents: Iterable[StoredDocument],
    form: Format,
    disguise: Disguise | None = None,
    advance: Advance | None = None,
) -> Iterator[str]:
    """The stored records in the order given, as pieces of JSON text that belong together.

    ``jsonl`` gives a record a line, ``json`` one array of them; with a ``disguise`` people have
    pseudonyms. ``advance`` is told how many are done, of how many, and which is next.
    """
    lines = _lines(store, list(documents), disguise, advance or (lambda *_: None))
    if form == "jsonl":
        yield from (line + "\n" for line in lines)
        return
    separator = "[\n"
    for line in lines:
        yield separator + line
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _lines(
    store: Store, documents: Sequence[StoredDocument], disguise: Disguise | None, advance: Advance
) -> Iterator[str]:
    for at, document in enumerate(documents):
        advance(at, len(documents), document.name)
        yield record_to_line(store.load_record(document.sha256, document.part), disguise)


def write_export(pieces: Iterable[str], output: str) -> None:
    """Write the pieces to a file, which is only there once it is whole.

    Raises InputError if it cannot be written.
    """
    with new_file(output) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)


def record_to_line(record: Record, disguise: Disguise | None = None) -> str:
    """The record as JSON on one line."""
    exported = record_to_json(record)
    if disguise:
        exported = disguise.record(exported)
    line = json.dumps(exported, ensure_ascii=False, separators=(",", ":"))
    for separator, escaped in _LINE_SEPARATORS.items():
        line = line.replace(separator, escaped)
    return line


def record_to_json(record: Record) -> Json:
    """The record as the contract has it: plain values that ``json`` can write."""
    document, minutes, found = record.document, record.minutes, record.findings
    ids = record_ids(record)
    exported: Json = {
        "schema_version": SCHEMA_VERSION,
        "source": _source(record),
        "versions": _fields(record.versions, "code", "rules", "model", "ocr"),
        "meeting": _fields(
            minutes.meeting,
            "title", "body", "kind", "number", "date", "starts_at", "ends_at", "place",
        ),
        "attendees": [
            _attendee(document, *one) for one in zip(ids.attendees, minutes.attendees, strict=True)
        ],
        "items": [_item(document, ids.items[item.path], item) for item in minutes.items],
        "people": [
            {"id": key, **_fields(person, "name", "attendee"), **_mentions(document, person)}
            for key, person in zip(ids.people, found.people, strict=True)
        ],
        "organisations": [
            {"id": key, **_fields(one, "name", "kind", "identifier"), **_mentions(document, one)}
            for key, one in zip(ids.organisations, found.organisations, strict=True)
        ],
    }  # fmt: skip
    for kind, fields in _FACTS.items():
        facts = zip(getattr(ids, kind), getattr(found, kind), strict=True)
        exported[kind] = [_fact(document, key, fact, fields) for key, fact in facts]
    exported["warnings"] = [
        _fields(warning, "code", "message", "page", "item")
        for warnings in (document.warnings, minutes.warnings, found.warnings, record.warnings)
        for warning in warnings
    ]
    return exported


def _fields(value: object, *names: str) -> Json:
    """The named fields of a dataclass, as they are."""
    return {name: getattr(value, name) for name in names}


def _source(record: Record) -> Json:
    document = record.document
    return {
        "file": document.file,
        "sha256": document.sha256,
        "pages": document.page_count,
        "language": record.minutes.language,
        "text_layer": text_layer(document),
        "ocr_pages": list(document.ocr_pages),
    }


def _span(document: DocumentText, span: Span) -> Json:
    boxes = document.boxes(span)
    return {
        "page": document.page_of(span.start),
        "start": span.start,
        "end": span.end,
        "quote": document.quote(span),
        "boxes": [
            [box.page, *(round(edge, 2) for edge in (box.x0, box.top, box.x1, box.bottom))]
            for box in boxes
        ],
    }


def _attendee(document: DocumentText, key: str, attendee: Attendee) -> Json:
    return {
        "id": key,
        **_fields(attendee, "name", "role", "title", "affiliation", "mode", "deputy_for"),
        "presence": [
            _fields(stretch, "from_time", "to_time", "from_item", "to_item", "reason")
            for stretch in attendee.presence
        ],
        "source": _span(document, attendee.span),
    }


def _item(document: DocumentText, key: str, item: Item) -> Json:
    return {
        "id": key,
        **_fields(item, "path", "label", "depth", "title"),
        "text": joined_text(document, item.text_spans),
        **_fields(item, "language", "secret"),
        "sections": [
            {
                **_fields(section, "kind", "heading"),
                "text": joined_text(document, [section.span]),
                "source": _span(document, section.span),
            }
            for section in item.sections
        ],
        "source": _span(document, item.span),
    }


def _mentions(document: DocumentText, named: Person | Organisation) -> Json:
    return {
        "mentions": [
            {"item": mention.item, "source": _span(document, mention.span)}
            for mention in sorted(named.mentions, key=lambda m: m.span)
        ]
    }


def _fact(document: DocumentText, key: str, fact: Finding, fields: Sequence[str]) -> Json:
    exported = {"id": key, "item": fact.item, **_fields(fact, *fields)}
    if isinstance(fact, Decision):
        exported["votes"] = _votes(fact.votes)
    return {
        **exported,
        **_fields(fact, "found_by", "confidence"),
        "source": _span(document, fact.span),
    }


def _votes(votes: Votes | None) -> Json | None:
    if votes is None:
        return None
    return {
        "for": votes.for_,
        **_fields(votes, "against", "abstain", "blank", "absent"),
        "names": [{"name": name, "vote": choice} for name, choice in votes.names],
    }
