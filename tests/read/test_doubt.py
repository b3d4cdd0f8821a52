"""Which text layers are believed: words that Finnish has, and languages that it is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.records import DocumentText
from pipeline.morphology import analyse
from pipeline.read import read_pdf, scans
from pipeline.read.content import PageContent
from tests.read.drawing import A4, Page, write_pdf

FINNISH = [
    "Puheenjohtaja avasi kokouksen ja totesi sen päätösvaltaiseksi.",
    "Hyväksyttiin edellisen kokouksen pöytäkirja ilman muutoksia.",
    "Talousjohtaja esitteli neljännesvuoden tuloksen ja ennusteen.",
    "Päätettiin hankkia uusi pakettiauto kaupungin varikolle.",
]
SWEDISH = [
    "Ordföranden öppnade mötet och konstaterade att det är beslutfört.",
    "Protokollet från föregående möte godkändes utan ändringar.",
    "Styrelsen beslöt att skaffa en ny bil till stadens depå.",
]
OLD_OCR = [
    "Puheenjohtaia avasl kokouksen ja totesi sen päätösvallaiseksl.",
    "Hyväksyttiln edellisen kokouksen pöylåkiija ilman muuloksla.",
    "Talousjohtaja esitleli nelJännesvuoden luloksen ja ennusteen.",
    "Päätetliin hankkia uusi pakettiaulo kaupungin varlkolle.",
]
ITALIAN = [
    "Il presidente apre la seduta e verifica il numero legale.",
    "Si approva il verbale della seduta precedente senza modifiche.",
    "Viene deciso l'acquisto di un nuovo furgone per il magazzino.",
]
SEVEN_BITS = [line.translate(str.maketrans("äöÄÖ", "{|[\\")) for line in FINNISH]
SHIFTED = ["".join(chr(ord(c) + 1) if c.isalpha() else c for c in line) for line in FINNISH]


@pytest.fixture(autouse=True)
def _morphology() -> None:
    assert analyse("talo")  # make installs Voikko or its substitute


def read(folder: Path, lines: list[str], *, scan: bool) -> DocumentText:
    page = Page()
    if scan:
        page.image(0, 0, *A4)
    return read_pdf(write_pdf(folder / "koe.pdf", page.lines(60, 100, lines)))


@pytest.mark.parametrize(
    ("lines", "scan", "doubted"),
    [
        (FINNISH, False, False),
        (FINNISH * 2, True, False),
        (SWEDISH * 2, False, False),
        (SWEDISH * 3, True, False),
        (OLD_OCR, False, False),
        (OLD_OCR * 2, True, True),
        (SHIFTED, False, True),
        (FINNISH[:2], True, True),  # no more than a stamp on a scan
        (["Wm 12, 31 x 4 kk; Äzz"] * 9, False, False),  # hardly a word to judge by
    ],
)
def test_bad_text_layers_wait_for_ocr(
    tmp_path: Path, lines: list[str], scan: bool, doubted: bool
) -> None:
    document = read(tmp_path, lines, scan=scan)
    assert [warning.code for warning in document.warnings] == ["needs_ocr"] * doubted
    assert document.unread_pages == ()
    assert document.text.splitlines() == lines


def test_letters_in_place_of_others_are_unknown_words(tmp_path: Path) -> None:
    document = read(tmp_path, SEVEN_BITS * 2, scan=True)
    assert [warning.code for warning in document.warnings] == ["needs_ocr"]


@pytest.mark.usefixtures("ocr")
def test_ocr_gives_up_on_words_of_another_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def noted(document: Any, page: PageContent, *others: Any) -> Any:
        tried.append(page.number)
        return scanned(document, page, *others)

    scanned = scans._scanned
    monkeypatch.setattr(scans, "_scanned", noted)
    monkeypatch.setattr(scans, "FRUITLESS", 2)
    pages = [Page().lines(60, 100, ITALIAN) for _ in range(5)]
    pages[3].image(0, 0, *A4)  # a picture may show what the layer does not have
    document = read_pdf(write_pdf(tmp_path / "koe.pdf", *pages))
    assert tried == [1, 2, 4]
    assert document.text.splitlines() == ITALIAN * 5
    [warning] = [one for one in document.warnings if one.page == 3]
    assert warning.code == "ocr_doubtful"
    assert "of 1 after it" in warning.message
