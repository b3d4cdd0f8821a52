"""From documents and gold records to figures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.evaluate import (
    Accuracy,
    Comparison,
    Measured,
    Observation,
    Report,
    Score,
    all_agree,
    compare_contents,
    comparisons_to_lines,
    evaluate_paths,
    report_to_json,
    report_to_lines,
)
from pipeline.evaluate.places import Place
from pipeline.evaluate.reliability import Judgement

NAME = "taloyhtio-2024-11-27"


@pytest.fixture
def pair(samples: Path, tmp_path: Path) -> Path:
    """A folder with one sample and its gold record."""
    for suffix in (".pdf", ".gold.json"):
        shutil.copy(samples / f"{NAME}{suffix}", tmp_path)
    return tmp_path


def test_a_document_is_measured_against_its_gold_record_beside_the_baseline(pair: Path) -> None:
    report = evaluate_paths([pair])
    [one] = report.documents
    assert (one.file, one.layout, one.language) == (f"{NAME}.pdf", "sections", "fi")
    assert not report.absent
    assert report.reliability.count == len(one.judgements) > 0
    assert all(found.is_right for found in one.judgements)
    gold = json.loads((pair / f"{NAME}.gold.json").read_text(encoding="utf-8"))
    attendees = next(row for row in report.rows if row.name == "attendees")
    for figure in (attendees.figure, attendees.baseline):
        assert isinstance(figure, Score)
        assert figure.gold == len(gold["attendees"])
        assert figure.found
    assert attendees.ends is None  # one document says nothing of others


def test_a_fault_has_its_page_and_the_words_around_it(pair: Path) -> None:
    path = pair / f"{NAME}.gold.json"
    gold = json.loads(path.read_text(encoding="utf-8"))
    for at, date in enumerate(gold["dates"]):
        if date["value"] == "2025-03-01":
            gold["dates"][at]["value"] = "2025-03-02"
    path.write_text(json.dumps(gold), encoding="utf-8")
    [one] = evaluate_paths([path], baseline=False).documents
    assert one.baseline is None
    missed, extra = sorted(
        (fault for fault in one.faults if fault.layer == "dates"),
        key=lambda f: f.outcome != "missed",
    )
    assert missed.place
    assert missed.place.quote.startswith("5 § ")  # no such day there: the item's heading is shown
    assert extra.place
    assert (extra.place.page, extra.place.quote) == (1, "1.3.2025")
    assert extra.place.before.endswith("neliöltä ")


def test_a_document_that_cannot_be_read_is_all_missed_and_named(pair: Path) -> None:
    (pair / f"{NAME}.pdf").write_bytes(b"not a PDF")
    report = evaluate_paths([pair])
    assert list(report.absent) == [f"{NAME}.pdf"]
    [one] = report.documents
    assert {seen.outcome for seen in one.observations} == {"missed", "wrong"}
    assert one.baseline == one.observations
    assert next(report_to_lines(report)).startswith(f"no record for {NAME}.pdf: ")


def test_several_folders_and_files_may_be_named(pair: Path, samples: Path) -> None:
    (pair / "toinen").mkdir()
    for suffix in (".pdf", ".gold.json"):
        shutil.copy(pair / f"{NAME}{suffix}", pair / "toinen")
    other = samples / "yhdistys-2025-03-22.pdf"
    report = evaluate_paths([pair / "toinen", pair / f"{NAME}.pdf", other], baseline=False)
    assert [one.file for one in report.documents] == sorted(
        [f"{pair.name}/{NAME}.pdf", f"toinen/{NAME}.pdf", other.name]
    )


def test_a_folder_without_gold_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \*\.gold\.json"):
        evaluate_paths([tmp_path])


def test_a_pdf_without_gold_is_said(pair: Path) -> None:
    (pair / f"{NAME}.gold.json").unlink()
    with pytest.raises(InputError, match=r"gold record beside it"):
        evaluate_paths([pair / f"{NAME}.pdf"])


@pytest.mark.parametrize("text", ["{", "[]", '{"source": {}}'])
def test_a_gold_record_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.gold.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"odd\.gold\.json"):
        evaluate_paths([tmp_path])


# --- the report -----------------------------------------------------------------------------------

REPORT = Report(
    (
        Measured(
            "a.pdf",
            (
                Observation("actions", "found", "1 x"),
                Observation(
                    "actions", "missed", "2 y", Place(3, "Aino hoitaa", "sovittiin: ", ".")
                ),
                Observation("actions.due", "wrong", "1 x: '2025' != None"),
            ),
            (Observation("actions", "missed", "1 x"), Observation("actions", "found", "2 y")),
            layout="numbered",
        ),
        Measured(
            "b.pdf",
            (Observation("meeting", "right", ""), Observation("actions", "extra", "3 z")),
            (),
            layout="scan",
        ),
    )
)


def test_figures_are_over_all_documents_and_in_one_order() -> None:
    assert [(row.name, row.figure, row.baseline) for row in REPORT.rows] == [
        ("meeting", Accuracy(1, 1), None),
        ("actions", Score(found=1, missed=1, extra=1), Score(1, 1, 0)),
        ("actions.due", Accuracy(0, 1), None),
    ]


def test_the_table_the_groups_and_the_faults() -> None:
    header, *rows = report_to_lines(REPORT, errors=True)
    assert header.split() == [
        "layer", "P", "R", "F1", "95", "%", "naive", "95", "%", "gold", "extra"
    ]  # fmt: skip
    assert [row.split() for row in rows[:3]] == [
        ["meeting", "accuracy", "1.000", "1"],
        ["actions", "0.500", "0.500", "0.500", "0.667", "2", "1"],
        ["actions.due", "accuracy", "0.000", "1"],
    ]
    assert rows[3] == "2 documents are too few for intervals: 5 are needed"
    assert [row.split() for row in rows[5:8]] == [
        ["layout", "docs", "actions"],
        ["numbered", "1", "0.667"],
        ["scan", "1", "0.000"],
    ]
    assert rows[8:] == [
        "a.pdf\t-\tactions.due\twrong\t1 x: '2025' != None\t-",
        "a.pdf\t3\tactions\tmissed\t2 y\tAino hoitaa",
        "b.pdf\t-\tactions\textra\t3 z\t-",
    ]


def test_the_figures_as_json() -> None:
    written = report_to_json(REPORT)
    assert (written["documents"], written["absent"]) == (2, {})
    assert written["layers"] == {
        "meeting": {"accuracy": 1.0, "of": 1},
        "actions": {
            "precision": 0.5, "recall": 0.5, "f1": 0.5, "gold": 2, "extra": 1,
            "baseline": {"precision": 1.0, "recall": 0.5, "f1": 0.6667, "gold": 2, "extra": 0},
        },
        "actions.due": {"accuracy": 0.0, "of": 1},
    }  # fmt: skip
    assert written["groups"]["layout"]["scan"]["layers"]["actions"]["extra"] == 1
    assert written["errors"][1] == {
        "file": "a.pdf", "page": 3, "layer": "actions", "outcome": "missed", "entry": "2 y",
        "quote": "Aino hoitaa",
    }  # fmt: skip
    json.dumps(written)


def sure(**layouts: int) -> Report:
    """A document of each layout with so many findings called 90 % sure, all of them right."""
    return Report(
        tuple(
            Measured("a.pdf", (), layout=layout, judgements=(RIGHT,) * count)
            for layout, count in layouts.items()
        )
    )


RIGHT = Judgement("dates", "rule:x", 0.9, True)


@pytest.mark.parametrize(
    ("layouts", "told"),
    [
        ({"scan": 1}, ["confidence: 1 finding is too few for a curve: 30 are needed"]),
        (
            {"scan": 40, "table": 10},
            [
                "confidence: 50 findings, expected calibration error 0.100",
                "no layout is left out: two with 30 findings are needed",
            ],
        ),
        (
            {"scan": 72, "table": 32},
            [
                "confidence: 104 findings, expected calibration error 0.100",
                "calibrated on the other layouts alone 0.017, as found 0.100 (scan, table)",
            ],
        ),
    ],
)
def test_what_confidence_is_worth_in_two_lines(layouts: dict[str, int], told: list[str]) -> None:
    lines = list(report_to_lines(sure(**layouts)))
    assert lines[-len(told) :] == told


def test_what_confidence_is_worth_as_json() -> None:
    assert report_to_json(REPORT)["confidence"] is None
    few, enough = (report_to_json(sure(scan=count, table=40))["confidence"] for count in (4, 32))
    assert (few["findings"], few["left_out"]) == (44, [])
    assert enough["error"] == 0.1
    assert enough["curve"] == [{"low": 0.9, "high": 0.95, "count": 72, "stated": 0.9, "right": 1.0}]
    assert [one["layout"] for one in enough["left_out"]] == ["scan", "table", "together"]
    json.dumps(enough)


# --- against the table of contents ---------------------------------------------------------------


def test_a_document_is_compared_with_its_own_contents(samples: Path, tmp_path: Path) -> None:
    for name in ("lautakunta-2024-09-17", NAME):
        shutil.copy(samples / f"{name}.pdf", tmp_path)
    found = compare_contents([tmp_path])
    assert [(one.file, one.listed > 0, one.differences) for one in found] == [
        ("lautakunta-2024-09-17.pdf", True, ()),
        (f"{NAME}.pdf", False, ()),
    ]
    assert found[0].headed == 9
    assert all_agree(found)


def test_what_differs_from_the_contents_is_a_line_each_and_a_summary() -> None:
    found = [
        Comparison("a.pdf", 2, 1, ("item 4 has a decision heading, but no decision",)),
        Comparison("b.pdf", 3, 3),
        Comparison("c.pdf"),
        Comparison("d.pdf", failure="it is broken"),
    ]
    assert list(comparisons_to_lines(found)) == [
        "a.pdf: item 4 has a decision heading, but no decision",
        "c.pdf: no table of contents",
        "d.pdf: not read: it is broken",
        "1 of 2 documents with a table of contents agree with it"
        " (5 sections listed, 4 decision headings)",
    ]
    assert not all_agree(found)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "rikki.pdf").write_bytes(b"not a PDF")
    [one] = compare_contents([tmp_path])
    assert one.failure
    assert not all_agree([one])


def test_a_folder_without_documents_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no PDF"):
        compare_contents([tmp_path])
