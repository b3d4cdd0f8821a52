"""The command line: parse, call one function, print; errors become one line and an exit code.

Only click is imported here at the top, so that ``--help`` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from models.warnings import KINDS, SEVERITIES, Severity
from pipeline.errors import DISAGREES, INTERRUPTED, NONE_SUCCEEDED, SOME_FAILED, PipelineError
from pipeline.settings import DATABASE, JOBS, OCR, Setting, code_version, limit_threads

if TYPE_CHECKING:
    from pipeline.ingest import Outcome
    from pipeline.store import Store, StoredDocument

F = TypeVar("F", bound=Callable[..., Any])


class Commands(click.Group):
    """The group of all commands; a PipelineError ends any of them with one line."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PipelineError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"Error: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("Interrupted: what was finished is kept.", err=True)
            ctx.exit(INTERRUPTED)


def setting(chosen: Setting, **options: Any) -> Callable[[F], F]:
    """The option of a setting, with its environment variable and its default."""
    return click.option(
        chosen.option,
        envvar=chosen.variable,
        default=chosen.default,
        show_default=True,
        show_envvar=True,
        help=chosen.meaning[0].upper() + chosen.meaning[1:] + ".",
        **options,
    )


database_option = setting(DATABASE, metavar="DATABASE")


def open_database(database: str, *, create: bool = False) -> Store:
    """The store that ``--db`` names."""
    from pipeline.store import open_store

    return open_store(database, create=create)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(code_version(), prog_name="poytakirja")
@click.option("--debug", is_flag=True, help="Show where an error comes from.")
def main(debug: bool) -> None:
    """Turn PDFs of Finnish meeting minutes into a database that can be queried.

    \b
    Examples:
      poytakirja ingest minutes/            read every PDF of a folder into minutes.db
      poytakirja list                       what is stored
      poytakirja show minutes.pdf           one document, as one would read it
      poytakirja export --format jsonl      everything, a JSON record a line

    Exit codes: 0 all is well, 2 the command was typed wrongly, 3 a file cannot be read, 4 a rule
    is wrong, 5 model or morphology is missing, 6 trouble with the database, 7 some documents
    failed, 8 all documents failed, 9 something in the documents disagrees, 130 interrupted.
    """


# --- ingest -------------------------------------------------------------------------------------


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@database_option
@setting(JOBS, type=click.IntRange(min=1), metavar="N")
@click.option("--again", is_flag=True, help="Process also what is stored already.")
@click.option("--quiet", is_flag=True, help="Print failures only.")
@click.pass_context
def ingest(
    ctx: click.Context, paths: Sequence[str], db: str, jobs: int, again: bool, quiet: bool
) -> None:
    """Read PDFs and store what they say.

    PATH is a PDF file, a folder (searched with its subfolders) or a quoted pattern. What is
    stored already is left alone, whatever its name; what failed before is tried again, and so are
    scanned pages that waited for OCR.

    \b
    Examples:
      poytakirja ingest minutes-2024-12-12.pdf
      poytakirja ingest minutes/ --jobs 4 --db archive.db
      poytakirja ingest 'minutes/*2024*.pdf'
    """
    limit_threads()
    OCR.value()  # wrong for every document, so said before the first
    from pipeline.ingest import ingest_paths
    from pipeline.terminal import print_summary, progress_bar

    outcomes: list[Outcome] = []
    try:
        with open_database(db, create=True) as store, progress_bar(quiet) as advance:

            def progress(done: int, total: int, outcome: Outcome) -> None:
                outcomes.append(outcome)
                advance(done, total, outcome.name)

            ingest_paths(paths, store, jobs=jobs, again=again, progress=progress)
    finally:
        print_summary(outcomes, quiet=quiet, database_hint=_database_hint(db))
        _print_failures(outcomes, debug=bool(ctx.find_root().params.get("debug")))
    ctx.exit(_exit_code(outcomes))


def _database_hint(database: str) -> str:
    """What the next command needs to find the same database."""
    chosen = click.get_current_context().get_parameter_source("db")
    given = chosen is not None and chosen.name == "COMMANDLINE"
    return f" {DATABASE.option} {database}" if given else ""


def _print_failures(outcomes: Sequence[Outcome], debug: bool) -> None:
    for outcome in outcomes:
        if outcome.status == "failed":
            path = click.format_filename(outcome.path)
            click.echo(f"Failed: {path} ({outcome.stage}): {outcome.reason}", err=True)
            if debug and outcome.trace:
                click.echo(outcome.trace, err=True)


def _exit_code(outcomes: Sequence[Outcome]) -> int:
    failed = sum(outcome.status == "failed" for outcome in outcomes)
    if not failed:
        return 0
    return SOME_FAILED if failed < len(outcomes) else NONE_SUCCEEDED


# --- reading ------------------------------------------------------------------------------------


@main.command("list")
@database_option
def list_documents(db: str) -> None:
    """List the documents that are stored, and the files that failed.

    \b
    Example:
      poytakirja list --db archive.db
    """
    from pipeline.terminal import print_documents

    with open_database(db) as store:
        print_documents(store.documents(), store.failures())


@main.command()
@click.argument("doc")
@database_option
def show(doc: str, db: str) -> None:
    """Show one document: meeting, people, items with what was found in each.

    DOC is the file name or the beginning of the SHA-256, as 'list' shows them. Of a file that
    holds several meetings all are shown, or with #2 behind its name the second. Documents that were
    joined are shown as one meeting.

    \b
    Examples:
      poytakirja show minutes-2024-12-12.pdf
      poytakirja show 3f2b8c01
      poytakirja show minutes-of-2024.pdf#2
    """
    from pipeline.terminal import print_meeting

    with open_database(db) as store:
        shown: set[str] = set()
        for document in store.find_documents(doc):
            if document.id not in shown:
                joined = store.joined_documents(document)
                records = [store.load_record(one.sha256, one.part) for one in joined]
                print_meeting(records, joined, store.linked_documents(document))
                shown.update(one.id for one in joined)


@main.command("check")
@click.argument("docs", nargs=-1, metavar="[DOC]...")
@database_option
@click.option(
    "--severity", type=click.Choice(SEVERITIES), default="note", show_default=True,
    help="List this severity and what is worse.",
)  # fmt: skip
@click.option("--code", "codes", multiple=True, help="List this code alone; may be repeated.")
@click.pass_context
def check_documents(
    ctx: click.Context, docs: Sequence[str], db: str, severity: Severity, codes: Sequence[str]
) -> None:
    """List what does not agree in the documents, or could not be read, the worst first.

    DOC is what 'list' shows; without one, all documents are listed. An error is a part of a
    document that is not in its record, a warning something that contradicts itself or was misread,
    a note something that was left open. The exit code is 9 if errors or warnings are listed.

    \b
    Examples:
      poytakirja check
      poytakirja check minutes-2024-12-12.pdf --severity warning
      poytakirja check --code votes_exceed_present --code absent_votes
    """
    from pipeline.terminal import print_warnings

    if unknown := set(codes) - {kind.code for kind in KINDS}:
        raise click.BadParameter(f"no such code: {', '.join(sorted(unknown))}", param_hint="--code")
    with open_database(db) as store:
        named = {found.id for doc in docs for found in store.find_documents(doc)}
        documents = [found for found in store.documents() if not docs or found.id in named]
        listed = SEVERITIES[: SEVERITIES.index(severity) + 1]
        found = [
            warning
            for warning in store.warnings(documents)
            if warning.severity in listed and (not codes or warning.code in codes)
        ]
    print_warnings(found, len(documents))
    ctx.exit(DISAGREES if any(warning.severity != "note" for warning in found) else 0)


@main.command()
@click.argument("docs", nargs=-1, metavar="[DOC]...")
@database_option
@click.option(
    "--format", "form", type=click.Choice(["json", "jsonl"]), default="jsonl", show_default=True,
    help="One array of records, or a record a line.",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="A file, not the terminal.")
def export(
    docs: Sequence[str], db: str, form: Literal["json", "jsonl"], output: str | None
) -> None:
    """Write records as JSON: all, or those of each DOC, ordered by file name.

    \b
    Examples:
      poytakirja export --format jsonl -o minutes.jsonl
      poytakirja export --format json minutes-2024-12-12.pdf
    """
    from pipeline.export import export_records, write_export

    with open_database(db) as store:
        chosen = {found.id for doc in docs for found in store.find_documents(doc)}
        documents = [found for found in store.documents() if not docs or found.id in chosen]
        pieces = export_records(store, documents, form)
        if output:
            write_export(pieces, output)
            return
        for piece in pieces:  # as bytes: the same whatever the terminal's encoding
            sys.stdout.buffer.write(piece.encode())


@main.command()
@click.argument("docs", nargs=-1, required=True, metavar="DOC...")
@database_option
def remove(docs: Sequence[str], db: str) -> None:
    """Forget documents and everything found in them; the PDF files stay.

    DOC is what 'list' shows: a file name, the beginning of a SHA-256, or the path of a file that
    failed. A file leaves with all the meetings that it holds.

    \b
    Example:
      poytakirja remove minutes-2024-12-12.pdf
    """
    with open_database(db) as store:
        failed = {note.path for note in store.failures()} & set(docs)
        for found in [store.find_documents(doc) for doc in docs if doc not in failed]:
            _refuse_half(found)
            store.remove_document(found[0].sha256)
            click.echo(f"Removed {found[0].file} ({found[0].sha256[:12]}).")
        for path in sorted(failed):
            store.remove_failure(path)
            click.echo(f"Forgot that {path} failed.")


def _refuse_half(found: Sequence[StoredDocument]) -> None:
    from pipeline.errors import InputError

    first = found[0]
    if len(found) < first.parts:
        raise InputError(f"{first.name} is a part of {first.file}: remove the whole file")


@main.command("join")
@click.argument("docs", nargs=-1, required=True, metavar="DOC...")
@database_option
@click.option("--undo", is_flag=True, help="Take apart what was joined with any DOC.")
def join_documents(docs: Sequence[str], db: str, undo: bool) -> None:
    """Note that several files hold one meeting, in the order given.

    DOC is what 'list' shows. 'show' and the views of the database then speak of one meeting, with
    the title and the day of the first; records and exports stay a document each.

    \b
    Examples:
      poytakirja join minutes-1.pdf minutes-2.pdf
      poytakirja join --undo minutes-1.pdf
    """
    with open_database(db) as store:
        found = [document for doc in docs for document in store.find_documents(doc)]
        if undo:
            store.part_documents(found)
            click.echo(f"{', '.join(one.name for one in found)}: joined with nothing.")
            return
        if len(found) < 2:
            raise click.UsageError("name two documents or more")
        joined = store.join_documents(found)
        click.echo(f"One meeting: {', '.join(one.name for one in joined)}.")


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@setting(JOBS, type=click.IntRange(min=1), metavar="N")
@click.option("--errors", is_flag=True, help="List what was missed, extra or wrong.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--contents", is_flag=True, help="Compare with the tables of contents instead.")
@click.pass_context
def evaluate(
    ctx: click.Context, folder: Path, jobs: int, errors: bool, as_json: bool, contents: bool
) -> None:
    """Measure precision and recall against gold records.

    FOLDER holds pairs NAME.pdf and NAME.gold.json. No database is read or written.

    With --contents no gold is needed: of each PDF whose first pages list its sections, numbers and
    titles are looked for in the body alone, without the help of that list or of a tagged structure.
    What differs is printed, and every decision heading without a decision (exit code 9).

    \b
    Examples:
      poytakirja evaluate data/samples
      poytakirja evaluate data/samples --errors
      poytakirja evaluate data/samples --contents
    """
    limit_threads()
    if contents:
        ctx.exit(_evaluate_contents(folder, jobs))
    from pipeline.evaluate import evaluate_folder, report_to_json, report_to_lines

    report = evaluate_folder(folder, jobs)
    if as_json:
        click.echo(json.dumps(report_to_json(report), ensure_ascii=False, indent=1))
        return
    for line in report_to_lines(report, errors=errors):
        click.echo(line)


def _evaluate_contents(folder: Path, jobs: int) -> int:
    from pipeline.evaluate import all_agree, compare_contents, comparisons_to_lines

    found = compare_contents(folder, jobs)
    for line in comparisons_to_lines(found):
        click.echo(line)
    return 0 if all_agree(found) else DISAGREES


# --- people across documents --------------------------------------------------------------------


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


# --- rules and installation ---------------------------------------------------------------------


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


if __name__ == "__main__":
    sys.exit(main())
