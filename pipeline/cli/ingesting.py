"""The command that reads documents into the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from pipeline.cli.group import database_option, main, open_database, setting
from pipeline.errors import NONE_SUCCEEDED, SOME_FAILED
from pipeline.settings import DATABASE, FREE, JOBS, OCR, PAGES, limit_threads

if TYPE_CHECKING:
    from pipeline.ingest import Outcome


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@database_option
@setting(JOBS, type=click.IntRange(min=0), metavar="N")
@click.option("--again", is_flag=True, help="Process also what is stored already.")
@click.option("--quiet", is_flag=True, help="Print failures only.")
@click.pass_context
def ingest(
    ctx: click.Context, paths: Sequence[str], db: str, jobs: int, again: bool, quiet: bool
) -> None:
    """Read PDFs and store what they say.

    PATH is a PDF file, a folder (searched with its subfolders) or a quoted pattern. What is
    stored already is left alone, whatever its name; what failed before is tried again where that
    may help or where PATH is the file itself, and so are scanned pages that waited for OCR.

    \b
    Examples:
      poytakirja ingest minutes-2024-12-12.pdf
      poytakirja ingest minutes/ --jobs 4 --db archive.db
      poytakirja ingest 'minutes/*2024*.pdf'
    """
    limit_threads()
    OCR.value(), PAGES.number()  # wrong for every document, so said before the first
    from pipeline.ingest import chosen_limits, ingest_paths
    from pipeline.stopping import stoppable
    from pipeline.store import locked_for_run, require_space
    from pipeline.terminal import print_summary, progress_bar

    limits = chosen_limits() if jobs else None
    outcomes: list[Outcome] = []
    try:
        require_space(db, FREE.number(0))
        with (
            locked_for_run(db),
            open_database(db, create=True, repeatable=True) as store,
            progress_bar(quiet) as advance,
            stoppable() as stop,
        ):

            def progress(done: int, total: int, outcome: Outcome) -> None:
                outcomes.append(outcome)
                advance(done, total, outcome.name)

            ingest_paths(
                paths,
                store,
                jobs=jobs or 1,
                again=again,
                limits=limits,
                stop=stop,
                progress=progress,
            )
    finally:
        print_summary(outcomes, quiet=quiet, database_hint=_database_hint(db))
        _print_failures(outcomes, debug=bool(ctx.find_root().params.get("debug")))
    if stop():
        raise KeyboardInterrupt
    ctx.exit(_exit_code(outcomes))


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
