"""What a worker made of a file, kept: its rows, or the note that it failed."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import UTC, datetime

from pipeline.errors import StoreError
from pipeline.finding import Search
from pipeline.ingest.outcomes import Outcome, failed
from pipeline.ingest.tasks import Made, Task
from pipeline.ingest.versions import versions_of_today
from pipeline.places import is_under, key_to_path, path_to_key, path_to_text
from pipeline.quarantine import is_transient
from pipeline.store import FailureNote, KnownFile, Rows, Store


def keep(task: Task, made: Made, store: Store) -> Outcome:
    """Store what a worker made of a file."""
    if isinstance(made, Outcome):
        return noted(made, store)
    try:
        store.save_rows(made, path_to_text(task.path))
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
            path=path_to_text(outcome.path),
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


def end_failures(
    search: Search, gone: Iterable[KnownFile], outcomes: Iterable[Outcome], store: Store
) -> None:
    """Forget the failures of files that are gone, and of those that could not be opened and can be
    now, or are not there any more either. What failed in processing stored content again stays."""
    notes = store.failures()
    if not notes:
        return
    stored, left = store.contents(), {known.sha256 for known in gone}
    failed = {path_to_text(one.path) for one in outcomes if one.status == "failed"}
    there = {found.key for found in search.files}
    for note in notes:
        if note.sha256:
            is_over = note.sha256 in left and note.sha256 not in stored
        else:
            is_over = note.path not in failed and _is_searched(note.path, search, there)
        if is_over:
            store.remove_failure(note.path)


def _is_searched(path: str, search: Search, there: Set[str]) -> bool:
    key = path_to_key(key_to_path(path))
    return key in there or any(is_under(key, root) for root in search.roots)
