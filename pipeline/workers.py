"""Tasks in worker processes, whose results come as they are ready.

Not an executor of ``concurrent.futures``: there a worker that dies (out of memory, a crash in a
library) breaks the whole pool without saying in which task, and a second Ctrl-C can leave it
waiting forever. Here it takes only its own task with it, and no worker outlives the run.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
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
    crew = [_Worker(function, died) for _ in range(jobs)]
    try:
        busy = {worker.give(task): worker for worker, task in zip(crew, remaining, strict=False)}
        while busy:
            ready = wait(list(busy))
            for connection in [one for one in busy if one in ready]:
                worker = busy.pop(connection)
                result = worker.result()
                for task in islice(remaining, 1):
                    busy[worker.give(task)] = worker
                yield result
    finally:
        for worker in crew:
            worker.stop()


class _Worker(Generic[T, R]):
    """A process that does one task at a time; another takes its place if it dies."""

    def __init__(self, function: Callable[[T], R], died: Callable[[T], R]) -> None:
        self._function = function
        self._died = died
        self._process: BaseProcess | None = None
        self._connection: Connection
        self._task: T

    def give(self, task: T) -> Connection:
        """Begin the task; the connection can be waited for until there is a result."""
        if self._process is None:
            self._start()
        self._task = task
        with suppress(OSError):  # a dead worker is noticed when its result is asked for
            self._connection.send(task)
        return self._connection

    def result(self) -> R:
        """What came of the task; raises what the function raised."""
        try:
            fine, value = self._connection.recv()
        except (EOFError, OSError):
            self.stop()
            return self._died(self._task)
        if not fine:
            raise value
        made: R = value
        return made

    def stop(self) -> None:
        """End the process, whatever it is doing: it holds nothing that could be lost."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._connection.close()
            self._process = None

    def _start(self) -> None:
        # Not forked: a fork copies the locks of the progress bar and of the number library.
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, self._function), daemon=True)
        with _interrupts_ignored():
            self._process.start()
        theirs.close()  # so that a worker's death closes the pipe


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Processes that start in the block never hear Ctrl-C: the one that writes answers it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _work(connection: Connection, function: Callable[[T], R]) -> None:
    """A worker's life: tasks in, results or exceptions out, until the other side is gone."""
    with suppress(EOFError, OSError):
        while True:
            task = connection.recv()
            answer: tuple[bool, R | Exception]
            try:
                answer = (True, function(task))
            except Exception as error:  # noqa: BLE001 (raised again on the other side)
                answer = (False, error)
            connection.send(answer)
