"""What reads like a decision and only leads to the one that its item takes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.records import Decision

PRESENT = re.compile(
    r"\b(?:päättää|valitsee|valinnee|hyväksyy|hyväksynee|vahvistaa|toteaa|todennee|merkitsee|nimeää)\b"
)
OPENING = re.compile(r"\bavasi\s+(?:\w+\s)?kokouksen\b|\b[Kk]okous\s+avattiin\b")
LABELLED = "rule:decision-label"
STEM = 6
"""First letters by which two words are of one matter."""


def is_prelude(decision: Decision, told: Sequence[Decision]) -> bool:
    """True for a proposal in the present before the decision on the same matter in the past or
    under its label, and for the opening of the meeting beside another decision."""
    others = [other for other in told if other.item == decision.item and other is not decision]
    if OPENING.search(decision.text):
        return bool(others)
    if decision.found_by == LABELLED or not PRESENT.search(decision.text):
        return False
    return any(
        other.span > decision.span
        and (other.found_by == LABELLED or _decides_same(decision.text, other.text))
        for other in others
    )


def _decides_same(proposed: str, decided: str) -> bool:
    return not PRESENT.search(decided) and not _stems(proposed).isdisjoint(_stems(decided))


def _stems(text: str) -> set[str]:
    return {word[:STEM].casefold() for word in re.findall(r"\w{6,}", text)}
