"""Scanned pages: their words, where these stand, and what happens where they cannot be read."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from models.records import PRINTED, DocumentText
from pipeline.read import ocr_version, read_pdf
from pipeline.read.ocr import tesseract
from pipeline.read.ocr.counted import mend_counted
from pipeline.read.ocr.ink import with_bold, without_rules
from pipeline.read.ocr.layout import is_one_column, may_hide_labels
from pipeline.read.ocr.pictures import picture_tilt
from pipeline.read.ocr.signs import mend_signs
from pipeline.read.ocr.tesseract import ReadLine, ReadWord, read_picture, tesseract_languages
from pipeline.segment import segment_minutes
from tests.building import find
from tests.read.drawing import A4, Page, write_pdf
from tests.read.scanning import SAMPLES, scanned

MEMO = "ohjausryhma-2025-02-12"


def words(document: DocumentText, page: int) -> Counter[str]:
    lines = (document.quote(line.span) for line in document.lines if line.page == page)
    return Counter(word for line in lines for word in line.split() if word[0].isalnum())


def likeness(found: Counter[str], expected: Counter[str]) -> float:
    return 2 * (found & expected).total() / (found.total() + expected.total())


# --- with Tesseract -------------------------------------------------------------------------------


@pytest.mark.usefixtures("ocr")
@pytest.mark.parametrize(("tilt", "turn"), [(-2.6, 0), (0.8, 90), (0.4, 180), (1.2, 270)])
def test_a_scan_has_the_words_of_what_was_scanned(tmp_path: Path, tilt: float, turn: int) -> None:
    document = read_pdf(scanned(tmp_path, MEMO, tilt=tilt, turn=turn))
    expected = words(read_pdf(SAMPLES / f"{MEMO}.pdf"), 1)
    assert likeness(words(document, 1), expected) > 0.93
    assert document.ocr_pages == (1,)
    assert document.unread_pages == ()
    assert document.ocr == ocr_version()
    assert document.warnings == ()


@pytest.mark.usefixtures("ocr")
def test_words_have_their_place_on_the_page_and_their_confidence(tmp_path: Path) -> None:
    document = read_pdf(scanned(tmp_path, MEMO, tilt=2.0))
    digital = read_pdf(SAMPLES / f"{MEMO}.pdf")
    sine, cosine = np.sin(np.radians(2.0)), np.cos(np.radians(2.0))
    middle = np.array(digital.page_sizes[0]) / 2
    for name in ("Osallistujat", "Warsame", "metallitöitä"):
        [box] = document.boxes(find(document, name))
        [original] = digital.boxes(find(digital, name))
        across, down = np.array([original.x0, original.top]) - middle
        turned = np.array([across * cosine - down * sine, across * sine + down * cosine])
        assert [box.x0, box.top] == pytest.approx(list(middle + turned), abs=6)
    assert document.chars.confidence is not None
    assert 80 < document.chars.confidence.mean() <= 100
    assert 0.5 < document.certainty(find(document, "Osallistujat")) <= 1


@pytest.mark.usefixtures("ocr")
def test_only_the_scanned_pages_are_read_by_ocr(samples: Path) -> None:
    document = read_pdf(samples / "ohjausryhma-2025-02-12.pdf")
    assert document.ocr_pages == (2,)
    sure = document.chars.confidence
    assert sure is not None
    pages = np.array([document.page_of(offset) for offset in range(len(document.text))])
    assert set(sure[pages == 1].tolist()) == {PRINTED}
    assert (sure[pages == 2] <= 100).all()
    assert "6. Seuraava kokous" in document.text


@pytest.mark.usefixtures("ocr")
def test_a_bad_text_layer_over_a_scan_is_replaced(tmp_path: Path) -> None:
    """The picture is blank: what OCR does not make better stays."""
    lines = ["Puheenjohtaia avasl kokouksen", "ja totesi sen päätösvallaiseksl."] * 6
    blank = write_pdf(tmp_path / "koe.pdf", Page().image(0, 0, *A4).lines(60, 100, lines))
    document = read_pdf(blank)
    assert document.text.splitlines() == lines
    assert document.warnings == ()


@pytest.mark.usefixtures("ocr")
def test_a_page_on_which_ocr_finds_nothing_is_said_to_be_so(tmp_path: Path) -> None:
    document = read_pdf(write_pdf(tmp_path / "koe.pdf", Page().image(0, 0, *A4)))
    assert [warning.code for warning in document.warnings] == ["page_without_text"]
    assert document.unread_pages == (1,)
    assert document.ocr == ocr_version()


# --- a program that fails -------------------------------------------------------------------------


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A program called tesseract that knows Finnish; the test says what else it does."""
    folder = tmp_path / "bin"
    folder.mkdir()
    path = folder / "tesseract"
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("POYTAKIRJA_OCR", "auto")
    tesseract_languages.cache_clear()
    yield path
    tesseract_languages.cache_clear()


def write_program(path: Path, does: str) -> None:
    path.write_text(
        '#!/bin/sh\ncase "$1" in\n'
        "--list-langs) printf 'List of available languages\\nfin\\nosd\\n'; exit;;\n"
        f"--version) echo tesseract 9.9.9; exit;;\nesac\n{does}\n"
    )
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("cat >/dev/null; echo no memory >&2; exit 1", "OCR failed: no memory."),
        ("kill -SEGV $$", "OCR failed: it ended with"),
        ("cat >/dev/null; echo '<html'", "OCR failed: its answer cannot be read"),
        ("exec sleep 60", "OCR failed: it took too long."),
    ],
)
def test_a_failure_costs_one_page_a_warning(
    tmp_path: Path, program: Path, monkeypatch: pytest.MonkeyPatch, does: str, reason: str
) -> None:
    monkeypatch.setattr("pipeline.read.ocr.page.SECONDS", 1.0)
    write_program(program, does)
    pages = [Page().text(60, 100, "Ensimmäinen sivu"), Page().image(0, 0, *A4)]
    document = read_pdf(write_pdf(tmp_path / "koe.pdf", *pages))
    assert document.text == "Ensimmäinen sivu"
    assert [(w.code, w.page) for w in document.warnings] == [("ocr_failed", 2)]
    assert reason in document.warnings[0].message
    assert document.unread_pages == (2,)


def test_tesseract_is_asked_for_the_languages_that_it_has(program: Path) -> None:
    write_program(program, "exit 1")
    assert tesseract_languages() == ("fin",)
    tesseract_languages.cache_clear()
    write_program(program, "exit 1")
    program.write_text(program.read_text().replace("fin\\nosd", "eng"))
    assert tesseract_languages() == ()


def test_without_tesseract_the_warning_says_what_to_install(
    tmp_path: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(program.parent))
    document = read_pdf(write_pdf(tmp_path / "koe.pdf", Page().image(0, 0, *A4)))
    [warning] = document.warnings
    assert warning.code == "needs_ocr"
    assert "apt install tesseract-ocr tesseract-ocr-fin tesseract-ocr-swe" in warning.message
    assert document.ocr is None


def test_its_answer_becomes_lines_of_words(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = """<html><body><span class='ocr_line'
        title="bbox 10 20 200 50; baseline 0.01 -5; x_size 30; x_descenders 7">
        <span class='ocrx_word' title='bbox 10 20 60 50; x_wconf 91'>
        <span class='ocrx_cinfo' title='x_bboxes 10 20 30 50; x_conf 98'>O</span>
        <span class='ocrx_cinfo' title='x_bboxes 30 20 60 50; x_conf 97'>n</span></span>
        <span class='ocrx_word' title='bbox 90 20 99 50; x_wconf 12'></span></span></body></html>"""
    monkeypatch.setattr(tesseract, "_run", lambda *_: answer.encode())
    [line] = read_picture(np.zeros((60, 210), np.uint8), 300, 1.0)
    assert [(word.text, word.edges, word.confidence) for word in line.words] == [
        ("On", (10, 20, 60, 50), 91)
    ]
    assert line.baseline == pytest.approx(45.95)


# --- pictures -------------------------------------------------------------------------------------


def test_rules_are_wiped_away_and_letters_stay() -> None:
    picture = np.full((300, 400), 250, np.uint8)
    picture[100:104, 20:380] = 10  # a rule
    picture[20:280, 50:53] = 10  # another
    picture[60:90, 200:206] = 10  # the stroke of a letter
    picture[90:120, 300:305] = 10  # one that the rule crosses
    clean, rules = without_rules(picture, 300)
    assert sorted(rules) == [
        pytest.approx((20, 100, 380, 104), abs=1),
        pytest.approx((50, 20, 53, 280), abs=1),
    ]
    assert (clean[100:104, 60:190] > 200).all()
    assert (clean[110:270, 50:53] > 200).all()
    assert (clean[60:90, 200:206] < 50).all()
    assert (clean[90:120, 302] < 50).all()


@pytest.mark.parametrize("degrees", [0.0, 1.5, -3.0])
def test_the_tilt_of_lines_is_measured(degrees: float) -> None:
    down, across = np.mgrid[0:800, 0:600]
    level = down - across * np.tan(np.radians(degrees))
    picture = np.where(level % 30 < 8, 20, 245).astype(np.uint8)
    tilt, is_sideways = picture_tilt(picture)
    assert tilt == pytest.approx(degrees, abs=0.1)
    assert not is_sideways
    tilt, is_sideways = picture_tilt(np.ascontiguousarray(np.rot90(picture)))
    assert tilt == pytest.approx(degrees, abs=0.1)
    assert is_sideways


def word(*letters: tuple[str, int, int, int, int]) -> ReadWord:
    boxes = [box for _, *box in letters]
    x0, top, x1, bottom = (list(edge) for edge in zip(*boxes, strict=True))
    return ReadWord(
        tuple((letter, (a, b, c, d)) for letter, a, b, c, d in letters),
        (min(x0), min(top), max(x1), max(bottom)),
        90,
    )


def test_bold_words_have_thicker_strokes() -> None:
    picture = np.full((140, 700), 250, np.uint8)
    lines = []
    for number, width in enumerate((4, 4, 4, 7)):
        edges = []
        for stroke in range(5):
            x0 = 20 + 160 * number + 24 * stroke
            picture[70:100, x0 : x0 + width] = 10
            edges.append(("l", x0, 70, x0 + width, 100))
        lines.append(ReadLine((word(*edges),), 100.0, 40.0))
    assert [each.words[0].bold for each in with_bold(lines, picture)] == [False] * 3 + [True]


DIGITS = [
    (letter, 300 + 22 * place, 71, 320 + 22 * place, 100) for place, letter in enumerate("202356")
]


@pytest.mark.parametrize(
    ("letter", "box", "expected"),
    [
        ("8", (40, 70, 56, 106), "§"),  # narrower than a digit, and below the line
        ("8", (40, 71, 60, 100), "8"),
        ("$", (40, 70, 58, 108), "§"),
    ],
)
def test_section_signs_are_told_by_their_shape(
    letter: str, box: tuple[int, int, int, int], expected: str
) -> None:
    number = word(("1", 80, 71, 92, 100), ("2", 94, 71, 114, 100))
    read = ReadLine((word((letter, *box)), number, word(*DIGITS)), 100.0, 40.0)
    [mended] = mend_signs([read])
    assert [each.text for each in mended.words] == [expected, "12", "202356"]


def _typed(text: str, left: int = 0, row: int = 1) -> ReadLine:
    """A line of letters twenty pixels wide."""
    words, x, low = [], left, 100 * row
    for each in text.split():
        letters = enumerate(each)
        words.append(word(*((c, x + 20 * n, low - 30, x + 20 * n + 18, low) for n, c in letters)))
        x += 20 * len(each) + 20
    return ReadLine(tuple(words), float(low), 40.0)


def _page(*pieces: tuple[int, int, str]) -> list[ReadLine]:
    """Lines by row and left edge."""
    return [_typed(text, left, row) for row, left, text in pieces]


LIST = _page((1, 0, "a. Talousarvio"), (2, 0, "b. Hankkeet"), (3, 0, "c. Palvelut"))


@pytest.mark.parametrize(
    "columns",
    [
        _page((1, 0, "a."), (2, 0, "Ci"), (1, 60, "Talousarvio"), (2, 60, "Hankkeet")),
        _page((1, 60, "Talousarvio"), (2, 60, "Hankkeet"), (3, 60, "Palvelut")),
    ],
    ids=["labels as a column", "labels as specks"],
)
def test_labels_that_stand_apart_are_missed(columns: list[ReadLine]) -> None:
    picture = np.full((400, 400), 250, np.uint8)
    for line in LIST:
        x0, top, x1, bottom = line.words[0].edges
        picture[top:bottom, x0:x1] = 10
    assert may_hide_labels(columns, picture)
    assert not may_hide_labels(LIST, picture)


def test_a_page_is_read_in_rows_unless_that_joins_columns() -> None:
    labels = _page(*((row, 0, f"{row}.") for row in (1, 2)))
    texts = _page((1, 60, "Talousarvio"), (2, 60, "Hankkeet"))
    rows = _page((1, 0, "1. Talousarvio"), (2, 0, "2. Hankkeet"))
    assert is_one_column(rows, [*labels, *texts])
    assert not is_one_column(rows, rows)
    apart = _page((1, 320, "Keskustelua"), (2, 320, "Palvelut"))
    mixed = _page((1, 0, "1. Talousarvio Keskustelua"), (2, 0, "2. Hankkeet Palvelut"))
    assert not is_one_column(mixed, [*labels, *texts, *apart])


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("€, Tilastot", "c. Tilastot"),
        ("i Kirjaukset", "i. Kirjaukset"),
        ("€ 200", "€ 200"),
    ],
)
def test_labels_that_come_out_as_other_words(read: str, printed: str) -> None:
    [line] = mend_signs([_typed(read)])
    assert " ".join(each.text for each in line.words) == printed


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["1 § Avaus", "28 Tilit", "3 § Muut"], ["1 § Avaus", "2 § Tilit", "3 § Muut"]),
        (["183 Avaus", "28 Tilit", "3 § Muut"], ["1 § Avaus", "2 § Tilit", "3 § Muut"]),
        (["§ 11 Avaus", "812 Tilit"], ["§ 11 Avaus", "§ 12 Tilit"]),
        (["§ 11 Avaus", "S 12 Tilit"], ["§ 11 Avaus", "§ 12 Tilit"]),
        (["18 Avaus", "28 Tilit", "38 Muut"], ["1 § Avaus", "2 § Tilit", "3 § Muut"]),
        (["1 § Avaus", "28 euroa", "2 § Tilit"], ["1 § Avaus", "28 euroa", "2 § Tilit"]),
        (["2 § Tilit", "28 Jäsentä", "3 § Muut"], ["2 § Tilit", "28 Jäsentä", "3 § Muut"]),
        (["81 Avaus", "82 Tilit", "83 Muut"], ["81 Avaus", "82 Tilit", "83 Muut"]),
        (["§ 11 Avaus", "828 Tilit"], ["§ 11 Avaus", "828 Tilit"]),
    ],
)
def test_section_signs_are_told_by_the_count_of_sections(
    lines: list[str], expected: list[str]
) -> None:
    mended = mend_counted([_typed(line) for line in lines])
    assert [" ".join(each.text for each in line.words) for line in mended] == expected


def test_bullets_and_dashes_are_those_that_are_printed() -> None:
    bullet = word(("e", 40, 78, 52, 90))
    letter = word(("e", 80, 78, 98, 100))
    dash = word(("—", 120, 86, 140, 89))
    [mended] = mend_signs([ReadLine((bullet, letter, dash), 100.0, 40.0)])
    assert [each.text for each in mended.words] == ["•", "e", "–"]


@pytest.mark.usefixtures("ocr")
def test_scanned_minutes_in_black_and_white_are_read_like_others(samples: Path) -> None:
    name = "yhtiokokous-2024-05-14"
    minutes = segment_minutes(read_pdf(samples / f"{name}.pdf"))
    gold = json.loads((samples / f"{name}.gold.json").read_text("utf-8"))
    assert [(item.path, item.title) for item in minutes.items] == [
        (item["path"], item["title"]) for item in gold["items"]
    ]
    assert {each.name for each in minutes.attendees} == {each["name"] for each in gold["attendees"]}
