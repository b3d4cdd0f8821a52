"""How far confidence is from the share that is right."""

from __future__ import annotations

import pytest

from pipeline.calibration import CLAIM_WEIGHT, Kind, Measured, Tally
from pipeline.evaluate.reliability import (
    FEWEST_FINDINGS,
    Judgement,
    Reliability,
    calibration_error,
    claims,
    count_right,
    cross_validate,
    judge_record,
    reliability_curve,
    restate,
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
        Judgement("organisations", "ner", 0.8, False, 0.87),
        Judgement("dates", "rule:date", 1.0, True, 0.87),
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


def test_what_an_author_claimed_is_told_from_what_was_measured() -> None:
    table: Measured = {("dates", "rule:x"): Tally(3, 20)}
    claimed = [Judgement("dates", "rule:x", 0.9 * read, True, read) for read in (1.0, 0.8, 0.0)]
    settled = restate(claimed, table)
    assert [one.confidence for one in settled] == pytest.approx([0.3643, 0.2914, 0], abs=1e-4)
    assert [one.confidence for one in claims(settled, table)] == pytest.approx([0.9, 0.72, 0])
    assert claims(judgements(1, 0, 0.1), {("dates", "rule:x"): Tally(20, 20)})[0].confidence == 0


# --- over layouts ---------------------------------------------------------------------------------

AS_CLAIMED: Measured = {}


def test_a_layout_is_calibrated_by_what_was_counted_on_the_others_alone() -> None:
    """Two layouts of 40 findings claimed .5: all right in one, half of them right in the other."""
    found = Reliability(
        {"sections": judgements(40, 0, 0.5), "table": judgements(20, 20, 0.5)}, AS_CLAIMED
    )
    assert found.count == 80
    assert found.error == pytest.approx(0.25)
    sections, table, together = found.left_out
    raised = (40 + CLAIM_WEIGHT * 0.5) / (40 + CLAIM_WEIGHT)
    assert sections.layout == "sections"
    assert sections.error == pytest.approx(0.5)
    assert sections.left_out_error == pytest.approx(0.5)  # half of the table's are right
    assert table.layout == "table"
    assert table.error == pytest.approx(0)
    assert table.left_out_error == pytest.approx(raised - 0.5)
    assert together.count == 80
    assert together.error == pytest.approx(0.25)
    assert together.left_out_error == pytest.approx((0.5 + raised - 0.5) / 2)


def test_what_confidence_was_calibrated_by_is_undone_before_a_layout_is_left_out() -> None:
    table: Measured = {("dates", "rule:x"): Tally(60, 80)}
    claimed = {"sections": judgements(40, 0, 0.5), "table": judgements(20, 20, 0.5)}
    settled = {layout: restate(judged, table) for layout, judged in claimed.items()}
    assert [one.left_out_error for one in Reliability(settled, table).left_out] == pytest.approx(
        [one.left_out_error for one in Reliability(claimed, AS_CLAIMED).left_out]
    )


def test_few_findings_have_no_curve_and_their_layout_is_not_left_out() -> None:
    few = Reliability({"scan": judgements(FEWEST_FINDINGS - 1, 0)}, AS_CLAIMED)
    assert (few.count, few.curve, few.error) == (FEWEST_FINDINGS - 1, [], None)
    enough = Reliability({"table": judgements(FEWEST_FINDINGS, 0), **few.layouts}, AS_CLAIMED)
    assert enough.error == pytest.approx(0.1)
    assert enough.left_out == ()
