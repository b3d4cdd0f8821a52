"""Intervals: the bootstrap over documents, on cases of which the answer is known."""

from __future__ import annotations

import pytest

from pipeline.evaluate import Observation
from pipeline.evaluate.intervals import FEWEST, Bootstrap, Intervals


def document(found: int, missed: int, extra: int = 0) -> list[Observation]:
    counts = {"found": found, "missed": missed, "extra": extra}
    return [
        Observation("dates", outcome, "")  # type: ignore[arg-type]
        for outcome, count in counts.items()
        for _ in range(count)
    ]


def of_dates(documents: list[list[Observation]], others: object = ()) -> Intervals:
    found = Bootstrap(documents, others).of_score("dates")  # type: ignore[arg-type]
    assert found
    return found


def test_equal_documents_give_an_interval_without_width() -> None:
    found = of_dates([document(3, 1, 2)] * 8)
    assert found.precision == (0.6, 0.6)
    assert found.recall == (0.75, 0.75)
    assert found.f1 == pytest.approx((2 / 3, 2 / 3))


def test_half_found_documents_give_the_binomial_interval() -> None:
    """Each document has one entry, found or not: recall is a mean of so many coin tosses."""
    found = of_dates([document(1, 0)] * 50 + [document(0, 1)] * 50)
    assert found.recall == pytest.approx((0.402, 0.598), abs=0.02)  # 0.5 ± 1.96 · 0.05
    assert found.precision == (1.0, 1.0)


def test_the_entries_of_one_document_hang_together() -> None:
    """As many entries in fewer documents say less."""
    many = of_dates([document(1, 0)] * 50 + [document(0, 1)] * 50).recall
    few = of_dates([document(10, 0)] * 5 + [document(0, 10)] * 5).recall
    assert few[1] - few[0] > 2 * (many[1] - many[0])


def test_too_few_documents_give_none() -> None:
    documents = [document(1, 1)] * (FEWEST - 1)
    assert Bootstrap(documents).of_score("dates") is None
    assert Bootstrap([*documents, [Observation("links", "found", "")]]).of_score("dates") is None
    assert Bootstrap([*documents, document(1, 1)]).of_score("dates")


def test_the_gain_is_of_the_same_draws() -> None:
    """Where ours finds one more in every document the gain is surer than either figure."""
    ours = [document(count, 10 - count) for count in (2, 3, 5, 7, 8, 9)]
    theirs = [document(count - 1, 11 - count) for count in (2, 3, 5, 7, 8, 9)]
    found = of_dates(ours, theirs)
    assert found.gain
    assert found.gain[0] > 0.05
    assert found.gain[1] - found.gain[0] < found.f1[1] - found.f1[0]


def test_accuracies_have_intervals_too() -> None:
    right, wrong = ([Observation("actions.due", outcome, "")] for outcome in ("right", "wrong"))
    assert Bootstrap([right] * 6).of_accuracy("actions.due") == (1.0, 1.0)
    mixed = Bootstrap([right] * 50 + [wrong] * 50).of_accuracy("actions.due")
    assert mixed == pytest.approx((0.402, 0.598), abs=0.02)
