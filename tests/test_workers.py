"""Tasks side by side: all results come, a worker that dies takes only its own task with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.workers import run_tasks


def double(number: int) -> tuple[int, str]:
    if number == 13:
        os._exit(1)
    if number == 99:
        raise ValueError("a bug")
    return number, str(2 * number)


def died(number: int) -> tuple[int, str]:
    return number, "died"


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_task_has_its_result(jobs: int) -> None:
    assert dict(run_tasks(double, range(9), jobs, died)) == {n: str(2 * n) for n in range(9)}


def test_no_tasks_is_no_results() -> None:
    assert list(run_tasks(double, [], 2, died)) == []


def test_only_the_task_that_kills_its_worker_dies() -> None:
    found = dict(run_tasks(double, [1, 2, 13, 3, 4, 5, 6], 2, died))
    assert found == {**{n: str(2 * n) for n in (1, 2, 3, 4, 5, 6)}, 13: "died"}


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


SLEEPERS = """
import sys, time
from pipeline.workers import run_tasks
if __name__ == "__main__":
    print("begun", flush=True)
    list(run_tasks(time.sleep, [60, 60, 60], 2, print))
"""


def test_two_interrupts_end_everything_at_once(tmp_path: Path) -> None:
    script = tmp_path / "sleepers.py"
    script.write_text(SLEEPERS)
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    time.sleep(0.5)
    for _ in range(2):
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.05)
    _, errors = process.communicate(timeout=20)
    assert process.returncode not in (0, None)
    assert errors.count("Traceback") == 1 + errors.count("During handling")  # this process's alone
