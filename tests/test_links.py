"""Documents of one meeting find each other, whatever the order in which they came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import pytest

from models.records import Meeting, Record
from pipeline.store import Store, StoredDocument, open_store, record_to_rows
from tests.building import make_record

MEETING = Meeting(body="Kylätoimikunta", kind="memo", number="2/2025", date="2025-02-11")


def made(name: str, **changes: str | None) -> Record:
    record = make_record(f"{name}.pdf", name)
    meeting = replace(MEETING, **changes)  # type: ignore[arg-type]
    return replace(record, minutes=replace(record.minutes, meeting=meeting))


DRAFT = made("luonnos", status="draft")
CHECKED = made("valmis", status="checked")
AGENDA = made("esityslista", kind="agenda")
EXTRACT = made("ote", kind="extract", number=None)
OTHERS = [
    made("toinen-elin", body="Hallitus", status="draft"),
    made("toinen-päivä", date="2025-03-11", status="draft"),
    made("toinen-numero", number="3/2025", status="draft"),
    made("liite", kind="attachment"),
    made("nimetön", body=None, title=None, status="draft"),
]


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with open_store(address, create=True) as opened:
        yield opened


def links(store: Store) -> set[tuple[str, str, str, str]]:
    """Each link as document, kind, other document and who found it, in file names."""
    query = """SELECT one.file, link.kind, other.file, link.found_by FROM document_links AS link
        JOIN documents AS one ON one.id = document_id
        JOIN documents AS other ON other.id = other_id"""
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql(query).tuples().all()
    return {
        (one.removesuffix(".pdf"), kind, two.removesuffix(".pdf"), by)
        for one, kind, two, by in rows
    }


def overview(store: Store) -> dict[str, str | None]:
    """The latest documents of the meetings, with what belongs to each."""
    query = "SELECT file, others FROM meetings_overview"
    with store.engine.connect() as connection:
        return {row.file: row.others for row in connection.exec_driver_sql(query)}


def stored(store: Store, name: str) -> StoredDocument:
    [document] = store.find_documents(f"{name}.pdf")
    return document


EXPECTED = {
    ("luonnos", "earlier", "valmis", "rule"),
    ("esityslista", "agenda", "valmis", "rule"),
    ("ote", "extract", "valmis", "rule"),
}


@pytest.mark.parametrize("order", list(permutations([DRAFT, CHECKED, AGENDA, EXTRACT]))[::4])
def test_versions_are_linked_in_whatever_order_they_come(
    store: Store, order: tuple[Record, ...]
) -> None:
    for record in order:
        store.save_record(record)
    assert links(store) == EXPECTED
    assert overview(store) == {
        "valmis.pdf": "agenda: esityslista.pdf, earlier: luonnos.pdf, extract: ote.pdf"
    }


def test_other_meetings_are_not_linked(store: Store) -> None:
    for record in (CHECKED, *OTHERS):
        store.save_record(record)
    assert links(store) == set()
    assert len(overview(store)) == 1 + len(OTHERS)


def test_boards_of_one_name_that_have_other_people_or_items_are_not_one(store: Store) -> None:
    people = replace(DRAFT.minutes.attendees[0], name="Veikko Mallinen")
    items = [replace(item, title=f"Muu asia {item.path}") for item in DRAFT.minutes.items]
    strangers = replace(DRAFT, minutes=replace(DRAFT.minutes, attendees=(people,)))
    other = replace(DRAFT, minutes=replace(DRAFT.minutes, items=tuple(items)))
    for record in (CHECKED, strangers):
        store.save_record(record)
    assert links(store) == set()
    store.save_record(other)
    assert links(store) == set()
    store.save_record(DRAFT)
    assert links(store) == {("luonnos", "earlier", "valmis", "rule")}


def test_two_that_say_nothing_of_themselves_are_both_kept(store: Store) -> None:
    for name in ("a", "b"):
        store.save_record(made(name))
    assert links(store) == set()
    store.save_record(CHECKED)
    assert links(store) == {("a", "earlier", "valmis", "rule"), ("b", "earlier", "valmis", "rule")}


def test_links_follow_what_is_removed_and_what_is_read_anew(store: Store) -> None:
    for record in (DRAFT, CHECKED, AGENDA):
        store.save_record(record)
    store.remove_document(CHECKED.document.sha256)
    assert links(store) == {("esityslista", "agenda", "luonnos", "rule")}
    store.save_record(made("luonnos", date="2025-02-12"))
    assert links(store) == set()


def test_what_belongs_together_is_told_from_either_end(store: Store) -> None:
    for record in (DRAFT, CHECKED):
        store.save_record(record)
    [(kind, theirs, other)] = store.linked_documents(stored(store, "luonnos"))
    assert (kind, theirs, other.file) == ("earlier", False, "valmis.pdf")
    [(kind, theirs, other)] = store.linked_documents(stored(store, "valmis"))
    assert (kind, theirs, other.file) == ("earlier", True, "luonnos.pdf")


# --- joined by a user ---------------------------------------------------------------------------


def joined(store: Store, name: str) -> list[str]:
    return [d.file.removesuffix(".pdf") for d in store.joined_documents(stored(store, name))]


@pytest.fixture
def three(store: Store) -> Store:
    for name in ("a", "b", "c"):
        date = "2025-02-11" if name == "a" else None
        store.save_record(made(name, date=date, title=f"Kokous {name}"))
    return store


def test_joined_documents_are_one_meeting_in_the_order_given(three: Store) -> None:
    three.join_documents([stored(three, name) for name in ("a", "c", "b")])
    assert [joined(three, name) for name in "abc"] == [["a", "c", "b"]] * 3
    assert overview(three) == {"a.pdf": "part: c.pdf, part: b.pdf"}
    with three.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT file, date, meeting FROM open_actions").tuples()
        assert sorted(rows) == [(f"{n}.pdf", "2025-02-11", "Kokous a") for n in "abc"]


def test_joining_again_adds_to_what_is_joined(three: Store) -> None:
    three.join_documents([stored(three, "b"), stored(three, "c")])
    three.join_documents([stored(three, "a"), stored(three, "c")])
    assert joined(three, "b") == ["a", "b", "c"]


def test_records_stay_as_they_are_and_undoing_leaves_no_trace(three: Store) -> None:
    before = three.load_record(stored(three, "b").sha256)
    three.join_documents([stored(three, "a"), stored(three, "b")])
    assert three.load_record(stored(three, "b").sha256).minutes == before.minutes
    three.part_documents([stored(three, "b")])
    assert joined(three, "b") == ["b"]
    assert links(three) == set()


def test_reading_a_file_again_keeps_what_a_user_joined(three: Store) -> None:
    three.join_documents([stored(three, "a"), stored(three, "b")])
    for name in ("b", "a"):
        three.save_record(made(name, date="2025-02-11", status="checked"))
    assert joined(three, "b") == ["a", "b"]
    three.remove_document(stored(three, "a").sha256)
    assert joined(three, "b") == ["b"]


# --- several meetings in a file -----------------------------------------------------------------


def parts(record: Record, count: int) -> list[Record]:
    return [
        replace(record, document=replace(record.document, part=number))
        for number in range(1, count + 1)
    ]


def test_the_meetings_of_a_file_come_and_go_together(store: Store) -> None:
    record = make_record()
    sha256 = record.document.sha256
    store.save_rows([record_to_rows(part) for part in parts(record, 3)])
    assert [d.name for d in store.documents()] == [
        "muistio.pdf#1",
        "muistio.pdf#2",
        "muistio.pdf#3",
    ]
    assert [d.part for d in store.find_documents("muistio.pdf#2")] == [2]
    assert [d.part for d in store.find_documents(f"{sha256[:12]}#3")] == [3]
    assert store.load_record(sha256, 2).document.part == 2
    store.save_rows([record_to_rows(part) for part in parts(record, 2)])
    assert [d.part for d in store.find_documents("muistio.pdf")] == [1, 2]
    store.remove_document(sha256)
    assert store.documents() == []


def test_the_first_part_has_the_ids_of_a_whole_file_and_the_others_their_own() -> None:
    def ids(record: Record) -> set[str]:
        rows = record_to_rows(record)
        return {row["id"] for table in rows.values() for row in table if "id" in row}

    whole = make_record()
    first, second = parts(whole, 2)
    assert ids(first) == ids(whole)
    assert not ids(second) & ids(whole)
