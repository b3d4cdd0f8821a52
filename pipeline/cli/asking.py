"""The command that asks documented questions."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from pipeline.cli.group import database_option, main


@main.command()
@click.argument("name", required=False)
@click.argument("values", nargs=-1, metavar="[PARAMETER=VALUE]...")
@database_option
@click.option("--csv", "as_csv", is_flag=True, help="Print the answer as CSV.")
@click.option("--sql", "as_sql", is_flag=True, help="Print the query instead of asking it.")
def ask(name: str | None, values: Sequence[str], db: str, as_csv: bool, as_sql: bool) -> None:
    """Ask a documented question of the database; without NAME, list what can be asked.

    A parameter that is left out narrows nothing down.

    \b
    Examples:
      poytakirja ask
      poytakirja ask actions-by-owner since=2024-09-01
      poytakirja ask votes --csv > votes.csv
      poytakirja ask figures-of-unit --sql
    """
    from pipeline.answers import answer_to_csv, print_answer, print_questions
    from pipeline.questions import ask as ask_question
    from pipeline.questions import question_named, questions

    if name is None:
        print_questions(questions().values())
        return
    question = question_named(name)
    if as_sql:
        click.echo(question.sql)
        return
    columns, rows = ask_question(db, question, _pairs(values))
    if as_csv:
        sys.stdout.buffer.write(answer_to_csv(columns, rows).encode())
        return
    print_answer(columns, rows)


def _pairs(values: Sequence[str]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        raise click.BadParameter(f"write {wrong[0]}=VALUE", param_hint="PARAMETER=VALUE")
    return {name: value for name, _, value in pairs}
