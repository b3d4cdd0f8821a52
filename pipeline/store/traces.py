"""Where the database holds somebody's words: in documents and what was said of their facts, and in
what hangs on no document; and what they are with these words masked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, String, delete, select, update

from models.records import stable_id
from models.tables import (
    CORRECTIONS,
    FAILURES,
    FILES,
    METADATA,
)
from pipeline.bearers import Bearer
from pipeline.masks import MASK, cover, is_masked, label_of
from pipeline.places import key_to_path
from pipeline.store.applying import (
    correction_to_row,
    extracted_record,
    read_corrections,
)
from pipeline.store.corrections import Correction
from pipeline.store.facts import masked_pattern
from pipeline.store.identity import document_id
from pipeline.store.masking import Masked, mask_record
from pipeline.store.people import StoredPerson
from pipeline.store.persons import name_key

TABLES = METADATA.tables
LOOSE = ("failures", "files", "file_origins", "runs", "corrections", "forgettings", "backups")
"""Tables that hang on no document, and may hold a name all the same."""
Progress = Callable[[int, int, str], None]
"""Told how many documents were looked at, of how many, and the last one's name."""


def silent(_done: int, _total: int, _name: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is to be forgotten: ``names`` are the full names, as documents spell them. ``person`` is
    None for somebody whom no document is known to name; ``namesakes`` are others of that name."""

    names: tuple[str, ...]
    person: StoredPerson | None = None
    namesakes: tuple[StoredPerson, ...] = ()

    @property
    def documents_of_others(self) -> frozenset[str]:
        """Ids of the documents in which the name is somebody else's."""
        own = {a.key[0] for a in self.person.appearances} if self.person else set()
        others = {a.key[0] for one in self.namesakes for a in one.appearances}
        return frozenset(others - own)


# --- what is masked -----------------------------------------------------------------------------


def masked_documents(
    connection: Connection, sought: Sought, progress: Progress
) -> Iterator[tuple[str, str, Masked]]:
    """The documents in which the person is named, without them: name, key, record."""
    own = {a.key[0] for a in sought.person.appearances} if sought.person else set()
    others = sought.documents_of_others
    texts, documents = TABLES["document_texts"], TABLES["documents"]
    bearer = Bearer(sought.names)
    own |= _named_in_facts(connection, sought.names) - others
    query = select(documents.c.id, documents.c.file).order_by(documents.c.file, documents.c.id)
    found = connection.execute(query).tuples().all()
    for done, (key, file) in enumerate(found, start=1):
        progress(done, len(found), file)
        if key in others:
            continue
        text = connection.execute(select(texts.c.text).where(texts.c.document_id == key))
        if key in own or bearer.find(text.scalar_one(), alone=False):
            masked = mask_record(extracted_record(connection, key), sought.names)
            if masked.words or key in own:
                yield file, key, masked


def _named_in_facts(connection: Connection, names: Collection[str]) -> set[str]:
    """Documents that name the person where there need be no appearance: for whom a deputy stands,
    who voted or has something to do."""
    keys = set(map(name_key, names))
    attendees, found = TABLES["attendees"], set[str]()
    queries = [select(attendees.c.document_id, attendees.c.deputy_for)]
    for table, parent in (
        ("ballots", "decisions"),
        ("action_assignees", "actions"),
        ("action_recipients", "actions"),
    ):
        child, above = TABLES[table], TABLES[parent]
        key = child.c[f"{parent[:-1]}_id"]
        queries.append(select(above.c.document_id, child.c.name).join(above, above.c.id == key))
    for query in queries:
        rows = connection.execute(query.distinct()).tuples()
        found |= {document for document, name in rows if name and name_key(name) in keys}
    return found


def mask_corrections(connection: Connection, masked: Masked) -> None:
    """Have what was said of the document's facts say so of the masked ones."""
    document = masked.record.document
    said_of_it = read_corrections(
        connection, CORRECTIONS.c.sha256 == document.sha256, CORRECTIONS.c.part == document.part
    )
    for said in said_of_it:
        row = correction_to_row(mask_correction(said, masked))
        row.pop("state")
        connection.execute(update(CORRECTIONS).where(CORRECTIONS.c.id == said.id).values(row))


def mask_correction(said: Correction, masked: Masked) -> Correction:
    """The correction as it stands on the masked words of its document."""
    words = _Words(masked)
    return replace(
        said,
        target=masked.ids.get(said.target, said.target),
        quote=words.quote(said.quote, said.start) if said.quote else said.quote,
        values=words.value(said.values),
        before=words.value(said.before),
        entered_by=covered_outside(said.entered_by, masked.bearer),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words of a correction are in a masked document."""

    masked: Masked

    def quote(self, quote: str, start: int | None) -> str:
        """The document's words in the place of the quote; masked by themselves where it is gone."""
        text = self.masked.record.document.text
        matches = list(masked_pattern(quote, MASK).finditer(text))
        if not matches:
            return cover(quote, self.masked.bearer.find(quote))
        nearest = min(matches, key=lambda match: abs(match.start() - (start or 0)))
        return " ".join(nearest[0].split())

    def value(self, value: Any) -> Any:
        """A field's value, or all of them."""
        if isinstance(value, dict):
            return {name: self.value(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.value(inner) for inner in value]
        if not isinstance(value, str):
            return value
        if name_key(value) in set(map(name_key, self.masked.bearer.names)):
            return label_of(len(self.masked.record.document.masks))
        covered = cover(value, self.masked.bearer.find(value))
        if is_masked(covered) and covered != value:
            return label_of(len(self.masked.record.document.masks))
        return covered


def forget_rulings(connection: Connection, sought: Sought) -> None:
    """What users ruled of the person is about nobody any more."""
    rulings = TABLES["identity_rulings"]
    keys = {a.key for a in sought.person.appearances} if sought.person else set()
    for row in connection.execute(select(rulings)).mappings().all():
        ends = (row["document_id"], row["name"]), (row["other_document_id"], row["other_name"])
        known = not keys.isdisjoint(ends)
        named = not sought.namesakes and any(
            name_key(name) in set(map(name_key, sought.names)) for _, name in ends
        )
        if known or named:
            same = (rulings.c[column.name] == row[column.name] for column in rulings.primary_key)
            connection.execute(delete(rulings).where(*same))


# --- what hangs on no document ------------------------------------------------------------------


def covered_outside(value: str, bearer: Bearer) -> str:
    """A value outside the documents without the person: full names, and paths and addresses made
    of them."""
    spans = [*bearer.find(value, alone=False), *bearer.find_in_address(value, alone=False)]
    return cover(value, spans)


def loose_values(
    connection: Connection, bearer: Bearer, spared: Collection[str]
) -> Iterator[tuple[str, dict[str, Any], dict[str, str]]]:
    """Rows that hold the name: table, key, and the columns as they are to be; not of ``spared``
    documents, in which it is another's."""
    for name in (*LOOSE, "documents"):
        table = TABLES[name]
        columns = [column.name for column in table.c if isinstance(column.type, String)]
        columns = ["file"] if name == "documents" else columns
        for row in connection.execute(select(table)).mappings().all():
            if name == "corrections" and document_id(row["sha256"], row["part"]) in spared:
                continue
            changed = {
                column: made
                for column in columns
                if row[column] and (made := covered_outside(row[column], bearer)) != row[column]
            }
            if changed:
                yield name, {key.name: row[key.name] for key in table.primary_key}, changed


def mask_loose(connection: Connection, bearer: Bearer, spared: Collection[str] = ()) -> int:
    """Mask what hangs on no document; how many rows there were."""
    found = list(loose_values(connection, bearer, spared))
    for name, key, changed in found:
        table = TABLES[name]
        if name == "failures" and "path" in changed:
            sha256 = select(FAILURES.c.sha256).where(FAILURES.c.id == key["id"])
            known = connection.execute(sha256).scalar_one()
            path = "" if known else changed["path"]
            changed = changed | {"id": stable_id("fail", known or "", path)}
        connection.execute(
            update(table).where(*(table.c[n] == v for n, v in key.items())).values(changed)
        )
    return len(found)


def paths_on_disk(connection: Connection, bearer: Bearer) -> tuple[str, ...]:
    """Files that lie on this machine under a path that holds the name."""
    paths = connection.execute(select(FILES.c.path).where(FILES.c.replaced_at.is_(None)))
    return tuple(
        path
        for path in sorted(paths.scalars())
        if covered_outside(path, bearer) != path and key_to_path(path).exists()
    )


def rename_first(paths: Collection[str]) -> str:
    shown = ", ".join(sorted(paths)[:5])
    return (
        f"The name stands in the path of {len(paths)} file(s) that the database follows: {shown}. "
        "Rename them, type 'poytakirja ingest' for their folder, then forget again"
    )
