"""For whom a task is done: the doers in the allative after the verb ('lähettää jäsenille')."""

from __future__ import annotations

from collections.abc import Sequence

from models.records import Span
from pipeline.extract.agents import Cast, find_in_case
from pipeline.extract.clauses import Clause
from pipeline.extract.readings import Word


def find_recipients(clause: Clause, cast: Cast) -> tuple[Span, ...]:
    """The phrases of the recipients, in reading order."""
    found: list[Span] = []
    words = list(clause.after)
    while (agent := find_in_case(words, "allative", cast)) is not None:
        spans = [_without_object(span, clause.after) for span in agent.spans]
        found = [*spans, *found]
        words = [w for w in words if w.end <= min(span.start for span in agent.spans)]
    return tuple(found)


def _without_object(span: Span, after: Sequence[Word]) -> Span:
    """'lähettää taulukon ryhmälle' has 'taulukon' as its object, where nothing else is one."""
    first = next((w for w in after if w.start == span.start), None)
    second = next((w for w in after if w.start > span.start), None)
    if first is None or second is None or not span.holds(Span(second.start, second.end)):
        return span
    is_object = _is_singular_genitive(first) and not any(
        _is_other_object(w) for w in after if w.start >= span.end or w.end <= span.start
    )
    return Span(second.start, span.end) if is_object else span


def _is_singular_genitive(word: Word) -> bool:
    return word.is_nominal("genitive") and any(
        r.case == "genitive" and not r.plural for r in word.readings
    )


def _is_other_object(word: Word) -> bool:
    """True if the word can be what is sent: 'kutsun', 'kutsut', 'tietoa'."""
    return word.is_nominal("genitive", "partitive") or any(
        r.case == "nominative" and r.plural for r in word.readings
    )
