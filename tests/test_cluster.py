"""A Dask cluster of two worker processes: the same as without, whatever happens to a worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.cluster import DAEMONS, run_on_cluster
from pipeline.errors import PipelineError
from pipeline.export import export_records
from pipeline.ingest import ingest_paths
from pipeline.store import open_store
from pipeline.workers import Death, Limits
from tests.test_workers import PATIENT

ROOT = Path(__file__).parents[1]


class Cluster:
    """A scheduler and two workers with a thread each, as a user starts them."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "scheduler.json"
        self._folder = folder
        self._all = [
            self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        ]
        self.workers = [self.add_worker() for _ in range(2)]

    @property
    def address(self) -> str:
        while not self._file.exists():
            time.sleep(0.05)
        return str(json.loads(self._file.read_text())["address"])

    def add_worker(self) -> subprocess.Popen[bytes]:
        worker = self._start(
            "worker", "--nworkers", "1", "--nthreads", "1", "--no-dashboard",
            "--local-directory", str(self._folder), "--memory-limit", "0", "--no-nanny",
        )  # fmt: skip
        self._all.append(worker)
        return worker

    def stop(self) -> None:
        for process in self._all:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
        return subprocess.Popen(
            [*command, "--scheduler-file", str(self._file)],
            cwd=ROOT,
            env={**os.environ, DAEMONS: "False", "PYTHONPATH": os.pathsep.join(sys.path)},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    started = Cluster(tmp_path_factory.mktemp("dask"))
    try:
        yield started
    finally:
        started.stop()


def misbehave(word: str) -> str:
    """What tasks do; runs in a worker's process."""
    if word == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == "hang":
        time.sleep(100)
    if word == "raise":
        raise PipelineError("so nicht")
    return word.upper()


def died(word: str, death: Death) -> str:
    return f"{word}: {death.kind}"


def test_what_meets_a_limit_or_crashes_costs_itself_alone(cluster: Cluster) -> None:
    words = ["a", "crash", "b", "hang", "c"]
    limits = Limits(5, PATIENT.megabytes)
    found = run_on_cluster(misbehave, words, cluster.address, died, limits)
    assert sorted(found) == ["A", "B", "C", "crash: crash", "hang: time"]


def test_what_a_task_raises_ends_the_run(cluster: Cluster) -> None:
    results = run_on_cluster(misbehave, ["raise"], cluster.address, died, PATIENT)
    with pytest.raises(PipelineError, match="so nicht"):
        list(results)


def test_no_more_is_begun_than_the_writer_will_soon_take(cluster: Cluster) -> None:
    begun = []

    def tasks() -> Iterator[str]:
        for number in range(40):
            begun.append(number)
            yield str(number)

    results = run_on_cluster(misbehave, tasks(), cluster.address, died, PATIENT)
    next(results)
    assert len(begun) <= 4  # two for each thread
    assert len(list(results)) == 39


def test_a_worker_killed_in_the_middle_changes_nothing(
    cluster: Cluster, samples: Path, tmp_path: Path
) -> None:
    done: list[object] = []

    def kill(*progress: object) -> None:
        done.append(progress)
        if len(done) == 3:
            os.killpg(cluster.workers[0].pid, signal.SIGKILL)

    plain = ingested(samples, tmp_path / "plain.db")
    assert ingested(samples, tmp_path / "cluster.db", cluster.address, kill) == plain
    assert len(done) == len(list(samples.glob("*.pdf")))


def ingested(
    samples: Path,
    database: Path,
    scheduler: str | None = None,
    progress: Callable[..., None] = lambda *_: None,
) -> str:
    """The export of a database of all samples."""
    with open_store(str(database), create=True) as store:
        outcomes = ingest_paths([str(samples)], store, scheduler=scheduler, progress=progress)
        assert {outcome.status for outcome in outcomes} == {"stored"}
        return "".join(export_records(store, store.documents(), "jsonl"))


def test_the_command(cluster: Cluster, samples: Path, tmp_path: Path) -> None:
    sample, database = samples / "tyoryhma-2025-03-06.pdf", str(tmp_path / "minutes.db")

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, [*words, str(sample), "--db", database])
        return done.exit_code, done.output

    code, said = run("ingest", "--executor", "dask", "--scheduler", cluster.address)
    assert code == 0, said
    assert "1 stored" in said
    assert run("ingest", "--executor", "dask")[0] == 2
    code, said = run("ingest", "--executor", "dask", "--scheduler", "tcp://127.0.0.1:9", "--again")
    assert code == 1
    assert "no Dask scheduler" in said
