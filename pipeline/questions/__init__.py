"""Questions that people ask of the database, each one documented query: the ``*.sql`` files here.

A file begins with comments: the question in English (``-- en:``) and in Finnish (``-- fi:``), a
line for each parameter (``-- :name | what it is | the same in Finnish | an example``), then notes.
A parameter is never needed: empty, it narrows nothing down, unless its line says otherwise. What a
query gives on the samples is shown in ``docs/sql.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from pipeline.errors import InputError
from pipeline.store import run_query

TITLE = regex.compile(r"-- (en|fi): (.+)")
PARAMETER = regex.compile(r"-- :(\w+) \| (.*?) \| (.*?) \|(.*)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """``:name`` in a query: what it is, in English and in Finnish, and a value to try."""

    name: str
    en: str
    fi: str
    example: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question in English and in Finnish, and the query that answers it."""

    name: str
    en: str
    fi: str
    note: str
    parameters: tuple[Parameter, ...]
    sql: str

    @property
    def examples(self) -> dict[str, str]:
        """The value to try of each parameter."""
        return {parameter.name: parameter.example for parameter in self.parameters}


@cache
def questions() -> dict[str, Question]:
    """All questions by their names, in alphabetical order."""
    paths = sorted(files(__name__).iterdir(), key=lambda path: path.name)
    found = [path for path in paths if path.name.endswith(".sql")]
    return {
        one.name: one
        for one in (
            text_to_question(path.name.removesuffix(".sql"), path.read_text(encoding="utf-8"))
            for path in found
        )
    }


def text_to_question(name: str, text: str) -> Question:
    """The question that a file tells: its comments taken apart, and the query below them."""
    lines = text.strip().splitlines()
    end = next(at for at, line in enumerate(lines) if not line.startswith("--"))
    titles: dict[str, str] = {}
    parameters, notes = [], []
    for line in lines[:end]:
        if title := TITLE.fullmatch(line):
            titles[title[1]] = title[2]
        elif parameter := PARAMETER.fullmatch(line):
            parameters.append(Parameter(*(part.strip() for part in parameter.groups())))
        else:
            notes.append(line.removeprefix("--").strip())
    return Question(
        name,
        titles["en"],
        titles["fi"],
        " ".join(notes),
        tuple(parameters),
        "\n".join(lines[end:]),
    )


def question_named(name: str) -> Question:
    """The question of that name.

    Raises InputError if there is none.
    """
    found = questions().get(name)
    if found is None:
        raise InputError(f"there is no question {name!r}: type 'poytakirja ask' to see them all")
    return found


def ask(
    database: str, question: Question, values: Mapping[str, str]
) -> tuple[list[str], Sequence[Sequence[Any]]]:
    """The answer of the database at a path or URL: names of columns, and rows.

    ``values`` are those of parameters; those that are left out narrow nothing down. Raises
    InputError for a parameter that the question does not have.
    """
    known = dict.fromkeys(question.examples, "")
    if unknown := [name for name in values if name not in known]:
        has = ", ".join(known) or "none"
        raise InputError(f"{question.name} has no parameter {unknown[0]!r}; it has {has}")
    return run_query(database, question.sql, {**known, **values})
