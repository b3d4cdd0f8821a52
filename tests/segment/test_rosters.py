"""Attendance in tables and in columns, as the systems of municipalities print it."""

from models.records import Attendee
from pipeline.segment import segment_minutes
from tests.segment.setting import Set, beside, typeset

ITEMS = (Set("1. Avaus", gap=1.5, bold=True), Set("2. Muut asiat", gap=1.0, bold=True))


def spread(*cells: str) -> str:
    """Cells in columns twenty characters wide, set apart by tabs."""
    return "".join(cell.ljust(20, "\t") for cell in cells).rstrip("\t")


def attendees(*lines: Set | str) -> dict[str, Attendee]:
    found = segment_minutes(typeset(Set("Ryhmän kokous", bold=True, size=14), *lines, *ITEMS))
    return {each.name: each for each in found.attendees}


def said(found: dict[str, Attendee]) -> dict[str, tuple[str, str, str | None]]:
    return {name: (a.role, a.mode, a.affiliation) for name, a in found.items()}


def test_a_table_with_heads_and_marks() -> None:
    found = attendees(
        *beside(0, 0, "Nimi", "Organisaatio", "Rooli", "Läsnä"),
        *beside(0, 1, "Aino Esimerkki", "Testilä", "puheenjohtaja", "x"),
        *beside(0, 2, "Matti Mallikas", "Koela Oy", "jäsen", "–"),
        *beside(0, 3, "Liisa Kokeinen", "Testilä", "", "etänä"),
        *beside(0, 4, "Olli Mäki", "Koela Oy", "asiantuntija"),
    )
    assert said(found) == {
        "Aino Esimerkki": ("chair", "in_person", "Testilä"),
        "Matti Mallikas": ("member", "absent", "Koela Oy"),
        "Liisa Kokeinen": ("member", "remote", "Testilä"),
        "Olli Mäki": ("expert", "absent", "Koela Oy"),
    }


def test_the_chair_of_the_body_that_met_is_its_chair() -> None:
    front = Set("Yhteisen kirkkovaltuuston kokous", bold=True, size=14)
    listed = (
        Set("Läsnä:", gap=1.0),
        "Aino Esimerkki, yhteisen kirkkovaltuuston puheenjohtaja",
        "Matti Mallikas, kirkkohallituksen puheenjohtaja",
        "Liisa Kokeinen, jäsen",
    )
    minutes = segment_minutes(typeset(front, *listed, *ITEMS))
    assert [each.role for each in minutes.attendees] == ["chair", "other", "member"]


def test_a_name_cut_at_the_end_of_a_line_is_whole() -> None:
    found = attendees(
        Set("Läsnä:", gap=1.0),
        "Aino Esimerkki\tjäsen",
        "Liisa Korpi-\tjäsen",
        "vaara",
        "Olli Mäki\tjäsen",
    )
    assert list(found) == ["Aino Esimerkki", "Liisa Korpivaara", "Olli Mäki"]


def test_columns_of_their_own_for_each_way_of_presence() -> None:
    found = attendees(
        *beside(0, 0, "Nimi", "Läsnä", "Etänä", "Poissa"),
        *beside(0, 1, "Esimerkki Aino, pj", "X"),
        *beside(0, 2, "Mallikas Matti", "", "X"),
        *beside(0, 3, "Kokeinen Liisa", "", "", "X"),
    )
    assert said(found) == {
        "Aino Esimerkki": ("chair", "in_person", None),
        "Matti Mallikas": ("member", "remote", None),
        "Liisa Kokeinen": ("member", "absent", None),
    }


def test_personal_deputies_stand_beside_the_members() -> None:
    found = attendees(
        Set("Osallistujat", gap=1.0, bold=True),
        *beside(0, 0, "Jäsen", "Läsnä", "Henkilökohtainen varajäsen", "Läsnä"),
        *beside(0, 1, "Aino Esimerkki", "x", "Matti Mallikas", "-"),
        *beside(0, 2, "Liisa Kokeinen", "-", "Olli Mäki", "x (Teams)"),
    )
    assert said(found) == {
        "Aino Esimerkki": ("member", "in_person", None),
        "Liisa Kokeinen": ("member", "absent", None),
        "Olli Mäki": ("deputy", "remote", None),
    }
    assert found["Olli Mäki"].deputy_for == "Liisa Kokeinen"


def test_labels_in_the_first_column_of_a_ruled_table() -> None:
    found = attendees(
        *beside(0, 0, "KOKOUSAIKA", "3.2.2025 klo 17.00–19.12"),
        *beside(0, 1, "LÄSNÄ", "Esimerkki Aino", "puheenjohtaja", "klo 17.00–19.12"),
        *beside(0, 2, "", "Mallikas Matti", "Liisa Kokeisen varajäsen"),
        *beside(0, 3, "POISSA", "Kokeinen Liisa", "jäsen"),
        *beside(0, 4, "MUUT OSALLISTUJAT", "Mäki Olli", "rehtori, esittelijä"),
        *beside(0, 5, "ASIAT", "1–2 §"),
    )
    assert said(found) == {
        "Aino Esimerkki": ("chair", "in_person", None),
        "Matti Mallikas": ("deputy", "in_person", None),
        "Liisa Kokeinen": ("member", "absent", None),
        "Olli Mäki": ("presenter", "in_person", None),
    }
    assert found["Aino Esimerkki"].presence[0].to_time == "19:12"


def test_labels_in_the_margin_over_two_lines_and_details_that_go_on() -> None:
    found = attendees(
        Set("MUUT SAAPUVILLA\tEsimerkki Aino\tkunnanjohtaja, esittelijä", gap=1.0),
        Set("OLLEET"),
        Set("Mallikas Matti\tkunnanvaltuuston", left=88),
        Set("puheenjohtaja", left=170.5),
        Set("POISSA\tKokeinen Liisa\tjäsen", gap=0.8),
        Set("KÄSITELLYT ASIAT\t1 - 2 §", gap=0.8),
    )
    assert {n: (a.role, a.mode, a.title) for n, a in found.items()} == {
        "Aino Esimerkki": ("presenter", "in_person", "kunnanjohtaja"),
        "Matti Mallikas": ("other", "in_person", "kunnanvaltuuston puheenjohtaja"),
        "Liisa Kokeinen": ("member", "absent", None),
    }


def test_a_label_beside_the_middle_of_its_list() -> None:
    found = attendees(
        Set("Paikka\tKunnantalo", gap=1.0),
        Set("Aino Esimerkki, pj", left=44, gap=0.6),
        Set("Jäsenet\tMatti Mallikas, vpj"),
        Set("Liisa Kokeinen", left=44),
        Set("Sihteeri\tOlli Mäki", gap=0.6),
    )
    assert [a.role for a in found.values()] == ["chair", "vice_chair", "member", "secretary"]


def test_a_headed_list_without_rules_and_a_name_over_two_lines() -> None:
    found = attendees(
        Set("Läsnä\tNimi\tTehtävä\tLisätiedot", gap=1.0),
        Set("Uusi-Esimerkki\tI varapuheenjohtaja\tpoistui klo 18:10", left=33),
        Set("Aino", left=33),
        Set("Muut\tMallikas Matti\tKunnanjohtaja, esittelijä", gap=0.6),
    )
    assert said(found) == {
        "Aino Uusi-Esimerkki": ("vice_chair", "in_person", None),
        "Matti Mallikas": ("presenter", "in_person", None),
    }


def test_surname_comma_first_name_and_what_stands_below() -> None:
    found = attendees(
        Set("Jäsenet", gap=1.0, bold=True),
        Set("Esimerkki, Aino\tpuheenjohtaja", gap=0.6),
        Set("Mallikas, Matti\tvarapuheenjohtaja", gap=0.4),
        Set("saapui 15:41, poissa: 131 §", left=88, gap=0.2),
        Set("Kokeinen, Liisa", gap=0.4),
    )
    assert [(n, a.role) for n, a in found.items()] == [
        ("Aino Esimerkki", "chair"),
        ("Matti Mallikas", "vice_chair"),
        ("Liisa Kokeinen", "member"),
    ]
    stretch = found["Matti Mallikas"].presence[0]
    assert (stretch.from_time, stretch.from_item) == ("15:41", None)


def test_marks_before_and_behind_the_names() -> None:
    before = attendees(
        Set("Jäsenet", gap=1.0),
        Set("P Esimerkki Aino, puheenjohtaja", gap=0.6),
        Set("- Mallikas Matti", gap=0.4),
        Set("P Kokeinen Liisa", gap=0.4),
    )
    behind = attendees(
        Set("Läsnä", gap=1.0),
        Set("Esimerkki Aino\tpuheenjohtaja\tx", gap=0.6),
        Set("Mallikas Matti\tjäsen\t–\tMäki Olli, varajäsen\tx", gap=0.4),
        Set("Kokeinen Liisa\tjäsen\tx", gap=0.4),
    )
    modes = {"Aino Esimerkki": "in_person", "Matti Mallikas": "absent"}
    modes |= {"Liisa Kokeinen": "in_person"}
    assert {n: a.mode for n, a in before.items()} == modes
    assert {n: a.mode for n, a in behind.items()} == {**modes, "Olli Mäki": "in_person"}


def test_names_side_by_side() -> None:
    found = attendees(
        Set("Läsnä:", gap=1.0),
        Set("Aino Esimerkki (pj)\tLiisa Kokeinen"),
        Set("Matti Mallikas\tOlli Mäki (siht)"),
    )
    assert {n: a.role for n, a in found.items()} == {
        "Aino Esimerkki": "chair",
        "Liisa Kokeinen": "member",
        "Matti Mallikas": "member",
        "Olli Mäki": "secretary",
    }


def test_attendance_in_an_item_of_such_a_title() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Ryhmän kokous", bold=True, size=14),
            Set("1. Avaus", gap=1.0, bold=True),
            Set("Kokous avattiin.", gap=0.6),
            Set("2. Läsnäolijat", gap=1.0, bold=True),
            Set("Aino Esimerkki, Matti Mallikas ja Liisa Kokeinen", gap=0.6),
            Set("3. Muut asiat", gap=1.0, bold=True),
        )
    )
    assert [a.name for a in minutes.attendees] == [
        "Aino Esimerkki", "Matti Mallikas", "Liisa Kokeinen",
    ]  # fmt: skip


def test_attendance_listed_in_the_first_item() -> None:
    minutes = segment_minutes(
        typeset(
            Set("Verkoston kokous", bold=True, size=14),
            Set("1. Kokouksen avaus", gap=1.0, bold=True),
            Set("Puheenjohtaja Aino Esimerkki avasi kokouksen klo 10.", gap=0.6),
            Set("Läsnä:", gap=1.0),
            Set("Aino Esimerkki (Kuopio, pj.)", gap=1.0),
            Set("Matti Mallikas (Oulu)"),
            Set("Poissa:", gap=1.0),
            Set("Liisa Kokeinen (Kouvola)", gap=1.0),
            Set("2. Muut asiat", gap=1.0, bold=True),
            Set("Keskusteltiin talosta.", gap=0.6),
        )
    )
    found = [(a.name, a.role, a.affiliation, a.mode) for a in minutes.attendees]
    assert found == [
        ("Aino Esimerkki", "chair", "Kuopio", "in_person"),
        ("Matti Mallikas", "member", "Oulu", "in_person"),
        ("Liisa Kokeinen", "member", "Kouvola", "absent"),
    ]


def test_a_headed_list_set_wide() -> None:
    found = attendees(
        Set("Läsnäolijat\tRooli\tLisätiedot", gap=1.0, bold=True),
        Set("Aino Esimerkki\tPuheenjohtaja", gap=1.1),
        Set("Matti Mallikas\tVarajäsen\tLiisa Kokeisen sijaan", gap=1.1),
        Set("Olli Mäki\tJäsen\tSaapui 16.41", gap=1.1),
        Set("Poissaolijat", gap=1.1, bold=True),
        Set("Liisa Kokeinen\tJäsen", gap=1.1),
    )
    assert said(found) == {
        "Aino Esimerkki": ("chair", "in_person", None),
        "Matti Mallikas": ("deputy", "in_person", None),
        "Olli Mäki": ("member", "in_person", None),
        "Liisa Kokeinen": ("member", "absent", None),
    }
    assert found["Matti Mallikas"].deputy_for == "Liisa Kokeinen"
    assert found["Olli Mäki"].presence[0].from_time == "16:41"


def test_shareholders_and_their_proxies() -> None:
    found = attendees(
        *beside(0, 0, "Osakkeenomistaja", "Edustaja", "Osakkeet", "Äänet"),
        *beside(0, 1, "Testilän kunta", "Aino Esimerkki, valtakirjalla", "520", "520"),
        *beside(0, 2, "Liisa Kokeinen", "Liisa Kokeinen", "40", "40"),
        *beside(0, 3, "Olli Mäki", "", "10", "10"),
        Set("Lisäksi läsnä toimitusjohtaja Matti Mallikas.", gap=1.0),
    )
    assert said(found) == {
        "Aino Esimerkki": ("member", "in_person", "Testilän kunta"),
        "Liisa Kokeinen": ("member", "in_person", None),
        "Olli Mäki": ("member", "in_person", None),
        "Matti Mallikas": ("other", "in_person", None),
    }


def test_marks_before_members_and_their_deputies() -> None:
    found = attendees(
        Set("SAAPUVILLA OLLEET JÄSENET\tx\tAino Esimerkki, pj.\tLiisa Kokeinen, vj.", gap=1.0),
        Set("x\tMatti Mallikas, vpj.\tPekka Edustava, vj.", left=143),
        Set("Olli Mäki\tx Kaisa Kansliainen, vj.", left=154),
    )
    assert {n: (a.role, a.mode, a.deputy_for) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", "in_person", None),
        "Matti Mallikas": ("vice_chair", "in_person", None),
        "Olli Mäki": ("member", "absent", None),
        "Kaisa Kansliainen": ("deputy", "in_person", "Olli Mäki"),
    }


def test_a_label_that_heads_the_column_of_names() -> None:
    found = attendees(
        *beside(0, 0, "Jäsenet", "Tehtävä"),
        *beside(0, 1, "Aino Esimerkki", "Puheenjohtaja"),
        *beside(1, 0, "Muut läsnäolijat", "Tehtävä", "Pykälät"),
        *beside(1, 1, "Matti Mallikas", "Talousjohtaja", "50–57"),
    )
    assert {n: (a.role, a.title) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", None),
        "Matti Mallikas": ("other", "Talousjohtaja"),
    }


def test_personal_deputies_without_marks_were_not_there_unless_it_is_said() -> None:
    found = attendees(
        Set("Läsnä\tVarsinainen jäsen\tHenkilökohtainen varajäsen", gap=1.0),
        Set("Aino Esimerkki, pj.\t\tOlli Mäki", left=33),
        Set("Matti Mallikas (poissa)\tLiisa Kokeinen (läsnä)", left=33),
        Set("Anna Puro (poissa)\t\tTuomas Niemi", left=33),
    )
    assert {n: (a.role, a.mode) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", "in_person"),
        "Matti Mallikas": ("member", "absent"),
        "Liisa Kokeinen": ("deputy", "in_person"),
        "Anna Puro": ("member", "absent"),
        "Tuomas Niemi": ("deputy", "unknown"),
    }


def test_a_form_with_places_for_marks_and_a_legend_in_the_margin() -> None:
    found = attendees(
        Set(spread("Saapuvilla olleet", "Jäsenet:", "", "Henkilökohtaiset varajäsenet:"), gap=1.0),
        Set(spread("jäsenet", "Aino Esimerkki, pj", "(x)", "Olli Mäki", "( )")),
        Set(spread("x = läsnä", "Matti Mallikas", "(-)", "Liisa Kokeinen", "(x)")),
        Set(spread("- = poissa", "Anna Puro", "(x)", "Tuomas Niemi", "( )")),
    )
    assert {n: (a.role, a.mode) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", "in_person"),
        "Matti Mallikas": ("member", "absent"),
        "Liisa Kokeinen": ("deputy", "in_person"),
        "Anna Puro": ("member", "in_person"),
    }


def test_somebody_away_for_a_while_was_there() -> None:
    found = attendees(
        Set("Läsnä\tEsimerkki Aino\tpuheenjohtaja", gap=1.0),
        Set("Mallikas Matti\tvarajäsen, poissa klo 19.08 – 19.49", left=33),
        Set("Lisäksi\tOlli Mäki, kirkkoherra", gap=0.6),
    )
    assert {n: (a.role, a.mode) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", "in_person"),
        "Matti Mallikas": ("deputy", "in_person"),
        "Olli Mäki": ("other", "in_person"),
    }
    stretches = found["Matti Mallikas"].presence
    assert [(s.from_time, s.to_time) for s in stretches] == [(None, "19:08"), ("19:49", None)]


def test_names_printed_either_way_round_are_told_apart_by_first_names() -> None:
    found = attendees(
        Set("Läsnä", gap=1.0, bold=True),
        "Aino Esimerkki, pj.",
        "Mallikas Matti, vpj.",
        "Liisa Kokeinen",
        "Mäki Olli",
    )
    assert list(found) == ["Aino Esimerkki", "Matti Mallikas", "Liisa Kokeinen", "Olli Mäki"]


def test_an_unknown_first_name_in_a_list_with_commas() -> None:
    found = attendees(
        Set("Jäsenet", gap=1.0, bold=True),
        Set("Esimerkki, Aino\tpuheenjohtaja"),
        Set("Mallikas, Matti"),
        Set("Kokeinen, Zyx\tsaapui 15:41"),
    )
    assert list(found) == ["Aino Esimerkki", "Matti Mallikas", "Zyx Kokeinen"]


def test_a_deputy_on_the_line_below_the_absent_member() -> None:
    found = attendees(
        Set("Läsnä\tAino Esimerkki, puheenjohtaja", gap=1.0),
        Set("Liisa Kokeinen (poissa), varajäsen", left=33),
        Set("Olli Mäki", left=33),
        Set("Anna Puro (poissa), tilalla", left=33),
        Set("varajäsen Matti Mallikas", left=33),
    )
    assert {n: (a.role, a.mode, a.deputy_for) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", "in_person", None),
        "Liisa Kokeinen": ("member", "absent", None),
        "Olli Mäki": ("deputy", "in_person", "Liisa Kokeinen"),
        "Anna Puro": ("member", "absent", None),
        "Matti Mallikas": ("deputy", "in_person", "Anna Puro"),
    }


def test_absent_members_with_jobs_where_members_have_a_list_of_their_own() -> None:
    found = attendees(
        Set("Jäsenet", gap=1.0, bold=True),
        "Aino Esimerkki, puheenjohtaja",
        Set("Muut läsnäolijat", gap=1.0, bold=True),
        "Olli Mäki, rehtori",
        Set("Poissa", gap=1.0, bold=True),
        "Tuomas Niemi, lehtori",
        "Anna Puro, kh:n edustaja",
    )
    assert {n: (a.role, a.mode) for n, a in found.items()} == {
        "Aino Esimerkki": ("chair", "in_person"),
        "Olli Mäki": ("other", "in_person"),
        "Tuomas Niemi": ("member", "absent"),
        "Anna Puro": ("other", "absent"),
    }
