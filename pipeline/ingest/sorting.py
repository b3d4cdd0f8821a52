"""What is to be processed, told from what there is nothing to do for."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.finding import FoundFile
from pipeline.ingest.keeping import noted
from pipeline.ingest.outcomes import Outcome, failed
from pipeline.ingest.tasks import Task
from pipeline.ingest.versions import is_outdated, versions_of_today
from pipeline.inventory import Inventory, Sighting
from pipeline.places import Place
from pipeline.quarantine import is_worth_retrying
from pipeline.store import Store, StoredContent


class Sorter:
    """Tells what is to be processed from what there is nothing to do for."""

    def __init__(
        self, inventory: Inventory, store: Store, again: bool, named: Sequence[str]
    ) -> None:
        self._inventory, self._store, self._again = inventory, store, again
        self._named, self._begun = set(named), set[str]()
        self._today = versions_of_today()

    def sort(self, found: FoundFile) -> Outcome | Task:
        """A task for what is new or waits for OCR; else what there is to say of the file."""
        try:
            if not found.is_file:  # opening a pipe would wait for somebody to write
                raise OSError(0, "a link to nothing, a pipe or a device")
            seen = self._inventory.look_at(found)
        except OSError as error:
            return self._not_opened(found.path, error)
        task = Task(found.path, seen.sha256, seen.replaces, content=seen.content)
        if seen.kind == "new":
            return self._quarantined(task) or task
        return task if self._is_begun_now(seen.stored) else self._left_alone(found.path, seen)

    def _not_opened(self, path: Place, error: OSError) -> Outcome:
        outcome = failed(path, "find", OSError(f"cannot be opened: {error.strerror}"))
        return outcome if self._inventory.dry_run else noted(outcome, self._store)

    def _quarantined(self, task: Task) -> Outcome | None:
        """What there is to say of content that failed and would fail again; None if it may not, or
        is to be tried whatever is known of it."""
        if self._again or str(task.path) in self._named:
            return None
        note = self._store.failure_of(task.sha256)
        if note is None or is_worth_retrying(note, self._today):
            return None
        return Outcome(task.path, "quarantined", task.sha256, error=note.error, reason=note.reason)

    def _is_begun_now(self, stored: StoredContent | None) -> bool:
        """True if stored content is to be processed again, the first time that it is met."""
        if stored is None or stored.sha256 in self._begun:
            return False
        if not (self._again or _is_readable_now(stored)):
            return False
        self._begun.add(stored.sha256)
        return True

    def _left_alone(self, path: Place, seen: Sighting) -> Outcome:
        stored = seen.stored
        return Outcome(
            path,
            seen.kind,
            seen.sha256,
            twin=seen.twin,
            replaces=seen.replaces,
            outdated=stored is not None and is_outdated(stored.versions, self._today),
            needs_ocr=stored is not None and stored.needs_ocr,
        )


def _is_readable_now(stored: StoredContent) -> bool:
    """True if pages of the document wait for OCR, and it can be had today."""
    if not stored.needs_ocr:
        return False
    from pipeline.read import is_ocr_on

    return is_ocr_on()
