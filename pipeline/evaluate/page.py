"""A report as a page of HTML that needs nothing else: no network, no other file."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.evaluate.intervals import FEWEST, SAMPLES
from pipeline.evaluate.layouts import LAYOUTS
from pipeline.evaluate.lines import interval_to_words
from pipeline.evaluate.report import GROUPINGS, Report
from pipeline.evaluate.scoring import Score
from pipeline.settings import code_version


def report_to_html(report: Report) -> str:
    """The report as HTML: plots beside the baseline, tables, and each fault once with its page and
    the words around it."""
    environment = Environment(
        loader=PackageLoader("pipeline.evaluate", "."), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["ends"] = interval_to_words
    page = environment.get_template("report.html.j2")
    return page.render(
        report=report,
        layers=[row for row in report.rows if isinstance(row.figure, Score)],
        properties=[row for row in report.rows if not isinstance(row.figure, Score)],
        groupings=[(name, told, report.groups(name)) for name, told in GROUPINGS.items()],
        layouts=LAYOUTS, fewest=FEWEST, samples=SAMPLES, version=code_version(),
        baseline=report.has_baseline,
    )  # fmt: skip
