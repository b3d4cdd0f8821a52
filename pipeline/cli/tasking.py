"""The command about tasks through time."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

import click

from pipeline.cli.group import database_option, main, open_database

DAY = click.DateTime(["%Y-%m-%d"])


@main.command()
@click.argument("task", required=False, metavar="[ID]")
@click.option("--owner", default="", metavar="WORDS", help="Whose owner's name holds WORDS.")
@click.option("--organ", default="", metavar="WORDS", help="Of organs whose name holds WORDS.")
@click.option("--due-before", type=DAY, metavar="DAY", help="Due on DAY at the latest.")
@click.option(
    "--status", type=click.Choice(["open", "overdue", "done", "all"]), default="open",
    show_default=True, help="'open' are all that are not done, those that are overdue, too.",
)  # fmt: skip
@click.option(
    "--as-of", type=DAY, metavar="DAY",
    help="How it stood on DAY, by the meetings until then; today if left out.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table",
    show_default=True, help="How to print them.",
)  # fmt: skip
@click.option("--history", is_flag=True, help="Show what each meeting said of each task.")
@database_option
def actions(
    task: str | None,
    owner: str,
    organ: str,
    due_before: datetime | None,
    status: Any,
    as_of: datetime | None,
    form: str,
    history: bool,
    db: str,
) -> None:
    """List who is to do what by when, and what became of it; with ID, one task's history.

    A task that later meetings of the same organ repeat is one task; it is done where one says so.
    A deadline that is a month or a season has passed when all of it has.

    \b
    Examples:
      poytakirja actions --owner Virta
      poytakirja actions --status overdue --as-of 2025-06-30
      poytakirja actions --organ lautakunta --due-before 2025-12-31 --history
      poytakirja actions --status all --format csv > actions.csv
    """
    from pipeline.store import TaskFilter
    from pipeline.tasklists import print_task, print_tasks, tasks_to_csv, tasks_to_json

    day = f"{as_of or datetime.now():%Y-%m-%d}"
    with open_database(db) as store:
        if task:
            found = [store.tasks.one(task, day)]
        else:
            latest = f"{due_before:%Y-%m-%d}" if due_before else ""
            found = store.tasks.list(TaskFilter(owner, organ, latest, status, day))
    if form != "table":
        text = tasks_to_json(found) if form == "json" else tasks_to_csv(found)
        sys.stdout.buffer.write(text.encode())
    elif task:
        print_task(found[0])
    else:
        print_tasks(found, history=history)
