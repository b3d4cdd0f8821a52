"""Tasks as lists show them: each once, with what became of it from meeting to meeting.

A task is a chain of what meetings say of it. Its last link until the day that is asked for has its
words, owners and deadline; which links these are, and in which order, the database finds, and only
what is shown is read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, text, update

from models.tables import METADATA
from pipeline.errors import InputError
from pipeline.store.threads import find_in_older
from pipeline.values.periods import last_day_of

Status = Literal["open", "overdue", "done"]
Asked = Literal["open", "overdue", "done", "all"]
LATER = "9999-12-31"
_ITS_MEETING = """coalesce((SELECT other_id FROM document_links
    WHERE document_id = {0} AND kind = 'part'), {0})"""
_IS_LATEST = """NOT EXISTS (SELECT 1 FROM document_links
    WHERE document_links.document_id = {0} AND document_links.kind <> 'part')"""
_SAID_LATER = f"""EXISTS (
    SELECT 1 FROM task_steps JOIN meetings AS later ON later.document_id = task_steps.document_id
    WHERE task_steps.action_id = actions.id AND task_steps.kind = '{{0}}'
        AND later.date <= :as_of AND {_IS_LATEST.format("task_steps.document_id")})"""
_LAST_LINKS = f"""
SELECT actions.id FROM actions
JOIN meetings ON meetings.document_id = {_ITS_MEETING.format("actions.document_id")}
WHERE {_IS_LATEST.format("actions.document_id")}
    AND (meetings.date IS NULL OR meetings.date <= :as_of)
    AND NOT {_SAID_LATER.format("repeated")} AND {{0}}
"""
_ORDER = """ORDER BY actions.due_until IS NULL, actions.due_until, meetings.date DESC,
    actions.document_id, actions.position"""
_STATUS = {
    "open": f"NOT {_SAID_LATER.format('done')}",
    "overdue": f"actions.due_until < :as_of AND :as_of < '{LATER}'"
    f" AND NOT {_SAID_LATER.format('done')}",
    "done": _SAID_LATER.format("done"),
}
_HERE = """documents.id AS document_id, documents.file, meetings.date, meetings.body,
    coalesce(meetings.title, documents.file) AS meeting"""
_DOCUMENT = """JOIN documents ON documents.id = {0}.document_id
JOIN meetings ON meetings.document_id = """ + _ITS_MEETING.format("{0}.document_id")
_LINKS = f"""
SELECT actions.id, actions.text, actions.due, actions.due_until, actions.page, actions.condition,
    actions.confidence, items.path AS item, items.id AS item_id, {_HERE}
FROM actions {_DOCUMENT.format("actions")} LEFT JOIN items ON items.id = actions.item_id
WHERE actions.id IN (SELECT value FROM json_each(:ids))
"""
_STEPS = f"""
SELECT task_steps.action_id, task_steps.later_id, task_steps.kind, task_steps.page,
    task_steps.score, task_steps.words, task_steps.owner, task_steps.verb, task_steps.due,
    task_steps.record, items.path AS item, items.id AS item_id, {_HERE},
    substr(document_texts.text, task_steps.span_start + 1,
        task_steps.span_end - task_steps.span_start) AS said
FROM task_steps {_DOCUMENT.format("task_steps")}
JOIN document_texts ON document_texts.document_id = task_steps.document_id
LEFT JOIN items ON items.id = (
    SELECT id FROM items AS around WHERE around.document_id = task_steps.document_id
        AND around.span_start <= task_steps.span_start AND around.span_end >= task_steps.span_end
    ORDER BY around.depth DESC, around.position LIMIT 1)
WHERE task_steps.{{0}} IN (SELECT value FROM json_each(:ids)) AND task_steps.kind = '{{1}}'
    AND meetings.date <= :as_of
"""
_OF_PERSON = """actions.id IN (
    SELECT action_assignees.action_id FROM appearances
    JOIN people ON people.document_id = appearances.document_id AND people.name = appearances.name
    JOIN action_assignees ON action_assignees.person_id = people.id
    WHERE appearances.person_id = :person)"""
_ORGAN = "coalesce(meetings.body, meetings.title, '')"


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks: whose owner's name, and whose organ's, holds these words; of the ``person`` with
    this id; due up to a day; found with this confidence at least; ``open`` are those that are not
    done, overdue or not. ``as_of`` is the day at which it is asked: what later meetings say is not
    known then."""

    owner: str = ""
    organ: str = ""
    due_before: str = ""
    status: Asked = "open"
    as_of: str = LATER
    person: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a step is taken to be of its task: shares from 0 to 1, and what they come to."""

    score: float
    words: float
    owner: float
    verb: float
    due: float
    record: float


@dataclass(frozen=True, slots=True)
class TaskStep:
    """What one meeting says of a task; ``evidence`` is None where it was opened, ``action_id`` that
    of the task that is done where it says so."""

    kind: Literal["opened", "repeated", "done"]
    action_id: str
    date: str | None
    meeting: str
    file: str
    item: str | None
    page: int
    quote: str
    due: str | None
    evidence: Evidence | None
    document_id: str
    item_id: str | None


@dataclass(frozen=True, slots=True)
class Task:
    """A task: ``id`` is that of the first meeting's, the words, owners and deadline are those of
    the last that repeats it. ``due_until`` is the last day of what ``due`` says."""

    id: str
    status: Status
    owners: tuple[str, ...]
    text: str
    due: str | None
    due_until: str | None
    organ: str | None
    condition: str | None
    confidence: float
    steps: tuple[TaskStep, ...]


class Tasks:
    """The tasks of a database; every method is one transaction."""

    def __init__(self, transaction: Callable[..., AbstractContextManager[Connection]]) -> None:
        self._transaction = transaction

    def find_in_older(self) -> None:
        """Find what a database lacks that was filled before anybody asked: how tasks go on, and
        the last days of deadlines."""
        find_in_older(self._transaction)
        _fill_last_days(self._transaction)

    def list(self, asked: TaskFilter, most: int | None = None, start: int = 0) -> list[Task]:
        """The tasks, the soonest due first, those without a day last; of these ``most`` from
        ``start`` on."""
        with self._transaction() as connection:
            where, values = _conditions(connection, asked)
            query = f"{_LAST_LINKS.format(where)} {_ORDER}"
            if most is not None:
                query += f" LIMIT {most:d} OFFSET {start:d}"
            found = connection.execute(text(query), values).scalars().all()
            return list(_tasks(connection, found, asked.as_of))

    def one(self, key: str, as_of: str = LATER) -> Task:
        """The task of which one meeting's words have an id that begins so.

        Raises InputError if there is none, or several.
        """
        begun = f"act_{key.removeprefix('act_')}"
        with self._transaction() as connection:
            named = _ids_from(connection, begun)
            found = list(_tasks(connection, _ends(connection, named, as_of), as_of))
        if not found:
            raise InputError(f"no task has the id {key!r}: 'poytakirja actions' shows them")
        if len(found) > 1:
            several = ", ".join(task.id for task in found[:5])
            raise InputError(f"{key!r} is several tasks: write more of one of {several}")
        return found[0]


# --- what is asked --------------------------------------------------------------------------------


def _conditions(connection: Connection, asked: TaskFilter) -> tuple[str, dict[str, Any]]:
    """SQL that holds for the tasks that are asked for, and its values."""
    values: dict[str, Any] = {"as_of": asked.as_of}
    where = ["true"]
    if asked.owner:
        names = "SELECT DISTINCT name FROM action_assignees"
        values["owners"] = _holding(connection, names, asked.owner)
        where.append(
            "actions.id IN (SELECT action_id FROM action_assignees"
            " WHERE name IN (SELECT value FROM json_each(:owners)))"
        )
    if asked.organ:
        names = f"SELECT DISTINCT {_ORGAN} FROM meetings"
        values["organs"] = _holding(connection, names, asked.organ)
        where.append(f"{_ORGAN} IN (SELECT value FROM json_each(:organs))")
    if asked.due_before:
        values["due_before"] = asked.due_before
        where.append("actions.due_until <= :due_before")
    if asked.person:
        values["person"] = asked.person
        where.append(_OF_PERSON)
    if asked.confidence:
        values["confidence"] = asked.confidence
        where.append("actions.confidence >= CAST(:confidence AS double precision)")
    if asked.status != "all":
        where.append(_STATUS[asked.status])
    return " AND ".join(where), values


def _holding(connection: Connection, query: str, words: str) -> str:
    """Those of the names that hold the words, as JSON: no database folds all letters alike."""
    names = connection.execute(text(query)).scalars()
    return json.dumps([name for name in names if words.casefold() in name.casefold()])


def _ids_from(connection: Connection, begun: str) -> Sequence[str]:
    query = text("SELECT id FROM actions WHERE id >= :begun AND id < :end")
    return connection.execute(query, {"begun": begun, "end": f"{begun}g"}).scalars().all()


def _ends(connection: Connection, ids: Iterable[str], as_of: str) -> list[str]:
    """The last links of the chains in which these are, of those that are known at the day."""
    ends = dict.fromkeys(ids)
    while found := _rows(connection, _STEPS.format("action_id", "repeated"), ends, as_of):
        later = {row.action_id: row.later_id for row in found}
        ends = dict.fromkeys(later.get(key, key) for key in ends)
    query = _LAST_LINKS.format("actions.id IN (SELECT value FROM json_each(:ids))")
    return [row.id for row in _rows(connection, query, ends, as_of)]


# --- from rows ------------------------------------------------------------------------------------


def _tasks(connection: Connection, ends: Sequence[str], as_of: str) -> Iterator[Task]:
    """The tasks that end with these links, in their order."""
    before = _links_before(connection, ends, as_of)
    done = {
        row.action_id: row
        for row in _rows(connection, _STEPS.format("action_id", "done"), ends, as_of)
    }
    every = {*ends, *(step.action_id for step in before.values())}
    links = {row.id: row for row in _rows(connection, _LINKS, every, as_of)}
    owners = _owners(connection, ends)
    for end in ends:
        chain = [end]
        while chain[0] in before:
            chain.insert(0, before[chain[0]].action_id)
        steps = [_opened(links[chain[0]])]
        steps += [_told(before[key], key, links[key]) for key in chain[1:]]
        if end in done:
            steps.append(_told(done[end], end, None))
        last = links[end]
        yield Task(
            chain[0], _status(last, end in done, as_of), tuple(owners[end]), _line(last.text),
            last.due, last.due_until, last.body, last.condition, last.confidence, tuple(steps),
        )  # fmt: skip


def _links_before(connection: Connection, ends: Iterable[str], as_of: str) -> dict[str, Any]:
    """By the id of what a later meeting says the step that leads to it, back to the first."""
    found: dict[str, Any] = {}
    ids = list(ends)
    while rows := _rows(connection, _STEPS.format("later_id", "repeated"), ids, as_of):
        found |= {row.later_id: row for row in rows}
        ids = [row.action_id for row in rows]
    return found


def _status(last: Any, is_done: bool, as_of: str) -> Status:
    if is_done:
        return "done"
    return "overdue" if last.due_until is not None and last.due_until < as_of < LATER else "open"


def _opened(row: Any) -> TaskStep:
    return TaskStep(
        "opened", row.id, row.date, row.meeting, row.file, row.item, row.page, _line(row.text),
        row.due, None, row.document_id, row.item_id,
    )  # fmt: skip


def _told(row: Any, key: str, link: Any | None) -> TaskStep:
    """The step to a later meeting, which says the task again (``link``), or that it is done."""
    evidence = Evidence(*(getattr(row, field.name) for field in fields(Evidence)))
    return TaskStep(
        row.kind, key, row.date, row.meeting, row.file, row.item, row.page,
        _line(link.text if link else row.said), link.due if link else None, evidence,
        row.document_id, row.item_id,
    )  # fmt: skip


def _line(words: str) -> str:
    return " ".join(words.split())


def _rows(connection: Connection, query: str, ids: Iterable[str], as_of: str) -> Sequence[Any]:
    values = {"ids": json.dumps(list(ids)), "as_of": as_of}
    return connection.execute(text(query), values).all()


def _owners(connection: Connection, ids: Iterable[str]) -> dict[str, list[str]]:
    query = """SELECT action_id, name FROM action_assignees
        WHERE action_id IN (SELECT value FROM json_each(:ids)) ORDER BY action_id, position"""
    found: dict[str, list[str]] = defaultdict(list)
    for key, name in _rows(connection, query, ids, LATER):
        found[key].append(name)
    return found


def _fill_last_days(transaction: Callable[..., AbstractContextManager[Connection]]) -> None:
    lacking = "SELECT DISTINCT due FROM actions WHERE due IS NOT NULL AND due_until IS NULL"
    with transaction() as connection:
        days = [(due, last_day_of(due)) for due in connection.execute(text(lacking)).scalars()]
    if known := [{"said": due, "day": day} for due, day in days if day]:
        actions = METADATA.tables["actions"]
        with transaction(writing=True) as connection:
            filled = update(actions).where(actions.c.due == bindparam("said"))
            connection.execute(filled.values(due_until=bindparam("day")), known)
