"""Organisations that the public registers know, in any case."""

from __future__ import annotations

import pytest

from pipeline.registers import find_organisation, is_short_for, is_written_as, known_names


@pytest.mark.parametrize(
    ("phrase", "name", "identifier"),
    [
        ("Vihdin", "Vihti", "927"),
        ("Kauniaisten", "Kauniainen", "235"),
        ("Uudenkaupungin", "Uusikaupunki", "895"),
        ("Virroilla", "Virrat", "936"),
        ("Virtain", "Virrat", "936"),
        ("Esbo", "Espoo", "049"),
        ("Nastolan", "Nastola", None),
        ("LUVNin", "Länsi-Uudenmaan hyvinvointialue", "LU"),
        ("Kainuun hyvinvointialueella", "Kainuun hyvinvointialue", "KA"),
        ("OKM:lle", "opetus- ja kulttuuriministeriö", None),
        ("Opetus- ja kulttuuriministeriön", "opetus- ja kulttuuriministeriö", None),
        ("korkeimman hallinto-oikeuden", "korkein hallinto-oikeus", None),
        ("eduskunnassa", "eduskunta", None),
        ("Kelalta", "Kansaneläkelaitos", None),
    ],
)
def test_name_in_any_case_is_found(phrase: str, name: str, identifier: str | None) -> None:
    found = find_organisation(phrase)
    assert found is not None
    assert (found.name, found.identifier) == (name, identifier)


@pytest.mark.parametrize("phrase", ["vihdin", "okm", "II", "Kemia", "Loppu", "Esimerkkilä", ""])
def test_other_words_are_not(phrase: str) -> None:
    assert find_organisation(phrase) is None


def test_every_municipality_finds_itself() -> None:
    municipal = {
        k.organisation.name for k in known_names() if k.organisation.kind == "municipality"
    }
    lost = [name for name in municipal if getattr(find_organisation(name), "name", None) != name]
    assert len(municipal) > 400
    assert lost == []


@pytest.mark.parametrize("word", ["EsiIT", "EsiIT:n", "esiit:lle", "EsiITin"])
def test_inner_capitals_are_kept_in_every_case(word: str) -> None:
    assert is_written_as("EsiIT", word)


@pytest.mark.parametrize("word", ["Esille", "Esiä", "Esiin"])
def test_a_word_without_the_inner_capitals_is_another(word: str) -> None:
    assert not is_written_as("EsiIT", word)


@pytest.mark.parametrize(
    ("short", "name", "answer"),
    [
        ("EsHVA", "Esimerkin hyvinvointialue", True),
        ("Kokohyva", "Koe-Kokeen hyvinvointialue", True),
        ("KKHVA", "Koe-Kokeen hyvinvointialue", True),
        ("KHVA", "Koe-Kokeen hyvinvointialue", False),  # a word is missing
        ("KKLA", "Koe-Kokeen hyvinvointialue", False),  # so is the last one
        ("Koe", "Koe", False),
        ("kokohyva", "Koe-Kokeen hyvinvointialue", False),
    ],
)
def test_short_names_have_the_initials_of_all_words(short: str, name: str, answer: bool) -> None:
    assert is_short_for(short, name) is answer
