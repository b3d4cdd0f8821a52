"""Patterns propose, values dispose: matches of rules, and which of those that overlap stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

import regex

from pipeline.rulebook import Rule
from pipeline.scanning import Line, line_at, rules_by_line


class Proposal(NamedTuple):
    """A rule and where its pattern matches."""

    rule: Rule
    match: regex.Match[str]


class HasSpan(Protocol):
    """Anything with a half-open stretch of text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Spanned = TypeVar("Spanned", bound=HasSpan)


class Claim(NamedTuple):
    """Characters that mean something else than the value that is looked for."""

    start: int
    end: int


def propose(text: str, label: str) -> Iterator[Proposal]:
    """Every match in the text of every rule with the label; none crosses a line end."""
    for line in rules_by_line(text, label):
        yield from _matches(text, line, label)


@lru_cache(maxsize=4000)  # what one grammar finds on a line, another may not take
def _matches(text: str, line: Line, label: str) -> Sequence[Proposal]:
    rules = rules_by_line(text, label).get(line, ())
    return [Proposal(rule, found) for rule in rules for found in rule.pattern.finditer(text, *line)]


def find_claims(text: str, found: Iterable[HasSpan], *labels: str) -> list[Claim]:
    """The stretches that rules with these labels take in the lines of what was found."""
    lines = dict.fromkeys(line_at(text, one.start) for one in found)
    spans = [
        match.span()
        for line in lines
        for label in labels
        for _, match in _matches(text, line, label)
    ]
    return [Claim(start, end) for start, end in spans if end > start]


def keep_longest(found: Iterable[Spanned], claims: Iterable[Claim] = ()) -> list[Spanned]:
    """The findings that stand, in text order: of those that overlap the longest, then the first.

    A claim is a finding that is not returned; it wins against one of the same length.
    """
    ranked: list[tuple[int, int, int, Spanned | Claim]] = [
        (claim.start - claim.end, 0, claim.start, claim) for claim in claims
    ]
    ranked += [(one.start - one.end, 1, one.start, one) for one in found]
    ranked.sort(key=lambda entry: entry[:3])
    starts: list[int] = []
    taken: list[tuple[int, int]] = []
    kept: list[Spanned] = []
    for _, kind, _, one in ranked:
        at = bisect_left(starts, one.start)
        if at < len(taken) and taken[at][0] < one.end:
            continue
        if at > 0 and taken[at - 1][1] > one.start:
            continue
        starts.insert(at, one.start)
        taken.insert(at, (one.start, one.end))
        if kind:
            kept.append(one)  # type: ignore[arg-type]
    return sorted(kept, key=lambda one: (one.start, one.end))
