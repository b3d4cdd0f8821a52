"""From a folder of documents and gold records to figures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.evaluate import (
    Accuracy,
    Comparison,
    Observation,
    Report,
    Score,
    all_agree,
    compare_contents,
    comparisons_to_lines,
    evaluate_folder,
    report_to_json,
    report_to_lines,
)

NAME = "taloyhtio-2024-11-27"


@pytest.fixture
def pair(samples: Path, tmp_path: Path) -> Path:
    """A folder with one sample and its gold record."""
    for suffix in (".pdf", ".gold.json"):
        shutil.copy(samples / f"{NAME}{suffix}", tmp_path)
    return tmp_path


def test_a_document_is_measured_against_its_gold_record(pair: Path) -> None:
    report = evaluate_folder(pair)
    assert list(report.observations) == [f"{NAME}.pdf"]
    assert not report.absent
    attendees = report.figures()["attendees"]
    gold = json.loads((pair / f"{NAME}.gold.json").read_text(encoding="utf-8"))
    assert isinstance(attendees, Score)
    assert attendees.gold == len(gold["attendees"])
    assert attendees.found


def test_a_document_that_cannot_be_read_is_all_missed_and_named(pair: Path) -> None:
    (pair / f"{NAME}.pdf").write_bytes(b"not a PDF")
    report = evaluate_folder(pair)
    assert list(report.absent) == [f"{NAME}.pdf"]
    outcomes = {seen.outcome for seen in report.observations[f"{NAME}.pdf"]}
    assert outcomes == {"missed", "wrong"}
    assert next(report_to_lines(report)).startswith(f"no record for {NAME}.pdf: ")


def test_a_folder_without_gold_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \*\.gold\.json"):
        evaluate_folder(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", '{"source": {}}'])
def test_a_gold_record_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.gold.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"odd\.gold\.json"):
        evaluate_folder(tmp_path)


REPORT = Report(
    {
        "a.pdf": (
            Observation("actions", "found", "1 x"),
            Observation("actions", "missed", "2 y"),
            Observation("actions.due", "wrong", "1 x: '2025' != None"),
        ),
        "b.pdf": (Observation("meeting", "right", ""), Observation("actions", "extra", "3 z")),
    },
    {},
)


def test_figures_are_over_all_documents_and_in_one_order() -> None:
    assert list(REPORT.figures().items()) == [
        ("meeting", Accuracy(1, 1)),
        ("actions", Score(found=1, missed=1, extra=1)),
        ("actions.due", Accuracy(0, 1)),
    ]


def test_the_table_and_the_faults() -> None:
    header, *rows = report_to_lines(REPORT, errors=True)
    assert header.split() == ["layer", "P", "R", "F1", "gold", "extra"]
    assert [row.split() for row in rows[:3]] == [
        ["meeting", "accuracy", "1.000", "1"],
        ["actions", "0.500", "0.500", "0.500", "2", "1"],
        ["actions.due", "accuracy", "0.000", "1"],
    ]
    assert rows[3:] == [
        "a.pdf\tactions\tmissed\t2 y",
        "a.pdf\tactions.due\twrong\t1 x: '2025' != None",
        "b.pdf\tactions\textra\t3 z",
    ]


def test_the_figures_as_json() -> None:
    assert report_to_json(REPORT) == {
        "documents": 2,
        "absent": {},
        "layers": {
            "meeting": {"accuracy": 1.0, "of": 1},
            "actions": {"precision": 0.5, "recall": 0.5, "f1": 0.5, "gold": 2, "extra": 1},
            "actions.due": {"accuracy": 0.0, "of": 1},
        },
    }


# --- against the table of contents ---------------------------------------------------------------


def test_a_document_is_compared_with_its_own_contents(samples: Path, tmp_path: Path) -> None:
    for name in ("lautakunta-2024-09-17", NAME):
        shutil.copy(samples / f"{name}.pdf", tmp_path)
    found = compare_contents(tmp_path)
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
    [one] = compare_contents(tmp_path)
    assert one.failure
    assert not all_agree([one])


def test_a_folder_without_documents_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no PDF"):
        compare_contents(tmp_path)
