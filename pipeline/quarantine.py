"""What failed: whether it is tried again by itself, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.records import Versions
from pipeline.store import FailureNote

MOST_ATTEMPTS = 3
"""So often a file is tried whose failure may pass by itself."""
PASSING = ("OSError", "AccessError", "time", "memory", "crash")
"""What may be over next time: the disk, the network or the machine's load may be to blame."""


def is_transient(error: str) -> bool:
    """True if a failure of this class may pass by itself; a broken file or a bug does not."""
    return error in PASSING


def is_worth_retrying(failure: FailureNote, today: Versions | None) -> bool:
    """True if trying again may help: other code, rules or model, or a cause that may pass."""
    untried = failure.transient and failure.attempts < MOST_ATTEMPTS
    return untried or failure.versions != today or failure.sha256 is None


def failures_to_lines(failures: Sequence[FailureNote], today: Versions | None) -> Iterator[str]:
    """A few lines for each failure, and at last how many there are of which kind."""
    waiting = 0
    for failure in failures:
        again = is_worth_retrying(failure, today)
        waiting += not again
        yield failure.path
        yield f"  {failure.stage}: {failure.error}: {failure.reason}"
        yield f"  {_tried(failure)}; {_next(failure, again)}"
    if not failures:
        yield "No failures."
        return
    yield f"{len(failures)} failed; {waiting} of them in quarantine, which 'ingest' leaves alone."


def _tried(failure: FailureNote) -> str:
    times = f"tried {failure.attempts} times" if failure.attempts > 1 else "tried once"
    when = f", last {failure.tried}" if failure.tried else ""
    made = failure.versions
    return times + when + (f", code {made.code}, rules {made.rules}" if made else "")


def _next(failure: FailureNote, again: bool) -> str:
    kind = "may pass" if failure.transient else "permanent"
    return f"{kind}: the next 'ingest' tries again" if again else f"{kind}: name the file to try it"
