"""Meetings and tasks as an iCalendar file (RFC 5545), for calendars and lists of tasks.

A task that is due on a day has that day; one that is due in a month or a season has none, for any
day would be made up: its words stand in the description, and in ``X-POYTAKIRJA-DUE``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from pipeline.export.meetings import DOUBLES, NO_MEETINGS, begins, ends, title
from pipeline.export.output import Advance
from pipeline.export.tables import Tables

if TYPE_CHECKING:
    from icalendar import Component

Row = dict[str, Any]
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//poytakirja//poytakirja//EN\r\n"
FOOT = "END:VCALENDAR\r\n"
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""The stamp of what has no day. Stamps are days of meetings: the same facts give the same bytes."""
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")


def facts_to_schedule(tables: Tables, advance: Advance) -> Iterator[str]:
    """The calendar, component by component."""
    yield HEAD
    advance(0, 2, "meetings")
    for meeting in _meetings(tables):
        yield _text(meeting)
    advance(1, 2, "actions")
    for task in _tasks(tables):
        yield _text(task)
    yield FOOT


def _text(component: Component) -> str:
    return str(component.to_ical(), "utf-8")


def _meetings(tables: Tables) -> Iterator[Component]:
    """An event for each meeting that has a day, and for each next one that is told of and is not
    there itself."""
    rows = [row for row in tables.named_rows("meetings") if row["kind"] not in NO_MEETINGS]
    held = {(row["body"], row["date"]) for row in rows}
    for row in rows:
        if row["date"] is not None:
            yield _meeting(row)
        coming = (row["body"], row["next_date"])
        if row["next_date"] is not None and coming not in held:
            held.add(coming)
            yield _next_meeting(row)


def _meeting(row: Row) -> Component:
    made = _component("VEVENT", row["document_id"], row["date"])
    start, end = begins(row), ends(row)
    made.add("dtstart", start.astimezone(UTC) if start else row["date"])
    if end:
        made.add("dtend", end.astimezone(UTC))
    _add(made, "summary", title(row))
    _add(made, "location", row["place"])
    _add(made, "description", _lines(("Numero", row["number"]), ("Tiedosto", row["file"])))
    _categories(made, row["body"])
    return made


def _next_meeting(row: Row) -> Component:
    made = _component("VEVENT", f"{row['document_id']}-next", row["date"])
    made.add("dtstart", row["next_date"])
    _add(made, "summary", f"{row['body'] or row['meeting']}: seuraava kokous")
    made.add("status", "TENTATIVE")
    _add(made, "description", _lines(("Kerrottu", title(row)), ("Tiedosto", row["file"])))
    _categories(made, row["body"])
    return made


def _tasks(tables: Tables) -> Iterator[Component]:
    documents = {row["document_id"]: row for row in tables.named_rows("documents")}
    for row in tables.named_rows("actions"):
        document = documents[row["document_id"]]
        if document["link"] not in DOUBLES:
            yield _task(row, document)


def _task(row: Row, document: Row) -> Component:
    made = _component("VTODO", row["id"], row["date"])
    _add(made, "summary", row["text"])
    exact = row["due_precision"] == "day"
    if exact:
        made.add("due", row["due_until"])
    elif row["due"]:
        made.add("x-poytakirja-due", row["due"])
    told = f"{row['due']} ({row['due_from']}–{row['due_until']})"
    _add(
        made,
        "description",
        _lines(
            ("Kuka", row["assignees"]),
            ("Kenelle", row["recipients"]),
            ("Määräaika", told if row["due"] and not exact else None),
            ("Ehto", row["condition"]),
            ("Kokous", " ".join(filter(None, (title(document), str(row["date"] or ""))))),
            ("Kohta", row["title"]),
            ("Tiedosto", f"{row['file']}, s. {row['page']}"),
        ),
    )
    made.add("related-to", _uid(document["meeting_id"]))
    _categories(made, document["body"])
    return made


def _component(kind: str, key: str, day: date | None) -> Component:
    from icalendar import Event, Todo

    made: Component = Event() if kind == "VEVENT" else Todo()
    made.add("uid", _uid(key))
    made.add("dtstamp", datetime.combine(day, datetime.min.time(), UTC) if day else UNKNOWN)
    return made


def _uid(key: str) -> str:
    return f"{key}@poytakirja"


def _add(made: Component, name: str, words: str | None) -> None:
    if words:
        made.add(name, CONTROL.sub(" ", words))


def _categories(made: Component, body: str | None) -> None:
    if body:
        made.add("categories", [CONTROL.sub(" ", body)])


def _lines(*told: tuple[str, str | None]) -> str:
    return "\n".join(f"{label}: {words}" for label, words in told if words)
