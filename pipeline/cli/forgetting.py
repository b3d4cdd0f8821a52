"""The command that forgets a person."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

import click

from pipeline.cli.group import database_option, main, open_database

if TYPE_CHECKING:
    from pipeline.store import Store
    from pipeline.store.forgetting import Forgotten, Traces
    from pipeline.store.traces import Sought

SHOWN = 20
"""Documents and forms that are listed."""


@main.command()
@click.argument("name", required=False)
@click.option("--dry-run", is_flag=True, help="Say what would be masked, and do nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--reason", metavar="WORDS", help="Why; it is kept, so write no name in it.")
@click.option("--by", default=None, metavar="NAME", help="Who does it; else who types.")
@click.option("--list", "listed", is_flag=True, help="List who was forgotten when, without names.")
@click.option("--finish", is_flag=True, help="Overwrite what an earlier run could not.")
@database_option
def forget(
    name: str | None,
    dry_run: bool,
    yes: bool,
    reason: str | None,
    by: str | None,
    listed: bool,
    finish: bool,
    db: str,
) -> None:
    """Mask all words that name a person, and keep later documents from bringing them back.

    NAME is a full name in any form, or the id of 'people list'. The person's words are masked in
    the stored text at equal length and in everything made of it; what is said of others stays.
    Nothing brings them back but an older copy of the database. The PDF files are left alone.

    \b
    Examples:
      poytakirja forget 'Aino Virta' --dry-run
      poytakirja forget 'Aino Virta' --reason 'pyyntö 12.3.2025'
      poytakirja forget --list
    """
    from pipeline.inventory import now
    from pipeline.store import locked_for_run
    from pipeline.terminal import progress_bar

    if [name is not None, listed, finish].count(True) != 1:
        raise click.UsageError("name a person, or --list, or --finish")
    if listed:
        with open_database(db) as store:
            _print_list(store)
        return
    with open_database(db) as store:
        if name is not None:
            sought = store.forgetting.seek(name)
            with progress_bar(quiet=False) as advance:
                traces = store.forgetting.trace(sought, advance)
            _print_traces(sought, traces)
            if dry_run:
                click.echo("A dry run: nothing was masked.")
                return
            if not yes:
                click.confirm("This cannot be undone. Mask it all?", abort=True)
        with locked_for_run(db):
            if name is not None:
                with progress_bar(quiet=False) as advance:
                    act = store.forgetting.forget(
                        sought,
                        by=by or getpass.getuser(),
                        reason=reason,
                        moment=now(),
                        progress=advance,
                    )
                click.echo(f"Masked: {act.places} places in {act.documents} documents ({act.id}).")
                _print_what_is_left(store, act, db)
            store.forgetting.sweep(now())
    click.echo("What was masked is overwritten in the database and its log.")


def _print_traces(sought: Sought, traces: Traces) -> None:

    who = f"{sought.names[0]} ({sought.person.id})" if sought.person else sought.names[0]
    click.echo(f"{who}: {traces.places} places in {len(traces.documents)} documents")
    for document, places in list(traces.documents.items())[:SHOWN]:
        click.echo(f"  {document}: {places}")
    if len(traces.documents) > SHOWN:
        click.echo(f"  and {len(traces.documents) - SHOWN} more")
    forms = [f"{form} ({count})" for form, count in traces.forms.items()]
    more = f" and {len(forms) - SHOWN} more" if len(forms) > SHOWN else ""
    click.echo(f"Forms: {', '.join(forms[:SHOWN]) or 'none'}{more}")
    if traces.elsewhere:
        click.echo(f"Outside the documents (paths, failures, corrections): {traces.elsewhere} rows")
    if sought.namesakes:
        others = ", ".join(one.id for one in sought.namesakes)
        click.echo(f"Others of that name stay: {others}")
    if traces.paths:
        click.echo(f"Rename first, for the name stands in the path: {', '.join(traces.paths)}")


def _print_what_is_left(store: Store, act: Forgotten, db: str) -> None:
    """What the command cannot reach."""
    from pipeline.store import is_server_address

    click.echo("Left as they are, and still with the name: the PDF files, exports and logs.")
    if is_server_address(db):
        click.echo(
            "The server's log (WAL), replicas and dumps are the server's: see to them there."
        )
    for path, made_at in next(one for one in store.forgetting.all() if one.id == act.id).copies:
        click.echo(f"A copy of {made_at} still holds it: {path}")


def _print_list(store: Store) -> None:
    found = store.forgetting.all()
    for act in found:
        swept = "" if act.swept_at else "  deleted pages wait: 'poytakirja forget --finish'"
        why = f"  {act.reason}" if act.reason else ""
        click.echo(
            f"{act.done_at}  {act.done_by}  {act.places} places in {act.documents} documents"
            f"{why}  ({act.id}){swept}"
        )
        for path, made_at in act.copies:
            click.echo(f"    a copy of {made_at} still holds it: {path}")
    if not found:
        click.echo("Nobody was forgotten.")
