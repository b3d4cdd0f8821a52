"""Known words at the head of a line: 'Päätös', 'Läsnä:', 'Aika ja paikka<TAB>...'."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.rulebook import lexicon_map
from pipeline.segment.rows import Row

_IN_TWO_LANGUAGES = re.compile(r"\s*[/\n]\s*|\s[-–]\s")
_BETWEEN_LANGUAGES = frozenset("/\n-–")
LONGEST_LABEL = 60
"""Characters."""
LONGEST_LABEL_LINE = 25
"""Characters of the first line of a label that takes two."""


@dataclass(frozen=True, slots=True)
class Head:
    """A known word found at the start of a line.

    ``meaning`` is the key it stands under, ``printed`` the word with its colon, ``rest`` the offset
    in the line at which what it heads begins; ``alone`` if nothing follows on the line.
    """

    meaning: str
    printed: str
    rest: int
    alone: bool


@lru_cache(maxsize=10_000)  # each line is asked for labels of several kinds
def normal(text: str) -> str:
    """Case and white space folded, '&' written out, colon and full stop at the end dropped."""
    return " ".join(text.replace("&", " ja ").split()).rstrip(":. ").casefold()


@lru_cache(maxsize=32)
def meanings(name: str) -> Mapping[str, str]:
    """Word in folded case -> key, for ``rules/lexicon/<name>.yaml``; the first key wins."""
    found: dict[str, str] = {}
    for key, words in lexicon_map(name).items():
        for word in words:
            found.setdefault(normal(word), key)
    return found


def find_head(text: str, name: str) -> Head | None:
    """The word of lexicon ``name`` that is the whole line, or stands before a colon or gap."""
    known = meanings(name)
    return find_meaning(
        text, lambda words: first_known(words, lambda part: known.get(normal(part)))
    )


def first_known(words: str, meaning_of: Callable[[str], str | None]) -> str | None:
    """The meaning of the words, or of the first of two languages where each part has one:
    'Beslut / Päätös'."""
    whole = meaning_of(words)
    if whole is not None or len(words) > LONGEST_LABEL or "\t" in words:
        return whole
    if _BETWEEN_LANGUAGES.isdisjoint(words):
        return None
    found = [meaning_of(part) for part in _IN_TWO_LANGUAGES.split(words)]
    return found[0] if len(found) > 1 and None not in found else None


def find_meaning(
    text: str, meaning_of: Callable[[str], str | None], lower: bool = False
) -> Head | None:
    """As find_head, for words whose meaning a function tells; ``lower`` if the words before a colon
    or gap may begin in lower case."""
    capital = text.lstrip()[:1].isupper()
    if not capital and not lower:
        return None
    whole = meaning_of(text) if capital and not text.rstrip().endswith(".") else None
    if whole is not None:
        return Head(whole, text.strip(), len(text), alone=True)
    for mark in (":", "\t"):
        at = text.find(mark)
        if 0 < at <= LONGEST_LABEL and (meaning := meaning_of(text[:at])) is not None:
            rest = at + 1 + len(text[at + 1 :]) - len(text[at + 1 :].lstrip())
            return Head(meaning, text[:at].strip() + mark.strip(), rest, rest >= len(text))
    return None


def find_wrapped_head(
    rows: Sequence[Row], at: int, find: Callable[[str], Head | None]
) -> tuple[Head, int] | None:
    """The head that begins at row ``at`` and the row on which it ends: a label in a narrow column
    may take two lines ('Aika ja' / 'paikka:<TAB>...')."""
    text = rows[at].text
    head = find(text)
    found = (head, at) if head else None
    following = rows[at + 1] if at + 1 < len(rows) else None
    complete = ":" in text or "\t" in text or (head is not None and not head.alone)
    if following is None or len(text) > LONGEST_LABEL_LINE or complete:
        return found
    whole = find(f"{text.rstrip()} {following.text}")
    flush = abs(following.left - rows[at].left) <= 2
    if whole is None or not flush or find(following.text) is not None:
        return found
    if whole.alone:
        return replace(whole, rest=len(following.text)), at + 1
    goes_on = len(whole.printed.rstrip(":")) > len(text.strip())
    return (replace(whole, rest=whole.rest - len(text.rstrip()) - 1), at + 1) if goes_on else found
