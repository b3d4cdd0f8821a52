"""The words around what was found, with what was found marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.search.query import Query
from pipeline.wordkeys import WORD, keys_of

BEFORE = 8
AFTER = 22
"""Words shown before the first mark and after it."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of text; ``marks`` are (start, end) of the words in it that were asked for."""

    text: str
    marks: tuple[tuple[int, int], ...]


def to_snippet(text: str, query: Query) -> Snippet:
    """The stretch of ``text`` with most of what the query asks for, or its beginning."""
    words = list(WORD.finditer(text))
    hits = [at for at, word in enumerate(words) if is_asked_for(word[0], query)]
    if not words:
        return Snippet("", ())
    first = max(hits, key=lambda hit: (_spread(hit, hits, words), -hit), default=0)
    start, end = max(0, first - BEFORE), min(len(words) - 1, first + AFTER)
    left, right = words[start].start(), words[end].end()
    head, tail = "… " if start else "", " …" if end < len(words) - 1 else ""
    shift = len(head) - left
    marks = [(words[at].start() + shift, words[at].end() + shift) for at in hits]
    shown = tuple((a, b) for a, b in marks if a >= len(head) and b <= right + shift)
    return Snippet(f"{head}{text[left:right]}{tail}".replace("\n", " "), shown)


def mark_words(text: str, query: Query) -> Snippet:
    """All of ``text``, with what the query asks for."""
    words = WORD.finditer(text)
    return Snippet(text, tuple(word.span() for word in words if is_asked_for(word[0], query)))


def is_asked_for(word: str, query: Query) -> bool:
    """True if the query asks for ``word`` by a key, as it is printed or by its beginning."""
    low = word.casefold()
    return (
        low in query.forms
        or any(low.startswith(start) for start in query.starts)
        or not query.keys.isdisjoint(keys_of(word))
    )


def _spread(hit: int, hits: Sequence[int], words: Sequence[re.Match[str]]) -> int:
    """How many different words that are asked for stand from ``hit`` on."""
    return len({words[other][0].casefold() for other in hits if hit <= other <= hit + AFTER})
