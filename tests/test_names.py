"""Whom a name or a part of one means, and what base form an unknown name has."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.names import (
    _in_brackets,
    _stands_alone,
    attending_book,
    base_person_name,
    clean_name,
    is_first_name,
    to_full_name,
    to_name_book,
)

BOOK = to_name_book(
    ["Aino Esimerkki", "Liisa Heino – Mallinen", "Olof af Testberg", "Kari Testi-Mäki", "Jukka"]
)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Aino Esimerkille", "Aino Esimerkki"),
        ("A. Esimerkin", "Aino Esimerkki"),
        ("Esimerkki Aino", "Aino Esimerkki"),
        ("Liisa Heino-Malliselta", "Liisa Heino-Mallinen"),
        ("Olof af Testbergin", "Olof af Testberg"),
        ("Onni Esimerkin", None),
        ("B. Esimerkin", None),
    ],
)
def test_full_names(words: str, name: str | None) -> None:
    found = BOOK.full(words.split())
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("Ainolle", ["Aino Esimerkki"]),
        ("Esimerkin", ["Aino Esimerkki"]),
        ("Jukan", ["Jukka"]),
        ("Testi-Mäeltä", ["Kari Testi-Mäki"]),
        ("Karin", ["Kari Testi-Mäki"]),
        ("Karita", []),
        ("aino", []),
    ],
)
def test_parts_of_names(word: str, names: list[str]) -> None:
    assert [name.name for name, _ in BOOK.meant_by(word)] == names


def test_names_are_cut_and_cleaned() -> None:
    assert clean_name("Liisa  Heino – Mallinen") == "Liisa Heino-Mallinen"
    assert to_full_name("Olof Erik af Testberg").surname == "af Testberg"
    assert to_full_name("Jukka").surname == ""


@pytest.mark.parametrize("word", ["Aino", "Anna-Liisa", "Cindy", "Annakaisa", "Salla"])
def test_first_names(word: str) -> None:
    assert is_first_name(word)


@pytest.mark.parametrize("word", ["Ainakin", "Kokous", "aino", "Ainon"])
def test_other_words_are_no_first_names(word: str) -> None:
    assert not is_first_name(word)


@pytest.mark.parametrize(
    ("words", "following", "seen", "expected"),
    [
        ("Aino Virtaselta", " suunnitteluapua", "", "Aino Virtanen"),
        ("Aino Testströmille", " kutsun", "", "Aino Testström"),
        ("Aino Malldin", " esitteli asian", "", "Aino Malldin"),
        ("Aino Malldin", " ehdotuksesta", "", "Aino Malld"),
        ("Aino Mallukan", " ehdotuksesta", "Mallukka", "Aino Mallukka"),
        ("Aino Mallukkaa", "", "", "Aino Mallukka"),
        ("Aino Kallioista", ".", "", "Aino Kallioinen"),
        ("Aino Testikosken", "", "", "Aino Testikoski"),
        ("Aino Testkvistiä", " kuultiin", "", "Aino Testkvist"),
        ("Onni Koelehdolle", " asia", "", "Onni Koelehto"),
        ("Aino Kosken", ".", "", "Aino Koski"),
        ("Aino Testaaria", " laskuttamaan kulut", "", "Aino Testaari"),
        ("Aino Testaaria", " kiitti", "", "Aino Testaaria"),
    ],
)
def test_base_form_of_an_unknown_name(words: str, following: str, seen: str, expected: str) -> None:
    assert base_person_name(words.split(), frozenset(seen.split()), following) == expected


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Aino Esimerkki, pj (AE) ja muut", {"AE"}),
        ("AE avasi kokouksen. LHM tekee ohjeen, AE:n luonnos liitteenä.", {"AE", "LHM"}),
        ("AE avasi kokouksen.", set()),
        ("Tieto tulee HR:stä ja IT:ltä.", set()),
    ],
)
def test_initials_that_the_document_writes(text: str, known: set[str]) -> None:
    book = attending_book(("Aino Esimerkki", "Liisa Heino-Mallinen", "Heikki Ruoho"), text)
    assert set(book.initials) == known
    assert [(name.name, part) for name, part in book.meant_by("AE:n")] == (
        [("Aino Esimerkki", "initials")] if "AE" in known else []
    )


def test_initials_that_two_share_mean_nobody() -> None:
    book = attending_book(("Aino Esimerkki", "Antti Esko"), "AE ja AE")
    assert not book.initials


def test_a_first_name_with_the_initial_of_a_surname() -> None:
    book = to_name_book(["Aino Esimerkki", "Aino Mallikas", "Aino Malli", "Olli Mäki"])
    assert book.full(["Aino", "E"]).name == "Aino Esimerkki"  # type: ignore[union-attr]
    assert book.full(["Aino", "M"]) is None
    assert book.full(["Olli", "E"]) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["J", "K", "Mallilalle"], "Jaakko Mallila"),
        (["J.K", "Mallila"], "Jaakko Mallila"),
        (["J", "Mallila"], "Jaakko Mallila"),
        (["N", "K", "Mallila"], None),
        (["T", "A", "Esimerkin"], "T.A. Esimerkki"),
        (["T", "U", "Esimerkki"], None),
        (["J-P", "Malli"], "Juha-Pekka Malli"),
    ],
)
def test_initials_before_a_surname_agree_with_the_first_names(
    words: list[str], name: str | None
) -> None:
    book = to_name_book(["Jaakko Mallila", "T.A. Esimerkki", "Juha-Pekka Malli"])
    found = book.full(words)
    assert (found.name if found else None) == name


def test_one_half_of_a_double_first_name() -> None:
    book = to_name_book(
        ["Anna-Maija Esimerkki", "Olli Mäki", "Anna-Liisa Malli", "Anna-Elsa Malli"]
    )
    assert book.full(["Anna", "Esimerkin"]).name == "Anna-Maija Esimerkki"  # type: ignore[union-attr]
    assert book.full(["Olli-Pekka", "Mäki"]).name == "Olli Mäki"  # type: ignore[union-attr]
    assert book.full(["Anna", "Malli"]) is None
    assert book.full(["Elsa", "Esimerkki"]) is None


@given(st.text("aÄ1 ()\nB", max_size=90))
def test_initials_in_brackets_are_those_of_one_pattern(text: str) -> None:
    whole = re.compile(r"([^\W\d_][^\n()]{2,60})\(([A-ZÅÄÖ]{2,3})\)")
    assert list(_in_brackets(text)) == [(m[2], m[1]) for m in whole.finditer(text)]


@given(st.text("AB.a \n", max_size=30), st.sampled_from(["AB", "ABA", "BB"]))
def test_initials_that_stand_alone_are_among_all_words(text: str, initials: str) -> None:
    words = re.findall(r"(?<![\w.])\w++(?!\.[\w.]*\w)", text)
    assert _stands_alone(initials, text) == (initials in words)
