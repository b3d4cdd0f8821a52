"""Rows back to records: what was stored of a document, equal to what was saved.

Mentions alone come back in another order than they were found in: as they stand in the text.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, RowMapping, Select, bindparam, select

from models.records import (
    ActionItem,
    Attendee,
    Characters,
    DateMention,
    Decision,
    DocumentText,
    Findings,
    Item,
    Link,
    Meeting,
    Mention,
    Minutes,
    Organisation,
    Passage,
    Person,
    Presence,
    Record,
    Reference,
    Section,
    Span,
    Statistic,
    Versions,
    Votes,
    Warning,
)
from models.tables import METADATA

T = TypeVar("T")

TABLES = METADATA.tables
NO_CHARACTERS = Characters(*[cast("Any", ())] * 3)
"""Of a document that is read without its geometry: not even empty arrays, which need numpy."""


def read_document(connection: Connection, key: str) -> DocumentText:
    """The text and geometry of the document with this key, which must be there."""
    from pipeline.store.geometry import PackedDocument, unpack_document

    row = _rows(connection, "documents", key, column="id")[0]
    text = _rows(connection, "document_texts", key)[0]
    pages = _rows(connection, "pages", key, order="number")
    document = unpack_document(
        PackedDocument(text["text"], text["layout"], tuple(page["geometry"] for page in pages)),
        file=row["file"],
        sha256=row["sha256"],
        page_sizes=[(page["width"], page["height"]) for page in pages],
    )
    return replace(
        document,
        ocr=row["ocr_version"],
        part=row["part"],
        warnings=_warnings(connection, key, "read"),
    )


def read_text(connection: Connection, key: str) -> DocumentText:
    """The document with this key, which must be there, with the words of its text but not their
    places: without lines, characters, links and tables."""
    row = _rows(connection, "documents", key, column="id")[0]
    pages = _rows(connection, "pages", key, order="number")
    return DocumentText(
        file=row["file"],
        sha256=row["sha256"],
        text=_rows(connection, "document_texts", key)[0]["text"],
        lines=(),
        chars=NO_CHARACTERS,
        page_sizes=tuple((page["width"], page["height"]) for page in pages),
        ocr=row["ocr_version"],
        part=row["part"],
        warnings=_warnings(connection, key, "read"),
    )


def read_record(connection: Connection, key: str, *, places: bool = True) -> Record:
    """The whole record of the document with this key, which must be there; without ``places`` its
    document is what ``read_text`` gives."""
    document = read_document(connection, key) if places else read_text(connection, key)
    reader = _Reader(connection, key)
    row = _rows(connection, "documents", key, column="id")[0]
    return Record(
        document=document,
        minutes=reader.minutes(row["language"]),
        findings=reader.findings(),
        versions=Versions(
            row["code_version"], row["rules_version"], row["model_version"], row["ocr_version"]
        ),
        warnings=_warnings(connection, key, "ingest"),
    )


def _rows(
    connection: Connection,
    table: str,
    key: str,
    *,
    column: str = "document_id",
    order: str | None = None,
) -> Sequence[RowMapping]:
    query = _query(table, column, order)
    return connection.execute(query, {"key": key}).mappings().all()


@cache
def _query(table: str, column: str, order: str | None) -> Select[Any]:
    """The rows of a table by one column; building a query costs more than running it."""
    found = TABLES[table]
    query = select(found).where(found.c[column] == bindparam("key"))
    return query.order_by(found.c[order]) if order else query


@cache
def _query_children(table: str, parent: str, column: str) -> Select[Any]:
    """The rows of ``table`` that hang on one document's rows of ``parent``."""
    child, above = TABLES[table], TABLES[parent]
    keys = select(above.c.id).where(above.c.document_id == bindparam("key"))
    query = select(child).where(child.c[column].in_(keys))
    return query.order_by(child.c.position) if "position" in child.c else query


def _warnings(connection: Connection, key: str, stage: str) -> tuple[Warning, ...]:
    rows = _rows(connection, "warnings", key, order="position")
    return tuple(_filled(Warning, row) for row in rows if row["stage"] == stage)


def _filled(kind: type[T], row: RowMapping, **others: Any) -> T:
    """A dataclass from the columns that bear its fields' names; ``others`` come first."""
    names = kind.__dataclass_fields__  # type: ignore[attr-defined]
    return kind(**{name: row[name] for name in names if name not in others}, **others)


def _span(row: RowMapping) -> Span:
    return Span(row["span_start"], row["span_end"])


def _json_to_spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(text))


class _Reader:
    """Reads the rows of one document; knows the paths of its items."""

    def __init__(self, connection: Connection, key: str) -> None:
        self._connection = connection
        self._key = key
        self._items = self._ordered("items")
        self._paths: dict[str | None, str | None] = {r["id"]: r["path"] for r in self._items}
        self._paths[None] = None

    def _ordered(self, table: str) -> Sequence[RowMapping]:
        return _rows(self._connection, table, self._key, order="position")

    def _children(self, table: str, parent: str, column: str) -> dict[str, list[RowMapping]]:
        """The rows of ``table`` that hang on this document's rows of ``parent``, by their key."""
        query = _query_children(table, parent, column)
        grouped: dict[str, list[RowMapping]] = defaultdict(list)
        for row in self._connection.execute(query, {"key": self._key}).mappings():
            grouped[row[column]].append(row)
        return grouped

    # --- minutes --------------------------------------------------------------------------------

    def minutes(self, language: Any) -> Minutes:
        meeting = _rows(self._connection, "meetings", self._key)[0]
        return Minutes(
            meeting=_filled(Meeting, meeting),
            attendees=self._attendees(),
            items=self._all_items(),
            passages=tuple(
                _filled(Passage, row, span=_span(row), item=self._paths[row["item_id"]])
                for row in self._ordered("passages")
            ),
            language=language,
            warnings=_warnings(self._connection, self._key, "segment"),
        )

    def _attendees(self) -> tuple[Attendee, ...]:
        stretches = self._children("presences", "attendees", "attendee_id")
        return tuple(
            _filled(
                Attendee,
                row,
                span=_span(row),
                presence=tuple(_filled(Presence, stretch) for stretch in stretches[row["id"]]),
            )
            for row in self._ordered("attendees")
        )

    def _all_items(self) -> tuple[Item, ...]:
        sections = self._children("sections", "items", "item_id")
        return tuple(self._item(row, sections[row["id"]]) for row in self._items)

    def _item(self, row: RowMapping, sections: Sequence[RowMapping]) -> Item:
        titled = row["title_start"] is not None
        return _filled(
            Item,
            row,
            span=_span(row),
            title_span=Span(row["title_start"], row["title_end"]) if titled else None,
            text_spans=_json_to_spans(row["text_spans"]),
            sections=tuple(
                _filled(
                    Section,
                    section,
                    span=_span(section),
                    heading_span=Span(section["heading_start"], section["heading_end"]),
                )
                for section in sections
            ),
        )

    # --- findings -------------------------------------------------------------------------------

    def findings(self) -> Findings:
        mentions = self._ordered("mentions")
        return Findings(
            mentions=tuple(dict.fromkeys(self._mention(m) for m in mentions if m["extracted"])),
            people=self._named(Person, "people", "person_id", mentions),
            organisations=self._named(Organisation, "organisations", "organisation_id", mentions),
            links=self._facts(Link, "links"),
            statistics=self._facts(Statistic, "statistics"),
            dates=self._facts(DateMention, "dates"),
            references=self._facts(Reference, "document_references"),
            decisions=self._decisions(),
            actions=self._actions(),
            warnings=_warnings(self._connection, self._key, "extract"),
        )

    def _facts(self, kind: type[T], table: str) -> tuple[T, ...]:
        return tuple(self._fact(kind, row) for row in self._ordered(table))

    def _fact(self, kind: type[T], row: RowMapping, **others: Any) -> T:
        return _filled(kind, row, span=_span(row), item=self._paths[row["item_id"]], **others)

    def _mention(self, row: RowMapping) -> Mention:
        return self._fact(Mention, row)

    def _named(
        self, kind: type[T], table: str, column: str, mentions: Sequence[RowMapping]
    ) -> tuple[T, ...]:
        grouped: dict[str, list[Mention]] = defaultdict(list)
        for row in mentions:
            grouped[row[column]].append(self._mention(row))
        return tuple(
            _filled(kind, row, mentions=tuple(grouped[row["id"]])) for row in self._ordered(table)
        )

    def _decisions(self) -> tuple[Decision, ...]:
        votes = self._children("votes", "decisions", "decision_id")
        ballots = self._children("ballots", "decisions", "decision_id")
        return tuple(
            self._fact(Decision, row, votes=_votes(votes[row["id"]], ballots[row["id"]]))
            for row in self._ordered("decisions")
        )

    def _actions(self) -> tuple[ActionItem, ...]:
        assignees = self._children("action_assignees", "actions", "action_id")
        recipients = self._children("action_recipients", "actions", "action_id")
        return tuple(
            self._fact(
                ActionItem,
                row,
                owner_spans=_json_to_spans(row["owner_spans"]),
                recipient_spans=_json_to_spans(row["recipient_spans"]),
                assignees=tuple(named["name"] for named in assignees[row["id"]]),
                recipients=tuple(named["name"] for named in recipients[row["id"]]),
            )
            for row in self._ordered("actions")
        )


def _votes(counts: Sequence[RowMapping], ballots: Sequence[RowMapping]) -> Votes | None:
    if not counts:
        return None
    row = counts[0]
    return Votes(
        for_=row["for_count"],
        against=row["against_count"],
        abstain=row["abstain_count"],
        blank=row["blank_count"],
        absent=row["absent_count"],
        names=tuple((ballot["name"], ballot["choice"]) for ballot in ballots),
    )
