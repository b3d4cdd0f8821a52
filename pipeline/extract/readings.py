"""Words of a text with all that the morphology reads in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from pipeline.morphology import Analysis, analyse
from pipeline.rulebook import lexicon

_NOMINAL = frozenset(
    ("noun", "noun_adjective", "given_name", "surname", "place", "name", "pronoun", "abbreviation")
)
IsName = Callable[[int, int], bool]
NAMES = frozenset(("given_name", "surname", "place", "name"))
_WORD = regex.compile(
    r"https?://\S+|\d[\d.,:/–-]*\d|§+(?::\p{L}+)?"  # addresses, dates and numbers
    r"|(?:(?<=\s)-)?[\p{L}\d]+(?:[-–'’:.][\p{L}\d]+)*-?"  # words, also '-kokonaisuus' and 'esi-'
    r"|[-=]>|[→►>,;:()\[\]/]|(?<=\s)[–—-]+(?=\s)"  # marks
)
_ACRONYM = regex.compile(r"(\p{Lu}[\p{Lu}\d-]+)(?::|(?=\p{Ll}))(\p{Ll}+)")
_ENDINGS = (
    ("lle", "allative"), ("lta", "ablative"), ("ltä", "ablative"), ("lla", "adessive"),
    ("llä", "adessive"), ("ssa", "inessive"), ("ssä", "inessive"), ("sta", "elative"),
    ("stä", "elative"), ("n", "genitive"), ("ta", "partitive"), ("tä", "partitive"),
    ("a", "partitive"), ("ä", "partitive"),
)  # fmt: skip
_QUOTED = regex.compile(r"[”“\"][^”“\"]*[”“\"]")


class Form:
    """A word form and all that its readings say of it, worked out once wherever it stands.

    ``nominal_cases`` are the cases of the readings as a noun, a name or a pronoun.
    """

    __slots__ = (
        "bases", "finite", "is_mark", "is_name", "is_negation", "is_surely_finite", "lower",
        "may_be_infinitive", "nominal_cases", "readings", "text",
    )  # fmt: skip

    def __init__(self, text: str, is_name: bool) -> None:
        self.text = text
        self.lower = text.casefold()
        self.is_mark = not any(map(str.isalnum, text)) and text[0] != "§"
        self.is_name = is_name
        readings = name_readings(text, read_word(text)) if is_name else read_word(text)
        self.readings = readings
        self.bases = frozenset([r.base.casefold() for r in readings])
        self.nominal_cases = frozenset([r.case for r in readings if is_noun(r)])
        self.finite = tuple([r for r in readings if r.person and r.word_class == "verb"])
        self.is_surely_finite = bool(self.finite) and all(map(_is_verb_alone, readings))
        self.is_negation = "negation" in [r.word_class for r in readings]
        self.may_be_infinitive = any(map(is_infinitive, readings))


@lru_cache(maxsize=50_000)
def word_form(text: str, is_name: bool = False) -> Form:
    """The form; as part of a person's name it is nothing else that the word may be."""
    return Form(text, is_name)


class Word(NamedTuple):
    """A word or a mark of the text with all its readings; ``start`` and ``end`` are offsets."""

    start: int
    end: int
    form: Form

    @property
    def text(self) -> str:
        return self.form.text

    @property
    def lower(self) -> str:
        return self.form.lower

    @property
    def is_mark(self) -> bool:
        return self.form.is_mark

    @property
    def is_name(self) -> bool:
        """True for a part of a person's name."""
        return self.form.is_name

    @property
    def readings(self) -> tuple[Analysis, ...]:
        return self.form.readings

    @property
    def bases(self) -> frozenset[str]:
        return self.form.bases

    @property
    def finite(self) -> tuple[Analysis, ...]:
        """The readings as a finite verb."""
        return self.form.finite

    @property
    def is_surely_finite(self) -> bool:
        """True if the word is a finite verb or an infinitive in every reading."""
        return self.form.is_surely_finite

    @property
    def is_finite_or_participle(self) -> bool:
        """True for 'raportoivat': a finite verb in every reading but those as a participle."""
        return bool(self.finite) and all(
            r.word_class == "verb" or r.participle for r in self.readings
        )

    @property
    def may_be_infinitive(self) -> bool:
        return self.form.may_be_infinitive

    @property
    def is_negation(self) -> bool:
        return self.form.is_negation

    def is_nominal(self, *cases: str) -> bool:
        """True if a reading is a noun, a name or a pronoun, and in one of ``cases`` if given."""
        found = self.form.nominal_cases
        return not found.isdisjoint(cases) if cases else bool(found)


def name_readings(text: str, readings: Sequence[Analysis]) -> tuple[Analysis, ...]:
    """The readings without those as a verb or a particle: 'Ellen kertoo', 'Usko lähettää'."""
    kept = tuple(r for r in readings if r.word_class in _NOMINAL or "adjective" in r.word_class)
    return kept or (Analysis(base=text, word_class="name", case=_guess_case(text)),)


def is_noun(reading: Analysis) -> bool:
    """True for nouns, names and pronouns, and for the '-minen' form of verbs."""
    return reading.word_class in _NOMINAL or reading.mood == "MINEN-infinitive"


def _is_verb_alone(reading: Analysis) -> bool:
    return (reading.word_class == "verb" and not is_noun(reading)) or reading.base == "voi"


def is_infinitive(reading: Analysis) -> bool:
    """True for 'lähettää' and 'lähettämään'."""
    return reading.mood in ("A-infinitive", "MA-infinitive")


def nobody(start: int, end: int) -> bool:
    """No word is a part of a person's name."""
    return False


def split_words(text: str, start: int, end: int, is_name: IsName = nobody) -> list[Word]:
    """The words and marks of ``text[start:end]``; what is quoted is one word without readings.

    ``is_name`` tells of a word's offsets whether it is part of a person's name.
    """
    found: list[Word] = []
    at = start
    for quoted in _QUOTED.finditer(text, start, end):
        found += _words(text, at, quoted.start(), is_name)
        found.append(Word(quoted.start(), quoted.end(), word_form(quoted[0])))
        at = quoted.end()
    return [*found, *_words(text, at, end, is_name)]


def _words(text: str, start: int, end: int, is_name: IsName) -> Iterator[Word]:
    for match in _WORD.finditer(text, start, end):
        first, last = match.span()
        text = match[0]
        yield Word(first, last, word_form(text, text[:1].isupper() and is_name(first, last)))


@lru_cache(maxsize=50_000)
def read_word(text: str) -> tuple[Analysis, ...]:
    """The readings of a word: its own, else its last part's, else by the ending of an acronym."""
    text = text.lstrip("-")
    found = analyse(text) if text[:1].isalnum() else ()
    if not found and "-" in text:
        found = analyse(text.rpartition("-")[2])
    if not found and (match := _ACRONYM.fullmatch(text)):
        case = next((case for ending, case in _ENDINGS if match[2].endswith(ending)), None)
        return (Analysis(base=match[1], word_class="name", case=case),)
    if not found and text[:1].isupper():
        return (Analysis(base=text, word_class="name", case=_guess_case(text)),)
    return found


def _guess_case(name: str) -> str:
    """The case of a name that the morphology does not know, by its ending."""
    long_endings = (pair for pair in _ENDINGS if len(pair[0]) == 3)
    return next((case for ending, case in long_endings if name.endswith(ending)), "nominative")


@lru_cache(maxsize=64)
def word_set(name: str) -> frozenset[str]:
    """The words of ``rules/lexicon/<name>.txt`` as a set."""
    return frozenset(lexicon(name))
