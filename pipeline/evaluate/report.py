"""What was measured in each document, and the figures that are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pipeline import calibration
from pipeline.evaluate.intervals import Bootstrap, Interval, Intervals
from pipeline.evaluate.reliability import Judgement, Reliability
from pipeline.evaluate.scoring import Accuracy, Observation, Score, figures

Grouping = Literal["layout", "family", "language"]
GROUPINGS: dict[Grouping, str] = {
    "layout": "the layout that was found in the document",
    "family": "the family of layouts that the gold record names",
    "language": "the language that was found in the document",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One document against its gold record: what the pipeline does, and the baseline.

    ``failure`` says why there is no record. ``baseline`` is None where it was not asked for.
    """

    file: str
    observations: tuple[Observation, ...]
    baseline: tuple[Observation, ...] | None = None
    layout: str = "unread"
    language: str = "und"
    family: str | None = None
    failure: str | None = None
    judgements: tuple[Judgement, ...] = ()

    def group(self, grouping: Grouping) -> str | None:
        """The group of that grouping that the document is in."""
        groups = {"layout": self.layout, "family": self.family, "language": self.language}
        return groups[grouping]

    @property
    def faults(self) -> tuple[Observation, ...]:
        """What was missed, extra or wrong, page by page."""
        faults = [seen for seen in self.observations if seen.is_fault]
        return tuple(sorted(faults, key=lambda seen: seen.place.page if seen.place else 0))


@dataclass(frozen=True, slots=True)
class Row:
    """A layer, or a property of what was found: figures, intervals, and the baseline's figures."""

    name: str
    figure: Score | Accuracy
    interval: Intervals | Interval | None
    baseline: Score | Accuracy | None
    baseline_interval: Intervals | Interval | None

    @property
    def value(self) -> float:
        """F1, or the share of right answers."""
        return _value(self.figure)

    @property
    def ends(self) -> Interval | None:
        """The interval of ``value``."""
        return _ends(self.interval)

    @property
    def baseline_value(self) -> float | None:
        return None if self.baseline is None else _value(self.baseline)

    @property
    def baseline_ends(self) -> Interval | None:
        """The interval of ``baseline_value``."""
        return _ends(self.baseline_interval)

    @property
    def gain(self) -> Interval | None:
        """The interval of how much greater F1 is than the baseline's."""
        return self.interval.gain if isinstance(self.interval, Intervals) else None


def _value(figure: Score | Accuracy) -> float:
    return figure.f1 if isinstance(figure, Score) else figure.share


def _ends(interval: Intervals | Interval | None) -> Interval | None:
    return interval.f1 if isinstance(interval, Intervals) else interval


@dataclass(frozen=True)
class Report:
    """All documents that were measured, by name."""

    documents: tuple[Measured, ...]

    @property
    def absent(self) -> dict[str, str]:
        """The documents that have no record, and why."""
        return {one.file: one.failure for one in self.documents if one.failure is not None}

    @property
    def has_baseline(self) -> bool:
        return any(one.baseline is not None for one in self.documents)

    @property
    def faults(self) -> int:
        return sum(len(one.faults) for one in self.documents)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every layer, and after it its properties, over all documents together."""
        ours = [one.observations for one in self.documents]
        theirs = [one.baseline or () for one in self.documents] if self.has_baseline else []
        bootstrap, other = Bootstrap(ours, theirs), Bootstrap(theirs)
        baselines = _all_figures(theirs)
        return tuple(
            Row(
                name, figure, _interval(bootstrap, name, figure), baselines.get(name),
                _interval(other, name, baselines[name]) if name in baselines else None,
            )
            for name, figure in _all_figures(ours).items()
        )  # fmt: skip

    def groups(self, grouping: Grouping) -> dict[str, Report]:
        """The same of each group's documents alone, the group with most documents first."""
        found: dict[str, list[Measured]] = {}
        for one in self.documents:
            if group := one.group(grouping):
                found.setdefault(group, []).append(one)
        ranked = sorted(found.items(), key=lambda named: (-len(named[1]), named[0]))
        return {name: Report(tuple(documents)) for name, documents in ranked}

    @cached_property
    def reliability(self) -> Reliability:
        """What the confidence of the findings is worth."""
        judged = {
            layout: [one for document in part.documents for one in document.judgements]
            for layout, part in self.groups("layout").items()
        }
        return Reliability(judged, calibration.measured())

    def values(self) -> Mapping[str, float]:
        """F1, or the share of right answers, by layer and property."""
        return {row.name: row.value for row in self.rows}


def _all_figures(documents: list[tuple[Observation, ...]]) -> dict[str, Score | Accuracy]:
    return figures(seen for found in documents for seen in found)


def _interval(
    bootstrap: Bootstrap, name: str, figure: Score | Accuracy
) -> Intervals | Interval | None:
    if isinstance(figure, Accuracy):
        return bootstrap.of_accuracy(name)
    return bootstrap.of_score(name)
