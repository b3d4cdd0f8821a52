"""Names in Swedish text: a genitive's s is their only case, and Finnish endings are none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.records import Findings
from pipeline.extract.entities import find_mentions
from pipeline.language import Languages, find_language
from pipeline.names import swedish_nominative, without_genitive
from pipeline.resolve import resolve_names
from tests.naming import Present, minutes_of

PRESENT = (("Åsa Lindholm", None), ("Maria Skog", None), ("Päivi Niemi", None))


def named(*paragraphs: str, present: Sequence[Present] = PRESENT) -> Findings:
    document, minutes = minutes_of(*paragraphs, present=present, language="sv")
    return resolve_names(document, minutes, Findings(find_mentions(document, minutes)))[1]


def people(*paragraphs: str) -> list[str]:
    return [person.name for person in named(*paragraphs).people]


def organisations(*paragraphs: str) -> list[str]:
    return [body.name for body in named(*paragraphs).organisations]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Lindholms förslag vann understöd.", ["Åsa Lindholm"]),
        ("Åsas och Niemis förslag förföll.", ["Åsa Lindholm", "Päivi Niemi"]),
        ("Skogen ska gallras nästa vinter.", []),
        ("Styrelsen tackade Outi Hakalas arbetsgrupp.", ["Outi Hakala"]),
        ("Arkitekt Göran Sundfors ritningar godkändes.", ["Göran Sundfors"]),
        ("Ordföranden mötte Carl af Exempelskiöld på plats.", ["Carl af Exempelskiöld"]),
    ],
)
def test_people_in_a_swedish_sentence(sentence: str, names: list[str]) -> None:
    assert people(sentence) == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Skolan i Närpes får bidrag av Museiverket.", ["Närpes", "Museiverket"]),
        ("Egentliga Finlands förbunds utlåtande inväntas.", ["Egentliga Finlands förbund"]),
        ("Bidrag ges åt Hembygdsförening i Provby rf.", ["Hembygdsförening i Provby rf"]),
        ("Avtal ingås med Provbygg Ab:s dotterbolag.", ["Provbygg Ab"]),
        ("Ärendet gäller bildningsnämndens budget.", ["bildningsnämnden"]),
        ("Vi ansöker om pengar ur Svenska provfonden.", ["Svenska provfonden"]),
        (
            "Enligt Närings-, trafik- och miljöcentralen i Egentliga Finland är vägen smal.",
            ["Närings-, trafik- och miljöcentralen i Egentliga Finland"],
        ),
        ("Hyran betalas av Provska Folkhögskolan i Provby.", ["Provska Folkhögskolan i Provby"]),
        ("Stipendiet ges av Stiftelsen för Provbygden.", ["Stiftelsen för Provbygden"]),
        ("Saken sköts av Lions Club Provby.", ["Lions Club Provby"]),
        ("Ingå kommun och Raseborgs stad informeras.", ["Ingå", "Raseborg"]),
        ("Föreningens styrelse sammanträder i skolan.", []),
        ("Kontoret och skolan stängs.", []),
    ],
)
def test_organisations_in_a_swedish_sentence(sentence: str, names: list[str]) -> None:
    assert organisations(sentence) == names


def test_a_municipality_is_called_by_its_name_in_the_documents_language() -> None:
    document, minutes = minutes_of("Tie kulkee Närpiöön.", language="fi")
    finnish = resolve_names(document, minutes, Findings(find_mentions(document, minutes)))[1]
    swedish = named("Vägen går till Närpes.")
    assert [body.name for body in finnish.organisations] == ["Närpiö"]
    assert [body.name for body in swedish.organisations] == ["Närpes"]
    assert finnish.organisations[0].identifier == swedish.organisations[0].identifier


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("Anderssons", "Andersson"),
        ("Hakalas", "Hakala"),
        ("Ytterfors", "Ytterfors"),
        ("Wallenius", "Wallenius"),
        ("Jonas", "Jonas"),
    ],
)
def test_a_genitives_s_is_told_from_a_names_own(word: str, base: str) -> None:
    assert without_genitive(word, frozenset()) == base


@pytest.mark.parametrize(
    ("name", "base"),
    [("Museiverkets", "Museiverket"), ("Prov Ab:s", "Prov Ab"), ("Röda Kors", "Röda Kors")],
)
def test_the_genitive_of_an_organisation(name: str, base: str) -> None:
    assert swedish_nominative(name, frozenset()) == base


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mötets öppnande", "sv"),
        ("Talousarvion hyväksyminen", "fi"),
        ("Anki bokar lokalen och skickar en inbjudan.", "sv"),
        ("Päätettiin, että asia on valmis ja sen voi toteuttaa.", "fi"),
        ("Budget 2025", "sv"),
        ("12 345", "und"),
    ],
)
def test_the_language_of_short_texts(text: str, language: str) -> None:
    assert find_language(text) == language


def test_what_is_too_short_to_tell_is_in_the_language_of_its_item() -> None:
    document, minutes = minutes_of("Anki ringer.", language="sv")
    assert Languages(document, minutes).is_swedish(0)


def test_a_document_in_two_languages_calls_an_organisation_as_it_does_first() -> None:
    swedish = (
        "Bilen i Närpes är för gammal och ska bytas.",
        "Närpiön auto on vanha ja se vaihdetaan.",
    )
    document, minutes = minutes_of(*swedish, language="und")
    found = resolve_names(document, minutes, Findings(find_mentions(document, minutes)))[1]
    assert [(body.name, len(body.mentions)) for body in found.organisations] == [("Närpes", 2)]


def test_a_full_name_found_by_its_shape_is_not_cut_to_its_surname() -> None:
    assert people("I tur att avgå var Qiw Backlund och Kaj Ojala.") == ["Qiw Backlund", "Kaj Ojala"]
