"""Organisations as minutes of all kinds name them, found by rules alone; all names are invented."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.records import EntityLabel
from pipeline.extract import recognised
from tests.naming import organisations_in


@pytest.fixture(autouse=True)
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(
        texts: Sequence[str], certainty: float = 0.5
    ) -> list[tuple[tuple[int, int, EntityLabel], ...]]:
        return [() for _ in texts]

    monkeypatch.setattr(recognised, "recognise", nothing)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Kirje saatiin Ruotsin suurlähetystöstä.", ["Ruotsin suurlähetystö"]),
        (
            "Turun arkkihiippakunnan tuomiokapituli antoi luvan.",
            ["Turun arkkihiippakunnan tuomiokapituli"],
        ),
        ("Asia siirtyi Porin Annanseurakunnalle.", ["Porin Annanseurakunta"]),
        ("Kutsu tuli Turun ja Porin seurakuntayhtymältä.", ["Turun ja Porin seurakuntayhtymä"]),
        (
            "Lausunto Lapin elinkeino-, liikenne- ja ympäristökeskukselle.",
            ["Lapin elinkeino-, liikenne- ja ympäristökeskus"],
        ),
        ("Päätös 3.2.2024 § 12 Mallila Oy:n hakemuksesta.", ["Mallila Oy"]),
        ("Todettiin: Hyvinvointialueen vanhusneuvosto kokoontuu.", ["vanhusneuvosto"]),
        ("Esiteltiin Mallilan koulu -hanke.", []),
        ("Saatiin Testilän kokoomus -valtuustoryhmän aloite.", ["Testilän kokoomus"]),
        ("Avustusta haettiin Kirkon keskusrahastolta.", ["Kirkon keskusrahasto"]),
        ("Sopimus tehtiin Koulutuskuntayhtymä Mallilan kanssa.", ["Koulutuskuntayhtymä Mallila"]),
    ],
)
def test_names_in_a_sentence(said: str, names: list[str]) -> None:
    assert organisations_in(said) == names


def test_initials_in_brackets_explain_the_name_before_them() -> None:
    said = ("Yleisten testien neuvoston (YTN) lausunto.", "Kokouksen avasi YTN:n puheenjohtaja.")
    assert organisations_in(*said) == ["Yleisten testien neuvosto"]


def test_a_registered_name_is_known_without_its_mark() -> None:
    said = ("Mallexa Oy valitti päätöksestä.", "Lisäksi Mallexa vaatii kulujen korvaamista.")
    assert organisations_in(*said) == ["Mallexa Oy"]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (
            "Merkittiin Mallilan Soutu- ja Melontaliiton kirje.",
            ["Mallilan Soutu- ja Melontaliitto"],
        ),
        ("Kolehti menee 15.6. Suomen Lähetysseuralle.", ["Suomen Lähetysseura"]),
        ("Kaupungin museo on suljettu.", []),
        (
            "Tarjous saatiin Kivityö Mallexalta ja Toisen Muuraus Oy:ltä.",
            ["Kivityö Mallexa", "Toisen Muuraus Oy"],
        ),
        ("Kaivu ja Kuljetus Mallexa Ky sai urakan.", ["Kaivu ja Kuljetus Mallexa Ky"]),
        ("Vakuutusyhtiö Mallexan tarjous oli halvin.", ["Mallexa"]),
        ("Taksiyhtiö Virtanen ajaa.", []),
        ("Halvin oli Rakennus-Virtanen.", ["Rakennus-Virtanen"]),
        ("Paikalla oli Aino Mäki-Virtanen.", []),
        ("Inkoon kunta ja Mallavesi ovat mukana.", ["Inkoo", "Mallavesi"]),
        ("Lahjoittajia ovat Kodin Mallexa ja Porin apteekki.", ["Kodin Mallexa", "Porin apteekki"]),
        ("Kylätalon yhdistykset siivoavat.", []),
        ("Mukana ovat Mallexa Oy ja ruotsalainen Provexa.", ["Mallexa Oy", "Provexa"]),
        ("Asiantuntija Aino Testilä Kuntatieto Oy:stä kävi.", ["Kuntatieto Oy"]),
        ("Paikalla A. Mallilahti ja Testin ystävät ry.", ["Testin ystävät ry"]),
        ("Visit Inkoo julkaisee kartan.", ["Visit Inkoo"]),
    ],
)
def test_names_that_nothing_else_marks(said: str, names: list[str]) -> None:
    assert organisations_in(said) == names


def model_finds(monkeypatch: pytest.MonkeyPatch, name: str, how_sure: float = 0.6) -> None:
    """The model takes ``name`` for an organisation wherever it reads it, ``how_sure`` of that."""

    def find(
        texts: Sequence[str], certainty: float = 0.5
    ) -> list[tuple[tuple[int, int, EntityLabel], ...]]:
        return [
            ((text.index(name), text.index(name) + len(name), "ORG"),)
            if name in text and certainty <= how_sure
            else ()
            for text in texts
        ]

    monkeypatch.setattr(recognised, "recognise", find)


@pytest.mark.parametrize(
    ("said", "name", "names"),
    [
        ("MALX on avannut avustushaun.", "MALX", ["MALX"]),
        ("MALX on hidas.", "MALX", []),
        ("Suunnittelu tilataan Mallexalta.", "Mallexalta", ["Mallexa"]),
        ("Suunnittelu tehdään Mallexassa.", "Mallexassa", []),
        ("Mukaan kysytään Inkoon Vasama.", "Inkoon Vasama", ["Inkoon Vasama"]),
        ("Katsottiin Mallexan Kone.", "Mallexan Kone", []),
    ],
)
def test_what_the_model_says_counts_where_the_words_bear_it_out(
    monkeypatch: pytest.MonkeyPatch, said: str, name: str, names: list[str]
) -> None:
    model_finds(monkeypatch, name)
    assert organisations_in(said) == names


@pytest.mark.parametrize(
    ("said", "name", "names"),
    [
        ("Uusittiin Mallexan laina.", "Mallexan", ["Mallexa"]),
        ("Käytiin Mallexassa.", "Mallexassa", []),
        ("Rakennetaan Mallexakallion tontille.", "Mallexakallion", []),
        ("Kirjat ovat Mallexan kirjastossa.", "Mallexan", []),
        ("Mietittiin LLX:n versiota.", "LLX:n", []),
    ],
)
def test_of_a_single_word_the_model_must_be_very_sure(
    monkeypatch: pytest.MonkeyPatch, said: str, name: str, names: list[str]
) -> None:
    model_finds(monkeypatch, name, how_sure=0.9)
    assert organisations_in(said) == names
    model_finds(monkeypatch, name, how_sure=0.8)
    assert organisations_in(said) == []


def test_two_parties_that_the_model_takes_for_one_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "Ruokailu siirtyy Mallexa Groupilta Testexalle."
    model_finds(monkeypatch, "Mallexa Groupilta Testexalle")
    assert organisations_in(said) == ["Mallexa Group", "Testexa"]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (
            "Saatiin: Mallexa 18 900 €, Testix Group 21 400 € ja Toimisto Provi Oy 16 750 €.",
            ["Mallexa", "Testix Group", "Toimisto Provi Oy"],
        ),
        ("Tarjoukset: Testi Oy (24 900 €) ja Mallin Auto (22 350 €).", ["Testi Oy", "Mallin Auto"]),
        ("Kulut 100 €, Testi Oy 200 €.", ["Testi Oy"]),
        ("Palkkiot: Aino Mallila 100 € ja Testi Oy 200 €.", ["Testi Oy"]),
        ("Kahvit 100 €, Pullat 50 €, Mehut 20 € ja Testi Oy 200 €.", ["Testi Oy"]),
    ],
)
def test_names_with_a_sum_each_are_of_a_kind(said: str, names: list[str]) -> None:
    assert organisations_in(said) == names


def test_rows_with_a_sum_each_are_of_a_kind() -> None:
    rows = ("Putkityö Testi Ky\t398 450,00 €", "Mallisen Putki ja Pelti\t401 300,00 €")
    assert organisations_in(*rows) == ["Putkityö Testi Ky", "Mallisen Putki ja Pelti"]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Tarjouksen jätti 3Testi Ensihoito Oy.", ["3Testi Ensihoito Oy"]),
        ("Vesihuolto Oy Mallilan yhtiökokous pidetään.", ["Vesihuolto Oy Mallila"]),
        ("Valittiin Rakennus Oy Antti J. Testi.", ["Rakennus Oy Antti J. Testi"]),
        ("Kysytään Novellia ja Testi Oyj:tä.", ["Testi Oyj"]),
        ("Suunnittelija on Testi & Mallinen.", ["Testi & Mallinen"]),
        (
            "Suunnittelija on Arkkitehtitoimisto Testi & Mallinen.",
            ["Arkkitehtitoimisto Testi & Mallinen"],
        ),
        ("Aino & Eero tekevät ruokalistan.", []),
        ("Vahingon korvaa vakuutusyhtiö Malli.", ["Malli"]),
        ("Tarjouksen jätti Keski-Suomen Sairaankuljetus.", ["Keski-Suomen Sairaankuljetus"]),
        ("Kokous on Turun Kauppatorilla.", ["Turku"]),
        ("Paikka on Lahden Ratsastajat ry:n talo.", ["Lahden Ratsastajat ry"]),
        ("Järjestäjä on Suomen Messut.", ["Suomen Messut"]),
        ("Henkilöstö siirtyy Keski-Suomen TE-toimistosta.", ["Keski-Suomen TE-toimisto"]),
        ("Postissa kirje Testi Oy:ltä.", ["Testi Oy"]),
        ("Posti ilmoittaa hinnoista.", ["Posti"]),
        ("Kysytään ISS Palveluilta.", ["ISS Palvelut"]),
        ("Mukana oli Lions Club Testilä/Mallila.", ["Lions Club Testilä/Mallila"]),
    ],
)
def test_names_of_firms(said: str, names: list[str]) -> None:
    assert organisations_in(said) == names
