"""Calendars that vobject reads: every meeting, every task, no day that nobody said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import vobject
from click.testing import CliRunner

from models.records import Record
from pipeline.cli import main
from pipeline.export import Disguise, export_text
from pipeline.store import open_store
from tests.building import connect, make_record


def calendar(folder: Path, *records: Record, disguise: Disguise | None = None) -> Any:
    with open_store(str(folder / "minutes.db"), create=True) as store:
        for record in records or (make_record(),):
            store.save_record(record)
        return read("".join(export_text(store, None, "ics", disguise)))


def read(text: str) -> Any:
    [made] = vobject.readComponents(text, validate=True)
    return made


def events(made: Any) -> list[Any]:
    return list(made.contents.get("vevent", ()))


def tasks(made: Any) -> list[Any]:
    return list(made.contents.get("vtodo", ()))


def with_meeting(**fields: Any) -> Record:
    record = make_record()
    meeting = replace(record.minutes.meeting, **fields)
    return replace(record, minutes=replace(record.minutes, meeting=meeting))


def with_action(**fields: Any) -> Record:
    record = make_record()
    action = replace(record.findings.actions[0], **fields)
    return replace(record, findings=replace(record.findings, actions=(action,)))


def test_the_samples_have_an_event_a_meeting_and_a_task_an_action(
    sample_database: Path, tmp_path: Path
) -> None:
    path = tmp_path / "minutes.ics"
    words = ["export", "--db", str(sample_database), "--format", "ics", "-o", str(path)]
    assert CliRunner().invoke(main, words).exit_code == 0
    raw = path.read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    made = read(raw.decode())
    with connect(sample_database) as connection:
        dated, due = (
            connection.execute(sql).fetchone()[0]
            for sql in (
                "SELECT count(*) FROM meetings_overview WHERE date IS NOT NULL",
                "SELECT count(*) FROM actions WHERE due_precision = 'day'",
            )
        )
        stored = {row[0] for row in connection.execute("SELECT id FROM actions")}
        texts = {row[0] for row in connection.execute("SELECT text FROM actions")}
    held = [one for one in events(made) if "status" not in one.contents]
    assert len(held) == dated > 10
    assert {one.uid.value.removesuffix("@poytakirja") for one in tasks(made)} == stored
    assert {one.summary.value for one in tasks(made)} == texts
    assert sum("due" in one.contents for one in tasks(made)) == due > 10
    uids = [one.uid.value for one in (*events(made), *tasks(made))]
    assert len(set(uids)) == len(uids)
    known = {one.uid.value for one in events(made)}
    assert {one.related_to.value for one in tasks(made)} <= known


def test_a_meeting_has_time_place_and_organ(tmp_path: Path) -> None:
    place = "Kunnantalo, sali; Koulutie 2\\3"
    made = calendar(
        tmp_path, with_meeting(body="Testijaosto", starts_at="12:30", ends_at="14:00", place=place)
    )
    [held, _] = events(made)
    assert held.dtstart.value == datetime(2024, 12, 12, 10, 30, tzinfo=UTC)
    assert held.dtend.value == datetime(2024, 12, 12, 12, 0, tzinfo=UTC)
    assert held.location.value == place
    assert held.summary.value == "Testityöryhmän muistio"
    assert held.categories.value == ["Testijaosto"]
    assert held.dtstamp.value == datetime(2024, 12, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        ({"starts_at": None}, date(2024, 12, 12), None),
        ({"starts_at": "12:00"}, datetime(2024, 12, 12, 10, tzinfo=UTC), None),
        ({"starts_at": "12:00", "ends_at": "11:00"}, datetime(2024, 12, 12, 10, tzinfo=UTC), None),
        ({"date": "2024-07-01"}, datetime(2024, 7, 1, 9, tzinfo=UTC), None),
    ],
)
def test_what_is_not_told_is_not_there(
    tmp_path: Path, fields: dict[str, Any], start: date, end: date | None
) -> None:
    held = events(calendar(tmp_path, with_meeting(**fields)))[0]
    assert held.dtstart.value == start
    assert ("dtend" in held.contents) == (end is not None)


def test_a_meeting_without_a_day_and_a_document_of_no_meeting_are_no_events(tmp_path: Path) -> None:
    assert events(calendar(tmp_path, with_meeting(date=None, next_date=None))) == []
    assert events(calendar(tmp_path, with_meeting(kind="attachment"))) == []


def test_the_next_meeting_is_tentative_until_it_is_there(tmp_path: Path) -> None:
    first = with_meeting(body="Testijaosto")
    [_, coming] = events(calendar(tmp_path, first))
    assert (coming.dtstart.value, coming.status.value) == (date(2025, 1, 16), "TENTATIVE")
    assert coming.summary.value.startswith("Testijaosto")
    later = make_record("b.pdf", "b")
    meeting = replace(later.minutes.meeting, body="Testijaosto", date="2025-01-16", next_date=None)
    later = replace(later, minutes=replace(later.minutes, meeting=meeting))
    assert [one.contents.get("status") for one in events(calendar(tmp_path, later))] == [None, None]


def test_a_day_is_due_on_it(tmp_path: Path) -> None:
    [task] = tasks(calendar(tmp_path))
    assert task.due.value == date(2025, 1, 31)
    assert task.summary.value == "Onni Koemies lähettää ohjeen"
    told = task.description.value.splitlines()
    assert told[:2] == ["Kuka: Onni Koemies, työryhmä", "Kenelle: Kuvitteellinen Oy"]
    assert "Tiedosto: muistio.pdf, s. 2" in told


@pytest.mark.parametrize(
    ("due", "precision", "told"),
    [
        ("2025-autumn", "season", "2025-autumn (2025-08-01–2025-11-30)"),
        ("2025-02", "month", "2025-02 (2025-02-01–2025-02-28)"),
        ("2025-W07", "week", "2025-W07 (2025-02-10–2025-02-16)"),
    ],
)
def test_no_day_is_made_up_for_a_month_or_a_season(
    tmp_path: Path, due: str, precision: Any, told: str
) -> None:
    [task] = tasks(calendar(tmp_path, with_action(due=due, due_precision=precision)))
    assert "due" not in task.contents
    assert task.contents["x-poytakirja-due"][0].value == due
    assert f"Määräaika: {told}" in task.description.value


def test_a_task_without_a_day_has_none(tmp_path: Path) -> None:
    [task] = tasks(calendar(tmp_path, with_action(due=None, due_precision=None)))
    assert "due" not in task.contents
    assert "x-poytakirja-due" not in task.contents
    assert "Määräaika" not in task.description.value


@pytest.mark.parametrize("text", ["a\nEND:VTODO\nBEGIN:VEVENT", "a;b,c\\n", "ä" * 300, "a\x00b\tc"])
def test_words_cannot_break_out_of_their_line(tmp_path: Path, text: str) -> None:
    made = calendar(tmp_path, with_action(text=text))
    [task] = tasks(made)
    assert task.summary.value == text.replace("\x00", " ").replace("\t", " ")
    assert len(events(made)) == 2


def test_the_same_meetings_give_the_same_bytes(tmp_path: Path) -> None:
    texts = set()
    for name in ("a", "b"):
        with open_store(str(tmp_path / name), create=True) as store:
            store.save_record(make_record())
            texts.add("".join(export_text(store, None, "ics")))
    assert len(texts) == 1


def test_a_draft_gives_no_second_event_or_task(tmp_path: Path) -> None:
    draft = make_record("luonnos.pdf", "luonnos")
    meeting = replace(draft.minutes.meeting, status="draft")
    draft = replace(draft, minutes=replace(draft.minutes, meeting=meeting))
    made = calendar(tmp_path, draft, make_record())
    assert (len(events(made)), len(tasks(made))) == (2, 1)


def test_pseudonyms(tmp_path: Path) -> None:
    disguise = Disguise("s")
    made = calendar(tmp_path, disguise=disguise)
    text = made.serialize()
    assert [part for part in ("Aino", "Onni", "Koemie", "muistio.pdf") if part in text] == []
    assert disguise.name("Onni Koemies") in tasks(made)[0].summary.value
