"""Corrections in the database: entered, taken back, listed, and the facts that they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, RowMapping, delete, func, insert, or_, select

from models.records import Record
from models.tables import CORRECTIONS, DOCUMENTS
from pipeline.store.applying import (
    apply_corrections,
    correction_to_row,
    corrections_of,
    extracted_record,
    row_to_correction,
)
from pipeline.store.corrections import Corrected, Correction, correct_record
from pipeline.store.facts import (
    KINDS,
    Kind,
    Values,
    fact_to_values,
    item_of,
    quotes_of,
    record_to_facts,
    spans_of,
)
from pipeline.store.identity import document_id
from pipeline.store.lines import StoredDocument
from pipeline.store.reading import TABLES, read_document

if TYPE_CHECKING:
    from pipeline.store.guarding import Guard

State = Literal["applied", "unanchored", "waiting"]
"""Of a correction: it holds, its words are gone, or its document is not stored."""


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact of a stored document as it holds: ``id`` as in the database today, ``target`` as it
    was extracted. ``item`` and ``page`` are None where it has none; ``spoken_of`` says that
    somebody changed, added or confirmed it."""

    id: str
    target: str
    kind: Kind
    item: str | None
    page: int | None
    start: int | None
    quote: str | None
    values: Values
    spoken_of: bool


Relinking = Callable[[Connection, str], AbstractContextManager[None]]


class Corrections:
    """What people said of facts; every method is one transaction."""

    def __init__(
        self,
        transaction: Callable[..., AbstractContextManager[Connection]],
        relinked: Relinking,
        guard: Callable[[], Guard | None],
    ) -> None:
        self._transaction = transaction
        self._relinked = relinked
        self._guard = guard

    def enter(self, corrections: Sequence[Correction]) -> None:
        """Keep the corrections, in this order, and apply them where their documents are stored.

        One that is kept already, by its id, is left as it is; people who were forgotten are masked
        in all.
        """
        if guard := self._guard():
            corrections = [self._guarded(guard, said) for said in corrections]
        with self._transaction(writing=True) as connection:
            last = connection.execute(select(func.max(CORRECTIONS.c.number))).scalar_one() or 0
            known = set(connection.execute(select(CORRECTIONS.c.id)).scalars())
            new = [said for said in corrections if said.id not in known]
            rows = [
                correction_to_row(said) | {"number": last + at}
                for at, said in enumerate(new, start=1)
            ]
            if rows:
                connection.execute(insert(CORRECTIONS), rows)
            self._apply(connection, new)

    def _guarded(self, guard: Guard, said: Correction) -> Correction:
        key = document_id(said.sha256, said.part)
        with self._transaction() as connection:
            found = connection.execute(select(DOCUMENTS.c.id).where(DOCUMENTS.c.id == key)).first()
            document = read_document(connection, key) if found else None
        text, masks = (document.text, len(document.masks)) if document else ("", 0)
        return guard.mask_correction(said, text, masks)

    def take_back(self, corrections: Sequence[Correction]) -> None:
        """Forget the corrections, and have the documents say what they said without them."""
        ids = [said.id for said in corrections]
        with self._transaction(writing=True) as connection:
            keys = self._documents_of(connection, corrections)
            connection.execute(delete(CORRECTIONS).where(CORRECTIONS.c.id.in_(ids)))
            self._apply_to(connection, keys)

    def _apply(self, connection: Connection, corrections: Sequence[Correction]) -> None:
        self._apply_to(connection, self._documents_of(connection, corrections))

    def _apply_to(self, connection: Connection, keys: Iterable[tuple[str, str]]) -> None:
        for key, sha256 in sorted(set(keys)):
            with self._relinked(connection, sha256):
                apply_corrections(connection, key)

    def _documents_of(
        self, connection: Connection, corrections: Sequence[Correction]
    ) -> list[tuple[str, str]]:
        """Id and hash of the stored documents that the corrections are about."""
        documents, organisations = TABLES["documents"], TABLES["organisations"]
        named = [said.target for said in corrections if said.verdict == "same"]
        named += [said.values["name"] for said in corrections if said.verdict == "same"]
        keys = [document_id(said.sha256, said.part) for said in corrections if said.part]
        query = select(documents.c.id, documents.c.sha256).where(
            or_(
                documents.c.id.in_(keys),
                documents.c.id.in_(
                    select(organisations.c.document_id).where(organisations.c.name.in_(named))
                ),
            )
        )
        return [(row.id, row.sha256) for row in connection.execute(query)]

    def all(self, document: StoredDocument | None = None) -> list[tuple[Correction, State, str]]:
        """The corrections of a document, or all, in their order, each with what became of it and
        the document's name (of one that is not stored the beginning of its hash)."""
        table, documents = TABLES["corrections"], TABLES["documents"]
        query = (
            select(table, documents.c.file)
            .outerjoin(
                documents,
                (documents.c.sha256 == table.c.sha256) & (documents.c.part == table.c.part),
            )
            .order_by(table.c.number)
        )
        if document is not None:
            query = query.where(table.c.sha256 == document.sha256, table.c.part == document.part)
        with self._transaction() as connection:
            rows = connection.execute(query).mappings().all()
        return [
            (
                row_to_correction(row),
                _state(row),
                row["file"] or row["sha256"][:12] or "everywhere",
            )
            for row in rows
        ]

    def facts(self, document: StoredDocument, extracted: bool = False) -> list[StoredFact]:
        """The facts of a document as they hold, or as they were ``extracted``."""
        with self._transaction() as connection:
            corrections = corrections_of(connection, document.id)
            record = extracted_record(connection, document.id)
        corrected = correct_record(record, [] if extracted else corrections)
        return list(_stored_facts(corrected))

    def extracted(self, document: StoredDocument) -> Record:
        """The record as it was extracted."""
        with self._transaction() as connection:
            return extracted_record(connection, document.id)


def _state(row: RowMapping) -> State:
    if row["part"] and row["file"] is None:
        return "waiting"
    state: State = row["state"]
    return state


def _stored_facts(corrected: Corrected) -> Iterator[StoredFact]:
    document = corrected.record.document
    now = record_to_facts(corrected.record)
    for kind in KINDS:
        for entry, today in zip(corrected.facts[kind], now[kind], strict=True):
            spans, quotes = spans_of(entry.fact), quotes_of(document, entry.fact)
            yield StoredFact(
                today.id,
                entry.id,
                kind,
                item_of(entry.fact),
                document.page_of(spans[0].start) if spans else None,
                spans[0].start if spans else None,
                quotes[0] if quotes else None,
                fact_to_values(kind, entry.fact),
                entry.id in corrected.touched,
            )
