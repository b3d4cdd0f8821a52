"""The network's gradients against slopes that are measured."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.extract.tagger.gradients import Dropout, gradients
from pipeline.extract.tagger.network import new_weights
from pipeline.extract.tagger.training import Example, to_batch
from tests.extract.tagger.nets import table

WORDS = table(20, dense=5)
BATCH = to_batch(
    [
        Example(np.array([3, 7, 7, 1]), np.array([0, 1, 2, 0])),
        Example(np.array([5, 0, 19, 4, 3, 2]), np.array([3, 4, 4, 0, 0, 5])),
        Example(np.array([8, 9]), np.array([0, 0])),
    ]
)
WEIGHTS = new_weights(dense=5, width=6, hidden=4, seed=1)


def dropout() -> Dropout:
    return Dropout(np.random.default_rng(3), 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)


@pytest.mark.parametrize("name", [name for name in WEIGHTS if name != "letters"])
def test_gradients_are_the_slopes(name: str) -> None:
    weights = {key: value.copy() for key, value in WEIGHTS.items()}
    _, by = gradients(weights, WORDS, BATCH, dropout())
    assert set(by) == set(weights)
    place = np.unravel_index(np.abs(by[name]).argmax(), by[name].shape)
    losses = []
    for step in (0.01, -0.01):
        weights[name][place] = WEIGHTS[name][place] + step
        losses.append(gradients(weights, WORDS, BATCH, dropout())[0])
    assert by[name][place] == pytest.approx((losses[0] - losses[1]) / 0.02, rel=0.03, abs=1e-3)


def test_letters_that_no_word_has_do_not_change() -> None:
    _, by = gradients(WEIGHTS, WORDS, BATCH, Dropout(np.random.default_rng(3)))
    touched = {tuple(pair) for pair in np.argwhere(by["letters"].any(axis=2)).tolist()}
    there = {
        (number, int(bucket))
        for row in np.unique(BATCH.words[BATCH.mask])
        for number, bucket in enumerate(WORDS.buckets[row])
    }
    assert touched
    assert touched <= there
