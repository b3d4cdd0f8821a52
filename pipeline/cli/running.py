"""What the commands have in common that store documents: their options, and how they are run."""

from __future__ import annotations

import gc
import shlex
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from pipeline.cli.group import database_option, open_database, setting
from pipeline.errors import INTERRUPTED, NONE_SUCCEEDED, SOME_FAILED, SearchError
from pipeline.settings import (
    DATABASE,
    EXECUTOR,
    FREE,
    JOBS,
    LOG,
    OCR,
    PAGES,
    SCHEDULER,
    limit_threads,
)

if TYPE_CHECKING:
    from pipeline.ingest import Outcome
    from pipeline.running import RunRecord
    from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Where a run stores, by whose work, and to whom it speaks."""

    db: str
    jobs: int
    executor: str
    scheduler: str
    quiet: bool
    metrics: Path | None
    log: str

    @property
    def cluster(self) -> str | None:
        """The address of the Dask cluster that is to do the work, None for processes of our own.

        Raises click.UsageError if it is missing.
        """
        if self.executor != "dask":
            return None
        if not self.scheduler:
            raise click.UsageError("--executor dask needs --scheduler ADDRESS")
        return self.scheduler

    @property
    def database_hint(self) -> str:
        """What the next command needs to find the same database."""
        chosen = click.get_current_context().get_parameter_source("db")
        given = chosen is not None and chosen.name == "COMMANDLINE"
        return f" {DATABASE.option} {self.db}" if given else ""


class Work(Protocol):
    """What a run does; ``options`` are those that ``ingest_paths`` and ``redo_documents`` share."""

    def __call__(self, store: Store, run: RunRecord, **options: Any) -> None: ...


OPTIONS = (
    database_option,
    setting(JOBS, type=click.IntRange(min=0), metavar="N"),
    setting(EXECUTOR, type=click.Choice(EXECUTOR.choices)),
    setting(SCHEDULER),
    click.option("--quiet", is_flag=True, help="Print failures only."),
    click.option(
        "--metrics", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
        help="Write how the run went to a file, in Prometheus' text format.",
    ),
    setting(LOG, metavar="FILE"),
)  # fmt: skip


def run_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a run, as one argument ``options``."""
    names = [one.name for one in fields(RunOptions)]

    @wraps(command)
    def gathered(**given: Any) -> None:
        options = RunOptions(**{name: given.pop(name) for name in names})
        command(options=options, **given)

    for option in reversed(OPTIONS):
        gathered = option(gathered)
    return gathered


def run_work(work: Work, options: RunOptions, *, create: bool = True) -> None:
    """Do the work as a recorded run that can be stopped, print what came of it, and leave with the
    exit code that says so."""
    limit_threads()
    gc.set_threshold(100_000)  # a hundred thousand known files were looked over again and again
    OCR.value(), PAGES.number()  # wrong for every document, so said before the first
    from pipeline.logs import logging_to
    from pipeline.running import beginning, metrics_to, recorded
    from pipeline.stopping import stoppable
    from pipeline.store import locked_for_run, require_space

    context = click.get_current_context()
    command = _command(context)
    shared = _shared_options(options)
    run: RunRecord | None = None
    try:
        with logging_to(options.log), beginning(command, lambda: run is not None):
            require_space(options.db, FREE.number(0))
            with (
                locked_for_run(options.db),
                open_database(options.db, create=create, repeatable=True) as store,
                stoppable() as stop,
                metrics_to(options.metrics, store),
                recorded(store, command) as run,
            ):
                _do(work, store, run, options.quiet, stop=stop, **shared)
    finally:
        if run:
            _tell(run, options)
    if stop():
        raise KeyboardInterrupt
    context.exit(run.exit_code)


def _shared_options(options: RunOptions) -> dict[str, Any]:
    """By whom documents are processed, as ``ingest_paths`` wants it."""
    from pipeline.ingest import chosen_limits

    cluster = options.cluster
    limits = chosen_limits() if options.jobs or cluster else None
    return {"jobs": options.jobs or 1, "limits": limits, "scheduler": cluster}


def _do(
    work: Work,
    store: Store,
    run: RunRecord,
    quiet: bool,
    *,
    stop: Callable[[], bool],
    **shared: Any,
) -> None:
    """Do the work under the eyes of a progress bar, and note how it ended."""
    from pipeline.terminal import progress_bar

    with progress_bar(quiet) as advance:

        def progress(done: int, total: int, outcome: Outcome) -> None:
            run.note(outcome)
            advance(done, total, outcome.name)

        work(store, run, stop=stop, progress=progress, **shared)
    run.exit_code = INTERRUPTED if stop() else exit_code_of(run.outcomes)


def _tell(run: RunRecord, options: RunOptions) -> None:
    from pipeline.summary import print_summary

    seconds, hint = time.monotonic() - run.since, options.database_hint
    print_summary(run.outcomes, run.gone, seconds, quiet=options.quiet, database_hint=hint)
    debug = bool(click.get_current_context().find_root().params.get("debug"))
    print_failures(run.outcomes, debug=debug)


def _command(context: click.Context) -> str:
    """The command with what it was to work on, fit to be stored."""
    words = (word for name in ("paths", "docs") for word in context.params.get(name, ()))
    return shlex.join([context.info_name or "", *map(click.format_filename, words)])


def print_failures(outcomes: Sequence[Outcome], *, debug: bool) -> None:
    """A line on standard error for each file that failed; with ``debug`` also where a bug lies."""
    for outcome in outcomes:
        if outcome.status == "failed":
            path = click.format_filename(str(outcome.path))
            click.echo(f"Failed: {path} ({outcome.stage}): {outcome.reason}", err=True)
            if debug and outcome.trace:
                click.echo(outcome.trace, err=True)


def exit_code_of(outcomes: Sequence[Outcome]) -> int:
    """The exit code that says whether something failed: a document, or the search for them."""
    failed = sum(outcome.status == "failed" for outcome in outcomes)
    if not failed:
        return 0
    if failed == len(outcomes):
        return NONE_SUCCEEDED
    unsearched = any(outcome.is_unsearched for outcome in outcomes)
    return SearchError.exit_code if unsearched else SOME_FAILED
