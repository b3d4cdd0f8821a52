"""The command that writes what is stored for other programs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.group import database_option, main, open_database

if TYPE_CHECKING:
    from pipeline.export import Disguise, Form
    from pipeline.store import Store, StoredDocument

FORMS = ("csv", "ics", "json", "jsonl", "parquet", "popolo", "xlsx")


class Day(click.ParamType[str]):
    """A day, month or year: the first or the last day of it as YYYY-MM-DD."""

    name = "day"

    def __init__(self, *, last: bool = False) -> None:
        self._last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from pipeline.values.periods import period_of

        period = period_of(value)
        if period is None:
            self.fail(f"{value!r} is no day, month or year: write 2024-03-01, 2024-03 or 2024")
        return (period.last if self._last else period.first).isoformat()


@main.command()
@click.argument("docs", nargs=-1, metavar="[DOC]...")
@database_option
@click.option(
    "--format", "form", type=click.Choice(FORMS), default="jsonl", show_default=True,
    help="Records, tables of facts, votes, or a calendar.",
)  # fmt: skip
@click.option("-o", "--output", metavar="PATH", help="A file, or a folder for csv and parquet.")
@click.option("--force", is_flag=True, help="Replace what is there.")
@click.option("--organ", metavar="WORDS", default="", help="Meetings of bodies so called alone.")
@click.option("--from", "since", type=Day(), help="Meetings from this day on alone.")
@click.option("--to", "until", type=Day(last=True), help="Meetings to this day alone.")
@click.option("--pseudonymise", is_flag=True, help="Give people, addresses and phones other names.")
@click.option(
    "--salt", metavar="WORDS", envvar="POYTAKIRJA_SALT",
    help="A secret that gives the same pseudonyms again; else one that nobody keeps.",
)  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Show no progress and no summary.")
def export(
    docs: Sequence[str],
    db: str,
    form: Form,
    output: str | None,
    force: bool,
    organ: str,
    since: str | None,
    until: str | None,
    pseudonymise: bool,
    salt: str | None,
    quiet: bool,
) -> None:
    """Write what is stored for other programs: all documents, or those that are chosen.

    DOC is what 'list' shows. --organ asks for words of the body's name in any inflection; --from
    and --to take a day, a month or a year. What is written is there once it is whole.

    With --pseudonymise one name has one pseudonym in the whole export. Names that were not found
    stay, and whoever has the published minutes can find out who is meant: see docs/privacy.md.

    \b
      jsonl     records, one a line
      json      records in one array
      csv       a folder with a table for each kind of fact, and datapackage.json
      parquet   the same tables with types
      xlsx      the same tables as sheets of a workbook
      popolo    people, organisations, memberships and votes, as Popolo has them
      ics       a calendar of meetings and tasks

    \b
    Examples:
      poytakirja export --format jsonl -o minutes.jsonl
      poytakirja export --format csv -o facts/ --organ kunnanhallitus --from 2024
      poytakirja export --format xlsx -o facts.xlsx
      poytakirja export --format ics -o council.ics --organ valtuusto
      poytakirja export --format json minutes-2024-12-12.pdf
    """
    import secrets

    from pipeline.export import FOLDERS, WRITERS, Disguise, refuse_existing

    if salt is not None and not pseudonymise:
        raise click.UsageError("--salt goes with --pseudonymise")
    if output is None and form in WRITERS:
        kind = "folder" if form in FOLDERS else "file"
        raise click.UsageError(f"--format {form} writes a {kind}: name it with -o")
    disguise = Disguise(salt or secrets.token_hex(32)) if pseudonymise else None
    if output is not None:
        refuse_existing(output, force=force, folder=form in FOLDERS)
    with open_database(db) as store:
        documents = store.choose_documents(docs, organ, since or "", until or "")
        all_of_them = not (docs or organ or since or until)
        _write(store, documents, all_of_them, form, output, disguise, quiet)


def _write(
    store: Store,
    documents: Sequence[StoredDocument],
    all_of_them: bool,
    form: Form,
    output: str | None,
    disguise: Disguise | None,
    quiet: bool,
) -> None:
    from pipeline.export import export_records, export_tables, export_text, write_export
    from pipeline.terminal import progress_bar

    chosen = None if all_of_them else documents
    with progress_bar(quiet or output is None) as advance:
        if form == "csv" or form == "parquet" or form == "xlsx":
            assert output is not None
            rows = export_tables(store, chosen, form, output, disguise, advance)
            told = f"{rows:,} rows"
        else:
            if form == "ics" or form == "popolo":
                pieces = export_text(store, chosen, form, disguise, advance)
            else:
                pieces = export_records(store, documents, form, disguise, advance)
            if output is None:
                for piece in pieces:  # as bytes: the same whatever the terminal's encoding
                    sys.stdout.buffer.write(piece.encode())
                return
            write_export(pieces, output)
            told = f"{form}"
    if not quiet:
        click.echo(f"{output}: {told} of {len(documents):,} documents.", err=True)
