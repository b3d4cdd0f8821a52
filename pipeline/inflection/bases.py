"""Which names a form may come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.inflection.forms import VOWELS, strengthened, unchanging_start
from pipeline.morphology import analyse
from pipeline.rulebook import lexicon, lexicon_map

SLAVIC = ("ski", "cki", "tski")
"""Ends of foreign surnames whose i is their own."""
NAME_CLASSES = ("surname", "given_name", "name", "place")
LOCAL_CASES = re.compile(r"(?:lle|ll[aä]|lt[aä]|ss[aä]|st[aä]|ksi|tt[aä]|n[aä])$")


@lru_cache(maxsize=50_000)
def base_name_candidates(form: str, surname: bool = False) -> tuple[str, ...]:
    """Names that ``form`` may be a form of, likeliest first; the form itself is always among them.

    Voikko's readings come first, then what the usual patterns allow. What the document shows
    elsewhere is the caller's to weigh. A ``surname`` is rather an everyday word ('Pelto') than a
    place ('Pello') or a first name.
    """
    head, hyphen, tail = form.rpartition("-")
    if hyphen and head:
        return tuple(head + hyphen + base for base in base_name_candidates(tail, surname))
    bare, mark, _ = form.partition(":")
    if mark:
        return (bare, form)
    guesses = (*_partitive_names(form), *_illative_names(form), *_pattern_names(form))
    read = _voikko_surnames(form) if surname else ()
    by_tail = base_by_tail(form)
    sure = [by_tail] if by_tail else []
    return tuple(dict.fromkeys((*sure, *read, *_voikko_names(form), *guesses, form)))


@lru_cache(maxsize=1)
def surname_tails() -> tuple[str, ...]:
    """The nouns that Finnish surnames, and places, end with."""
    return tuple(lexicon("surname_tails"))


@lru_cache(maxsize=50_000)
def base_by_tail(form: str) -> str | None:
    """The base form of a name that no dictionary has but whose end is a noun that surnames end
    with, in another case than the nominative: 'Testikoski' of 'Testikosken', None for others."""
    known = any(r.word_class in NAME_CLASSES or r.case == "nominative" for r in analyse(form))
    if known or not form[:1].isupper():
        return None
    tails, low = surname_tails(), form.lower()
    for at in range(3, len(form) - 3):
        if not low.startswith(_tail_starts(), at):
            continue
        for reading in analyse(form[at:]):
            if reading.base in tails and reading.case != "nominative" and not reading.plural:
                return form[:at] + reading.base
    return None


@lru_cache(maxsize=1)
def _tail_starts() -> tuple[str, ...]:
    """What all forms of these nouns begin with."""
    return tuple({unchanging_start(tail) for tail in lexicon("surname_tails")})


def _voikko_surnames(form: str) -> Iterator[str]:
    """Readings as a surname, then as an everyday noun."""
    readings = [r for r in analyse(form) if r.case and r.base and not r.plural]
    yield from (r.base for r in readings if r.word_class == "surname")
    nouns = (r.base for r in readings if r.word_class in ("noun", "noun_adjective"))
    yield from (base[:1].upper() + base[1:] for base in nouns)


def _voikko_names(form: str) -> Iterator[str]:
    readings = [r for r in analyse(form) if r.case and r.base]
    named = [r for r in readings if r.word_class in NAME_CLASSES and not r.plural]
    ranked = sorted(named, key=lambda r: (r.case != "nominative", r.word_class == "place"))
    for reading in ranked:
        yield reading.base
    if any(r.case == "nominative" and not r.plural for r in readings):
        yield form
    for reading in readings:
        if reading.word_class in ("noun", "adjective", "noun_adjective") and not reading.plural:
            yield reading.base[:1].upper() + reading.base[1:]


def _pattern_names(form: str) -> Iterator[str]:
    low = form.casefold()
    if low.endswith(("na", "nä")):
        yield form  # names in -na are many, essives of names few
    stem = LOCAL_CASES.sub("", form)
    if len(stem) < 3 or stem == form:
        stem = form[:-1] if low.endswith("n") and len(form) > 4 else ""
        if not stem or low.endswith("nen"):
            yield form
        if not stem:
            return
        if not low.endswith(("sen", "in", "nen")):
            yield form if low[-2] in "aeoäö" and len(form) < 6 else stem
    yield from _bases_of_stem(stem)


def _partitive_names(form: str) -> Iterator[str]:
    """'Turjaa' may be 'Turja' in the partitive, 'Esimerkkiä' 'Esimerkki'."""
    low = form.casefold()
    if len(form) > 3 and low[-1] in "aä" and low[-2] in VOWELS and low[-3] not in VOWELS:
        if _is_foreign_stem(form[:-1]):
            yield form[:-2]
        if low[-2] != low[-1]:
            yield form
        yield form[:-1]


def _is_foreign_stem(stem: str) -> bool:
    """True for 'Testkvisti', whose i only joins the endings to a Swedish name."""
    ends = lexicon_map("swedish_names")["surname_ends"]
    base = stem[:-1].casefold()
    return stem.endswith("i") and len(base) > 4 and base.endswith(ends) and not analyse(stem)


def _illative_names(form: str) -> Iterator[str]:
    """'Melkaan' may be 'Melka' in the illative, 'Sjöblomiin' 'Sjöblom'."""
    low = form.casefold()
    if len(form) > 5 and low[-1] == "n" and low[-2] == low[-3] and low[-2] in VOWELS:
        yield from _bases_of_stem(form[:-2])


def _bases_of_stem(stem: str) -> Iterator[str]:
    if stem.endswith("kse"):
        yield stem[:-3] + "s"
    elif stem.endswith("se") and len(stem) > 4:
        yield stem[:-2] + "nen"
    foreign = stem.endswith("i") and stem[-2] not in VOWELS and not stem.endswith(SLAVIC)
    if foreign and len(stem) > 3:
        yield stem[:-1]
    yield stem
    if foreign and len(stem) == 3:
        yield stem[:-1]
    yield from strengthened(stem)
    if stem.endswith("e"):
        yield stem[:-1] + "i"
