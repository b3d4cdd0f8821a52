"""An ingest that is watched from outside: time, memory and processor of parent and workers."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.machine import ROOT

INTERVAL = 0.5
"""Seconds between two looks."""
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Look:
    """How far the run is after ``wall`` seconds, with the seconds of processor that the parent and
    its workers took until then, their memory (resident, MiB; the largest worker's) and the
    database's size in MiB."""

    wall: float
    documents: int
    parent_cpu: float
    worker_cpu: float
    parent_mib: float
    worker_mib: float
    database_mib: float


@dataclass(slots=True)
class Watched:
    """A run: its looks, its wall clock, the processor seconds of the process that writes (its
    workers are children of the fork server, for which it does not wait), its exit code, and
    whether it was stopped before its end."""

    looks: list[Look] = field(default_factory=list)
    wall: float = 0.0
    cpu: float = 0.0
    exit_code: int = 0
    stopped: bool = False

    def peak(self, name: str) -> float:
        """The largest value of a field of the looks."""
        return max((float(getattr(look, name)) for look in self.looks), default=0.0)

    @property
    def worker_cpu(self) -> float:
        """Seconds of processor that all workers took."""
        return self.looks[-1].worker_cpu if self.looks else 0.0

    @property
    def first(self) -> float:
        """Seconds until the first document was seen stored: start-up and loading."""
        return next((look.wall for look in self.looks if look.documents), self.wall)


def watched_ingest(
    folder: Path, database: Path, jobs: int, seconds: float = float("inf")
) -> Watched:
    """Ingest a folder into a new database by the command, and watch it until it ends; after so many
    ``seconds`` it is asked to stop."""
    command = [sys.executable, "-m", "pipeline.cli", "ingest", str(folder), "--db", str(database)]
    begun, watched = time.monotonic(), Watched()
    process = subprocess.Popen(
        [*command, "--jobs", str(jobs)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    ended: dict[int, float] = {}
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        watched.looks.append(_look(process.pid, database, time.monotonic() - begun, ended))
        if watched.looks[-1].wall > seconds and not watched.stopped:
            watched.stopped = True
            process.terminate()
        time.sleep(INTERVAL)
    process.returncode = watched.exit_code = os.waitstatus_to_exitcode(status)
    watched.wall = time.monotonic() - begun
    watched.cpu = usage.ru_utime + usage.ru_stime
    return watched


def _look(pid: int, database: Path, wall: float, ended: dict[int, float]) -> Look:
    """One look; ``ended`` keeps the processor seconds of workers, which may be replaced."""
    workers = list(_children(pid))
    for worker in workers:
        ended[worker] = max(ended.get(worker, 0.0), _cpu(worker))
    return Look(
        round(wall, 1),
        _documents(database),
        _cpu(pid),
        sum(ended.values()),
        round(_resident(pid), 1),
        round(max(map(_resident, workers), default=0.0), 1),
        round(_size(database), 2),
    )


def _children(pid: int) -> Iterator[int]:
    """The processes that this one started, and those that they did."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = [int(child) for child in task.read_text(encoding="ascii").split()]
        except OSError:
            continue
        for child in found:
            yield child
            yield from _children(child)


def _cpu(pid: int) -> float:
    """Seconds of processor, without those of children."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / TICK


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE_MIB
    except (OSError, IndexError):
        return 0.0


PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 2**20


def _size(database: Path) -> float:
    files = (database, database.with_name(f"{database.name}-wal"))
    return sum(path.stat().st_size for path in files if path.exists()) / 2**20


def _documents(database: Path) -> int:
    """How many documents are stored; 0 while there is no database yet."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
