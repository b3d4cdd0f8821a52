"""The commands about people across documents."""

from __future__ import annotations

from collections.abc import Sequence

import click

from pipeline.cli.group import database_option, main, open_database


@main.group()
def people() -> None:
    """Look up people across documents, join them and take them apart.

    Two names in different documents are taken to be one person where the full name and the
    affiliation, the municipality or the body agree. PERSON is a name, part of one, or the
    beginning of an id. What you rule stays when documents are read again.
    """


@people.command("list")
@click.argument("name", required=False)
@database_option
def list_people(name: str | None, db: str) -> None:
    """List the people whose names hold NAME, or all.

    \b
    Examples:
      poytakirja people list
      poytakirja people list Virta
    """
    from pipeline.histories import print_people

    with open_database(db) as store:
        print_people(store.persons.named(name))


@people.command("show")
@click.argument("person")
@database_option
def show_person(person: str, db: str) -> None:
    """Show in which documents somebody appears, and why it is taken to be the same person.

    \b
    Example:
      poytakirja people show 'Aino Virta'
    """
    from pipeline.histories import print_person

    with open_database(db) as store:
        print_person(store.persons.one(person))


@people.command("merge")
@click.argument("persons", nargs=-1, required=True, metavar="PERSON PERSON...")
@database_option
def merge_people(persons: Sequence[str], db: str) -> None:
    """Rule that several are one person.

    \b
    Example:
      poytakirja people merge person_3f2b8c01 person_90aa1e52
    """
    from pipeline.histories import print_person

    if len(persons) < 2:
        raise click.UsageError("name at least two: who is to be the same as whom")
    with open_database(db) as store:
        print_person(store.persons.merge([store.persons.one(person) for person in persons]))


@people.command("split")
@click.argument("person")
@click.argument("docs", nargs=-1, required=True, metavar="DOC...")
@database_option
def split_person(person: str, docs: Sequence[str], db: str) -> None:
    """Rule that the one who appears in these documents is somebody else.

    \b
    Example:
      poytakirja people split 'Aino Virta' minutes-2024-12-12.pdf
    """
    from pipeline.histories import print_people

    with open_database(db) as store:
        chosen = store.persons.one(person)
        keys = [found.id for doc in docs for found in store.find_documents(doc)]
        store.persons.split(chosen, keys)
        print_people(store.persons.named(chosen.name))


@people.command("undo")
@click.argument("person")
@database_option
def undo_rulings(person: str, db: str) -> None:
    """Take back all that was ruled about everybody called PERSON.

    \b
    Example:
      poytakirja people undo 'Aino Virta'
    """
    from pipeline.histories import print_rulings

    with open_database(db) as store:
        taken_back = store.persons.undo(person)
        click.echo(f"Taken back: {len(taken_back)}")
        print_rulings(taken_back)
