"""Tasks in worker processes, whose results come as they are ready.

A worker that dies (out of memory, a crash in a library) takes only its own task with it.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

IN_FLIGHT = 2
"""Tasks handed out for each worker: one in work, one ready."""


def run_tasks(
    function: Callable[[T], R], tasks: Iterable[T], jobs: int, died: Callable[[T], R]
) -> Generator[R, None, None]:
    """``function`` of each task, in any order; ``died`` of those that kill their process.

    With one job everything runs in this process. ``tasks`` is read as far as there is room, and
    an exception that ``function`` raises ends everything.
    """
    if jobs == 1:
        yield from map(function, tasks)
        return
    remaining = iter(tasks)
    suspects: list[T] = []
    while True:
        suspects = yield from _until_a_worker_dies(function, remaining, jobs)
        if not suspects:
            return
        for task in suspects:
            yield _alone(function, task, died)


def _until_a_worker_dies(
    function: Callable[[T], R], tasks: Iterator[T], jobs: int
) -> Generator[R, None, list[T]]:
    """Yields results; returns the tasks in flight when a worker died, none if all are done."""
    waiting: dict[Future[R], T] = {}
    pool = _pool(jobs)
    try:
        for task in tasks:
            waiting[_submit(pool, function, task)] = task
            if len(waiting) >= IN_FLIGHT * jobs:
                yield from _finished(waiting)
        while waiting:
            yield from _finished(waiting)
    except BrokenProcessPool:
        pass
    finally:
        pool.shutdown(cancel_futures=True)
    return list(waiting.values())


def _submit(pool: ProcessPoolExecutor, function: Callable[[T], R], task: T) -> Future[R]:
    """The task's future; one that has failed already if the pool is broken."""
    try:
        return pool.submit(function, task)
    except BrokenProcessPool as error:
        failed: Future[R] = Future()
        failed.set_exception(error)
        return failed


def _finished(waiting: dict[Future[R], T]) -> Iterator[R]:
    """Waits for at least one; what is yielded is no longer in ``waiting``."""
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        result = future.result()
        del waiting[future]
        yield result


def _alone(function: Callable[[T], R], task: T, died: Callable[[T], R]) -> R:
    """The task in a process of its own: was it this one that killed the worker?"""
    with _pool(1) as pool:
        try:
            return pool.submit(function, task).result()
        except BrokenProcessPool:
            return died(task)


def _pool(jobs: int) -> ProcessPoolExecutor:
    # Not forked: a fork copies the locks of the progress bar's and the number library's threads.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupts)


def _ignore_interrupts() -> None:
    """Ctrl-C goes to the whole group of processes; only the one that writes answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
