"""One person across documents: who is taken to be the same, why, and what a user rules."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.records import Attendee, Findings, Meeting, Organisation, Record, Span
from models.tables import APPEARANCES, PERSONS
from pipeline.errors import InputError
from pipeline.store import Store, document_id, open_store
from pipeline.store.people import update_persons
from pipeline.store.persons import (
    Appearance,
    Key,
    Ruling,
    find_identities,
    record_to_appearances,
)
from tests.building import make_record

AINO = "Aino Esimerkki"


def seen(document: str, name: str = AINO, **context: str) -> Appearance:
    return Appearance(document, name, **context)


def grouped(*appearances: Appearance, rulings: tuple[Ruling, ...] = ()) -> list[list[str]]:
    found = find_identities(appearances, rulings)
    return sorted(sorted(document for document, _ in one.reasons) for one in found)


@pytest.mark.parametrize(
    ("appearances", "groups"),
    [
        ((seen("a", home="Testilä"), seen("b", home="Testilä")), [["a", "b"]]),
        ((seen("a", home="Testilä"), seen("b", home="Mallila")), [["a"], ["b"]]),
        ((seen("a"), seen("b")), [["a"], ["b"]]),
        ((seen("a", body="Metsäryhmä"), seen("b", body="metsäryhmä")), [["a", "b"]]),
        (
            (
                seen("a", home="Testilä", affiliation="Koe Oy"),
                seen("b", affiliation="Koe Oy"),
                seen("c", home="Testilä"),
            ),
            [["a", "b", "c"]],
        ),
        ((seen("a", home="Testilä"), seen("b", "Onni Koe", home="Testilä")), [["a"], ["b"]]),
        (
            (seen("a", "Aino Koe–Malli", home="Ii"), seen("b", "Aino Koe-Malli", home="Ii")),
            [["a", "b"]],
        ),
    ],
)
def test_who_is_the_same(appearances: tuple[Appearance, ...], groups: list[list[str]]) -> None:
    assert grouped(*appearances) == groups


def test_each_appearance_says_why() -> None:
    person, *others = find_identities([seen("a", home="Testilä"), seen("b", home="Testilä")])
    assert others == []
    assert person.reasons == {("a", AINO): "first", ("b", AINO): "home: Testilä"}


def test_a_ruling_comes_before_what_the_documents_say() -> None:
    alike = seen("a", home="Testilä"), seen("b", home="Testilä"), seen("c", home="Testilä")
    apart = tuple(Ruling("apart", ("b", AINO), (other, AINO)) for other in "ac")
    assert grouped(*alike, rulings=apart) == [["a", "c"], ["b"]]
    same = Ruling("same", ("a", AINO), ("b", "Aino Malli"))
    assert grouped(seen("a"), seen("b", "Aino Malli"), rulings=(same,)) == [["a", "b"]]


KEYS = st.sampled_from([(document, name) for document in "abcdef" for name in (AINO, "Onni Koe")])


@given(
    st.lists(
        st.builds(
            Appearance,
            st.sampled_from("abcdef"),
            st.sampled_from([AINO, "Onni Koe"]),
            st.sampled_from([None, "Koe Oy", "Malli Oy"]),
            st.sampled_from([None, "Testilä", "Mallila"]),
        ),
        unique_by=lambda one: one.key,
    ),
    st.lists(st.tuples(KEYS, KEYS).filter(lambda pair: pair[0] != pair[1]), max_size=4),
    st.randoms(use_true_random=False),
)
def test_the_order_does_not_matter_and_nobody_is_lost(
    appearances: list[Appearance], apart: list[tuple[Key, Key]], order: random.Random
) -> None:
    rulings = [Ruling("apart", one, other) for one, other in apart]
    found = find_identities(appearances, rulings)
    shuffled = order.sample(appearances, len(appearances))
    assert find_identities(shuffled, rulings) == found
    keys = [key for person in found for key in person.reasons]
    assert sorted(keys) == sorted(one.key for one in appearances)
    assert all(list(person.reasons.values()).count("first") == 1 for person in found)
    for one, other in apart:
        assert not any(one in person.reasons and other in person.reasons for person in found)


# --- from records, in the database --------------------------------------------------------------


def test_the_home_is_the_municipality_that_the_document_speaks_of_most() -> None:
    record = make_record()
    place = Organisation("Vihti", "municipality", "927", (record.findings.mentions[0],))
    known = replace(record, findings=replace(record.findings, organisations=(place,)))
    assert {one.home for one in record_to_appearances(known, "doc_a")} == {"Vihti"}
    other = replace(place, name="Ii", identifier="139")
    two = replace(record, findings=replace(record.findings, organisations=(place, other)))
    assert {one.home for one in record_to_appearances(two, "doc_a")} == {None}


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with open_store(address, create=True) as opened:
        yield opened


def minutes(sha256: str, name: str, date: str, affiliation: str | None = "Koe Oy") -> Record:
    """A record of a document whose list has one name."""
    record = make_record()
    document = replace(record.document, sha256=sha256 * 64, file=f"{sha256}.pdf")
    listed = Attendee(name=name, role="member", mode="in_person", span=Span(0, 4))
    meeting = Meeting(title="Testiryhmän muistio", date=date)
    return replace(
        record,
        document=document,
        minutes=replace(
            record.minutes,
            meeting=meeting,
            attendees=(replace(listed, affiliation=affiliation),),
        ),
        findings=Findings(),
    )


def persons(store: Store) -> list[tuple[str, list[str]]]:
    found = store.persons.named()
    return [(one.name, [appearance.file for appearance in one.appearances]) for one in found]


def test_documents_that_come_and_go_change_who_is_who(store: Store) -> None:
    store.save_record(minutes("b", AINO, "2025-02-01"))
    store.save_record(minutes("a", AINO, "2025-01-01"))
    assert persons(store) == [(AINO, ["a.pdf", "b.pdf"])]
    store.save_record(minutes("a", AINO, "2025-01-01", affiliation=None))
    assert persons(store) == [(AINO, ["a.pdf"]), (AINO, ["b.pdf"])]
    store.remove_document("a" * 64)
    assert persons(store) == [(AINO, ["b.pdf"])]
    store.remove_document("b" * 64)
    assert persons(store) == []


def test_a_user_joins_takes_apart_and_takes_back(store: Store) -> None:
    store.save_record(minutes("a", AINO, "2025-01-01"))
    store.save_record(minutes("b", AINO, "2025-02-01"))
    store.save_record(minutes("c", "Aino Malli", "2025-03-01"))
    merged = store.persons.merge([store.persons.one(AINO), store.persons.one("Aino Malli")])
    assert (merged.name, len(merged.appearances)) == (AINO, 3)
    store.persons.split(merged, [document_id("b" * 64)])
    assert persons(store) == [(AINO, ["a.pdf", "c.pdf"]), (AINO, ["b.pdf"])]
    store.save_record(minutes("b", AINO, "2025-02-01"))  # read again: what was ruled stays
    assert persons(store) == [(AINO, ["a.pdf", "c.pdf"]), (AINO, ["b.pdf"])]
    assert len(store.persons.undo("Aino")) == 3
    assert persons(store) == [(AINO, ["a.pdf", "b.pdf"]), ("Aino Malli", ["c.pdf"])]


def test_somebody_is_found_by_the_beginning_of_the_id_as_lists_show_it(store: Store) -> None:
    store.save_record(minutes("a", AINO, "2025-01-01"))
    store.save_record(minutes("b", "Onni Koe", "2025-01-02"))
    key = store.persons.one(AINO).id
    for words in (key, key[:15], key.removeprefix("person_")[:12]):
        assert store.persons.one(words).name == AINO


def test_what_cannot_be_split_says_so(store: Store) -> None:
    store.save_record(minutes("a", AINO, "2025-01-01"))
    with pytest.raises(InputError, match="only in these"):
        store.persons.split(store.persons.one(AINO), [document_id("a" * 64)])
    with pytest.raises(InputError, match="Nobody"):
        store.persons.one("Onni")


def test_the_views_tell_a_persons_story(store: Store) -> None:
    store.save_record(minutes("a", AINO, "2025-01-01"))
    store.save_record(minutes("b", AINO, "2025-02-01"))
    with store.engine.connect() as connection:
        [story] = connection.exec_driver_sql("SELECT * FROM people_through_time").mappings()
        [stay] = connection.exec_driver_sql("SELECT * FROM affiliations_through_time").mappings()
    assert (story["meetings"], story["first"], story["last"]) == (2, "2025-01-01", "2025-02-01")
    assert (stay["affiliation"], stay["role"], stay["meetings"]) == ("Koe Oy", "member", 2)


def test_the_forms_are_the_words_of_the_documents(store: Store) -> None:
    store.save_record(make_record())
    with store.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT name, form FROM forms_of_people").tuples().all()
    assert (AINO, AINO) in found


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([AINO, "Onni Koe", "aino esimerkki"]),
            st.sampled_from([None, "Koe Oy", "koe oy", "Malli Oy"]),
        ),
        min_size=1,
        max_size=14,
    ),
    st.permutations([f"{number:x}" for number in range(14)]),
)
def test_who_is_found_out_as_documents_come_is_who_is_found_out_of_all(
    people: list[tuple[str, str | None]], hashes: list[str]
) -> None:
    with open_store("sqlite://", create=True) as store:
        for (name, affiliation), sha256 in zip(people, hashes, strict=False):
            store.save_record(minutes(sha256, name, "2025-01-31", affiliation))
        came = rows_of_people(store)
        with store._transaction(writing=True) as connection:
            named = connection.execute(select(APPEARANCES.c.name_key)).scalars().all()
            update_persons(connection, named, leaving=())
        assert rows_of_people(store) == came


def rows_of_people(store: Store) -> list[list[tuple[object, ...]]]:
    with store._transaction() as connection:
        return [
            sorted(map(tuple, connection.execute(select(table)).all()), key=str)
            for table in (PERSONS, APPEARANCES)
        ]
