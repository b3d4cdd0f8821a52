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
