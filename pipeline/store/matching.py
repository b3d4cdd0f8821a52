"""What the full text is asked for, in the languages of the two indexes.

SQLite's FTS5 knows columns. PostgreSQL's ``tsvector`` has none, but four weights: there each word
bears the mark of its column, so that both indexes hold the same words and find the same entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

WEIGHTS = {"title": 8, "text": 2, "title_keys": 6, "keys": 1, "people": 2, "organisations": 2}
"""How much a word counts in title and text as printed, in their keys, and in names."""
MARKS = {
    "title": ("t", "A"), "title_keys": ("h", "B"), "text": ("x", "C"), "people": ("p", "C"),
    "organisations": ("o", "C"), "keys": ("k", "D"),
}  # fmt: skip
"""In PostgreSQL the mark of a column's words, and which of the four weights they have."""
RANKS = "{0.125, 0.25, 0.75, 1}"
"""The weights D, C, B and A of PostgreSQL, in the proportion of WEIGHTS."""

TOKEN = re.compile(r"[^\W_]+")
LONGEST_WORD, LAST_POSITION = 500, 16_383
ROOM = 900_000
"""Bytes of one entry's vector: PostgreSQL takes a megabyte. What comes after is not found there."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row in one of the ``columns``; the last may go on where it is a ``beginning``."""

    words: str
    columns: tuple[str, ...]
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What matches ``wanted`` and not ``unwanted``."""

    wanted: Match
    unwanted: Match


Match: TypeAlias = Phrase | AllOf | AnyOf | Without


def to_fts5(match: Match) -> str:
    """The match in the language of SQLite's FTS5."""
    if isinstance(match, Phrase):
        quoted = '"' + match.words.replace('"', '""') + '"'
        return f"{{{' '.join(match.columns)}}} : {quoted}{' *' if match.beginning else ''}"
    if isinstance(match, Without):
        return f"(({to_fts5(match.wanted)}) NOT ({to_fts5(match.unwanted)}))"
    joint = " AND " if isinstance(match, AllOf) else " OR "
    return f"({joint.join(map(to_fts5, match.parts))})"


def to_tsquery(match: Match) -> str:
    """The match in PostgreSQL's language, of words as ``to_vector`` marks them."""
    if isinstance(match, Phrase):
        return f"({' | '.join(_marked(match, column) for column in match.columns)})"
    if isinstance(match, Without):
        return f"({to_tsquery(match.wanted)} & !{to_tsquery(match.unwanted)})"
    joint = " & " if isinstance(match, AllOf) else " | "
    return f"({joint.join(map(to_tsquery, match.parts))})"


def _marked(phrase: Phrase, column: str) -> str:
    mark, _ = MARKS[column]
    words = [f"'{mark}:{word}'" for word in _words(phrase.words)]
    return f"({' <-> '.join(words)}{':*' if phrase.beginning else ''})"


def to_vector(entry: Mapping[str, Any]) -> str:
    """The ``tsvector`` of a row of ``search_entries``, as text."""
    places: dict[str, list[str]] = {}
    room = ROOM
    for column, (mark, weight) in MARKS.items():
        for at, word in enumerate(_words(entry[column]), start=1):
            lexeme = f"{mark}:{word}"
            room -= 3 if lexeme in places else len(lexeme.encode()) + 7
            if room < 0:
                break
            places.setdefault(lexeme, []).append(f"{min(at, LAST_POSITION)}{weight}")
    return " ".join(f"'{lexeme}':{','.join(found)}" for lexeme, found in places.items())


def _words(text: str) -> Iterable[str]:
    """The words of the index: as FTS5's ``unicode61`` tells them apart."""
    return (word[:LONGEST_WORD].lower() for word in TOKEN.findall(text))
