"""Registered names of firms and associations: capitalised words with Oy, ry and the like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.extract.organisation_words import (
    is_association_mark,
    is_boundary,
    is_genitive,
    is_mark,
    words_for,
)
from pipeline.extract.people import is_everyday_word, is_title
from pipeline.extract.words import Candidate, NamingPassage, Word
from pipeline.morphology import analyse
from pipeline.names import is_first_name
from pipeline.rulebook import lexicon_map

LONGEST_NAME = 8


def registered_names(passage: NamingPassage, at: int) -> Iterator[Candidate]:
    """A registered name: capitalised words before Oy, ry and the like (or after a leading Oy)."""
    words = passage.words
    if not is_mark(words[at].text):
        return
    first, last = _begin_of_name(passage, at), at
    if first < at:
        last += at + 1 < len(words) and words[at + 1].joined and is_mark(words[at + 1].text)
        if first == at - 1 and ":" not in words[last].text and is_everyday_word(words[first].text):
            last = _end_of_own_name(passage, last)
        yield Candidate(0, first, last, "ORG", "rule:registered-name", 0.95)
        return
    last = end_of_capitals(words, at)
    if last > at and words[at].capital:
        yield Candidate(0, at, last, "ORG", "rule:registered-name", 0.85)


def _end_of_own_name(passage: NamingPassage, mark: int) -> int:
    """The last word of the name behind a line of business and its mark: 'Vesihuolto Oy Testilä',
    'Rakennus Oy A. J. Esimerkki'."""
    words, last = passage.words, mark
    while last + 1 < len(words) and words[last + 1].capital and not is_mark(words[last + 1].text):
        initial = len(words[last].text) == 1 and passage.between(last) == ". "
        if not (words[last + 1].joined or initial):
            break
        last += 1
    return last if len(words[last].text) > 1 else mark


def _begin_of_name(passage: NamingPassage, at: int) -> int:
    """The first word of the name that the mark at ``at`` ends; ``at`` itself if there is none."""
    words, first, index = passage.words, at, at - 1
    while index >= 0 and at - index <= LONGEST_NAME and _touches(passage, index):
        word = words[index]
        if word.text == "ja" and index and _is_trade_before_and(passage, index - 1):
            index -= 1
            first = index
        elif word.capital or _begins_with_digit(passage, index):
            first = index
            if word.opens:
                break
        elif first < at and word.text in _joining() and _goes_on_before(passage, index):
            pass  # 'Hembygdsförening i Provby rf'
        elif first < at or not is_association_mark(words[at].text) or is_boundary(word.text):
            # only associations have everyday words in their names, and none in front
            break
        index -= 1
    opener = words[first]
    if opener.opens and first + 1 < at and _is_no_part(opener.text):
        first += 1
    return _after_person(words, first, at)


def _after_person(words: Sequence[Word], first: int, at: int) -> int:
    """The first word of a company's name that somebody's stands before: 'Aino Esimerkki Testi Oy'.

    A person who is in the company's name stands before its line of business, or alone.
    """
    given = first
    while given < at and (is_title(words[given].text) or words[given].text.isupper()):
        given += 1  # 'KHT Aino Esimerkki Testi Oy': letters that may be a degree
    behind = given + 2
    if behind < at and words[behind].text == "ja":
        behind += 1
    if behind >= at or not is_first_name(words[given].text):
        return first
    if given > first and is_title(words[first].text):
        return behind  # 'asiantuntija Aino Esimerkki Kuntatieto Oy:stä'
    return first if is_everyday_word(words[behind].text) else behind


@lru_cache(maxsize=1)
def _joining() -> tuple[str, ...]:
    return lexicon_map("swedish_names")["joining"]


def _goes_on_before(passage: NamingPassage, index: int) -> bool:
    """True if a capitalised word that is no person's name stands right before."""
    before = passage.words[index - 1] if index else None
    return (
        before is not None
        and passage.swedish
        and before.capital
        and passage.words[index].joined
        and not is_first_name(before.text)
    )


def _begins_with_digit(passage: NamingPassage, at: int) -> bool:
    """True for a number, and for '3Testi' in '3Testi Palvelut Oy'."""
    text = passage.words[at].text
    if text.isdigit():
        return not _is_section(passage, at)
    return text[0].isdigit() and any(map(str.isupper, text))


def _is_section(passage: NamingPassage, at: int) -> bool:
    """True for '12' in '§ 12 Esimerkki Oy:n hakemus'."""
    start = passage.words[at].start - passage.passage.span.start
    return passage.text[:start].rstrip().endswith("§")


def _is_trade_before_and(passage: NamingPassage, at: int) -> bool:
    """True for 'Kaivu' in 'Kaivu ja Kuljetus Esimerkki Ky': a line of business, no other party."""
    word = passage.words[at]
    if not word.capital or is_mark(word.text) or is_first_name(word.text):
        return False
    is_surname = at > 0 and word.joined and is_first_name(passage.words[at - 1].text)
    if is_surname or any(r.word_class == "surname" for r in analyse(word.text)):
        return False
    if at and len(passage.words[at - 1].text) == 1:
        return False  # 'A. Esimerkki ja Toinen Oy'
    before = passage.words[at - 1] if at and word.joined else None
    if before is not None and before.capital and not is_genitive(before.text):
        return False  # 'Kivityö Mallila ja Toinen Oy'
    behind = passage.words[at + 2].text if at + 2 < len(passage.words) else ""
    return not is_first_name(behind) and _is_everyday_nominative(word.text)


@lru_cache(maxsize=10_000)
def _is_everyday_nominative(word: str) -> bool:
    """True for 'Kaivu', not for 'Novellia': who is asked besides 'Esimerkki Oy'."""
    return any(r.case == "nominative" and r.word_class == "noun" for r in analyse(word.lower()))


def _touches(passage: NamingPassage, index: int) -> bool:
    between = passage.between(index)
    return between in (" ", " & ", "-", " - ", "/") or (
        between == ". " and not passage.words[index + 1].opens
    )


def _is_no_part(opener: str) -> bool:
    """True for a word that opens the sentence before a company: 'Myös', 'Lisäksi', 'Hakija'."""
    return (
        _is_function_word(opener)
        or _is_in_other_case(opener)
        or opener.casefold() in words_for("parties")
    )


def _is_in_other_case(word: str) -> bool:
    """True for a form that no word in front of others in a name has: 'Lisäksi', 'Syksyllä'."""
    readings = analyse(word.lower())
    named = (None, "nominative", "genitive", "partitive")
    return bool(readings) and all(r.case not in named for r in readings)


@lru_cache(maxsize=50_000)
def _is_function_word(word: str) -> bool:
    kinds = ("adverb", "conjunction", "pronoun", "adposition", "negation", "verb")
    return any(r.word_class in kinds for r in analyse(word.lower()))


def end_of_capitals(words: Sequence[Word], at: int) -> int:
    """The last of the capitalised words that follow each other from ``at`` on."""
    last = at
    while last + 1 < len(words) and words[last + 1].joined and words[last + 1].capital:
        last += 1
    return last
