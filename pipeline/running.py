"""A run of a command that stores documents: kept in the database, told to a monitoring system."""

from __future__ import annotations

import logging
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipeline.errors import INTERRUPTED, InputError, PipelineError
from pipeline.ingest import Outcome
from pipeline.inventory import now
from pipeline.logs import log
from pipeline.places import printable
from pipeline.settings import code_version
from pipeline.store import KnownFile, Store, StoredRun


@dataclass(slots=True)
class RunRecord:
    """What a run has done so far; the command sets ``exit_code`` at its end."""

    id: str
    exit_code: int = 1
    since: float = field(default_factory=time.monotonic)
    outcomes: list[Outcome] = field(default_factory=list)
    gone: list[KnownFile] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def note(self, outcome: Outcome) -> None:
        """Keep and count what became of a file, and log it unless there was nothing to do."""
        self.outcomes.append(outcome)
        self.counts[outcome.status] += 1
        self.counts["pages"] += outcome.counts.get("pages", 0)
        for stage, spent in outcome.seconds.items():
            self.seconds[stage] += spent
        if outcome.status == "moved":  # what lay elsewhere is not gone, but here
            self.gone = [known for known in self.gone if known.sha256 != outcome.sha256]
            self.counts["gone"] = len(self.gone)
        if outcome.status not in ("unchanged", "quarantined"):
            self._log(outcome)

    def _log(self, outcome: Outcome) -> None:
        log(
            outcome.status,
            level=logging.ERROR if outcome.status == "failed" else logging.INFO,
            run=self.id,
            document=outcome.sha256,
            file=printable(str(outcome.path)),
            stage=outcome.stage,
            error=outcome.error,
            reason=outcome.reason,
            replaces=outcome.replaces,
            pages=outcome.counts.get("pages"),
            seconds=round(sum(outcome.seconds.values()), 3) if outcome.seconds else None,
        )

    def note_gone(self, files: Sequence[KnownFile]) -> None:
        """Count files that are there no more."""
        self.gone += files
        self.counts["gone"] += len(files)
        for known in files:
            log("gone", run=self.id, document=known.sha256, file=known.path)


@contextmanager
def beginning(command: str, has_begun: Callable[[], bool]) -> Iterator[None]:
    """Log why the block fails before it has a record that would tell: there is no room, or another
    run writes the database."""
    try:
        yield
    except PipelineError as error:
        if not has_begun():
            log("run fails", level=logging.ERROR, command=command, reason=str(error))
        raise


@contextmanager
def recorded(store: Store, command: str) -> Iterator[RunRecord]:
    """The record of the run that the block is; its end is stored whatever happens, short of a
    kill."""
    from pipeline.rulebook import rules_version

    code, rules = code_version(), rules_version()
    record = RunRecord(store.runs.begin(command, now(), code, rules))
    log("run begins", run=record.id, command=command, code=code, rules=rules)
    try:
        yield record
    except PipelineError as error:
        record.exit_code = error.exit_code
        log("run fails", level=logging.ERROR, run=record.id, reason=str(error))
        raise
    except KeyboardInterrupt:
        record.exit_code = INTERRUPTED
        raise
    finally:
        store.runs.end(record.id, now(), record.exit_code, record.counts, record.seconds)
        spent = round(time.monotonic() - record.since, 3)
        log("run ends", run=record.id, exit_code=record.exit_code, seconds=spent, **record.counts)


# --- for Prometheus -------------------------------------------------------------------------------


@contextmanager
def metrics_to(path: Path | None, store: Store) -> Iterator[None]:
    """Write how the run went that the block is, however it ends, short of a kill.

    Raises InputError if the file cannot be written, unless the run itself ended in an error.
    """
    try:
        yield
    except BaseException:
        with suppress(PipelineError):
            _write_metrics(path, store)
        raise
    _write_metrics(path, store)


def _write_metrics(path: Path | None, store: Store) -> None:
    """Write how the last run went, in Prometheus' text format; a reader never sees half a file.

    Raises InputError if the file cannot be written.
    """
    if path is None:
        return
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        half.write_text("".join(_metrics(store)), encoding="utf-8")
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise InputError(f"{path} cannot be written: {error.strerror}") from error


def _metrics(store: Store) -> Iterator[str]:
    run = next(iter(store.runs.latest(1)), None)
    if run is None:  # the database took not even the first row
        return
    files = [("result", name, count) for name, count in run.counts.items() if name != "pages"]
    failures = Counter(note.error for note in store.failures())
    yield from _metric("run_files", "Files of the last run by what became of them", files)
    yield from _metric("run_pages", "Pages stored by the last run", [("", "", run.counts["pages"])])
    spent = [("stage", stage, time) for stage, time in run.seconds.items()]
    yield from _metric("run_stage_seconds", "Seconds of the last run by stage", spent)
    yield from _metric("run_exit_code", "How the last run ended", [("", "", run.exit_code or 0)])
    waiting = [("reason", reason, count) for reason, count in sorted(failures.items())]
    yield from _metric("failures", "Files that failed and are not mended, by reason", waiting)
    stored = [("", "", len(store.contents()))]
    yield from _metric("stored_files", "Files that are stored", stored)
    times = (
        ("last_run", "When the last run ended", run.ended_at),
        ("last_success", "When the last ingest reached its end", store.runs.last_success()),
    )
    for name, meaning, moment in times:
        ended = [("", "", datetime.fromisoformat(moment).timestamp())] if moment else []
        yield from _metric(f"{name}_timestamp_seconds", meaning, ended)


def _metric(name: str, meaning: str, values: Sequence[tuple[str, str, float]]) -> Iterator[str]:
    yield f"# HELP poytakirja_{name} {meaning}\n# TYPE poytakirja_{name} gauge\n"
    for label, word, value in values:
        quoted = word.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
        labels = f'{{{label}="{quoted}"}}' if label else ""
        yield f"poytakirja_{name}{labels} {value}\n"


# --- for people -----------------------------------------------------------------------------------


def runs_to_lines(runs: Sequence[StoredRun]) -> Iterator[str]:
    """A line for each run: when, how long, how it ended, what it did."""
    for run in runs:
        ended = "no end: going on, or killed" if run.exit_code is None else _ended(run)
        done = ", ".join(f"{count} {name}" for name, count in run.counts.items() if count)
        rules = f"  rules {run.rules_version[:12]}" if run.rules_version else ""
        yield f"{run.id}  {ended}  {done or 'nothing'}  ({run.command}){rules}"
    if not runs:
        yield "No runs."


def _ended(run: StoredRun) -> str:
    times = [datetime.fromisoformat(time or "") for time in (run.started_at, run.ended_at)]
    return f"{(times[1] - times[0]).total_seconds():.0f} s  exit code {run.exit_code}"
