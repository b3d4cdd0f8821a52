"""What a single word says of an organisation's name: its head, its mark, its compound."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.inflection import (
    glued_end,
    nominative_plural,
    possible_plurals,
    surname_tails,
    unchanging_start,
)
from pipeline.morphology import NAMES, analyse
from pipeline.registers import begins_in_lower_case
from pipeline.rulebook import lexicon, lexicon_map

OWN_NAME_HEADS = frozenset(
    {"school", "state", "association", "company", "other", "body", "wellbeing_county"}
)
"""Heads before which a genitive makes a name of its own."""
BOARD = "lautakunta"
BODY_HINT = re.compile(r"laut|jaost|hallit|valtuust|neuvost|yhtym")


def words_for(meaning: str) -> tuple[str, ...]:
    """The words that rules/lexicon/organisation_words.yaml lists under ``meaning``."""
    return lexicon_map("organisation_words")[meaning]


@lru_cache(maxsize=50_000)
def is_of_interest(word: str) -> bool:
    """True if ``word`` can begin or end an organisation's name with no name before it."""
    if word[:1].isupper() or is_mark(word):
        return True
    return _is_board(word) or is_named_body(word) or begins_in_lower_case(word)


def is_mark(word: str) -> bool:
    """True for Oy, ry and the like, inflected with a colon or not."""
    return word.partition(":")[0] in _marks()


def is_association_mark(word: str) -> bool:
    """True for ry, rf and the like."""
    return word.partition(":")[0] in words_for("association_marks")


@lru_cache(maxsize=1)
def _marks() -> frozenset[str]:
    return frozenset((*words_for("company_marks"), *words_for("association_marks")))


@lru_cache(maxsize=50_000)
def head_class(word: str) -> str | None:
    """What kind of organisation ``word`` heads ('kirjastossa': 'unit'), None if it heads none.

    Plural words count only where the name itself is plural ('Sanomat').
    """
    heads = _heads()
    if word.casefold() in heads:
        return heads[word.casefold()]
    prefix, hyphen, tail = word.casefold().rpartition("-")
    for reading in analyse(tail) if hyphen else ():
        if f"{prefix}-{reading.base}" in heads and not reading.plural:
            return heads[f"{prefix}-{reading.base}"]  # 'TE-toimistosta'
    for reading in analyse(word) or analyse(glued_end(word)):
        if reading.case is None:
            continue
        base = reading.base.casefold()
        parts = () if base in words_for("generic") else _ends_of(reading.parts)
        if reading.plural and heads.keys().isdisjoint(possible_plurals(base)):
            continue
        names = (nominative_plural(base),) if reading.plural else (base, *parts)
        for name in names:
            if name.casefold() in heads:
                return heads[name.casefold()]
    return None


def _ends_of(parts: tuple[str, ...]) -> tuple[str, ...]:
    """'toimikunta' before 'kunta' of 'vanhempaintoimikunta'."""
    return ("".join(parts[-2:]), parts[-1]) if len(parts) > 2 else parts[-1:]


@lru_cache(maxsize=1)
def _heads() -> dict[str, str]:
    classes = ("municipality", *sorted(OWN_NAME_HEADS), "unit")
    return {word.casefold(): meaning for meaning in classes for word in words_for(meaning)}


@lru_cache(maxsize=50_000)
def is_genitive(word: str) -> bool:
    """True for a genitive, and for an unknown word in -n."""
    readings = analyse(word)
    return any(r.case == "genitive" for r in readings) or (not readings and word.endswith("n"))


@lru_cache(maxsize=50_000)
def is_of_school(word: str) -> bool:
    """True for 'koulun', 'hiippakunnan': a school and the like in lower case of which the named
    one is: 'Esimerkkilän koulun vanhempainyhdistys'."""
    kind = head_class(word) if word[:1].islower() else None
    return kind in ("school", "other", "association") and is_genitive(word)


@lru_cache(maxsize=50_000)
def names_municipality(word: str) -> bool:
    """True for 'kaupungin', 'kunta' themselves, not for their compounds."""
    return any(r.base in words_for("municipality") and not r.plural for r in analyse(word))


@lru_cache(maxsize=50_000)
def names_people(word: str) -> bool:
    """True for a plural of an everyday word ('Martat', 'Ratsastajille')."""
    if "-" in word:
        return False
    readings = [r for r in analyse(word.lower()) if r.case]
    return bool(readings) and all(r.plural and r.word_class == "noun" for r in readings)


@lru_cache(maxsize=50_000)
def names_business(word: str) -> bool:
    """True for an everyday noun that a firm of a place may be called by ('Sairaankuljetus',
    'Satama'), not for one that ends as places do."""
    readings = [r for r in analyse(word.lower()) if r.case]
    nouns = bool(readings) and all(r.word_class == "noun" and not r.plural for r in readings)
    bases = {r.base.casefold() for r in readings}
    ends = (*words_for("no_firm_ends"), *surname_tails())
    return nouns and not any(base.endswith(ends) for base in bases)


@lru_cache(maxsize=50_000)
def is_body_compound(word: str) -> bool:
    """True for 'Esimerkki-työryhmä': a capitalised part, a hyphen, a body in the singular."""
    head, _, tail = word.rpartition("-")
    if not head[:1].isupper() or not tail[:1].islower():
        return False
    return any(not r.plural and r.base in words_for("hyphen_ends") for r in analyse(tail))


@lru_cache(maxsize=50_000)
def is_organisation_compound(word: str) -> bool:
    """True if ``word`` is a compound in the singular whose last part means an organisation."""
    if "-" in word:
        return False
    ends, generic = words_for("compound_ends"), words_for("generic")
    return any(
        base not in generic and any(base.endswith(end) and base != end for end in ends)
        for base in _singular_bases(word)
    )


@lru_cache(maxsize=50_000)
def is_named_body(word: str) -> bool:
    """True for compounds such as 'tarkastuslautakunta' in the singular, any case."""
    if len(word) < 9 or not BODY_HINT.search(word.casefold()):
        return False
    ends, generic = words_for("named_body_ends"), words_for("generic")
    return any(base not in generic and base.endswith(ends) for base in _singular_bases(word))


def _singular_bases(word: str) -> set[str]:
    return {r.base.casefold() for r in analyse(word) if not r.plural and r.case}


@lru_cache(maxsize=10_000)
def is_adjective_of_board(adjective: str, board: str) -> bool:
    """True for 'teknisen' before 'lautakunnan': an adjective that names a board, in its case."""
    if not _is_board(board):
        return False
    cases = {r.case for r in analyse(board) if r.base == BOARD and not r.plural}
    known = words_for("body_adjectives")
    return any(r.base in known and r.case in cases for r in analyse(adjective.lower()))


def _is_board(word: str) -> bool:
    """True for whatever begins like a form of 'lautakunta'."""
    return word.casefold().startswith(unchanging_start(BOARD))


@lru_cache(maxsize=50_000)
def names_kind(word: str) -> bool:
    """True for what an organisation is called before its name: 'vakuutusyhtiö', 'ravintola'."""
    if "-" in word or len(word) < 5:
        return False
    kinds = words_for("kinds_before")
    return any(
        r.case == "nominative" and not r.plural and r.base.casefold().endswith(kinds)
        for r in analyse(word)
    )


@lru_cache(maxsize=50_000)
def is_trade(word: str) -> bool:
    """True for a line of business that begins a firm's name ('Maanrakennus', 'Tilitoimisto')."""
    return word.casefold().endswith(words_for("trade_words"))


@lru_cache(maxsize=50_000)
def is_trade_with_name(word: str) -> bool:
    """True for 'Rakennus-Mallinen': an everyday word that is no name, and somebody's."""
    trade, hyphen, name = word.partition("-")
    if not hyphen or "-" in name or not name[:1].isupper() or len(trade) < 3:
        return False
    if any(r.word_class == "place" for r in analyse(word)):
        return False
    before, behind = analyse(trade), analyse(name)
    is_thing = any(r.word_class == "noun" for r in before)
    is_name = any(r.word_class == "surname" for r in behind)
    named = any(r.word_class in NAMES for r in before) or any(
        r.word_class == "place" for r in behind
    )
    return is_thing and is_name and not named


def is_trade_end(word: str) -> bool:
    """True for a line of business that ends a firm's name ('Esimerkki Consulting')."""
    return word.casefold().endswith(words_for("trade_ends"))


@lru_cache(maxsize=50_000)
def is_boundary(word: str) -> bool:
    """True for a word that no association's name holds: a finite verb, a conjunction, 'att'."""
    if word in words_for("not_inside"):
        return True
    readings = analyse(word)
    return bool(readings) and all(
        r.mood or r.word_class in ("adverb", "conjunction", "pronoun") for r in readings
    )


@lru_cache(maxsize=1)
def products() -> frozenset[str]:
    """Names of services and products, in lower case."""
    return frozenset(word.casefold() for word in lexicon("products"))
