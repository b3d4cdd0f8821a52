"""The report as HTML: well formed, each fault once, nothing from elsewhere."""

from __future__ import annotations

from html.parser import HTMLParser

from pipeline.evaluate import Measured, Observation, Report
from pipeline.evaluate.page import report_to_html
from pipeline.evaluate.places import Place

VOID = {"meta", "br", "rect", "path"}


class Page(HTMLParser):
    """Reads a page: its text, its addresses, and whether what it opens it also closes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.text: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.text.append(data)


def read(report: Report) -> tuple[Page, str]:
    html = report_to_html(report)
    page = Page()
    page.feed(html)
    page.close()
    assert page.open == []
    return page, html


def report(documents: int = 6) -> Report:
    place = Place(4, "Yrjö <Äyräs> hoitaa", "sovittiin: ", ' & "muut"')
    return Report(
        tuple(
            Measured(
                f"pöytäkirja-{number}.pdf",
                (
                    Observation("actions", "found", ""),
                    Observation("actions", "missed", f"<b>tehtävä {number}</b>", place),
                    Observation("actions.due", "right", ""),
                ),
                (Observation("actions", "missed", ""), Observation("actions", "missed", "")),
                layout=("numbered", "scan")[number % 2],
            )
            for number in range(documents)
        )
    )


def test_every_fault_is_there_once_with_its_page_and_words() -> None:
    page, _ = read(report())
    text = "".join(page.text)
    for number in range(6):
        assert text.count(f"<b>tehtävä {number}</b>") == 1
    assert page.seen.count("blockquote") == text.count("page 4") == 6
    assert text.count('sovittiin: Yrjö <Äyräs> hoitaa & "muut"') == 6


def test_what_documents_say_is_escaped() -> None:
    _, html = read(report())
    assert "<Äyräs>" not in html
    assert "<b>tehtävä" not in html


def test_the_page_needs_nothing_else() -> None:
    page, html = read(report())
    assert page.addresses == []
    assert "://" not in html
    assert "@import" not in html


def test_bars_stand_beside_those_of_the_baseline_with_intervals() -> None:
    page, html = read(report())
    assert html.count('<rect class="ours"') == 2
    assert html.count('<rect class="naive"') == 1
    assert 'aria-label="actions: 0.667, baseline 0.000"' in html
    assert html.count('<path class="whisker"') == 3
    assert "+0.667 to +0.667" in "".join(page.text)


def test_too_few_documents_are_said_and_files_that_were_not_read() -> None:
    few = Report((*report(2).documents, Measured("rikki.pdf", (), failure="it is <broken>")))
    page, html = read(few)
    assert 'class="whisker"' not in html
    assert "too few documents" in "".join(page.text)
    assert "rikki.pdf: it is <broken>" in "".join(page.text)


def test_without_a_baseline_none_is_shown() -> None:
    one = report(1).documents[0]
    _, html = read(Report((Measured(one.file, one.observations),)))
    assert "naive patterns" not in html
