"""Tasks in worker processes, whose results come as they are ready.

A worker that dies (out of memory, a crash in a library) takes only its own task with it, and when
all is over, by an interrupt too, no worker is left.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Generator, Iterable
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


def run_tasks(
    function: Callable[[T], R], tasks: Iterable[T], jobs: int, died: Callable[[T], R]
) -> Generator[R, None, None]:
    """``function`` of each task, in any order; ``died`` of those that kill their process.

    With one job everything runs in this process. ``tasks`` is read as workers become free, and an
    exception that ``function`` raises ends everything. Close the generator if you leave it early.
    """
    if jobs == 1:
        yield from map(function, tasks)
        return
    remaining = iter(tasks)
    busy: dict[Connection, _Worker[T, R]] = {}
    try:
        for task in islice(remaining, jobs):
            _give(_Worker(function), task, busy)
        while busy:
            for connection in wait(list(busy)):
                worker = busy.pop(connection)  # type: ignore[arg-type,call-overload,unused-ignore]
                try:
                    result = worker.result()
                except EOFError:
                    result = died(worker.task)
                    worker = _Worker(function)
                for task in islice(remaining, 1):
                    _give(worker, task, busy)
                yield result
    finally:
        for worker in busy.values():
            worker.stop()


def _give(worker: _Worker[T, R], task: T, busy: dict[Connection, _Worker[T, R]]) -> None:
    worker.start(task)
    busy[worker.connection] = worker
