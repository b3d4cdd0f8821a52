"""A run that is stopped or has no room leaves the database whole, and the next continues."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.errors import BusyError, StoreError
from pipeline.ingest import ingest_paths
from pipeline.stopping import stoppable
from pipeline.store import Store, locked_for_run, open_store, require_space
from tests.building import connect, make_record
from tests.stages import use_invented_stages

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "samples" / "yhdistys-2025-03-22.pdf"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "minutes.db"), create=True) as opened:
        yield opened


def command(*words: str, limit: str = "") -> subprocess.Popen[str]:
    """The command as a process of its own, under a limit of the shell's."""
    shell = f"{limit}; exec " if limit else "exec "
    return subprocess.Popen(
        ["bash", "-c", shell + '"$@"', "bash", sys.executable, "-m", "pipeline.cli", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "POYTAKIRJA_OCR": "off"},
    )  # fmt: skip


def is_whole(database: Path) -> bool:
    """True if SQLite finds nothing broken, and every key leads somewhere."""
    with connect(database) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        lost = connection.execute("PRAGMA foreign_key_check").fetchall()
    return found == [("ok",)] and not lost


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


# --- two at once --------------------------------------------------------------------------------


def test_a_second_run_says_so_and_leaves(tmp_path: Path) -> None:
    database = str(tmp_path / "minutes.db")
    with locked_for_run(database):
        done = command("ingest", str(SAMPLE), "--db", database)
        _, errors = done.communicate(timeout=60)
        assert (done.returncode, errors) == (
            10, f"Error: Another run writes {database}: wait until it has finished\n"
        )  # fmt: skip
        assert not Path(database).exists()
    with locked_for_run(database):  # it is free again
        pass


def test_the_lock_of_a_dead_process_is_free(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pipeline.store import locked_for_run\n"
        "with locked_for_run(sys.argv[1]): print('locked', flush=True); time.sleep(60)"
    )
    database = str(tmp_path / "minutes.db")
    holder = subprocess.Popen(
        [sys.executable, "-c", code, database], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert holder.stdout
    with holder.stdout:
        assert holder.stdout.readline() == "locked\n"
    with pytest.raises(BusyError), locked_for_run(database):
        pass
    holder.kill()
    holder.wait()
    with locked_for_run(database):
        pass


def test_a_database_in_memory_has_no_lock_and_no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    with locked_for_run("sqlite://"), locked_for_run("sqlite://"):
        require_space("sqlite://", 10**12)


def test_people_can_rule_while_a_run_is_on(tmp_path: Path, store: Store) -> None:
    store.save_record(make_record("a.pdf", "a"))
    store.save_record(make_record("b.pdf", "b"))
    with locked_for_run(str(tmp_path / "minutes.db")):
        joined = store.join_documents(store.documents())
    assert [document.file for document in joined] == ["a.pdf", "b.pdf"]


# --- room ---------------------------------------------------------------------------------------


def test_no_run_begins_without_room(tmp_path: Path) -> None:
    require_space(str(tmp_path / "minutes.db"), 0)
    with pytest.raises(StoreError, match=r"MiB free, less than the 1000000000 of POYTAKIRJA_FREE"):
        require_space(str(tmp_path / "minutes.db"), 10**9)


def test_a_full_disk_ends_the_run_and_leaves_the_database_whole(tmp_path: Path) -> None:
    database = tmp_path / "minutes.db"
    with open_store(str(database), create=True) as store:
        store.save_record(make_record("a.pdf", "a"))
    done = command("ingest", str(SAMPLE), "--db", str(database), limit="ulimit -f 64")
    _, errors = done.communicate(timeout=100)
    assert done.returncode == 6, errors
    assert errors.startswith("Error: ")
    assert "Traceback" not in errors
    assert is_whole(database)
    with open_store(str(database)) as store:
        assert [document.file for document in store.documents()] == ["a.pdf"]


def test_a_database_that_cannot_be_written_ends_the_run(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_invented_stages(monkeypatch)
    (tmp_path / "a.pdf").write_text("a")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
        connection.rollback()
    with pytest.raises(StoreError, match="cannot be written"):
        ingest_paths([str(tmp_path / "a.pdf")], store)


# --- what people enter --------------------------------------------------------------------------


@pytest.mark.parametrize(("repeatable", "level"), [(False, 2), (True, 1)])
def test_only_what_can_be_repeated_may_be_lost_with_the_power(
    tmp_path: Path, repeatable: bool, level: int
) -> None:
    with (
        open_store(str(tmp_path / "m.db"), create=True, repeatable=repeatable) as store,
        store.engine.connect() as connection,
    ):
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == level


# --- being asked to stop ------------------------------------------------------------------------


def test_the_first_signal_asks_and_the_second_does_not_wait() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with stoppable() as stop:
        assert not stop()
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGTERM) is before


def test_another_thread_hears_no_signal() -> None:
    heard: list[bool] = []

    def run() -> None:
        with stoppable() as stop:
            heard.append(stop())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert heard == [False]


def test_no_document_is_begun_after_somebody_asked_to_stop(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_invented_stages(monkeypatch)
    for name in "abc":
        (tmp_path / f"{name}.pdf").write_text(name)
    outcomes = ingest_paths([str(tmp_path)], store, stop=lambda: len(store.documents()) > 0)
    assert [outcome.name for outcome in outcomes] == ["a.pdf"]


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_stop_finishes_what_it_has(
    tmp_path: Path, asked: signal.Signals
) -> None:
    database = tmp_path / "minutes.db"
    run = command("ingest", str(SAMPLE.parent), "--db", str(database))

    def has_begun() -> bool:
        try:
            with open_store(str(database)) as store:
                return bool(store.documents())
        except StoreError:
            return False

    wait_until(has_begun)
    run.send_signal(asked)
    told, errors = run.communicate(timeout=60)
    assert run.returncode == 130, errors
    assert errors == "Interrupted: what was finished is kept.\n"
    assert " stored (" in told
    assert is_whole(database)
    with open_store(str(database)) as store:
        assert 0 < len(store.documents()) < 12
        assert store.failures() == []
