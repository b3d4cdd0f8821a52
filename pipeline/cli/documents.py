"""The commands about documents that are stored or failed: list, show, check, join ..."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from models.warnings import KINDS, SEVERITIES, Severity
from pipeline.cli.group import database_option, main, open_database
from pipeline.errors import DISAGREES

if TYPE_CHECKING:
    from pipeline.store import StoredDocument


@main.command("list")
@database_option
def list_documents(db: str) -> None:
    """List the documents that are stored, and the files that failed.

    Where files were replaced by a corrected version or are gone, a column says since when.

    \b
    Example:
      poytakirja list --db archive.db
    """
    from pipeline.terminal import print_documents

    with open_database(db) as store:
        gone, replaced = store.files.gone(), store.files.replaced()
        states = {key: f"gone {since[:10]}" for key, since in gone.items()}
        states |= {key: f"replaced {when[:10]}" for key, when in replaced.items()}
        print_documents(store.documents(), store.failures(), states)


@main.command()
@database_option
def failures(db: str) -> None:
    """List the files that failed: where, why, how often, and whether 'ingest' tries them again.

    A broken file or a bug is tried again when code, rules or model have changed; what may pass by
    itself, such as a limit of time, three times. 'ingest FILE' tries any file at once.

    \b
    Example:
      poytakirja failures --db archive.db
    """
    from pipeline.ingest import versions_of_today
    from pipeline.quarantine import failures_to_lines

    with open_database(db) as store:
        for line in failures_to_lines(store.failures(), versions_of_today()):
            click.echo(line)


@main.command()
@click.argument("doc")
@database_option
def show(doc: str, db: str) -> None:
    """Show one document: meeting, people, items with what was found in each.

    DOC is the file name or the beginning of the SHA-256, as 'list' shows them. Of a file that
    holds several meetings all are shown, or with #2 behind its name the second. Documents that were
    joined are shown as one meeting.

    \b
    Examples:
      poytakirja show minutes-2024-12-12.pdf
      poytakirja show 3f2b8c01
      poytakirja show minutes-of-2024.pdf#2
    """
    from pipeline.terminal import print_meeting

    with open_database(db) as store:
        shown: set[str] = set()
        for document in store.find_documents(doc):
            if document.id not in shown:
                joined = store.joined_documents(document)
                records = [store.load_record(one.sha256, one.part, places=False) for one in joined]
                print_meeting(records, joined, store.linked_documents(document))
                shown.update(one.id for one in joined)


@main.command("check")
@click.argument("docs", nargs=-1, metavar="[DOC]...")
@database_option
@click.option(
    "--severity", type=click.Choice(SEVERITIES), default="note", show_default=True,
    help="List this severity and what is worse.",
)  # fmt: skip
@click.option("--code", "codes", multiple=True, help="List this code alone; may be repeated.")
@click.pass_context
def check_documents(
    ctx: click.Context, docs: Sequence[str], db: str, severity: Severity, codes: Sequence[str]
) -> None:
    """List what does not agree in the documents, or could not be read, the worst first.

    DOC is what 'list' shows; without one, all documents are listed. An error is a part of a
    document that is not in its record, a warning something that contradicts itself or was misread,
    a note something that was left open. The exit code is 9 if errors or warnings are listed.

    \b
    Examples:
      poytakirja check
      poytakirja check minutes-2024-12-12.pdf --severity warning
      poytakirja check --code votes_exceed_present --code absent_votes
    """
    from pipeline.terminal import print_warnings

    if unknown := set(codes) - {kind.code for kind in KINDS}:
        raise click.BadParameter(f"no such code: {', '.join(sorted(unknown))}", param_hint="--code")
    with open_database(db) as store:
        named = {found.id for doc in docs for found in store.find_documents(doc)}
        documents = [found for found in store.documents() if not docs or found.id in named]
        listed = SEVERITIES[: SEVERITIES.index(severity) + 1]
        found = [
            warning
            for warning in store.warnings(documents)
            if warning.severity in listed and (not codes or warning.code in codes)
        ]
    print_warnings(found, len(documents))
    ctx.exit(DISAGREES if any(warning.severity != "note" for warning in found) else 0)


@main.command()
@click.argument("docs", nargs=-1, required=True, metavar="DOC...")
@database_option
def remove(docs: Sequence[str], db: str) -> None:
    """Forget documents and everything found in them; the PDF files stay.

    DOC is what 'list' shows: a file name, the beginning of a SHA-256, or the path of a file that
    failed. A file leaves with all the meetings that it holds.

    \b
    Example:
      poytakirja remove minutes-2024-12-12.pdf
    """
    from pipeline.places import path_to_text

    with open_database(db) as store:
        noted = {note.path for note in store.failures()}
        failed = {
            doc: path for doc in docs for path in (doc, path_to_text(Path(doc))) if path in noted
        }
        for found in [store.find_documents(doc) for doc in docs if doc not in failed]:
            _refuse_half(found)
            store.remove_document(found[0].sha256)
            click.echo(f"Removed {found[0].file} ({found[0].sha256[:12]}).")
        for path in sorted(set(failed.values())):
            store.remove_failure(path)
            click.echo(f"Forgot that {path} failed.")


def _refuse_half(found: Sequence[StoredDocument]) -> None:
    from pipeline.errors import InputError

    first = found[0]
    if len(found) < first.parts:
        raise InputError(f"{first.name} is a part of {first.file}: remove the whole file")


@main.command("join")
@click.argument("docs", nargs=-1, required=True, metavar="DOC...")
@database_option
@click.option("--undo", is_flag=True, help="Take apart what was joined with any DOC.")
def join_documents(docs: Sequence[str], db: str, undo: bool) -> None:
    """Note that several files hold one meeting, in the order given.

    DOC is what 'list' shows. 'show' and the views of the database then speak of one meeting, with
    the title and the day of the first; records and exports stay a document each.

    \b
    Examples:
      poytakirja join minutes-1.pdf minutes-2.pdf
      poytakirja join --undo minutes-1.pdf
    """
    with open_database(db) as store:
        found = [document for doc in docs for document in store.find_documents(doc)]
        if undo:
            store.part_documents(found)
            click.echo(f"{', '.join(one.name for one in found)}: joined with nothing.")
            return
        if len(found) < 2:
            raise click.UsageError("name two documents or more")
        joined = store.join_documents(found)
        click.echo(f"One meeting: {', '.join(one.name for one in joined)}.")
