"""Known words at the head of a line: 'Päätös', 'Läsnä:', 'Aika ja paikka<TAB>...'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.rulebook import lexicon_map


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


def normal(text: str) -> str:
    """Case and white space folded, colon and full stop at the end dropped."""
    return " ".join(text.split()).rstrip(":. ").casefold()


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
    if not text.lstrip()[:1].isupper():
        return None
    whole = known.get(normal(text)) if not text.rstrip().endswith(".") else None
    if whole is not None:
        return Head(whole, text.strip(), len(text), alone=True)
    for mark in (":", "\t"):
        at = text.find(mark)
        if 0 < at <= 60 and (meaning := known.get(normal(text[:at]))) is not None:
            rest = at + 1 + len(text[at + 1 :]) - len(text[at + 1 :].lstrip())
            return Head(meaning, text[:at].strip() + mark.strip(), rest, rest >= len(text))
    return None
