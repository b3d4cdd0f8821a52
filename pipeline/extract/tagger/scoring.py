"""Precision, recall and F1 of whole names, and how sure a difference between two taggers is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.tagger.arrays import Ints
from pipeline.extract.tagger.corpus import spans

SCORED = ("PER", "ORG", "LOC")
Tags = Sequence[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Of the names of one type: found, right among those, and how many there are."""

    found: int
    right: int
    there: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 if nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 0 if nothing is there."""
        return self.right / self.there if self.there else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 if there is nothing at all."""
        both = self.found + self.there
        return 2 * self.right / both if both else 0.0


def count_names(gold: Sequence[Tags], found: Sequence[Tags]) -> Ints:
    """For each sentence and scored type: found, right and there (sentence, type, 3).

    A name is right if its type and both its ends are.
    """
    counts = np.zeros((len(gold), len(SCORED), 3), np.int64)
    for row, (gold_tags, found_tags) in enumerate(zip(gold, found, strict=True)):
        there, named = set(spans(gold_tags)), set(spans(found_tags))
        for column, names in enumerate((named, named & there, there)):
            for _, _, kind in names:
                if kind in SCORED:
                    counts[row, SCORED.index(kind), column] += 1
    return counts


def to_scores(counts: Ints) -> dict[str, Score]:
    """The score of each type, and of all together under 'all'."""
    by_type = counts.sum(0)
    rows = dict(zip(SCORED, by_type, strict=True)) | {"all": by_type.sum(0)}
    return {kind: Score(*map(int, row)) for kind, row in rows.items()}


def _f1(counts: Ints) -> NDArray[np.float64]:
    """F1 of each type and of all, for counts (..., type, 3)."""
    whole = np.concatenate([counts, counts.sum(-2, keepdims=True)], axis=-2)
    f1: NDArray[np.float64] = 2 * whole[..., 1] / np.maximum(whole[..., 0] + whole[..., 2], 1)
    return f1


def difference_intervals(
    first: Ints, second: Ints, rounds: int = 2000, seed: int = 1
) -> dict[str, tuple[float, float]]:
    """Between which values F1 of ``first`` less that of ``second`` lies, 95 times of a hundred.

    A paired bootstrap: the same sentences are drawn for both.
    """
    chance = np.random.default_rng(seed)
    size = len(first)
    drawn = [
        np.bincount(chance.integers(0, size, size), minlength=size).astype(np.int64)
        for _ in range(rounds)
    ]
    weights = np.stack(drawn)
    less = _f1(np.tensordot(weights, first, 1)) - _f1(np.tensordot(weights, second, 1))
    low, high = np.percentile(less, [2.5, 97.5], axis=0)
    return {
        kind: (float(a), float(b)) for kind, a, b in zip((*SCORED, "all"), low, high, strict=True)
    }
