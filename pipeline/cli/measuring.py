"""The command that measures how well documents are read."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pipeline.cli.group import main, setting
from pipeline.errors import DISAGREES
from pipeline.settings import JOBS, limit_threads


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
