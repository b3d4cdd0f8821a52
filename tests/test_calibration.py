"""What was measured corrects what an author claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.records import PRINTED
from pipeline import calibration
from pipeline.calibration import CLAIM_WEIGHT, Measured, Tally, add_tallies, calibrate, measured
from pipeline.extract.certainty import settle_confidence
from pipeline.rulebook import load_rules
from tests.building import make_record


def test_an_author_that_was_never_measured_keeps_its_claim() -> None:
    assert calibrate(0.7, None) == pytest.approx(0.7)


def test_an_author_measured_as_often_as_a_claim_weighs_is_halfway() -> None:
    assert calibrate(0.5, Tally(CLAIM_WEIGHT, CLAIM_WEIGHT)) == pytest.approx(0.75)
    assert calibrate(0.5, Tally(0, CLAIM_WEIGHT)) == pytest.approx(0.25)


def test_what_was_measured_often_has_the_share_that_was_measured() -> None:
    assert calibrate(0.5, Tally(9_000, 10_000)) == pytest.approx(0.9, abs=0.001)


def test_what_was_measured_on_other_documents_is_added() -> None:
    once: Measured = {("dates", "rule:b"): Tally(1, 2), ("dates", "rule:c"): Tally(0, 1)}
    again: Measured = {("dates", "rule:a"): Tally(3, 3), ("dates", "rule:b"): Tally(4, 5)}
    total = add_tallies(once, again)
    assert list(total.items()) == [
        (("dates", "rule:a"), Tally(3, 3)),
        (("dates", "rule:b"), Tally(5, 7)),
        (("dates", "rule:c"), Tally(0, 1)),
    ]


def test_the_table_counts_no_more_right_than_there_were_and_names_rules_that_exist() -> None:
    assert measured()
    assert all(0 <= tally.right <= tally.of and tally.of for tally in measured().values())
    dated = {author for kind, author in measured() if kind == "dates"}
    assert dated <= {rule.found_by for rule in load_rules("DATE")}


def test_every_finding_is_corrected_by_its_kind_and_author_and_on_scans_by_ocr(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tally = Tally(0, CLAIM_WEIGHT)
    table = {("dates", "rule:date"): tally, ("people", "ner"): tally, ("places", "ner"): tally}
    monkeypatch.setattr(calibration, "measured", lambda: table)
    record = make_record()
    found, document = record.findings, record.document
    settled = settle_confidence(found, document)
    assert [one.confidence for one in settled.mentions] == [
        pytest.approx(share * document.certainty(one.span), abs=0.001)
        for one, share in zip(found.mentions, (0.8, 0.45, 0.25), strict=True)
    ]
    [date] = settled.dates
    assert date.confidence == pytest.approx(0.5 * document.certainty(date.span), abs=0.001)
    assert document.chars.confidence is not None
    assert document.chars.confidence.min() < PRINTED
    digital = replace(document, chars=replace(document.chars, confidence=None))
    assert settle_confidence(found, digital).actions == found.actions
