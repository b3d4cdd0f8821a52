"""Tasks as lists show them: each once, with what became of it from meeting to meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from typing import Any, Literal

from sqlalchemy import Connection, or_, select

from models.tables import METADATA
from pipeline.errors import InputError
from pipeline.store.threads import find_in_older
from pipeline.values.periods import period_of

TABLES = METADATA.tables
Status = Literal["open", "overdue", "done"]
Asked = Literal["open", "overdue", "done", "all"]
LATER = "9999-12-31"


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks: whose owner's name, and whose organ's, holds these words; due up to a day;
    ``open`` are those that are not done, overdue or not. ``as_of`` is the day at which it is asked:
    what later meetings say is not known then."""

    owner: str = ""
    organ: str = ""
    due_before: str = ""
    status: Asked = "open"
    as_of: str = LATER


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
    """What one meeting says of a task; ``evidence`` is None where it was opened."""

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
    steps: tuple[TaskStep, ...]


class Tasks:
    """The tasks of a database; every method is one transaction."""

    def __init__(self, transaction: Callable[..., AbstractContextManager[Connection]]) -> None:
        self._transaction = transaction

    def find_in_older(self) -> None:
        """Find how tasks go on in a database that was filled before anybody asked."""
        find_in_older(self._transaction)

    def list(self, asked: TaskFilter) -> list[Task]:
        """The tasks, the soonest due first, those without a day last."""
        with self._transaction() as connection:
            found = [task for task in _tasks(connection, asked.as_of) if _is_asked(task, asked)]
        return sorted(
            found, key=lambda t: (t.due_until is None, t.due_until, t.steps[0].date or "", t.id)
        )

    def one(self, key: str, as_of: str = LATER) -> Task:
        """The task of which one meeting's words have an id that begins so.

        Raises InputError if there is none, or several.
        """
        begun = f"act_{key.removeprefix('act_')}"
        with self._transaction() as connection:
            found = [
                task
                for task in _tasks(connection, as_of)
                if any(step.action_id.startswith(begun) for step in task.steps)
            ]
        if not found:
            raise InputError(f"no task has the id {key!r}: 'poytakirja actions' shows them")
        if len(found) > 1:
            several = ", ".join(task.id for task in found[:5])
            raise InputError(f"{key!r} is several tasks: write more of one of {several}")
        return found[0]


def _is_asked(task: Task, asked: TaskFilter) -> bool:
    return (
        _holds(", ".join(task.owners), asked.owner)
        and _holds(task.organ or task.steps[-1].meeting, asked.organ)
        and (not asked.due_before or (task.due_until or LATER) <= asked.due_before)
        and (
            asked.status == "all"
            or task.status == asked.status
            or (asked.status == "open" and task.status == "overdue")
        )
    )


def _holds(name: str, words: str) -> bool:
    return words.casefold() in name.casefold()


# --- from rows ------------------------------------------------------------------------------------


def _tasks(connection: Connection, as_of: str) -> Iterator[Task]:
    rows = {row.id: row for row in _action_rows(connection, as_of)}
    repeated: dict[str, Any] = {}
    done: dict[str, Any] = {}
    for row in _step_rows(connection, as_of):
        if row.action_id in rows and (row.later_id is None or row.later_id in rows):
            (repeated if row.kind == "repeated" else done)[row.action_id] = row
    owners = _owners(connection)
    followed = {row.later_id for row in repeated.values()}
    for key in rows:
        if key not in followed:
            yield _task(key, rows, repeated, done, owners, as_of)


def _task(
    key: str,
    rows: Mapping[str, Any],
    repeated: Mapping[str, Any],
    done: Mapping[str, Any],
    owners: Mapping[str, Sequence[str]],
    as_of: str,
) -> Task:
    first, last = key, rows[key]
    steps = [_opened(last)]
    while key in repeated:
        row = repeated[key]
        key, last = row.later_id, rows[row.later_id]
        steps.append(_told(row, last.id))
    if key in done:
        steps.append(_told(done[key], key))
    period = period_of(last.due) if last.due else None
    until = period.last.isoformat() if period else None
    overdue = until is not None and until < as_of < LATER
    status: Status = "done" if key in done else "overdue" if overdue else "open"
    return Task(
        first, status, tuple(owners.get(key, ())), _line(last.text), last.due, until, last.body,
        tuple(steps),
    )  # fmt: skip


def _opened(row: Any) -> TaskStep:
    return TaskStep(
        "opened", row.id, row.date, row.meeting or row.file, row.file, row.item, row.page,
        _line(row.text), row.due, None,
    )  # fmt: skip


def _told(row: Any, key: str) -> TaskStep:
    evidence = Evidence(*(getattr(row, f"e_{field.name}") for field in fields(Evidence)))
    return TaskStep(
        row.kind, key, row.date, row.meeting or row.file, row.file, row.item, row.page,
        _line(row.text[row.span_start : row.span_end] if row.kind == "done" else row.said),
        row.later_due, evidence,
    )  # fmt: skip


def _line(words: str) -> str:
    return " ".join(words.split())


def _action_rows(connection: Connection, as_of: str) -> Sequence[Any]:
    actions, documents, meetings, items, links = (
        TABLES[name] for name in ("actions", "documents", "meetings", "items", "document_links")
    )
    replaced = select(links.c.document_id).where(
        links.c.document_id == documents.c.id, links.c.kind.in_(("earlier", "part"))
    )
    query = (
        select(
            actions.c.id, actions.c.text, actions.c.due, actions.c.page, documents.c.file,
            meetings.c.date, meetings.c.title.label("meeting"), meetings.c.body,
            items.c.path.label("item"),
        )
        .join(documents, documents.c.id == actions.c.document_id)
        .join(meetings, meetings.c.document_id == documents.c.id)
        .join(items, items.c.id == actions.c.item_id, isouter=True)
        .where(~replaced.exists(), or_(meetings.c.date.is_(None), meetings.c.date <= as_of))
        .order_by(meetings.c.date, documents.c.file, actions.c.position)
    )  # fmt: skip
    return connection.execute(query).all()


def _step_rows(connection: Connection, as_of: str) -> Sequence[Any]:
    steps, actions, documents, meetings, items, texts = (
        TABLES[name]
        for name in ("task_steps", "actions", "documents", "meetings", "items", "document_texts")
    )
    shares = [steps.c[field.name].label(f"e_{field.name}") for field in fields(Evidence)]
    query = (
        select(
            steps.c.action_id, steps.c.kind, steps.c.later_id, steps.c.span_start,
            steps.c.span_end, steps.c.page, *shares, actions.c.text.label("said"),
            actions.c.due.label("later_due"), documents.c.file, meetings.c.date,
            meetings.c.title.label("meeting"), items.c.path.label("item"), texts.c.text,
        )
        .join(documents, documents.c.id == steps.c.document_id)
        .join(meetings, meetings.c.document_id == documents.c.id)
        .join(actions, actions.c.id == steps.c.later_id, isouter=True)
        .join(items, items.c.id == actions.c.item_id, isouter=True)
        .join(
            texts,
            (texts.c.document_id == steps.c.document_id) & (steps.c.kind == "done"),
            isouter=True,
        )
        .where(meetings.c.date <= as_of)
    )  # fmt: skip
    return connection.execute(query).all()


def _owners(connection: Connection) -> Mapping[str, list[str]]:
    owners = TABLES["action_assignees"]
    query = select(owners.c.action_id, owners.c.name).order_by(owners.c.position)
    found: dict[str, list[str]] = defaultdict(list)
    for key, name in connection.execute(query).tuples():
        found[key].append(name)
    return found
