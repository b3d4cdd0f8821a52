"""How sentences fall into clauses."""

from __future__ import annotations

import pytest

from pipeline.extract.clauses import split_clauses


def parts(sentence: str) -> list[tuple[str, str | None]]:
    """Link and finite verb of each clause."""
    clauses = split_clauses(sentence, 0, len(sentence))
    return [(c.link, c.verb.text if c.verb else None) for c in clauses]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Aino lähettää kutsun, kun ohje on valmis.", [("main", "lähettää"), ("if", "on")]),
        ("Sovittiin, että Aino tekee sen.", [("main", "Sovittiin"), ("that", "tekee")]),
        (
            "Aino, Onni ja Veikko laativat ohjeen.",
            [("main", "laativat")],
        ),
        (
            "Sovittiin, että ryhmä, johon asia kuuluu, kokoaa listan.",
            [("main", "Sovittiin"), ("that", "kokoaa"), ("relative", "kuuluu")],
        ),
        (
            "Rehtorit huolehtivat siitä – opettajat vievät tiedon kotiin.",
            [("main", "huolehtivat"), ("main", "vievät")],
        ),
        ("Aino lisää vielä linkin ohjeeseen.", [("main", "lisää")]),
        ("He voivat pyytää apua.", [("main", "voivat")]),
        ("Aino aikoo koota listan ja lähettää sen.", [("main", "aikoo")]),
        ("Aino kokoaa listan ja lähettää sen.", [("main", "kokoaa"), ("main", "lähettää")]),
        ("Aino selvittää, voiko asian hoitaa.", [("main", "selvittää"), ("question", "voiko")]),
    ],
)
def test_each_clause_has_its_verb(sentence: str, expected: list[tuple[str, str | None]]) -> None:
    assert parts(sentence) == expected


def test_a_denied_clause_says_so() -> None:
    sentence = "Aino ei lähetä kutsua."
    assert [c.negated for c in split_clauses(sentence, 0, len(sentence))] == [True]


def test_what_stands_before_a_colon_is_the_label() -> None:
    sentence = "Tehtäväksi kouluille: päivittää suunnitelma."
    label = split_clauses(sentence, 0, len(sentence))[-1].label
    assert [word.text for word in label] == ["Tehtäväksi", "kouluille"]


def test_a_quotation_does_not_cut_a_clause() -> None:
    sentence = "Aino lähettää ohjeen ”Ohje: näin toimit, kun hätä on” kaikille."
    assert parts(sentence) == [("main", "lähettää")]


def test_brackets_come_after_the_rest() -> None:
    sentence = "Asia siirtyy (Onni korjaa sen) syksyyn."
    assert parts(sentence) == [("main", "siirtyy"), ("main", "korjaa")]
