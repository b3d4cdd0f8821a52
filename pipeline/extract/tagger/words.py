"""What the tagger sees of a single word: spaCy's vector, Voikko's readings, letters, shape."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.extract.tagger.arrays import Floats, Ints
from pipeline.morphology import CASES, CLASSES, NAMES, analyse

Lookup = Callable[[Sequence[str]], Floats]
"""Vectors of words, a row for each."""
_CLASSES = sorted(set(CLASSES.values()))
_CASES = sorted(set(CASES.values()))
_COMMON = frozenset({"noun", "adjective", "noun_adjective"})
BUCKETS = 4096
"""Rows of each table of letters."""
TABLES = 7
"""Ways in which a word's letters are looked up."""
SHAPE_LENGTH = 12
LENGTH = np.float32(8)
"""Length of a word's vector, so that it weighs about as much as the flags beside it."""
TOGETHER = 64
"""Words whose vectors are asked for at a time: so few that their letters' vectors, dozens for each
word, stay near the processor. All at once takes four times as long."""
NOTHING_SAID = (False,) * (2 * len(_CLASSES) + 2 * len(_CASES) + 10)


@dataclass(frozen=True)
class WordBatch:
    """Some words as the network takes them: a row for each word."""

    dense: Floats
    buckets: Ints


def words_to_batch(words: Sequence[str], lookup: Lookup) -> WordBatch:
    """Features of the words; ``lookup`` gives the vectors of words.

    Of words without a capital the morphology is not asked: there are many, and few are names.

    Raises MissingModelError where the morphology is not installed.
    """
    capitalised = {place: _base(word) for place, word in enumerate(words) if _is_capitalised(word)}
    distinct = list(dict.fromkeys([*words, *capitalised.values()]))
    rows = {word: row for row, word in enumerate(distinct)}
    found = lookup(distinct)
    vectors = found[[rows[word] for word in words]]
    bases = np.zeros_like(vectors)
    bases[list(capitalised)] = found[[rows[base] for base in capitalised.values()]]
    flags = np.array([(*_said_by_voikko(word), *_writing(word)) for word in words], np.float32)
    dense = np.concatenate([vectors, bases, flags], axis=1)
    return WordBatch(dense, np.array([_buckets(word) for word in words], np.int64))


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper()


def _base(word: str) -> str:
    """The first base form with a capital that a capitalised word has, else the word."""
    return next((r.base for r in analyse(word) if _is_capitalised(r.base)), word)


def _said_by_voikko(word: str) -> Sequence[bool]:
    """What the readings of a capitalised word are, each as true or false; of others nothing."""
    if not _is_capitalised(word):
        return NOTHING_SAID
    readings = analyse(word)
    classes = {r.word_class for r in readings}
    cases = {r.case for r in readings}
    first = readings[0] if readings else None
    return [
        *(name in classes for name in _CLASSES),
        *(first is not None and first.word_class == name for name in _CLASSES),
        *(name in cases for name in _CASES),
        *(first is not None and first.case == name for name in _CASES),
        not readings,
        any(r.plural for r in readings),
        any(r.possessive for r in readings),
        any(r.participle for r in readings),
        any(r.mood == "indicative" for r in readings),
        any(len(r.parts) > 1 for r in readings),
        *_as_common_word(word),
    ]


def _as_common_word(word: str) -> tuple[bool, bool, bool, bool]:
    """What the word is without its capital, and whether its part after a hyphen is a noun."""
    classes = {r.word_class for r in analyse(word.lower())} - NAMES
    tail = word.rpartition("-")[2] if "-" in word[1:-1] else ""
    is_noun = bool(tail) and any(r.word_class == "noun" for r in analyse(tail))
    return bool(classes), "verb" in classes, bool(classes & _COMMON), is_noun


def _writing(word: str) -> tuple[bool, ...]:
    return (
        word[:1].isupper(),
        len(word) > 1 and word.isupper(),
        word.islower(),
        any(letter.isupper() for letter in word[1:]),
        word.isdigit(),
        any(map(str.isdigit, word)),
        not any(map(str.isalnum, word)),
        "-" in word,
        "." in word[:-1],
        word.endswith("."),
        ":" in word,
        len(word) == 1,
    )


def _buckets(word: str) -> tuple[int, ...]:
    lower = word.lower()
    pieces = (lower, word[:3], lower[:5], word[-2:], lower[-3:], lower[-4:], _shape(word))
    return tuple(zlib.crc32(f"{n}{piece}".encode()) % BUCKETS for n, piece in enumerate(pieces))


def _shape(word: str) -> str:
    """Capitals as X, other letters as x, digits as d, and of equal signs in a row two."""
    shape = ""
    for letter in word[:SHAPE_LENGTH]:
        kind = _kind(letter)
        if not shape.endswith(kind * 2):
            shape += kind
    return shape


def _kind(letter: str) -> str:
    if letter.isdigit():
        return "d"
    if not letter.isalpha():
        return letter
    return "X" if letter.isupper() else "x"


def vector_lookup(vectors: Any) -> Lookup:
    """The lookup of a spaCy model's vectors, all brought to the same length."""

    def lookup(words: Sequence[str]) -> Floats:
        starts = range(0, len(words), TOGETHER)
        batches = [vectors.get_batch(list(words[start : start + TOGETHER])) for start in starts]
        found = np.concatenate(batches).astype(np.float32, copy=False)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        level: Floats = LENGTH * found / np.maximum(lengths, 1e-6)
        return level

    return lookup
