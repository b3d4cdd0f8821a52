"""What a text has to hold for a pattern to match: strings, one of which is in every match.

Looking for a string is a hundred times as fast as trying a pattern at every letter, so most rules
need not be tried on most lines. The strings are read off the pattern. Where it has anything that is
not known here, nothing is claimed and the pattern is tried everywhere: slower, never other results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import regex

DIGIT = r"\d"
"""A needle that stands for any digit."""
Needles = frozenset[str]
"""Strings in lower case (casefolded) one of which is needed."""

_MANY, _MOST_SETS, _MOST_MEMBERS = 300, 3, 20
"""More strings than this, more sets of them, larger sets of letters are not worth looking for."""
_TOKEN = regex.compile(
    r"""(?P<list>\\L<\w+>) | (?P<digit>\\d) | \\x(?P<hex>[\da-fA-F]{2}) | \\u(?P<hex>[\da-fA-F]{4})
    | (?P<edge>\\[bBAZ]|[\^$]) | (?P<any>\\[hHsSwWDnrt]|\\[pP]\{[^}]*\}|\.) | \\(?P<char>\W|_)
    | (?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])
    | (?P<char>\p{L}+(?=\p{L}\s*[?*+{])|\p{L}+(?!\s*[?*+{])|[^\\()\[\]|?*+{}])""",
    regex.VERBOSE,
)
_LOOK = regex.compile(r"\?<?(?P<sign>[=!])")
_GROUP = regex.compile(r"(?:\?(?:P<\w+>|>|(?:-?i)?:))?+")
_FLAGS = regex.compile(r"\(\?(?P<flags>[ixm]+)\)")
_REPEAT = regex.compile(r"(?P<least>[?*+]|\{(?P<count>\d+)(?:,\d*)?\})[?+]?")
_BLANK = regex.compile(r"\s+|\#[^\n]*")
_MEMBERS = regex.compile(r"(?s)(?P<first>.)(?:-(?P<last>.))?")


class _UnknownError(Exception):
    """The pattern has something that is not read here."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a pattern: all that it may match, if that is few strings, and what it needs."""

    exact: frozenset[str] | None
    inner: tuple[Needles, ...] = ()

    @property
    def needs(self) -> tuple[Needles, ...]:
        """Sets of strings of each of which every match holds one."""
        return tuple(filter(_is_usable, (self.exact or frozenset(), *self.inner)))


_DIGIT = (frozenset({DIGIT}),)
_EDGE = _Part(frozenset({""}))
_ANYTHING = _Part(None)


def pattern_needles(source: str, words: Callable[[str], Iterable[str]]) -> tuple[Needles, ...]:
    """Sets of strings of each of which every match, in lower case, holds one, the rarest first.

    ``words`` gives the words of a named list. Empty where no such strings can be told.
    """
    try:
        needs = _Reader(source, words).read()
    except _UnknownError:
        return ()
    kept: list[Needles] = []
    for needles in sorted(needs, key=_rarity, reverse=True):
        if len(kept) < _MOST_SETS and not any(_implies(other, needles) for other in kept):
            kept.append(_shortest(needles))
    return tuple(kept)


def _shortest(needles: Needles) -> Needles:
    """The needles without those that hold another."""
    kept: list[str] = []
    for needle in sorted(needles, key=len):
        if not _holds_any(needle, kept, DIGIT in needles and needle != DIGIT):
            kept.append(needle)
    return frozenset(kept)


def _implies(rare: Needles, common: Needles) -> bool:
    """True if what holds one of the first holds one of the second."""
    return all(_holds_any(one, common, DIGIT in common) for one in rare)


def _holds_any(needle: str, others: Iterable[str], digits: bool) -> bool:
    """True if the needle holds one of the others, or a digit where ``digits`` count as one."""
    return any(map(needle.__contains__, others)) or (digits and any(map(str.isdigit, needle)))


@lru_cache(maxsize=2000)
def _is_usable(needles: Needles) -> bool:
    """True unless a single letter is enough, or a line end, which nothing is searched across."""
    return bool(needles) and all(_weight(n) > 1 and "\n" not in n for n in needles)


@lru_cache(maxsize=2000)
def _rarity(needles: Needles) -> tuple[float, int]:
    """Long strings are rare, digits rarer than letters."""
    return min(map(_weight, needles)), -len(needles)


@lru_cache(maxsize=5000)
def _weight(needle: str) -> float:
    """How rare the needle is: a letter more makes it rarer, so does a sign; figures, points and
    hyphens stand in most paragraphs."""
    if needle == DIGIT:
        return 1.5
    return sum(_letter_weight(letter) for letter in needle)


def _letter_weight(letter: str) -> float:
    if letter.isalnum():
        return 0.8 if letter.isdigit() else 1
    return 1.2 if letter in ".,-– " else 2


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, source: str, words: Callable[[str], Iterable[str]]) -> None:
        flags = _FLAGS.match(source)
        self.source, self.words = source, words
        self.at = flags.end() if flags else 0
        self.is_verbose = bool(flags and "x" in flags["flags"])

    def read(self) -> tuple[Needles, ...]:
        whole = self._choice()
        if self.at < len(self.source):
            raise _UnknownError
        return whole.needs

    def _choice(self) -> _Part:
        """Alternatives up to the end or a closing bracket."""
        parts = [self._sequence()]
        while self.source.startswith("|", self.at):
            self.at += 1
            parts.append(self._sequence())
        if len(parts) == 1:
            return parts[0]
        needs = [part.needs for part in parts]
        rarest = [max(sets, key=_rarity) for sets in needs] if all(needs) else []
        inner = (frozenset().union(*rarest),) if rarest else ()
        return _Part(_union(part.exact for part in parts), inner)

    def _sequence(self) -> _Part:
        """Things in a row; what stands side by side and is known makes longer strings."""
        runs = [frozenset({""})]
        parts = list(self._items())
        for part in parts:
            longer = None if part.exact is None else _joined(runs[-1], part.exact)
            if longer is None:
                runs.append(frozenset({""}))
            else:
                runs[-1] = longer
        exact = runs[0] if len(runs) == 1 else None
        return _Part(exact, (*runs, *(needles for part in parts for needles in part.needs)))

    def _items(self) -> Iterator[_Part]:
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            blank = _BLANK.match(self.source, self.at) if self.is_verbose else None
            if blank:
                self.at = blank.end()
            else:
                yield self._repeated(self._group() if self.source[self.at] == "(" else self._atom())

    def _repeated(self, part: _Part) -> _Part:
        blank = _BLANK.match(self.source, self.at) if self.is_verbose else None
        repeat = _REPEAT.match(self.source, blank.end() if blank else self.at)
        if repeat is None:
            return part
        self.at = repeat.end()
        if repeat["least"] == "?" and part.exact is not None:
            return _Part(part.exact | {""})
        if repeat["least"] == "+" or int(repeat["count"] or 0):
            return _Part(None, part.needs)
        return _ANYTHING

    def _group(self) -> _Part:
        look = _LOOK.match(self.source, self.at + 1)
        start = look or _GROUP.match(self.source, self.at + 1)
        if start is None or (self.source[self.at + 1] == "?" and not start[0]):
            raise _UnknownError
        self.at = start.end()
        inner = self._choice()
        if not self.source.startswith(")", self.at):
            raise _UnknownError
        self.at += 1
        if look is None:
            return inner
        return _Part(_EDGE.exact, inner.needs if look["sign"] == "=" else ())

    def _atom(self) -> _Part:
        token = _TOKEN.match(self.source, self.at)
        if token is None:
            raise _UnknownError
        self.at = token.end()
        if token["list"]:
            return _exactly(self.words(token["list"][3:-1]))
        if token["digit"]:
            return _Part(None, _DIGIT)
        if token["edge"]:
            return _EDGE
        if token["any"]:
            return _ANYTHING
        if token["set"]:
            return _any_of(token["set"][1:-1])
        return _exactly([token["char"] or chr(int(token["hex"], 16))])


def _exactly(words: Iterable[str]) -> _Part:
    found = frozenset(word.casefold() for word in words)
    return _Part(found if len(found) <= _MANY else None)


def _any_of(members: str) -> _Part:
    """One character of a set, if it lists a few."""
    if members.startswith("^") or "\\" in members:
        return _ANYTHING
    found: set[str] = set()
    for match in _MEMBERS.finditer(members):
        found.update(map(chr, range(ord(match["first"]), ord(match["last"] or match["first"]) + 1)))
    if len(found) > _MOST_MEMBERS:
        return _ANYTHING
    return _Part(
        frozenset(map(str.casefold, found)), _DIGIT if all(map(str.isdigit, found)) else ()
    )


def _union(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    found: set[str] = set()
    for one in sets:
        if one is None or len(found) + len(one) > _MANY:
            return None
        found |= one
    return frozenset(found)


def _joined(heads: frozenset[str], tails: frozenset[str]) -> frozenset[str] | None:
    if len(heads) * len(tails) > _MANY:
        return None
    return frozenset(head + tail for head, tail in product(heads, tails))
