"""The loop over many documents: workers turn files into rows; this process alone writes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from pipeline.errors import InputError, SearchError
from pipeline.finding import FoundFile, Search, find_pdfs
from pipeline.ingest.keeping import end_failures, keep
from pipeline.ingest.outcomes import Outcome, Progress, failed
from pipeline.ingest.sorting import Sorter
from pipeline.ingest.tasks import LOADED, Made, Task, attempt, died
from pipeline.inventory import Inventory
from pipeline.places import key_to_path
from pipeline.settings import MEMORY, SECONDS
from pipeline.store import KnownFile, Store
from pipeline.workers import Limits, run_tasks


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
    total = len(search.files) + len(search.not_found)
    outcomes: list[Outcome] = []

    def report(outcome: Outcome) -> None:
        outcomes.append(outcome)
        progress(len(outcomes), total, outcome)

    inventory = Inventory(store)
    sorter = Sorter(inventory, store, again, paths)
    for path, reason in search.not_found:
        report(failed(path, "find", SearchError(reason)))
    missed = inventory.mark_gone(search)
    gone(missed)
    is_shared = jobs > 1 or scheduler is not None
    files = _largest_first(search.files) if is_shared else search.files
    tasks = _files_to_tasks(files, sorter, report, stop)
    for task, made in _processed(tasks, _runner(jobs, limits, scheduler), stop):
        report(keep(task, made, store))
    if stop():
        inventory.flush()
    else:
        inventory.mark_seen(search)
        end_failures(search, missed, outcomes, store)
    return sorted(outcomes, key=lambda outcome: (outcome.path.name, str(outcome.path)))


def _largest_first(files: Sequence[FoundFile]) -> list[FoundFile]:
    """The files in the order in which several workers end soonest: a long one that comes last would
    have all others wait. Files of one content are of one size, and stay in their order."""
    return sorted(files, key=lambda found: -found.size)


def _files_to_tasks(
    files: Iterable[FoundFile],
    sorter: Sorter,
    report: Callable[[Outcome], None],
    stop: Callable[[], bool],
) -> Iterator[Task]:
    """The tasks that there are among the files; of the others is reported what there is to say."""
    for found in files:
        if stop():
            return
        sorted_out = sorter.sort(found)
        if isinstance(sorted_out, Task):
            yield sorted_out
        else:
            report(sorted_out)


def preview_paths(
    paths: Sequence[str], store: Store, *, again: bool = False
) -> tuple[list[Outcome], list[KnownFile]]:
    """What ``ingest_paths`` would find, and which known files are there no more; nothing is
    processed or written. What would be processed is ``new``.

    Raises InputError if ``paths`` name no PDF.
    """
    search = _search(paths)
    inventory = Inventory(store, dry_run=True)
    sorter = Sorter(inventory, store, again, paths)
    outcomes = [failed(path, "find", SearchError(reason)) for path, reason in search.not_found]
    for found in search.files:
        one = sorter.sort(found)
        if isinstance(one, Task):
            one = Outcome(one.path, "new", one.sha256, replaces=one.replaces)
        outcomes.append(one)
    return outcomes, inventory.mark_gone(search)


def _search(paths: Sequence[str]) -> Search:
    search = find_pdfs(paths)
    if not search.files and not search.not_found:
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
        outcomes.append(keep(task, made, store))
        progress(len(outcomes), len(hashes), outcomes[-1])
    return outcomes


Runner = Callable[[Iterator[Task]], Generator[tuple[Task, Made], None, None]]
"""Has tasks done somewhere; gives them with what came of each."""


def _runner(jobs: int, limits: Limits | None, scheduler: str | None) -> Runner:
    if scheduler is None:
        return lambda tasks: run_tasks(attempt, tasks, jobs, died, limits, LOADED)
    from pipeline.cluster import run_on_cluster

    return lambda tasks: run_on_cluster(attempt, tasks, scheduler, died, limits or Limits(), LOADED)


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
