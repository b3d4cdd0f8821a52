"""Somebody is forgotten: their words masked wherever the database holds them, in one transaction,
and their name on a list of hashes that keeps later documents from bringing it back."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from models.records import stable_id
from models.tables import (
    BACKUPS,
    DOCUMENTS,
    FORGETTINGS,
    FORGOTTEN_NAMES,
    METADATA,
)
from pipeline.bearers import Bearer
from pipeline.errors import InputError
from pipeline.masks import cover
from pipeline.names import to_full_name, to_name_book
from pipeline.store.applying import (
    apply_corrections,
    extracted_record,
    insert_all,
)
from pipeline.store.guarding import context_key, read_guard, with_context
from pipeline.store.hashing import METHOD, hash_all, keys_of_name, new_salt
from pipeline.store.masking import Masked, mask_record
from pipeline.store.people import APPEARANCES, StoredPerson, find_persons
from pipeline.store.persons import CONTEXTS, name_key
from pipeline.store.rows import record_to_rows
from pipeline.store.sweeping import overwrite_deleted, rebuild_index, sweep
from pipeline.store.traces import (
    Progress,
    Sought,
    covered_outside,
    forget_rulings,
    loose_values,
    mask_corrections,
    mask_loose,
    masked_documents,
    paths_on_disk,
    rename_first,
    silent,
)

TABLES = METADATA.tables


@dataclass(frozen=True, slots=True)
class Traces:
    """What the database holds of somebody: by document's name how many places; by form how often;
    how many values outside the documents; paths of files on this machine that hold the name."""

    documents: Mapping[str, int]
    forms: Mapping[str, int]
    elsewhere: int
    paths: tuple[str, ...]

    @property
    def places(self) -> int:
        return sum(self.documents.values())


@dataclass(frozen=True, slots=True)
class Forgotten:
    """That somebody was forgotten. ``swept_at`` is None where deleted pages are still to be
    overwritten; ``copies`` are those of the database that are older."""

    id: str
    done_at: str
    done_by: str
    reason: str | None
    documents: int
    places: int
    swept_at: str | None
    copies: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ForgottenList:
    """What a database knows of people who were forgotten and of its copies, row by row."""

    acts: tuple[Mapping[str, Any], ...] = ()
    names: tuple[Mapping[str, Any], ...] = ()
    copies: tuple[Mapping[str, Any], ...] = ()


class Forgetting:
    """People to be forgotten, in an open database."""

    def __init__(
        self,
        engine: Engine,
        transaction: Callable[..., AbstractContextManager[Connection]],
        relinked: Callable[[Connection, str], AbstractContextManager[None]],
    ) -> None:
        self._engine, self._transaction, self._relinked = engine, transaction, relinked

    def seek(self, words: str) -> Sought:
        """Who is meant by a name, in any form, or the beginning of a person's id.

        Raises InputError if several may be, or nobody can.
        """
        with self._transaction() as connection:
            person = _person_called(connection, words)
            if person is None:
                similar = find_persons(connection, words)
                if similar or not to_full_name(words).surname:
                    raise InputError(_nobody(words, similar))
                return Sought((words,))
            names = tuple(dict.fromkeys([person.name, *(a.name for a in person.appearances)]))
            keys = set(map(name_key, names))
            others = find_persons(connection)
            namesakes = [
                one
                for one in others
                if one.id != person.id and any(name_key(a.name) in keys for a in one.appearances)
            ]
            return Sought(names, person, tuple(namesakes))

    def trace(self, sought: Sought, progress: Progress = silent) -> Traces:
        """What there is to mask; nothing is written. Raises InputError if there is nothing."""
        documents: dict[str, int] = {}
        forms: Counter[str] = Counter()
        with self._transaction() as connection:
            for name, _, masked in masked_documents(connection, sought, progress):
                documents[name] = len(masked.words)
                forms.update(" ".join(word.split()) for word in masked.words)
            bearer = Bearer(sought.names)
            spared = sought.documents_of_others
            elsewhere = sum(1 for _ in loose_values(connection, bearer, spared))
            paths = paths_on_disk(connection, bearer)
        if not documents and not elsewhere:
            raise InputError(_nowhere(sought))
        return Traces(documents, dict(forms.most_common()), elsewhere, paths)

    def forget(
        self,
        sought: Sought,
        *,
        by: str,
        reason: str | None,
        moment: str,
        progress: Progress = silent,
    ) -> Forgotten:
        """Mask all of it, and keep the name from coming back: wholly or, where anything goes wrong,
        not at all. ``sweep`` comes after.

        Raises InputError where paths of files that are there hold the name, or nothing does.
        """
        with self._transaction(writing=True) as connection:
            overwrite_deleted(connection)
            bearer = Bearer(sought.names)
            if paths := paths_on_disk(connection, bearer):
                raise InputError(rename_first(paths))
            documents = places = 0
            names, contexts = set(sought.names), _contexts_where_it_counts(connection, sought)
            for _, key, masked in masked_documents(connection, sought, progress):
                self._put(connection, key, masked)
                names |= masked.names
                documents, places = documents + 1, places + len(masked.words)
            forget_rulings(connection, sought)
            elsewhere = mask_loose(connection, bearer, sought.documents_of_others)
            if not documents and not elsewhere:
                raise InputError(_nowhere(sought))
            reason = cover(reason, bearer.find(reason)) if reason else None
            by = covered_outside(by, bearer)
            act = Forgotten(
                stable_id("forgetting", secrets.token_hex(8)), moment, by, reason, documents,
                places, None,
            )  # fmt: skip
            _write_act(connection, act, _hashes(connection, names, contexts))
            rebuild_index(connection)
        return act

    def sweep(self, moment: str) -> None:
        """Overwrite what forgetting deleted. Raises StoreError where others keep the log alive."""
        with self._transaction() as connection:
            waiting = select(FORGETTINGS.c.id).where(FORGETTINGS.c.swept_at.is_(None))
            if not connection.execute(waiting).first():
                return
        sweep(self._engine)
        with self._transaction(writing=True) as connection:
            done = update(FORGETTINGS).where(FORGETTINGS.c.swept_at.is_(None))
            connection.execute(done.values(swept_at=moment))

    def all(self) -> list[Forgotten]:
        """Who was forgotten, without names, the first first, each with the older copies."""
        table = TABLES["forgettings"]
        with self._transaction() as connection:
            rows = connection.execute(select(table).order_by(table.c.done_at, table.c.id))
            copies = connection.execute(select(BACKUPS.c.path, BACKUPS.c.made_at)).tuples().all()
            return [
                Forgotten(**row, copies=tuple(c for c in copies if c[1] <= row["done_at"]))
                for row in rows.mappings()
            ]

    def list_to_keep(self) -> ForgottenList:
        """What a copy of the database that takes its place must know."""
        with self._transaction() as connection:
            tables = (FORGETTINGS, FORGOTTEN_NAMES, BACKUPS)
            return ForgottenList(
                *(tuple(map(dict, connection.execute(select(t)).mappings())) for t in tables)
            )

    def take_over(self, known: ForgottenList, kept: Path | None, moment: str) -> int:
        """Mask again whom the database that was here before knew to be forgotten, and say in how
        many documents. ``kept`` is where that database is now."""
        copies = [*known.copies]
        if kept:
            copies.append({"path": str(kept.absolute()), "made_at": moment})
        with self._transaction(writing=True) as connection:
            overwrite_deleted(connection)
            for table, rows in (
                (FORGETTINGS, [{**act, "swept_at": None} for act in known.acts]),
                (FORGOTTEN_NAMES, known.names),
                (BACKUPS, copies),
            ):
                key = [column.name for column in table.primary_key]
                there = set(connection.execute(select(*table.primary_key.columns)).tuples())
                new = [row for row in rows if tuple(row[name] for name in key) not in there]
                if new:
                    connection.execute(insert(table), new)
            masked = self._mask_forgotten(connection)
            rebuild_index(connection)
        self.sweep(moment)
        return masked

    def _mask_forgotten(self, connection: Connection) -> int:
        """Mask all whose names are on the list, as if their documents came anew."""
        guard = read_guard(connection)
        if guard is None:
            return 0
        documents = 0
        for key in connection.execute(select(DOCUMENTS.c.id)).scalars().all():
            found = guard.people_in(record_to_rows(extracted_record(connection, key)))
            for names in found:
                masked = mask_record(extracted_record(connection, key), names)
                self._put(connection, key, masked)
                mask_loose(connection, Bearer(names))
            documents += bool(found)
        return documents

    def _put(self, connection: Connection, key: str, masked: Masked) -> None:
        """Put the masked record in the place of the document."""
        document = masked.record.document
        mask_corrections(connection, masked)
        with self._relinked(connection, document.sha256):
            connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.id == key))
            insert_all(connection, record_to_rows(masked.record))
            apply_corrections(connection, key)


# --- who is meant -------------------------------------------------------------------------------


def _person_called(connection: Connection, words: str) -> StoredPerson | None:
    """The person with this name, or to whom these words in some form belong; None if nobody.

    Raises InputError if there are several.
    """
    called = [
        person
        for person in find_persons(connection, words)
        if person.id.removeprefix("person_").startswith(words.removeprefix("person_"))
        or name_key(words) in {name_key(a.name) for a in person.appearances}
    ]
    if called:
        return _only_one(words, called)
    everybody = find_persons(connection)
    meant = []
    for person in everybody:
        book = to_name_book(appearance.name for appearance in person.appearances)
        parts = words.replace(".", " ").split()
        if book.full(parts) if len(parts) > 1 else book.meant_by(words):
            meant.append(person)
    return _only_one(words, meant) if meant else None


def _nobody(words: str, similar: Sequence[StoredPerson]) -> str:
    if similar:
        several = ", ".join(f"{one.name} ({one.id})" for one in similar[:5])
        return f"Nobody is called {words!r}, but perhaps you mean {several}: write the id"
    return (
        f"Nobody is called {words!r}: 'poytakirja people list' shows who is known; somebody whom "
        "it does not is found by first name and surname"
    )


def _nowhere(sought: Sought) -> str:
    return f"{sought.names[0]!r} stands nowhere in the database"


def _only_one(words: str, meant: Sequence[StoredPerson]) -> StoredPerson:
    if len(meant) > 1:
        several = ", ".join(f"{one.name} ({one.id})" for one in meant)
        raise InputError(f"{words!r} may be several people: name one by the id: {several}")
    return meant[0]


# --- the record of it ---------------------------------------------------------------------------


def _hashes(
    connection: Connection, names: Collection[str], contexts: Collection[str]
) -> list[dict[str, str]]:
    """The rows that keep the names from coming back: everywhere, or in these contexts alone."""
    salt, method = list_parameters(connection) or (new_salt(), METHOD)
    keys = {key for name in names for key in keys_of_name(name)}
    wanted = {(key, context) for key in keys for context in contexts or {""}}
    words = {*keys, *(with_context(*pair) for pair in wanted if pair[1])}
    made = hash_all(words, salt, method)
    return [
        {
            "hash": made[key],
            "context_hash": made[with_context(key, context)] if context else "",
            "salt": salt,
            "method": method,
        }
        for key, context in sorted(wanted)
    ]


def _contexts_where_it_counts(connection: Connection, sought: Sought) -> set[str]:
    """Where somebody else has the name, the affiliations, homes and bodies of the person; else
    nothing: the name counts everywhere."""
    if not sought.namesakes or not sought.person:
        return set()
    return _contexts_of(connection, sought.person)


def _contexts_of(connection: Connection, person: StoredPerson) -> set[str]:
    rows = connection.execute(select(APPEARANCES).where(APPEARANCES.c.person_id == person.id))
    return {
        context_key(context, row[context])
        for row in rows.mappings()
        for context in CONTEXTS
        if row[context]
    }


def list_parameters(connection: Connection) -> tuple[str, str] | None:
    """Salt and method of the list of names; None where it is empty."""
    query = select(FORGOTTEN_NAMES.c.salt, FORGOTTEN_NAMES.c.method).limit(1)
    found = connection.execute(query).tuples().first()
    return (found[0], found[1]) if found else None


def _write_act(connection: Connection, act: Forgotten, hashed: Sequence[Mapping[str, str]]) -> None:
    names = ("id", "done_at", "done_by", "reason", "documents", "places", "swept_at")
    connection.execute(insert(FORGETTINGS).values({n: getattr(act, n) for n in names}))
    table = TABLES["forgotten_names"]
    known = set(connection.execute(select(table.c.hash, table.c.context_hash)).tuples())
    rows = [
        {**row, "forgetting_id": act.id}
        for row in hashed
        if (row["hash"], row["context_hash"]) not in known
    ]
    if rows:
        connection.execute(insert(table), rows)
