"""Names in a list in which a sum of money follows each: bids, grants, prices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.people import is_everyday_word
from pipeline.extract.words import Candidate, NamingPassage, Word
from pipeline.names import is_first_name

SUM = re.compile(
    r"[\s,:]{1,3}\(?(?:n\.\s|noin\s)?\d[\d\s.]{0,12}(?:,\d\d?)?\s?(?:€|e\b|euro|EUR\b)"
)
ROW = re.compile(r"[^\t\n]{3,70}(?=\t)")
LEAST = 2
Entry = tuple[int, int, int]
"""The passage of a name and its first and last word there."""


def offering(
    passages: Sequence[NamingPassage], chosen: Sequence[Sequence[Candidate]]
) -> Iterator[tuple[int, Candidate]]:
    """Unknown names in lists of names and sums, half of them those of organisations, with the
    number of their passage."""
    for entries in _lists(passages):
        known = [_is_known(chosen[at], first, last) for at, first, last in entries]
        if len(entries) < LEAST or 2 * sum(known) < len(entries):
            continue
        for (at, first, last), is_known in zip(entries, known, strict=True):
            words = passages[at].words[first : last + 1]
            if not is_known and _may_be_firm(words) and not _is_person(chosen[at], first, last):
                yield at, Candidate(0, first, last, "ORG", "rule:among-offers", 0.7)


def _lists(passages: Sequence[NamingPassage]) -> Iterator[list[Entry]]:
    """Entries of one paragraph, and of rows that follow each other."""
    rows: list[Entry] = []
    for at, passage in enumerate(passages):
        entries = (
            list(_entries(at, passage)) if "€" in passage.text or "eur" in passage.text else []
        )
        is_row = len(entries) == 1 and "\t" in passage.text and entries[0][1] == 0
        if not is_row:
            yield rows
            rows = []
            yield entries
        else:
            rows += entries
    yield rows


def _entries(at: int, passage: NamingPassage) -> Iterator[Entry]:
    offset = passage.passage.span.start
    row = ROW.match(passage.text)
    if row and SUM.match(passage.text, row.end()) and passage.words and passage.words[0].capital:
        inside = [n for n, w in enumerate(passage.words) if w.end - offset <= row.end()]
        yield at, 0, inside[-1]
        return
    for last, word in enumerate(passage.words):
        if word.capital and SUM.match(passage.text, word.end - offset):
            yield at, _first_capital(passage, last), last


def _first_capital(passage: NamingPassage, last: int) -> int:
    first = last
    while first and passage.words[first - 1].capital and passage.between(first - 1) in (" ", " & "):
        first -= 1
    return first


def _is_known(found: Sequence[Candidate], first: int, last: int) -> bool:
    return any(c.label == "ORG" and first <= c.first and c.last == last for c in found)


def _is_person(found: Sequence[Candidate], first: int, last: int) -> bool:
    return any(c.label == "PER" and c.first <= last and first <= c.last for c in found)


def _may_be_firm(words: Sequence[Word]) -> bool:
    """True for what is no first name and no single everyday word that opens a sentence or row."""
    if is_first_name(words[0].text) or (not words[-1].text[:1].isupper() and len(words) < LEAST):
        return False
    single = words[0].text
    return len(words) > 1 or not (single[1:].islower() and is_everyday_word(single))
