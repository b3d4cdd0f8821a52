"""Tasks on the machines of a Dask cluster, whose results come as they are ready.

Each thread of a Dask worker keeps a process of its own that does the work, under the same limits as
on one machine: what a document does to it costs that document alone. A worker that is lost costs
nothing: Dask gives its tasks to another one. No more results are under way than the one writer that
takes them will soon want.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from distributed import Client, KilledWorker, Worker, WorkerPlugin, get_worker

from pipeline.errors import PipelineError
from pipeline.settings import ENDPOINT, MODEL, OCR, PAGES
from pipeline.workers import Crew, Death, Died, Limits

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2
"""Tasks under way for each thread of the cluster: one in work, one waiting."""
PATIENCE_SECONDS = 60
"""How long a cluster may be without any worker."""
DAEMONS = "DASK_DISTRIBUTED__WORKER__DAEMON"
LOST = Death("crash", "the Dask workers that read it were lost again and again")


def run_on_cluster(
    function: Callable[[T], R],
    tasks: Iterable[T],
    scheduler: str,
    died: Died[T, R],
    limits: Limits,
    loaded: str | None = None,
) -> Generator[R, None, None]:
    """``function`` of each task, as ``run_tasks`` gives it, by the workers of this scheduler.

    ``tasks`` is read as workers become free. Close the generator if you leave it early. Raises
    PipelineError if the scheduler is not there, or has no workers that can do this.
    """
    remaining = iter(tasks)
    with _crews(scheduler, limits, loaded) as (client, crews):
        busy: dict[Future[R | Death], T] = {}
        executor = client.get_executor(pure=False)
        try:
            while True:
                room = max(1, AHEAD * sum(client.nthreads().values()))
                for task in islice(remaining, max(0, room - len(busy))):
                    busy[executor.submit(_work, crews.name, function, task)] = task
                if not busy:
                    return
                done = wait(busy, PATIENCE_SECONDS, return_when=FIRST_COMPLETED).done
                if not done and not client.nthreads():
                    raise PipelineError(f"{scheduler} has no workers any more: start some")
                for future in done:
                    task = busy.pop(future)
                    result = _result(future)
                    yield died(task, result) if isinstance(result, Death) else result
        finally:
            for future in busy:
                future.cancel()
            executor.shutdown(wait=False)


def _result(future: Future[R | Death]) -> R | Death:
    try:
        return future.result()
    except KilledWorker:
        return LOST


@contextmanager
def _crews(scheduler: str, limits: Limits, loaded: str | None) -> Iterator[tuple[Client, Crews]]:
    """A client of the cluster, with processes on all its workers until the block ends."""
    settings = {one.variable: one.value() for one in (MODEL, OCR, PAGES, ENDPOINT)}
    crews = Crews(limits, settings, loaded)
    try:
        client = Client(scheduler, name="poytakirja", timeout=PATIENCE_SECONDS / 4)
    except (OSError, ValueError) as error:
        raise PipelineError(
            f"There is no Dask scheduler at {scheduler}: start one with 'dask scheduler', or check "
            "the address"
        ) from error
    with client:
        try:
            client.register_plugin(crews)
            _check(client)
            yield client, crews
        finally:
            client.unregister_worker_plugin(crews.name)


def _check(client: Client) -> None:
    """Raise PipelineError unless the workers can do the work, with the versions of this process."""
    client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
    ours = _versions()
    for worker, (versions, is_daemon) in client.run(_condition).items():
        if versions != ours:
            raise PipelineError(f"{worker} has {versions}, and not {ours}: install the same there")
        if is_daemon:
            raise PipelineError(
                f"{worker} may not start processes: start the workers with {DAEMONS}=False"
            )


# --- on a worker ----------------------------------------------------------------------------------


class Crews(WorkerPlugin):  # type: ignore[misc]
    """Keeps a process for each thread of a worker; the model is loaded there once."""

    def __init__(self, limits: Limits, settings: Mapping[str, str], loaded: str | None) -> None:
        self.name = f"poytakirja-{uuid.uuid4()}"
        self._limits, self._settings, self._loaded = limits, settings, loaded
        self._crews: dict[int, Crew[Any, Any]] = {}

    def setup(self, worker: Worker) -> None:
        os.environ.update(self._settings)  # the processes inherit it

    def teardown(self, worker: Worker) -> None:
        for crew in self._crews.values():
            crew.stop()

    def work(self, function: Callable[[T], R], task: T) -> R | Death:
        """What comes of the task in this thread's process."""
        crew = self._crews.get(threading.get_ident())
        if crew is None:
            crew = self._crews[threading.get_ident()] = Crew(
                function, 1, self._limits, self._loaded
            )
        result: R | Death = crew.work(task)
        return result


def _work(name: str, function: Callable[[T], R], task: T) -> R | Death:
    crews: Crews = get_worker().plugins[name]
    return crews.work(function, task)


def _condition() -> tuple[tuple[str, ...], bool]:
    return _versions(), bool(multiprocessing.current_process().daemon)


def _versions() -> tuple[str, ...]:
    from pipeline.extract import model_version
    from pipeline.rulebook import rules_version

    return rules_version(), model_version()
