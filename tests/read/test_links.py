"""Link annotations: exactly the words that they cover."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.records import DocumentText
from pipeline.read import read_pdf
from tests.read.drawing import Page, write_pdf

URL, OTHER = "https://esimerkki.fi/muistio", "https://testi.fi/"


def read(path: Path, *pages: Page) -> DocumentText:
    return read_pdf(write_pdf(path / "koe.pdf", *pages))


def anchors(document: DocumentText) -> list[tuple[str, int, list[str]]]:
    return [
        (area.url, area.page, [document.quote(span) for span in area.spans])
        for area in document.links
    ]


def place(page: Page, path: Path, words: str) -> tuple[float, float, float, float]:
    """The box of words that stand once on a page."""
    document = read(path, page)
    at = document.text.index(words)
    chars, line = document.chars, document.lines[document.line_index(at)]
    end = at + len(words) - 1
    return float(chars.x0[at]), line.top, float(chars.x1[end]), line.bottom


@pytest.fixture
def page() -> Page:
    return Page().lines(60, 100, ["Lue lisää: Opas kokouksiin, osa 2.", "Seuraava rivi"])


def test_the_words_under_the_box_are_the_anchor(page: Page, tmp_path: Path) -> None:
    page.link(URL, place(page, tmp_path, "Opas kokouksiin"))
    assert anchors(read(tmp_path, page)) == [(URL, 1, ["Opas kokouksiin"])]


def test_blanks_at_the_ends_are_not_part_of_it(page: Page, tmp_path: Path) -> None:
    x0, top, x1, bottom = place(page, tmp_path, "Opas kokouksiin")
    page.link(URL, (x0 - 2.5, top, x1, bottom))
    assert anchors(read(tmp_path, page)) == [(URL, 1, ["Opas kokouksiin"])]


def test_a_link_over_two_lines_in_two_annotations_is_one(page: Page, tmp_path: Path) -> None:
    page.link(URL, place(page, tmp_path, "osa 2.")).link(URL, place(page, tmp_path, "Seuraava"))
    document = read(tmp_path, page)
    assert anchors(document) == [(URL, 1, ["osa 2.", "Seuraava"])]


def test_a_link_with_quads_covers_each_of_its_lines(page: Page, tmp_path: Path) -> None:
    page.link(URL, place(page, tmp_path, "osa 2."), place(page, tmp_path, "Seuraava"))
    assert anchors(read(tmp_path, page)) == [(URL, 1, ["osa 2.", "Seuraava"])]


def test_a_link_over_the_page_break_is_one(tmp_path: Path) -> None:
    first, second = Page().text(60, 780, "katso ohje"), Page().text(60, 100, "kokouksiin nyt")
    first.link(URL, place(first, tmp_path, "ohje"))
    second.link(URL, place(second, tmp_path, "kokouksiin"))
    assert anchors(read(tmp_path, first, second)) == [(URL, 1, ["ohje", "kokouksiin"])]


def test_links_with_words_between_them_stay_two(page: Page, tmp_path: Path) -> None:
    page.link(URL, place(page, tmp_path, "Opas")).link(URL, place(page, tmp_path, "osa"))
    page.link(OTHER, place(page, tmp_path, "kokouksiin"))
    assert anchors(read(tmp_path, page)) == [
        (URL, 1, ["Opas"]), (OTHER, 1, ["kokouksiin"]), (URL, 1, ["osa"]),
    ]  # fmt: skip


def test_links_that_touch_but_lead_elsewhere_stay_two(page: Page, tmp_path: Path) -> None:
    page.link(URL, place(page, tmp_path, "Opas")).link(OTHER, place(page, tmp_path, "kokouksiin"))
    assert len(read(tmp_path, page).links) == 2


def test_a_link_over_no_words_has_no_spans(page: Page, tmp_path: Path) -> None:
    page.link(URL, (300, 400, 350, 420))
    assert anchors(read(tmp_path, page)) == [(URL, 1, [])]


def test_a_word_that_goes_on_is_linked_in_both_lines(tmp_path: Path) -> None:
    page = Page().lines(60, 100, ["Avaa toimenpideohjelma-", "141124.pdf tästä"])
    page.link(URL, place(page, tmp_path, "toimenpideohjelma-"))
    page.link(URL, place(page, tmp_path, "141124.pdf"))
    document = read(tmp_path, page)
    assert document.text == "Avaa toimenpideohjelma-141124.pdf tästä"
    assert anchors(document) == [(URL, 1, ["toimenpideohjelma-", "141124.pdf"])]
