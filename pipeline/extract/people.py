"""Mentions of people: who attends, by any part of their name in any case, and names by pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.extract.organisation_words import products
from pipeline.extract.words import Candidate, NamingPassage, Word
from pipeline.inflection import PARTICLES
from pipeline.morphology import NAMES, analyse
from pipeline.names import NameBook, clean_name, is_first_name
from pipeline.registers import find_organisation
from pipeline.rulebook import lexicon

INITIAL = re.compile(r"[A-ZÅÄÖ](?:-[A-ZÅÄÖ])?$")
INFLECTED = re.compile(r"(?:n|ss[aä]|st[aä]|ll[aäe]|lt[aä])$")
INNER_CASE = re.compile(r"(?:ss[aä]|st[aä]|(.)\1n|seen|h.n)$")
PERSONAL_CASES = frozenset(
    {"nominative", "genitive", "partitive", "allative", "ablative", "adessive", "elative"}
)
COMPOUNDED = re.compile(r"\s[-–]\w")
SURNAME_FIRST = "rule:surname-first"
MOST_NAMES = 4


def people_candidates(passage: NamingPassage, book: NameBook, found_by: str) -> Iterator[Candidate]:
    """Mentions of the people of ``book``: full names and parts of names, in any case."""
    words = passage.words
    book = book.in_swedish if passage.swedish else book
    for at in passage.capitals if book.names else ():
        word = words[at]
        if not (book.meant_by(word.text) or INITIAL.match(word.text)):
            continue
        last = _end_of_known_name(passage, at, book)
        if last is not None:
            yield Candidate(2, at, last, "PER", found_by, 0.99)
        elif word.text.partition(":")[0] in book.initials:
            yield Candidate(2, at, at, "PER", found_by, 0.9)
        elif is_name_alone(passage, at, book):
            yield Candidate(4, at, at, "PER", found_by, 0.9)


def _end_of_known_name(passage: NamingPassage, at: int, book: NameBook) -> int | None:
    """Where the longest full name of the book that begins at word ``at`` ends."""
    words = passage.words
    for last in range(min(at + MOST_NAMES, len(words) - 1), at, -1):
        if _is_unbroken(passage, at, last) and book.full(_parts(passage, at, last)):
            return last
    return None


def _parts(passage: NamingPassage, first: int, last: int) -> list[str]:
    offset = passage.passage.span.start
    text = passage.text[passage.words[first].start - offset : passage.words[last].end - offset]
    return clean_name(text.replace(". ", " ")).split()


def _is_unbroken(passage: NamingPassage, first: int, last: int) -> bool:
    """True if nothing but spaces, a dash or an initial's point stands between the words."""
    for at in range(first, last):
        if passage.words[at + 1].joined:
            continue
        between = passage.between(at)
        initial = between in (". ", ".", ".-") and INITIAL.match(passage.words[at].text)
        if not (initial or between.strip() in ("-", "–", "—", "‐", "‑")):
            return False
    return True


def is_name_alone(passage: NamingPassage, at: int, book: NameBook) -> bool:
    """True if the word at ``at`` names a person of the book by first name or surname alone."""
    words, word = passage.words, passage.words[at]
    meant = book.meant_by(word.text)
    if not meant:
        return False
    exact = any(word.text in (*name.given, name.surname) for name, _ in meant)
    sure = exact and any(part == "given" for _, part in meant)
    doubtful = word.opens and not sure and is_common_word(word.text)
    if doubtful and not (
        _stands_before_its_word(words, at, exact) or _stands_in_row(words, at, book)
    ):
        return False
    if INNER_CASE.search(word.text) and find_organisation(word.text):
        return False  # 'Sallassa' is the place
    if COMPOUNDED.match(passage.text, word.end - passage.passage.span.start):
        return False  # 'Lukeva Suomi -hanke' is a title
    following = words[at + 1] if at + 1 < len(words) else None
    if following and following.joined and following.capital and is_surname_like(following.text):
        return not any(part == "given" for _, part in meant)
    before = words[at - 1] if at else None
    if at and INITIAL.match(words[at - 1].text) and passage.between(at - 1) in (". ", "."):
        return False  # somebody else's initials: 'J. K. Esimerkki'
    return not (before and word.joined and before.capital and is_first_name(before.text))


def _stands_in_row(words: Sequence[Word], at: int, book: NameBook) -> bool:
    """True for 'Honka' in 'Honka ja Testinen': another of the book follows."""
    if at + 2 >= len(words) or words[at + 1].text not in ("ja", "sekä"):
        return False
    other = words[at + 2]
    return other.capital and other.joined and bool(book.meant_by(other.text))


def _stands_before_its_word(words: Sequence[Word], at: int, exact: bool) -> bool:
    """True if a base form's verb in the third person follows, or a genitive's nominative noun."""
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None or not following.joined:
        return False
    owns = words[at].text.endswith("n")
    return any(
        (exact and r.person == "3" and r.mood)
        or (owns and r.case == "nominative" and r.word_class == "noun" and not r.plural)
        for r in analyse(following.text)
    )


def pattern_candidates(passage: NamingPassage) -> Iterator[Candidate]:
    """Names that nobody has introduced: first name and surname, title and name."""
    behind = 0
    for at in passage.capitals:
        if at < behind or _is_degree(passage.words[at].text):
            continue
        found = _name_by_pattern(passage, at)
        if found:
            yield found
            behind = found.last + 1


def _is_degree(word: str) -> bool:
    """True for 'KHT', behind which the name begins."""
    return len(word) > 1 and word.isupper() and is_title(word)


def _name_by_pattern(passage: NamingPassage, at: int) -> Candidate | None:
    words = passage.words
    last = _end_of_capitals(passage, at)
    title = bool(at) and words[at].joined and is_title(words[at - 1].text)
    if last == at:
        if title and not words[at].opens and _may_follow_title(words, at):
            return Candidate(5, at, at, "PER", "rule:title-surname", 0.7)
        if _is_first_name_alone(words, at):
            return Candidate(5, at, at, "PER", "rule:first-name", 0.6)
        return None
    if is_first_name(words[at].text) or INITIAL.match(words[at].text):
        known = is_first_name(words[at].text)
        behind = is_surname(words[last].text) or _is_behind_initials(words, at, last)
        if known or (behind and "." in passage.text):
            return Candidate(3, at, last, "PER", "rule:first-name-surname", 0.9 if known else 0.7)
        return None
    if title and last == at + 1 and not is_everyday_word(words[at].text):
        return Candidate(3, at, last, "PER", "rule:title-name", 0.85)
    pair = last == at + 1
    if pair and words[at].text in _everyday_first_names():
        return Candidate(3, at, last, "PER", "rule:first-name-surname", 0.7)
    if pair and _is_surname_base(words[at].text) and is_first_name(words[last].text):
        return Candidate(3, at, last, "PER", SURNAME_FIRST, 0.6)
    plain = pair and not words[at].opens and not _is_known_word(words[at].text)
    if plain and is_surname(words[last].text) and not _is_known_word(words[last].text):
        return Candidate(5, at, last, "PER", "rule:unknown-surname", 0.6)
    return None


def _is_behind_initials(words: Sequence[Word], at: int, last: int) -> bool:
    """True if two initials or more stand before what is no everyday word: 'A. B. Esimerkkiä'."""
    initials = [word for word in words[at:last] if INITIAL.match(word.text)]
    return len(initials) == last - at > 1 and not is_everyday_word(words[last].text)


def _may_follow_title(words: Sequence[Word], at: int) -> bool:
    """True for a surname, and for one that is an everyday word: 'arkkipiispa Paarma'."""
    text = words[at].text
    if is_surname(text):
        return True
    readings = analyse(text)
    plain = bool(readings) and all(
        r.word_class == "noun" and not r.plural and not r.parts for r in readings
    )
    return plain and words[at - 1].text.islower() and find_organisation(text) is None


def _is_first_name_alone(words: Sequence[Word], at: int) -> bool:
    """True for a first name in any case and nothing else, inside a sentence or before a verb."""
    text = words[at].text
    if text.isupper() or text.casefold() in products():
        return False
    if not _is_only_first_name(text) or is_everyday_word(text):
        return False
    return not words[at].opens or _stands_before_its_word(words, at, exact=not text.endswith("n"))


@lru_cache(maxsize=50_000)
def _is_only_first_name(word: str) -> bool:
    readings = analyse(word)
    return bool(readings) and all(
        r.word_class == "given_name" and r.case in PERSONAL_CASES for r in readings
    )


def _end_of_capitals(passage: NamingPassage, at: int) -> int:
    """Where a name that begins at ``at`` ends: more first names, a particle, one surname."""
    words, last = passage.words, at
    for index in range(at + 1, min(at + MOST_NAMES, len(words))):
        if not _is_unbroken(passage, last, index):
            break
        text = words[index].text
        if text in PARTICLES and index + 1 < len(words) and words[index + 1].capital:
            continue
        may_be_name = is_surname_like(text) or is_first_name(text) or INITIAL.match(text)
        behind = words[index].capital and _is_behind_initials(words, at, index)
        if not (may_be_name or behind or _is_first_name_before_place(words[last].text, text)):
            break
        last = index
        if not is_first_name(text) and not INITIAL.match(text):
            break
    return last


def _is_first_name_before_place(first: str, word: str) -> bool:
    known = is_first_name(first) or first in _everyday_first_names()
    return known and _is_place_as_surname(word)


@lru_cache(maxsize=50_000)
def _is_place_as_surname(word: str) -> bool:
    """True for a place right after a first name in a case that people rather than places take.

    'Aino Luodolle' is a person; 'Aino Luodosta' may be somebody from there, and so 'Aino Kemiltä',
    while 'Aino Pellolta' has the name of a thing.
    """
    readings = analyse(word)
    is_thing = any(r.word_class == "noun" for r in readings)
    cases = ("nominative", "allative", "ablative") if is_thing else ("nominative", "allative")
    return any(r.word_class == "place" and r.case in cases for r in readings)


@lru_cache(maxsize=50_000)
def is_surname_like(word: str) -> bool:
    """True if ``word`` may be a surname: capitalised, no abbreviation, place or organisation."""
    if not word[:1].isupper() or word[1:2].isupper() or any(map(str.isdigit, word)):
        return False
    if "-" in word and word.rpartition("-")[2][:1].islower():
        return False
    if is_surname(word):
        return True
    return find_organisation(word) is None and ":" not in word


def is_unknown_person(words: Sequence[Word]) -> bool:
    """True if words that the model takes for a full name look like one: the first in base form."""
    if len(words) < 2 or not all(is_surname_like(word.text) for word in words):
        return False
    first = words[0].text
    if is_first_name(first):
        return True
    return not (is_everyday_word(first) or analyse(first) or INFLECTED.search(first))


@lru_cache(maxsize=50_000)
def is_surname(word: str) -> bool:
    parts = word.split("-")
    return all(any(r.word_class == "surname" for r in analyse(part)) for part in parts)


@lru_cache(maxsize=50_000)
def _is_surname_base(word: str) -> bool:
    return any(r.word_class == "surname" and r.base == word for r in analyse(word))


@lru_cache(maxsize=50_000)
def is_everyday_word(word: str) -> bool:
    """True if ``word`` has a reading that is no name."""
    return any(r.word_class not in NAMES for r in analyse(word.lower()))


@lru_cache(maxsize=50_000)
def is_common_word(word: str) -> bool:
    """True for an everyday word that is no compound: places and surnames are often both."""
    return any(r.word_class not in NAMES and not r.parts for r in analyse(word.lower()))


@lru_cache(maxsize=50_000)
def _is_known_word(word: str) -> bool:
    return any(r.word_class != "surname" for r in analyse(word))


@lru_cache(maxsize=50_000)
def is_title(word: str) -> bool:
    """True for a title or role before a name, alone or as the end of a compound."""
    titles = _titles()
    low = word.casefold().rstrip(".")
    if low in titles or low.endswith(_titles_in_compounds()):
        return True
    return any(r.parts and r.parts[-1] in titles for r in analyse(low) if r.case == "nominative")


@lru_cache(maxsize=1)
def _everyday_first_names() -> frozenset[str]:
    return frozenset(lexicon("everyday_first_names"))


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    return frozenset(lexicon("person_titles"))


@lru_cache(maxsize=1)
def _titles_in_compounds() -> tuple[str, ...]:
    """Titles long enough to be told at the end of a word."""
    return tuple(title for title in _titles() if len(title) > 5)
