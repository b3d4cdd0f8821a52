"""The commands about the rules and the installation."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.group import database_option, main


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

    \b
    Example:
      poytakirja restore minutes-backup.db
    """
    from pipeline.store import locked_for_run
    from pipeline.store import restore as put_back

    with locked_for_run(db):
        put_back(db, copy)
    click.echo(f"{db} is {click.format_filename(copy)} now.")
