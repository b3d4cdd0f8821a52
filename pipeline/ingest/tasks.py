"""A file as a task, and what a worker makes of it: rows of its documents, or how it failed."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field, replace

from models.records import DocumentText
from pipeline.errors import MissingModelError, RuleError
from pipeline.ingest.document import ingest_file, process_document
from pipeline.ingest.outcomes import Outcome, Stage, failed
from pipeline.places import Place, printable
from pipeline.storages import Address, Fetched
from pipeline.store import Rows, record_to_rows
from pipeline.workers import Death


@dataclass(frozen=True, slots=True)
class Task:
    """A file to process, with its content's hash and that of what lay there before; from the worker
    it comes back with the ``seconds`` that each stage took. Its ``documents``, where there are any,
    were read before; ``content`` is that of a file in a storage, where it has been fetched."""

    path: Place
    sha256: str
    replaces: str | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    documents: tuple[DocumentText, ...] = ()
    content: bytes = field(default=b"", repr=False)

    @property
    def source(self) -> Place:
        """Where the file is read."""
        if self.content and isinstance(self.path, Address):
            return Fetched(self.path.url, self.content)
        return self.path


LOADED = "pipeline.ingest.loaded"
"""The module that workers begin with."""

Made = list[Rows] | Outcome
"""What a worker makes of a task: the rows of its documents, or how it failed."""


def attempt(task: Task) -> tuple[Task, Made]:
    """The rows of the task's documents, or how it failed; runs in a worker process."""
    stage: Stage = "read"
    spent: defaultdict[str, float] = defaultdict(float)
    read_before, source, since = task.documents, task.source, time.monotonic()
    task = replace(task, seconds=spent, documents=(), content=b"")  # what need not travel back

    def entering(name: Stage) -> None:
        nonlocal stage, since
        spent[stage] += time.monotonic() - since
        stage, since = name, time.monotonic()

    try:
        again = [process_document(one, entering) for one in read_before]
        records = again or ingest_file(source, entering)
        entering("store")
        rows = [record_to_rows(record) for record in records]
        entering("store")
        return task, rows
    except (RuleError, MissingModelError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 (a bug is noted, shown and counted; others go on)
        return task, failed(task.path, stage, error, task.sha256)


def died(task: Task, death: Death) -> tuple[Task, Outcome]:
    reason = printable(death.reason)
    return task, Outcome(
        task.path, "failed", task.sha256, stage="worker", error=death.kind, reason=reason
    )
