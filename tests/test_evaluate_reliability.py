"""How far confidence is from the share that is right."""

from __future__ import annotations

import pytest

from pipeline.calibration import CLAIM_WEIGHT, Kind, Tally
from pipeline.evaluate.reliability import (
    Judgement,
    calibration_error,
    count_right,
    cross_validate,
    judge_record,
    reliability_curve,
)
from tests.building import make_record

GOLD = {
    "source": {"file": "muistio.pdf"},
    "people": [
        {"name": "Aino Esimerkki", "items": ["1"]},
        {"name": "Onni Koemies", "items": ["2"], "optional": True},
    ],
    "organisations": [],
    "dates": [{"item": "2", "value": "2025-01-31"}],
    "actions": [{"item": "2", "text": "Onni Koemies lähettää ohjeen", "optional": True}],
}


def judgements(right: int, wrong: int, sure: float = 0.9, kind: Kind = "dates") -> list[Judgement]:
    """So many of one author."""
    return [Judgement(kind, "rule:x", sure, number < right) for number in range(right + wrong)]


def test_findings_are_judged_where_the_gold_has_the_layer_and_does_not_call_them_optional() -> None:
    assert list(judge_record(GOLD, make_record())) == [
        Judgement("people", "ner", 0.9, True),
        Judgement("organisations", "ner", 0.8, False),
        Judgement("dates", "rule:date", 1.0, True),
    ]


def test_the_curve_has_a_band_for_each_reach_that_has_findings() -> None:
    low, high = reliability_curve([*judgements(3, 1, 0.6), *judgements(9, 1, 1.0)])
    assert (low.low, low.high, low.count, low.right) == (0.5, 0.7, 4, 0.75)
    assert (high.count, high.stated, high.right) == (10, 1.0, 0.9)
    assert low.stated == pytest.approx(0.6)


def test_the_error_is_the_distance_of_the_bands_by_their_findings() -> None:
    curve = reliability_curve([*judgements(3, 1, 0.6), *judgements(12, 0, 1.0)])
    assert calibration_error(curve) == pytest.approx(0.15 * 4 / 16)
    assert calibration_error([]) == 0


def test_authors_are_counted_apart_by_kind() -> None:
    found = count_right([*judgements(2, 1), *judgements(1, 0, kind="links")])
    assert found == {("dates", "rule:x"): Tally(2, 3), ("links", "rule:x"): Tally(1, 1)}


def test_a_document_is_tried_with_what_was_counted_on_the_others_alone() -> None:
    first, second = cross_validate([judgements(0, CLAIM_WEIGHT, 0.5), judgements(1, 0, 0.5)])
    assert second[0].confidence == pytest.approx(0.25)
    raised = (1 + CLAIM_WEIGHT * 0.5) / (1 + CLAIM_WEIGHT)
    assert [one.confidence for one in first] == pytest.approx([raised] * CLAIM_WEIGHT)
