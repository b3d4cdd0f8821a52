"""Runs that are killed at random instants, and what must hold after each."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from models.tables import METADATA
from pipeline.export import export_records
from pipeline.places import path_to_text
from pipeline.store import Store, open_store
from tests.building import connect
from tests.hostile import mutated

ROOT = Path(__file__).parents[1]
OWN = {"failures", "files", "file_origins", "runs"}
"""Tables that tell of runs rather than of documents."""


def ingest(database: Path | str, *words: str, **settings: str) -> subprocess.Popen[str]:
    """``poytakirja ingest`` into the database, in a process group of its own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "POYTAKIRJA_OCR": "off"} | settings
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "ingest", "--db", str(database), *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace",
        cwd=ROOT, env=environment, start_new_session=True,
    )  # fmt: skip


def is_killed_after(run: subprocess.Popen[str], seconds: float, everyone: bool) -> bool:
    """Kill the run, with all its processes or alone; False if it had ended by itself."""
    try:
        run.communicate(timeout=seconds)
        return False
    except subprocess.TimeoutExpired:
        (os.killpg if everyone else os.kill)(run.pid, signal.SIGKILL)
        run.wait()
    with suppress(ProcessLookupError):  # what is left of it may finish a document, and writes none
        os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    return True


def broken(database: Path) -> list[str]:
    """What SQLite finds wrong with the database."""
    if not database.exists():
        return []
    with connect(database) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
        lost = [str(row) for row in connection.execute("PRAGMA foreign_key_check")]
    return [line for line in found if line != "ok"] + lost


def records(store: Store) -> dict[str, str]:
    """The record of each stored document as it is exported, by its key."""
    return {one.id: "".join(export_records(store, [one], "jsonl")) for one in store.documents()}


def everything(database: Path) -> dict[str, list[str]]:
    """All rows of all tables about documents."""
    with connect(database) as connection:
        return {
            table: sorted(map(repr, connection.execute(f'SELECT * FROM "{table}"')))
            for table in METADATA.tables
            if table not in OWN
        }


class Killing:
    """Ingests of a folder that are killed, against one that nobody disturbed.

    ``kills`` counts those that met a living run, ``finished`` the databases that became complete in
    spite of them, ``problems`` what did not hold.
    """

    def __init__(self, folder: Path, work: Path, seed: int) -> None:
        self._folder, self._work, self._chance = folder, work, random.Random(seed)
        self.kills = self.finished = 0
        self.problems: list[str] = []
        begun = time.monotonic()
        calm = work / "calm.db"
        told = ingest(calm, str(folder)).communicate()
        self._seconds = time.monotonic() - begun
        self._rows = everything(calm)
        with open_store(str(calm)) as store:
            self._records = records(store)
        if not self._records:
            raise RuntimeError(f"nothing to kill: {told}")

    def kill(self, times: int, told: Callable[[], None] = lambda: None) -> None:
        """Begin and kill runs until so many were killed, each where the one before stood; a
        database that is complete is compared, and another begun. ``told`` is called after each."""
        database = self._work / "killed.db"
        while self.kills < times and len(self.problems) < 5:
            after = self._chance.uniform(0.05, self._seconds)
            run = ingest(database, str(self._folder))
            if is_killed_after(run, after, everyone=self._chance.random() < 0.5):
                self.kills += 1
                self._look(database)
                told()
            elif run.returncode != 0:
                self.problems.append(f"kill {self.kills}: exit code {run.returncode}")
            else:
                self._compare(database)
        ingest(database, str(self._folder)).communicate()
        self._compare(database)

    def _look(self, database: Path) -> None:
        self.problems += [f"kill {self.kills}: {line}" for line in broken(database)]
        if not database.exists() or not database.stat().st_size:
            return
        with open_store(str(database)) as store:
            for key, record in records(store).items():
                if self._records.get(key) != record:
                    self.problems.append(f"kill {self.kills}: {key} is not what it was")

    def _compare(self, database: Path) -> None:
        self._look(database)
        self.finished += 1
        if everything(database) != self._rows:
            self.problems.append(f"kill {self.kills}: the end differs from that of a calm run")
        for path in database.parent.glob("killed.db*"):
            path.unlink()


EXPLAINED = {"stored", "InputError", "time", "memory", "crash"}
"""What may become of a damaged PDF; another failure is a bug of ours."""


@dataclass(frozen=True)
class Damage:
    """What became of damaged PDFs, and what of it is not explained."""

    outcomes: list[str]
    problems: list[str]

    @classmethod
    def of(cls, samples: Sequence[Path], count: int, work: Path, seed: int) -> Damage:
        """Damage so many copies, and ingest them in one run under narrow limits."""
        folder = work / "damaged"
        folder.mkdir()
        chance = random.Random(seed)
        for number in range(count):
            data = mutated(chance.choice(samples).read_bytes(), chance)
            (folder / f"{number:04}.pdf").write_bytes(data)
        run = ingest(
            work / "damaged.db", str(folder), POYTAKIRJA_SECONDS="60", POYTAKIRJA_MEMORY="2048"
        )
        _, errors = run.communicate(timeout=3600)
        problems = [] if run.returncode in (0, 7) else [f"exit code {run.returncode}: {errors}"]
        outcomes = accounted(work / "damaged.db", folder)
        for name, outcome in outcomes.items():
            if outcome not in EXPLAINED:
                problems.append(f"{name}: {outcome}")
        return cls(list(outcomes.values()), [*problems, *broken(work / "damaged.db")])


def accounted(database: Path, folder: Path) -> dict[str, str]:
    """What became of each file in a folder and its subfolders: 'stored', the class of its failure,
    or 'lost'. The same content under several names counts for each."""
    with open_store(str(database)) as store:
        stored = {one.sha256 for one in store.documents()}
        failed = {one.path: one.error for one in store.failures()}
        contents = {one.sha256: one.error for one in store.failures() if one.sha256}
    found = {}
    for path in folder.rglob("*"):
        if path.name[-4:].lower() != ".pdf" or path.is_dir():
            continue
        name = path_to_text(path)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        outcome = "stored" if sha256 in stored else failed.get(name) or contents.get(sha256)
        found[str(path.relative_to(folder))] = outcome or "lost"
    return found
