"""A report as a page of HTML that needs nothing else: no network, no other file."""

from __future__ import annotations

from math import sqrt

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.evaluate.intervals import FEWEST, SAMPLES
from pipeline.evaluate.layouts import LAYOUTS
from pipeline.evaluate.lines import interval_to_words, too_few_to_words
from pipeline.evaluate.reliability import EDGES, FEWEST_FINDINGS, Band
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
    environment.filters |= {
        "ends": interval_to_words, "too_few": too_few_to_words, "along": _along, "edge": _edge,
        "radius": _radius,
    }  # fmt: skip
    page = environment.get_template("report.html.j2")
    return page.render(
        report=report,
        layers=[row for row in report.rows if isinstance(row.figure, Score)],
        properties=[row for row in report.rows if not isinstance(row.figure, Score)],
        groupings=[(name, told, report.groups(name)) for name, told in GROUPINGS.items()],
        layouts=LAYOUTS, fewest=FEWEST, samples=SAMPLES, version=code_version(),
        baseline=report.has_baseline, reliability=report.reliability, edges=EDGES,
        fewest_findings=FEWEST_FINDINGS,
    )  # fmt: skip


def _along(share: float) -> float:
    """Where a share stands on an axis from 0 to 100 that is stretched towards 1, where most are."""
    return 100 * (1 - sqrt(1 - share))


def _edge(share: float) -> str:
    """A border of a band: 0, .5, .95, 1."""
    return f"{share:g}".removeprefix("0") or "0"


def _radius(band: Band, curve: list[Band]) -> float:
    """Dots have areas like numbers of findings, but none is too small to be seen."""
    return max(5 * sqrt(band.count / max(one.count for one in curve)), 1.5)
