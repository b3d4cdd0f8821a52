"""Warnings for what does not agree within a document."""

import pytest

from pipeline.segment import segment_minutes
from tests.segment.setting import Set, typeset

HEAD = (Set("Lautakunnan kokous", bold=True, size=14), Set("Aika: 3.2.2025 klo 17–19", gap=1.0))


def codes(*lines: Set | str) -> list[str]:
    return [warning.code for warning in segment_minutes(typeset(*lines)).warnings]


def section(number: str, title: str) -> list[Set]:
    return [
        Set(f"§ {number} {title}", gap=2.0, bold=True),
        Set("Päätös:\tHyväksyttiin.", gap=0.8),
    ]


def test_numbers_one_after_the_other_are_no_trouble() -> None:
    assert (
        codes(*HEAD, *section("4", "Avaus"), *section("5", "Talous"), *section("6", "Muut")) == []
    )


def test_a_number_that_is_missing_and_one_that_comes_again() -> None:
    lines = [*HEAD, *section("4", "Avaus"), *section("6", "Talous"), *section("6", "Muut")]
    minutes = segment_minutes(typeset(*lines))
    assert [(w.code, w.item) for w in minutes.warnings] == [
        ("numbering_gap", "6"),
        ("numbering_repeat", "6"),
    ]
    assert [item.path for item in minutes.items] == ["4", "6", "6~2"]


def test_contents_that_list_other_items() -> None:
    lines = [
        *HEAD,
        Set("Käsitellyt asiat", gap=1.0),
        Set("§ 4\tAvaus", gap=0.8),
        Set("§ 5\tTalous", gap=0.8),
        Set("§ 7\tMuut asiat", gap=0.8),
    ]
    body = (*section("4", "Avaus"), *section("5", "Talousarvio"), *section("6", "Muut asiat"))
    found = segment_minutes(typeset(*lines, *body)).warnings
    assert [(w.code, w.item, w.page) for w in found] == [
        ("contents_title", "5", 1),
        ("contents_missing", None, 1),
        ("contents_further", "6", 1),
    ]


def test_an_end_before_the_start() -> None:
    head = [HEAD[0], Set("Aika: 3.2.2025 klo 17–15", gap=1.0)]
    assert codes(*head, *section("4", "Avaus"), *section("5", "Muut")) == ["ends_before_start"]


@pytest.mark.parametrize("hours", ["17–23.30", "18.00–00.15"])
def test_hours_that_may_be(hours: str) -> None:
    head = [HEAD[0], Set(f"Aika: 3.2.2025 klo {hours}", gap=1.0)]
    assert codes(*head, *section("4", "Avaus"), *section("5", "Muut")) == []


def attended(*lists: str, note: str = "") -> list[tuple[str, str | None]]:
    """Code and item of what is found where § 5 has a note."""
    people = [Set(words, gap=0.6) for words in lists]
    notes = [Set(note, gap=1.2)] if note else []
    lines = (*HEAD, *people, *section("4", "Avaus"), *section("5", "Talous"), *notes)
    minutes = segment_minutes(typeset(*lines, *section("6", "Muut asiat")))
    return [(warning.code, warning.item) for warning in minutes.warnings]


LISTS = ("Läsnä: Aino Esimerkki, Liisa Kokeinen, Onni Koemies", "Poissa: Matti Mallikas")


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("Onni Koemies poistui kokouksesta klo 18.10.", []),
        ("Onni Koemies poistui kokouksesta klo 16.10.", [("time_outside_meeting", "5")]),
        ("Onni Koemies oli läsnä tilaisuudessa klo 9.00.", []),
        ("Matti Mallikas saapui kokoukseen klo 18.10.", [("absent_noted", "5")]),
        ("Matti Mallikas on ilmoittanut esteestä.", []),
        (
            "Pöytäkirjantarkastajiksi valittiin Aino Esimerkki ja Matti Mallikas.",
            [("absent_elected", "5")],
        ),
        ("Pöytäkirjantarkastajiksi valittiin Aino Esimerkki ja Onni Koemies.", []),
    ],
)
def test_what_is_noted_against_the_list(note: str, found: list[tuple[str, str]]) -> None:
    assert attended(*LISTS, note=note) == found


@pytest.mark.parametrize(
    ("said", "note", "found"),
    [
        ("poistui 18.10", "Onni Koemies poistui kokouksesta klo 18.11.", []),
        ("poistui 18.10", "Onni Koemies poistui kokouksesta klo 18.30.", ["presence_differs"]),
        ("saapui 18.10, poistui 17.50", "", ["left_before_coming"]),
        ("poistui 17.50, saapui 18.10", "", []),
    ],
)
def test_times_of_one_person(said: str, note: str, found: list[str]) -> None:
    lists = (f"Läsnä: Aino Esimerkki, Liisa Kokeinen, Onni Koemies ({said})",)
    assert [code for code, _ in attended(*lists, note=note)] == found


def test_somebody_absent_and_present() -> None:
    lists = [
        Set("Läsnä: Aino Esimerkki, Matti Mallikas", gap=1.0),
        Set("Poissa: Matti Mallikas", gap=0.6),
    ]
    minutes = segment_minutes(typeset(*HEAD, *lists, *section("4", "Avaus"), *section("5", "Muut")))
    assert [w.code for w in minutes.warnings] == ["absent_and_present"]
    assert "Matti Mallikas" in minutes.warnings[0].message


def test_a_text_that_no_item_holds() -> None:
    before = [Set("Tämä kappale ei kuulu mihinkään asiaan.", gap=1.0) for _ in range(60)]
    found = codes(*HEAD, *before, *section("4", "Avaus"), *section("5", "Muut"))
    assert found == ["text_outside_items"]


def test_no_items() -> None:
    title = Set("Ryhmän kokous 3.2.2025", bold=True, size=14)
    assert codes(title, "Pelkkää tekstiä ilman otsikoita.") == ["no_items"]
