"""The commands by which people correct what was extracted."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.group import database_option, main, open_database

if TYPE_CHECKING:
    from pipeline.corrections import Said
    from pipeline.store import Verdict


class _Correct(click.Group):
    """What is no command is a document: 'correct DOC' is 'correct show DOC'."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["show", *args]
        return super().resolve_command(ctx, args)


by_option = click.option("--by", default=None, metavar="NAME", help="Who says so; else who types.")
dry_option = click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")


@main.group(cls=_Correct)
def correct() -> None:
    """Change, delete, add or confirm facts; what is said stays when documents are read again.

    'correct DOC' lists the facts of a document with their ids. Commands, exports and views then
    show what was said; what was extracted is kept beside it, and 'correct undo' brings it back.

    \b
    Examples:
      poytakirja correct minutes.pdf
      poytakirja correct set minutes.pdf act_3f2b due=2025-03-14 assignees='Aino Virta'
      poytakirja correct delete minutes.pdf sta_90aa
      poytakirja correct add minutes.pdf decision quote='päätettiin jatkaa' kind=agreed
      poytakirja correct confirm minutes.pdf --layer actions
    """


@correct.command("show")
@click.argument("doc")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Facts such as action.")
@click.option("--extracted", is_flag=True, help="As they were extracted.")
@database_option
def show_facts(doc: str, kinds: Sequence[str], extracted: bool, db: str) -> None:
    """List the facts of a document with the ids that name them; items without a title only where
    --kind item asks for them.

    \b
    Examples:
      poytakirja correct minutes.pdf
      poytakirja correct show minutes.pdf --kind action --kind decision
    """
    from pipeline.amendments import print_facts
    from pipeline.corrections import one_document

    with open_database(db) as store:
        facts = store.corrections.facts(one_document(store, doc), extracted)
    shown = [fact for fact in facts if fact.kind != "item" or fact.values["title"]]
    print_facts([fact for fact in facts if fact.kind in kinds] if kinds else shown)


@correct.command("set")
@click.argument("doc")
@click.argument("fact", metavar="ID")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE...")
@by_option
@dry_option
@database_option
def set_fields(
    doc: str, fact: str, fields: Sequence[str], by: str | None, dry_run: bool, db: str
) -> None:
    """Give fields of a fact other values; nothing behind the '=' empties a field.

    Several names are written with commas. A person or an organisation that is renamed has the new
    name in the whole document; one that is then called as another becomes one with it.

    \b
    Examples:
      poytakirja correct set minutes.pdf act_3f2b assignees='Aino Virta, Onni Koe' due=2025-03
      poytakirja correct set minutes.pdf mtg_77 date=2024-12-12
    """
    _enter(db, _said(doc, "set", by, id=fact, fields=_pairs(fields)), dry_run)


@correct.command("delete")
@click.argument("doc")
@click.argument("facts", nargs=-1, required=True, metavar="ID...")
@by_option
@dry_option
@database_option
def delete_facts(doc: str, facts: Sequence[str], by: str | None, dry_run: bool, db: str) -> None:
    """Say that facts are none.

    \b
    Example:
      poytakirja correct delete minutes.pdf sta_90aa per_12c4
    """
    _enter(db, [_said(doc, "delete", by, id=fact) for fact in facts], dry_run)


@correct.command("add")
@click.argument("doc")
@click.argument("kind")
@click.argument("fields", nargs=-1, required=True, metavar="quote=WORDS FIELD=VALUE...")
@by_option
@dry_option
@database_option
def add_fact(
    doc: str, kind: str, fields: Sequence[str], by: str | None, dry_run: bool, db: str
) -> None:
    """Add a fact on words of the document.

    Words that stand there several times need item=PATH. A name that is added on words which name
    somebody else takes these words from them: so is one person or organisation split in two.

    \b
    Examples:
      poytakirja correct add minutes.pdf action quote='Aino laatii ohjeen' assignees='Aino Virta'
      poytakirja correct add minutes.pdf organisation quote='Kaupunki' item=3 name='Testilä'
    """
    pairs = _pairs(fields)
    quote = pairs.pop("quote", None)
    _enter(db, _said(doc, "add", by, kind=kind, quote=quote, fields=pairs), dry_run)


@correct.command("confirm")
@click.argument("doc")
@click.argument("facts", nargs=-1, metavar="[ID]...")
@click.option(
    "--layer", "layers", multiple=True, metavar="LAYER",
    help="All facts of a kind (actions, people ...), and that there are no others.",
)  # fmt: skip
@by_option
@dry_option
@database_option
def confirm_facts(
    doc: str, facts: Sequence[str], layers: Sequence[str], by: str | None, dry_run: bool, db: str
) -> None:
    """Say that facts are right as they are, or that all of a layer are there and right.

    What later versions find in a layer that was gone through is left out, and what they lose stays.

    \b
    Examples:
      poytakirja correct confirm minutes.pdf act_3f2b
      poytakirja correct confirm minutes.pdf --layer actions --layer decisions
    """
    from pipeline.corrections import LAYERS

    if not facts and not layers:
        raise click.UsageError("name facts by their ids, or a --layer")
    if unknown := set(layers) - set(LAYERS):
        raise click.BadParameter(
            f"no such layer: {', '.join(sorted(unknown))}; there are {', '.join(LAYERS)}",
            param_hint="--layer",
        )
    said = [_said(doc, "confirm", by, id=fact) for fact in facts]
    said += [_said(doc, "complete", by, kind=LAYERS[layer]) for layer in layers]
    _enter(db, said, dry_run)


@correct.command("undo")
@click.argument("names", nargs=-1, required=True, metavar="ID...")
@database_option
def undo_corrections(names: Sequence[str], db: str) -> None:
    """Take back corrections by their ids, or all that were said of the facts with these ids.

    \b
    Example:
      poytakirja correct undo cor_1f00
    """
    from pipeline.amendments import print_corrections
    from pipeline.corrections import undo

    with open_database(db) as store:
        taken_back = undo(store, names)
    click.echo(f"Taken back: {len(taken_back)}")
    print_corrections([(said, "applied", said.sha256[:12]) for said in taken_back])


@correct.command("list")
@click.argument("doc", required=False)
@click.option("--unanchored", is_flag=True, help="Those whose words are gone.")
@click.option("--waiting", is_flag=True, help="Those whose documents are not stored.")
@database_option
def list_corrections(doc: str | None, unanchored: bool, waiting: bool, db: str) -> None:
    """List what was said of facts: who, when, from what to what.

    \b
    Examples:
      poytakirja correct list minutes.pdf
      poytakirja correct list --unanchored
    """
    from pipeline.amendments import print_corrections
    from pipeline.corrections import one_document

    asked = {name for name, on in (("unanchored", unanchored), ("waiting", waiting)) if on}
    with open_database(db) as store:
        found = store.corrections.all(one_document(store, doc) if doc else None)
    print_corrections([one for one in found if not asked or one[1] in asked])


@main.group()
def corrections() -> None:
    """Carry corrections to another database, or make gold records of them."""


@corrections.command("export")
@click.argument("file", type=click.Path(dir_okay=False))
@database_option
def export_all(file: str, db: str) -> None:
    """Write all that was said of facts, and of who is who, as JSON lines.

    \b
    Example:
      poytakirja corrections export corrections.jsonl
    """
    from pipeline.corrections import export_corrections
    from pipeline.export import write_export

    with open_database(db) as store:
        lines = export_corrections(store)
    write_export(lines, file)
    click.echo(f"Written: {len(lines)}")


@corrections.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@database_option
def import_all(file: Path, db: str) -> None:
    """Take over what 'corrections export' wrote, also of documents that are yet to come.

    \b
    Example:
      poytakirja corrections import corrections.jsonl --db other.db
    """
    from pipeline.corrections import import_corrections

    with open_database(db, create=True) as store:
        count = import_corrections(store, file)
        states = [state for _, state, _ in store.corrections.all()]
    click.echo(
        f"Taken over: {count}. In the database {states.count('applied')} hold, "
        f"{states.count('unanchored')} have lost their words, {states.count('waiting')} wait for "
        "their documents."
    )


@corrections.command("gold")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@database_option
def export_gold(folder: Path, db: str) -> None:
    """Write gold records for 'evaluate' of the documents of which layers were gone through.

    'correct confirm DOC --layer LAYER' says so. The PDFs belong beside the gold records.

    
    Example:
      poytakirja corrections gold gold/
    """
    from pipeline.corrections import write_gold

    with open_database(db) as store:
        for path in write_gold(store, folder):
            click.echo(str(path))


@main.group()
def organisations() -> None:
    """Rule which names are one organisation's; one in a single document: 'correct set'."""


@organisations.command("merge")
@click.argument("names", nargs=-1, required=True, metavar="NAME NAME...")
@by_option
@database_option
def merge(names: Sequence[str], by: str | None, db: str) -> None:
    """Call organisations by the first NAME in all documents, also in those to come.

    'correct undo' with the correction's id takes it back.

    \b
    Example:
      poytakirja organisations merge 'Opetushallitus' 'OPH'
    """
    from pipeline.corrections import merge_organisations

    if len(names) < 2:
        raise click.UsageError("name at least two: how it is called, and how else")
    with open_database(db) as store:
        made = merge_organisations(store, names, by or getpass.getuser())
    for said in made:
        click.echo(f"{said.id[:12]} {said.target} is called {names[0]}.")


def _pairs(fields: Sequence[str]) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    for field in fields:
        name, mark, value = field.partition("=")
        if not mark:
            raise click.UsageError(f"{field!r} is no FIELD=VALUE: write due=2025-03-14")
        pairs[name] = value
    return pairs


def _said(doc: str, verdict: Verdict, by: str | None, **fields: Any) -> Said:
    from pydantic import ValidationError

    from pipeline.corrections import Said
    from pipeline.store import KINDS

    try:
        return Said(doc=doc, verdict=verdict, by=by or getpass.getuser(), **fields)
    except ValidationError as error:
        raise click.UsageError(
            f"{error.errors()[0]['msg']}: KIND is one of {', '.join(KINDS)}"
        ) from error


def _enter(db: str, said: Said | Sequence[Said], dry_run: bool) -> None:
    from pipeline.amendments import print_corrections
    from pipeline.corrections import Said, enter

    with open_database(db) as store:
        for one in [said] if isinstance(said, Said) else said:
            made = enter(store, one, dry_run=dry_run)
            print_corrections([(correction, "applied", one.doc) for correction in made])
    if dry_run:
        click.echo("Nothing was written.")
