"""The date grammar: Finnish (and simple Swedish) expressions of time, as exact as their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.records import Precision
from pipeline.values.date_readings import READINGS, DateMatch
from pipeline.values.matching import Proposal, find_claims, keep_longest, propose
from pipeline.values.surroundings import is_deadline

_SURE, _RESOLVED, _BARE = 0.95, 0.85, 0.6


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date at ``[start, end)`` of a text; ``value`` and ``end_value`` in the contract's forms.

    ``deadline`` is true where the words make it the last moment for something.
    """

    start: int
    end: int
    value: str
    precision: Precision
    end_value: str | None
    rule_id: str
    deadline: bool
    confidence: float


def find_dates(text: str, base: date | None, language: str = "fi") -> list[DateValue]:
    """The dates of a text in reading order.

    ``base`` is the meeting's date, from which dates without a year are resolved; without it they
    are left out. A newline in the text is a border that no date crosses.
    """
    proposals = propose(text, "DATE")
    found = [one for proposal in proposals if (one := _to_value(proposal, base)) is not None]
    if not found:
        return []
    return keep_longest(found, find_claims(text, found, "CLAIM", "REFERENCE"))


def _to_value(proposal: Proposal, base: date | None) -> DateValue | None:
    rule, match = proposal
    read = READINGS[rule.value](DateMatch(match, base))
    if read is None:
        return None
    first, last = read
    span = match.span()
    return DateValue(
        *span,
        value=first.value,
        precision=first.precision,
        end_value=last.value if last else None,
        rule_id=rule.id,
        deadline="last" in match.groupdict() or is_deadline(match.string, *span),
        confidence=_confidence(match.groupdict(), first.value, match[0]),
    )


def _confidence(groups: dict[str, str | None], value: str, words: str) -> float:
    if words.isdigit():
        return _BARE
    return _SURE if value[:4] in words or groups.get("year") else _RESOLVED
