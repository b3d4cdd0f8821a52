"""A record to rows: for each table what is stored of one document. Needs no database.

Worker processes call this, so that the one writing process only inserts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from models.records import (
    ActionItem,
    DateMention,
    Decision,
    DocumentText,
    Item,
    Link,
    Mention,
    Organisation,
    Person,
    Record,
    Reference,
    Section,
    Span,
    Statistic,
    TextLayer,
)
from models.warnings import severity_of
from pipeline.store.entries import record_to_entries
from pipeline.store.identity import IdMaker, content_key, record_ids
from pipeline.store.persons import appearance_to_row, record_to_appearances
from pipeline.values.periods import last_day_of

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = dict[str, list[Row]]
"""Table name to rows, parents before the rows that hang on them."""

Finding: TypeAlias = Mention | Link | Statistic | DateMention | Reference | Decision | ActionItem
Owned: TypeAlias = tuple[str | None, str | None, Mention]
"""A mention with the column and the id of whom it names, None if nobody."""


def text_layer(document: DocumentText) -> TextLayer:
    """Where the document's words come from: 'mixed' if some pages were read by OCR."""
    read_by_ocr = len(document.ocr_pages)
    readable = document.page_count - len(set(document.unread_pages) - set(document.ocr_pages))
    if not readable:
        return "none"
    if not read_by_ocr:
        return "digital"
    return "ocr" if read_by_ocr == readable else "mixed"


def joined_text(document: DocumentText, spans: Iterable[Span]) -> str:
    """The words at ``spans`` with one space between any two."""
    return " ".join(" ".join(document.quote(span) for span in spans).split())


def record_to_rows(record: Record) -> Rows:
    """Every row of the record.

    Raises ValueError if a finding names an item that the record does not have.
    """
    return RowMaker(record).rows()


class RowMaker:
    """Makes the rows of one record; knows the ids of its items, people and organisations."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.document = record.document
        self.ids = record_ids(record)
        self.key = self.ids.document
        if len(self.ids.items) < len(record.minutes.items):
            raise ValueError("two items have the same path")
        named = zip(record.findings.people, self.ids.people, strict=True)
        self.person_of_name = {person.name: key for person, key in reversed(list(named))}

    def rows(self) -> Rows:
        """Every table's rows, parents first."""
        found = self.record.findings
        return {
            "documents": [self._document()],
            **self._text_and_pages(),
            "warnings": self._warnings(),
            "meetings": [{"document_id": self.key, **_fields(self.record.minutes.meeting)}],
            **self._attendance(),
            **self._items_and_sections(),
            "passages": self._passages(),
            **self._names(),
            "appearances": self._appearances(),
            "links": self._facts(self.ids.links, found.links),
            "statistics": self._facts(self.ids.statistics, found.statistics),
            "dates": self._facts(self.ids.dates, found.dates),
            "document_references": self._facts(self.ids.references, found.references),
            **self._decisions(found.decisions),
            **self._actions(found.actions),
            "search_entries": record_to_entries(self.record, self.ids),
        }

    # --- document -------------------------------------------------------------------------------

    def _document(self) -> Row:
        versions = self.record.versions
        return {
            "id": self.key,
            "sha256": self.document.sha256,
            "part": self.document.part,
            "file": self.document.file,
            "page_count": self.document.page_count,
            "language": self.record.minutes.language,
            "text_layer": text_layer(self.document),
            "code_version": versions.code,
            "rules_version": versions.rules,
            "model_version": versions.model,
            "ocr_version": versions.ocr,
        }

    def _text_and_pages(self) -> Rows:
        from pipeline.store.geometry import pack_document

        packed = pack_document(self.document)
        text = {"document_id": self.key, "text": packed.text, "layout": packed.layout}
        pages = [
            {
                "document_id": self.key,
                "number": number,
                "width": width,
                "height": height,
                "text_layer": self._page_layer(number),
                "geometry": geometry,
            }
            for number, ((width, height), geometry) in enumerate(
                zip(self.document.page_sizes, packed.pages, strict=True), start=1
            )
        ]
        return {"document_texts": [text], "pages": pages}

    def _page_layer(self, number: int) -> TextLayer:
        if number in self.document.ocr_pages:
            return "ocr"
        return "none" if number in self.document.unread_pages else "digital"

    def _warnings(self) -> list[Row]:
        stages = {
            "read": self.document.warnings,
            "segment": self.record.minutes.warnings,
            "extract": self.record.findings.warnings,
            "ingest": self.record.warnings,
        }
        pairs = [(stage, warning) for stage, warnings in stages.items() for warning in warnings]
        return [
            {
                "document_id": self.key,
                "position": position,
                "stage": stage,
                **_fields(warning),
                "severity": severity_of(warning.code),
            }
            for position, (stage, warning) in enumerate(pairs)
        ]

    # --- minutes --------------------------------------------------------------------------------

    def _attendance(self) -> Rows:
        attendees: list[Row] = []
        presences: list[Row] = []
        for position, (key, attendee) in enumerate(
            zip(self.ids.attendees, self.record.minutes.attendees, strict=True)
        ):
            attendees.append(
                {
                    **self._placed(key, position, attendee.span),
                    **_fields(attendee, leave=("span", "presence")),
                }
            )
            presences += [
                {"attendee_id": key, "position": at, **_fields(stretch)}
                for at, stretch in enumerate(attendee.presence)
            ]
        return {"attendees": attendees, "presences": presences}

    def _placed(self, key: str, position: int, span: Span) -> Row:
        return {
            "id": key,
            "document_id": self.key,
            "position": position,
            "span_start": span.start,
            "span_end": span.end,
            "page": self.document.page_of(span.start),
        }

    def _items_and_sections(self) -> Rows:
        items: list[Row] = []
        sections: list[Row] = []
        for position, (item, keys) in enumerate(
            zip(self.record.minutes.items, self.ids.sections, strict=True)
        ):
            items.append(self._item(position, item))
            sections += [
                {"item_id": self.ids.items[item.path], **self._section(key, at, section)}
                for at, (key, section) in enumerate(zip(keys, item.sections, strict=True))
            ]
        return {"items": items, "sections": sections}

    def _item(self, position: int, item: Item) -> Row:
        return {
            **self._placed(self.ids.items[item.path], position, item.span),
            **_fields(item, leave=("span", "title_span", "text_spans", "sections")),
            "parent_id": self.ids.items.get(item.path.rpartition(".")[0]),
            "text": joined_text(self.document, item.text_spans),
            "title_start": item.title_span.start if item.title_span else None,
            "title_end": item.title_span.end if item.title_span else None,
            "text_spans": _spans_to_json(item.text_spans),
        }

    def _section(self, key: str, position: int, section: Section) -> Row:
        return {
            **self._placed(key, position, section.span),
            "kind": section.kind,
            "heading": section.heading,
            "text": joined_text(self.document, [section.span]),
            "heading_start": section.heading_span.start,
            "heading_end": section.heading_span.end,
        }

    def _passages(self) -> list[Row]:
        return [
            {
                "document_id": self.key,
                "position": position,
                "item_id": self._item_id(passage.item),
                "role": passage.role,
                "section": passage.section,
                "span_start": passage.span.start,
                "span_end": passage.span.end,
            }
            for position, passage in enumerate(self.record.minutes.passages)
        ]

    def _item_id(self, path: str | None) -> str | None:
        if path is None:
            return None
        if path not in self.ids.items:
            raise ValueError(f"a finding names item {path!r}, which the document does not have")
        return self.ids.items[path]

    # --- findings -------------------------------------------------------------------------------

    def _names(self) -> Rows:
        found = self.record.findings
        people = self._named(self.ids.people, found.people)
        organisations = self._named(self.ids.organisations, found.organisations)
        owned: list[Owned] = [
            ("person_id", row["id"], mention)
            for row, person in zip(people, found.people, strict=True)
            for mention in person.mentions
        ]
        owned += [
            ("organisation_id", row["id"], mention)
            for row, organisation in zip(organisations, found.organisations, strict=True)
            for mention in organisation.mentions
        ]
        return {
            "people": people,
            "organisations": organisations,
            "mentions": self._mentions(owned),
        }

    def _named(self, keys: Sequence[str], named: Sequence[Person | Organisation]) -> list[Row]:
        return [
            {
                "id": key,
                "document_id": self.key,
                "position": position,
                **_fields(one, leave=("mentions",)),
            }
            for position, (key, one) in enumerate(zip(keys, named, strict=True))
        ]

    def _mentions(self, owned: Sequence[Owned]) -> list[Row]:
        """One row for each mention of somebody, and one for each that was found but is nobody's."""
        extracted = set(self.record.findings.mentions)
        nobodys = extracted - {mention for _, _, mention in owned}
        mentions = [*owned, *((None, None, mention) for mention in nobodys)]
        mentions.sort(key=lambda m: (m[2].span, m[2].label, m[2].found_by, m[1] or ""))
        found = [mention for _, _, mention in mentions]
        keys = IdMaker(content_key(self.document)).of_spans("men", found, "label")
        return [
            {
                **row,
                "person_id": None,
                "organisation_id": None,
                **({column: owner} if column else {}),
                "extracted": mention in extracted,
            }
            for row, (column, owner, mention) in zip(
                self._facts(keys, found), mentions, strict=True
            )
        ]

    def _facts(self, keys: Sequence[str], findings: Sequence[Finding]) -> list[Row]:
        return [
            {
                **self._placed(key, position, finding.span),
                "item_id": self._item_id(finding.item),
                **_fields(finding, leave=("span", "item")),
            }
            for position, (key, finding) in enumerate(zip(keys, findings, strict=True))
        ]

    def _appearances(self) -> list[Row]:
        """Whose they are is found out when they are stored, beside those of other documents."""
        return list(map(appearance_to_row, record_to_appearances(self.record, self.key)))

    def _decisions(self, decisions: Sequence[Decision]) -> Rows:
        rows = self._facts(self.ids.decisions, decisions)
        votes: list[Row] = []
        ballots: list[Row] = []
        for row in rows:
            counted = row.pop("votes")
            if counted is None:
                continue
            counts = ("for_", "against", "abstain", "blank", "absent")
            votes.append(
                {"decision_id": row["id"]}
                | {f"{name.rstrip('_')}_count": getattr(counted, name) for name in counts}
            )
            ballots += [
                {"decision_id": row["id"], "position": at, "name": name, "choice": choice}
                for at, (name, choice) in enumerate(counted.names)
            ]
        return {"decisions": rows, "votes": votes, "ballots": ballots}

    def _actions(self, actions: Sequence[ActionItem]) -> Rows:
        rows = self._facts(self.ids.actions, actions)
        assignees: list[Row] = []
        recipients: list[Row] = []
        for row in rows:
            assignees += self._names_of(row["id"], row.pop("assignees"))
            recipients += self._names_of(row["id"], row.pop("recipients"))
            for column in ("owner_spans", "recipient_spans"):
                row[column] = _spans_to_json(row[column])
            row["due_until"] = last_day_of(row["due"])
        return {"actions": rows, "action_assignees": assignees, "action_recipients": recipients}

    def _names_of(self, action_id: str, names: Iterable[str]) -> list[Row]:
        return [
            {
                "action_id": action_id,
                "position": position,
                "name": name,
                "person_id": self.person_of_name.get(name),
            }
            for position, name in enumerate(names)
        ]


def _fields(value: Any, leave: Sequence[str] = ()) -> Row:
    """A dataclass's fields as a row, without those in ``leave``."""
    return {n: getattr(value, n) for n in value.__dataclass_fields__ if n not in leave}


def _spans_to_json(spans: Iterable[Span]) -> str:
    return json.dumps([[span.start, span.end] for span in spans])
