"""The scan leaves out only what cannot match: with it and without it the same is found."""

from __future__ import annotations

import pytest

from pipeline.rulebook import load_rules
from pipeline.scanning import holds_needle, line_at, possible_rules, rules_by_line
from pipeline.values.matching import propose

EXAMPLES = [text for rule in load_rules() for text in (*rule.examples, *rule.counter_examples)]
LABELS = sorted({rule.label for rule in load_rules()})
SCANNED = ("CLAIM", "DATE", "EMAIL", "LINK", "REFERENCE", "STATISTIC")
"""Labels whose rules are tried line by line."""


@pytest.mark.parametrize("label", LABELS)
def test_rules_that_are_left_out_would_find_nothing(label: str) -> None:
    for text in EXAMPLES:
        possible = possible_rules(text, label)
        left_out = [rule for rule in load_rules(label) if rule not in possible]
        assert [rule.id for rule in left_out if rule.pattern.search(text)] == []


@pytest.mark.parametrize("label", SCANNED)
def test_line_by_line_the_same_is_found_as_in_the_whole_text(label: str) -> None:
    text = "\n\n".join(EXAMPLES).replace(" kunta", "\n kunta")
    whole = {
        (rule.id, match.span())
        for rule in load_rules(label)
        for match in rule.pattern.finditer(text)
    }
    assert {(rule.id, match.span()) for rule, match in propose(text, label)} == whole
    assert whole


def test_most_rules_are_left_out() -> None:
    text = "Kokouksen avasi puheenjohtaja."
    assert len(possible_rules(text)) < 0.1 * len(load_rules())


def test_rules_stay_in_their_order() -> None:
    text = "Kokous on 12.12.2024 klo 9, ks. § 4 ja viikko 5/2025; vuonna 2026 maksu oli 40 €."
    order = list(load_rules())
    places = [order.index(rule) for rule in possible_rules(text)]
    assert places == sorted(places)
    assert len(places) > 10


def test_capitals_and_letters_that_grow_in_lower_case_are_no_hindrance() -> None:
    text = "Straße ẞ İ: KOKOUS ON 12.12.2024.\nSeuraava on 13.12.2024."
    assert [match[0] for _, match in propose(text, "DATE") if match[0].endswith("2024")]
    lines = [line for line, rules in rules_by_line(text, "DATE").items() if rules]
    assert lines == [(0, text.index("\n") + 1), (text.index("\n") + 1, len(text))]


def test_the_line_of_an_offset() -> None:
    text = "yksi\nkaksi\nkolme"
    assert line_at(text, 0) == line_at(text, 4) == (0, 5)
    assert line_at(text, 5) == (5, 11)
    assert line_at(text, len(text) - 1) == (11, 16)


def test_only_passages_with_a_string_of_the_rules_are_looked_at() -> None:
    text = "Todettiin läsnäolijat. Puheenjohtajaksi valittiin Aino Esimerkki. Muuta ei ollut."
    elected = text.index("Puheenjohtajaksi"), text.index(" Muuta")
    assert holds_needle(text, *elected, "ELECTED")
    assert not holds_needle(text, elected[1], len(text), "ELECTED")
