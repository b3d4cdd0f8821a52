"""What a figure is about: the short noun phrase right before it, as far as the sentence says."""

from __future__ import annotations

import regex

from pipeline.morphology import analyse
from pipeline.rulebook import lexicon

_WORD = regex.compile(r"\p{L}[\p{L}-]*")
_REACH = 80


def find_subject(text: str, start: int) -> str | None:
    """The phrase that ends in a nominative noun before ``start`` (a verb of being may stand
    between), with its genitives; None where no such words stand there."""
    before = text[max(0, start - _REACH) : start]
    cut = max(before.rfind(mark) for mark in "\n.;:!?()") + 1
    words = list(_WORD.finditer(before, cut))
    while words and words[-1][0].lower() in lexicon("count_links"):
        words.pop()
    gap = before[words[-1].end() :] if words else ""
    if not words or any(mark in gap for mark in ",–(") or not _is_noun(words[-1][0]):
        return None
    first = last = words.pop()
    while words and _modifies(words[-1][0]) and before[words[-1].end() : first.start()].isspace():
        first = words.pop()
    phrase = " ".join(before[first.start() : last.end()].split())
    return phrase if len(phrase) > 2 else None


def _is_noun(word: str) -> bool:
    readings = analyse(word.lower())
    return bool(readings) and all(
        r.word_class in ("noun", "noun_adjective") and r.case == "nominative" for r in readings
    )


def _modifies(word: str) -> bool:
    readings = analyse(word.lower())
    if any(r.word_class in ("verb", "conjunction", "adverb") for r in readings):
        return False
    return any(
        r.case == "genitive" or (r.word_class == "adjective" and r.case == "nominative")
        for r in readings
    ) or word.lower() in lexicon("indeclinable_modifiers")
