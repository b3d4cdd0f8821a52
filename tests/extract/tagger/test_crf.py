"""The CRF against every sequence of tags that there is."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from pipeline.extract.tagger.arrays import Floats, Ints
from pipeline.extract.tagger.crf import best_tags, crf_gradients, tag_shares

KINDS = 3
LENGTHS = np.array([4, 2, 1])


@pytest.fixture
def scores() -> Floats:
    return np.random.default_rng(3).standard_normal((4, 3, KINDS)).astype(np.float32)


@pytest.fixture
def transitions() -> Floats:
    return np.random.default_rng(4).standard_normal((KINDS, KINDS)).astype(np.float32)


STARTS = np.array([0.5, -0.5, 0.1], np.float32)
TAGS = np.array([[0, 2, 1], [1, 1, 0], [1, 0, 0], [2, 0, 0]])


def weight(scores: Floats, transitions: Floats, tags: tuple[int, ...], row: int) -> float:
    steps = sum(transitions[a, b] for a, b in pairwise(tags))
    return float(STARTS[tags[0]] + steps + sum(scores[t, row, tag] for t, tag in enumerate(tags)))


def every(row: int) -> list[tuple[int, ...]]:
    return list(product(range(KINDS), repeat=int(LENGTHS[row])))


def mask() -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.arange(4)[:, None] < LENGTHS


def test_best_tags_are_the_heaviest(scores: Floats, transitions: Floats) -> None:
    found = best_tags(scores, transitions, STARTS, LENGTHS)
    for row, tags in enumerate(found):
        heaviest = max(every(row), key=lambda tags: weight(scores, transitions, tags, row))
        assert tuple(tags) == heaviest


def test_loss_is_the_share_of_the_gold_tags(scores: Floats, transitions: Floats) -> None:
    expected = 0.0
    for row, length in enumerate(LENGTHS):
        total = sum(np.exp(weight(scores, transitions, tags, row)) for tags in every(row))
        gold = tuple(map(int, TAGS[:length, row]))
        expected += np.log(total) - weight(scores, transitions, gold, row)
    loss = crf_gradients(scores, transitions, STARTS, TAGS, mask()).loss
    assert loss == pytest.approx(expected / len(LENGTHS), rel=1e-4)


def test_shares_are_those_of_all_sequences(scores: Floats, transitions: Floats) -> None:
    found = tag_shares(scores, transitions, STARTS, LENGTHS)
    for row, length in enumerate(LENGTHS):
        likely = {tags: np.exp(weight(scores, transitions, tags, row)) for tags in every(row)}
        for t, tag in product(range(int(length)), range(KINDS)):
            with_tag = sum(share for tags, share in likely.items() if tags[t] == tag)
            expected = with_tag / sum(likely.values())
            assert found[t, row, tag] == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("place", [(0, 1), (1, 1), (2, 0)])
def test_gradients_are_the_slopes(
    scores: Floats, transitions: Floats, place: tuple[int, int]
) -> None:
    found = crf_gradients(scores, transitions, STARTS, TAGS, mask())
    assert found.transitions[place] == pytest.approx(
        slope(scores, transitions, STARTS, transitions, place), abs=1e-3
    )
    there = (place[0], 0, place[1])
    assert found.scores[there] == pytest.approx(
        slope(scores, transitions, STARTS, scores, there), abs=1e-3
    )
    assert found.starts[place[1]] == pytest.approx(
        slope(scores, transitions, STARTS, STARTS, (place[1],)), abs=1e-3
    )


def slope(
    scores: Floats, transitions: Floats, starts: Floats, moved: Floats, place: tuple[int, ...]
) -> float:
    losses = []
    kept = moved[place]
    for step in (0.01, -0.01):
        moved[place] = kept + step
        losses.append(crf_gradients(scores, transitions, starts, _tags(), mask()).loss)
    moved[place] = kept
    return (losses[0] - losses[1]) / 0.02


def _tags() -> Ints:
    return TAGS.copy()
