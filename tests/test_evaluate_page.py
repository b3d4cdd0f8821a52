"""The report as HTML: well formed, each fault once, nothing from elsewhere."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from pipeline.evaluate import Measured, Observation, Report
from pipeline.evaluate.page import report_to_html
from pipeline.evaluate.places import Place
from pipeline.evaluate.reliability import Judgement

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


# --- confidence -----------------------------------------------------------------------------------


def sure(findings: int, wrong: int = 1) -> Report:
    """Six documents with so many findings each, all of one author and called 90 % sure."""
    judged = tuple(Judgement("dates", "rule:x", 0.9, at >= wrong) for at in range(findings))
    return Report(tuple(replace(one, judgements=judged) for one in report().documents))


def test_confidence_has_a_plot_beside_its_table_and_layouts_left_out() -> None:
    page, html = read(sure(20))
    text = " ".join("".join(page.text).split())
    assert "The expected calibration error is 0.050." in text
    assert html.count('<circle class="dot"') == 1
    assert "120 findings: stated 0.900, right 0.950" in text
    assert '<path class="diagonal"' in html
    assert "<td>together</td><td>120</td><td>0.050</td>" in html


def test_few_findings_are_said_and_have_no_plot() -> None:
    page, html = read(sure(2))
    assert "12 findings are too few for a curve: 30 are needed." in "".join(page.text)
    assert "<circle" not in html


def test_one_layout_cannot_be_left_out() -> None:
    page, html = read(Report(sure(40).groups("layout")["scan"].documents))
    assert html.count("<circle") == 1
    assert "No layout is left out: two with 30 findings are needed." in "".join(page.text)


def test_without_findings_confidence_has_no_section() -> None:
    _, html = read(report())
    assert "<h2>Confidence</h2>" not in html
