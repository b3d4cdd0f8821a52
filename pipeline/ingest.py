"""The story of one document, and of many.

Files are known by the SHA-256 of their content: what is stored already is left alone, whatever it
is called. Worker processes turn files into rows; this process alone writes.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from models.records import DocumentText, Record, Versions
from pipeline.errors import InputError, MissingModelError, PipelineError, RuleError, StoreError
from pipeline.quarantine import is_transient, is_worth_retrying
from pipeline.settings import MEMORY, SECONDS, code_version
from pipeline.store import FailureNote, Rows, Store, StoredDocument, record_to_rows
from pipeline.workers import Death, Limits, run_tasks

Status = Literal["stored", "unchanged", "duplicate", "failed", "quarantined"]
Stage = Literal["find", "read", "segment", "extract", "resolve", "store", "worker"]
Entering = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    ``counts`` are rows by table of what was stored, ``meetings`` how many the file holds; ``twin``
    is the file name under which a duplicate's content is stored; ``outdated`` says that what is
    stored was made with other rules or another model than today's; ``needs_ocr`` that pages of it
    wait for OCR; ``trace`` is set where a failure was our own bug. A file that is ``quarantined``
    failed before and was left alone, because trying again would not help.
    """

    path: Path
    status: Status
    sha256: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    meetings: int = 1
    twin: str | None = None
    outdated: bool = False
    needs_ocr: bool = False
    stage: Stage | None = None
    error: str | None = None
    reason: str | None = None
    trace: str | None = None

    @property
    def name(self) -> str:
        """The file's name, fit to be printed."""
        return _printable(self.path.name)


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

    parts = split_meetings(replace(document, file=_printable(path.name)))
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


def _printable(words: str) -> str:
    """Words that are valid text, whatever bytes the file names in them have."""
    return words.encode("utf-8", "replace").decode()


# --- many documents -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Task:
    """A file to process, with its content's hash."""

    path: Path
    sha256: str


def ingest_paths(
    paths: Sequence[str],
    store: Store,
    *,
    jobs: int = 1,
    again: bool = False,
    limits: Limits | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Progress = lambda _done, _total, _outcome: None,
) -> list[Outcome]:
    """Process and store every PDF that ``paths`` name; returns what became of each, by file name.

    A file whose content is stored is left alone unless ``again``, or unless pages of it wait for
    OCR that can be had now. A document that fails is noted in the database and does not stop the
    others; it is tried again if that may help, if ``again``, or if ``paths`` name the file itself.
    With ``limits`` each document is processed in a worker process that has no more, else in this
    process if ``jobs`` is one. Once ``stop`` says so no other document is begun.

    Raises InputError if ``paths`` name no PDF, and at once RuleError, MissingModelError or
    StoreError, which are not about one document.
    """
    files, missing = find_pdfs(paths)
    if not files and not missing:
        raise InputError(f"No PDF files in {', '.join(paths)}: name files or another folder")
    outcomes: list[Outcome] = []

    def report(outcome: Outcome) -> None:
        outcomes.append(outcome)
        progress(len(outcomes), len(files) + len(missing), outcome)

    def tasks() -> Iterator[Task]:
        seen: dict[str, str] = {}
        for path in files:
            if stop():
                return
            found = _known_or_task(path, store, seen, again, str(path) in paths)
            if isinstance(found, Task):
                yield found
            else:
                report(found)

    for name in missing:
        report(_failed(Path(name), "find", InputError("there is no such file or folder")))
    with closing(run_tasks(_attempt, tasks(), jobs, _died, limits)) as results:
        for task, made in results:
            if not (stop() and isinstance(made, Outcome) and made.error == "crash"):
                report(_keep((task, made), store))  # else the process was asked to stop, too
    return sorted(outcomes, key=lambda outcome: (outcome.path.name, str(outcome.path)))


def find_pdfs(paths: Iterable[str]) -> tuple[list[Path], list[str]]:
    """The PDF files that files, folders and globs name, each once, by name; and what is missing.

    Folders are searched through all their subfolders.
    """
    found: dict[Path, None] = {}
    missing = []
    for path in paths:
        matches = _matches(path)
        found.update(dict.fromkeys(matches or ()))
        if matches is None:
            missing.append(path)
    return sorted(found, key=lambda p: (p.name, str(p))), missing


def _matches(text: str) -> list[Path] | None:
    """The files that one argument names; None if there is no such path."""
    if not text:  # an unset variable in a script, which Path takes for the working folder
        return None
    path = Path(text).expanduser()
    if path.is_dir():
        return [p for p in path.rglob("*") if p.name[-4:].lower() == ".pdf" and not p.is_dir()]
    if path.exists() or path.is_symlink():
        return [path]
    named = list(Path(path.anchor).glob(str(path.relative_to(path.anchor))))
    return [p for one in named for p in _matches(str(one)) or ()] if named else None


def chosen_limits() -> Limits:
    """The limits of the settings; InputError if one is no number."""
    return Limits(SECONDS.number(), MEMORY.number(1024))


def _known_or_task(
    path: Path, store: Store, seen: dict[str, str], again: bool, named: bool = True
) -> Outcome | Task:
    """A task for content that is new; else what there is to say of the file."""
    try:
        if not path.is_file():  # opening a pipe would wait for somebody to write
            raise OSError(0, "a link to nothing, a pipe or a device")
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        reason = OSError(f"cannot be opened: {error.strerror}")
        return _noted(_failed(path, "find", reason), store)
    name = _printable(path.name)
    if sha256 in seen:
        return Outcome(path, "duplicate", sha256, twin=seen[sha256])
    seen[sha256] = name
    stored = store.stored_document(sha256)
    if stored is None or again or _is_readable_now(stored):
        spared = None if again or named else _quarantined(path, sha256, store)
        return spared or Task(path, sha256)
    return Outcome(
        path,
        "unchanged" if stored.file == name else "duplicate",
        sha256,
        twin=stored.file,
        outdated=_is_outdated(stored.versions),
        needs_ocr=stored.needs_ocr,
    )


def _quarantined(path: Path, sha256: str, store: Store) -> Outcome | None:
    """What there is to say of content that failed and would fail again; None if it may not."""
    note = store.failure_of(sha256)
    if note is None or is_worth_retrying(note, versions_of_today()):
        return None
    return Outcome(path, "quarantined", sha256, error=note.error, reason=note.reason)


def _is_readable_now(stored: StoredDocument) -> bool:
    """True if pages of the document wait for OCR, and it can be had today."""
    if not stored.needs_ocr:
        return False
    from pipeline.read import is_ocr_on

    return is_ocr_on()


def _is_outdated(versions: Versions) -> bool:
    """True if rules or model are others today; without a model there is nothing to compare."""
    today = versions_of_today()
    return today is not None and (versions.rules, versions.model) != (today.rules, today.model)


def versions_of_today() -> Versions | None:
    """The same as ``todays_versions``, None where the language model is not installed."""
    try:
        return todays_versions()
    except MissingModelError:
        return None


def _attempt(task: Task) -> tuple[Task, list[Rows] | Outcome]:
    """The rows of the task's documents, or how it failed; runs in a worker process."""
    stage: Stage = "read"

    def entering(name: Stage) -> None:
        nonlocal stage
        stage = name

    try:
        records = ingest_file(task.path, entering)
        entering("store")
        return task, [record_to_rows(record) for record in records]
    except (RuleError, MissingModelError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 (a bug is noted, shown and counted; others go on)
        return task, _failed(task.path, stage, error, task.sha256)


def _died(task: Task, death: Death) -> tuple[Task, Outcome]:
    reason = _printable(death.reason)
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
        reason=_printable(reason),
        trace=None if expected else _printable("".join(traceback.format_exception(error))),
    )


def _keep(result: tuple[Task, list[Rows] | Outcome], store: Store) -> Outcome:
    """Store what a worker made of a file."""
    task, made = result
    if isinstance(made, Outcome):
        return _noted(made, store)
    try:
        store.save_rows(made, _printable(str(task.path.absolute())))
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
        needs_ocr=needs_ocr,
    )


def _noted(outcome: Outcome, store: Store) -> Outcome:
    store.save_failure(
        FailureNote(
            path=_printable(str(outcome.path.absolute())),
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
