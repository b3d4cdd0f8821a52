"""Tasks in worker processes under limits, whose results come as they are ready.

The processes are a pool of pebble's: a task that takes too long is ended, and one that dies (out of
memory, a crash in a library) takes neither the pool nor another task with it. What pebble leaves
open is closed here: how much memory a task may take, workers that have swollen, a pool that breaks
because a worker died between tasks, and processes that outlive the one that asked.

Where the system can fork, workers are forks of a process that does nothing else (the fork server
of ``multiprocessing``) and that has imported the ``loaded`` module: what it holds is loaded once,
and is in the memory once.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import resource_tracker
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Generic, Literal, TypeVar

from pebble import ProcessExpired, ProcessPool

from pipeline.errors import PipelineError

T = TypeVar("T")
R = TypeVar("R")

MARGIN_SECONDS = 30
"""How long after a task's time a worker ends itself, and then a pool that says nothing is ended."""
SILENT_SECONDS = 60
"""How long no worker may begin any of the tasks that wait, before the pool is taken for broken."""
TASKS_A_WORKER = 500
"""After so many tasks a worker is replaced, whatever it has gathered."""
BREAKS = 3
"""So many times a task is begun anew because the pool broke around it."""
NO_MEMORY, SWOLLEN = 97, 98
"""Exit codes of workers: the task needs more memory; the worker has too much before it begins."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take: ``seconds`` of time, and ``megabytes`` of memory with its worker."""

    seconds: float = 1800
    megabytes: int = 4096


@dataclass(frozen=True, slots=True)
class Death:
    """Why a task has no result: which limit it met, or 'crash'; in words; and the signal or exit
    code that its process ended with, if any (signals as negative numbers)."""

    kind: Literal["time", "memory", "crash"]
    reason: str
    exit_code: int | None = None


BROKEN = Death("crash", "the processes that read it died again and again")
"""Of a task around which the pool broke too often."""

Died = Callable[[T, Death], R]


def run_tasks(
    function: Callable[[T], R],
    tasks: Iterable[T],
    jobs: int,
    died: Died[T, R],
    limits: Limits | None = None,
    loaded: str | None = None,
) -> Generator[R, None, None]:
    """``function`` of each task, in any order; ``died`` of those that met a limit or crashed.

    With one job and no limits everything runs in this process. ``tasks`` is read as workers become
    free, and an exception that ``function`` raises ends everything. Workers begin with the module
    ``loaded`` imported; the first of a process decides for all. Close the generator if you
    leave it early. Raises PipelineError if no worker can be started.
    """
    if jobs == 1 and limits is None:
        yield from map(function, tasks)
        return
    crew = Crew(function, jobs, limits or Limits(), loaded)
    remaining = iter(tasks)
    try:
        for task in islice(remaining, jobs):
            crew.give(task)
        while crew.busy:
            for task, result in crew.finished():
                for following in islice(remaining, 1):
                    crew.give(following)
                yield died(task, result) if isinstance(result, Death) else result
    finally:
        crew.stop()


class Crew(Generic[T, R]):
    """A pool and the tasks that it is busy with, each with how often the pool broke around it."""

    def __init__(
        self, function: Callable[[T], R], jobs: int, limits: Limits, loaded: str | None = None
    ) -> None:
        self._function = function
        self._jobs = jobs
        self._limits = limits
        self._loaded = loaded
        self._pool: ProcessPool | None = None
        self.busy: dict[Future[R], tuple[T, int]] = {}

    def give(self, task: T, breaks: int = 0) -> None:
        """Begin the task as soon as a worker is free."""
        pool = self._pool or self._start()
        arguments = (self._function, task, self._limits)
        future = pool.schedule(_limited, args=arguments, timeout=self._limits.seconds)
        self.busy[future] = (task, breaks)

    def work(self, task: T) -> R | Death:
        """What comes of one task, where there are no others."""
        self.give(task)
        while True:
            for _, result in self.finished():
                return result

    def finished(self) -> list[tuple[T, R | Death]]:
        """The next tasks that have ended, each with what came of it; raises what one raised."""
        done = self._await()
        if not done:  # a worker was killed in the middle of a message: nothing comes any more
            return self._begin_anew()
        ended = {future: self.busy.pop(future) for future in done}
        broken = any(isinstance(future.exception(), BrokenProcessPool) for future in done)
        results: list[tuple[T, R | Death]] = [*self._begin_anew()] if broken else []
        for future, (task, breaks) in ended.items():
            result = self._result(future, breaks)
            if result is None:
                self.give(task, breaks + isinstance(future.exception(), BrokenProcessPool))
            else:
                results.append((task, result))
        return results

    def _await(self) -> set[Future[R]]:
        """What has ended, as soon as something has; nothing where the pool is silent: no worker
        works, or one has worked for too long."""
        patience = self._limits.seconds + MARGIN_SECONDS
        done: set[Future[R]] = set()
        while not done and patience > 0:
            step = min(SILENT_SECONDS, patience)
            done, waiting = wait(self.busy, step, return_when=FIRST_COMPLETED)
            patience = patience - step if any(one.running() for one in waiting) else 0
        return done

    def _result(self, future: Future[R], breaks: int) -> R | Death | None:
        """What came of a task that ended; None if it is to be begun anew."""
        try:
            return future.result()
        except TimeoutError:
            return Death("time", f"not finished after {self._limits.seconds:g} seconds")
        except ProcessExpired as error:
            return None if error.exitcode == SWOLLEN else self._death(error.exitcode or 0)
        except BrokenProcessPool:
            return None if breaks < BREAKS else BROKEN

    def _death(self, exit_code: int) -> Death:
        if exit_code == NO_MEMORY:
            reason = f"needs more than {self._limits.megabytes} MiB of memory"
            return Death("memory", reason, exit_code)
        how = f"exit code {exit_code}"
        with suppress(ValueError):
            how = signal.Signals(-exit_code).name
        return Death(
            "crash",
            f"the process that read it died ({how}): out of memory, or a crash in a library",
            exit_code,
        )

    def _begin_anew(self) -> list[tuple[T, R | Death]]:
        """Another pool in the place of one that is broken, where what it was busy with begins
        again; but for what has broken too many, which is returned."""
        interrupted = list(self.busy.values())
        self.stop()
        self.busy = {}
        for task, breaks in interrupted:
            if breaks < BREAKS:
                self.give(task, breaks + 1)
        return [(task, BROKEN) for task, breaks in interrupted if breaks >= BREAKS]

    def stop(self) -> None:
        """End the processes, whatever they are doing: they hold nothing that could be lost."""
        if self._pool is None:
            return
        pool, self._pool = self._pool, None
        with _blocked(signal.SIGINT, signal.SIGTERM):  # half stopped, a worker might be left
            pool.stop()  # type: ignore[no-untyped-call]
            for process in multiprocessing.active_children():
                if process.name == "pebble_pool_worker":
                    process.kill()
            pool.join()

    def _start(self) -> ProcessPool:
        context = _context(self._loaded)
        about = (self._limits, dict(os.environ))
        pool = ProcessPool(self._jobs, TASKS_A_WORKER, _begin_work, about, context=context)
        try:
            resource_tracker.ensure_running()  # as it starts it unblocks the signal
            with _blocked(signal.SIGINT):
                begun = pool.schedule(os.getpid)
        except OSError as error:
            raise PipelineError(
                f"worker processes cannot be started ({error.strerror}): they need a /dev/shm that "
                "can be written, and room for processes; or try --jobs 0, which has no limits"
            ) from error
        self._pool = pool
        try:
            begun.result()
        except (BrokenProcessPool, ProcessExpired) as error:
            raise PipelineError(
                f"worker processes end at once ({error}): allow them more memory with "
                "POYTAKIRJA_MEMORY, or try --jobs 0"
            ) from error
        return pool


def _context(loaded: str | None) -> BaseContext:
    """How processes begin. This one is not forked: a fork would copy the locks of the progress bar
    and of the number library."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([loaded] if loaded else [])
    return context


@contextmanager
def _blocked(*signals: signal.Signals) -> Iterator[None]:
    """The signals wait until the block ends; threads and processes that start in it never hear
    them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- in a worker --------------------------------------------------------------------------------


_bare = 0.0
"""The memory that this process had asked for before its first task."""


def _begin_work(limits: Limits, settings: Mapping[str, str]) -> None:
    """Bound the process for its life, with the settings of the one that asked; programs that it
    starts inherit that. It ends if what is loaded alone needs more memory."""
    global _bare
    os.environ.clear()
    os.environ.update(settings)  # the fork server has those of the first that asked
    _bare = _megabytes()
    if _bare > limits.megabytes:
        os._exit(NO_MEMORY)
    room, (_, most) = limits.megabytes * 2**20, resource.getrlimit(resource.RLIMIT_AS)
    room = room if most == resource.RLIM_INFINITY else min(room, most)
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # nothing is left on the disk by a crash


def _limited(function: Callable[[T], R], task: T, limits: Limits) -> R:
    """The function's result; the process ends where there is no memory for it.

    The alarm ends it even inside a library, and even if the process that asked is gone.
    """
    if _megabytes() > (_bare + limits.megabytes) / 2:
        os._exit(SWOLLEN)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + MARGIN_SECONDS / 2)
    try:
        return function(task)
    except MemoryError:
        os._exit(NO_MEMORY)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _megabytes() -> float:
    """The memory that this process has asked for; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize() / 2**20
