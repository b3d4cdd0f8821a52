"""The command that shows the database in a browser."""

from __future__ import annotations

import os

import click

from pipeline.cli.group import database_option, main


@main.command()
@database_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True,
    help="0: any that is free.",
)  # fmt: skip
@click.option(
    "--allow-host", "allowed", multiple=True, metavar="NAME",
    help="A name under which a proxy asks; may be repeated.",
)  # fmt: skip
@click.option("--open", "browser", is_flag=True, help="Open a browser.")
@click.option(
    "--corrections", is_flag=True,
    help="Take corrections from those who have the token: POYTAKIRJA_TOKEN, else a new one.",
)  # fmt: skip
@click.option(
    "--corrections-anywhere", "anywhere", is_flag=True,
    help="Take corrections where not only this machine reaches the port.",
)  # fmt: skip
def serve(
    db: str, host: str, port: int, allowed: tuple[str, ...], browser: bool, corrections: bool,
    anywhere: bool,
) -> None:  # fmt: skip
    """Show the database in a browser: meetings beside their pages, people, organisations, tasks,
    search, and all tables. Nothing is written unless --corrections asks for it, and no network is
    needed.

    Who reaches the port reads everything, so only this machine does unless you say otherwise; ask
    for a password in a proxy before it (docs/web.md). Ctrl-C ends it.

    \b
    Examples:
      poytakirja serve --open
      poytakirja serve --db archive.db --port 8080
      poytakirja serve --corrections
    """
    from pipeline.serve import Desk, new_token, open_site, serve_site
    from pipeline.serve.running import is_loopback, listen

    is_taking = corrections or anywhere
    if is_taking and not anywhere and (allowed or not is_loopback(host)):
        raise click.UsageError(
            "corrections are taken from this machine alone: say --corrections-anywhere if others "
            "are to make them, behind a server with TLS"
        )
    given = os.environ.get("POYTAKIRJA_TOKEN")
    token = given or new_token()
    desk = Desk(token) if is_taking else None

    def told(address: str) -> None:
        click.echo(f"Serving {db} at {address}")
        if desk and given:
            click.echo(f"Corrections, with the token that you gave: {address}corrections")
        elif desk:
            click.echo(f"Corrections: {address}corrections?token={token}")

    with listen(host, port) as listening:
        site = open_site(db, frozenset({*allowed, host}), desk)
        if not is_loopback(host):
            click.echo(
                f"Warning: whoever reaches {host} reads everything, without a password.", err=True
            )
        serve_site(site, listening, told, browser=browser)
