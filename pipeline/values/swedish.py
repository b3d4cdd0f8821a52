"""The noun that a number counts in Swedish, and Swedish numbers in words."""

from __future__ import annotations

from functools import lru_cache

import regex

from pipeline.language import find_language
from pipeline.morphology import analyse
from pipeline.rulebook import lexicon, lexicon_keys
from pipeline.values.counted import Counted
from pipeline.values.surroundings import sentence_bounds

_WORD = regex.compile(r"\p{L}[\p{L}-]*")
_SHORTEST_PLURAL, _SHORTEST_ELSEWHERE = 5, 9
"""Letters of an unknown word that may be a plural in a Swedish sentence, and in another."""


def find_swedish(words: str, around: regex.Match[str] | None = None) -> Counted | None:
    """The Swedish noun in the plural that a number before ``words`` counts, an adjective between;
    None for words that are Finnish. ``around`` is the match in its text."""
    found = list(_WORD.finditer(words))[:2]
    for at, word in enumerate(found):
        if word[0][0].isupper():
            return None
        base = _base(word[0], around)
        if base is not None and not (at == 0 and len(found) > 1 and _modifies(word[0])):
            return Counted(base, word.end())
        if base is None and not _modifies(word[0]):
            break
    first = _base(found[0][0], around) if found else None
    return Counted(first, found[0].end()) if first else None


def number_in_swedish(word: str) -> float | None:
    """The value of a number in words; None for other words."""
    value = lexicon_keys("swedish_numbers").get(word.lower())
    return float(value) if value else None


def _base(word: str, around: regex.Match[str] | None) -> str | None:
    known = _known_base(word)
    if known is not None:
        return known
    if len(word) < _SHORTEST_PLURAL or word in lexicon("swedish_not_counted") or analyse(word):
        return None
    if len(word) < _SHORTEST_ELSEWHERE and not (around and _is_swedish(around)):
        return None
    for ending, instead in lexicon_keys("swedish_plurals").items():
        if word.endswith(ending):
            return word.removesuffix(ending) + instead.strip(".")
    return None


@lru_cache(maxsize=10_000)
def _known_base(word: str) -> str | None:
    """The base form of a known noun, or of a compound of one: 'båtplatser' is 'båtplats'."""
    nouns = lexicon_keys("swedish_counted")
    if word in nouns:
        return nouns[word]
    ends = [noun for noun in nouns if len(noun) > 3 and word.endswith(noun)]
    if not ends or analyse(word):
        return None
    last = max(ends, key=len)
    return word.removesuffix(last) + nouns[last]


def _modifies(word: str) -> bool:
    """True for an adjective that may stand before what is counted."""
    known = lexicon("swedish_modifiers")
    ends = tuple(each[1:] for each in known if each.startswith("-"))
    return word in known or word.endswith(ends)


def _is_swedish(match: regex.Match[str]) -> bool:
    start, end = sentence_bounds(match.string, match.start(), match.end())
    return find_language(match.string[start:end]) == "sv"
