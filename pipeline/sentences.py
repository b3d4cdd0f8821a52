"""Finnish sentences: where one ends and the next begins."""

from __future__ import annotations

from functools import lru_cache

import regex

from pipeline.morphology import NAMES, analyse
from pipeline.rulebook import lexicon

_END = regex.compile(
    r"""(?P<mark>[.!?…]+[)\]"”’'»]*)      # what ends a sentence, with closing brackets and quotes
        (?P<gap>\s+)
        (?=["”“’'»(\[–•▪-]*\s?(?P<next>[\p{Lu}\d#§][\p{L}-]*))""",
    regex.VERBOSE,
)
_LAST_WORD = regex.compile(r"[\p{L}\d.:/]+$")
_NUMBER = regex.compile(r"\d[\d.:/–-]*")
_DATE = regex.compile(r"\d{1,2}\.\d{1,2}")
_WORDS = regex.compile(r"\p{L}{2,}")
_WHERE = frozenset(("inessive", "adessive", "illative", "allative"))
_SAID = frozenset(("indicative", "conditional"))
_INITIALS = regex.compile(r"(?:\p{Lu}\.)*\p{Lu}")


@lru_cache(maxsize=2000)  # decisions, tasks and deadlines are looked for in the same paragraphs
def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a paragraph as half-open (start, end) pairs without outer white space.

    Newlines count as spaces. Abbreviations, initials, list labels, dates and times do not end a
    sentence unless something else shows that they do.
    """
    found, start = [], 0
    for match in _END.finditer(text):
        if _is_end(text[start : match.start()], match["mark"], match["next"]):
            found.append((start, match.end("mark")))
            start = match.end("gap")
    found.append((start, len(text)))
    return tuple(trimmed for pair in found if (trimmed := _trim(text, *pair)))


def _is_end(before: str, mark: str, following: str) -> bool:
    """True if ``mark`` after ``before`` ends a sentence when ``following`` begins the next word."""
    if mark[0] != ".":
        return True
    last = _LAST_WORD.search(before)
    if last is None:
        return True
    word = last[0]
    if _NUMBER.fullmatch(word):
        # '5. Asia' and '2. Varapuheenjohtaja' are labels; '12. 13.' go on counting.
        begins = before[: last.start()].strip(" (§") != "" and following[0].isalpha()
        return begins and not (
            _DATE.fullmatch(word) and _goes_on(before[: last.start()], following)
        )
    if _INITIALS.fullmatch(word):
        return False
    return word.casefold().rstrip(".") not in _abbreviations()


def _goes_on(before: str, following: str) -> bool:
    """True if the words behind a date go on with the sentence before it: nothing has been said yet,
    or a place or a recipient follows ('3.4. Porissa', '8.6. Ulkomaanavulle')."""
    named = following[1:].islower() and any(
        r.word_class in NAMES and r.case in _WHERE for r in analyse(following)
    )
    said = any(r.mood in _SAID for w in _WORDS.findall(before) for r in analyse(w.lower()))
    return named or not said


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(word.casefold().rstrip(".") for word in lexicon("abbreviations"))


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    return (left, right) if left < right else None
