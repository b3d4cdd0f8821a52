"""Tasks through time in the database: which meetings are of one row, and how a task goes on there.

What is written hangs on the documents of a few neighbouring meetings alone: storing one costs time
in proportion to these, and the end is the same in whichever order documents come.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, delete, insert, or_, select

from models.tables import METADATA
from pipeline.store.followups import (
    Paper,
    Statement,
    Step,
    is_follow_up,
    reports_in,
    steps_through,
    words_of,
)

TABLES = METADATA.tables
SERIES, STEPS = TABLES["meeting_series"], TABLES["task_steps"]
MOST = 50
"""Documents that are kept while a series is gone through."""
REACH = 3
"""How many meetings later a task may be taken up again."""
KINDS = ("minutes", "memo")
NUMBERS = re.compile(r"[\d§/.#-]+")
Place = tuple[str, str]
"""A series, and a day."""


def series_of(body: str | None, title: str | None) -> str | None:
    """What the meetings of one row have in common: the organ, or else the title without numbers."""
    name = body or NUMBERS.sub(" ", title or "")
    return " ".join(name.casefold().split()) or None


def places_of(connection: Connection, hashes: Iterable[str]) -> set[Place]:
    """The series and days of the documents of these files."""
    documents = TABLES["documents"]
    query = (
        select(SERIES.c.series, SERIES.c.date)
        .join(documents, documents.c.id == SERIES.c.document_id)
        .where(documents.c.sha256.in_(list(hashes)))
    )
    return set(connection.execute(query).tuples())


def note_series(connection: Connection, hashes: Iterable[str] | None = None) -> None:
    """Write down of which series the documents of these files are, or all."""
    documents, meetings = TABLES["documents"], TABLES["meetings"]
    query = (
        select(meetings.c.document_id, meetings.c.body, meetings.c.title, meetings.c.date)
        .join(documents, documents.c.id == meetings.c.document_id)
        .where(
            meetings.c.date.is_not(None), or_(meetings.c.kind.in_(KINDS), meetings.c.kind.is_(None))
        )
    )
    gone = delete(SERIES)
    if hashes is not None:
        keys = select(documents.c.id).where(documents.c.sha256.in_(list(hashes)))
        query = query.where(meetings.c.document_id.in_(keys))
        gone = gone.where(SERIES.c.document_id.in_(keys))
    connection.execute(gone)
    rows = [
        {"document_id": key, "series": series, "date": day}
        for key, body, title, day in connection.execute(query).tuples()
        if (series := series_of(body, title))
    ]
    if rows:
        connection.execute(insert(SERIES), rows)


def thread_again(connection: Connection, places: Iterable[Place]) -> None:
    """Find anew how tasks go on from, to, and over these days."""
    read = lru_cache(maxsize=MOST)(partial(_paper, connection))
    for series, day in sorted(set(places)):
        window = _window(connection, series, day)
        early = [key for date, key in window if date <= day]
        late = [key for date, key in window if date >= day]
        actions = TABLES["actions"]
        tasks = select(actions.c.id).where(actions.c.document_id.in_(early))
        if not connection.execute(tasks.limit(1)).first():
            continue
        connection.execute(
            delete(STEPS).where(STEPS.c.action_id.in_(tasks), STEPS.c.document_id.in_(late))
        )
        if len({date for date, _ in window}) == 1:
            continue  # tasks go on from one day to another: nothing need be read
        asked = list(_asked(connection, window))
        if day == window[-1][0]:
            # what the latest meeting says is compared first: mostly it says nothing of the tasks
            papers = [read(key, on, own, told and on == day) for key, on, own, told in asked]
            if not _steps_over(papers, early, late):
                continue
        steps = _steps_over([read(*each) for each in asked], early, late)
        if steps:
            connection.execute(insert(STEPS), list(map(_step_to_row, steps)))


def _steps_over(papers: Sequence[Paper], early: Sequence[str], late: Sequence[str]) -> list[Step]:
    """How the tasks of the early documents go on in the late ones."""
    return [
        step
        for step in steps_through(papers, REACH)
        if step.task.document_id in early and step.later.document_id in late
    ]


def _window(connection: Connection, series: str, day: str) -> list[tuple[str, str]]:
    """Days and documents of the meetings around this day, earlier versions and agendas left out."""
    links = TABLES["document_links"]
    query = (
        select(SERIES.c.date, SERIES.c.document_id)
        .where(
            SERIES.c.series == series,
            ~select(links.c.document_id)
            .where(links.c.document_id == SERIES.c.document_id, links.c.kind != "part")
            .exists(),
        )
        .order_by(SERIES.c.date, SERIES.c.document_id)
    )
    before = (
        query.where(SERIES.c.date < day)
        .order_by(None)
        .order_by(SERIES.c.date.desc(), SERIES.c.document_id)
    )
    found = [
        *_days(connection, before.limit(REACH * 8)),
        *_days(connection, query.where(SERIES.c.date > day).limit(REACH * 8)),
        *connection.execute(query.where(SERIES.c.date == day)).tuples(),
    ]
    return sorted(found)


def _days(connection: Connection, query: object) -> list[tuple[str, str]]:
    """The documents of the first few days that a query gives."""
    rows: list[tuple[str, str]] = [tuple(row) for row in connection.execute(query)]  # type: ignore[call-overload]
    days = list(dict.fromkeys(day for day, _ in rows))[:REACH]
    return [row for row in rows if row[0] in days]


def _step_to_row(step: Step) -> dict[str, object]:
    return {
        "action_id": step.task.action_id,
        "kind": step.kind,
        "document_id": step.later.document_id,
        "later_id": step.later.action_id,
        "span_start": step.later.start,
        "span_end": step.later.end,
        "page": step.later.page,
        "score": step.score.total,
        **asdict(step.score),
    }


# --- what the documents say ---------------------------------------------------------------------

# made once: SQLAlchemy needs longer to make a statement than the database to answer it
_ACTIONS, _ITEM_ROWS, _PERSON_ROWS = TABLES["actions"], TABLES["items"], TABLES["people"]


def _of_document(table: Table, *columns: str) -> Select[Any]:
    """The columns of a table's rows of the document :key."""
    return select(*(table.c[name] for name in columns)).where(
        table.c.document_id == bindparam("key")
    )


_PRESENT = _of_document(TABLES["attendees"], "name")
_PEOPLE = _of_document(_PERSON_ROWS, "name")
_TEXT = _of_document(TABLES["document_texts"], "text")
_ENTRIES = _of_document(TABLES["search_entries"], "title_keys", "keys")
_ITEMS = _of_document(_ITEM_ROWS, "path", "title", "page", "text_spans").order_by(
    _ITEM_ROWS.c.position
)
_RECORDS = (
    select(_ITEM_ROWS.c.path, TABLES["document_references"].c.ref)
    .join(_ITEM_ROWS, _ITEM_ROWS.c.id == TABLES["document_references"].c.item_id)
    .where(
        TABLES["document_references"].c.document_id == bindparam("key"),
        TABLES["document_references"].c.kind == "record",
    )
)
_TASKS = (
    select(_ACTIONS, _ITEM_ROWS.c.path)
    .join(_ITEM_ROWS, _ITEM_ROWS.c.id == _ACTIONS.c.item_id, isouter=True)
    .where(_ACTIONS.c.document_id == bindparam("key"))
    .order_by(_ACTIONS.c.position)
)
_OWNERS = (
    select(*(TABLES["action_assignees"].c[name] for name in ("action_id", "name", "person_id")))
    .join(_ACTIONS, _ACTIONS.c.id == TABLES["action_assignees"].c.action_id)
    .where(_ACTIONS.c.document_id == bindparam("key"))
    .order_by(TABLES["action_assignees"].c.position)
)
_NAMED = (
    select(TABLES["mentions"].c.span_start, _PERSON_ROWS.c.name)
    .join(_PERSON_ROWS, _PERSON_ROWS.c.id == TABLES["mentions"].c.person_id)
    .where(_PERSON_ROWS.c.document_id == bindparam("key"))
)


def _asked(
    connection: Connection, window: Sequence[Place]
) -> Iterator[tuple[str, str, bool, bool]]:
    """Each document of a window and its day; whether its tasks are asked for, because there are
    some and meetings after it, and its reports, because a meeting before it has tasks."""
    actions = TABLES["actions"]
    keys = [key for _, key in window]
    query = select(actions.c.document_id).where(actions.c.document_id.in_(keys)).distinct()
    busy = set(connection.execute(query).scalars())
    days = sorted({day for day, _ in window})
    started = [days.index(day) for day, key in window if key in busy]
    for day, key in window:
        at = days.index(day)
        is_later = any(0 < at - other <= REACH for other in started)
        yield key, day, key in busy and (is_later or day < days[-1]), is_later


def _paper(connection: Connection, key: str, day: str, tasks: bool, reports: bool) -> Paper:
    """The document with its statements of tasks, as far as they are asked for."""
    if not (tasks or reports):
        return Paper(key, day)
    people = _names(connection, key)
    names = frozenset(part for name in people for part in name.split())
    records = _records(connection, key)
    said = _tasks(connection, key, names, records) if tasks else []
    if reports:
        told = [(task.start, task.end) for task in said]
        said += _reports(connection, key, names, records, told)
    there = connection.execute(_PRESENT, {"key": key}).scalars()
    present = frozenset(name.casefold() for name in there)
    said.sort(key=lambda each: (each.start, each.end))
    return Paper(key, day, present, tuple(said), _places(connection, key))


def _names(connection: Connection, key: str) -> frozenset[str]:
    return frozenset(
        name.casefold() for name in connection.execute(_PEOPLE, {"key": key}).scalars()
    )


def _records(connection: Connection, key: str) -> dict[str, frozenset[str]]:
    """By the number of an agenda item the record numbers that it bears."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, ref in connection.execute(_RECORDS, {"key": key}).tuples():
        found[path.partition(".")[0]].add(ref.casefold())
    return {top: frozenset(refs) for top, refs in found.items()}


def _tasks(
    connection: Connection,
    key: str,
    names: frozenset[str],
    records: Mapping[str, frozenset[str]],
) -> list[Statement]:
    rows = connection.execute(_TASKS, {"key": key}).mappings().all()
    owned: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for action, name, person in connection.execute(_OWNERS, {"key": key}).tuples():
        owned[action].append((name.casefold(), person is not None))
    return [
        Statement(
            key,
            row["span_start"],
            row["span_end"],
            row["page"],
            words_of(row["text"], names | {name for name, _ in owned[row["id"]]}),
            frozenset(name for name, _ in owned[row["id"]]),
            row["id"],
            bool(owned[row["id"]]) and not any(person for _, person in owned[row["id"]]),
            row["due"],
            records.get((row["path"] or "").partition(".")[0], frozenset()),
        )
        for row in rows
    ]


def _reports(
    connection: Connection,
    key: str,
    names: frozenset[str],
    records: Mapping[str, frozenset[str]],
    tasks: Sequence[tuple[int, int]],
) -> list[Statement]:
    """What the document says was done; where it says a task in the same words, that counts."""
    text = _text(connection, key)
    mentions = _mentions(connection, key)
    lists: set[str] = set()
    found = []
    for path, title, page, spans in connection.execute(_ITEMS, {"key": key}).tuples():
        if path.rpartition(".")[0] in lists or (title and is_follow_up(title)):
            lists.add(path)
        stretches = json.loads(spans)
        words = " ".join(text[start:end] for start, end in stretches).replace("\n", " ")
        offsets: list[int] = []
        for first, last in reports_in(words, path in lists):
            offsets = offsets or _offsets(stretches)
            start, end = offsets[first], offsets[last - 1] + 1
            if any(start < stop and begin < end for begin, stop in tasks):
                continue
            owners = frozenset(n for at, n in mentions if start <= at < end)
            said = words_of(words[first:last], names | owners)
            top = path.partition(".")[0]
            refs = records.get(top, frozenset())
            found.append(
                Statement(key, start, end, page, said, owners, records=refs, listed=path in lists)
            )
    return found


def _text(connection: Connection, key: str) -> str:
    return connection.execute(_TEXT, {"key": key}).scalar_one_or_none() or ""


def _mentions(connection: Connection, key: str) -> list[tuple[int, str]]:
    """Where people are named, and who."""
    named = connection.execute(_NAMED, {"key": key}).tuples()
    return [(at, name.casefold()) for at, name in named]


def _offsets(spans: Sequence[tuple[int, int]]) -> list[int]:
    """Where each character stands of what is at these spans with spaces between."""
    offsets: list[int] = []
    for number, (start, end) in enumerate(spans):
        if number:  # the space between two
            offsets.append(start)
        offsets.extend(range(start, end))
    return offsets


def _places(connection: Connection, key: str) -> list[str]:
    """The keys of each agenda item, with blanks round every one."""
    return [f" {title} {keys} " for title, keys in connection.execute(_ENTRIES, {"key": key})]


# --- the database -------------------------------------------------------------------------------


def find_in_older(transaction: Callable[..., AbstractContextManager[Connection]]) -> None:
    """Find how tasks go on in a database that was filled before anybody asked."""
    dated = select(TABLES["meetings"].c.date).where(TABLES["meetings"].c.date.is_not(None))
    with transaction() as connection:
        is_filled = connection.execute(select(SERIES.c.series).limit(1)).first()
        if is_filled or not connection.execute(dated.limit(1)).first():
            return
    with transaction(writing=True) as connection:
        note_series(connection)
        everything = select(SERIES.c.series, SERIES.c.date).distinct()
        thread_again(connection, connection.execute(everything).tuples().all())
