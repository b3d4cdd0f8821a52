"""What a pattern needs is read off it; where that is not sure, nothing is claimed."""

from __future__ import annotations

import pytest

from pipeline.needles import DIGIT, pattern_needles

LISTS = {"units": ("kpl", "htv"), "days": ("Ma", "maanantai", "ti")}


def needles(pattern: str) -> list[set[str]]:
    return [set(found) for found in pattern_needles(pattern, LISTS.__getitem__)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("kunta", [{"kunta"}]),
        ("(?i)Kunta", [{"kunta"}]),
        (r"kunn(?:an|assa|asta)", [{"kunnan", "kunnassa", "kunnasta"}]),
        (r"kokous(?:kutsu)?", [{"kokous"}]),  # what holds the longer holds the shorter
        (r"tammi(?:kuu)?ta?", [{"tammit", "tammikuut"}]),
        (r"\d+ \L<units>", [{" kpl", " htv"}, {DIGIT}]),
        (r"(?x) \d+ \h \L<units>", [{"kpl", "htv"}, {DIGIT}]),
        (r"\b\L<days>\b", [{"ma", "ti"}]),
        (r"(?P<day>[1-9]|[12]\d)\.(?P<month>[1-3])\.", [{".1.", ".2.", ".3."}]),
        (r"klo (?=\d)", [{"klo "}, {DIGIT}]),
        (r"(?<=klo )\w+", [{"klo "}]),
        (r"(?<!klo )kello", [{"kello"}]),
        (r"\p{L}+kunta|\p{L}+kaupunki", [{"kunta", "kaupunki"}]),
        (r"(?:ensi|viime)\h(?:viikolla|kuussa)", [{"viikolla", "kuussa"}, {"ensi", "viime"}]),
        (r"§{1,2}", [{"§"}]),
        (r"\x41\u00c4\.", [{"aä."}]),
    ],
)
def test_needles_are_read_off_the_pattern(pattern: str, expected: list[set[str]]) -> None:
    assert needles(pattern) == expected


@pytest.mark.parametrize(
    "pattern",
    [
        r"\p{L}+",  # nothing known
        "a|kunta",  # a single letter is everywhere
        "(?:kunta)?",  # may be empty
        "(?:kunta)*",
        "(?:kunta){0,3}",
        r"kunta|\w+",  # one way needs nothing
        r"(kunta) \1",  # a reference back: not read
        r"(?|kunta|kylä)",
        r"(?:kunta){e<=1}",  # fuzzy
        "kunta)",  # no pattern at all
    ],
)
def test_nothing_is_claimed_where_nothing_is_sure(pattern: str) -> None:
    assert needles(pattern) == []


def test_a_line_end_is_no_needle() -> None:
    assert needles("[\n]+|kunta") == []
