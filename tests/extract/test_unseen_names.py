"""Organisations as minutes of all kinds name them, found by rules alone; all names are invented."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.records import EntityLabel
from pipeline.extract import entities
from tests.naming import organisations_in


@pytest.fixture(autouse=True)
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(texts: Sequence[str]) -> list[tuple[tuple[int, int, EntityLabel], ...]]:
        return [() for _ in texts]

    monkeypatch.setattr(entities, "recognise", nothing)


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


def recognised(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The model takes ``name`` for an organisation wherever it reads it."""

    def find(texts: Sequence[str]) -> list[tuple[tuple[int, int, EntityLabel], ...]]:
        return [
            ((text.index(name), text.index(name) + len(name), "ORG"),) if name in text else ()
            for text in texts
        ]

    monkeypatch.setattr(entities, "recognise", find)


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
    recognised(monkeypatch, name)
    assert organisations_in(said) == names
