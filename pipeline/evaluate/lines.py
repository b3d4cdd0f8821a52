"""A report as lines of plain text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from pipeline.evaluate.intervals import FEWEST, Interval, Intervals
from pipeline.evaluate.reliability import FEWEST_FINDINGS, Band, LeftOut, Reliability
from pipeline.evaluate.report import GROUPINGS, Grouping, Measured, Report, Row
from pipeline.evaluate.scoring import Accuracy, Observation, Score

Json = dict[str, Any]


def report_to_lines(report: Report, errors: bool = False) -> Iterator[str]:
    """The report as tables in plain text; with ``errors`` every fault after them, tab-separated:
    document, page, layer, what kind of fault, the entry, the words of the document."""
    for file, reason in report.absent.items():
        yield f"no record for {file}: {reason}"
    yield (
        f"{'layer':24} {'P':>5} {'R':>5} {'F1':>5} {'95 %':>11} {'naive':>5} {'95 %':>11}"
        f" {'gold':>5} {'extra':>5}"
    )
    yield from map(_row_to_line, report.rows)
    yield _about_intervals(report)
    yield from _groups_to_lines(report, "layout")
    yield from _reliability_to_lines(report.reliability)
    if errors:
        for one in report.documents:
            yield from ("\t".join(_fault_to_fields(one, fault)) for fault in one.faults)


def _row_to_line(row: Row) -> str:
    naive = _number(row.baseline_value)
    if isinstance(row.figure, Accuracy):
        shares, counts = f"{'accuracy':>11} {row.value:5.3f}", f"{row.figure.asked:5}"
    else:
        shares = f"{row.figure.precision:5.3f} {row.figure.recall:5.3f} {row.value:5.3f}"
        counts = f"{row.figure.gold:5} {row.figure.extra:5}"
    ends, naive_ends = interval_to_words(row.ends), interval_to_words(row.baseline_ends)
    return f"{row.name:24} {shares} {ends:>11} {naive:>5} {naive_ends:>11} {counts}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def interval_to_words(ends: Interval | None) -> str:
    """The ends with a dash between them, '' where there is no interval."""
    return "" if ends is None else f"{ends[0]:.3f}–{ends[1]:.3f}"


def _about_intervals(report: Report) -> str:
    count = len(report.documents)
    if count < FEWEST:
        return f"{count} documents are too few for intervals: {FEWEST} are needed"
    return (
        f"95 %: intervals of F1 and accuracies, bootstrap over {count} documents; none where fewer "
        f"than {FEWEST} have the layer"
    )


def _groups_to_lines(report: Report, grouping: Grouping) -> Iterator[str]:
    """F1 of every layer by group; nothing where there are no two groups."""
    groups = report.groups(grouping)
    if len(groups) < 2:
        return
    names = [name for name, row in zip(report.values(), report.rows, strict=True)
             if isinstance(row.figure, Score)]  # fmt: skip
    width = max(map(len, groups))
    yield ""
    short = [name.replace("_document", "/doc")[:8] for name in names]
    yield f"{grouping:{width}} {'docs':>4} " + " ".join(f"{name:>8}" for name in short)
    for group, part in groups.items():
        values = part.values()
        cells = [f"{values[name]:8.3f}" if name in values else " " * 8 for name in names]
        yield f"{group:{width}} {len(part.documents):4} " + " ".join(cells).rstrip()


def _reliability_to_lines(found: Reliability) -> Iterator[str]:
    """Two lines: what confidence is worth as found, and of layouts that were left out."""
    if not found.count:
        return
    yield ""
    if found.error is None:
        yield f"confidence: {too_few_to_words(found.count)}"
        return
    yield f"confidence: {found.count} findings, expected calibration error {found.error:.3f}"
    if not found.left_out:
        yield f"no layout is left out: two with {FEWEST_FINDINGS} findings are needed"
        return
    *layouts, together = found.left_out
    yield (
        f"calibrated on the other layouts alone {together.left_out_error:.3f}, as found "
        f"{together.error:.3f} ({', '.join(one.layout for one in layouts)})"
    )


def too_few_to_words(count: int) -> str:
    """Why there is no curve."""
    are = "finding is" if count == 1 else "findings are"
    return f"{count} {are} too few for a curve: {FEWEST_FINDINGS} are needed"


def _fault_to_fields(one: Measured, fault: Observation) -> tuple[str, ...]:
    place = fault.place
    page, quote = (str(place.page), place.quote) if place else ("-", "-")
    return one.file, page, fault.layer, fault.outcome, fault.shown, quote


# --- JSON -----------------------------------------------------------------------------------------


def report_to_json(report: Report) -> Json:
    """The report as plain values: figures by layer, by groups of documents, and every fault."""
    return {
        "documents": len(report.documents),
        "absent": report.absent,
        "layers": {row.name: _row_to_json(row) for row in report.rows},
        "groups": {
            grouping: {
                name: {
                    "documents": len(part.documents),
                    "layers": {row.name: _row_to_json(row) for row in part.rows},
                }
                for name, part in report.groups(grouping).items()
            }
            for grouping in GROUPINGS
        },
        "confidence": _reliability_to_json(report.reliability),
        "errors": [_fault_to_json(one, fault) for one in report.documents for fault in one.faults],
    }


def _reliability_to_json(found: Reliability) -> Json | None:
    """None where no finding was judged; without an error and a curve where they are too few."""
    if not found.count:
        return None
    curve = [_rounded_fields(band) for band in found.curve]
    left_out = [_rounded_fields(one) for one in found.left_out]
    error = None if found.error is None else round(found.error, 4)
    return {"findings": found.count, "error": error, "curve": curve, "left_out": left_out}


def _rounded_fields(row: Band | LeftOut) -> Json:
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in asdict(row).items()
    }


def _row_to_json(row: Row) -> Json:
    found = {**_figure_to_json(row.figure), **_interval_to_json(row.interval)}
    if row.baseline is not None:
        found["baseline"] = {
            **_figure_to_json(row.baseline), **_interval_to_json(row.baseline_interval)
        }  # fmt: skip
    return found


def _figure_to_json(figure: Score | Accuracy) -> Json:
    if isinstance(figure, Accuracy):
        return {"accuracy": round(figure.share, 4), "of": figure.asked}
    shares = {kind: round(getattr(figure, kind), 4) for kind in ("precision", "recall", "f1")}
    return {**shares, "gold": figure.gold, "extra": figure.extra}


def _interval_to_json(interval: Intervals | Interval | None) -> Json:
    """The lower and the upper end of each figure that has an interval."""
    if interval is None:
        return {}
    if not isinstance(interval, Intervals):
        return {"interval": {"accuracy": _rounded(interval)}}
    ends = {kind: _rounded(getattr(interval, kind)) for kind in ("precision", "recall", "f1")}
    return {"interval": {**ends, **({"gain": _rounded(interval.gain)} if interval.gain else {})}}


def _rounded(ends: Interval) -> list[float]:
    return [round(end, 4) for end in ends]


def _fault_to_json(one: Measured, fault: Observation) -> Json:
    place = fault.place
    return {
        "file": one.file,
        "page": place.page if place else None,
        "layer": fault.layer,
        "outcome": fault.outcome,
        "entry": fault.shown,
        "quote": place.quote if place else None,
    }
