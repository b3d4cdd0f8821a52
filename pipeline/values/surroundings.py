"""What stands round a value: its sentence, the tense of that, the words before and after."""

from __future__ import annotations

import regex

from pipeline.morphology import Analysis, analyse
from pipeline.rulebook import lexicon
from pipeline.values.periods import Pull

_SENTENCE_END = regex.compile(r"[.!?…]\h+(?=\p{Lu})|\n")
_LAST_SENTENCE_END = regex.compile(f"(?r){_SENTENCE_END.pattern}")
_WORD = regex.compile(r"\p{L}[\p{L}'’-]*")
_WORD_BEFORE = regex.compile(r"(?r)([\p{L}\d.:/&-]*[\p{L}.:])[\h(\"”]*")
"""Read from its end to its beginning (``(?r)``): only what ends there is looked at."""
_REACH = 300


def sentence_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the sentence (of the paragraph, at most 300 characters each way) round a span."""
    first = max(0, start - _REACH)
    # One character more, so that the capital letter at ``start`` can be seen.
    stop_before = _LAST_SENTENCE_END.search(text, first, min(start + 1, len(text)))
    if stop_before:
        first = min(stop_before.end(), start)
    stop_after = _SENTENCE_END.search(text, end, min(len(text), end + _REACH))
    return first, stop_after.start() if stop_after else min(len(text), end + _REACH)


def find_pull(text: str, start: int, end: int) -> Pull:
    """Where the words round a date send it: a deadline lies ahead, past tense behind."""
    past = _is_past(text, start, end)
    if is_deadline(text, start, end):
        return "none" if past else "deadline"
    return "past" if past else "none"


def is_deadline(text: str, start: int, end: int) -> bool:
    """True if the word before or after the span makes it the last moment for something."""
    after = _WORD.match(text, _skip_spaces(text, end))
    if after is not None and after[0].lower() in lexicon("deadline_after"):
        return True
    return word_before(text, start).lower().rstrip(".:") in lexicon("deadline_before")


def word_before(text: str, start: int) -> str:
    """The word that ends right before ``start`` in the same line of text, or ''."""
    found = _WORD_BEFORE.match(text, max(0, start - 60), start)
    return found[1] if found else ""


def word_after(text: str, end: int) -> str:
    """The word that begins right after ``end``, or ''."""
    found = _WORD.match(text, _skip_spaces(text, end))
    return found[0] if found else ""


def _skip_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at] != "\n" and text[at].isspace():
        at += 1
    return at


def _is_past(text: str, start: int, end: int) -> bool:
    """True if the nearest finite verb or past participle of the sentence is in the past.

    Where the sentence has neither, a noun for an outcome ('kevään kyselyn tulokset') tells it.
    """
    first, last = sentence_bounds(text, start, end)
    words = list(_WORD.finditer(text, first, last))
    words.sort(key=lambda w: min(abs(w.start() - end), abs(start - w.end())))
    for word in words[:14]:
        tense = _word_tense(word[0])
        if tense is not None:
            return tense
    return any(_is_outcome(word[0]) for word in words[:14])


def _is_outcome(word: str) -> bool:
    outcomes = lexicon("outcome_nouns")
    return any(
        r.word_class == "noun" and (r.base in outcomes or (r.parts and r.parts[-1] in outcomes))
        for r in analyse(word.lower())
    )


def _is_predicate(reading: Analysis) -> bool:
    """True for a past participle as in ``on tehty``; ``tehdyt`` only stands before a noun."""
    if reading.case != "nominative":
        return False
    passive = reading.participle == "past_passive" and not reading.plural
    return passive or reading.participle == "past_active"


def _word_tense(word: str) -> bool | None:
    """True for a past verb form, False for a present one, None for other words."""
    if len(word) < 3:
        return None
    readings = analyse(word.lower())
    if not readings:
        return None
    if any(_is_predicate(r) for r in readings):
        return True
    moods = ("indicative", "potential")
    verbs = [r for r in readings if r.word_class == "verb" and r.mood in moods]
    if not verbs or len(verbs) < len(readings):
        return None
    if all(r.base == "olla" for r in verbs):
        return True if all(r.tense == "past_imperfective" for r in verbs) else None
    return any(r.tense == "past_imperfective" for r in verbs)
