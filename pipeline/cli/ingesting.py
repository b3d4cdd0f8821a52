"""The command that reads documents into the database."""

from __future__ import annotations

import gc
import shlex
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.group import database_option, main, open_database, setting
from pipeline.errors import INTERRUPTED, NONE_SUCCEEDED, SOME_FAILED
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
    from pipeline.renewal import FirstStage
    from pipeline.running import RunRecord
    from pipeline.store import Store


metrics_option = click.option(
    "--metrics", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write how the run went to a file, in Prometheus' text format.",
)  # fmt: skip
quiet_option = click.option("--quiet", is_flag=True, help="Print failures only.")
jobs_option = setting(JOBS, type=click.IntRange(min=0), metavar="N")


def cluster_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that only ``_run`` reads."""
    for chosen, kind in ((SCHEDULER, str), (EXECUTOR, click.Choice(EXECUTOR.choices))):
        option = setting(chosen, type=kind, expose_value=False, callback=_keep_for_run)
        command = option(command)
    return command


def _keep_for_run(context: click.Context, option: click.Parameter, value: str) -> None:
    context.meta[f"{__name__}.{option.name}"] = value


log_option = setting(LOG, metavar="FILE")


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@database_option
@jobs_option
@cluster_options
@click.option("--again", is_flag=True, help="Process also what is stored already.")
@click.option(
    "--manifest", type=click.Path(dir_okay=False, path_type=Path), metavar="CSV",
    help="Keep what it says of files: file, address, organisation, archive_id.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@quiet_option
@metrics_option
@log_option
def ingest(
    paths: Sequence[str],
    db: str,
    jobs: int,
    again: bool,
    manifest: Path | None,
    dry_run: bool,
    quiet: bool,
    metrics: Path | None,
    log: str,
) -> None:
    """Read PDFs and store what they say.

    PATH is a PDF file, a folder (searched with its subfolders) or a quoted pattern. What is
    stored already is left alone, whatever its name; what failed before is tried again where that
    may help or where PATH is the file itself, and so are scanned pages that waited for OCR. A file
    that has changed is stored anew, and its earlier version is kept.

    \b
    Examples:
      poytakirja ingest minutes-2024-12-12.pdf
      poytakirja ingest minutes/ --jobs 4 --db archive.db
      poytakirja ingest 'minutes/*2024*.pdf'
      poytakirja ingest minutes/ --dry-run
    """
    from pipeline.ingest import ingest_paths
    from pipeline.manifest import read_manifest

    origins = read_manifest(manifest) if manifest else {}
    if dry_run:
        _preview(paths, db, again)
        return

    def work(store: Store, run: RunRecord, **options: Any) -> None:
        store.files.describe(origins)
        ingest_paths(paths, store, again=again, gone=run.note_gone, **options)

    _run(work, db, jobs, quiet, metrics, log)


@main.command()
@database_option
@jobs_option
@cluster_options
@click.option("--all", "every", is_flag=True, help="Also what would fail the same way.")
@quiet_option
@metrics_option
@log_option
def retry(db: str, jobs: int, every: bool, quiet: bool, metrics: Path | None, log: str) -> None:
    """Try again what failed, where that may help.

    \b
    Example:
      poytakirja retry
    """
    from pipeline.ingest import ingest_paths, redo_documents, versions_of_today
    from pipeline.quarantine import is_worth_retrying

    def work(store: Store, run: RunRecord, **options: Any) -> None:
        today = versions_of_today()
        notes = [n for n in store.failures() if every or is_worth_retrying(n, today)]
        stored = store.contents()
        redone = {n.sha256: n for n in notes if n.sha256 in stored and n.stage != "read"}
        paths = [n.path for n in notes if n.sha256 not in redone]
        if paths:
            ingest_paths(paths, store, again=True, gone=run.note_gone, **options)
        if redone:  # a 'redo' failed: the PDF may not be there any more
            redo_documents([key for key in redone if key], store, **options)
        if not notes:
            click.echo("Nothing to try again.")

    _run(work, db, jobs, quiet, metrics, log, create=False)


@main.command()
@click.argument("docs", nargs=-1, metavar="[DOC]...")
@database_option
@jobs_option
@cluster_options
@click.option("--outdated", is_flag=True, help="All that other rules or another model made.")
@click.option(
    "--rules-older-than",
    "older_than",
    metavar="VERSION",
    help="All that rules made which are older than these ('runs' lists them), or than a day.",
)
@click.option(
    "--stage",
    type=click.Choice(("read", "segment", "extract", "resolve")),
    default="segment",
    show_default=True,
    help="From which stage on; 'read' needs the PDF files, the others work on the stored text.",
)
@quiet_option
@metrics_option
@log_option
def redo(
    docs: Sequence[str],
    db: str,
    jobs: int,
    outdated: bool,
    older_than: str | None,
    stage: FirstStage,
    quiet: bool,
    metrics: Path | None,
    log: str,
) -> None:
    """Process documents again with the rules and the model of today, from their stored text.

    The PDFs are not needed: what was read stays as it was read, unless '--stage read' says
    otherwise. DOC is what 'list' shows. Nothing is done again because of a new version alone.

    \b
    Examples:
      poytakirja redo minutes-2024-12-12.pdf
      poytakirja redo --outdated --jobs 4
      poytakirja redo --rules-older-than 2026-01-31
      poytakirja redo --stage read minutes-2024-12-12.pdf
    """
    from pipeline.renewal import documents_older_than, named_documents, outdated_documents, renew

    if [bool(docs), outdated, bool(older_than)].count(True) != 1:
        raise click.UsageError("name documents, or --outdated, or --rules-older-than VERSION")

    def work(store: Store, run: RunRecord, **options: Any) -> None:
        if older_than:
            hashes = documents_older_than(older_than, store)
        else:
            hashes = outdated_documents(store) if outdated else named_documents(docs, store)
        if not hashes and not quiet:
            click.echo("Nothing to process again.")
        renew(hashes, stage, store, **options)

    _run(work, db, jobs, quiet, metrics, log, create=False)


def _run(
    work: Callable[..., None],
    db: str,
    jobs: int,
    quiet: bool,
    metrics: Path | None,
    log: str,
    *,
    create: bool = True,
) -> None:
    """Do the work as a recorded run that can be stopped, print what came of it, and leave with the
    exit code that says so."""
    limit_threads()
    gc.set_threshold(100_000)  # a hundred thousand known files were looked over again and again
    OCR.value(), PAGES.number()  # wrong for every document, so said before the first
    from pipeline.ingest import chosen_limits
    from pipeline.logs import logging_to
    from pipeline.running import recorded, write_metrics
    from pipeline.stopping import stoppable
    from pipeline.store import locked_for_run, require_space
    from pipeline.summary import print_summary
    from pipeline.terminal import progress_bar

    context = click.get_current_context()
    scheduler = _scheduler(context)
    limits = chosen_limits() if jobs or scheduler else None
    outcomes: list[Outcome] = []
    run: RunRecord | None = None
    try:
        require_space(db, FREE.number(0))
        with (
            logging_to(log),
            locked_for_run(db),
            open_database(db, create=create, repeatable=True) as store,
            progress_bar(quiet) as advance,
            stoppable() as stop,
        ):
            with recorded(store, _command(context)) as run:

                def progress(done: int, total: int, outcome: Outcome) -> None:
                    outcomes.append(outcome)
                    run.note(outcome)
                    advance(done, total, outcome.name)

                work(
                    store, run,
                    jobs=jobs or 1, limits=limits, scheduler=scheduler,
                    stop=stop, progress=progress,
                )  # fmt: skip
                run.exit_code = INTERRUPTED if stop() else _exit_code(outcomes)
            if metrics:
                write_metrics(metrics, store)
    finally:
        gone, seconds = (run.gone, time.monotonic() - run.since) if run else ([], 0.0)
        print_summary(outcomes, gone, seconds, quiet=quiet, database_hint=_database_hint(db))
        _print_failures(outcomes, debug=bool(context.find_root().params.get("debug")))
    if stop():
        raise KeyboardInterrupt
    context.exit(run.exit_code)


def _scheduler(context: click.Context) -> str | None:
    """The address of the Dask cluster that is to do the work, None for processes of our own."""
    executor, address = (context.meta[f"{__name__}.{name}"] for name in ("executor", "scheduler"))
    if executor != "dask":
        return None
    if not address:
        raise click.UsageError("--executor dask needs --scheduler ADDRESS")
    return str(address)


def _preview(paths: Sequence[str], database: str, again: bool) -> None:
    """Print what there is to do; a database that is not there is not made."""
    from pipeline.ingest import preview_paths
    from pipeline.store import database_exists
    from pipeline.summary import print_summary

    since = time.monotonic()
    with open_database(
        database if database_exists(database) else "sqlite://", create=True
    ) as store:
        outcomes, gone = preview_paths(paths, store, again=again)
    seconds = time.monotonic() - since
    print_summary(outcomes, gone, seconds, quiet=False, database_hint=_database_hint(database))
    _print_failures(outcomes, debug=False)
    click.echo("A dry run: nothing was stored. Next: the same without --dry-run")


def _command(context: click.Context) -> str:
    """The command with what it was to work on, fit to be stored."""
    words = (word for name in ("paths", "docs") for word in context.params.get(name, ()))
    return shlex.join([context.info_name or "", *map(click.format_filename, words)])


@main.command("runs")
@database_option
@click.option("--all", "every", is_flag=True, help="List all runs, not the last twenty.")
def list_runs(db: str, every: bool) -> None:
    """List when documents were stored, what came of it, and how it ended.

    \b
    Example:
      poytakirja runs
    """
    from pipeline.running import runs_to_lines

    with open_database(db) as store:
        for line in runs_to_lines(store.runs.latest(None if every else 20)):
            click.echo(line)


def _database_hint(database: str) -> str:
    """What the next command needs to find the same database."""
    chosen = click.get_current_context().get_parameter_source("db")
    given = chosen is not None and chosen.name == "COMMANDLINE"
    return f" {DATABASE.option} {database}" if given else ""


def _print_failures(outcomes: Sequence[Outcome], debug: bool) -> None:
    for outcome in outcomes:
        if outcome.status == "failed":
            path = click.format_filename(outcome.path)
            click.echo(f"Failed: {path} ({outcome.stage}): {outcome.reason}", err=True)
            if debug and outcome.trace:
                click.echo(outcome.trace, err=True)


def _exit_code(outcomes: Sequence[Outcome]) -> int:
    failed = sum(outcome.status == "failed" for outcome in outcomes)
    if not failed:
        return 0
    return SOME_FAILED if failed < len(outcomes) else NONE_SUCCEEDED
