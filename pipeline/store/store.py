"""What can be asked of the database: save, load, list, find, remove; failures and their end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
)

from models.records import DocumentText, Record, Versions, stable_id
from models.tables import DOCUMENTS, FAILURES, FORGETTINGS, FORGOTTEN_NAMES, METADATA
from models.warnings import SEVERITIES
from pipeline.errors import InputError
from pipeline.store.applying import apply_corrections, insert_all
from pipeline.store.asking import Query
from pipeline.store.choosing import documents_of
from pipeline.store.correcting import Corrections
from pipeline.store.database import BUSY_SECONDS, explained, open_engine, open_reader
from pipeline.store.files import Files, forget_content, link_replaced, replaced_with
from pipeline.store.identity import document_id
from pipeline.store.inserting import insert_rows
from pipeline.store.lines import (
    FailureNote,
    StoredContent,
    StoredDocument,
    StoredWarning,
    failure_to_row,
    row_to_failure,
)
from pipeline.store.links import (
    add_links,
    join,
    joined_order,
    joins_of,
    link_again,
    links_to_others,
    occasions_of,
    take_apart,
)
from pipeline.store.overviews import Overviews
from pipeline.store.people import Persons, persons_of, update_persons
from pipeline.store.postgresql import is_server
from pipeline.store.reading import read_document, read_record
from pipeline.store.rows import Rows, record_to_rows
from pipeline.store.runs import Runs
from pipeline.store.searching import FullText
from pipeline.store.tasklines import Tasks
from pipeline.store.threads import note_series, places_of, thread_again
from pipeline.store.views import FactReader

if TYPE_CHECKING:
    from pipeline.store.forgetting import Forgetting
    from pipeline.store.guarding import Guard

TABLES = METADATA.tables

_VERSIONS = ("code_version", "rules_version", "model_version", "ocr_version")
_IDS = Query(select(DOCUMENTS.c.id).where(DOCUMENTS.c.sha256 == bindparam("sha256")))
_FORGOTTEN = Query(select(FORGOTTEN_NAMES.c.hash).limit(1))
_REMOVE = delete(DOCUMENTS).where(DOCUMENTS.c.sha256 == bindparam("sha256"))
_ENDED = delete(FAILURES).where(
    or_(FAILURES.c.sha256 == bindparam("sha256"), FAILURES.c.path == bindparam("path"))
)
HASH_PREFIX = re.compile("[0-9a-fA-F]{4,64}")
"""What may be the beginning of a document's SHA-256."""


def open_store(
    database: str,
    *,
    create: bool = False,
    busy_seconds: float = BUSY_SECONDS,
    repeatable: bool = False,
) -> Store:
    """The store in a database file or at a SQLAlchemy URL; ``create`` makes it if need be.

    What is written is on the disk when it is done, unless it is ``repeatable``. Raises
    StoreError if it is missing, locked, damaged, or not ours.
    """
    store = Store(
        open_engine(database, create=create, busy_seconds=busy_seconds, repeatable=repeatable)
    )
    store.persons.find_in_older()
    store.search.fill_in_older()
    store.tasks.find_in_older()
    return store


def open_for_reading(database: str, *, seconds: float) -> Store:
    """The store in a database file, which it never writes; nothing may take longer than
    ``seconds``.

    A database of an older version is upgraded before. Raises StoreError if it is missing, locked,
    damaged, or not ours.
    """
    open_store(database).close()
    return Store(open_reader(database, seconds))


class Store:
    """An open database; every method is one transaction. Use it as a context manager.

    ``persons`` are the people across documents, ``tasks`` what is to do, ``search`` is the full
    text, ``files`` where documents lay, ``runs`` when they were stored, ``overviews`` what pages
    show of many documents, ``corrections`` what people said of facts, ``forgetting`` who is to be
    named no more.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._engines = {
            writing: engine.execution_options(writing=writing, postgresql_readonly=not writing)
            for writing in (False, True)
        }
        self.persons = Persons(self._transaction, self.guard)
        self.search = FullText(self._transaction)
        self.tasks = Tasks(self._transaction)
        self.files = Files(self._transaction, self.guard)
        self.runs = Runs(self._transaction, self.guard)
        self.overviews = Overviews(self._transaction)
        self.corrections = Corrections(self._transaction, _relinked, self.guard)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back; nothing is lost if this is not called."""
        self.engine.dispose()

    @property
    def forgetting(self) -> Forgetting:
        """What takes people out of the database; it knows names and their forms, which other
        commands need not load."""
        from pipeline.store.forgetting import Forgetting

        return Forgetting(self.engine, self._transaction, _relinked)

    def is_sweep_due(self) -> bool:
        """True if somebody was forgotten and what was deleted is still to be overwritten."""
        waiting = select(FORGETTINGS.c.id).where(FORGETTINGS.c.swept_at.is_(None)).limit(1)
        with self._transaction() as connection:
            return connection.execute(waiting).first() is not None

    def guard(self) -> Guard | None:
        """What keeps forgotten names from coming back; None where nobody was forgotten."""
        with self._transaction() as connection:
            if not _FORGOTTEN.rows(connection):
                return None
            from pipeline.store.guarding import read_guard

            return read_guard(connection)

    @contextmanager
    def _transaction(self, *, writing: bool = False) -> Iterator[Connection]:
        """A transaction, which waits for others that are ``writing`` before it does so itself: what
        it reads is then what it changes."""
        with explained(self.engine), self._engines[writing].begin() as connection:
            yield connection

    # --- writing --------------------------------------------------------------------------------

    def save_record(self, record: Record) -> None:
        """Store the record in place of what was stored of the same content."""
        self.save_rows([record_to_rows(record)])

    def save_rows(self, parts: Sequence[Rows], path: str | None = None) -> None:
        """Store the rows of a file's documents in place of its old ones, and forget its failures.

        What a user joined stays joined, and what people corrected corrected. ``path`` is where the
        file was read: a failure of older content there is over, too.
        """
        sha256 = parts[0]["documents"][0]["sha256"]
        if guard := self.guard():
            parts = [guard.mask_rows(rows) for rows in parts]
        with self._transaction(writing=True) as connection:
            with _relinked(connection, sha256):
                connection.execute(_REMOVE, {"sha256": sha256})
                for rows in parts:
                    insert_all(connection, rows)
                    apply_corrections(connection, rows["documents"][0]["id"])
            connection.execute(_ENDED, {"sha256": sha256, "path": path or None})

    def remove_document(self, sha256: str) -> None:
        """Forget everything about the file's documents; nothing happens if there are none."""
        with self._transaction(writing=True) as connection, _relinked(connection, sha256):
            connection.execute(_REMOVE, {"sha256": sha256})
            forget_content(connection, sha256)

    def join_documents(self, documents: Sequence[StoredDocument]) -> list[StoredDocument]:
        """Note that the documents hold one meeting, in this order; returns all that it now has."""
        with self._transaction(writing=True) as connection:
            join(connection, [document.id for document in documents])
        return self.joined_documents(documents[0])

    def part_documents(self, documents: Sequence[StoredDocument]) -> None:
        """Forget that the documents were joined, with each other or with any other."""
        with self._transaction(writing=True) as connection:
            take_apart(connection, [document.id for document in documents])

    def save_failure(self, failure: FailureNote) -> None:
        """Note that a file failed, once more if it failed before."""
        if guard := self.guard():
            failure = replace(failure, path=guard.mask_path(failure.path))
        key = stable_id("fail", failure.sha256 or "", "" if failure.sha256 else failure.path)
        with self._transaction(writing=True) as connection:
            connection.execute(
                delete(FAILURES).where(FAILURES.c.path == failure.path, FAILURES.c.id != key)
            )
            before = connection.execute(
                select(FAILURES.c.attempts).where(FAILURES.c.id == key)
            ).scalar_one_or_none()
            connection.execute(delete(FAILURES).where(FAILURES.c.id == key))
            row = failure_to_row(failure)
            row |= {"id": key, "attempts": (before or 0) + failure.attempts}
            insert_rows(connection, TABLES["failures"], [row])

    def remove_failure(self, path: str) -> None:
        """Forget that the file at ``path`` failed."""
        with self._transaction(writing=True) as connection:
            connection.execute(delete(FAILURES).where(FAILURES.c.path == path))

    # --- reading --------------------------------------------------------------------------------

    def load_record(self, sha256: str, part: int = 1, *, places: bool = True) -> Record:
        """The record of the document that is this part of the file with this content; without
        ``places`` its text has neither lines nor characters, which is quicker.

        Raises InputError if it is not stored.
        """
        with self._transaction() as connection:
            key = _known_key(connection, sha256, part)
            return read_record(connection, key, places=places)

    def load_document(self, sha256: str, part: int = 1) -> DocumentText:
        """The text and geometry of the same document, equal to what was read.

        Raises InputError if it is not stored.
        """
        with self._transaction() as connection:
            return read_document(connection, _known_key(connection, sha256, part))

    def load_documents(self, sha256: str) -> tuple[DocumentText, ...]:
        """The texts and geometries of all documents of the file with this content, in order.

        Raises InputError if it is not stored.
        """
        with self._transaction() as connection:
            _known_key(connection, sha256, 1)
            parts = (
                select(DOCUMENTS.c.id)
                .where(DOCUMENTS.c.sha256 == sha256)
                .order_by(DOCUMENTS.c.part)
            )
            keys = connection.execute(parts).scalars().all()
            return tuple(read_document(connection, key) for key in keys)

    def documents(self) -> list[StoredDocument]:
        """All documents, ordered by file name, content and part."""
        return self._documents()

    def _documents(self, *conditions: ColumnElement[bool]) -> list[StoredDocument]:
        documents, meetings = TABLES["documents"], TABLES["meetings"]
        twins, warnings = documents.alias(), TABLES["warnings"]
        parts = select(func.count()).where(twins.c.sha256 == documents.c.sha256).scalar_subquery()
        waits = exists().where(
            warnings.c.document_id == twins.c.id,
            twins.c.sha256 == documents.c.sha256,
            warnings.c.code == "needs_ocr",
        )
        query = (
            select(
                documents,
                meetings.c.title,
                meetings.c.date,
                parts.label("parts"),
                waits.label("needs_ocr"),
            )
            .join(meetings)
            .where(*conditions)
            .order_by(documents.c.file, documents.c.sha256, documents.c.part)
        )
        with self._transaction() as connection:
            return [_row_to_document(row) for row in connection.execute(query).mappings()]

    def choose_documents(
        self, names: Sequence[str] = (), organ: str = "", since: str = "", until: str = ""
    ) -> list[StoredDocument]:
        """The documents of these names (as ``find_documents`` knows them; none: all) whose
        meetings are of this organ and these days, ordered by file name.

        Raises InputError if a name is unknown, or if there is no such document though some are
        stored.
        """
        named = {found.id for name in names for found in self.find_documents(name)}
        with self._transaction() as connection:
            chosen = documents_of(connection, organ, since, until)
        documents = self.documents()
        found = [one for one in documents if one.id in chosen and (not names or one.id in named)]
        if documents and not found:
            raise InputError("No document is of this organ and these days: 'poytakirja list'")
        return found

    @contextmanager
    def facts(self, documents: Sequence[StoredDocument] | None = None) -> Iterator[FactReader]:
        """The tables of facts of these documents, of all without any, as they are at one moment."""
        ids = None if documents is None else [document.id for document in documents]
        engine = self._engines[False]
        if is_server(engine.url):  # whose transactions see what others commit meanwhile
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with explained(engine), engine.begin() as connection:
            yield FactReader(connection, ids)

    def document(self, key: str) -> StoredDocument:
        """The document with this id; InputError if it is not stored."""
        found = self._documents(DOCUMENTS.c.id == key)
        if not found:
            raise InputError(f"No document {key!r} is stored: 'poytakirja list' shows what is")
        return found[0]

    def find_documents(self, name: str) -> list[StoredDocument]:
        """The documents of the one file that is called ``name`` or whose SHA-256 begins so; with
        ``#2`` behind, its second alone.

        Raises InputError if there is none, or several files.
        """
        found = self._named(name)
        file, mark, part = name.rpartition("#")
        if not found and mark and part.isdecimal():
            found = [document for document in self._named(file) if document.part == int(part)]
        if not found:
            raise InputError(f"No document {name!r} is stored: 'poytakirja list' shows what is")
        keys = list(dict.fromkeys(document.sha256 for document in found))
        if len(keys) > 1:
            shown = ", ".join(key[:12] for key in keys[:5])
            raise InputError(f"{name!r} is several documents: name one of {shown}")
        return found

    def _named(self, name: str) -> list[StoredDocument]:
        found = self._documents(DOCUMENTS.c.file == name)
        if not found and HASH_PREFIX.fullmatch(name):
            found = self._documents(DOCUMENTS.c.sha256.startswith(name.lower()))
        return found

    def contents(self) -> dict[str, StoredContent]:
        """By hash every content that is stored."""
        documents, warnings = TABLES["documents"], TABLES["warnings"]
        columns = ("sha256", "file", *_VERSIONS)
        query = select(*(documents.c[name] for name in columns)).where(DOCUMENTS.c.part == 1)
        waiting = select(documents.c.sha256).join(warnings).where(warnings.c.code == "needs_ocr")
        with self._transaction() as connection:
            rows = connection.execute(query).all()
            waits = set(connection.execute(waiting).scalars())
        made = {found: Versions(*found) for found in {tuple(row[2:]) for row in rows}}
        return {
            sha256: StoredContent(sha256, file, made[tuple(found)], sha256 in waits)
            for sha256, file, *found in rows
        }

    def joined_documents(self, document: StoredDocument) -> list[StoredDocument]:
        """All documents of the meeting that this one was joined to, in their order."""
        with self._transaction() as connection:
            order = joined_order(connection, document.id)
        return [each for key in order for each in self._documents(DOCUMENTS.c.id == key)]

    def linked_documents(self, document: StoredDocument) -> list[tuple[str, bool, StoredDocument]]:
        """The other documents of the same meeting: the kind of link, whether the other one is what
        the kind says (else this one is it), and the other one."""
        with self._transaction() as connection:
            links = links_to_others(connection, document.id)
        return [
            (kind, theirs, other)
            for kind, ends in links.items()
            for key, theirs in ends
            for other in self._documents(DOCUMENTS.c.id == key)
        ]

    def warnings(self, documents: Sequence[StoredDocument]) -> list[StoredWarning]:
        """The warnings of these documents: the worst first, then by document and page."""
        named = {document.id: (at, document.name) for at, document in enumerate(documents)}
        warnings = TABLES["warnings"]
        query = select(warnings).order_by(warnings.c.document_id, warnings.c.position)
        with self._transaction() as connection:
            rows = [r for r in connection.execute(query).mappings() if r["document_id"] in named]
        rows.sort(key=lambda r: (
            SEVERITIES.index(r["severity"]), named[r["document_id"]][0], r["page"] or 0,
        ))  # fmt: skip
        return [
            StoredWarning(
                named[r["document_id"]][1],
                r["severity"],
                r["code"],
                r["message"],
                r["page"],
                r["item"],
            )
            for r in rows
        ]

    def failures(self) -> list[FailureNote]:
        """All failures that are not over, ordered by path."""
        return self._failures()

    def failure_of(self, sha256: str) -> FailureNote | None:
        """The failure of a file with this content, None if it did not fail."""
        return next(iter(self._failures(FAILURES.c.sha256 == sha256)), None)

    def _failures(self, *conditions: ColumnElement[bool]) -> list[FailureNote]:
        failures = TABLES["failures"]
        query = select(failures).where(*conditions).order_by(failures.c.path)
        with self._transaction() as connection:
            return [row_to_failure(dict(row)) for row in connection.execute(query).mappings()]


def _row_to_document(row: RowMapping) -> StoredDocument:
    versions = (row[name] for name in _VERSIONS)
    return StoredDocument(
        row["sha256"],
        row["part"],
        row["parts"],
        row["file"],
        row["page_count"],
        row["title"],
        row["date"],
        Versions(*versions),
        bool(row["needs_ocr"]),
    )


@contextmanager
def _relinked(connection: Connection, sha256: str) -> Iterator[None]:
    """What the block does with a file's documents leaves their links and people true."""
    known = _IDS.column(connection, sha256=sha256)
    joins = joins_of(connection, known)
    occasions = occasions_of(connection, sha256) if known else set()
    people = persons_of(connection, sha256) if known else {}
    replaced = replaced_with(connection, sha256)
    places = places_of(connection, [sha256, *replaced])
    yield
    names = persons_of(connection, sha256).keys() | people.keys()
    update_persons(connection, names, set().union(*people.values()) if people else None)
    stored = set(connection.execute(select(DOCUMENTS.c.id)).scalars()) if joins else set()
    add_links(connection, [j for j in joins if {j.document_id, j.other_id} <= stored])
    link_again(connection, occasions | occasions_of(connection, sha256))
    replaced = replaced_with(connection, sha256)
    link_replaced(connection, replaced)
    note_series(connection, [sha256])
    thread_again(connection, places | places_of(connection, [sha256, *replaced]))


def _known_key(connection: Connection, sha256: str, part: int) -> str:
    key = document_id(sha256, part)
    if not connection.execute(select(DOCUMENTS.c.id).where(DOCUMENTS.c.id == key)).first():
        raise InputError(f"No document {sha256[:12]} is stored: 'poytakirja list' shows what is")
    return key
