"""What a run sees of files that were seen before, and what is kept of those that change."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.ingest import Outcome, ingest_paths, redo_documents
from pipeline.store import KnownFile, Origin, Store, open_store, record_to_rows
from tests.stages import use_invented_stages


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with open_store(address, create=True) as opened:
        yield opened


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    use_invented_stages(monkeypatch)
    made = tmp_path / "kokoukset"
    made.mkdir()
    for name in ("a.pdf", "b.pdf"):
        write(made / name, f"content of {name}")
    return made


def write(path: Path, content: str) -> None:
    """A file that was written long ago, so that its time can be trusted."""
    path.write_text(content)
    os.utime(path, ns=(10**18, 10**18 + len(content)))


def ingest(folder: Path, store: Store) -> dict[str, Outcome]:
    return {one.path.name: one for one in ingest_paths([str(folder)], store)}


def statuses(outcomes: dict[str, Outcome]) -> dict[str, str]:
    return {name: outcome.status for name, outcome in outcomes.items()}


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def states(store: Store) -> dict[str, str]:
    found = rows(store, "SELECT file, state FROM files_overview ORDER BY first_seen, sha256")
    return {str(name): str(state) for name, state in found}


def test_what_has_not_changed_is_not_opened(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(folder, store)

    def refuse(*_: object) -> None:
        raise AssertionError("read")

    monkeypatch.setattr(hashlib, "file_digest", refuse)
    assert set(statuses(ingest(folder, store)).values()) == {"unchanged"}


def test_another_time_alone_is_no_change(folder: Path, store: Store) -> None:
    ingest(folder, store)
    os.utime(folder / "a.pdf", ns=(10**18, 2 * 10**17))
    assert statuses(ingest(folder, store))["a.pdf"] == "unchanged"
    times = rows(store, "SELECT mtime_ns FROM files ORDER BY path")
    assert times[0] == (2 * 10**17,)


def test_a_file_written_just_now_is_read_again(folder: Path, store: Store) -> None:
    """Its time does not show a change in the same instant."""
    path = folder / "a.pdf"
    path.write_text("one")
    ingest(folder, store)
    before = path.stat()
    path.write_text("two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert statuses(ingest(folder, store))["a.pdf"] == "stored"


def test_a_corrected_version_takes_the_place_and_the_old_one_is_kept(
    folder: Path, store: Store
) -> None:
    old = ingest(folder, store)["a.pdf"].sha256
    write(folder / "a.pdf", "corrected")
    found = ingest(folder, store)["a.pdf"]
    assert (found.status, found.replaces) == ("stored", old)
    assert len(store.documents()) == 3
    earlier = rows(store, "SELECT sha256, replaced_by FROM files_overview WHERE state = 'replaced'")
    assert earlier == [(old, found.sha256)]
    assert rows(store, "SELECT kind, found_by FROM document_links") == [("earlier", "file")]
    redo_documents([str(old)], store)
    assert rows(store, "SELECT kind, found_by FROM document_links") == [("earlier", "file")]
    write(folder / "a.pdf", "content of a.pdf")  # taken back
    assert statuses(ingest(folder, store))["a.pdf"] in ("unchanged", "duplicate")
    [(sha256,)] = rows(store, "SELECT sha256 FROM files WHERE replaced_at IS NOT NULL")
    assert sha256 == found.sha256


def test_an_old_version_that_also_lies_elsewhere_is_no_earlier_one(
    folder: Path, store: Store
) -> None:
    write(folder / "kopio.pdf", "content of a.pdf")
    assert statuses(ingest(folder, store))["kopio.pdf"] == "duplicate"
    write(folder / "a.pdf", "corrected")
    ingest(folder, store)
    assert rows(store, "SELECT * FROM document_links") == []


def test_a_corrected_version_that_cannot_be_read_replaces_nothing_yet(
    folder: Path, store: Store
) -> None:
    ingest(folder, store)
    write(folder / "a.pdf", "broken")
    assert statuses(ingest(folder, store))["a.pdf"] == "failed"
    assert rows(store, "SELECT * FROM document_links") == []
    assert statuses(ingest(folder, store))["a.pdf"] == "quarantined"


def test_a_file_that_moved_is_followed(folder: Path, store: Store) -> None:
    ingest(folder, store)
    (folder / "2025").mkdir()
    (folder / "a.pdf").rename(folder / "2025" / "uusi.pdf")
    found = ingest(folder, store)
    assert (found["uusi.pdf"].status, found["uusi.pdf"].twin) == ("moved", "a.pdf")
    assert [document.file for document in store.documents()] == ["b.pdf", "uusi.pdf"]
    assert set(statuses(ingest(folder, store)).values()) == {"unchanged"}


def test_what_disappeared_is_marked_and_comes_back(folder: Path, store: Store) -> None:
    ingest(folder, store)
    (folder / "a.pdf").unlink()
    gone: list[KnownFile] = []
    ingest_paths([str(folder)], store, gone=gone.extend)
    assert [Path(known.path).name for known in gone] == ["a.pdf"]
    assert states(store)["a.pdf"] == "gone"
    assert len(store.documents()) == 2
    assert list(store.files.gone()) == [
        one.sha256 for one in store.documents() if one.file == "a.pdf"
    ]
    write(folder / "a.pdf", "content of a.pdf")
    assert statuses(ingest(folder, store))["a.pdf"] == "unchanged"
    assert set(states(store).values()) == {"there"}


def test_another_folder_marks_nothing_as_gone(folder: Path, store: Store, tmp_path: Path) -> None:
    ingest(folder, store)
    (tmp_path / "muu").mkdir()
    write(tmp_path / "muu" / "c.pdf", "third")
    ingest(tmp_path / "muu", store)
    assert set(states(store).values()) == {"there"}


def test_one_of_two_copies_that_goes_leaves_the_other_name(folder: Path, store: Store) -> None:
    write(folder / "c.pdf", "content of a.pdf")
    ingest(folder, store)
    (folder / "a.pdf").unlink()
    ingest(folder, store)
    assert [document.file for document in store.documents()] == ["b.pdf", "c.pdf"]


def test_documents_are_redone_without_their_files(folder: Path, store: Store) -> None:
    ingest(folder, store)
    hashes = [document.sha256 for document in store.documents()]
    before = [record_to_rows(store.load_record(sha256)) for sha256 in hashes]
    for path in folder.iterdir():
        path.unlink()
    assert {one.status for one in redo_documents(hashes, store)} == {"stored"}
    assert [record_to_rows(store.load_record(sha256)) for sha256 in hashes] == before


def test_a_removed_document_leaves_no_trace_of_its_file(folder: Path, store: Store) -> None:
    outcomes = ingest(folder, store)
    store.remove_document(str(outcomes["a.pdf"].sha256))
    assert rows(store, "SELECT count(*) FROM files") == [(1,)]


def test_what_is_said_of_a_file_stays_when_it_is_replaced_or_moves(
    folder: Path, store: Store
) -> None:
    ingest(folder, store)
    origin = Origin(address="https://kunta.example.fi/a.pdf", archive_id="D/1/2025")
    store.files.describe({str(folder / "a.pdf"): origin})
    write(folder / "a.pdf", "corrected")
    (folder / "b.pdf").unlink()
    ingest(folder, store)
    query = "SELECT file, state, archive_id FROM files_overview ORDER BY state"
    assert rows(store, query) == [
        ("b.pdf", "gone", None),
        ("a.pdf", "replaced", "D/1/2025"),
        ("a.pdf", "there", "D/1/2025"),
    ]
    (folder / "a.pdf").rename(folder / "c.pdf")
    ingest(folder, store)
    query = "SELECT file, archive_id FROM files_overview WHERE state = 'there'"
    assert rows(store, query) == [("c.pdf", "D/1/2025")]
