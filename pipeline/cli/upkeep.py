"""The commands about the rules and the installation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.group import database_option, main, open_database

if TYPE_CHECKING:
    from pipeline.store.forgetting import ForgottenList


@main.group()
def rules() -> None:
    """Work with the rules in rules/."""


@rules.command("check")
def check() -> None:
    """Try every rule on its own examples and counter-examples.

    \b
    Example:
      poytakirja rules check
    """
    from pipeline.errors import RuleError
    from pipeline.rulebook import check_rules, load_rules

    problems = check_rules()
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise RuleError(f"{len(problems)} examples disagree: mend the pattern or the example")
    click.echo(f"{len(load_rules())} rules agree with their examples.")


@main.command()
@database_option
@click.pass_context
def doctor(ctx: click.Context, db: str) -> None:
    """Say what is installed, and what to type for what is not.

    \b
    Example:
      poytakirja doctor
    """
    from pipeline.doctor import examine
    from pipeline.terminal import print_checks

    checks = examine(db)
    print_checks(checks)
    ctx.exit(max((check.exit_code for check in checks if not check.fine), default=0))


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes a shell complete the commands and options of poytakirja.

    \b
    Example:
      poytakirja completion bash > ~/.local/share/bash-completion/completions/poytakirja
    """
    from click.shell_completion import get_completion_class

    if made := get_completion_class(shell):
        click.echo(made(main, {}, "poytakirja", "_POYTAKIRJA_COMPLETE").source())


# --- copies of the database -----------------------------------------------------------------------


@main.command()
@click.argument("copy", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@database_option
def backup(copy: Path, db: str) -> None:
    """Copy the database to a new file, whole and checked, while others use it.

    \b
    Example:
      poytakirja backup minutes-backup.db
    """
    from pipeline.store import back_up

    back_up(db, copy)
    click.echo(f"{click.format_filename(copy)}: a whole copy of {db}.")


@main.command()
@click.argument("copy", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@database_option
def restore(copy: Path, db: str) -> None:
    """Put a copy in the place of the database, which is kept with .before-restore behind its name.

    People who were forgotten since the copy was made are masked in it again.

    \b
    Example:
      poytakirja restore minutes-backup.db
    """
    from pipeline.inventory import now
    from pipeline.store import locked_for_run
    from pipeline.store import restore as put_back

    with locked_for_run(db):
        known = _forgotten_in(db)
        kept = put_back(db, copy)
        before = f"; what it was lies in {kept}" if kept else ""
        click.echo(f"{db} is {click.format_filename(copy)} now{before}.")
        if known is None:
            click.echo("Who was forgotten since cannot be read: forget them again.")
        elif known.acts:
            with open_database(db) as store:
                masked = store.forgetting.take_over(known, kept, now())
            click.echo(f"Masked again, as people were forgotten since: {masked} documents.")


def _forgotten_in(database: str) -> ForgottenList | None:
    """The list of a database that is to be replaced; None where it cannot be read."""
    from pipeline.errors import StoreError
    from pipeline.store import database_exists
    from pipeline.store.forgetting import ForgottenList

    try:
        if not database_exists(database):
            return ForgottenList()
        with open_database(database) as store:
            return store.forgetting.list_to_keep()
    except StoreError:
        return None
