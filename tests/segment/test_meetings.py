"""Several meetings in one file are told apart, and what only looks like another one is not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.records import DocumentText
from pipeline.segment import segment_minutes, split_meetings
from tests.segment.setting import Set, typeset

Lines = Sequence[Set | str]


def title(text: str, **place: float | None) -> Set:
    return Set(text, bold=True, size=14, **place)  # type: ignore[arg-type]


def matter(*titles: str, first: int = 1) -> Lines:
    return [
        line
        for number, words in enumerate(titles, start=first)
        for line in (Set(f"{number}. {words}", gap=1.0, bold=True), f"Keskusteltiin: {words}.")
    ]


def memo(day: str, number: int, *, gap: float | None = None, data: bool = True) -> Lines:
    rows = (f"Aika: {day} klo 10", "Läsnä: Aino Esimerkki, Onni Koemies") if data else ()
    dated = f"Tiimin muistio {number}/2025" + ("" if data else f", {day}")
    return [title(dated, gap=gap), *rows, *matter("Avaus", "Talkoot", "Muut asiat")]


def palaver(day: str) -> Lines:
    return [title(f"Viikkopalaveri {day}", gap=1.5), "Läsnä: Aino, Onni", "- Käytiin läpi työt."]


def team(day: str) -> Lines:
    return [Set(f"Kehitystiimi {day}", gap=None), "Läsnä: Aino, Onni", "- Julkaisu on valmis."]


FIRST = memo("14.1.2025", 1, gap=0.0)
SECOND = memo("11.2.2025", 2)
THIRD = memo("11.3.2025", 3)


def days(parts: Sequence[DocumentText]) -> list[str | None]:
    return [segment_minutes(part).meeting.date for part in parts]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (FIRST, ["2025-01-14"]),
        ([*FIRST, *SECOND, *THIRD], ["2025-01-14", "2025-02-11", "2025-03-11"]),
        ([*FIRST, *memo("11.2.2025", 2, gap=2.0)], ["2025-01-14", "2025-02-11"]),
        (
            [*memo("14.1.2025", 1, gap=0.0, data=False), *memo("11.2.2025", 2, data=False)],
            ["2025-01-14", "2025-02-11"],
        ),
        (
            [*FIRST, title("Hallituksen pöytäkirja", gap=None), *SECOND[1:]],
            ["2025-01-14", "2025-02-11"],
        ),
        (
            [title("Tiimin muistiot 2025"), *memo("14.1.2025", 1), *SECOND],
            ["2025-01-14", "2025-02-11"],
        ),
        (
            [*(line for day in (5, 12, 19) for line in palaver(f"{day}.5.2025"))],
            ["2025-05-05", "2025-05-12", "2025-05-19"],
        ),
        ([*FIRST, *memo("14.1.2025", 2)], ["2025-01-14", "2025-01-14"]),
        (
            [*FIRST, title("Laituriryhmän muistio", gap=None), *FIRST[1:]],
            ["2025-01-14", "2025-01-14"],
        ),
        (
            [line for day in ("7.4.2025", "2025-04-14") for line in team(day)],
            ["2025-04-07", "2025-04-14"],
        ),
    ],
    ids=["one", "a page each", "on one page", "day in the title", "another body", "a cover",
         "without items", "twice on one day", "another body on one day", "an organ and a day"],
)  # fmt: skip
def test_meetings_are_told_apart(lines: Lines, found: list[str]) -> None:
    parts = split_meetings(typeset(*lines))
    assert [part.part for part in parts] == list(range(1, len(found) + 1))
    assert days(parts) == found


@pytest.mark.parametrize(
    "lines",
    [
        [*FIRST, Set("Liite 1", gap=None), title("Työpajan muistio"), *SECOND[1:]],
        [*FIRST, Set("Liite 1", gap=None), "Kulut", title("Pajan muistio", gap=None), *SECOND[1:]],
        [*FIRST, *SECOND[1:3], *matter("Jatko", first=4)],
        [*FIRST, title("Tiimin muistio 1/2025", gap=None), *matter("Jatko", first=4)],
        [*FIRST, title("Pajan muistio", gap=None), *SECOND[1:5], *matter("Jatko", first=4)],
        [*FIRST, title("Seuraava kokous 3.5.2025", gap=None), "Läsnä: kaikki."],
        [*FIRST, title("Iltapäivä", gap=None), *matter("Liikenne", "Palvelut")],
        [
            *FIRST,
            Set("Toimikunta 14.1.2025 § 3, liite", gap=None),
            title("Pajan muistio"),
            *SECOND[1:],
        ],
        [*FIRST, Set("Syyskokous 8.9.2025", gap=None, bold=True), "Aika: klo 9–15"],
        [*FIRST, Set("Kylätoimikunta 8.9.2025", gap=None), "Hyväksyttiin silloin."],
    ],
    ids=[
        "attachment",
        "of several",
        "data",
        "title again",
        "quoted",
        "next meeting",
        "restarts",
        "attachment behind",
        "event",
        "history",
    ],
)
def test_what_looks_like_another_meeting_is_part_of_the_one(lines: Lines) -> None:
    document = typeset(*lines)
    assert split_meetings(document) == (document,)


def test_a_running_head_that_changes_belongs_to_each_part() -> None:
    def pages(number: int, day: str) -> Lines:
        head = Set(f"Testilä\tPöytäkirja\t{number}/2025", gap=None, furniture=True)
        return [head, *memo(day, number, gap=1.0), head, "Lisää asiaa."]

    parts = split_meetings(typeset(*pages(1, "14.1.2025"), *pages(2, "11.2.2025")))
    assert days(parts) == ["2025-01-14", "2025-02-11"]
    assert [segment_minutes(part).meeting.number for part in parts] == ["1/2025", "2/2025"]
    assert [{line.page for line in part.lines} for part in parts] == [{2, 3}, {4, 5}]


def test_titles_that_were_taken_for_running_heads_are_text_again() -> None:
    lines = [
        Set(line.text, line.left, line.gap, line.bold, line.size, furniture=True)
        if isinstance(line, Set) and line.size == 14
        else line
        for line in (*FIRST, *SECOND)
    ]
    parts = split_meetings(typeset(*lines))
    assert [segment_minutes(part).meeting.title for part in parts] == ["Tiimin muistio"] * 2
    assert not any(line.furniture for part in parts for line in part.lines)


def test_a_sentence_about_the_call_below_a_head_with_the_time_is_no_meeting() -> None:
    head = [Set("Kokousaika\t10.06.2024 klo 10", furniture=True)]
    lines: Lines = [
        title("Maakuntavaltuuston pöytäkirja 1/2024", gap=0.0),
        "Läsnä: Aino Esimerkki",
        *head,
        Set("1 §\tKokouksen laillisuus", gap=None, bold=True),
        Set("Kokouskutsu on toimitettu jäsenille 5.3.2024. Hallintosäännön mukaan", gap=1.0),
        "valtuusto on päätösvaltainen.",
        *head,
    ]
    assert days(split_meetings(typeset(*lines))) == ["2024-06-10"]
