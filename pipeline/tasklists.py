"""Printing tasks: as a table, as JSON, as CSV, and what became of one from meeting to meeting."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.markup import escape
from rich.table import Table

from pipeline.answers import answer_to_csv
from pipeline.store import Task, TaskStep
from pipeline.terminal import plain_table, terminal

COLUMNS = (
    "id", "status", "owners", "due", "due_until", "text", "organ", "opened", "last", "meetings",
    "file", "page",
)  # fmt: skip
STYLES = {"open": "", "overdue": "red", "done": "green"}
WIDTHS = {"due": 10, "status": 7, "owner": 16, "said": 2, "last": 10, "id": 12, "date": 10,
          "step": 8}  # fmt: skip
"""Columns that a narrow terminal leaves whole: the task gives way."""
SHOWN = 12
"""Characters of an id that a table shows."""


def print_tasks(tasks: Sequence[Task], *, history: bool = False) -> None:
    """The tasks in a table; with their ``history`` one below the other."""
    if not tasks:
        terminal().print("No such task: '--status all' shows those that are done, too.")
        return
    if history:
        for task in tasks:
            print_task(task)
        return
    table = plain_table("due", "status", "owner", "task", "said", "last", "id", numbers=("said",))
    _keep_widths(table)
    for task in tasks:
        last = task.steps[-1]
        said = [step for step in task.steps if step.kind != "done"]
        table.add_row(
            task.due or "",
            f"[{STYLES[task.status]}]{task.status}[/]" if STYLES[task.status] else task.status,
            escape(", ".join(task.owners)),
            escape(task.text),
            f"{len(said)}×",
            last.date or "",
            task.id[:SHOWN],
        )
    terminal().print(table)


def _keep_widths(table: Table) -> None:
    for column in table.columns:
        column.min_width = WIDTHS.get(str(column.header))


def print_task(task: Task) -> None:
    """One task with each meeting's words, and why they are taken to be of it."""
    console = terminal()
    style = STYLES[task.status] or "bold"
    console.print(f"[bold]{escape(task.text)}[/]  [{style}]{task.status}[/]")
    due = f", due {task.due}" if task.due else ""
    console.print(f"{escape(', '.join(task.owners) or 'nobody named')}{due}  {task.id}")
    table = plain_table("date", "step", "words", "file", "page", "because", numbers=("page",))
    _keep_widths(table)
    for step in task.steps:
        cells = (step.date or "", step.kind, step.quote, step.file, str(step.page), _why(step))
        table.add_row(*map(escape, cells))
    console.print(table)
    console.print()


def _why(step: TaskStep) -> str:
    said = step.evidence
    if said is None:
        return ""
    parts = [f"words {said.words:.2f}", {1.0: "same owner"}.get(said.owner, "nobody named")]
    parts += [f"same {name}" for name in ("verb", "due", "record") if getattr(said, name)]
    return f"{said.score:.2f}: {', '.join(parts)}"


def tasks_to_json(tasks: Sequence[Task]) -> str:
    """An array of objects, each with its ``steps``."""
    return json.dumps([asdict(task) for task in tasks], ensure_ascii=False, indent=1) + "\n"


def tasks_to_csv(tasks: Sequence[Task]) -> str:
    """A row a task; its file and page are those of the meeting that spoke of it last."""
    rows = []
    for task in tasks:
        first, last = task.steps[0], task.steps[-1]
        rows.append((
            task.id, task.status, ", ".join(task.owners), task.due, task.due_until, task.text,
            task.organ, first.date, last.date, len(task.steps), last.file, last.page,
        ))  # fmt: skip
    return answer_to_csv(COLUMNS, rows)
