"""Names of organisations in Swedish: a genitive and a head, definite words with a capital, bodies.

Swedish writes everyday words in lower case, so that a capital inside a sentence tells more than in
Finnish, and inflects names by a genitive's s alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.extract.words import Candidate, NamingPassage, Word
from pipeline.names import is_first_name
from pipeline.rulebook import lexicon_map


def swedish_candidates(passage: NamingPassage, at: int) -> Iterator[Candidate]:
    """What may be the mention of an organisation that ends with the word at ``at``."""
    words = passage.words
    yield from _by_head(words, at)
    yield from _by_definite(words, at)
    yield from _by_body(words, at)
    yield from _by_leading_head(words, at)


def _by_leading_head(words: Sequence[Word], at: int) -> Iterator[Candidate]:
    """A definite head with a capital before a name: 'Stiftelsen för Provby', 'Lions Club Prov'."""
    word = words[at]
    if not word.capital or not word.text.casefold().endswith(_words("leading")):
        return
    begin = at + 1
    if begin < len(words) and words[begin].joined and words[begin].text in _words("of"):
        begin += 1
    last = begin - 1
    while last + 1 < len(words) and words[last + 1].joined and words[last + 1].capital:
        last += 1
    direct = begin == at + 1 or not word.opens or word.text.casefold().startswith("stiftelse")
    first = at
    while first and words[first].joined and words[first - 1].capital and not words[first].opens:
        first -= 1
    if last >= begin and direct:
        yield Candidate(1, first, last, "ORG", "rule:swedish-leading-head", 0.7)


def _by_head(words: Sequence[Word], at: int) -> Iterator[Candidate]:
    """Capitals, the last a genitive or a place, before a head: 'Egentliga Provlands förbund'."""
    if not _is_head(words[at].text):
        return
    first = _first_capital(words, at)
    if first == at or is_first_name(words[first].text):
        return
    if not words[at].capital and not words[at - 1].text.endswith(("s", "x", "z")):
        return
    yield Candidate(1, first, at, "ORG", "rule:swedish-head", 0.8)


def _by_definite(words: Sequence[Word], at: int) -> Iterator[Candidate]:
    """A definite word that a capital inside a sentence makes a name, or that the beginning of one
    stands before: 'Provverket', 'Svenska provfonden'."""
    word, end = words[at], at
    plain = word.text.removesuffix("s").casefold()
    if not plain.endswith(_words("ends")):
        return
    first = _first_capital(words, at)
    begins = first < at and words[first].text in _words("begin")
    if first < at and word.capital:
        end = end_of_region(words, at)
    if begins or (first < at and word.capital and not is_first_name(words[first].text)):
        yield Candidate(1, first, end, "ORG", "rule:swedish-name", 0.75)
    elif word.capital and not word.opens and plain not in _words("generic"):
        yield Candidate(5, at, at, "ORG", "rule:swedish-definite", 0.7)


def end_of_region(words: Sequence[Word], at: int) -> int:
    """The end of a name that says where it is: '... i Egentliga Finland'; ``at`` if it does not."""
    begin = at + 2
    here = begin < len(words) and words[at + 1].text == "i" and words[begin].capital
    if not here or not (words[at + 1].joined and words[begin].joined):
        return at
    last = begin
    while last + 1 < len(words) and words[last + 1].joined and words[last + 1].capital:
        last += 1
    return last


def _by_body(words: Sequence[Word], at: int) -> Iterator[Candidate]:
    """A body that minutes name, with or without a capital: 'bildningsnämnden'."""
    plain = words[at].text.removesuffix("s").casefold()
    if not plain.endswith(_words("bodies")):
        return
    if plain not in _words("generic"):
        yield Candidate(3, at, at, "ORG", "rule:named-body", 0.6)
    elif at and words[at].joined and words[at - 1].text.casefold() in _words("adjectives"):
        yield Candidate(3, at - 1, at, "ORG", "rule:named-body", 0.6)


def _first_capital(words: Sequence[Word], at: int) -> int:
    """The first of the capitalised words right before ``at``; a word that has its capital from
    opening the sentence is none."""
    first = at
    while first and words[first].joined and words[first - 1].capital and at - first < 4:
        first -= 1
    opener = words[first]
    named = opener.text in _words("begin") or (
        opener.text.endswith("s") and not opener.text.endswith(_words("common_genitives"))
    )
    return first + 1 if first < at and opener.opens and not named else first


@lru_cache(maxsize=20_000)
def _is_head(word: str) -> bool:
    low = word.casefold().removesuffix("s")
    return any(low.endswith(head) for head in _words("heads"))


def _words(kind: str) -> tuple[str, ...]:
    return lexicon_map("swedish_organisations")[kind]
