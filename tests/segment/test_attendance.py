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


def test_a_list_in_points_under_a_point() -> None:
    found = attendees(
        Set("• Aika 3.2.2025 klo 10", gap=1.0),
        Set("• Läsnä"),
        Set("◦ Aino Esimerkki pj", left=20),
        Set("◦ Matti Mallikas siht", left=20),
    )
    assert {n: a.role for n, a in found.items()} == {
        "Aino Esimerkki": "chair",
        "Matti Mallikas": "secretary",
    }


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


def test_groups_before_a_colon_and_above_their_names() -> None:
    found = attendees(
        Set("Osallistujat", gap=1.0, bold=True),
        Set("Testilän kaupunki: Aino Esimerkki (pj), Matti Mallikas (etänä)", gap=0.6),
        Set("Koelan kunta: Liisa Kokeinen", gap=0.6),
        Set("Henkilöstön edustajat:", gap=0.6),
        Set("Olli Mäki, sihteeri"),
        Set("Kaisa Puro"),
    )
    assert {n: (a.role, a.affiliation, a.mode) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", "Testilän kaupunki", "in_person"),
        "Matti Mallikas": ("member", "Testilän kaupunki", "remote"),
        "Liisa Kokeinen": ("member", "Koelan kunta", "in_person"),
        "Olli Mäki": ("secretary", "Henkilöstö", "in_person"),
        "Kaisa Puro": ("member", "Henkilöstö", "in_person"),
    }


@pytest.mark.parametrize(
    ("listed", "roles"),
    [
        ("Aino Esimerkki, pj (Testilä), Matti Mallikas (Koela)", ["chair", "member"]),
        ("Aino Esimerkki pj; Matti ja Liisa Mallikas", ["chair", "member", "member"]),
        ("Aino (pj), Matti, rehtori Liisa Kokeinen", ["chair", "member", "other"]),
        ("puheenjohtaja Aino Esimerkki, jäsenet Matti Mallikas ja Liisa Puro ja sihteeri Olli Mäki",
         ["chair", "member", "member", "secretary"]),
        ("A. Esimerkki pj., M-L. Mallikas siht.", ["chair", "secretary"]),
        ("Kokouksessa olivat läsnä liitteestä ilmenevät osakkaat", []),
        ("ks. liite 1 (14 jäsentä)", []),
    ],
)  # fmt: skip
def test_roles_and_titles_where_they_are_written(listed: str, roles: list[str]) -> None:
    assert [a.role for a in attendees(Set(f"Läsnä: {listed}", gap=1.0)).values()] == roles


def test_labels_that_a_space_alone_sets_apart() -> None:
    found = attendees(
        Set("Aika 3.2.2025 klo 18", gap=1.0),
        Set("Läsnä Aino Esimerkki puheenjohtaja"),
        Set("Matti Mallikas"),
        Set("Poissa Liisa Kokeinen"),
    )
    assert [(a.role, a.mode) for a in found.values()] == [
        ("chair", "in_person"),
        ("member", "in_person"),
        ("member", "absent"),
    ]


def test_labels_in_two_languages() -> None:
    found = attendees(
        Set("Närvarande / Läsnä\tAina Exempel, ordförande/puheenjohtaja", gap=1.0),
        Set("Frånvarande / Poissa\tOlli Mäki", gap=0.6),
    )
    assert [(a.role, a.mode) for a in found.values()] == [
        ("chair", "in_person"),
        ("member", "absent"),
    ]


def test_why_somebody_was_absent_is_no_job() -> None:
    found = attendees(Set("Poissa: Aino Esimerkki (koulutus)", gap=1.0))
    attendee = found["Aino Esimerkki"]
    assert (attendee.role, attendee.title) == ("member", None)
    assert attendee.presence[0].reason == "koulutus"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Puheenjohtajaksi valittiin Aino Esimerkki, sihteeriksi isännöitsijä Matti Mallikas "
            "ja pöytäkirjantarkastajiksi Liisa Kokeinen ja Olli Mäki.",
            {"Aino Esimerkki": "chair", "Matti Mallikas": "secretary",
             "Liisa Kokeinen": "examiner", "Olli Mäki": "examiner"},
        ),
        (
            "Kokouksen puheenjohtajaksi valittiin asianajaja Aino Esimerkki, joka kutsui "
            "sihteeriksi Matti Lahtisen.",
            {"Aino Esimerkki": "chair", "Matti Lahtinen": "secretary"},
        ),
        (
            "Kokouksen puheenjohtajana toimi Aino Esimerkki ja sihteerinä Matti Mallikas.",
            {"Aino Esimerkki": "chair", "Matti Mallikas": "secretary"},
        ),
    ],
)  # fmt: skip
def test_officers_that_one_sentence_elects(text: str, expected: dict[str, str]) -> None:
    minutes = segment_minutes(
        typeset(
            Set("Yhdistyksen syyskokous", bold=True, size=14),
            Set("1. Järjestäytyminen", gap=1.0, bold=True),
            Set(text, gap=0.6),
            Set("2. Muut asiat", gap=1.0, bold=True),
        )
    )
    assert {a.name: a.role for a in minutes.attendees} == expected


def test_a_chair_elected_for_a_term_does_not_chair_the_meeting() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Edustajiston kokous", bold=True, size=14),
            Set("Läsnä: Aino Esimerkki (pj), Matti Mallikas", gap=1.0),
            Set("1. Puheenjohtajiston valinta", gap=1.0, bold=True),
            Set("Valittiin puheenjohtajaksi Matti Mallikas.", gap=0.6),
            Set("2. Muut asiat", gap=1.0, bold=True),
        )
    )
    assert [a.role for a in minutes.attendees] == ["chair", "member"]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (
            ["Paikalla olivat Aino Esimerkki (pj.), Matti Mallikas ja Liisa Kokeinen. Poissa Olli",
             "Mäki."],
            [("Aino Esimerkki", "chair", "in_person"), ("Matti Mallikas", "member", "in_person"),
             ("Liisa Kokeinen", "member", "in_person"), ("Olli Mäki", "member", "absent")],
        ),
        (
            ["Paikalla Aino Esimerkki ja Matti Mallikas. Olli Mäki oli estynyt."],
            [("Aino Esimerkki", "member", "in_person"), ("Matti Mallikas", "member", "in_person"),
             ("Olli Mäki", "member", "absent")],
        ),
        (
            ["Läsnä: Aino Esimerkki, Liisa ja Matti Mallikas, Olli Mäki"],
            [("Aino Esimerkki", "member", "in_person"), ("Liisa Mallikas", "member", "in_person"),
             ("Matti Mallikas", "member", "in_person"), ("Olli Mäki", "member", "in_person")],
        ),
        (
            ["Läsnä:", "Aino Esimerkki, puheenjohtaja", "Vesa Heino – Matti Mallikkaan varajäsen"],
            [("Aino Esimerkki", "chair", "in_person"), ("Vesa Heino", "deputy", "in_person")],
        ),
        (
            ["Läsnä: Aino Esimerkki, Matti Mallikas", "Pj: Aino", "Kirjuri: Matti"],
            [("Aino Esimerkki", "chair", "in_person"),
             ("Matti Mallikas", "secretary", "in_person")],
        ),
    ],
)  # fmt: skip
def test_lists_told_in_sentences(lines: list[str], names: list[tuple[str, str, str]]) -> None:
    assert [(a.name, a.role, a.mode) for a in attendees(*lines).values()] == names


def test_a_list_ends_at_a_heading_as_large_as_its_own() -> None:
    found = attendees(
        "Tiimin palaveri 7.5.2025",
        Set("Osallistujat", size=14, gap=1.0),
        "Aino Esimerkki ja Matti Mallikas",
        Set("Muistiinpanot", size=14, gap=0.8),
        "Keskusteltiin.",
    )
    assert list(found) == ["Aino Esimerkki", "Matti Mallikas"]


def test_officers_are_there_where_the_list_is_attached() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Yhtiökokous 24.4.2025", bold=True, size=14),
            Set(
                "Läsnä: Osakasluettelon mukaiset osakkaat sekä isännöitsijä Aino Esimerkki", gap=1.0
            ),
            Set("1. Järjestäytyminen", gap=1.0, bold=True),
            Set("Kokouksen puheenjohtajaksi valittiin Olli Mäki.", gap=0.6),
            Set("2. Pöytäkirjantarkastajien valinta", gap=1.0, bold=True),
            Set("Valittiin Liisa Kokeinen ja Matti Mallikas.", gap=0.6),
            Set("3. Muut asiat", gap=1.0, bold=True),
        )
    )
    assert [(a.name, a.role, a.mode) for a in minutes.attendees] == [
        ("Aino Esimerkki", "other", "in_person"),
        ("Olli Mäki", "chair", "unknown"),
        ("Liisa Kokeinen", "examiner", "unknown"),
        ("Matti Mallikas", "examiner", "unknown"),
    ]


def test_initials_and_a_connection_behind_a_name() -> None:
    found = attendees(
        Set("Paikalla:", gap=1.0),
        "Aino Esimerkki, puheenjohtaja (AE)",
        "Matti Mallikas, rahastonhoitaja (MM), etänä",
        "Olli Mäki, vastaava (OM)",
    )
    assert [(a.affiliation, a.mode) for a in found.values()] == [
        (None, "in_person"),
        (None, "remote"),
        (None, "in_person"),
    ]


def test_officers_that_points_under_a_heading_elect() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Yhdistyksen syyskokous", bold=True, size=14),
            Set("Läsnä: 19 jäsentä", gap=1.0),
            Set("1. Kokouksen järjestäytyminen", gap=1.0, bold=True),
            Set("Valittiin kokoukselle:", gap=0.6),
            "- puheenjohtajaksi Aino Esimerkki",
            "- sihteeriksi Matti Mallikas",
            "- pöytäkirjantarkastajiksi Liisa Kokeinen ja Olli Mäki",
            Set("2. Hallituksen valinta", gap=1.0, bold=True),
            Set("puheenjohtajaksi Eero Eri", gap=0.6),
        )
    )
    assert {a.name: a.role for a in minutes.attendees} == {
        "Aino Esimerkki": "chair",
        "Matti Mallikas": "secretary",
        "Liisa Kokeinen": "examiner",
        "Olli Mäki": "examiner",
    }


def test_who_wrote_the_minutes_and_who_chaired_by_first_name() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Ryhmän palaveri", bold=True, size=14),
            Set("Mukana: Aino Esimerkki, Matti Mallikas, Tomi Mäki, asiantuntija (vpj)", gap=1.0),
            Set("1. Avaus", gap=1.0, bold=True),
            Set("Aino avasi kokouksen ja toimi puheenjohtajana.", gap=0.6),
            Set("2. Muut asiat", gap=1.0, bold=True),
            Set("muistion kirjoitti Matti", gap=2.0),
        )
    )
    assert [a.role for a in minutes.attendees] == ["chair", "secretary", "vice_chair"]


def test_a_name_cut_in_a_cell_before_the_next_group() -> None:
    found = attendees(
        Set("Läsnä: Vaarakirjastot: Aino Esimerkki (pj.), Teijo", gap=1.0),
        Set("Sirkka", left=40),
        Set("Rannikkokirjastot: Liisa Kokeinen", left=40),
    )
    assert {name: a.affiliation for name, a in found.items()} == {
        "Aino Esimerkki": "Vaarakirjastot",
        "Teijo Sirkka": "Vaarakirjastot",
        "Liisa Kokeinen": "Rannikkokirjastot",
    }


def test_a_label_over_two_lines_with_nothing_beside_it() -> None:
    found = attendees(
        Set("LÄSNÄ", gap=1.0, bold=True),
        Set("Aino Esimerkki\tpuheenjohtaja", left=150),
        Set("MUUT SAAPUVILLA", gap=1.0, bold=True),
        Set("OLLEET", bold=True),
        Set("Matti Mallikas\tkunnanjohtaja, esittelijä", left=150),
    )
    assert {n: a.role for n, a in found.items()} == {
        "Aino Esimerkki": "chair",
        "Matti Mallikas": "presenter",
    }


def test_names_and_roles_with_a_dash_between() -> None:
    found = attendees(
        Set("Läsnä olleet jäsenet ja varajäsenet:", gap=1.0),
        Set("Aino Esimerkki – puheenjohtaja", left=20),
        Set("Matti Mallikas – varajäsen", left=20),
        Set("Liisa Kokeinen – etäyhteys klo 17.45 saakka", left=20),
        Set("Kaisa Kansliainen – läsnä etänä", left=20),
        Set("Olli Mäki – poissa", left=20),
    )
    assert {n: (a.role, a.mode) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", "in_person"),
        "Matti Mallikas": ("deputy", "in_person"),
        "Liisa Kokeinen": ("member", "remote"),
        "Kaisa Kansliainen": ("member", "remote"),
        "Olli Mäki": ("member", "absent"),
    }


def test_a_deputy_named_behind_the_absent_member() -> None:
    found = attendees(
        Set("Jäsenet", gap=1.0),
        Set("Aino Esimerkki, puheenjohtaja", left=20),
        Set("Matti Mallikas (POISSA) sij. Liisa Kokeinen", left=20),
        Set("Olli Mäki, varapuheenjohtaja (POISSA); sij. Kaisa Kansliainen", left=20),
    )
    assert {n: (a.role, a.mode, a.deputy_for) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", "in_person", None),
        "Matti Mallikas": ("member", "absent", None),
        "Liisa Kokeinen": ("deputy", "in_person", "Matti Mallikas"),
        "Olli Mäki": ("vice_chair", "absent", None),
        "Kaisa Kansliainen": ("deputy", "in_person", "Olli Mäki"),
    }


def test_two_first_names_with_one_surname() -> None:
    found = attendees(
        Set("Läsnä: Aino ja Olli Esimerkki, Matti Mallikas", gap=1.0),
        Set("Poissa:", gap=1.0),
        Set("Liisa ja Pekka Kokeinen", left=20),
        Set("Kaisa Kansliainen", left=20),
    )
    assert list(found) == [
        "Aino Esimerkki",
        "Olli Esimerkki",
        "Matti Mallikas",
        "Liisa Kokeinen",
        "Pekka Kokeinen",
        "Kaisa Kansliainen",
    ]


def test_the_sign_before_the_section_tells_when_somebody_came() -> None:
    found = attendees(
        Set("Läsnä", gap=1.0),
        Set("Aino Esimerkki, jäsen, saapui klo 17.20 § 43", left=20),
        Set("Matti Mallikas, asiantuntija §:n 23 ajan", left=20),
    )
    assert [(p.from_time, p.from_item) for p in found["Aino Esimerkki"].presence] == [
        ("17:20", "43")
    ]
    assert found["Matti Mallikas"].role == "expert"


def test_a_deputy_inside_the_brackets_of_the_absent_member() -> None:
    found = attendees(
        Set("LÄSNÄOLIJAT", gap=1.0),
        Set("Esimerkki, Aino, puheenjohtaja", left=20),
        Set("Mallikas, Matti (este, tilalla Kokeinen, Liisa)", left=20),
    )
    assert {n: (a.role, a.mode, a.deputy_for) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", "in_person", None),
        "Matti Mallikas": ("member", "absent", None),
        "Liisa Kokeinen": ("deputy", "in_person", "Matti Mallikas"),
    }


def test_roles_behind_a_party_in_brackets() -> None:
    found = attendees(
        Set("Läsnä", gap=1.0),
        Set("Aino Esimerkki (sd), puheenjohtaja", left=20),
        Set("Matti Mallikas (kok), poistui klo 20.11 § 44", left=20),
        Set("Liisa Kokeinen (vihr)", left=20),
        Set("Olli Mäki (kd)\tvarajäsen", left=20),
        Set("etänä", left=105),
    )
    assert {n: (a.role, a.mode, a.affiliation) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", "in_person", "sd"),
        "Matti Mallikas": ("member", "in_person", "kok"),
        "Liisa Kokeinen": ("member", "in_person", "vihr"),
        "Olli Mäki": ("deputy", "remote", "kd"),
    }


def test_a_label_in_the_margin_over_two_lines_of_names() -> None:
    found = attendees(
        Set("SAAPUVILLA OLLEET\tAino Esimerkki pj", gap=1.0),
        Set("JÄSENET\tOlli Mäki I vpj"),
        Set("Matti Mallikas (Liisa Kokeinen vj)", left=100),
        Set("MUUT SAAPUVILLA\tKaisa Kansliainen rehtori, esittelijä", gap=1.0),
        Set("OLLEET\tPekka Edustava kanslisti, pöytäkirjanpitäjä"),
        Set("KOKOUKSEN\tKokous todettiin lailliseksi.", gap=1.0),
        Set("LAILLISUUS"),
    )
    assert {n: (a.role, a.deputy_for) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", None),
        "Olli Mäki": ("vice_chair", None),
        "Matti Mallikas": ("deputy", "Liisa Kokeinen"),
        "Kaisa Kansliainen": ("presenter", None),
        "Pekka Edustava": ("secretary", None),
    }


def test_members_keep_their_role_beside_their_jobs() -> None:
    found = attendees(
        Set("Puheenjohtaja\tYlijohtaja Aino Esimerkki, Testivirasto", gap=1.0),
        Set("Jäsenet\tErityisasiantuntija Matti Mallikas, Koela Oy"),
        Set("Sihteeri\tYlitarkastaja Kaisa Kansliainen"),
        Set("Poissa\tNeuvotteleva virkamies Pekka Edustava", gap=0.6),
    )
    assert {n: (a.role, a.title) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", "Ylijohtaja"),
        "Matti Mallikas": ("member", "Erityisasiantuntija"),
        "Kaisa Kansliainen": ("secretary", "Ylitarkastaja"),
        "Pekka Edustava": ("member", "Neuvotteleva virkamies"),
    }


@pytest.mark.parametrize(
    ("said", "affiliation"),
    [
        ("Kirjasto", "Kirjasto"),
        ("Varhaiskasvatus", "Varhaiskasvatus"),
        ("Yrittäjät", "Yrittäjät"),
        ("Yrittäjä", None),
        ("Lääkäri", None),
    ],
)
def test_units_and_groups_in_one_everyday_word(said: str, affiliation: str | None) -> None:
    found = attendees(
        Set("Läsnä", gap=1.0),
        Set("Aino Esimerkki, puheenjohtaja", left=20),
        Set(f"Matti Mallikas, {said}", left=20),
        Set("Liisa Kokeinen, jäsen", left=20),
    )
    assert found["Matti Mallikas"].affiliation == affiliation


@pytest.mark.parametrize(
    "words",
    [
        "Onni Koemies, Kerttu Puuttuvan varajäsen",
        "Onni Koemies (Kerttu Puuttuvan henkilökohtainen varajäsen)",
        "Onni Koemies, varajäsen (Kerttu Puuttuva)",
        "Onni Koemies (varajäsen, Kerttu Puuttuvan puolesta)",
        "Onni Koemies Kerttu Puuttuvan sijasta",
        "Onni Koemies, varalla Kerttu Puuttuva",
    ],
)
def test_whom_a_deputy_stands_in_for(words: str) -> None:
    names = ("Aino Esimerkki", words, "Matti Mallikas")
    found = attendees(Set("Läsnä", gap=1.0), *(Set(name, left=60.0) for name in names))
    deputy = found["Onni Koemies"]
    assert (deputy.name, deputy.role, deputy.deputy_for) == (
        "Onni Koemies",
        "deputy",
        "Kerttu Puuttuva",
    )


def test_an_absent_member_names_the_deputy() -> None:
    found = attendees(
        Set("Läsnä", gap=1.0),
        Set("Aino Esimerkki", left=60.0),
        Set("Onni Koemies, varajäsen", left=60.0),
        Set("Poissa", gap=1.0),
        Set("Kerttu Puuttuva (tilalla Onni Koemies)", left=60.0),
    )
    assert found["Onni Koemies"].deputy_for == "Kerttu Puuttuva"


def test_a_job_before_a_name_is_nobody_elses_and_a_sender_is_no_name() -> None:
    found = attendees(
        Set("Läsnä: Aino Esimerkki, Matti Mallikas, isännöitsijä Liisa Kokeinen (siht.),", gap=1.0),
        Set("huoltoyhtiö Malli-Koivu Oy:stä Olli Mäki kohdat 1–3"),
    )
    assert {n: (a.role, a.title, a.affiliation) for n, a in found.items()} == {
        "Aino Esimerkki": ("member", None, None),
        "Matti Mallikas": ("member", None, None),
        "Liisa Kokeinen": ("secretary", "isännöitsijä", None),
        "Olli Mäki": ("member", None, "Malli-Koivu Oy"),
    }


def test_a_degree_and_a_name_cut_behind_its_title() -> None:
    found = attendees(
        Set("Läsnä: toimitusjohtaja Aino Esimerkki, talousjohtaja Matti", gap=1.0),
        Set("Mallikas ja tilintarkastaja KHT Liisa Kokeinen"),
    )
    assert list(found) == ["Aino Esimerkki", "Matti Mallikas", "Liisa Kokeinen"]


@pytest.mark.parametrize(
    ("told", "roles"),
    [
        ("Avattiin klo 18. Aino Esimerkki, Matti Mallikas ja Liisa Kokeinen", ["member"] * 3),
        ("Paikalla todettiin olevan: Aino Esimerkki (pj) ja Matti Mallikas", ["chair", "member"]),
        ("Aino avasi kokouksen.", []),
    ],
)
def test_those_present_are_listed_in_an_item(told: str, roles: list[str]) -> None:
    title = "1. Läsnäolijoiden toteaminen ja kokouksen avaaminen"
    lines = (Set(title, gap=1.5, bold=True), told, Set("2. Muut asiat", gap=1.0, bold=True))
    found = segment_minutes(typeset(Set("Ryhmän kokous", bold=True, size=14), *lines))
    assert [each.role for each in found.attendees] == roles


@pytest.mark.parametrize(
    ("told", "role"),
    [
        ("Puheenjohtaja Aino Esimerkki avasi kokouksen.", "chair"),
        ("Hallituksen puheenjohtaja Aino Esimerkki avasi kokouksen.", "chair"),
        ("Aino Esimerkki avasi kokouksen.", "member"),
        (
            "Puheenjohtaja Aino Esimerkki avasi. Puheenjohtajaksi valittiin Matti Mallikas.",
            "member",
        ),
    ],
)
def test_who_opened_the_meeting_as_its_chair(told: str, role: str) -> None:
    found = segment_minutes(
        typeset(
            Set("Ryhmän kokous", bold=True, size=14),
            Set("Läsnä: Aino Esimerkki, Matti Mallikas", gap=1.0),
            Set("1. Avaus", gap=1.5, bold=True),
            told,
            Set("2. Muut asiat", gap=1.0, bold=True),
        )
    )
    assert {each.name: each.role for each in found.attendees}["Aino Esimerkki"] == role


def test_a_list_that_a_sentence_refers_to_was_not_there() -> None:
    found = attendees(
        Set("Läsnä: Ääniluettelosta (liite 1) ilmenevät osakkaat. Lisäksi läsnä oli", gap=1.0),
        "toimitusjohtaja Aino Esimerkki.",
    )
    assert list(found) == ["Aino Esimerkki"]


def test_a_row_of_first_names_is_no_name_printed_surname_first() -> None:
    found = attendees(Set("Paikalla: Tia, Onni, Aino, Olli, Liisa", gap=1.0))
    assert list(found) == ["Tia", "Onni", "Aino", "Olli", "Liisa"]


@pytest.mark.parametrize(
    "lines",
    [
        ("Aika 3.2.2025 klo 18-20, paikalla Aino Esimerkki pj, Matti Mallikas siht, Liisa Puro",),
        ("Kokous 3.2.2025", "paikalla Aino Esimerkki pj, Matti Mallikas siht, Liisa Puro"),
        ("Kokouksessa olivat läsnä Aino Esimerkki (pj), Matti Mallikas (siht.) ja Liisa Puro.",),
    ],
)
def test_a_running_line_without_a_colon_lists_those_present(lines: tuple[str, ...]) -> None:
    found = attendees(*(Set(line, gap=0.8) for line in lines))
    assert [(a.name, a.role, a.mode) for a in found.values()] == [
        ("Aino Esimerkki", "chair", "in_person"),
        ("Matti Mallikas", "secretary", "in_person"),
        ("Liisa Puro", "member", "in_person"),
    ]


def test_a_sentence_that_tells_of_somebody_lists_nobody() -> None:
    words = "Kokous oli kahvilassa, jonne paikalle Aino Esimerkki toi kakun ja Matti Mallikas mehun"
    assert attendees(Set(words, gap=0.8)) == {}


def test_groups_of_a_cooperation_body_are_lists_of_their_own() -> None:
    found = attendees(
        Set("Työnantajan edustajat:", gap=1.0),
        "Aino Esimerkki, puheenjohtaja",
        "Matti Mallikas",
        Set("Henkilöstön edustajat:", gap=1.0),
        "Liisa Puro",
        "Olli Mäki, varalla",
        Set("Työsuojeluvaltuutetut:", gap=1.0),
        "Kaisa Kokeinen",
        Set("Poissa:", gap=1.0),
        "Pekka Poissaoleva",
    )
    assert [(a.role, a.affiliation, a.title, a.mode) for a in found.values()] == [
        ("chair", "Työnantaja", None, "in_person"),
        ("member", "Työnantaja", None, "in_person"),
        ("member", "Henkilöstö", None, "in_person"),
        ("deputy", "Henkilöstö", None, "in_person"),
        ("other", None, "Työsuojeluvaltuutettu", "in_person"),
        ("member", None, None, "absent"),
    ]


def test_a_group_in_the_margin_is_that_of_all_beside_it() -> None:
    found = attendees(
        Set("Työnantajan edustajat:\tAino Esimerkki, pj", gap=1.0),
        Set("Matti Mallikas", left=140),
        Set("Henkilöstön edustajat:\tLiisa Puro", gap=0.6),
        Set("Olli Mäki", left=140),
    )
    assert [a.affiliation for a in found.values()] == ["Työnantaja"] * 2 + ["Henkilöstö"] * 2
