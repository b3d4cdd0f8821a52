"""Printing people across documents: who there is, and why each appearance is taken to be theirs."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape

from pipeline.store import Ruling, StoredPerson
from pipeline.terminal import plain_table, terminal


def print_people(persons: Sequence[StoredPerson]) -> None:
    """The persons in a table: how often, from when to when, on whose behalf, under which names."""
    table = plain_table("person", "name", "meetings", "from", "to", "for", numbers=("meetings",))
    for person in persons:
        dates = [one.date for one in person.appearances if one.date]
        affiliations = dict.fromkeys(one.affiliation or "" for one in person.appearances)
        names = dict.fromkeys(one.name for one in person.appearances)
        table.add_row(
            person.id.removeprefix("person_")[:12],
            escape(", ".join([person.name, *(name for name in names if name != person.name)])),
            str(len({one.key[0] for one in person.appearances})),
            min(dates, default=""),
            max(dates, default=""),
            escape(", ".join(filter(None, affiliations))),
        )
    terminal().print(table if persons else "Nobody: type 'poytakirja ingest FOLDER'.")


def print_person(person: StoredPerson) -> None:
    """Every appearance of a person, and why it is taken to be theirs."""
    console = terminal()
    console.print(f"[bold]{escape(person.name)}[/]  {person.id}")
    table = plain_table("date", "name", "role", "for", "file", "because")
    for one in person.appearances:
        cells = (one.date, one.name, one.role, one.affiliation, one.file, one.reason)
        table.add_row(*(escape(cell or "") for cell in cells))
    console.print(table)


def print_rulings(rulings: Sequence[Ruling]) -> None:
    """What was ruled, a line each."""
    for ruling in rulings:
        words = "is the same as" if ruling.verdict == "same" else "is not the same as"
        line = f"{ruling.one[1]} ({ruling.one[0]}) {words} {ruling.other[1]} ({ruling.other[0]})"
        terminal().print(line, markup=False)
