"""Scores of whole names."""

from __future__ import annotations

import pytest

from pipeline.extract.tagger.scoring import count_names, difference_intervals, to_scores

GOLD = [("B-PER", "I-PER", "O", "B-LOC"), ("B-ORG", "O")]
FOUND = [("B-PER", "O", "O", "B-LOC"), ("B-ORG", "B-ORG")]


def test_a_name_is_right_only_whole() -> None:
    scores = to_scores(count_names(GOLD, FOUND))
    assert (scores["PER"].found, scores["PER"].right, scores["PER"].there) == (1, 0, 1)
    assert scores["LOC"].f1 == 1
    assert (scores["ORG"].precision, scores["ORG"].recall) == (0.5, 1)
    assert scores["all"].f1 == pytest.approx(2 * 2 / (4 + 3))


def test_types_that_are_not_scored_do_not_count() -> None:
    scores = to_scores(count_names([("B-PRO",)], [("B-EVENT",)]))
    assert (scores["all"].found, scores["all"].there, scores["all"].f1) == (0, 0, 0)


def test_the_interval_of_a_sure_difference_leaves_out_zero() -> None:
    gold = [("B-PER", "O")] * 60
    good, bad = count_names(gold, gold), count_names(gold, [("O", "O")] * 60)
    low, high = difference_intervals(good, bad, rounds=50)["PER"]
    assert low == high == 1
    assert difference_intervals(good, good, rounds=50)["PER"] == (0, 0)
