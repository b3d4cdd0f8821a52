"""Words that a line end cuts: text in, joint out; the document and the language are given."""

from __future__ import annotations

import pytest

from pipeline.read.hyphens import Evidence, Joint, file_names, is_cut_in_cell, line_joint

LANGUAGE = {
    "kuntaala": frozenset[str](),
    "hallitus": frozenset({"noun"}),
    "kunnanhallitus": frozenset({"noun"}),
    "uudenmaan": frozenset({"place"}),
    "maan": frozenset({"noun"}),
    "osiossa": frozenset({"noun"}),
    "kuvailuosiossa": frozenset({"noun"}),
    "linjaauto": frozenset({"noun"}),
    "autoon": frozenset({"noun"}),
    "näkymään": frozenset({"noun"}),
    "oppilasasiat": frozenset({"noun"}),
    "asiat": frozenset({"noun"}),
}


def joint(
    left: str,
    right: str,
    document: dict[str, int] | None = None,
    files: frozenset[str] = frozenset(),
    **options: bool,
) -> Joint:
    known = document or {}
    evidence = Evidence(
        count=lambda form: known.get(form.lower(), 0),
        heads=lambda word: known.get(f"{word}-", 0),
        classes=lambda form: LANGUAGE.get(form.lower(), frozenset()),
        files=files,
    )
    return line_joint(left, right, evidence, **options)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Testilän kunnan-", "hallitus"),
        ("Kunnan-", "hallitus"),
        ("Länsi-Uuden-", "maan"),
        ("esimer-", "kkiä"),  # neither half is a word: the hyphen is the typesetter's
        ("oppilas-", "asiat"),
    ],
)
def test_a_typesetters_hyphen_goes(left: str, right: str) -> None:
    assert joint(left, right) is Joint.DROP


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("EU-", "hanke"),
        ("A-", "vitamiini"),
        ("GitHub-", "näkymään"),
        ("Koe-", "Esimerkkilä"),
        ("vuonna 2025-", "kevät"),
        ("1.1.2024–", "31.12.2024"),
        ("toimenpideohjelma-", "141124.pdf"),
        ("linja-", "autoon"),  # the same vowel on both sides
        ('lisätään "auto"-', "kohtaiset"),
        ("siirtyy Kokeet-", "osiossa"),  # the whole is no word, its end is one
        ("siirtyy Kuvailu-", "osiossa"),  # a name in the middle of a sentence
        ("OPA-kysely-", "näkymään"),
    ],
)
def test_a_hyphen_of_the_word_stays(left: str, right: str) -> None:
    assert joint(left, right) is Joint.KEEP


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("esi-", "ja"),
        ("för-", "och"),
        ("Esittely -", "keskustelu"),
        ("–", "keskustelu"),
        ("tavoitteet -", "(liite)"),
        ("https://esimerkki.fi/Testi-", "hanke"),
        ("polku/toinen/kolmas-", "neljäs"),
        ("aino.esimerkki@testila-", "kunta.fi"),
        ("kunnan-", "- hallitus"),
    ],
)
def test_other_line_ends_stay(left: str, right: str) -> None:
    assert joint(left, right) is Joint.BREAK


def test_the_document_itself_knows_best() -> None:
    assert joint("kunnan-", "hallitus", {"kunnan-hallitus": 2, "kunnanhallitus": 1}) is Joint.KEEP
    assert joint("linja-", "auto", {"linjaauto": 1}) is Joint.DROP
    assert joint("Koe-", "hallitus", {"Koe-": 1}) is Joint.KEEP


def test_a_linked_files_name_keeps_its_hyphens() -> None:
    files = file_names(
        ["https://testila.fi/a-b/Kunnan-hallitus-2024.pdf", "https://testila.fi/x-y"]
    )
    assert files == {"kunnan-hallitus-2024.pdf"}
    assert joint("Kunnan-", "hallitus-2024.pdf", files=files) is Joint.KEEP
    assert joint("ks. (Kunnan-", "hallitus-2024.pdf),", files=files) is Joint.KEEP
    assert joint("Kunnan-", "hallitus", files=files) is Joint.DROP


def test_a_soft_hyphen_is_never_kept() -> None:
    assert joint("linja", "autoon", is_soft=True) is Joint.DROP
    assert joint("Koe", "Esimerkki", is_soft=True) is Joint.BREAK


@pytest.mark.parametrize(
    ("left", "right", "cut"),
    [
        ("kunnanhal", "litus", True),
        ("kuntaala", "en", False),
        ("hallitus", "asiat", False),
        ("Uusi kunnanhal", "litus", False),
        ("kunnanhal", "Litus", False),
    ],
)
def test_a_word_cut_without_a_hyphen_in_a_narrow_cell(left: str, right: str, cut: bool) -> None:
    evidence = Evidence(
        count=lambda _form: 0,
        heads=lambda _word: 0,
        classes=lambda form: LANGUAGE.get(form.lower(), frozenset()),
    )
    assert is_cut_in_cell(left, right, evidence) is cut
