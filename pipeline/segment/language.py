"""The language of a text, by its commonest small words."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from models.records import Language
from pipeline.rulebook import lexicon_map

_WORD = re.compile(r"[^\W\d_]+")
FEWEST_WORDS = 4
"""Known small words below which a text's language stays 'und'."""


def find_language(text: str) -> Language:
    """'fi', 'sv' or 'en' by counting small words; 'und' where too few are known."""
    words = [word.casefold() for word in _WORD.findall(text)]
    counts: Counter[Language] = Counter()
    for word in words:
        language = _small_words().get(word)
        if language:
            counts[language] += 1
    if not counts:
        return "und"
    (best, most), *others = counts.most_common(2)
    if most < min(FEWEST_WORDS, max(1, len(words) // 6)) or (others and others[0][1] * 2 > most):
        return "und"
    return best


@lru_cache(maxsize=1)
def _small_words() -> dict[str, Language]:
    found: dict[str, Language] = {}
    for language, words in lexicon_map("small_words").items():
        for word in words:
            found[word] = language  # type: ignore[assignment]
    return found
