"""The date grammar: text in, dates out, as exact as the words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.dates import find_dates

MEETING = date(2024, 12, 12)  # a Thursday


def values(text: str, base: date | None = MEETING) -> list[str]:
    """``value`` or ``value..end`` of each date found."""
    return [
        one.value if one.end_value is None else f"{one.value}..{one.end_value}"
        for one in find_dates(text, base)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kokous pidettiin 12.12.24.", "2024-12-12"),
        ("Perjantaina 13.10.2023", "2023-10-13"),
        ("Palvelu otetaan käyttöön 1.10 alkaen", "2024-10-01"),
        ("31.5. mennessä", "2025-05-31"),
        ("seuranta (9/2024; 2 vk)", "2024-09"),
        ("tammikuussa", "2025-01"),
        ("syyskuussa 2024", "2024-09"),
        ("tammikuun alussa", "2025-01"),
        ("tammikuun loppuun", "2025-01-31"),
        ("helmikuun 2024 loppuun", "2024-02-29"),
        ("tammikuun 5. päivänä", "2025-01-05"),
        ("toukokuun viimeisenä lauantaina", "2025-05-31"),
        ("helmikuun toinen tiistai 2025", "2025-02-11"),
        ("ennen vappua", "2025-05-01"),
        ("juhannukseen mennessä", "2025-06-21"),
        ("isänpäivänä 2025", "2025-11-09"),
        ("tammikuun loppu", "2025-01-31"),
        ("lokakuun ensimmäinen päivä", "2024-10-01"),
        ("5. tammikuuta 2026", "2026-01-05"),
        ("kevät 2025-kevät 2026", "2025-spring..2026-spring"),
        ("syksyllä 2025", "2025-autumn"),
        ("syksyn aikana", "2024-autumn"),
        ("talvella 2025-2026", "2025-winter"),
        ("ensi keväänä", "2025-spring"),
        ("2025 syksyn työpaja", "2025-autumn"),
        ("kesään mennessä", "2025-summer"),
        ("alkuvuodesta 2025", "2025-early"),
        ("loppuvuodesta", "2024-late"),
        ("vuoden 2025 puolivälissä", "2025-mid"),
        ("vuoden 2025 loppuun", "2025-12-31"),
        ("toukokuuhun mennessä", "2025-05"),
        ("1.1.–31.12.2024", "2024-01-01..2024-12-31"),
        ("1.-31.1.2025", "2025-01-01..2025-01-31"),
        ("27.-28.3.2025", "2025-03-27..2025-03-28"),
        ("15.11.2024 - 10.1.2025", "2024-11-15..2025-01-10"),
        ("15.12.–10.1.", "2024-12-15..2025-01-10"),
        ("heinä-elokuussa", "2024-07..2024-08"),
        ("tammi–lokakuulta 2024", "2024-01..2024-10"),
        ("viikolla 7", "2025-W07"),
        ("vko 50", "2024-W50"),
        ("Viikon 5 päivitys", "2025-W05"),
        ("ensi viikolla", "2024-W51"),
        ("viime viikolla", "2024-W49"),
        ("sunnuntaina", "2024-12-15"),
        ("huomenna", "2024-12-13"),
        ("kahden viikon kuluessa", "2024-12-26"),
        ("kolmen kuukauden kuluttua", "2025-03"),
        ("vuosina 2021–2025", "2021..2025"),
        ("lukuvuonna 2024-25", "2024..2025"),
        ("ensi vuonna", "2025"),
        ("tilinpäätös 2023", "2023"),
        ("Q1/2025", "2025-Q1"),
        ("vuoden 2025 ensimmäisellä neljänneksellä", "2025-Q1"),
        ("1. puolivuotiskausi", "2025-H1"),
        ("den 5 maj 2025", "2025-05-05"),
        ("våren 2025", "2025-spring"),
    ],
)
def test_expressions(text: str, expected: str) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "13.00-15.30",
        "klo 9.15",
        "hinta 19,60",
        "§ 12",
        "oppilas- ja opiskelijahuoltolaki 1287/2013",
        "lain 9/2012 mukaan",
        "Kokouksen 10/2024 muistio",
        "pöytäkirja 9/2024",
        "versio 22.11.",
        "TAVI 2024",
        "puh. 040 123 2024",
        "yli 2000 tietuetta",
        "2 024 euroa",
        "12,12 %",
        "hanke HX12AB34-5678",
        "HEL 2011-004632",
        "198/00.01.01/2017",
        "ohjelma-150325.pdf",
        "31.2.2024",
        "syyskokous ja kevätkokous",
        "muutaman viikon kuluttua",
        "14 päivän kuluessa päätöksen tiedoksisaannista",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert values(text) == []


def test_a_list_of_days_shares_its_month() -> None:
    assert values("Kokoukset 5., 12. ja 19.3.2025") == ["2025-03-05", "2025-03-12", "2025-03-19"]


def test_without_a_base_only_printed_years_count() -> None:
    assert values("Kokous 24.1. ja 25.1.2024", base=None) == ["2024-01-25"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kysely lähetettiin 20.5.", "2024-05-20"),
        ("Kysely lähetetään 20.5. mennessä.", "2025-05-20"),
        ("Kysely lähetetään 10.1.", "2025-01-10"),
        ("Tavattiin maanantaina.", "2024-12-09"),
        ("Laite korjattiin maanantaiaamuna.", "2024-12-09"),
        ("Uusi jäsen liittynee ryhmään vasta keväällä.", "2025-spring"),
        ("Kyselyn 1.4. tulokset", "2024-04-01"),
        ("Kysely 1.4.", "2025-04-01"),
        ("Hän kartoittaa ehdotetut koulut 10.1.", "2025-01-10"),
        ("Tavataan maanantaina.", "2024-12-16"),
    ],
)
def test_the_tense_chooses_the_year(text: str, expected: str) -> None:
    assert values(text) == [expected]


def test_the_weekday_chooses_the_year() -> None:
    assert values("tiistai 9.4. klo 16") == ["2024-04-09"]


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("31.5. mennessä", True),
        ("viimeistään 15.11.", True),
        ("vuoden 2025 loppuun", True),
        ("31.5. pidetään kokous", False),
    ],
)
def test_deadlines(text: str, deadline: bool) -> None:
    (found,) = find_dates(text, MEETING)
    assert found.deadline is deadline


def test_a_paragraph_end_is_a_border() -> None:
    assert values("kohta 1.\n10.2024 asiaa") == []


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.booleans())
def test_every_printed_day_is_read_back(day: date, short: bool) -> None:
    year = f"{day.year % 100:02}" if short else str(day.year)
    assert values(f"Tehty {day.day}.{day.month}.{year}", base=None) == [day.isoformat()]


@given(st.text(alphabet="0123456789.-–/: §kuvloästin€%", max_size=40))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    at = 0
    for found in find_dates(text, MEETING):
        assert at <= found.start < found.end <= len(text)
        at = found.end


@pytest.mark.parametrize(
    "text",
    ["vapun tapahtuma", "helmikuun viides tiistai 2025", "jäsenkirje 2/2024", "ennen aikojaan"],
)
def test_feasts_and_counts_that_are_no_dates(text: str) -> None:
    assert not [value for value in values(text) if value not in ("2025", "2025-02")]
