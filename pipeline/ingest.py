"""The story of one document, and of many.

Documents are known by the SHA-256 of their content: what is stored already is left alone, whatever
its file is called. Worker processes turn files into rows; this process alone writes.
"""

from __future__ import annotations

import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from models.records import DocumentText, Record, Versions
from pipeline.errors import InputError, MissingModelError, PipelineError, RuleError, StoreError
from pipeline.finding import FoundFile, Search, find_pdfs, key_to_path, printable
from pipeline.inventory import Inventory
from pipeline.quarantine import is_transient, is_worth_retrying
from pipeline.settings import MEMORY, SECONDS, code_version
from pipeline.store import FailureNote, KnownFile, Rows, Store, StoredContent, record_to_rows
from pipeline.workers import Death, Limits, run_tasks

Status = Literal["stored", "new", "unchanged", "duplicate", "moved", "failed", "quarantined"]
Stage = Literal["find", "read", "segment", "extract", "resolve", "store", "worker"]
Entering = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    ``counts`` are rows by table of what was stored, ``seconds`` what each stage took, ``meetings``
    how many the file holds; ``twin`` is the file name under which a duplicate's content is stored;
    ``outdated`` says that what is stored was made with other rules or another model than today's;
    ``needs_ocr`` that pages of it wait for OCR; ``trace`` is set where a failure was our own bug. A
    file that is ``quarantined`` failed before and was left alone, because trying again would not
    help. One that ``moved`` has the content of ``twin``, which lies nowhere any more; ``replaces``
    is the hash of what lay at the path before. What is ``new`` would be processed, were it not for
    a dry run.
    """

    path: Path
    status: Status
    sha256: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    meetings: int = 1
    twin: str | None = None
    replaces: str | None = None
    outdated: bool = False
    needs_ocr: bool = False
    stage: Stage | None = None
    error: str | None = None
    reason: str | None = None
    trace: str | None = None

    @property
    def name(self) -> str:
        """The file's name, fit to be printed."""
        return printable(self.path.name)


Progress = Callable[[int, int, Outcome], None]
"""Called with how many files are done, how many there are, and what became of the last."""


# --- one document -------------------------------------------------------------------------------


def ingest_file(path: Path, entering: Entering = lambda _stage: None) -> tuple[Record, ...]:
    """Everything the pipeline knows about the PDF at ``path``: a record for each meeting that it
    holds, nearly always one.

    ``entering`` is told each stage as it begins. Raises InputError if the file cannot be read,
    RuleError if a rule is wrong, MissingModelError if model or morphology is not installed.
    """
    from pipeline.read import read_pdf

    entering("read")
    document = read_pdf(path)
    entering("segment")
    from pipeline.segment import split_meetings

    parts = split_meetings(replace(document, file=printable(path.name)))
    return tuple(process_document(part, entering) for part in parts)


def process_document(document: DocumentText, entering: Entering = lambda _stage: None) -> Record:
    """The record of a document that has been read, with the rules and the model of today."""
    entering("segment")
    from pipeline.extract import extract_findings
    from pipeline.resolve import resolve_names
    from pipeline.segment import segment_minutes

    minutes = segment_minutes(document)
    entering("extract")
    findings = extract_findings(document, minutes)
    entering("resolve")
    minutes, findings = resolve_names(document, minutes, findings)
    versions = replace(todays_versions(), ocr=document.ocr)
    return Record(document, minutes, findings, versions)


def todays_versions() -> Versions:
    """What a document without scanned pages would be processed with now.

    Raises MissingModelError where the language model is not installed.
    """
    from pipeline.extract import model_version
    from pipeline.rulebook import rules_version

    return Versions(code_version(), rules_version(), model_version())


# --- many documents -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Task:
    """A file to process, with its content's hash and that of what lay there before; from the worker
    it comes back with the ``seconds`` that each stage took. Its ``documents``, where there are any,
    were read before."""

    path: Path
    sha256: str
    replaces: str | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    documents: tuple[DocumentText, ...] = ()


Made = list[Rows] | Outcome
"""What a worker makes of a task: the rows of its documents, or how it failed."""


def ingest_paths(
    paths: Sequence[str],
    store: Store,
    *,
    jobs: int = 1,
    again: bool = False,
    limits: Limits | None = None,
    scheduler: str | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Progress = lambda _done, _total, _outcome: None,
    gone: Callable[[Sequence[KnownFile]], None] = lambda _files: None,
) -> list[Outcome]:
    """Process and store every PDF that ``paths`` name; returns what became of each, by file name.

    A file whose content is stored is left alone unless ``again``, or unless pages of it wait for
    OCR that can be had now. A document that fails is noted in the database and does not stop the
    others; it is tried again if that may help, if ``again``, or if ``paths`` name the file itself.
    With ``limits`` each document is processed in a worker process that has no more, else in this
    process if ``jobs`` is one; with a ``scheduler`` by the cluster of that address. Once ``stop``
    says so no other document is begun. ``gone`` is told which known files are there no more.

    Raises InputError if ``paths`` name no PDF, and at once RuleError, MissingModelError or
    StoreError, which are not about one document.
    """
    search = _search(paths)
    outcomes: list[Outcome] = []

    def report(outcome: Outcome) -> None:
        outcomes.append(outcome)
        progress(len(outcomes), len(search.files) + len(search.missing), outcome)

    inventory = Inventory(store)
    sorter = _Sorter(inventory, store, again, paths)

    def tasks() -> Iterator[Task]:
        for found in search.files:
            if stop():
                return
            sorted_out = sorter.sort(found)
            if isinstance(sorted_out, Task):
                yield sorted_out
            else:
                report(sorted_out)

    for path, reason in search.missing:
        report(_failed(path, "find", InputError(reason)))
    gone(inventory.mark_gone(search))
    for task, made in _processed(tasks(), _runner(jobs, limits, scheduler), stop):
        report(_keep(task, made, store))
    inventory.flush() if stop() else inventory.mark_seen(search)
    return sorted(outcomes, key=lambda outcome: (outcome.path.name, str(outcome.path)))


def preview_paths(
    paths: Sequence[str], store: Store, *, again: bool = False
) -> tuple[list[Outcome], list[KnownFile]]:
    """What ``ingest_paths`` would find, and which known files are there no more; nothing is
    processed or written. What would be processed is ``new``.

    Raises InputError if ``paths`` name no PDF.
    """
    search = _search(paths)
    inventory = Inventory(store, dry_run=True)
    sorter = _Sorter(inventory, store, again, paths)
    outcomes = [_failed(path, "find", InputError(reason)) for path, reason in search.missing]
    for found in search.files:
        one = sorter.sort(found)
        if isinstance(one, Task):
            one = Outcome(one.path, "new", one.sha256, replaces=one.replaces)
        outcomes.append(one)
    return outcomes, inventory.mark_gone(search)


def _search(paths: Sequence[str]) -> Search:
    search = find_pdfs(paths)
    if not search.files and not search.missing:
        raise InputError(f"No PDF files in {', '.join(paths)}: name files or another folder")
    return search


def redo_documents(
    hashes: Sequence[str],
    store: Store,
    *,
    jobs: int = 1,
    limits: Limits | None = None,
    scheduler: str | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Progress = lambda _done, _total, _outcome: None,
) -> list[Outcome]:
    """Run all stages after reading again for the files with these contents, from the stored text
    and geometry; the PDFs are not needed. Returns what became of each; the rest is as in
    ``ingest_paths``.
    """
    outcomes: list[Outcome] = []

    def tasks() -> Iterator[Task]:
        for sha256 in hashes:
            if stop():
                return
            documents = store.load_documents(sha256)
            paths = store.files.paths_of(sha256)
            path = key_to_path(paths[0]) if paths else Path(documents[0].file)
            yield Task(path, sha256, documents=documents)

    for task, made in _processed(tasks(), _runner(jobs, limits, scheduler), stop):
        outcomes.append(_keep(task, made, store))
        progress(len(outcomes), len(hashes), outcomes[-1])
    return outcomes


Runner = Callable[[Iterator[Task]], Generator[tuple[Task, Made], None, None]]
"""Has tasks done somewhere; gives them with what came of each."""


def _runner(jobs: int, limits: Limits | None, scheduler: str | None) -> Runner:
    if scheduler is None:
        return lambda tasks: run_tasks(_attempt, tasks, jobs, _died, limits)
    from pipeline.cluster import run_on_cluster

    return lambda tasks: run_on_cluster(_attempt, tasks, scheduler, _died, limits or Limits())


def _processed(
    tasks: Iterator[Task], run: Runner, stop: Callable[[], bool]
) -> Iterator[tuple[Task, Made]]:
    """The tasks with what came of each; not those whose process was asked to stop, too."""
    with closing(run(tasks)) as results:
        for task, made in results:
            if not (stop() and isinstance(made, Outcome) and made.error == "crash"):
                yield task, made


def chosen_limits() -> Limits:
    """The limits of the settings; InputError if one is no number."""
    return Limits(SECONDS.number(), MEMORY.number(1024))


class _Sorter:
    """Tells what is to be processed from what there is nothing to do for."""

    def __init__(
        self, inventory: Inventory, store: Store, again: bool, named: Sequence[str]
    ) -> None:
        self._inventory, self._store, self._again = inventory, store, again
        self._named, self._begun = set(named), set[str]()
        self._today = versions_of_today()

    def sort(self, found: FoundFile) -> Outcome | Task:
        """A task for what is new or waits for OCR; else what there is to say of the file."""
        path = found.path
        try:
            if not found.is_file:  # opening a pipe would wait for somebody to write
                raise OSError(0, "a link to nothing, a pipe or a device")
            seen = self._inventory.look_at(found)
        except OSError as error:
            reason = OSError(f"cannot be opened: {error.strerror}")
            failed = _failed(path, "find", reason)
            return failed if self._inventory.dry_run else _noted(failed, self._store)
        task = Task(path, seen.sha256, seen.replaces)
        if seen.kind == "new":
            spared = not self._again and str(path) not in self._named
            return (_quarantined(task, self._store, self._today) if spared else None) or task
        stored = seen.stored
        if stored and stored.sha256 not in self._begun and self._is_due(stored):
            self._begun.add(stored.sha256)
            return task
        return Outcome(
            path,
            seen.kind,
            seen.sha256,
            twin=seen.twin,
            replaces=seen.replaces,
            outdated=stored is not None and is_outdated(stored.versions, self._today),
            needs_ocr=stored is not None and stored.needs_ocr,
        )

    def _is_due(self, stored: StoredContent) -> bool:
        return self._again or _is_readable_now(stored)


def _quarantined(task: Task, store: Store, today: Versions | None) -> Outcome | None:
    """What there is to say of content that failed and would fail again; None if it may not."""
    note = store.failure_of(task.sha256)
    if note is None or is_worth_retrying(note, today):
        return None
    return Outcome(task.path, "quarantined", task.sha256, error=note.error, reason=note.reason)


def _is_readable_now(stored: StoredContent) -> bool:
    """True if pages of the document wait for OCR, and it can be had today."""
    if not stored.needs_ocr:
        return False
    from pipeline.read import is_ocr_on

    return is_ocr_on()


def is_outdated(versions: Versions, today: Versions | None) -> bool:
    """True if rules or model are others today; without a model there is nothing to compare."""
    return today is not None and (versions.rules, versions.model) != (today.rules, today.model)


def versions_of_today() -> Versions | None:
    """The same as ``todays_versions``, None where the language model is not installed."""
    try:
        return todays_versions()
    except MissingModelError:
        return None


def _attempt(task: Task) -> tuple[Task, Made]:
    """The rows of the task's documents, or how it failed; runs in a worker process."""
    stage: Stage = "read"
    spent: defaultdict[str, float] = defaultdict(float)
    read_before, since = task.documents, time.monotonic()
    task = replace(task, seconds=spent, documents=())  # what need not travel back

    def entering(name: Stage) -> None:
        nonlocal stage, since
        spent[stage] += time.monotonic() - since
        stage, since = name, time.monotonic()

    try:
        again = [process_document(one, entering) for one in read_before]
        records = again or ingest_file(task.path, entering)
        entering("store")
        rows = [record_to_rows(record) for record in records]
        entering("store")
        return task, rows
    except (RuleError, MissingModelError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 (a bug is noted, shown and counted; others go on)
        return task, _failed(task.path, stage, error, task.sha256)


def _died(task: Task, death: Death) -> tuple[Task, Outcome]:
    reason = printable(death.reason)
    return task, Outcome(
        task.path, "failed", task.sha256, stage="worker", error=death.kind, reason=reason
    )


def _failed(path: Path, stage: Stage, error: Exception, sha256: str | None = None) -> Outcome:
    """A failure in words: our own messages as they are, a bug's with its class and trace."""
    expected = isinstance(error, PipelineError) or stage == "find"
    reason = str(error) if expected else f"{type(error).__name__}: {error} (a bug: --debug)"
    return Outcome(
        path,
        "failed",
        sha256,
        stage=stage,
        error=type(error).__name__,
        reason=printable(reason),
        trace=None if expected else printable("".join(traceback.format_exception(error))),
    )


def _keep(task: Task, made: Made, store: Store) -> Outcome:
    """Store what a worker made of a file."""
    if isinstance(made, Outcome):
        return _noted(made, store)
    try:
        store.save_rows(made, printable(str(task.path.absolute())))
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 (as in _attempt)
        return _noted(_failed(task.path, "store", error, task.sha256), store)
    counts = {table: sum(len(rows[table]) for rows in made) for table in made[0]}
    counts["pages"] = len(made[0]["pages"])
    needs_ocr = any(warning["code"] == "needs_ocr" for rows in made for warning in rows["warnings"])
    return Outcome(
        task.path,
        "stored",
        task.sha256,
        counts=counts,
        meetings=len(made),
        seconds=task.seconds,
        replaces=task.replaces,
        needs_ocr=needs_ocr,
    )


def _noted(outcome: Outcome, store: Store) -> Outcome:
    store.save_failure(
        FailureNote(
            path=printable(str(outcome.path.absolute())),
            sha256=outcome.sha256,
            stage=outcome.stage or "find",
            error=outcome.error or "",
            reason=outcome.reason or "",
            transient=is_transient(outcome.error or ""),
            versions=None if outcome.stage == "find" else versions_of_today(),
            tried=datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        )
    )
    return outcome
