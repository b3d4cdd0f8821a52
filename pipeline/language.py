"""The language of a text: by its commonest small words, or by how its words end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property, lru_cache

from models.records import DocumentText, Language, Minutes, Span
from pipeline.rulebook import lexicon_map

_WORD = re.compile(r"[^\W\d_]+")
FEWEST_WORDS = 4
"""Known small words below which a text's language is not sure."""


@lru_cache(maxsize=1000)
def find_language(text: str) -> Language:
    """'fi', 'sv' or 'en' by counting small words, else 'fi' or 'sv' by how the words end; 'und'
    where neither tells."""
    words = _WORD.findall(text.casefold())
    small = _small_words()
    counts = Counter([small[word] for word in words if word in small])
    (best, most), *others = counts.most_common(2) or [("und", 0)]
    if others and others[0][1] * 2 > most:
        return "und"
    if most >= min(FEWEST_WORDS, max(1, len(words) // 6)):
        return best
    looks = _by_endings(words)
    return looks if best in ("und", looks) else "und"


def _by_endings(words: list[str]) -> Language:
    """The language that some words look like, where none looks like the other."""
    looks = lexicon_map("language_looks")
    swedish = any(word.endswith(looks["sv"]) or "å" in word for word in words)
    finnish = any(word.endswith(looks["fi"]) for word in words)
    if swedish == finnish:
        return "und"
    return "sv" if swedish else "fi"


@lru_cache(maxsize=1)
def _small_words() -> dict[str, Language]:
    words = lexicon_map("small_words")
    languages: tuple[Language, ...] = ("fi", "sv", "en")
    return {word: language for language in languages for word in words[language]}


class Languages:
    """In which language each place of a document is written."""

    def __init__(self, document: DocumentText, minutes: Minutes) -> None:
        self._document = document
        self._minutes = minutes
        self._items = {item.path: item.language for item in minutes.items}
        self._finnish = minutes.language == "fi" and "sv" not in self._items.values()

    @cached_property
    def _starts(self) -> list[int]:
        return sorted(passage.span.start for passage in self._minutes.passages)

    @cached_property
    def _passages(self) -> dict[int, tuple[Span, str | None]]:
        return {p.span.start: (p.span, p.item) for p in self._minutes.passages}

    def at(self, offset: int) -> Language:
        """The language of the passage at ``offset``; what is too short to tell is in the language
        of its item, else of the document."""
        if self._finnish or not self._starts:
            return self._minutes.language
        start = self._starts[max(0, bisect_right(self._starts, offset) - 1)]
        span, item = self._passages[start]
        return self._of(span, item)

    def _of(self, span: Span, item: str | None) -> Language:
        found = find_language(self._document.flat[span.start : span.end])
        if found == "und" and item is not None:
            found = self._items.get(item, "und")
        return self._minutes.language if found == "und" else found

    def is_swedish(self, offset: int) -> bool:
        """True if the passage at ``offset`` is in Swedish."""
        return self.at(offset) == "sv"
