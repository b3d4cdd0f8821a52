"""What is stored comes back, once, whole, and leaves no trace when it is removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from models.records import DocumentText, Findings, Mention, Record
from pipeline.errors import InputError, StoreError
from pipeline.store import Conditions, FailureNote, Phrase, Store, open_store, record_to_rows
from tests.building import connect, find, make_document, make_record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "minutes.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(str(path), create=True) as opened:
        yield opened


def assert_equal_documents(found: DocumentText, expected: DocumentText) -> None:
    """Equal in every field; arrays cannot be compared with ==."""
    for field in fields(DocumentText):
        if field.name != "chars":
            assert getattr(found, field.name) == getattr(expected, field.name), field.name
    for name in ("x0", "x1", "style"):
        array, other = getattr(found.chars, name), getattr(expected.chars, name)
        assert array.dtype == other.dtype
        np.testing.assert_array_equal(array, other)


def dump(path: Path) -> list[str]:
    """Everything in the database but the full-text index, which is built from it."""
    with connect(path) as connection:
        return sorted(line for line in connection.iterdump() if "search_index" not in line)


def test_a_document_comes_back_as_it_was_read(store: Store) -> None:
    record = make_record()
    store.save_record(record)
    assert_equal_documents(store.load_document(record.document.sha256), record.document)


def test_without_places_a_record_has_its_words_and_findings(store: Store) -> None:
    record = make_record()
    store.save_record(record)
    found = store.load_record(record.document.sha256, places=False)
    assert (found.document.text, found.document.lines) == (record.document.text, ())
    whole = store.load_record(record.document.sha256)
    assert replace(found, document=whole.document) == whole


def test_a_document_without_text_comes_back(store: Store) -> None:
    record = replace(make_record(), document=make_document(pages=((), ())), findings=Findings())
    record = replace(record, versions=replace(record.versions, ocr=None))
    record = replace(record, minutes=replace(record.minutes, attendees=(), items=(), passages=()))
    store.save_record(record)
    assert_equal_documents(store.load_document(record.document.sha256), record.document)


def test_boxes_are_the_same_after_storing(store: Store) -> None:
    document = make_record().document
    store.save_record(make_record())
    span = find(document, "45 %\n(edellisellä")
    boxes = store.load_document(document.sha256).boxes(span)
    assert boxes == document.boxes(span)
    assert len(boxes) == 2


def test_a_record_comes_back_with_mentions_in_the_order_of_the_text(store: Store) -> None:
    record = make_record()
    store.save_record(record)
    found = store.load_record(record.document.sha256)
    assert found.minutes == record.minutes
    assert found.versions == record.versions
    assert found.warnings == record.warnings
    ordered = tuple(sorted(record.findings.mentions, key=lambda mention: mention.span))
    assert found.findings == replace(record.findings, mentions=ordered)


def test_storing_again_is_storing_once(store: Store, path: Path) -> None:
    store.save_record(make_record())
    first = dump(path)
    store.save_record(make_record())
    assert dump(path) == first


def test_the_order_of_storing_leaves_no_trace(tmp_path: Path) -> None:
    records = [make_record("a.pdf", "a"), make_record("b.pdf", "b")]
    dumps = []
    for name, ordered in (("1.db", records), ("2.db", records[::-1])):
        with open_store(str(tmp_path / name), create=True) as store:
            for record in ordered:
                store.save_record(record)
        dumps.append(dump(tmp_path / name))
    assert dumps[0] == dumps[1]


def test_storing_again_replaces_what_is_no_longer_found(store: Store) -> None:
    record = make_record()
    store.save_record(record)
    store.save_record(replace(record, findings=replace(record.findings, actions=())))
    assert store.load_record(record.document.sha256).findings.actions == ()


def test_removing_leaves_nothing(store: Store, path: Path) -> None:
    empty = dump(path)
    store.save_record(make_record())
    assert dump(path) != empty
    store.remove_document(make_record().document.sha256)
    assert dump(path) == empty


def test_the_search_follows_what_is_stored_and_removed(store: Store, path: Path) -> None:
    record = make_record()
    for _ in range(2):
        store.save_record(record)
    [hit] = store.search.find(Conditions(Phrase("ohjeen", ("title", "text"))), 10)
    assert (hit.item, hit.file) == ("2", record.document.file)
    store.remove_document(record.document.sha256)
    assert store.search.find(Conditions(Phrase("ohjeen", ("title", "text"))), 10) == []
    with connect(path) as connection:
        connection.execute("INSERT INTO search_index(search_index) VALUES ('integrity-check')")


def test_what_was_stored_before_there_was_a_search_is_found(store: Store, path: Path) -> None:
    store.save_record(make_record())
    before = store.search.find(Conditions(Phrase("ohjeen", ("title", "text"))), 10)
    with connect(path) as connection:
        connection.execute("DELETE FROM search_entries")
        connection.commit()
    assert store.search.find(Conditions(Phrase("ohjeen", ("title", "text"))), 10) == []
    store.search.fill_in_older()
    assert store.search.find(Conditions(Phrase("ohjeen", ("title", "text"))), 10) == before


def test_an_unknown_document_is_an_input_error(store: Store) -> None:
    with pytest.raises(InputError, match="poytakirja list"):
        store.load_record("0" * 64)


def test_a_finding_in_an_item_that_is_not_there_is_refused(store: Store) -> None:
    record = make_record()
    stray = replace(record.findings.dates[0], item="99")
    with pytest.raises(ValueError, match="'99'"):
        store.save_record(replace(record, findings=replace(record.findings, dates=(stray,))))
    assert store.documents() == []


def test_words_outside_the_vocabulary_are_refused(store: Store) -> None:
    rows = record_to_rows(make_record())
    rows["decisions"][0]["kind"] = "keksitty"
    with pytest.raises(Exception, match="ck_decisions_kind"):
        store.save_rows([rows])
    assert store.documents() == []


# --- ids ----------------------------------------------------------------------------------------


def ids(record: Record) -> dict[str, list[str]]:
    return {t: [r["id"] for r in rows if "id" in r] for t, rows in record_to_rows(record).items()}


def test_ids_of_one_table_are_unique() -> None:
    for table, found in ids(make_record()).items():
        assert len(set(found)) == len(found), table


def test_an_id_stays_when_something_else_is_found_before_it() -> None:
    record = make_record()
    before = replace(record.findings.dates[0], span=find(record.document, "12.12.2024"), item=None)
    both = (before, *record.findings.dates)
    found = ids(replace(record, findings=replace(record.findings, dates=both)))["dates"]
    assert found[1] == ids(record)["dates"][0]


def test_an_id_stays_when_the_value_is_read_better() -> None:
    record = make_record()
    better = replace(record.findings.statistics[0], value=45.5)
    found = ids(replace(record, findings=replace(record.findings, statistics=(better,))))
    assert found["statistics"] == ids(record)["statistics"]


def test_the_same_place_found_twice_has_two_ids() -> None:
    record = make_record()
    twice = record.findings.statistics * 2
    found = ids(replace(record, findings=replace(record.findings, statistics=twice)))["statistics"]
    assert len(set(found)) == 2
    assert found[0] == ids(record)["statistics"][0]


def test_another_document_has_other_ids() -> None:
    one, other = ids(make_record(content="a")), ids(make_record(content="b"))
    assert not any(set(one[table]) & set(other[table]) for table in one)


def test_a_mention_that_is_both_extracted_and_somebodys_is_one_row() -> None:
    record = make_record()
    rows = record_to_rows(record)["mentions"]
    by_words = {record.document.text[r["span_start"] : r["span_end"]]: r for r in rows}
    assert len(rows) == 4
    assert by_words["Aino Esimerkki"]["extracted"]
    assert by_words["Aino Esimerkki"]["person_id"]
    assert not by_words["Onni Koemies"]["extracted"]
    assert by_words["Testilän kunta"]["person_id"] is None


def test_two_people_may_share_a_mention(store: Store) -> None:
    record = make_record()
    shared: Mention = record.findings.people[0].mentions[0]
    people = tuple(replace(person, mentions=(shared,)) for person in record.findings.people)
    store.save_record(replace(record, findings=replace(record.findings, people=people)))
    assert store.load_record(record.document.sha256).findings.people == people


# --- finding ------------------------------------------------------------------------------------


def test_documents_are_listed_by_file_name(store: Store) -> None:
    for name in ("b.pdf", "a.pdf"):
        store.save_record(make_record(name, name))
    listed = store.documents()
    assert [document.file for document in listed] == ["a.pdf", "b.pdf"]
    assert (listed[0].pages, listed[0].date) == (2, "2024-12-12")
    assert listed[0].versions == make_record().versions


def test_a_document_is_found_by_name_or_the_beginning_of_its_hash(store: Store) -> None:
    store.save_record(make_record())
    sha256 = make_record().document.sha256
    assert [d.sha256 for d in store.find_documents("muistio.pdf")] == [sha256]
    assert [d.sha256 for d in store.find_documents(sha256[:8].upper())] == [sha256]
    for wrong in (sha256[:3], "muistio", "%"):
        with pytest.raises(InputError):
            store.find_documents(wrong)


def test_a_name_that_two_documents_have_is_refused_with_their_hashes(store: Store) -> None:
    for content in ("a", "b"):
        store.save_record(make_record(content=content))
    with pytest.raises(InputError, match=make_record(content="a").document.sha256[:12]):
        store.find_documents("muistio.pdf")


# --- failures -----------------------------------------------------------------------------------


def failure(path: str = "/tmp/a.pdf", sha256: str | None = "a" * 64) -> FailureNote:
    return FailureNote(path, sha256, "read", "InputError", "rikki")


def test_a_failure_counts_its_attempts(store: Store) -> None:
    store.save_failure(failure())
    store.save_failure(failure())
    assert store.failures() == [replace(failure(), attempts=2)]


def test_a_failure_is_over_when_its_content_is_stored(store: Store) -> None:
    record = make_record()
    store.save_failure(failure(sha256=record.document.sha256))
    store.save_failure(failure("/tmp/b.pdf", "b" * 64))
    store.save_record(record)
    assert [note.path for note in store.failures()] == ["/tmp/b.pdf"]


def test_a_failure_is_over_when_another_content_comes_to_its_path(store: Store) -> None:
    store.save_failure(failure())
    store.save_rows([record_to_rows(make_record())], "/tmp/a.pdf")
    assert store.failures() == []


# --- the file -----------------------------------------------------------------------------------


def test_a_database_that_is_missing_is_not_made_for_reading(path: Path) -> None:
    with pytest.raises(StoreError, match="poytakirja ingest"):
        open_store(str(path))
    assert not path.exists()


def test_a_database_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no folder"):
        open_store(str(tmp_path / "ei" / "minutes.db"), create=True)


def test_a_url_and_a_path_are_the_same(store: Store, path: Path) -> None:
    store.save_record(make_record())
    with open_store(f"sqlite:///{path}") as again:
        assert len(again.documents()) == 1


@pytest.mark.parametrize("url", ["mysql://kone/kanta", "://", "sqlite:/x"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(StoreError):
        open_store(url)


def test_somebody_elses_database_is_left_alone(path: Path) -> None:
    with connect(path) as connection:
        connection.execute("CREATE TABLE documents (title TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        open_store(str(path), create=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"%PDF-1.7 no database at all" * 100, b"\0" * 5000])
def test_a_file_that_is_no_database_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreError):
        open_store(str(path), create=True)
    assert path.read_bytes() == content


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(str(tmp_path), create=True)


def test_a_damaged_database_is_refused(store: Store, path: Path) -> None:
    store.save_record(make_record())
    store.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"x" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"), open_store(str(path)) as opened:
        opened.load_record(make_record().document.sha256)


def test_a_locked_database_says_so(store: Store, path: Path) -> None:
    with connect(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with (
            open_store(str(path), busy_seconds=0.05) as other,
            pytest.raises(StoreError, match="another process"),
        ):
            other.save_record(make_record())


def test_reading_goes_on_while_another_process_writes(store: Store, path: Path) -> None:
    store.save_record(make_record())
    with connect(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with open_store(str(path), busy_seconds=0.05) as other:
            assert len(other.documents()) == 1


def test_how_the_database_is_written(store: Store, path: Path) -> None:
    with store.engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("foreign_keys", "journal_mode", "synchronous")
        }
    assert settings == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2}


def test_a_geometry_of_a_newer_version_is_refused(store: Store, path: Path) -> None:
    store.save_record(make_record())
    with connect(path) as connection:
        connection.execute("UPDATE pages SET geometry = CAST(x'63' || substr(geometry, 2) AS BLOB)")
    with pytest.raises(StoreError, match="format 99"):
        store.load_document(make_record().document.sha256)


def test_a_damaged_geometry_is_a_store_error(store: Store, path: Path) -> None:
    store.save_record(make_record())
    with connect(path) as connection:
        connection.execute("UPDATE pages SET geometry = substr(geometry, 1, 20)")
    with pytest.raises(StoreError, match="damaged"):
        store.load_document(make_record().document.sha256)
