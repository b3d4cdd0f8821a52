"""95 % intervals of the figures: the bootstrap over documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.scoring import Observation

FEWEST = 5
"""Documents below which no interval is given: so few say nothing about others."""
SAMPLES = 2000
LEVELS = (2.5, 97.5)
SEED = 20250306  # any number, but always the same: a report is the same when made again

Interval = tuple[float, float]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Intervals:
    """Lower and upper ends, 0 to 1, of one layer's figures; ``gain`` of F1 over the other's F1."""

    precision: Interval
    recall: Interval
    f1: Interval
    gain: Interval | None = None


@dataclass(frozen=True)
class Bootstrap:
    """Documents drawn again and again, with replacement, from those that were measured.

    ``documents`` are the observations of each, ``others`` those of another way with the same
    documents. Documents, not entries, are drawn: what one document gets wrong hangs together.
    """

    documents: Sequence[Sequence[Observation]]
    others: Sequence[Sequence[Observation]] = ()

    @cached_property
    def _counted(self) -> tuple[list[Counter[tuple[str, str]]], list[Counter[tuple[str, str]]]]:
        return _count(self.documents), _count(self.others)

    def of_score(self, layer: str) -> Intervals | None:
        """The intervals of a layer's precision, recall and F1; None if under FEWEST have it."""
        ours, theirs = (
            _table(counted, layer, ("found", "missed", "extra")) for counted in self._counted
        )
        having = _has_any(ours)
        drawn = _draw(having | _has_any(theirs) if len(theirs) else having)
        if drawn is None:
            return None
        found, missed, extra = (drawn @ ours).T
        f1 = _share(2 * found, 2 * found + missed + extra)
        gain = None
        if len(theirs):
            other, unfound, more = (drawn @ theirs).T
            gain = _ends(f1 - _share(2 * other, 2 * other + unfound + more))
        return Intervals(
            _ends(_share(found, found + extra)), _ends(_share(found, found + missed)),
            _ends(f1), gain,
        )  # fmt: skip

    def of_accuracy(self, name: str) -> Interval | None:
        """The interval of the share of right answers; None if under FEWEST documents have any."""
        answers = _table(self._counted[0], name, ("right", "wrong"))
        drawn = _draw(_has_any(answers))
        if drawn is None:
            return None
        right, wrong = (drawn @ answers).T
        return _ends(_share(right, right + wrong))


def _count(documents: Sequence[Sequence[Observation]]) -> list[Counter[tuple[str, str]]]:
    return [Counter((seen.layer, seen.outcome) for seen in found) for found in documents]


def _table(
    counted: Sequence[Counter[tuple[str, str]]], layer: str, outcomes: Sequence[str]
) -> Counts:
    """A row for each document, a column for each outcome."""
    rows = [[counts[layer, outcome] for outcome in outcomes] for counts in counted]
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(outcomes))


def _has_any(table: Counts) -> NDArray[np.bool_]:
    """Which documents have any of the outcomes."""
    having: NDArray[np.bool_] = table.sum(axis=1) > 0
    return having


def _draw(having: NDArray[np.bool_]) -> Counts | None:
    """How often each document is drawn in each sample, of those that have the layer."""
    count = int(having.sum())
    if count < FEWEST:
        return None
    drawn = np.zeros((SAMPLES, len(having)), dtype=np.int64)
    chance = np.random.default_rng(SEED)
    drawn[:, having] = chance.multinomial(count, np.full(count, 1 / count), size=SAMPLES)
    return drawn


def _share(part: Counts, whole: Counts) -> NDArray[np.float64]:
    return np.where(whole > 0, part / np.maximum(whole, 1), 0.0)


def _ends(values: NDArray[np.float64]) -> Interval:
    low, high = np.percentile(values, LEVELS)
    return float(low), float(high)
