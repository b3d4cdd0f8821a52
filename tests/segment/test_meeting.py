"""Meeting data from title, labels and running heads."""

import pytest

from models.records import Meeting
from pipeline.segment import segment_minutes
from tests.segment.setting import Set, typeset

ITEMS = (Set("1. Avaus", gap=1.5, bold=True), Set("2. Muut asiat", gap=1.0, bold=True))


def meeting(*lines: Set | str) -> Meeting:
    return segment_minutes(typeset(*lines, *ITEMS)).meeting


def test_title_time_and_place_in_one_label() -> None:
    found = meeting(
        Set("Alueellisen kouluasian työryhmän tapaaminen 3.2.25", bold=True, size=14),
        Set("Aika ja paikka:\tklo 13.00-15.30, Testilä, Kunnantalo", gap=1.0),
    )
    assert found == Meeting(
        title="Alueellisen kouluasian työryhmän tapaaminen",
        body="Alueellinen kouluasian työryhmä",
        kind="memo",
        date="2025-02-03",
        starts_at="13:00",
        ends_at="15:30",
        place="Testilä, Kunnantalo",
    )


def test_running_number_and_single_hour() -> None:
    found = meeting(
        Set("Kuntatyöryhmän muistio 9/2023", bold=True, size=14),
        Set("Aika: 14.12.2023 klo 10", gap=1.0),
    )
    assert (found.title, found.number, found.date) == (
        "Kuntatyöryhmän muistio",
        "9/2023",
        "2023-12-14",
    )
    assert (found.starts_at, found.ends_at, found.kind) == ("10:00", None, "memo")


def test_body_and_number_from_the_running_head() -> None:
    found = meeting(
        Set("Testilän kunta\tPöytäkirja\t4/2025\t1 (7)", furniture=True),
        Set("Sivistyslautakunta\t18.03.2025", furniture=True),
        Set("Aika\t18.03.2025, klo 17:00 - 18:51", gap=1.0),
    )
    assert (found.body, found.number, found.kind) == ("Sivistyslautakunta", "4/2025", "minutes")


@pytest.mark.parametrize("text", ["Kokous 31.2.2025", "Kokous keväällä"])
def test_a_day_that_is_none_stays_open(text: str) -> None:
    assert meeting(Set(text, bold=True, size=14)).date is None


def test_the_next_meeting_is_told_by_the_item_that_speaks_of_it() -> None:
    document = typeset(
        Set("Ryhmän kokous 3.2.2025", bold=True, size=14),
        Set("1. Avaus", gap=1.0, bold=True),
        Set("Edellinen kokous oli 7.1.2025.", gap=0.6),
        Set("2. Seuraava kokous", gap=1.0, bold=True),
        Set("Kokoonnutaan tiistaina 4.3. klo 9.", gap=0.6),
    )
    assert segment_minutes(document).meeting.next_date == "2025-03-04"


def test_a_title_over_two_lines_and_a_date_in_words() -> None:
    found = meeting(
        Set("Lasten asioiden alueellisen ohjausryhmän", bold=True, size=14),
        Set("kokous 11. maaliskuuta 2025", bold=True, size=14),
        Set("Aika ja", gap=1.0),
        Set("paikka:\tklo 9.00, Testilän kunnantalo"),
    )
    assert found.title == "Lasten asioiden alueellisen ohjausryhmän kokous"
    assert found.body == "Lasten asioiden alueellinen ohjausryhmä"
    assert (found.date, found.starts_at, found.place) == (
        "2025-03-11",
        "09:00",
        "Testilän kunnantalo",
    )


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Muistio, 30.1.2025, klo 13.00–14.25, Tehtaan ruokala, kabinetti 1",
         "Tehtaan ruokala, kabinetti 1"),
        ("Muistio 6.2.2025 klo 14–15.45, seurakuntakeskus", "seurakuntakeskus"),
        ("Aika: 9.10.2024 18:00 - 19:05 (Verkko)", "Verkko"),
        ("Keskiviikkona 2.10.2024 klo 16.15 kerhohuoneella", "kerhohuoneella"),
        ("Keskiviikkona 2.10.2024 klo 16.15 alkaen", None),
    ],
)  # fmt: skip
def test_place_on_the_line_of_the_time(line: str, place: str | None) -> None:
    assert meeting(Set("Tiimin kokous", bold=True, size=14), line).place == place


def test_a_day_in_figures_from_the_year_on() -> None:
    found = meeting(Set("# Kerhon tapaaminen 2025-03-05", size=14), "Aika: 2025-03-05 17:00-18:10")
    assert (found.title, found.date, found.starts_at, found.ends_at) == (
        "Kerhon tapaaminen",
        "2025-03-05",
        "17:00",
        "18:10",
    )


def test_the_meeting_ends_where_it_is_said_without_klo() -> None:
    minutes = segment_minutes(
        typeset(
            "Kokous 4.9.2024 klo 19.00",
            Set("1. Avaus", gap=1.0, bold=True),
            Set("2. Kokouksen päätös", gap=1.0, bold=True),
            "Kokous päättyi 20.35.",
        )
    )
    assert minutes.meeting.ends_at == "20:35"


def test_time_and_place_in_the_running_head() -> None:
    minutes = segment_minutes(
        typeset(
            Set("1 §\tAvaus", bold=True),
            Set("Kokousaika\t10.06.2024 kello 10:00-12:15", furniture=True),
            Set("Kokouspaikka\tTestitalo, Koulutie 22", furniture=True),
        )
    )
    meeting = minutes.meeting
    assert (meeting.starts_at, meeting.ends_at) == ("10:00", "12:15")
    assert meeting.place == "Testitalo, Koulutie 22"


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (("Hallituksen kokous 12.3.", "Toimintakausi 2025"), None),
        (("Hallituksen kokous 2/2025 ti 12.3.",), None),
        (("Hallituksen kokous 2/2025 ke 12.3.",), "2025-03-12"),
        (("Hallituksen kokous 12.3.", "Muistio 13.3.2025"), "2025-03-12"),
        (("Hallituksen kokous 12.3.",), None),
    ],
)
def test_a_day_without_its_year(lines: tuple[str, ...], date: str | None) -> None:
    found = meeting(Set(lines[0], bold=True, size=14), *lines[1:])
    assert (found.title, found.date) == ("Hallituksen kokous", date)


def test_a_running_number_with_a_short_year() -> None:
    assert meeting(Set("Hallituksen kokous 8/24", bold=True, size=14)).number == "8/24"
    assert meeting(Set("Hallituksen kokous 12/3", bold=True, size=14)).number is None


def test_a_place_in_a_service_and_an_end_in_the_present() -> None:
    found = segment_minutes(
        typeset(
            Set("Hallituksen kokous", bold=True, size=14),
            "Ke 14.5.2025 klo 18, Teams",
            Set("1. Avaus", gap=1.5, bold=True),
            Set("2. Kokouksen päättäminen", gap=1.0, bold=True),
            "Pj päättää kokouksen ajassa 19:21.",
        )
    ).meeting
    assert (found.starts_at, found.ends_at, found.place) == ("18:00", "19:21", "Teams")


def test_an_end_is_kept_where_no_beginning_is_told() -> None:
    found = segment_minutes(
        typeset(
            Set("Hallituksen kokous 14.5.2025", bold=True, size=14),
            Set("1. Avaus", gap=1.5, bold=True),
            Set("2. Kokouksen päättäminen", gap=1.0, bold=True),
            "Kokous päättyi klo 9.26.",
        )
    ).meeting
    assert (found.starts_at, found.ends_at) == (None, "09:26")
