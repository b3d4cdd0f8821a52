"""Tasks side by side: all results come, a worker that dies takes only its own task with it."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from multiprocessing import synchronize
from pathlib import Path

import pytest

from pipeline import workers
from pipeline.errors import PipelineError
from pipeline.workers import Death, Limits, run_tasks


def double(number: int) -> tuple[int, str]:
    if number == 13:
        os._exit(1)
    if number == 99:
        raise ValueError("a bug")
    return number, str(2 * number)


def died(number: int, death: Death) -> tuple[int, str]:
    return number, death.kind


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_task_has_its_result(jobs: int) -> None:
    assert dict(run_tasks(double, range(9), jobs, died)) == {n: str(2 * n) for n in range(9)}


def test_no_tasks_is_no_results() -> None:
    assert list(run_tasks(double, [], 2, died)) == []


def test_only_the_task_that_kills_its_worker_dies() -> None:
    found = dict(run_tasks(double, [1, 2, 13, 3, 4, 5, 6], 2, died))
    assert found == {**{n: str(2 * n) for n in (1, 2, 3, 4, 5, 6)}, 13: "crash"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_ends_everything(jobs: int) -> None:
    with pytest.raises(ValueError, match="a bug"):
        list(run_tasks(double, [1, 99, 2], jobs, died))


def test_tasks_are_taken_as_there_is_room() -> None:
    taken = []

    def tasks() -> Iterator[int]:
        for number in range(20, 90):
            taken.append(number)
            yield number

    results = run_tasks(double, tasks(), 2, died)
    next(results)
    assert len(taken) < 10
    results.close()


# --- limits -------------------------------------------------------------------------------------

NARROW = Limits(seconds=2, megabytes=1024)
PATIENT = Limits(seconds=60, megabytes=1024)
KEPT: list[bytearray] = []


def misbehave(how: str) -> tuple[str, str, int]:
    """The words and the process that did it."""
    if how == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if how == "exit":
        os._exit(3)
    if how == "memory":
        bytearray(2**31)
    if how == "time":
        time.sleep(60)
    if how == "swell":
        room = PATIENT.megabytes - workers._megabytes()  # forks begin with what is loaded
        KEPT.append(bytearray(int(0.6 * room * 2**20)))
    return how, "fine", os.getpid()


def told(how: str, death: Death) -> tuple[str, str, int]:
    return how, f"{death.kind}: {death.reason}", death.exit_code or 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_limit_costs_one_task(jobs: int) -> None:
    tasks = ["a", "crash", "b", "exit", "memory", "c", "time", "d"]
    found = {
        how: (words, code) for how, words, code in run_tasks(misbehave, tasks, jobs, told, NARROW)
    }
    assert found["time"] == ("time: not finished after 2 seconds", 0)
    assert found["memory"] == ("memory: needs more than 1024 MiB of memory", workers.NO_MEMORY)
    assert found["crash"][0].startswith("crash: the process that read it died (SIGSEGV)")
    assert found["crash"][1] == -signal.SIGSEGV
    assert found["exit"][1] == 3
    assert {found[how][0] for how in "abcd"} == {"fine"}


def test_a_swollen_worker_is_replaced_before_the_next_task() -> None:
    found = {
        how: (words, pid)
        for how, words, pid in run_tasks(misbehave, ["a", "swell", "b"], 1, told, PATIENT)
    }
    assert {words for words, _ in found.values()} == {"fine"}
    assert found["a"][1] == found["swell"][1] != found["b"][1]


def test_limits_of_one_job_are_those_of_a_process_of_its_own() -> None:
    [(_, _, pid)] = run_tasks(misbehave, ["a"], 1, told, PATIENT)
    [(_, _, own)] = run_tasks(misbehave, ["a"], 1, told)
    assert own == os.getpid() != pid


def test_workers_that_are_killed_between_tasks_cost_none() -> None:
    results = run_tasks(misbehave, ["a", "b", "c", "d"], 2, told, PATIENT)
    found = [next(results)]
    for process in multiprocessing.active_children():
        process.kill()
    found += results
    assert sorted(how for how, *_ in found) == ["a", "b", "c", "d"]


def test_a_pool_that_falls_silent_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "MARGIN_SECONDS", -1.5)  # half a second, and nothing has come
    slow = run_tasks(misbehave, ["time"], 1, told, NARROW)
    assert list(slow) == [("time", "crash: the processes that read it died again and again", 0)]


def test_tasks_that_no_worker_begins_are_not_waited_for_to_their_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "SILENT_SECONDS", 0.1)
    crew = workers.Crew(misbehave, 1, PATIENT)
    crew.busy = {Future(): ("a", workers.BREAKS)}
    assert crew.finished() == [("a", workers.BROKEN)]


def test_workers_that_cannot_begin_are_an_error() -> None:
    with pytest.raises(PipelineError, match="POYTAKIRJA_MEMORY"):
        list(run_tasks(misbehave, ["a"], 1, told, Limits(megabytes=2**60)))  # no such number


def test_workers_that_may_not_even_hold_what_is_loaded_are_an_error() -> None:
    with pytest.raises(PipelineError, match="POYTAKIRJA_MEMORY"):
        list(run_tasks(misbehave, ["a"], 1, told, Limits(megabytes=1)))


def test_locks_that_cannot_be_had_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_about: object, **_more: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(synchronize.SemLock, "__init__", refuse)
    with pytest.raises(PipelineError, match=r"\(Read-only file system\).* /dev/shm .*--jobs 0"):
        list(run_tasks(misbehave, ["a"], 1, told, PATIENT))


def test_no_worker_outlives_the_run() -> None:
    list(run_tasks(misbehave, ["a", "b"], 2, told, PATIENT))
    assert multiprocessing.active_children() == []


def reason(_task: str, death: Death) -> str:
    return death.reason


@pytest.mark.parametrize("value", ["first", "second"])
def test_workers_have_the_settings_of_the_moment(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POYTAKIRJA_TRIED", value)
    found = run_tasks(os.getenv, ["POYTAKIRJA_TRIED"], 1, reason, PATIENT)
    assert list(found) == [value]


LOADING = """
import sys
from pipeline.workers import Limits, run_tasks
def has(name):
    return name in sys.modules
if __name__ == "__main__":
    print(list(run_tasks(has, ["colorsys", "chunk"], 1, print, Limits(), "colorsys")))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no forks: each worker loads anew")
def test_workers_begin_with_what_is_loaded(tmp_path: Path) -> None:
    script = tmp_path / "loading.py"
    script.write_text(LOADING)
    command = [sys.executable, str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "[True, False]\n"


SLEEPERS = """
import sys, time
from pipeline.workers import run_tasks
if __name__ == "__main__":
    print("begun", flush=True)
    list(run_tasks(time.sleep, [60, 60, 60], 2, print))
"""


def hear_interrupts() -> None:
    """As from a terminal, though the tests may have been begun in the background of a shell."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_two_interrupts_end_everything_at_once(tmp_path: Path) -> None:
    script = tmp_path / "sleepers.py"
    script.write_text(SLEEPERS)
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hear_interrupts,
    )
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    time.sleep(0.5)
    for _ in range(2):
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.05)
    _, errors = process.communicate(timeout=20)
    assert process.returncode not in (0, None)
    # This process's alone; none where the second one came while the first was told.
    told = errors.count("Traceback")
    assert told == 1 + errors.count("During handling") or (not told and "sys.stderr" in errors)
