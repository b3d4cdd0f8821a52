"""Questions and their answers, as people read them in the terminal and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from rich.markup import escape

from pipeline.export import plain_cell
from pipeline.questions import Question
from pipeline.terminal import plain_table, print_table, terminal


def print_questions(questions: Iterable[Question]) -> None:
    """What can be asked: names, questions, parameters."""
    table = plain_table("name", "question", "parameters")
    for one in questions:
        table.add_row(one.name, escape(one.en), ", ".join(one.examples))
    terminal().print(table)


def print_answer(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """The rows as a table, or that there are none."""
    if not rows:
        terminal().print("Nothing found.")
        return
    numbers = [
        name
        for at, name in enumerate(columns)
        if all(row[at] is None or isinstance(row[at], int | float) for row in rows)
    ]
    table = plain_table(*columns, numbers=numbers)
    for row in rows:
        table.add_row(
            *("" if value is None else escape(" ".join(str(value).split())) for value in row)
        )
    print_table(table)


def _cell(value: Any) -> str:
    """A value on one line."""
    return "" if value is None else escape(" ".join(str(value).split()))


def answer_to_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The same with commas between the cells; what is missing is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([plain_cell(value) for value in row] for row in rows)
    return text.getvalue()
