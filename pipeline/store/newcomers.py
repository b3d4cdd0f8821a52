"""Appearances that were added tell whose they are by what they share with those that are known.

All appearances of a name would have to be looked at each time, and whoever meets often is in every
document. Nearly always the new one shares its contexts with one person who was there before; then
nothing else changes. What is not so simple is left to be found out anew from all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from models.tables import APPEARANCES, PERSONS
from pipeline.store.asking import Query, listed, to_list
from pipeline.store.inserting import insert_rows
from pipeline.store.persons import Appearance, Key, Place, name_key, person_id, places

_C = APPEARANCES.c
_SUMMARY = Query(
    select(
        _C.name_key, _C.name, _C.affiliation, _C.home, _C.body, _C.person_id,
        func.min(_C.document_id), func.count(),
    )
    .where(_C.name_key.in_(listed("keys")))
    .group_by(_C.name_key, _C.name, _C.affiliation, _C.home, _C.body, _C.person_id)
)  # fmt: skip
BEARER = (
    update(APPEARANCES)
    .where(_C.document_id == bindparam("b_document"), _C.name == bindparam("b_name"))
    .values(person_id=bindparam("b_person"), reason=bindparam("b_reason"))
)
"""Whose an appearance is, and why."""


class _Alike(NamedTuple):
    """Appearances of one person that say the same of themselves; ``first`` is the earliest, whose
    person is None while nobody has found out."""

    first: Appearance
    person: str | None
    times: int


class _Known(NamedTuple):
    appearance: Appearance
    person: str
    reason: str


def add_appearances(connection: Connection, keys: Collection[str]) -> set[str]:
    """Write whose the new appearances of these names are, where that changes nothing else; the keys
    of these names come back. No ruling may speak of them, and none of theirs may have left."""
    found = list(filter(None, map(_newcomer, _alike(connection, sorted(keys)))))
    newborn = [{"id": one.person, "name": one.appearance.name} for one in found
               if one.reason == "first"]  # fmt: skip
    insert_rows(connection, PERSONS, newborn)
    if found:
        connection.execute(BEARER, [
            {"b_document": one.appearance.document_id, "b_name": one.appearance.name,
             "b_person": one.person, "b_reason": one.reason}
            for one in found
        ])  # fmt: skip
    return {name_key(one.appearance.name) for one in found}


def _alike(connection: Connection, keys: Sequence[str]) -> Iterator[list[_Alike]]:
    """For each name what is stored of it."""
    groups: dict[str, list[_Alike]] = defaultdict(list)
    for key, name, affiliation, home, body, person, first, count in _SUMMARY.rows(
        connection, keys=to_list(keys)
    ):
        appearance = Appearance(first, name, affiliation, home, body)
        groups[key].append(_Alike(appearance, person, count))
    yield from groups.values()


def _newcomer(stored: Sequence[_Alike]) -> _Known | None:
    """Whose the one new appearance is; None if others of the name have to be looked at."""
    new = [one for one in stored if one.person is None]
    if len(new) != 1 or new[0].times != 1 or len({one.first.name for one in stored}) > 1:
        return None
    appearance, firsts = new[0].first, _firsts(stored)
    met = [(reason, *firsts[place]) for reason, place in places(appearance) if place in firsts]
    if not met:
        return _Known(appearance, person_id(appearance.key), "first")
    reason, _, person = met[0]
    is_one = all(other == person for _, _, other in met)
    is_later = all(key < appearance.key for _, key, _ in met)
    return _Known(appearance, person, reason) if is_one and is_later else None


def _firsts(stored: Sequence[_Alike]) -> dict[Place, tuple[Key, str]]:
    """The earliest known appearance of each place, and whose it is and all others there are."""
    firsts: dict[Place, tuple[Key, str]] = {}
    for one in stored:
        if one.person is not None:
            for _, place in places(one.first):
                known = (one.first.key, one.person)
                firsts[place] = min(firsts.get(place, known), known)
    return firsts
