"""Which words of a document name people and organisations."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.records import EntityLabel, Mention
from pipeline.extract import recognised
from pipeline.extract.entities import find_mentions
from tests.naming import Present, minutes_of

PRESENT = (
    ("Aino Esimerkki", "Testilä"),
    ("Onni Koemies", "Mallikirjastot"),
    ("Suvi Mäki", "TKY"),
    ("Salla Harakka", None),
)


@pytest.fixture(autouse=True)
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(
        texts: Sequence[str], certainty: float = 0.5
    ) -> list[tuple[tuple[int, int, EntityLabel], ...]]:
        return [() for _ in texts]

    monkeypatch.setattr(recognised, "recognise", nothing)


def found(
    *paragraphs: str, label: str, present: Sequence[Present] = PRESENT
) -> list[tuple[str, str]]:
    """What is mentioned, and by what it was found."""
    document, minutes = minutes_of(*paragraphs, present=present)
    mentions = find_mentions(document, minutes)
    assert all(0 < m.confidence <= 1 and m.item for m in mentions)
    return [(document.quote(m.span), m.found_by) for m in mentions if m.label == label]


def words(*paragraphs: str, label: str) -> list[str]:
    return [word for word, _ in found(*paragraphs, label=label)]


@pytest.mark.parametrize(
    ("sentence", "mentioned"),
    [
        ("Aino lähettää kutsun Koemiehelle.", ["Aino", "Koemiehelle"]),
        ("Asiasta keskusteltiin Suvi Mäen ja Onnin kanssa.", ["Suvi Mäen", "Onnin"]),
        ("Mäki kannatti Esimerkin ehdotusta.", ["Mäki", "Esimerkin"]),
        ("Salla pyysi puheenvuoron.", ["Salla"]),
        ("Suvi on vuodenajoista kaunein.", ["Suvi"]),
        ("Harakka on lintu.", ["Harakka"]),
        ("Harakkaa ei nähty.", []),
        ("Suvella tavataan.", []),
        ("Toimintaa aiotaan jatkaa.", []),
    ],
)
def test_parts_of_the_attendees_names(sentence: str, mentioned: list[str]) -> None:
    assert words(sentence, label="PER") == mentioned


@pytest.mark.parametrize(
    ("sentence", "mentioned"),
    [
        ("Testilän rehtori Ossi Mallaselta pyydetään apua.", ["Ossi Mallaselta"]),
        (
            "Valittiin Liisa Testi, Pekka Koe ja Matti Malli.",
            ["Liisa Testi", "Pekka Koe", "Matti Malli"],
        ),
        ("Esittelijä: Eeva-Liisa Testilä-Koe, johtaja", ["Eeva-Liisa Testilä-Koe"]),
        ("Paikalla kävi tutkija Xyzza Quuxala.", ["Xyzza Quuxala"]),
        ("Äänestyksessä A. Virtanen jätti mielipiteen.", ["A. Virtanen"]),
        ("Kirje osoitettiin Otto von Testerille.", ["Otto von Testerille"]),
        ("Kokouksessa kuultiin johtaja Virtasta.", ["Virtasta"]),
        ("Kutsutaan Anneli, Emmi ja Aino.", ["Anneli", "Emmi", "Aino"]),
        (
            "Valittiin Liisa Testi, Xyzzi Kankaanpää, Pekka Koe ja Matti Malli.",
            ["Liisa Testi", "Xyzzi Kankaanpää", "Pekka Koe", "Matti Malli"],
        ),
        ("Uusi Laki Asiasta hyväksyttiin.", []),
        ("Ainakin TKYssa on kokeiltu.", []),
    ],
)
def test_people_whom_nobody_introduced(sentence: str, mentioned: list[str]) -> None:
    assert words(sentence, label="PER") == mentioned


def test_a_full_name_explains_a_later_part() -> None:
    assert words("Kuultiin Liisa Testiä.", "Testi poistui, Liisa ei.", label="PER") == [
        "Liisa Testiä",
        "Testi",
        "Liisa",
    ]


@pytest.mark.parametrize(
    ("sentence", "mentioned"),
    [
        ("Vihdin, Kirkkonummen ja Espoon jäsenille.", ["Vihdin", "Kirkkonummen", "Espoon"]),
        ("Kauniaisten kouluissa on kokeiltu.", ["Kauniaisten"]),
        ("Asian valmisteli Espoon kaupunki.", ["Espoon kaupunki"]),
        ("Testilässä toimitaan toisin kuin TKYssa.", ["Testilässä", "TKYssa"]),
        ("Mallikirjastojen lista on valmis.", ["Mallikirjastojen"]),
        (
            "Kaivu ja Kuljetus Koe Ky:lle sekä Aino ja Testi Oy.",
            ["Kaivu ja Kuljetus Koe Ky:lle", "Testi Oy"],
        ),
        ("Paikalla oli myös Aino Testi Xyzza Quux Oy:stä.", ["Xyzza Quux Oy:stä"]),
        ("Valvojaksi valittiin insinööri Aino Malli ja Xyzza Oy.", ["Xyzza Oy"]),
        ("Urakan sai Aino Testi Rakennus Oy.", ["Aino Testi Rakennus Oy"]),
        ("Esittelijä on HT, KHT Aino Testi Xyzza Oy:stä.", ["Xyzza Oy:stä"]),
        ("Lisäksi Xyzza Oy nostaa hintaa.", ["Xyzza Oy"]),
        ("Avustus: Testilän seudun koirakerho ry 500 €", ["Testilän seudun koirakerho ry"]),
        ("Lausunto pyydetään OKM:ltä ja eduskunnalta.", ["OKM:ltä", "eduskunnalta"]),
        ("Kuopion museo vastaa aineistosta.", ["Kuopion museo"]),
        (
            "Länsi- ja Sisä-Suomen aluehallintovirasto päätti.",
            ["Länsi- ja Sisä-Suomen aluehallintovirasto"],
        ),
        ("Ohjeen antoi Mallivirasto.", ["Mallivirasto"]),
        ("Esimerkki-työryhmän kokous on tammikuussa.", ["Esimerkki-työryhmän"]),
        (
            "Sivistyslautakunta ja tekninen lautakunta.",
            ["Sivistyslautakunta", "tekninen lautakunta"],
        ),
        ("Tarjouksen jätti Maanrakennus Matti Malli.", ["Maanrakennus Matti Malli"]),
        ("Asunto Oy Testilän Kuusikuja maksaa.", ["Asunto Oy Testilän Kuusikuja"]),
        ("Osoite on Testikatu 1, 02100 Espoo.", []),
        ("Ohje on osoitteessa www.espoo.fi ja espoo@example.fi.", []),
        ("Hallitus, kaupunki ja lautakunta keskustelivat.", []),
        ("Omakannasta ja GitHubista näkee tilanteen.", []),
        ("Avaimet annettiin Esimerkkilän Ratsastajille.", ["Esimerkkilän Ratsastajille"]),
        ("Ne löytyvät GitHubin Tikettien kautta.", []),
    ],
)
def test_organisations(sentence: str, mentioned: list[str]) -> None:
    assert words(sentence, label="ORG") == mentioned


def test_alias_in_brackets_is_found_again() -> None:
    first = "Ohjauksesta vastaa Testilän nuorisoseura ry (TNS)."
    assert found(first, "TNS:n kokous on maanantaina.", label="ORG", present=()) == [
        ("Testilän nuorisoseura ry", "rule:registered-name"),
        ("TNS", "alias"),
        ("TNS:n", "rule:acronym-of-body"),
    ]


def test_head_among_heads_of_organisations() -> None:
    heads = ("Espoo: Ei muutoksia.", "Vantaa: On kokeiltu.", "Siili: Ei vielä.", "Kerava: Valmis.")
    assert ("Siili", "rule:among-organisations") in found(*heads, label="ORG")
    assert "Siili" not in words("Siili: Ei vielä.", label="ORG")


def test_attendance_and_signatures_do_not_count() -> None:
    document, minutes = minutes_of("Aino Esimerkki, Espoo", present=PRESENT, role="signatures")
    assert find_mentions(document, minutes) == ()


def test_the_model_is_asked_only_where_its_answer_could_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def recognise(
        texts: Sequence[str], certainty: float = 0.5
    ) -> list[tuple[tuple[int, int, EntityLabel], ...]]:
        asked.extend(texts)
        return [((0, 14, "PER"),) for _ in texts]

    monkeypatch.setattr(recognised, "recognise", recognise)
    document, minutes = minutes_of("Xyzza Quuxalin kertoi asiasta.", "Kokous avattiin klo 13.")
    mentions = find_mentions(document, minutes)
    assert asked == ["Xyzza Quuxalin kertoi asiasta."]
    assert [m for m in mentions if m.found_by == "ner"] == [
        Mention(mentions[0].span, "PER", "1", "ner", 0.6)
    ]


@pytest.mark.parametrize(
    ("sentence", "mentioned"),
    [
        ("Pyydettiin apua Esimerkkilän Ratsastajilta.", ["Esimerkkilän Ratsastajilta"]),
        ("Kuultiin Esimerkkilän Kennelkerhoa.", ["Esimerkkilän Kennelkerhoa"]),
        ("Saatiin Mallin koulun kerholta.", ["Mallin koulun kerholta"]),
        ("Lasku lähetetään KMLT:lle. KMLT maksaa sen.", ["KMLT:lle", "KMLT"]),
        ("PSTX:n hallituksen kokous oli pitkä.", ["PSTX:n"]),
        ("Tuki haetaan Leader Esimerkkilästä.", ["Leader Esimerkkilästä"]),
        ("Ilmoitetaan Esimerkkilän kaupungille.", ["Esimerkkilän kaupungille"]),
        ("Selvitetään Esimerkkilän valiokunnista.", []),
        ("Työ tilataan Kaivuu Malliselta.", ["Kaivuu Malliselta"]),
        ("Martat ja Kennelliitto tulevat.", ["Martat", "Kennelliitto"]),
        ("Kuva tallennetaan PDF:nä.", []),
        ("Syksyn Tapahtumat alkavat.", []),
        ("Kerrottiin sanasta ”Virtaa”.", []),
    ],
)  # fmt: skip
def test_names_of_associations(sentence: str, mentioned: list[str]) -> None:
    assert words(sentence, label="ORG") == mentioned


def test_an_affiliation_without_its_mark() -> None:
    present = (("Aino Esimerkki", "Kuljetus Koivula Oy"),)
    assert found("Kuljetus Koivula ajaa.", label="ORG", present=present) == [
        ("Kuljetus Koivula", "attendance")
    ]
