"""What the tagger sees of a word."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.extract.tagger import words as module
from pipeline.extract.tagger.words import words_to_batch
from tests.extract.tagger.nets import WIDTH, lookup


def test_each_word_has_a_row_of_vectors_and_flags_and_its_letters() -> None:
    batch = words_to_batch(["Joensuussa", "kokous"], lookup)
    assert batch.dense.shape[0] == batch.buckets.shape[0] == 2
    assert np.array_equal(batch.dense[:, :WIDTH], lookup(["Joensuussa", "kokous"]))


def test_a_capitalised_word_is_seen_in_its_base_form_too() -> None:
    batch = words_to_batch(["Joensuussa", "kokouksessa"], lookup)
    bases = batch.dense[:, WIDTH : 2 * WIDTH]
    assert np.array_equal(bases[0], lookup(["Joensuu"])[0])
    assert not bases[1].any()


def test_the_morphology_is_asked_of_capitalised_words_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def analyse(word: str) -> tuple[()]:
        asked.append(word)
        return ()

    monkeypatch.setattr(module, "analyse", analyse)
    words_to_batch(["kokous", "12", "Aino"], lookup)
    assert set(asked) == {"Aino", "aino"}


def test_words_share_the_letters_that_they_share() -> None:
    here, there, other = words_to_batch(["Joensuussa", "Oulussa", "Kela:n"], lookup).buckets
    assert (here == there).sum() >= 3  # endings and shape
    assert (here == other).sum() == 0
