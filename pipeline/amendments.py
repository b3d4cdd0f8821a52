"""Printing what may be corrected and what was: the facts of a document, corrections and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.store import Correction, State, StoredFact
from pipeline.terminal import terminal

SHORTEST = 8
"""Characters of an id that are shown at least: the kind's letters and four of the hash."""
QUOTED = 60
"""Characters of a quote that are shown."""


def print_facts(facts: Sequence[StoredFact]) -> None:
    """The facts, one a line, with the shortest ids that name them; a mark where somebody spoke."""
    console = terminal()
    names = short_ids([fact.id for fact in facts])
    width = max(map(len, names.values()), default=0)
    for fact in facts:
        place = f"{fact.item or '':<6} {f'p. {fact.page}' if fact.page else '':<6}"
        mark = "✓" if fact.spoken_of else " "
        line = (
            f"{names[fact.id]:<{width}} {place} {mark} {fact.kind} {values_to_words(fact.values)}"
        )
        console.print(line + _quoted(fact), markup=False, soft_wrap=True)


def _quoted(fact: StoredFact) -> str:
    """The beginning of the fact's words, where its fields do not say them."""
    said = {str(fact.values.get(name)) for name in ("text", "name", "title")}
    if not fact.quote or said - {"None"}:
        return ""
    words = " ".join(fact.quote.split())
    return f" “{words[:QUOTED]}{'…' if len(words) > QUOTED else ''}”"


def short_ids(ids: Iterable[str]) -> dict[str, str]:
    """Each id as short as it may be without being the beginning of another."""
    ordered = sorted(set(ids))
    shown = {}
    for at, key in enumerate(ordered):
        beside = ordered[max(0, at - 1) : at] + ordered[at + 1 : at + 2]
        size = next(
            n
            for n in range(SHORTEST, len(key) + 1)
            if n == len(key) or not any(other.startswith(key[:n]) for other in beside)
        )
        shown[key] = key[:size]
    return shown


def values_to_words(values: dict[str, Any]) -> str:
    """What is there of the fields, as it is typed."""
    return " ".join(
        f"{name}={_written(value)}"
        for name, value in values.items()
        if value not in (None, [], "", False) and name not in ("item", "precision", "due_precision")
    )


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def print_corrections(found: Sequence[tuple[Correction, State, str]]) -> None:
    """Corrections, one a line and what it changed under it."""
    console = terminal()
    for said, state, name in found:
        for line in correction_to_lines(said, state, name):
            console.print(line, markup=False, soft_wrap=True)
    if not found:
        console.print("Nothing: 'poytakirja correct DOC' lists what could be corrected.")


def correction_to_lines(said: Correction, state: State, name: str) -> list[str]:
    """Who said what of which fact, when, and what became of it."""
    where = f"{name}, item {said.item}" if said.item else name
    note = {"applied": "", "unanchored": " (the words are gone)", "waiting": " (not stored)"}[state]
    head = f"{said.id[:12]} {said.verdict} {said.kind} {said.target}: {where}{note}"
    lines = [head, f"    {said.entered_by}, {said.entered_at[:16].replace('T', ' ')}"]
    if said.quote:
        lines.append(f"    “{said.quote}”")
    for field, value in said.values.items():
        old = f"{said.before[field]!r} → " if field in said.before else ""
        lines.append(f"    {field}: {old}{value!r}")
    return lines
