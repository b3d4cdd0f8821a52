"""The commands that read documents into the database, and tell of the runs that did."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.group import database_option, main, open_database
from pipeline.cli.running import RunOptions, exit_code_of, print_failures, run_options, run_work

if TYPE_CHECKING:
    from pipeline.renewal import FirstStage
    from pipeline.running import RunRecord
    from pipeline.store import Store


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--again", is_flag=True, help="Process also what is stored already.")
@click.option(
    "--manifest", type=click.Path(dir_okay=False, path_type=Path), metavar="CSV",
    help="Keep what it says of files: file, address, organisation, archive_id.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@run_options
def ingest(
    paths: Sequence[str], again: bool, manifest: Path | None, dry_run: bool, options: RunOptions
) -> None:
    """Read PDFs and store what they say.

    PATH is a PDF file, a folder (searched with its subfolders), a quoted pattern, or the address of
    one of these in a storage, such as s3://bucket/folder. What is stored already is left alone,
    whatever its name; what failed before is tried again where that may help or where PATH is the
    file itself, and so are scanned pages that waited for OCR. A file that has changed is stored
    anew, and its earlier version is kept.

    \b
    Examples:
      poytakirja ingest minutes-2024-12-12.pdf
      poytakirja ingest minutes/ --jobs 4 --db archive.db
      poytakirja ingest 'minutes/*2024*.pdf'
      poytakirja ingest minutes/ --dry-run
      poytakirja ingest s3://bucket/minutes
    """
    from pipeline.ingest import ingest_paths
    from pipeline.manifest import read_manifest

    origins = read_manifest(manifest) if manifest else {}
    if dry_run:
        _preview(paths, again, options)
        return

    def work(store: Store, run: RunRecord, **shared: Any) -> None:
        store.files.describe(origins)
        ingest_paths(paths, store, again=again, gone=run.note_gone, **shared)

    run_work(work, options)


@main.command()
@click.option("--all", "every", is_flag=True, help="Also what would fail the same way.")
@run_options
def retry(every: bool, options: RunOptions) -> None:
    """Try again what failed, where that may help.

    \b
    Example:
      poytakirja retry
    """
    from pipeline.ingest import ingest_paths, redo_documents, versions_of_today
    from pipeline.places import key_to_path
    from pipeline.quarantine import is_worth_retrying

    def work(store: Store, run: RunRecord, **shared: Any) -> None:
        today = versions_of_today()
        notes = [n for n in store.failures() if every or is_worth_retrying(n, today)]
        stored = store.contents()
        redone = {n.sha256: n for n in notes if n.sha256 in stored and n.stage != "read"}
        paths = [str(key_to_path(n.path)) for n in notes if n.sha256 not in redone]
        if paths:
            ingest_paths(paths, store, again=True, gone=run.note_gone, **shared)
        if redone:  # a 'redo' failed: the PDF may not be there any more
            redo_documents([key for key in redone if key], store, **shared)
        if not notes:
            click.echo("Nothing to try again.")

    run_work(work, options, create=False)


@main.command()
@click.argument("docs", nargs=-1, metavar="[DOC]...")
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
@run_options
def redo(
    docs: Sequence[str],
    outdated: bool,
    older_than: str | None,
    stage: FirstStage,
    options: RunOptions,
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

    def work(store: Store, run: RunRecord, **shared: Any) -> None:
        if older_than:
            hashes = documents_older_than(older_than, store)
        else:
            hashes = outdated_documents(store) if outdated else named_documents(docs, store)
        if not hashes and not options.quiet:
            click.echo("Nothing to process again.")
        renew(hashes, stage, store, **shared)

    run_work(work, options, create=False)


def _preview(paths: Sequence[str], again: bool, options: RunOptions) -> None:
    """Print what there is to do; a database that is not there is not made."""
    from pipeline.ingest import preview_paths
    from pipeline.store import database_exists
    from pipeline.summary import print_summary

    since = time.monotonic()
    database = options.db if database_exists(options.db) else "sqlite://"
    with open_database(database, create=True) as store:
        outcomes, gone = preview_paths(paths, store, again=again)
    seconds, hint = time.monotonic() - since, options.database_hint
    print_summary(outcomes, gone, seconds, quiet=False, database_hint=hint)
    print_failures(outcomes, debug=False)
    click.echo("A dry run: nothing was stored. Next: the same without --dry-run")
    click.get_current_context().exit(exit_code_of(outcomes))


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
