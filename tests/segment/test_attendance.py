"""Attendance lists, inline and a line each."""

import pytest

from models.records import Attendee
from pipeline.segment import segment_minutes
from tests.segment.setting import Set, typeset

ITEMS = (Set("1. Avaus", gap=1.5, bold=True), Set("2. Muut asiat", gap=1.0, bold=True))


def attendees(*lines: Set | str) -> dict[str, Attendee]:
    found = segment_minutes(typeset(Set("Ryhmän kokous", bold=True, size=14), *lines, *ITEMS))
    return {each.name: each for each in found.attendees}


def test_an_inline_list_with_roles_and_organisations_in_brackets() -> None:
    found = attendees(
        Set("Läsnä:\tAino Esimerkki (pj, Testilä), Matti Mallikas ja", gap=1.0),
        Set("Liisa Kokeinen (Koela)", left=40),
        Set("Etänä:\tOlli Mäki", gap=0.6),
        Set("– Puro (sihteeri)", left=40),
        Set("Poissa:\tKaisa Poissaoleva (Testilä)", gap=0.6),
    )
    assert {n: (a.role, a.affiliation, a.mode) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", "Testilä", "in_person"),
        "Matti Mallikas": ("member", "Koela", "in_person"),
        "Liisa Kokeinen": ("member", "Koela", "in_person"),
        "Olli Mäki-Puro": ("secretary", None, "remote"),
        "Kaisa Poissaoleva": ("member", "Testilä", "absent"),
    }


def test_a_list_with_a_line_for_each_person() -> None:
    found = attendees(
        Set("Saapuvilla olleet jäsenet", gap=1.0),
        Set("Aino Esimerkki, puheenjohtaja", left=60),
        Set("Matti Mallikas, 1. varapuheenjohtaja, poistui 17:42", left=60),
        Set("Liisa Kokeinen, Olli Mäen varajäsen", left=60),
        Set("Muut saapuvilla olleet", gap=1.0),
        Set("Kaisa Kansliainen, Hallintosihteeri, sihteeri", left=60),
        Set("Pekka Edustava, Kunnanhallituksen edustaja", left=60),
        Set("Poissa", gap=1.0),
        Set("Olli Mäki", left=60),
    )
    assert [(a.role, a.title, a.mode) for a in found.values()] == [
        ("chair", None, "in_person"),
        ("vice_chair", None, "in_person"),
        ("deputy", None, "in_person"),
        ("secretary", "Hallintosihteeri", "in_person"),
        ("other", "Kunnanhallituksen edustaja", "in_person"),
        ("member", None, "absent"),
    ]
    assert found["Matti Mallikas"].presence[0].to_time == "17:42"
    assert found["Liisa Kokeinen"].deputy_for == "Olli Mäki"
    assert found["Pekka Edustava"].affiliation == "Kunnanhallitus"


def test_names_printed_surname_first_are_turned() -> None:
    found = attendees(
        Set("LÄSNÄ", gap=1.0),
        Set("Mallikas Matti\tpuheenjohtaja", left=60),
        Set("Esimerkki Aino\tjäsen", left=60),
    )
    assert list(found) == ["Matti Mallikas", "Aino Esimerkki"]


def test_without_a_list_the_officers_elected_are_the_attendees() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Yhdistyksen syyskokous", bold=True, size=14),
            Set("1. Avaus", gap=1.0, bold=True),
            Set("Kokouksen puheenjohtajaksi valittiin Aino Esimerkki.", gap=0.6),
            Set("Hallituksen puheenjohtajaksi valittiin Olli Mäki.", gap=0.6),
            Set("2. Muut asiat", gap=1.0, bold=True),
        )
    )
    assert [(a.name, a.role, a.mode) for a in minutes.attendees] == [
        ("Aino Esimerkki", "chair", "unknown")
    ]


def test_a_secretary_elected_in_the_minutes_is_the_secretary() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Ryhmän kokous", bold=True, size=14),
            Set("Läsnä: Aino Esimerkki (Testilä), Matti Mallikas (Koela)", gap=1.0),
            Set("1. Avaus", gap=1.0, bold=True),
            Set("Kokous avattiin ja sihteeriksi valittiin Matti Mallikas.", gap=0.6),
            Set("2. Muut asiat", gap=1.0, bold=True),
        )
    )
    assert [a.role for a in minutes.attendees] == ["member", "secretary"]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (
            "Aino Esimerkki, Testilä, pj; Matti Mallikas, Koela; Liisa Aho-puro, Testilä",
            [("chair", "Testilä"), ("member", "Koela"), ("member", "Testilä")],
        ),
        (
            "Aino Esimerkki / Testilä / pj, Matti Mallikas / Koela, Liisa Aho-puro / Testilä",
            [("chair", "Testilä"), ("member", "Koela"), ("member", "Testilä")],
        ),
        (
            "Aino Esimerkki Testilä pj, Matti Mallikas Koela, Liisa Aho-puro Testilä",
            [("chair", "Testilä"), ("member", "Koela"), ("member", "Testilä")],
        ),
        (
            "Aino Esimerkki (Testilä), pj, Matti Mallikas (Koela), Liisa Aho-puro (Testilä)",
            [("chair", "Testilä"), ("member", "Koela"), ("member", "Testilä")],
        ),
    ],
)
def test_lists_are_read_in_the_way_they_are_written(
    listed: str, expected: list[tuple[str, str]]
) -> None:
    found = attendees(Set(f"Läsnä: {listed}", gap=1.0))
    assert list(found) == ["Aino Esimerkki", "Matti Mallikas", "Liisa Aho-puro"]
    assert [(a.role, a.affiliation) for a in found.values()] == expected


def test_names_and_organisations_set_apart_by_a_dash() -> None:
    found = attendees(
        Set("Läsnä:", gap=1.0),
        Set("Aino Esimerkki - Testilän opiskelijakunta, pj", left=10),
        Set("Matti Mallikas – Puro - Koela", left=10),
        Set("Liisa Kokeinen - Salpaus", left=10),
    )
    assert {name: a.affiliation for name, a in found.items()} == {
        "Aino Esimerkki": "Testilän opiskelijakunta",
        "Matti Mallikas-Puro": "Koela",
        "Liisa Kokeinen": "Salpaus",
    }


@pytest.mark.parametrize(
    ("label", "mode"),
    [
        ("Paikalla olivat", "in_person"),
        ("Etänä osallistuivat", "remote"),
        ("Teams-yhteydellä", "remote"),
        ("Mukana", "in_person"),
        ("Esteen vuoksi poissa", None),
        ("Poissa olivat", "absent"),
        ("Läsnä (2 henkilöä)", "in_person"),
    ],
)
def test_heads_of_lists_in_other_words(label: str, mode: str | None) -> None:
    found = attendees(Set(f"{label}: Aino Esimerkki, Matti Mallikas", gap=1.0))
    assert [a.mode for a in found.values()] == ([mode, mode] if mode else [])


def test_a_label_over_two_lines() -> None:
    found = attendees(
        Set("Etäyhteyden", gap=1.0),
        Set("kautta:\tAino Esimerkki (Testilä), Matti Mallikas (Koela)"),
    )
    assert [a.mode for a in found.values()] == ["remote", "remote"]
