"""Tasks side by side: all results come, a worker that dies takes only its own task with it."""

from __future__ import annotations

import os
from collections.abc import Iterator

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
