"""The persons in the database: kept in step with what is stored, found, joined and taken apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table, bindparam, delete, exists, insert, or_, select, update

from models.tables import DOCUMENTS, METADATA
from pipeline.errors import InputError
from pipeline.store.asking import Query, listed, to_list
from pipeline.store.inserting import insert_rows
from pipeline.store.newcomers import BEARER, add_appearances
from pipeline.store.persons import (
    Appearance,
    Key,
    Ruling,
    appearance_to_row,
    find_identities,
    name_key,
    record_to_appearances,
)
from pipeline.store.reading import read_record

if TYPE_CHECKING:
    from pipeline.store.guarding import Guard

APPEARANCES: Table = METADATA.tables["appearances"]
PERSONS: Table = METADATA.tables["persons"]
RULINGS: Table = METADATA.tables["identity_rulings"]
_FIELDS = tuple(Appearance.__dataclass_fields__)
_BEARERS = Query(
    select(APPEARANCES.c.name_key, APPEARANCES.c.person_id)
    .join(DOCUMENTS, DOCUMENTS.c.id == APPEARANCES.c.document_id)
    .where(DOCUMENTS.c.sha256 == bindparam("sha256"))
)
_NAMED = Query(
    select(*(APPEARANCES.c[name] for name in (*_FIELDS, "person_id", "reason"))).where(
        APPEARANCES.c.name_key.in_(listed("keys"))
    )
)
_KNOWN = Query(select(PERSONS.c.id, PERSONS.c.name).where(PERSONS.c.id.in_(listed("keys"))))
_RULINGS = Query(
    select(
        RULINGS.c.verdict,
        *(RULINGS.c[name] for name in ("document_id", "name", "other_document_id", "other_name")),
    ).order_by(*RULINGS.primary_key.columns)
)
_LEAVE = delete(PERSONS).where(
    PERSONS.c.id == bindparam("person"),
    ~exists().where(APPEARANCES.c.person_id == bindparam("person")),
)


@dataclass(frozen=True, slots=True)
class PersonAppearance:
    """One line of a person's history: where the name stands and why it is taken to be theirs."""

    file: str
    date: str | None
    meeting: str | None
    name: str
    role: str | None
    affiliation: str | None
    reason: str
    key: Key


@dataclass(frozen=True, slots=True)
class StoredPerson:
    """A person with all appearances, the earliest meeting first."""

    id: str
    name: str
    appearances: tuple[PersonAppearance, ...]


def persons_of(connection: Connection, sha256: str) -> dict[str, set[str]]:
    """The ids of the persons who stand in a file's documents, by the key of their name there; a
    name whose bearer is not found out yet has none."""
    found: dict[str, set[str]] = {}
    for key, person in _BEARERS.rows(connection, sha256=sha256):
        found.setdefault(key, set()).update(filter(None, [person]))
    return found


def update_persons(
    connection: Connection, name_keys: Iterable[str], leaving: Iterable[str] | None = None
) -> None:
    """Find out anew who the bearers of these names are, and of those that rulings tie to them.

    ``leaving`` are ids of persons who may have no appearance left; None where appearances have only
    been added, of which most then tell whose they are without all others being looked at.
    """
    rulings = read_rulings(connection)
    names = set(name_keys)
    if leaving is None:
        tied = {name_key(name) for one in rulings for _, name in (one.one, one.other)}
        names -= add_appearances(connection, names - tied)
    gone = set(leaving or ())
    if keys := sorted(_with_ruled(names, rulings)):
        gone |= _update(connection, keys, rulings)
    if gone:
        connection.execute(_LEAVE, [{"person": person} for person in sorted(gone)])


def _with_ruled(keys: set[str], rulings: Sequence[Ruling]) -> set[str]:
    tied = [{name_key(ruling.one[1]), name_key(ruling.other[1])} for ruling in rulings]
    while more := [pair for pair in tied if pair & keys and not pair <= keys]:
        keys = keys.union(*more)
    return keys


def _update(connection: Connection, keys: Sequence[str], rulings: Sequence[Ruling]) -> set[str]:
    """Write who bears these names; the ids of persons who were split or joined away come back."""
    before: dict[Key, tuple[str | None, str | None]] = {}
    stored = []
    for *fields, person, reason in _NAMED.rows(connection, keys=to_list(keys)):
        stored.append(Appearance(*fields))
        before[stored[-1].key] = person, reason
    found = find_identities(stored, rulings)
    _write_persons(connection, {person.id: person.name for person in found})
    changed = [
        {"b_document": key[0], "b_name": key[1], "b_person": person.id, "b_reason": reason}
        for person in found
        for key, reason in person.reasons.items()
        if before[key] != (person.id, reason)
    ]
    if changed:
        connection.execute(BEARER, changed)
    return {person for person, _ in before.values() if person} - {person.id for person in found}


def _write_persons(connection: Connection, names: Mapping[str, str]) -> None:
    known = dict(_KNOWN.rows(connection, keys=to_list(names)))
    new = [{"id": key, "name": name} for key, name in names.items() if key not in known]
    insert_rows(connection, PERSONS, new)
    for key, name in known.items():
        if names[key] != name:
            connection.execute(update(PERSONS).where(PERSONS.c.id == key).values(name=names[key]))


# --- rulings ------------------------------------------------------------------------------------


def read_rulings(connection: Connection) -> list[Ruling]:
    """All that users have ruled, in a fixed order."""
    return [
        Ruling(verdict, (document, name), (other_document, other_name))
        for verdict, document, name, other_document, other_name in _RULINGS.rows(connection)
    ]


def write_rulings(connection: Connection, rulings: Iterable[Ruling]) -> None:
    """Put these rulings in the place of what was ruled of the same appearances before."""
    for ruling in rulings:
        remove_ruling(connection, ruling)
        connection.execute(insert(RULINGS).values(**_columns(ruling), verdict=ruling.verdict))


def remove_ruling(connection: Connection, ruling: Ruling) -> None:
    """Take back what was ruled of two appearances."""
    for pair in ((ruling.one, ruling.other), (ruling.other, ruling.one)):
        named = _columns(Ruling(ruling.verdict, *pair))
        connection.execute(
            delete(RULINGS).where(*(RULINGS.c[column] == said for column, said in named.items()))
        )


def _columns(ruling: Ruling) -> dict[str, str]:
    names = [column.name for column in RULINGS.primary_key.columns]
    return dict(zip(names, (*ruling.one, *ruling.other), strict=True))


# --- reading ------------------------------------------------------------------------------------


def find_persons(connection: Connection, words: str | None = None) -> list[StoredPerson]:
    """The persons one of whose names holds ``words`` (all if None), by name.

    ``words`` may be the beginning of an id as well.
    """
    query = select(PERSONS.c.id, PERSONS.c.name).order_by(PERSONS.c.name, PERSONS.c.id)
    if words is not None:
        named = select(APPEARANCES.c.person_id).where(
            APPEARANCES.c.name_key.contains(name_key(words), autoescape=True)
        )
        begun = f"person_{words.removeprefix('person_')}"  # lists leave the word out
        query = query.where(or_(PERSONS.c.id.in_(named), PERSONS.c.id.startswith(begun)))
    found = connection.execute(query).tuples().all()
    appearances = _appearances(connection, [key for key, _ in found] if words else None)
    return [StoredPerson(key, name, tuple(appearances[key])) for key, name in found]


def _appearances(
    connection: Connection, person_ids: Sequence[str] | None
) -> Mapping[str, list[PersonAppearance]]:
    """The appearances of these persons, or of all, the earliest meeting first."""
    documents, meetings, attendees = (
        METADATA.tables[name] for name in ("documents", "meetings", "attendees")
    )
    role = (
        select(attendees.c.role)
        .where(
            attendees.c.document_id == APPEARANCES.c.document_id,
            attendees.c.name == APPEARANCES.c.name,
        )
        .order_by(attendees.c.position)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(APPEARANCES, documents.c.file, meetings.c.date, meetings.c.title, role.label("role"))
        .join(documents, documents.c.id == APPEARANCES.c.document_id)
        .join(meetings, meetings.c.document_id == APPEARANCES.c.document_id)
        .order_by(meetings.c.date.nulls_first(), documents.c.file, APPEARANCES.c.name)
    )
    if person_ids is not None:
        query = query.where(APPEARANCES.c.person_id.in_(person_ids))
    found: dict[str, list[PersonAppearance]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["person_id"]].append(
            PersonAppearance(
                row["file"], row["date"], row["title"], row["name"], row["role"],
                row["affiliation"], row["reason"], (row["document_id"], row["name"]),
            )
        )  # fmt: skip
    return found


def find_person(connection: Connection, words: str) -> StoredPerson:
    """The one person called so, or whose id begins so; InputError if there is none, or several."""
    found = find_persons(connection, words)
    whole = [p for p in found if p.id == words or name_key(p.name) == name_key(words)]
    found = whole or found
    if not found:
        raise InputError(f"Nobody is called {words!r}: 'poytakirja people list' shows who is known")
    if len(found) > 1:
        several = ", ".join(f"{p.name} ({p.id})" for p in found[:5])
        raise InputError(f"{words!r} is several people: name one by its id: {several}")
    return found[0]


class Persons:
    """The people across documents; every method is one transaction."""

    def __init__(
        self,
        transaction: Callable[..., AbstractContextManager[Connection]],
        guard: Callable[[], Guard | None],
    ) -> None:
        self._transaction, self._guard = transaction, guard

    def find_in_older(self) -> None:
        """Find out who is who in a database that was filled before anybody asked."""
        attendees = METADATA.tables["attendees"]
        named = select(attendees.c.name).where(attendees.c.name.contains(" ")).limit(1)
        with self._transaction() as connection:
            is_filled = connection.execute(select(APPEARANCES.c.name).limit(1)).first()
            if is_filled or not connection.execute(named).first():
                return
        with self._transaction(writing=True) as connection:
            keys = connection.execute(select(METADATA.tables["documents"].c.id)).scalars()
            for key in keys.all():
                record = read_record(connection, key)
                if found := record_to_appearances(record, key):
                    connection.execute(insert(APPEARANCES), list(map(appearance_to_row, found)))
            update_persons(connection, connection.execute(select(APPEARANCES.c.name_key)).scalars())

    def named(self, words: str | None = None) -> list[StoredPerson]:
        """The persons one of whose names holds ``words``, or all."""
        with self._transaction() as connection:
            return find_persons(connection, words)

    def one(self, words: str) -> StoredPerson:
        """The one person called so, or whose id begins so; InputError if none or several are."""
        with self._transaction() as connection:
            return find_person(connection, words)

    def by_id(self, key: str) -> StoredPerson:
        """The person with this id; InputError if there is none."""
        with self._transaction() as connection:
            name = connection.execute(
                select(PERSONS.c.name).where(PERSONS.c.id == key)
            ).scalar_one_or_none()
            if name is None:
                raise InputError(f"Nobody has the id {key!r}: see 'poytakirja people list'")
            return StoredPerson(key, name, tuple(_appearances(connection, [key])[key]))

    def rulings(self) -> list[Ruling]:
        """What users have ruled: who is the same person, and who is not."""
        with self._transaction() as connection:
            return read_rulings(connection)

    def rule(self, rulings: Sequence[Ruling]) -> None:
        """Take over what was ruled elsewhere, but of people who were forgotten."""
        if guard := self._guard():
            rulings = [ruling for ruling in rulings if guard.keeps(ruling)]
        with self._transaction(writing=True) as connection:
            write_rulings(connection, rulings)
            _update_ruled(connection, rulings)

    def merge(self, persons: Sequence[StoredPerson]) -> StoredPerson:
        """Rule that these are one person, and give that person back."""
        first = persons[0].appearances[0].key
        rulings = [Ruling("same", first, other.appearances[0].key) for other in persons[1:]]
        keys = {one.key for person in persons for one in person.appearances}
        with self._transaction(writing=True) as connection:
            for old in read_rulings(connection):
                if old.verdict == "apart" and {old.one, old.other} <= keys:
                    remove_ruling(connection, old)
            write_rulings(connection, rulings)
            _update_ruled(connection, rulings)
            return find_persons(connection, _bearer(connection, first))[0]

    def split(self, person: StoredPerson, document_ids: Collection[str]) -> None:
        """Rule that whoever appears in these documents is not who appears in the others.

        Raises InputError unless the person appears in both.
        """
        keys = [one.key for one in person.appearances]
        out = [key for key in keys if key[0] in document_ids]
        rest = [key for key in keys if key[0] not in document_ids]
        if not out or not rest:
            where = "only in these documents" if out else "in none of these documents"
            raise InputError(f"{person.name} appears {where}: 'poytakirja people show' lists them")
        rulings = [Ruling("apart", one, other) for one in out for other in rest]
        with self._transaction(writing=True) as connection:
            write_rulings(connection, rulings)
            _update_ruled(connection, rulings)

    def undo(self, words: str) -> list[Ruling]:
        """Take back what was ruled about everybody called so, and say what that was."""
        with self._transaction(writing=True) as connection:
            named = find_persons(connection, words)
            keys = {one.key for person in named for one in person.appearances}
            rulings = [r for r in read_rulings(connection) if {r.one, r.other} & keys]
            for ruling in rulings:
                remove_ruling(connection, ruling)
            _update_ruled(connection, rulings)
            return rulings


def _bearer(connection: Connection, key: Key) -> str:
    query = select(APPEARANCES.c.person_id).where(
        APPEARANCES.c.document_id == key[0], APPEARANCES.c.name == key[1]
    )
    found: str = connection.execute(query).scalar_one()
    return found


def _update_ruled(connection: Connection, rulings: Iterable[Ruling]) -> None:
    names = {name_key(name) for ruling in rulings for _, name in (ruling.one, ruling.other)}
    update_persons(connection, names, leaving=())
