"""The sample documents: the same words as pdfplumber finds, and what always holds of a reading."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from models.records import DocumentText
from pipeline.read import read_pdf
from pipeline.read.cleaning import clean_character

SAMPLES = sorted((Path(__file__).parents[2] / "data" / "samples").glob("*.pdf"))
needs_samples = pytest.mark.skipif(not SAMPLES, reason="data/samples has no PDF")


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda path: path.stem)
def sample(request: pytest.FixtureRequest) -> tuple[Path, DocumentText]:
    return request.param, read_pdf(request.param)


def plumbed_words(path: Path) -> Counter[str]:
    import pdfplumber

    words: Counter[str] = Counter()
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for word in page.extract_words(x_tolerance_ratio=0.18):
                text = "".join(clean_character(ord(letter)) for letter in word["text"])
                words[unicodedata.normalize("NFC", text)] += 1
            page.close()
    return words


def agreement(one: Counter[str], two: Counter[str]) -> float:
    return 2 * sum((one & two).values()) / max(1, one.total() + two.total())


@needs_samples
def test_words_agree_with_pdfplumber(sample: tuple[Path, DocumentText]) -> None:
    path, document = sample
    words = Counter(word for line in document.lines for word in document.quote(line.span).split())
    plumbed = plumbed_words(path)
    assert words == plumbed or agreement(words, plumbed) >= 0.98  # a scan has none to either


@needs_samples
def test_lines_cover_the_text(sample: tuple[Path, DocumentText]) -> None:
    _, document = sample
    end = 0
    for line in document.lines:
        assert document.text[end : line.span.start] in ("", "\n")
        assert line.span.end > line.span.start
        assert "\n" not in document.quote(line.span)
        end = line.span.end
    assert end == len(document.text)


@needs_samples
def test_furniture_stands_after_the_body(sample: tuple[Path, DocumentText]) -> None:
    _, document = sample
    marks = [line.furniture for line in document.lines]
    assert marks == sorted(marks)


@needs_samples
def test_each_character_has_its_place(sample: tuple[Path, DocumentText]) -> None:
    _, document = sample
    chars = document.chars
    assert len(chars.x0) == len(chars.x1) == len(chars.style) == len(document.text)
    assert (chars.x1 >= chars.x0).all()
    for offset, character in enumerate(document.text):
        if character in " \t\n":
            assert chars.x0[offset] == chars.x1[offset]
    for line in document.lines:
        width, height = document.page_sizes[line.page - 1]
        assert -1 <= line.x0 < line.x1 <= width + 1
        assert -1 <= line.top < line.bottom <= height + 15


@needs_samples
def test_the_text_is_clean(sample: tuple[Path, DocumentText]) -> None:
    _, document = sample
    assert unicodedata.is_normalized("NFC", document.text)
    assert not set(document.text) & set("\u00ad\u200b\u00a0\ufb01\ufb02\x02\ufffe\ufeff\r")
    assert not any("\ue000" <= character <= "\uf8ff" for character in document.text)


@needs_samples
def test_links_and_cells_are_words(sample: tuple[Path, DocumentText]) -> None:
    _, document = sample
    for area in document.links:
        for span in area.spans:
            assert document.quote(span) == document.quote(span).strip() != ""
    spans = [s for table in document.tables for row in table.cells for s in row if s]
    assert spans == sorted(spans)
    assert all(document.quote(span).strip() for span in spans)


@needs_samples
def test_reading_twice_is_reading_once(sample: tuple[Path, DocumentText]) -> None:
    path, document = sample
    again = read_pdf(path)
    assert again.text == document.text
    assert again.lines == document.lines
    assert again.links == document.links
