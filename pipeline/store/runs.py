"""The runs of commands that store documents: when, how they ended, what they did."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, insert, select, update

from models.tables import METADATA, RUNS
from pipeline.errors import SOME_FAILED

if TYPE_CHECKING:
    from pipeline.store.guarding import Guard

TABLES = METADATA.tables
COUNTS = ("stored", "unchanged", "moved", "duplicate", "failed", "gone", "pages")


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run. Times are UTC as text; ``ended_at`` and ``exit_code`` are None while it goes on, and
    for ever where it was killed; ``counts`` are files by what became of them, and pages that were
    stored; ``seconds`` are by stage, over all processes."""

    id: str
    command: str
    started_at: str
    ended_at: str | None
    exit_code: int | None
    counts: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    rules_version: str | None = None


class Runs:
    """The runs of an open database; every method is one transaction."""

    def __init__(
        self,
        transaction: Callable[..., AbstractContextManager[Connection]],
        guard: Callable[[], Guard | None],
    ) -> None:
        self._transaction, self._guard = transaction, guard

    def begin(self, command: str, moment: str, code_version: str, rules_version: str) -> str:
        """Note that a run begins, at a time in UTC; returns its id."""
        compact = moment.replace("-", "").replace(":", "")
        key = f"{compact}-{time.time_ns() // 1000 % 10**6:06}"  # in the order of their beginning
        if guard := self._guard():
            command = guard.mask_path(command)
        row = {"id": key, "command": command, "started_at": moment}
        row |= {"code_version": code_version, "rules_version": rules_version}
        with self._transaction(writing=True) as connection:
            connection.execute(insert(RUNS), [row])
        return key

    def end(
        self,
        key: str,
        moment: str,
        exit_code: int,
        counts: Mapping[str, int],
        seconds: Mapping[str, float],
    ) -> None:
        """Note how a run ended."""
        spent = json.dumps({stage: round(time, 3) for stage, time in sorted(seconds.items())})
        ended = {"ended_at": moment, "exit_code": exit_code, "seconds": spent}
        with self._transaction(writing=True) as connection:
            row = update(RUNS).where(RUNS.c.id == key)
            connection.execute(row.values(ended | {name: counts.get(name, 0) for name in COUNTS}))

    def latest(self, number: int | None = None) -> list[StoredRun]:
        """The last runs, the newest first; all where no number is given."""
        query = select(TABLES["runs"]).order_by(RUNS.c.started_at.desc(), RUNS.c.id.desc())
        with self._transaction() as connection:
            return [_row_to_run(row) for row in connection.execute(query.limit(number)).mappings()]

    def rules_since(self) -> dict[str, str]:
        """By version of the rules when the first run began that worked with them."""
        since = func.min(RUNS.c.started_at)
        query = select(RUNS.c.rules_version, since).group_by(RUNS.c.rules_version).order_by(since)
        with self._transaction() as connection:
            return {rules: first for rules, first in connection.execute(query) if rules}

    def last_success(self) -> str | None:
        """When the last ``ingest`` ended that had reached its end, None if there was none.

        Some documents may have failed, which are counted by themselves; all of them may not.
        """
        query = select(RUNS.c.ended_at).where(
            RUNS.c.command.startswith("ingest "), RUNS.c.exit_code.in_((0, SOME_FAILED))
        )
        with self._transaction() as connection:
            found = connection.execute(query.order_by(RUNS.c.ended_at.desc()).limit(1))
            return found.scalar_one_or_none()


def _row_to_run(row: Any) -> StoredRun:
    return StoredRun(
        row["id"],
        row["command"],
        row["started_at"],
        row["ended_at"],
        row["exit_code"],
        {name: row[name] for name in COUNTS},
        json.loads(row["seconds"]),
        row["rules_version"],
    )
