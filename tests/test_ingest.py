"""One document's failure is noted and does not stop the others; what is stored is left alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.records import Record
from pipeline.errors import InputError, MissingModelError
from pipeline.finding import find_pdfs
from pipeline.ingest import Outcome, Task, ingest_file, ingest_paths, many, versions_of_today
from pipeline.ingest.keeping import keep
from pipeline.ingest.sorting import Sorter
from pipeline.ingest.tasks import died
from pipeline.inventory import Inventory
from pipeline.quarantine import is_worth_retrying
from pipeline.store import Store, open_store
from pipeline.workers import Death
from tests.stages import use_invented_stages


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "minutes.db"), create=True) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _invented_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    use_invented_stages(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "kokoukset"
    (made / "2024").mkdir(parents=True)
    for name in ("b.pdf", "a.PDF", "2024/c.pdf", "muistiinpanot.txt"):
        (made / name).write_text(f"content of {name}")
    return made


def statuses(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.path.name: outcome.status for outcome in outcomes}


# --- one document -------------------------------------------------------------------------------


def test_a_record_knows_what_made_it(folder: Path) -> None:
    entered: list[str] = []
    [record] = ingest_file(folder / "b.pdf", entered.append)
    assert isinstance(record, Record)
    assert record.document.file == "b.pdf"
    assert (record.versions.rules, record.versions.model) == ("abcdef123456", "malli-1")
    assert record.versions.ocr == "ocr-5"
    assert list(dict.fromkeys(entered)) == ["read", "segment", "extract", "resolve"]


# --- finding files ------------------------------------------------------------------------------


def test_what_is_no_file_is_found_and_never_opened(store: Store, folder: Path) -> None:
    os.mkfifo(folder / "pipe.pdf")
    (folder / "device.pdf").symlink_to("/dev/zero")
    (folder / "itself.pdf").symlink_to(folder / "itself.pdf")
    (folder / "kansio.pdf").mkdir()
    found = statuses(ingest_paths([str(folder)], store))
    assert {name for name, status in found.items() if status == "failed"} == {
        "pipe.pdf", "device.pdf", "itself.pdf",
    }  # fmt: skip
    assert "kansio.pdf" not in found
    assert {(note.stage, note.error) for note in store.failures()} == {("find", "OSError")}
    assert statuses(ingest_paths([str(folder / "itself.pdf")], store)) == {"itself.pdf": "failed"}


def test_a_folder_whose_name_is_no_text(store: Store, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(bytes(tmp_path) + b"/\xff"))
    odd.mkdir()
    (odd / "a.pdf").write_text("a")
    assert statuses(ingest_paths([str(odd)], store)) == {"a.pdf": "stored"}


# --- many documents -----------------------------------------------------------------------------


def test_a_folder_is_stored_and_a_second_run_does_nothing(store: Store, folder: Path) -> None:
    first = ingest_paths([str(folder)], store)
    assert statuses(first) == {"a.PDF": "stored", "b.pdf": "stored", "c.pdf": "stored"}
    assert first[0].counts["items"] == 3
    assert [document.file for document in store.documents()] == ["a.PDF", "b.pdf", "c.pdf"]
    assert set(statuses(ingest_paths([str(folder)], store)).values()) == {"unchanged"}


def test_again_processes_what_is_stored(store: Store, folder: Path) -> None:
    ingest_paths([str(folder)], store)
    assert set(statuses(ingest_paths([str(folder)], store, again=True)).values()) == {"stored"}
    assert len(store.documents()) == 3


def test_other_versions_do_not_make_a_document_new(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest_paths([str(folder)], store)
    monkeypatch.setattr(sys.modules["pipeline.rulebook"], "rules_version", lambda: "new")
    assert set(statuses(ingest_paths([str(folder)], store)).values()) == {"unchanged"}


def test_what_waits_for_ocr_is_finished_once_it_is_there(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "b.pdf").write_text("a scan")
    outcomes = ingest_paths([str(folder)], store)
    assert [outcome.needs_ocr for outcome in outcomes] == [False, True, False]
    assert set(statuses(ingest_paths([str(folder)], store)).values()) == {"unchanged"}
    monkeypatch.setattr(sys.modules["pipeline.read"], "is_ocr_on", lambda: True)
    later = statuses(ingest_paths([str(folder)], store))
    assert later == {"a.PDF": "unchanged", "b.pdf": "stored", "c.pdf": "unchanged"}
    assert set(statuses(ingest_paths([str(folder)], store)).values()) == {"unchanged"}
    assert not any(document.needs_ocr for document in store.documents())


def test_the_same_content_under_another_name_is_a_duplicate(store: Store, folder: Path) -> None:
    (folder / "d.pdf").write_text((folder / "b.pdf").read_text())
    outcomes = {outcome.path.name: outcome for outcome in ingest_paths([str(folder)], store)}
    assert outcomes["d.pdf"].status == "duplicate"
    assert outcomes["d.pdf"].twin == "b.pdf"
    assert set(statuses(ingest_paths([str(folder)], store)).values()) == {"unchanged"}
    assert len(store.documents()) == 3


def test_progress_hears_of_every_file(store: Store, folder: Path) -> None:
    heard: list[tuple[int, int]] = []
    ingest_paths(
        [str(folder), str(folder / "ei.pdf")],
        store,
        progress=lambda done, total, _outcome: heard.append((done, total)),
    )
    assert heard == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_no_pdfs_is_an_input_error(store: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="No PDF files"):
        ingest_paths([str(tmp_path / "empty")], store)


def test_a_missing_file_fails_alone_and_leaves_no_note(store: Store, folder: Path) -> None:
    outcomes = ingest_paths([str(folder / "ei.pdf"), str(folder / "b.pdf")], store)
    assert statuses(outcomes) == {"b.pdf": "stored", "ei.pdf": "failed"}
    assert store.failures() == []


# --- failures -----------------------------------------------------------------------------------


def test_a_broken_file_is_noted_tried_again_and_over_when_it_is_mended(
    store: Store, folder: Path
) -> None:
    (folder / "b.pdf").write_text("broken")
    outcomes = ingest_paths([str(folder)], store)
    assert statuses(outcomes) == {"a.PDF": "stored", "b.pdf": "failed", "c.pdf": "stored"}
    [note] = store.failures()
    assert (note.stage, note.error, note.attempts) == ("read", "InputError", 1)
    assert note.reason == "b.pdf is broken: export it again"
    assert note.path == str(folder / "b.pdf")
    ingest_paths([str(folder / "b.pdf")], store)
    assert store.failures()[0].attempts == 2
    (folder / "b.pdf").write_text("mended")
    assert statuses(ingest_paths([str(folder)], store))["b.pdf"] == "stored"
    assert store.failures() == []


@pytest.mark.parametrize(
    ("name", "stage", "error"),
    [
        ("bug.pdf", "extract", "KeyError"),
        ("stray.pdf", "store", "ValueError"),
        ("odd.pdf", "store", "IntegrityError"),
    ],
)
def test_a_bug_is_noted_with_its_stage_and_does_not_stop_the_others(
    store: Store, folder: Path, name: str, stage: str, error: str
) -> None:
    (folder / name).write_text("x")
    outcomes = {outcome.path.name: outcome for outcome in ingest_paths([str(folder)], store)}
    failed = outcomes.pop(name)
    assert (failed.status, failed.stage, failed.error) == ("failed", stage, error)
    assert failed.trace
    assert "Traceback" in failed.trace
    assert {outcome.status for outcome in outcomes.values()} == {"stored"}
    [note] = store.failures()
    assert (note.stage, note.error) == (stage, error)


def test_what_would_fail_again_is_left_alone_until_something_changed(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "b.pdf").write_text("broken")
    ingest_paths([str(folder)], store)
    [spared] = [o for o in ingest_paths([str(folder)], store) if o.status == "quarantined"]
    assert (spared.path.name, spared.reason) == ("b.pdf", "b.pdf is broken: export it again")
    assert store.failures()[0].attempts == 1
    assert statuses(ingest_paths([str(folder)], store, again=True))["b.pdf"] == "failed"
    monkeypatch.setattr(sys.modules["pipeline.rulebook"], "rules_version", lambda: "new")
    assert statuses(ingest_paths([str(folder)], store))["b.pdf"] == "failed"
    [note] = store.failures()
    assert note.versions
    assert (note.attempts, note.versions.rules, note.transient) == (3, "new", False)


def test_what_may_pass_is_tried_three_times(store: Store, folder: Path) -> None:
    [task] = [Task(folder / "b.pdf", "b" * 64)]
    death = Death("time", "not finished after 9 seconds")
    for attempts in (1, 2, 3):
        keep(*died(task, death), store)
        note = store.failure_of(task.sha256)
        assert note
        assert (note.attempts, note.transient, note.stage) == (attempts, True, "worker")
        assert is_worth_retrying(note, versions_of_today()) == (attempts < 3)


def test_an_expected_failure_has_no_trace(store: Store, folder: Path) -> None:
    (folder / "b.pdf").write_text("broken")
    [failed] = ingest_paths([str(folder / "b.pdf")], store)
    assert failed.trace is None


def test_a_missing_model_stops_everything(store: Store, folder: Path) -> None:
    (folder / "modelless.pdf").write_text("x")
    with pytest.raises(MissingModelError):
        ingest_paths([str(folder)], store)
    assert store.failures() == []


def test_a_file_that_cannot_be_opened_is_noted(store: Store, folder: Path) -> None:
    # A folder cannot be opened as a file, whoever runs the test.
    [found] = find_pdfs([str(folder / "b.pdf")]).files
    sorter = Sorter(Inventory(store), store, again=False, named=[])
    outcome = sorter.sort(found._replace(path=folder / "2024"))
    assert isinstance(outcome, Outcome)
    assert (outcome.status, outcome.stage) == ("failed", "find")
    assert store.failures()[0].sha256 is None


def test_an_interrupt_keeps_what_is_stored(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def progress(done: int, _total: int, _outcome: Outcome) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest_paths([str(folder)], store, progress=progress)
    assert [document.file for document in store.documents()] == ["a.PDF", "b.pdf"]
    assert statuses(ingest_paths([str(folder)], store))["c.pdf"] == "stored"


def test_several_workers_begin_with_the_largest_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, size in (("a", 10), ("b", 30), ("c", 20), ("d", 30)):
        (tmp_path / f"{name}.pdf").write_text(name * size)
    begun: list[str] = []

    def note(task: Task) -> tuple[Task, Outcome]:
        begun.append(task.path.name.removesuffix(".pdf"))
        return task, Outcome(task.path, "failed", task.sha256, stage="read", error="X", reason="")

    monkeypatch.setattr(many, "_runner", lambda *_: lambda tasks: (note(task) for task in tasks))
    ingest_paths([str(tmp_path)], store, jobs=2)
    assert begun == ["b", "d", "c", "a"]
    begun.clear()
    ingest_paths([str(tmp_path)], store, again=True)
    assert begun == ["a", "b", "c", "d"]
