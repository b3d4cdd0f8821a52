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

from sqlalchemy import Connection, Table, bindparam, delete, or_, select

from models.tables import METADATA
from pipeline.store.asking import Query, listed, to_list
from pipeline.store.followups import (
    Paper,
    Statement,
    Step,
    is_follow_up,
    reports_in,
    steps_through,
    words_of,
)
from pipeline.store.inserting import insert_rows

TABLES = METADATA.tables
SERIES, STEPS = TABLES["meeting_series"], TABLES["task_steps"]
MOST = 50
"""Documents that are kept while a series is gone through."""
REACH = 3
"""How many meetings later a task may be taken up again."""
KINDS = ("minutes", "memo", None)
NUMBERS = re.compile(r"[\d§/.#-]+")
Place = tuple[str, str]
"""A series, and a day."""
_DOCUMENTS, _MEETINGS, _LINKS = TABLES["documents"], TABLES["meetings"], TABLES["document_links"]
_ACTIONS, _ITEM_ROWS, _PERSON_ROWS = TABLES["actions"], TABLES["items"], TABLES["people"]
_PLACES = Query(
    select(SERIES.c.series, SERIES.c.date)
    .join(_DOCUMENTS, _DOCUMENTS.c.id == SERIES.c.document_id)
    .where(_DOCUMENTS.c.sha256.in_(listed("hashes")))
)
_DATED = (
    select(_MEETINGS.c.document_id, _MEETINGS.c.body, _MEETINGS.c.title, _MEETINGS.c.date)
    .join(_DOCUMENTS, _DOCUMENTS.c.id == _MEETINGS.c.document_id)
    .where(
        _MEETINGS.c.date.is_not(None),
        or_(*(_MEETINGS.c.kind.is_not_distinct_from(kind) for kind in KINDS)),
    )
)
_ALL_DATED = Query(_DATED)
_DATED_OF = Query(_DATED.where(_DOCUMENTS.c.sha256.in_(listed("hashes"))))
_UNNOTED = delete(SERIES).where(
    SERIES.c.document_id.in_(
        select(_DOCUMENTS.c.id).where(_DOCUMENTS.c.sha256.in_(listed("hashes")))
    )
)
_OF_SERIES = select(SERIES.c.date, SERIES.c.document_id).where(
    SERIES.c.series == bindparam("series"),
    ~select(_LINKS.c.document_id)
    .where(_LINKS.c.document_id == SERIES.c.document_id, _LINKS.c.kind != "part")
    .exists(),
)
_BEFORE = Query(
    _OF_SERIES.where(SERIES.c.date < bindparam("day"))
    .order_by(SERIES.c.date.desc(), SERIES.c.document_id)
    .limit(REACH * 8)
)
_AFTER = Query(
    _OF_SERIES.where(SERIES.c.date > bindparam("day"))
    .order_by(SERIES.c.date, SERIES.c.document_id)
    .limit(REACH * 8)
)
_ON_DAY = Query(_OF_SERIES.where(SERIES.c.date == bindparam("day")))
_BUSY = Query(
    select(_ACTIONS.c.document_id).where(_ACTIONS.c.document_id.in_(listed("keys"))).distinct()
)
_ANY_TASK = Query(select(_ACTIONS.c.id).where(_ACTIONS.c.document_id.in_(listed("keys"))).limit(1))
_UNTHREAD = delete(STEPS).where(
    STEPS.c.action_id.in_(select(_ACTIONS.c.id).where(_ACTIONS.c.document_id.in_(listed("early")))),
    STEPS.c.document_id.in_(listed("late")),
)


def series_of(body: str | None, title: str | None) -> str | None:
    """What the meetings of one row have in common: the organ, or else the title without numbers."""
    name = body or NUMBERS.sub(" ", title or "")
    return " ".join(name.casefold().split()) or None


def places_of(connection: Connection, hashes: Iterable[str]) -> set[Place]:
    """The series and days of the documents of these files."""
    return set(_PLACES.rows(connection, hashes=to_list(hashes)))


def note_series(connection: Connection, hashes: Iterable[str] | None = None) -> None:
    """Write down of which series the documents of these files are, or all."""
    if hashes is None:
        connection.execute(delete(SERIES))
        meetings = _ALL_DATED.rows(connection)
    else:
        files = to_list(hashes)
        connection.execute(_UNNOTED, {"hashes": files})
        meetings = _DATED_OF.rows(connection, hashes=files)
    rows = [
        {"document_id": key, "series": series, "date": day}
        for key, body, title, day in meetings
        if (series := series_of(body, title))
    ]
    insert_rows(connection, SERIES, rows)


def thread_again(connection: Connection, places: Iterable[Place]) -> None:
    """Find anew how tasks go on from, to, and over these days."""
    read = lru_cache(maxsize=MOST)(partial(_paper, connection))
    for series, day in sorted(set(places)):
        window = _window(connection, series, day)
        early = [key for date, key in window if date <= day]
        late = [key for date, key in window if date >= day]
        if not _ANY_TASK.rows(connection, keys=to_list(early)):
            continue
        connection.execute(_UNTHREAD, {"early": to_list(early), "late": to_list(late)})
        if len({date for date, _ in window}) == 1:
            continue  # tasks go on from one day to another: nothing need be read
        asked = list(_asked(connection, window))
        if day == window[-1][0]:
            # what the latest meeting says is compared first: mostly it says nothing of the tasks
            papers = [read(key, on, own, told and on == day) for key, on, own, told in asked]
            if not _steps_over(papers, early, late):
                continue
        steps = _steps_over([read(*each) for each in asked], early, late)
        insert_rows(connection, STEPS, list(map(_step_to_row, steps)))


def _steps_over(papers: Sequence[Paper], early: Sequence[str], late: Sequence[str]) -> list[Step]:
    """How the tasks of the early documents go on in the late ones."""
    return [
        step
        for step in steps_through(papers, REACH)
        if step.task.document_id in early and step.later.document_id in late
    ]


def _window(connection: Connection, series: str, day: str) -> list[tuple[str, str]]:
    """Days and documents of the meetings around this day, earlier versions and agendas left out."""
    before, after, there = (
        query.rows(connection, series=series, day=day) for query in (_BEFORE, _AFTER, _ON_DAY)
    )
    return sorted([*_first_days(before), *_first_days(after), *there])


def _first_days(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The documents of the first few days of these."""
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


def _of_document(table: Table, *columns: str, order: str | None = None) -> Query:
    """The columns of a table's rows of the document :key."""
    query = select(*(table.c[name] for name in columns)).where(
        table.c.document_id == bindparam("key")
    )
    return Query(query.order_by(table.c[order]) if order else query)


_PRESENT = _of_document(TABLES["attendees"], "name")
_PEOPLE = _of_document(_PERSON_ROWS, "name")
_TEXT = _of_document(TABLES["document_texts"], "text")
_ENTRIES = _of_document(TABLES["search_entries"], "title_keys", "keys")
_ITEMS = _of_document(_ITEM_ROWS, "path", "title", "page", "text_spans", order="position")
_RECORDS = Query(
    select(_ITEM_ROWS.c.path, TABLES["document_references"].c.ref)
    .join(_ITEM_ROWS, _ITEM_ROWS.c.id == TABLES["document_references"].c.item_id)
    .where(
        TABLES["document_references"].c.document_id == bindparam("key"),
        TABLES["document_references"].c.kind == "record",
    )
)
_TASKS = Query(
    select(
        *(_ACTIONS.c[name] for name in ("id", "span_start", "span_end", "page", "text", "due")),
        _ITEM_ROWS.c.path,
    )
    .join(_ITEM_ROWS, _ITEM_ROWS.c.id == _ACTIONS.c.item_id, isouter=True)
    .where(_ACTIONS.c.document_id == bindparam("key"))
    .order_by(_ACTIONS.c.position)
)
_OWNERS = Query(
    select(*(TABLES["action_assignees"].c[name] for name in ("action_id", "name", "person_id")))
    .join(_ACTIONS, _ACTIONS.c.id == TABLES["action_assignees"].c.action_id)
    .where(_ACTIONS.c.document_id == bindparam("key"))
    .order_by(TABLES["action_assignees"].c.position)
)
_NAMED = Query(
    select(TABLES["mentions"].c.span_start, _PERSON_ROWS.c.name)
    .join(_PERSON_ROWS, _PERSON_ROWS.c.id == TABLES["mentions"].c.person_id)
    .where(_PERSON_ROWS.c.document_id == bindparam("key"))
)


def _asked(
    connection: Connection, window: Sequence[Place]
) -> Iterator[tuple[str, str, bool, bool]]:
    """Each document of a window and its day; whether its tasks are asked for, because there are
    some and meetings after it, and its reports, because a meeting before it has tasks."""
    busy = set(_BUSY.column(connection, keys=to_list(key for _, key in window)))
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
    present = frozenset(name.casefold() for name in _PRESENT.column(connection, key=key))
    said.sort(key=lambda each: (each.start, each.end))
    return Paper(key, day, present, tuple(said), _places(connection, key))


def _names(connection: Connection, key: str) -> frozenset[str]:
    return frozenset(name.casefold() for name in _PEOPLE.column(connection, key=key))


def _records(connection: Connection, key: str) -> dict[str, frozenset[str]]:
    """By the number of an agenda item the record numbers that it bears."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, ref in _RECORDS.rows(connection, key=key):
        found[path.partition(".")[0]].add(ref.casefold())
    return {top: frozenset(refs) for top, refs in found.items()}


def _tasks(
    connection: Connection,
    key: str,
    names: frozenset[str],
    records: Mapping[str, frozenset[str]],
) -> list[Statement]:
    owned: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for action, name, person in _OWNERS.rows(connection, key=key):
        owned[action].append((name.casefold(), person is not None))
    return [
        Statement(
            key,
            start,
            end,
            page,
            words_of(text, names | {name for name, _ in owned[action]}),
            frozenset(name for name, _ in owned[action]),
            action,
            bool(owned[action]) and not any(person for _, person in owned[action]),
            due,
            records.get((path or "").partition(".")[0], frozenset()),
        )
        for action, start, end, page, text, due, path in _TASKS.rows(connection, key=key)
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
    for path, title, page, spans in _ITEMS.rows(connection, key=key):
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
    return next(iter(_TEXT.column(connection, key=key)), "")


def _mentions(connection: Connection, key: str) -> list[tuple[int, str]]:
    """Where people are named, and who."""
    return [(at, name.casefold()) for at, name in _NAMED.rows(connection, key=key)]


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
    return [f" {title} {keys} " for title, keys in _ENTRIES.rows(connection, key=key)]


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
