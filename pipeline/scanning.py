"""One scan of a text for all rules with a label: which can match at all, and on which lines.

What is left out are rules that need a string which is not there: the matches are the same. Each
label has a scanner of its own, for what costs time is not the text but the strings found in it,
and those that all labels together need are in every line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache

import ahocorasick_rs
import regex

from pipeline.needles import DIGIT
from pipeline.rulebook import Rule, load_rules

Line = tuple[int, int]
"""Where a line starts and where the next one does."""

_DIGIT = regex.compile(r"\d")
_NOTHING, _ONLY_DIGIT = frozenset[str](), frozenset({DIGIT})
_LINE = regex.compile(r"[^\n]+\n?")


def possible_rules(text: str, label: str | None = None) -> list[Rule]:
    """The rules with the label, or all, that can match somewhere in the text, in their order."""
    return list(_possible(_needles_of(text, label), label))


def holds_needle(text: str, start: int, end: int, label: str) -> bool:
    """True if a rule with the label can match between the offsets of a long text, which is scanned
    once for all of them: a string that some rule needs ends there."""
    ends = _needle_ends(text, label)
    at = bisect_right(ends, start)
    return at < len(ends) and ends[at] <= end


@lru_cache(maxsize=64)
def _needle_ends(text: str, label: str) -> Sequence[int]:
    """Where the needles of the label's rules end, in order; every offset if digits or nothing are
    all that one of them needs."""
    if any(all(DIGIT in needles for needles in rule.needles) for rule in load_rules(label)):
        return range(len(text) + 1)
    return [end for _, end in _needles_in(text, label)]


@lru_cache(maxsize=64)
def rules_by_line(text: str, label: str) -> Mapping[Line, Sequence[Rule]]:
    """For each line on which some rule with the label can match those rules, in their order."""
    by_line = _needles_by_line(text, label)
    possible = {line: _possible(frozenset(held), label) for line, held in by_line.items()}
    return {line: rules for line, rules in possible.items() if rules}


def line_at(text: str, offset: int) -> Line:
    """The line that holds the character."""
    end = text.find("\n", offset)
    return text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end + 1


@lru_cache(maxsize=10_000)  # most lines hold what others do
def _possible(held: Set[str], label: str | None) -> tuple[Rule, ...]:
    """The rules that need nothing but what is held."""
    rules, places = load_rules(label), _places_by_needle(label)
    candidates = {place for needle in held for place in places.get(needle, ())}
    candidates.update(places.get("", ()))
    return tuple(
        rules[place]
        for place in sorted(candidates)
        if not any(map(held.isdisjoint, rules[place].needles))
    )


@lru_cache(maxsize=64)
def _places_by_needle(label: str | None) -> Mapping[str, Sequence[int]]:
    """For each needle of a rule's rarest ones the rule's place; under '' those that need none."""
    found: dict[str, list[int]] = {}
    for place, rule in enumerate(load_rules(label)):
        for needle in rule.needles[0] if rule.needles else ("",):
            found.setdefault(needle, []).append(place)
    return found


def _needles_by_line(text: str, label: str) -> Mapping[Line, set[str]]:
    """The needles on each line with anything on it."""
    found = {line: {DIGIT} if has_digit else set[str]() for line, has_digit in _lines(text)}
    lines = iter(found.items())
    line, held = next(lines, ((0, 0), set()))
    for needle, end in _needles_in(text, label):
        while line[1] < end:
            line, held = next(lines)
        held.add(needle)
    return found


@lru_cache(maxsize=8)  # each label asks for the same
def _lines(text: str) -> Sequence[tuple[Line, bool]]:
    """The lines with anything on them, and whether that has a digit."""
    spans = (match.span() for match in _LINE.finditer(text))
    return [(line, _DIGIT.search(text, *line) is not None) for line in spans]


def _needles_of(text: str, label: str | None) -> frozenset[str]:
    automaton, needles, needs_digit = _automaton(label)
    indexes = automaton.find_matches_as_indexes(_folded(text), overlapping=True)
    found = frozenset([needles[index] for index, _, _ in indexes]) if indexes else _NOTHING
    return found | _ONLY_DIGIT if needs_digit and _DIGIT.search(text) else found


def _needles_in(text: str, label: str | None) -> list[tuple[str, int]]:
    """Each needle but digits of the label's rules and where it ends, from left to right."""
    automaton, needles, _ = _automaton(label)
    found = automaton.find_matches_as_indexes(_folded(text), overlapping=True)
    return [(needles[index], end) for index, _, end in found]


@lru_cache(maxsize=64)
def _automaton(label: str | None) -> tuple[ahocorasick_rs.AhoCorasick, Sequence[str], bool]:
    """What finds the needles of the label's rules, those in its order, and whether some rule needs
    a digit besides."""
    sets = {needles for rule in load_rules(label) for needles in rule.needles}
    all_needles = frozenset[str]().union(*sets)
    needles = sorted(all_needles - {DIGIT})
    return ahocorasick_rs.AhoCorasick(needles), needles, DIGIT in all_needles


@lru_cache(maxsize=8)
def _folded(text: str) -> str:
    """The text in lower case, each character where it was."""
    folded = text.casefold()
    if len(folded) == len(text):
        return folded
    return "".join(low if len(low := letter.casefold()) == 1 else letter for letter in text)
