"""The benchmarks measure what they say: caches that are off are off, and every way answers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.documents import document, make_documents, to_pdf
from benchmarks.page import PAGE, PART, rendered
from benchmarks.plain_reading import read_plainly
from benchmarks.reference import differences, unfiltered
from pipeline.read import read_pdf
from pipeline.rulebook import load_rules
from pipeline.scanning import possible_rules

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "data" / "samples" / "hanke-2025-01-29.pdf"
SAMPLE = ROOT / "data" / "samples" / "kylatoimikunta-2024-10-03.pdf"


def run(*words: str, told: str = "") -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, input=told, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_caches_that_are_emptied_hold_nothing() -> None:
    code = (
        "from benchmarks.caches import forget, rates; from pipeline.morphology import analyse; "
        "analyse('kokous'); analyse('kokous'); name = 'pipeline.morphology.analyse'; "
        "before = rates()[name]; forget(); print(before['hits'], before['held'], name in rates())"
    )
    assert run("-c", code).split() == ["1", "1", "False"]


def test_without_caches_words_are_analysed_each_time_and_rules_are_loaded_once() -> None:
    code = (
        "from benchmarks.caches import do_without, rates; do_without(); "
        "from pipeline.morphology import analyse; from pipeline.rulebook import lexicon; "
        "print(hasattr(analyse, 'cache_info'), hasattr(lexicon, 'cache_info'), rates())"
    )
    assert run("-c", code).split() == ["False", "True", "{}"]


@pytest.mark.parametrize("way", ["pipeline", "pdfplumber"])
def test_a_way_answers_what_each_document_took(way: str) -> None:
    lines = run("-m", "benchmarks.way", way, told=f"{SAMPLE}\n{SAMPLE}\n\n").splitlines()
    _ready, one, whole = map(json.loads, lines)
    assert one["characters"] > 1000
    assert one["cpu"] > 0
    assert whole["peak"] >= whole["loaded"] > 0
    if way == "pipeline":
        assert set(one["stages"]) == {"read", "segment", "extract", "resolve", "store"}
        stages = sum(cpu for _, cpu in one["stages"].values())
        assert stages == pytest.approx(one["cpu"], rel=0.05)


def test_documents_of_a_number_are_the_same_and_no_two_alike() -> None:
    made = [document(number, 2025) for number in (0, 1, 39, 40, 41)]
    assert made[1] == document(1, 2025)
    assert len(set(map(tuple, made))) == len(made)
    assert made[0][0] == made[2][0] != made[3][0]  # the body meets forty times
    pdfs = [to_pdf(lines) for lines in made]
    assert to_pdf(made[1]) == pdfs[1]
    assert len(set(pdfs)) == len(pdfs)


def test_what_is_written_on_a_document_is_read(tmp_path: Path) -> None:
    make_documents(tmp_path, 7, 1, 2025)
    read = read_pdf(tmp_path / "0000" / "poytakirja-0000007.pdf")
    assert read.text.splitlines() == [line for line in document(7, 2025) if line]


def test_pdfplumber_reads_what_pdfium_reads() -> None:
    ours, plain = read_pdf(TABLES), read_plainly(TABLES)
    assert plain.text == ours.text
    assert [line.cell for line in plain.lines] == [line.cell for line in ours.lines]
    assert [link.url for link in plain.links] == [link.url for link in ours.links]


def test_differences_are_told_with_their_cause() -> None:
    before = "Kokous alkoi.", [("actions", "tehtävä", "Kokous"), ("dates", "päivä", "3.4.")]
    after = "Kokous alkoi. Aino", [("actions", "tehtävä", "Kokous"), ("people", "Aino", "Aino")]
    assert list(differences(before, after)) == [
        ("lost", "other words", ("dates", "päivä", "3.4.")),
        ("gained", "other words", ("people", "Aino", "Aino")),
    ]
    assert list(differences(before, before)) == []


def test_without_filters_every_rule_is_tried_and_they_come_back() -> None:
    with unfiltered():
        assert list(possible_rules("")) == list(load_rules(None))
    assert len(possible_rules("")) < len(load_rules(None))


def test_the_measured_parts_of_the_page_are_those_of_the_results() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert rendered(page) == page
    assert PART.search(page)


def test_parts_of_the_page_are_written_and_the_words_between_them_stay() -> None:
    parts = "<!-- speed-none -->\nvanha\n<!-- end -->", "väli", "<!-- growth-none -->\n<!-- end -->"
    page = "\n".join(("Alku", *parts, ""))
    written = rendered(page)
    assert written.count("No result of this is kept") == 2
    assert "vanha" not in written
    assert "<!-- end -->\nväli\n<!-- growth-none -->" in written
    assert rendered(written) == written
