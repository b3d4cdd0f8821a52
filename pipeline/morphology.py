"""Finnish word analysis behind one cached function.

The answers come from Voikko: through the native library where it is installed, else through the
pure-Python ``pyvoikko`` (an optional extra). Both run the same transducer; its output is read here,
in one place, so that both give the same readings in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import Any, NamedTuple

from pipeline.compounds import is_written_so
from pipeline.errors import MissingModelError

CLASSES = {
    "n": "noun", "l": "adjective", "nl": "noun_adjective", "h": "interjection", "t": "verb",
    "ee": "given_name", "es": "surname", "ep": "place", "em": "name", "a": "abbreviation",
    "s": "adverb", "u": "numeral", "ur": "numeral", "r": "pronoun", "c": "conjunction",
    "d": "adposition", "k": "negation", "p": "prefix",
}  # fmt: skip
CASES = {
    "n": "nominative", "g": "genitive", "p": "partitive", "es": "essive", "tr": "translative",
    "ine": "inessive", "ela": "elative", "ill": "illative", "ade": "adessive", "abl": "ablative",
    "all": "allative", "ab": "abessive", "ko": "comitative", "in": "instructive",
    "ak": "accusative",
}  # fmt: skip
MOODS = {
    "n1": "A-infinitive", "n2": "E-infinitive", "n3": "MA-infinitive", "n4": "MINEN-infinitive",
    "n5": "MAINEN-infinitive", "t": "indicative", "e": "conditional", "k": "imperative",
    "m": "potential",
}  # fmt: skip
TENSES = {"p": "present_simple", "i": "past_imperfective"}
PARTICIPLES = {
    "v": "present_active", "a": "present_passive", "u": "past_active", "t": "past_passive",
    "m": "agent", "e": "negation",
}  # fmt: skip
COMPARED = frozenset({"Cc", "Cs", "Ssti"})
"""Tags that only adjectives have: comparative, superlative, the adverb in -sti."""
POSSESSIVES = {"1y": "1s", "2y": "2s", "1m": "1p", "2m": "2p", "3": "3"}
NAMES = frozenset({"given_name", "surname", "place", "name"})

MEANINGS: dict[str, tuple[str, Any]] = {
    **{f"L{tag}": ("word_class", name) for tag, name in CLASSES.items()},
    **{f"S{tag}": ("case", name) for tag, name in CASES.items()},
    **{f"T{tag}": ("mood", name) for tag, name in MOODS.items()},
    **{f"A{tag}": ("tense", name) for tag, name in TENSES.items()},
    **{f"R{tag}": ("participle", name) for tag, name in PARTICIPLES.items()},
    **{f"O{tag}": ("possessive", name) for tag, name in POSSESSIVES.items()},
    **{f"P{person}": ("person", person) for person in "1234"},
    "Nm": ("plural", True), "Ny": ("plural", False),
}  # fmt: skip
"""What a tag says, and on what: [Sine] is the case 'inessive'."""
NO_LETTERS = frozenset({"Xr", "Xs"})
"""Tags before letters that are not the word's."""
NOT_LETTERS = re.compile(r"\[X[prjs]\][^\[]*\[X\]|\[[^\]]*\]")
"""What is not of the word itself in the transducer's output: base forms and tags."""
BOUNDARY = "\n"


class Analysis(NamedTuple):
    """One reading of a word form; fields that do not apply are None.

    ``person`` is '1', '2', '3' or '4' (the passive); ``participle`` e.g. 'present_passive' (the
    -ttava form), 'past_active' (-nut); ``parts`` are the base forms of the compound's parts.
    """

    base: str
    word_class: str
    case: str | None = None
    plural: bool = False
    mood: str | None = None
    tense: str | None = None
    person: str | None = None
    participle: str | None = None
    possessive: str | None = None
    parts: tuple[str, ...] = ()


@lru_cache(maxsize=200_000)
def analyse(word: str) -> tuple[Analysis, ...]:
    """All readings of a single word form, simplest first; () if unknown.

    Raises MissingModelError where neither libvoikko nor pyvoikko can be loaded.
    """
    return outputs_to_readings(word, _outputs(word.lower()))


@lru_cache(maxsize=50_000)
def _outputs(word: str) -> Sequence[str]:
    """What the transducer says: it knows small letters alone, and capitals are judged here."""
    return _analyser()(word)


def outputs_to_readings(word: str, outputs: Iterable[str]) -> tuple[Analysis, ...]:
    """The readings that the transducer's outputs for ``word`` stand for, simplest first."""
    distinct = set(outputs)
    ranked = sorted(distinct, key=_complexity) if len(distinct) > 1 else distinct
    readings: dict[Analysis, None] = {}
    for output in ranked:
        readings.update(dict.fromkeys(_to_readings(word, output)))
    return tuple(readings)


def _complexity(output: str) -> tuple[int, int, bool, int, str]:
    """Few parts before many, plain words before derived ones, other cases before the partitive."""
    derived = output.count("[Xj]")
    return (_part_count(output), derived, "[Sp]" in output, len(output), output)


def _part_count(output: str) -> int:
    return output.count("[Bc]") + output.count("[Bm]")


# --- the transducer's output --------------------------------------------------------------------


class _Said(NamedTuple):
    """What a part's tags say, as the fields of an Analysis; of several tags on one matter the last
    one counts."""

    word_class: str
    case: str | None
    plural: bool
    mood: str | None
    tense: str | None
    person: str | None
    participle: str | None
    possessive: str | None


class _Part(NamedTuple):
    """A part of a compound: the letters of the word, its base form, its tags, what they say."""

    surface: str
    base: str
    tags: tuple[str, ...]
    said: _Said

    @property
    def word_class(self) -> str:
        return self.said.word_class


def _to_readings(word: str, output: str) -> list[Analysis]:
    parts = [_to_part(piece) for piece in output.split("[Bc]")]
    if not _capitals_agree(word, parts):
        return []
    last = parts[-1]
    base = "".join(map(_as_first_part, parts[:-1])) + last.base
    pieces = _compound_parts(base, output) if "[B" in output else ()
    reading = Analysis(base, *last.said, pieces)
    if "Ion" in last.tags and len(parts) > 1 and word[:1].isupper():
        # a compound like 'Esimerkkilaitos' is as likely to be an organisation's name
        first, *rest = pieces
        name = base[:1].upper() + base[1:]
        parted = (first.capitalize(), *rest)
        return [reading, reading._replace(base=name, word_class="name", parts=parted)]
    return [reading]


@lru_cache(maxsize=50_000)
def _to_part(piece: str) -> _Part:
    surface, base, tags = "", "", []
    for chunk in piece.split("["):
        tag, _, letters = chunk.partition("]") if "]" in chunk else ("X", "", chunk)
        if tag == "Xp":  # the base form, up to [X]
            base = letters
        elif tag == "Xj":  # a derivation: the letters so far and the suffix in its base form
            base = surface + letters
        elif tag not in NO_LETTERS:
            surface += letters
            if tag != "X":
                tags.append(tag)
    base = (base or surface.rstrip("-")).replace("=", "")
    said = tuple(tags)
    return _Part(surface, base, said, _read_tags(said))


@lru_cache(maxsize=10_000)
def _read_tags(tags: tuple[str, ...]) -> _Said:
    said: dict[str, Any] = dict.fromkeys(_Said._fields)
    said |= {"word_class": "", "plural": False}
    is_derived = False
    for field, meaning in filter(None, map(MEANINGS.get, tags)):
        said[field] = meaning
        is_derived = field == "word_class" or (is_derived and field != "participle")
    if said["word_class"] == "noun_adjective" and not COMPARED.isdisjoint(tags):
        said["word_class"] = "adjective"
    if is_derived and said["word_class"] != "adjective":
        # a noun derived from a participle ('menneisyys') is none any more
        said["participle"] = None
    return _Said(**said)


def _as_first_part(part: _Part) -> str:
    """A compound's part that is not the last, as the compound's base form has it."""
    hyphen = "-" if part.surface.endswith("-") else ""
    if part.word_class == "abbreviation":
        return part.base + hyphen
    if part.word_class in NAMES or ("De" in part.tags and hyphen):
        return part.surface[:1].upper() + part.surface[1:]
    return part.surface


def _compound_parts(base: str, output: str) -> tuple[str, ...]:
    """The base form cut where the word has boundaries between parts; () if it has none."""
    marked = output.replace("[Bc]", BOUNDARY).replace("[Bm]", BOUNDARY)
    letters = NOT_LETTERS.sub("", marked).replace("-", "")
    lengths = list(map(len, letters.split(BOUNDARY)))
    if len(lengths) < 2:
        return ()
    plain, parts, at = base.replace("-", ""), [], 0
    for length in lengths[:-1]:
        parts.append(plain[at : at + length])
        at += length
    return (*parts, plain[at:])


def _capitals_agree(word: str, parts: Sequence[_Part]) -> bool:
    """True if names have their capital, and nothing else has one inside the word."""
    if word.islower():
        return NAMES.isdisjoint([part.said.word_class for part in parts])
    if len(word) > 1 and word.isupper():
        return True
    at, may_open = 0, True
    for part in parts:
        piece = word[at : at + len(part.surface)]
        if part.word_class in NAMES and not piece[:1].isupper():
            return False
        shouted = piece.endswith("-") and piece[:-1].isupper()
        is_abbreviation = part.word_class == "abbreviation"
        if not (shouted or is_abbreviation or _own_capitals(piece, part, may_open)):
            return False
        at, may_open = at + len(piece), piece.endswith("-")
    return True


def _own_capitals(piece: str, part: _Part, may_open: bool) -> bool:
    """True if every capital of ``piece`` opens a word or stands in the base form too."""
    return all(
        part.base[at : at + 1].isupper() or (at == 0 and may_open)
        for at, letter in enumerate(piece)
        if letter.isupper()
    )


# --- the two programs ---------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _analyser() -> Callable[[str], list[str]]:
    try:
        return native_analyser()
    except (ImportError, OSError, RuntimeError):
        pass
    try:
        return python_analyser()
    except ImportError:
        raise MissingModelError(
            "Finnish morphology is missing: install Debian's libvoikko1 and voikko-fi, "
            "or run: pip install 'poytakirja[pyvoikko]'"
        ) from None


def native_analyser() -> Callable[[str], list[str]]:
    """The native library's transducer: a word to its outputs; RuntimeError without dictionary.

    Only the outputs are asked for: libvoikko's own ``analyze`` fetches every attribute.
    """
    from ctypes import byref, c_char_p

    from libvoikko import VoikkoLibrary

    library, error = VoikkoLibrary.open(), c_char_p()
    voikko = library.voikkoInit(byref(error), b"fi", None)
    if error.value is not None:
        raise RuntimeError(error.value.decode())

    def analyser(word: str) -> list[str]:
        found = None if "\0" in word else library.voikkoAnalyzeWordUcs4(voikko, word)
        if not found:
            return []
        values = [
            library.voikko_mor_analysis_value_ucs4(analysis, b"FSTOUTPUT")
            for analysis in takewhile(bool, found)
        ]
        library.voikko_free_mor_analysis(found)
        return [value for value in values if value is not None]

    return analyser


def python_analyser() -> Callable[[str], list[str]]:
    """pyvoikko's transducer: a word to its outputs. Raises ImportError where it is missing."""
    from kfst import TokenizationException
    from pyvoikko import VOIKKO_FST

    def analyser(word: str) -> list[str]:
        # not pyvoikko.analyse: it cuts numerals ('kolmetoista') short
        try:
            outputs = [output for output, _ in VOIKKO_FST.lookup(word.lower())]
        except TokenizationException:
            return []
        return [output for output in outputs if is_written_so(output)]

    return analyser
