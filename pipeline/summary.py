"""What a run says at its end, fit for a mail: one line with all counts, then what stands behind."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rich.markup import escape
from rich.table import Table

from pipeline.ingest import Outcome
from pipeline.places import key_to_path, printable
from pipeline.store import KnownFile
from pipeline.terminal import plain_table, terminal

ROWS_SHOWN = 20

COUNTED = ("items", "people", "organisations", "decisions", "actions", "statistics", "dates")

WORDS = {
    "stored": "stored",
    "new": "to be read",
    "changed": "changed",
    "unchanged": "stored already",
    "moved": "moved",
    "duplicate": "with the same content as another",
    "gone": "gone",
    "failed": "failed",
    "quarantined": "failed before and left alone",
}
"""What is counted in the first line, in its order. What changed is stored or to be read, too."""


def print_summary(
    outcomes: Sequence[Outcome],
    gone: Sequence[KnownFile],
    seconds: float,
    *,
    quiet: bool,
    database_hint: str,
) -> None:
    """How many files there were of each kind and how long it took; what was found in each new
    document; what changed, moved, is gone or failed; what waits; and what to type next."""
    if quiet or not (outcomes or gone):
        return
    moved = {outcome.sha256 for outcome in outcomes if outcome.status == "moved"}
    gone = [known for known in gone if known.sha256 not in moved]
    console = terminal()
    console.print(_headline(outcomes, gone, seconds), markup=False)
    stored = [outcome for outcome in outcomes if outcome.status == "stored"]
    if stored:
        console.print(_summary_table(sorted(stored, key=lambda outcome: outcome.name)))
    for line in (
        *_sections(outcomes, gone),
        *_waiting(outcomes, database_hint),
        *_next(stored, database_hint),
    ):
        console.print(line, markup=False, soft_wrap=True)


def _headline(outcomes: Sequence[Outcome], gone: Sequence[KnownFile], seconds: float) -> str:
    kinds = Counter[str](outcome.status for outcome in outcomes)
    kinds["gone"] = len(gone)
    kinds["changed"] = len(_changed(outcomes))
    parts = [f"{kinds[kind]} {word}" for kind, word in WORDS.items() if kinds[kind]]
    idle = not any(kinds[kind] for kind in ("stored", "new", "failed", "gone"))
    return f"{', '.join(parts)}{': nothing to do' if idle else ''} ({_duration(seconds)})."


def _changed(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [one for one in outcomes if one.replaces and one.status != "failed"]


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _summary_table(stored: Sequence[Outcome]) -> Table:
    table = plain_table("document", "pages", *COUNTED, numbers=("pages", *COUNTED))
    for outcome in stored[:ROWS_SHOWN]:
        counts = (str(outcome.counts.get(name, 0)) for name in ("pages", *COUNTED))
        several = f" ({outcome.meetings} meetings)" if outcome.meetings > 1 else ""
        table.add_row(escape(outcome.name + several), *counts)
    if len(stored) > ROWS_SHOWN:
        table.add_row(f"… and {len(stored) - ROWS_SHOWN} more")
    return table


def _sections(outcomes: Sequence[Outcome], gone: Sequence[KnownFile]) -> Iterator[str]:
    """A line for each file that is neither stored nor as it was."""
    by_kind = {kind: [one for one in outcomes if one.status == kind] for kind in WORDS}
    yield from _first("To be read: {}", (one.name for one in by_kind["new"]))
    replaced = (f"{one.name} replaces {(one.replaces or '')[:12]}" for one in _changed(outcomes))
    yield from _first("{}.", replaced)
    yield from _first("{}.", (f"{one.name} was {one.twin}" for one in by_kind["moved"]))
    twins = (f"{one.name} has the content of {one.twin}" for one in by_kind["duplicate"])
    yield from _first("{}.", twins)
    yield from _first("Gone: {}", (printable(str(key_to_path(one.path))) for one in gone))


def _first(form: str, names: Iterable[str]) -> Iterator[str]:
    """So many lines of a kind as are read, and how many more there are."""
    rest = iter(names)
    yield from (form.format(name) for name in islice(rest, ROWS_SHOWN))
    if more := sum(1 for _ in rest):
        yield f"… and {more} more"


def _waiting(outcomes: Sequence[Outcome], database_hint: str) -> Iterator[str]:
    """What is left to be done, and by what."""
    why = f"'poytakirja failures{database_hint}' says why"
    unsearched = [one for one in outcomes if one.is_unsearched]
    yield from _first("Not searched: {}.", (printable(str(one.path)) for one in unsearched))
    noted = (one for one in outcomes if one.status == "failed" and not one.is_unsearched)
    failed = Counter((one.stage, one.error) for one in noted)
    for (stage, error), count in sorted(failed.items(), key=str):
        yield f"Failed: {count} in {stage} ({error}): {why}."
    if left := sum(one.status == "quarantined" for one in outcomes):
        yield f"In quarantine: {left}: {why}."
    if outdated := sum(one.outdated for one in outcomes):
        made = "were made with other rules or another model"
        command = f"poytakirja redo --outdated{database_hint}"
        yield f"{outdated} {made}: '{command}' renews them."
    if waiting := sum(one.needs_ocr for one in outcomes):
        yield f"{waiting} with pages that need OCR: 'poytakirja doctor' says how to get it."


def _next(stored: Sequence[Outcome], database_hint: str) -> Iterator[str]:
    if stored:
        yield f"Next: poytakirja show {shlex.quote(stored[0].name)}{database_hint}"
        yield f"      poytakirja export --format jsonl -o minutes.jsonl{database_hint}"
