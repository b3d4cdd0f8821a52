"""Under which keys a word is found: its base forms, and those of the parts of a compound.

A key is in small letters and without hyphens, so that text and question meet in it:
``opiskeluhuoltopalveluiden`` has the keys ``opiskeluhuoltopalvelu``, ``opiskeluhuolto``,
``huoltopalvelu``, ``opiskelu``, ``huolto`` and ``palvelu``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.morphology import Analysis

WORD = re.compile(r"[^\W_]+(?:[-‐‑:'’][^\W_]+)*")
HYPHENS = str.maketrans("", "", "-‐‑'’")
LEAST = 3
"""Letters of the shortest part of a compound that is a key."""
GUESSES = 3
"""How many base forms are guessed for a word that no dictionary has."""


@lru_cache(maxsize=200_000)
def whole_keys(word: str) -> tuple[str, ...]:
    """The keys that stand for all of ``word``: what a question with this word looks for."""
    if word.isdecimal():
        return (word,)
    readings = _analyser()(word)
    if len(readings) == 1:
        return (_key(readings[0].base.partition(":")[0]),)
    bases = [reading.base for reading in readings] or _guessed_bases(word)
    return tuple(dict.fromkeys(_key(base.partition(":")[0]) for base in bases))


def keys_of(word: str) -> tuple[str, ...]:
    """The keys that ``word`` is found under: those of the whole, then those of its parts."""
    whole, compounds = whole_keys(word), _compounds(word)
    return tuple(dict.fromkeys((*whole, *_part_keys(compounds)))) if compounds else whole


def words_to_keys(text: str) -> str:
    """The keys of all words of ``text`` in a row, with blanks between them."""
    return " ".join(filter(None, map(_joined_keys, WORD.findall(text))))


@lru_cache(maxsize=200_000)
def _joined_keys(word: str) -> str:
    return " ".join(keys_of(word))


def _part_keys(compounds: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for parts in compounds:
        for first in range(len(parts)):
            for last in range(first, len(parts)):
                key = _key("".join(parts[first : last + 1]))
                if len(key) >= LEAST:
                    yield key
        # 'kunnanhallitus' is found by 'kunta', too
        for part in parts[:-1]:
            yield from (key for key in map(_key, _bases(part)) if len(key) >= LEAST)


def _compounds(word: str) -> Sequence[tuple[str, ...]]:
    """The parts of each reading as a compound; of an unknown word what its hyphens part."""
    if word.isdecimal():
        return []
    readings = _analyser()(word)
    if readings or "-" not in word:
        return sorted({reading.parts for reading in readings if reading.parts})
    *heads, tail = filter(None, word.partition(":")[0].split("-"))
    return [(*heads, base) for base in whole_keys(tail)] if heads else []


def _guessed_bases(word: str) -> Sequence[str]:
    from pipeline.inflection import base_name_candidates

    return [*base_name_candidates(word)[:GUESSES], word]


def _bases(part: str) -> list[str]:
    readings = _analyser()(part)
    return [r.base for r in readings if r.word_class in ("noun", "noun_adjective", "place")]


@lru_cache(maxsize=1)
def _analyser() -> Callable[[str], tuple[Analysis, ...]]:
    """Imported late: who only reads the database needs no rules and no morphology."""
    from pipeline.morphology import analyse

    return analyse


def _key(base: str) -> str:
    low = base.casefold()
    return low if low.isalpha() else low.translate(HYPHENS)
