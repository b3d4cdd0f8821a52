"""The command that shows the database in a browser."""

from __future__ import annotations

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
def serve(db: str, host: str, port: int, allowed: tuple[str, ...], browser: bool) -> None:
    """Show the database in a browser: meetings beside their pages, people, organisations, tasks,
    search, and all tables. Nothing is written, and no network is needed.

    Who reaches the port reads everything, so only this machine does unless you say otherwise; ask
    for a password in a proxy before it (docs/web.md). Ctrl-C ends it.

    \b
    Examples:
      poytakirja serve --open
      poytakirja serve --db archive.db --port 8080
    """
    from pipeline.serve import open_site, serve_site
    from pipeline.serve.running import is_loopback, listen

    with listen(host, port) as listening:
        site = open_site(db, frozenset({*allowed, host}))
        if not is_loopback(host):
            click.echo(
                f"Warning: whoever reaches {host} reads everything, without a password.", err=True
            )
        serve_site(
            site, listening, lambda address: click.echo(f"Serving {db} at {address}"),
            browser=browser,
        )  # fmt: skip
