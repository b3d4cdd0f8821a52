"""Files that mean ill end as a document or as a failure, within limits, and touch nothing else."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ingest import ingest_paths, process_document
from pipeline.store import Store, open_store
from tests.hostile import write_folder
from tests.ordinary import open_folder, ordinary_user
from tests.segment.setting import typeset
from tests.stages import use_invented_stages
from tests.torturing import Damage, Killing, accounted, broken, ingest

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
SHORT = SAMPLES / "yhdistys-2025-03-22.pdf"

ANY = {"stored", "InputError", "time", "memory", "crash"}
READ = {"stored"}
REFUSED = {"InputError"}
EXPECTED = {
    "million": REFUSED,
    "circle": READ,
    "bookmarks": READ,
    "structure": READ,
    "xref-in-a-circle": READ,
    "javascript": READ,
    "launch": READ,
    "gigantic": READ,
    "broken-xref": READ,
    "unmapped-font": READ,
    "wrong-encryption": REFUSED,
    "own-encryption": REFUSED,
    "empty": REFUSED,
    "text": REFUSED,
    "zeros": REFUSED,
    "itself": {"OSError"},
    "nowhere": {"OSError"},
    "device": {"OSError"},
    "pipe": {"OSError"},
    "in-folder": READ,
}
"""What becomes of a file where only one end is right; all others may end in any of ``ANY``."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile files, ingested once."""
    made = tmp_path_factory.mktemp("hostile")
    (made / "files").mkdir()
    write_folder(made / "files")
    before = listing(made / "files")
    run = ingest(
        made / "minutes.db", str(made / "files"),
        POYTAKIRJA_SECONDS="10", POYTAKIRJA_MEMORY="1024", POYTAKIRJA_PAGES="3000",
    )  # fmt: skip
    _, errors = run.communicate(timeout=300)
    assert run.returncode == 7, errors
    assert "Traceback" not in errors
    assert listing(made / "files") == before
    return made


def listing(folder: Path) -> list[tuple[str, int]]:
    return sorted((str(path), path.lstat().st_size) for path in folder.rglob("*"))


def test_every_file_is_accounted_for(folder: Path) -> None:
    found = accounted(folder / "minutes.db", folder / "files")
    wrong = {
        name: outcome
        for name, outcome in found.items()
        if outcome not in EXPECTED.get(Path(name).stem, ANY)
    }
    assert wrong == {}
    assert len(found) > 45
    assert broken(folder / "minutes.db") == []


def test_nothing_is_written_but_the_database(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} <= {
        "files", "minutes.db", "minutes.db-shm", "minutes.db-wal", "minutes.db.lock"
    }  # fmt: skip
    assert not (Path.cwd() / "pwned").exists()


def test_names_are_kept_as_far_as_they_are_text(folder: Path) -> None:
    with open_store(str(folder / "minutes.db")) as store:
        names = {document.file for document in store.documents()}
    assert {"-rf.pdf", "uusi\nrivi.pdf", "??.pdf", "a'\";$(touch pwned).pdf", ".pdf"} <= names


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Store]]:
    """A folder that was ingested, in which a file that has changed and a folder are now closed."""
    use_invented_stages(monkeypatch)
    with open_folder() as folder, open_store("sqlite://", create=True) as store:
        (folder / "kansio").mkdir()
        for name in ("a.pdf", "b.pdf", "kansio/c.pdf"):
            (folder / name).write_text(f"content of {name}")
        assert set(statuses(folder, store).values()) == {"stored"}
        (folder / "a.pdf").write_text("another content")
        for name in ("a.pdf", "kansio"):
            (folder / name).chmod(0)
        yield folder, store


def test_what_may_not_be_read_costs_itself_alone(unreadable: tuple[Path, Store]) -> None:
    folder, store = unreadable
    with ordinary_user():
        found = statuses(folder, store)
    assert found == {"a.pdf": "failed", "b.pdf": "unchanged", "kansio": "failed"}
    [note] = store.failures()
    assert note.path == str(folder / "a.pdf")
    assert note.reason == "cannot be opened: Permission denied"
    assert store.files.gone() == {}  # nobody knows what is in the folder


def test_what_may_be_read_again_is_no_failure_any_more(unreadable: tuple[Path, Store]) -> None:
    folder, store = unreadable
    with ordinary_user():
        statuses(folder, store)
    for name in ("a.pdf", "kansio"):
        (folder / name).chmod(0o755)
    (folder / "a.pdf").write_text("content of a.pdf")  # a share that was away for a night
    with ordinary_user():
        found = statuses(folder, store)
    assert found == {"a.pdf": "unchanged", "b.pdf": "unchanged", "c.pdf": "unchanged"}
    assert store.failures() == []


def statuses(folder: Path, store: Store) -> dict[str, str]:
    return {one.path.name: one.status for one in ingest_paths([str(folder)], store)}


# --- a little of what `make torture` does a lot of ---------------------------------------------


def test_a_run_that_is_killed_is_continued(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    for name in ("yhdistys-2025-03-22.pdf", "taloyhtio-2024-11-27.pdf"):
        (tmp_path / "files" / name).symlink_to(SAMPLES / name)
    killing = Killing(tmp_path / "files", tmp_path, seed=1)
    killing.kill(3)
    assert killing.problems == []
    assert killing.kills == 3
    assert killing.finished >= 1


def test_damaged_pdfs_are_explained(tmp_path: Path) -> None:
    done = Damage.of([SHORT], 12, tmp_path, seed=7)
    assert done.problems == []
    assert len(done.outcomes) == 12


# --- text that nobody would write ---------------------------------------------------------------

WORDS = st.sampled_from(
    ["Kokous", "§ 1", "1.", "Päätös:", "Läsnä", "14.3.2025", "klo 12.30", "Aino Virta", "(",
     "puheenjohtaja", "31.2.", "999999999999 €", "%", "–", "12–", "\t", "äänin 7-2", "http://",
     "\u202e", "\u0000", "a" * 300]
)  # fmt: skip
LINES = st.lists(st.lists(WORDS | st.text(string.printable, max_size=8), max_size=6), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines=LINES)
def test_the_stages_of_text_take_any_words(lines: list[list[str]]) -> None:
    record = process_document(typeset(*[" ".join(words) for words in lines]))
    document, findings = record.document, record.findings
    spans = [
        *(found.span for found in findings.dates),
        *(found.span for found in findings.statistics),
        *(found.span for found in findings.references),
    ]
    assert all(0 <= span.start < span.end <= len(document.text) for span in spans)
