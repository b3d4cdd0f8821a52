"""The noun that a number counts: where it stands among the words after it, and its base form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from pipeline.morphology import Analysis, analyse
from pipeline.rulebook import lexicon, lexicon_keys

_WORD = regex.compile(r"\p{L}[\p{L}-]*")
_OBLIQUE = frozenset({
    "genitive", "inessive", "elative", "illative", "adessive", "ablative", "allative",
    "essive", "translative",
})  # fmt: skip
_NOUNS = ("noun", "noun_adjective")
_MODIFIERS = ("adjective", "noun_adjective", "numeral", "pronoun")
_PARTICLES = ("conjunction", "adverb", "adposition", "negation")
_MAX_WORDS = 4


class Counted(NamedTuple):
    """The noun's base form, and where its word ends, counted from the start of the words."""

    base: str
    end: int


class _Fit(NamedTuple):
    """The cases and the number that the counted noun may have."""

    cases: frozenset[str]
    plural: bool


def find_counted(
    words: str, one: bool = False, case: str | None = None, plural: bool = False
) -> Counted | None:
    """The noun that a number before ``words`` counts; None where no noun fits.

    ``one`` is true for the number 1, whose noun agrees with it; ``case`` is the case of a number
    in words, None for figures; ``plural`` nouns are counted over a verb of being. After a number
    the noun is a singular partitive, or singular in the case of the whole; adjectives stand
    between, and genitives before a partitive.
    """
    fit, held = _Fit(_fitting_cases(one, case), plural), _Held(None, "partitive")
    for word in list(_WORD.finditer(words))[:_MAX_WORDS]:
        readings = _readings(word[0].lower())
        if any(r.base in lexicon("measured") for r in readings):
            break
        if word.start() == 0:  # later the action is of what is counted: '5 asian tekemistä'
            readings = (*readings, *_actions(word[0].lower(), readings))
        head = None if word[0][0].isupper() else _head(readings, fit)
        if word[0][0].isupper():  # a name: only what it owns, in the partitive, is counted
            fit = fit._replace(cases=fit.cases & {"partitive"})
        elif head is not None and (held.counted is None or head.case in ("partitive", held.awaits)):
            counted = None if _is_numbered(head) else Counted(head.base, word.end())
            modifies = _may_modify(readings, head)
            if not modifies and _is_settled(head, fit):
                return counted
            held = _Held(counted, head.case if modifies else None)
        elif held.counted is None:
            held = _Held(_adjective_alone(readings, fit, word.end()), "partitive")
        if not _leads_on(readings, word[0], fit):
            break
    return held.counted


def _readings(word: str) -> tuple[Analysis, ...]:
    """The word's readings; of an unknown one with a hyphen (``chat-viestiä``) its last part's."""
    whole = analyse(word)
    head, hyphen, tail = word.rpartition("-")
    if whole or not head or not tail:
        return whole
    return tuple(r._replace(base=head + hyphen + r.base) for r in analyse(tail))


def _actions(word: str, readings: tuple[Analysis, ...]) -> Iterator[Analysis]:
    """``kokoontumista`` as the noun ``kokoontuminen``: to Voikko it is an infinitive."""
    for reading in readings:
        if reading.mood == "MINEN-infinitive" and reading.case:
            base = word[: word.rfind("mi")] + "minen"
            yield reading._replace(base=base, word_class="noun", mood=None)


class _Held(NamedTuple):
    """A noun that stands unless a better one follows: a partitive, or one in the case awaited."""

    counted: Counted | None
    awaits: str | None


def _may_modify(readings: tuple[Analysis, ...], head: Analysis) -> bool:
    """True if the word may be an adjective of the noun to come (``kokonaista työpäivää``)."""
    return any(
        r.word_class in ("adjective", "noun_adjective") and r.case == head.case for r in readings
    )


def _adjective_alone(readings: tuple[Analysis, ...], fit: _Fit, end: int) -> Counted | None:
    """``3 sijaista``, ``12 osallistunutta``: an adjective or participle that stands for people."""
    for reading in readings:
        stands = reading.base.endswith("inen") or reading.participle is not None
        fits = reading.case == "partitive" and reading.case in fit.cases and not reading.plural
        if reading.word_class == "adjective" and stands and fits:
            return Counted(reading.base, end)
    return None


def _is_settled(head: Analysis, fit: _Fit) -> bool:
    """A genitive may own what is counted (``3 kunnan edustajaa``); other cases are counted."""
    return head.case != "genitive" or fit.cases == {"genitive"}


def find_compound(words: str) -> Counted | None:
    """The noun that a number is hyphenated with: ``kohdan`` of ``15-kohdan lista``."""
    word = _WORD.match(words)
    if word is None:
        return None
    for reading in analyse(word[0].lower()):
        if reading.base in lexicon("coded_nouns"):
            return None
        if reading.word_class == "noun" and reading.case == "genitive" and not reading.plural:
            return Counted(reading.base, word.end())
    return None


def _is_numbered(head: Analysis) -> bool:
    """True for nouns whose number is a name: ``123 c-kenttä``, ``5 momentti``."""
    return head.base.rpartition("-")[2] in lexicon("not_counted")


def _fitting_cases(one: bool, case: str | None) -> frozenset[str]:
    if case is None:
        return _OBLIQUE | {"nominative" if one else "partitive"}
    if case == "nominative":
        return frozenset({"nominative" if one else "partitive"})
    return frozenset({case})


def _head(readings: tuple[Analysis, ...], fit: _Fit) -> Analysis | None:
    """The noun reading that a number can count, partitive before other cases, short before long."""
    if any(r.word_class in _PARTICLES for r in readings):
        return None
    fitting = [
        r
        for r in readings
        if r.word_class in _NOUNS and r.plural is fit.plural and r.case in fit.cases
    ]
    return min(
        fitting,
        key=lambda r: (
            r.case == "genitive",
            r.word_class != "noun",
            len(r.parts),
            r.case != "partitive",
        ),
        default=None,
    )


def _leads_on(readings: tuple[Analysis, ...], word: str, fit: _Fit) -> bool:
    """True if a counted noun may still follow this word: an adjective, an owner."""
    if word.lower() in lexicon("indeclinable_modifiers"):
        return True
    if any(r.case == "genitive" for r in readings) or (word[0].isupper() and not readings):
        return True
    return any(
        r.word_class in _MODIFIERS and r.plural is fit.plural and r.case in fit.cases
        for r in readings
    )


def find_counted_before(clause: str) -> Counted | None:
    """The nearest plural partitive noun in the words before a bare figure; ``end`` is its start."""
    for word in reversed(list(_WORD.finditer(clause))):
        readings = analyse(word[0].lower())
        found = [
            r for r in readings if r.word_class == "noun" and r.plural and r.case == "partitive"
        ]
        if found:
            best = min(found, key=lambda r: len(r.parts))
            return Counted(best.base, word.start())
    return None


def is_verb(word: str) -> bool:
    """True if the word can be a form of a verb."""
    return any(r.word_class == "verb" or r.participle for r in analyse(word.lower()))


def spelled_out(unit: str) -> str | None:
    """The exported unit of an abbreviation, ``'htv'`` -> ``'henkilötyövuosi'``; None if unknown."""
    return lexicon_keys("units").get(unit.lower())
