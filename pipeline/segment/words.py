"""Known words at the head of a line: 'Päätös', 'Läsnä:', 'Aika ja paikka<TAB>...'."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.rulebook import lexicon_map
from pipeline.segment.rows import Row

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
    return find_meaning(text, lambda words: known.get(normal(words)))


def find_meaning(text: str, meaning_of: Callable[[str], str | None]) -> Head | None:
    """As find_head, for words whose meaning a function tells."""
    if not text.lstrip()[:1].isupper():
        return None
    whole = meaning_of(text) if not text.rstrip().endswith(".") else None
    if whole is not None:
        return Head(whole, text.strip(), len(text), alone=True)
    for mark in (":", "\t"):
        at = text.find(mark)
        if 0 < at <= 60 and (meaning := meaning_of(text[:at])) is not None:
            rest = at + 1 + len(text[at + 1 :]) - len(text[at + 1 :].lstrip())
            return Head(meaning, text[:at].strip() + mark.strip(), rest, rest >= len(text))
    return None


def find_wrapped_head(
    rows: Sequence[Row], at: int, find: Callable[[str], Head | None]
) -> tuple[Head, int] | None:
    """The head that begins at row ``at`` and the row on which it ends: a label in a narrow column
    may take two lines ('Aika ja' / 'paikka:<TAB>...')."""
    text = rows[at].text
    head, following = find(text), rows[at + 1] if at + 1 < len(rows) else None
    if following is None or len(text) > LONGEST_LABEL_LINE or ":" in text or "\t" in text:
        return (head, at) if head else None
    whole = find(f"{text.rstrip()} {following.text}")
    flush = abs(following.left - rows[at].left) <= 2
    if whole is not None and flush and not whole.alone and find(following.text) is None:
        return replace(whole, rest=whole.rest - len(text.rstrip()) - 1), at + 1
    return (head, at) if head else None
