"""The command that measures how well documents are read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli.group import main, setting
from pipeline.errors import DISAGREES
from pipeline.settings import JOBS, limit_threads


@main.command()
@click.argument(
    "gold", nargs=-1, required=True, metavar="GOLD...", type=click.Path(exists=True, path_type=Path)
)
@setting(JOBS, type=click.IntRange(min=1), metavar="N")
@click.option("--errors", is_flag=True, help="List what was missed, extra or wrong.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option(
    "--html", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Write a report with plots to this file.",
)  # fmt: skip
@click.option("--no-baseline", is_flag=True, help="Do not measure the naive way.")
@click.option("--contents", is_flag=True, help="Compare with the tables of contents instead.")
@click.pass_context
def evaluate(
    ctx: click.Context, gold: Sequence[Path], jobs: int, errors: bool, as_json: bool,
    html: Path | None, no_baseline: bool, contents: bool,
) -> None:  # fmt: skip
    """Measure precision and recall against gold records.

    GOLD is a folder with pairs NAME.pdf and NAME.gold.json, or one such file. Figures have 95 %
    intervals, and beside them stands what the installed spaCy model and naive patterns find. At the
    end stands how far confidence is from the share that is right. No database is read or written.

    With --contents no gold is needed: of each PDF whose first pages list its sections, numbers and
    titles are looked for in the body alone, without the help of that list or of a tagged structure.
    What differs is printed, and every decision heading without a decision (exit code 9).

    \b
    Examples:
      poytakirja evaluate data/samples
      poytakirja evaluate data/samples --html report.html
      poytakirja evaluate data/samples --errors --no-baseline
      poytakirja evaluate data/samples --contents
    """
    limit_threads()
    if contents:
        ctx.exit(_evaluate_contents(gold, jobs))
    from pipeline.evaluate import evaluate_paths, report_to_json, report_to_lines

    report = evaluate_paths(gold, jobs, baseline=not no_baseline)
    if html:
        from pipeline.evaluate.page import report_to_html
        from pipeline.export import write_export

        write_export([report_to_html(report)], str(html))
    if as_json:
        click.echo(json.dumps(report_to_json(report), ensure_ascii=False, indent=1))
        return
    for line in report_to_lines(report, errors=errors):
        click.echo(line)


def _evaluate_contents(paths: Sequence[Path], jobs: int) -> int:
    from pipeline.evaluate import all_agree, compare_contents, comparisons_to_lines

    found = compare_contents(paths, jobs)
    for line in comparisons_to_lines(found):
        click.echo(line)
    return 0 if all_agree(found) else DISAGREES
