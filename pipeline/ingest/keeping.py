"""What a worker made of a file, kept: its rows, or the note that it failed."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.errors import StoreError
from pipeline.finding import printable
from pipeline.ingest.outcomes import Outcome, failed
from pipeline.ingest.tasks import Made, Task
from pipeline.ingest.versions import versions_of_today
from pipeline.quarantine import is_transient
from pipeline.store import FailureNote, Rows, Store


def keep(task: Task, made: Made, store: Store) -> Outcome:
    """Store what a worker made of a file."""
    if isinstance(made, Outcome):
        return noted(made, store)
    try:
        store.save_rows(made, printable(str(task.path.absolute())))
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 (as in a worker)
        return noted(failed(task.path, "store", error, task.sha256), store)
    return Outcome(
        task.path,
        "stored",
        task.sha256,
        counts=_counts(made),
        meetings=len(made),
        seconds=task.seconds,
        replaces=task.replaces,
        needs_ocr=any(_waits_for_ocr(rows) for rows in made),
    )


def _counts(made: list[Rows]) -> dict[str, int]:
    """Rows by table; the documents of a file share its pages."""
    counts = {table: sum(len(rows[table]) for rows in made) for table in made[0]}
    return counts | {"pages": len(made[0]["pages"])}


def _waits_for_ocr(rows: Rows) -> bool:
    return any(warning["code"] == "needs_ocr" for warning in rows["warnings"])


def noted(outcome: Outcome, store: Store) -> Outcome:
    """Note that the file failed; returns the same."""
    store.save_failure(
        FailureNote(
            path=printable(str(outcome.path.absolute())),
            sha256=outcome.sha256,
            stage=outcome.stage or "find",
            error=outcome.error or "",
            reason=outcome.reason or "",
            transient=is_transient(outcome.error or ""),
            versions=None if outcome.stage == "find" else versions_of_today(),
            tried=datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        )
    )
    return outcome
