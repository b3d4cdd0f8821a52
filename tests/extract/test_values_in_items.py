"""Dates, figures, references and links of a document: which words are read, whose they are."""

from __future__ import annotations

from dataclasses import replace

from models.records import Item, LinkArea, Meeting, Minutes, Passage, PassageRole, Span
from pipeline.extract.dates import extract_dates
from pipeline.extract.links import extract_links
from pipeline.extract.references import extract_references
from pipeline.extract.statistics import extract_statistics
from tests.building import make_document

LINES = (
    "Kokous 1.1.2020",
    "5.2. Talous ja liite 1",
    "Kuluja kertyi noin 12 000",
    "euroa. Raportti on valmis 31.1. mennessä,",
    "ks. https://github.com/",
    "Esimerkki/kirjasto. ja aino@testila.fi",
    "Osoite: Palvelu.fi",
    "Valitus tehdään hallinto-oikeuteen, kuntalaki (410/2015).",
)


def span(text: str, first: str, last: str) -> Span:
    return Span(text.index(first), text.index(last) + len(last))


DOCUMENT = make_document((LINES,))
TEXT = DOCUMENT.text


def passage(first: str, last: str, role: PassageRole, item: str | None) -> Passage:
    return Passage(span(TEXT, first, last), role, item)


HEADING = span(TEXT, "5.2.", "liite 1")
MINUTES = Minutes(
    meeting=Meeting(date="2024-12-12"),
    items=(Item("5.2", "5.2.", 1, HEADING, "Talous ja liite 1", span(TEXT, "Talous", "liite 1")),),
    passages=(
        passage("Kokous", "2020", "preamble", None),
        passage("5.2.", "liite 1", "heading", "5.2"),
        passage("Kuluja", "Palvelu.fi", "text", "5.2"),
        passage("Valitus", "(410/2015).", "appeal", None),
    ),
)


def test_dates_are_those_of_the_items_without_their_labels() -> None:
    (found,) = extract_dates(DOCUMENT, MINUTES)
    assert (found.value, found.item) == ("2025-01-31", "5.2")
    assert DOCUMENT.quote(found.span) == "31.1."


def test_figures_run_over_line_ends() -> None:
    (found,) = extract_statistics(DOCUMENT, MINUTES)
    assert (found.value, found.unit, found.comparator) == (12000, "EUR", "about")
    assert DOCUMENT.quote(found.span) == "noin 12 000\neuroa"


def test_references_after_the_last_item_have_no_item() -> None:
    found = extract_references(DOCUMENT, MINUTES)
    assert [(one.ref, one.item) for one in found] == [("Liite 1", "5.2"), ("410/2015", None)]


def test_printed_addresses_wrap_and_lose_their_punctuation() -> None:
    links = extract_links(DOCUMENT, MINUTES)
    assert [(link.url, link.kind, link.item) for link in links] == [
        ("https://github.com/Esimerkki/kirjasto", "text", "5.2"),
        ("mailto:aino@testila.fi", "email", "5.2"),
        ("https://palvelu.fi", "text", "5.2"),
    ]
    assert {link.anchor for link in links} == {None}


def test_an_address_goes_on_in_a_line_that_begins_with_a_slash() -> None:
    document = make_document(
        (("Kaava on osoitteessa https://testila.fi", "/kaavat/nyt/ nähtävänä."),)
    )
    whole = Passage(Span(0, len(document.text)), "text", None)
    (link,) = extract_links(document, Minutes(meeting=Meeting(), passages=(whole,)))
    assert link.url == "https://testila.fi/kaavat/nyt/"


def test_an_annotation_takes_whole_words_and_the_address_under_it() -> None:
    cut = span(TEXT, "lvelu.fi", "lvelu.fi")
    area = LinkArea("https://palvelu.fi/kunta", 1, (cut,))
    links = extract_links(replace(DOCUMENT, links=(area,)), MINUTES)
    assert [link.url for link in links][-1] == "https://palvelu.fi/kunta"
    assert links[-1].anchor == "Palvelu.fi"
    assert links[-1].kind == "annotation"
    assert len(links) == 3


def test_an_anchor_over_two_lines_is_joined() -> None:
    spans = (span(TEXT, "12 000", "12 000"), span(TEXT, "euroa", "euroa"))
    document = replace(DOCUMENT, links=(LinkArea("https://talous.fi", 1, spans),))
    link = next(one for one in extract_links(document, MINUTES) if one.kind == "annotation")
    assert link.anchor == "12 000 euroa"


def test_an_anchor_word_over_a_line_end_is_one_word() -> None:
    document = make_document((("Ks. Talousarvio", "kirja.pdf"),))
    start, cut = document.text.index("Talous"), document.text.index("arvio")
    spans = (Span(start, cut), Span(cut, document.text.index("\n")))
    linked = replace(document, links=(LinkArea("https://talous.fi", 1, spans),))
    (link,) = extract_links(linked, Minutes(meeting=Meeting()))
    assert link.anchor == "Talousarvio"


def test_listed_attachments_have_their_titles() -> None:
    document = make_document((("Liitteet", "1 Talousarvio 2025.pdf", "2 Lausunto"),))
    listed = span(document.text, "1 Talous", "Lausunto")
    minutes = Minutes(
        meeting=Meeting(), passages=(Passage(listed, "text", "7", section="attachment"),)
    )
    found = extract_references(document, minutes)
    assert [(one.ref, one.title) for one in found] == [
        ("Liite 1", "Talousarvio 2025"),
        ("Liite 2", "Lausunto"),
    ]
