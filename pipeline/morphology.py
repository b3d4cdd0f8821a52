"""Finnish word analysis behind one cached function.

The answers come from Voikko: through the native library where it is installed, else through the
pure-Python ``pyvoikko`` (an optional extra). Both run the same transducer; its output is read here,
in one place, so that both give the same readings in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

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
PERSONS = {person: person for person in "1234"}
COMPARED = frozenset({"Cc", "Cs", "Ssti"})
"""Tags that only adjectives have: comparative, superlative, the adverb in -sti."""
POSSESSIVES = {"1y": "1s", "2y": "2s", "1m": "1p", "2m": "2p", "3": "3"}
NAMES = frozenset({"given_name", "surname", "place", "name"})

TOKEN = re.compile(r"\[X([prjs])\]([^\[]*)\[X\]|\[([^\]]*)\]|([^\[]+)")
"""A piece of the transducer's output: a base form, a tag, or letters of the word."""


@dataclass(frozen=True, slots=True)
class Analysis:
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
    return outputs_to_readings(word, _analyser()(word))


def outputs_to_readings(word: str, outputs: Iterable[str]) -> tuple[Analysis, ...]:
    """The readings that the transducer's outputs for ``word`` stand for, simplest first."""
    ranked = sorted(set(outputs), key=_complexity)
    readings = (reading for output in ranked for reading in _to_readings(word, output))
    return tuple(dict.fromkeys(readings))


def _complexity(output: str) -> tuple[int, int, bool, int, str]:
    """Few parts before many, plain words before derived ones, other cases before the partitive."""
    derived = output.count("[Xj]")
    return (_part_count(output), derived, "[Sp]" in output, len(output), output)


def _part_count(output: str) -> int:
    return output.count("[Bc]") + output.count("[Bm]")


# --- the transducer's output --------------------------------------------------------------------


@dataclass(slots=True)
class _Part:
    """A part of a compound: the letters of the word, its base form, its tags in order."""

    surface: str
    base: str
    tags: list[str]

    def last(self, kind: str, table: dict[str, str]) -> str | None:
        """The meaning of the last tag of a kind: [Sine] is the case 'inessive'."""
        for tag in reversed(self.tags):
            if tag.startswith(kind) and tag[1:] in table:
                return table[tag[1:]]
        return None


def _to_readings(word: str, output: str) -> Iterator[Analysis]:
    parts = [_to_part(piece) for piece in output.split("[Bc]")]
    if not _capitals_agree(word, parts):
        return
    base = "".join(_as_first_part(part) for part in parts[:-1]) + parts[-1].base
    reading = _to_reading(parts[-1], base, _compound_parts(base, output))
    yield reading
    if "Ion" in parts[-1].tags and len(parts) > 1 and word[:1].isupper():
        # a compound like 'Esimerkkilaitos' is as likely to be an organisation's name
        first, *rest = reading.parts
        names = (first.capitalize(), *rest)
        yield replace(reading, base=base[:1].upper() + base[1:], word_class="name", parts=names)


def _to_part(piece: str) -> _Part:
    surface, base, tags = "", "", []
    for kind, content, tag, letters in TOKEN.findall(piece):
        if kind == "p":
            base = content
        elif kind == "j":  # a derivation: the letters so far and the suffix in its base form
            base = surface + content
        elif tag:
            tags.append(tag)
        else:
            surface += letters
    return _Part(surface, (base or surface.rstrip("-")).replace("=", ""), tags)


def _as_first_part(part: _Part) -> str:
    """A compound's part that is not the last, as the compound's base form has it."""
    word_class = part.last("L", CLASSES)
    hyphen = "-" if part.surface.endswith("-") else ""
    if word_class == "abbreviation":
        return part.base + hyphen
    if word_class in NAMES or ("De" in part.tags and hyphen):
        return part.surface[:1].upper() + part.surface[1:]
    return part.surface


def _to_reading(part: _Part, base: str, parts: tuple[str, ...]) -> Analysis:
    word_class = part.last("L", CLASSES) or ""
    if word_class == "noun_adjective" and not COMPARED.isdisjoint(part.tags):
        word_class = "adjective"
    return Analysis(
        base=base,
        word_class=word_class,
        case=part.last("S", CASES),
        plural=part.last("N", {"m": "plural", "y": ""}) == "plural",
        mood=part.last("T", MOODS),
        tense=part.last("A", TENSES),
        person=part.last("P", PERSONS),
        participle=_participle(part, word_class),
        possessive=part.last("O", POSSESSIVES),
        parts=parts,
    )


def _participle(part: _Part, word_class: str) -> str | None:
    """What participle the part is; a noun derived from one ('menneisyys') is none any more."""
    if word_class == "adjective":
        return part.last("R", PARTICIPLES)
    classes = [at for at, tag in enumerate(part.tags) if tag[0] == "L"]
    after = part.tags[classes[-1] :] if classes else []
    return _Part(part.surface, part.base, after).last("R", PARTICIPLES)


def _compound_parts(base: str, output: str) -> tuple[str, ...]:
    """The base form cut where the word has boundaries between parts; () if it has none."""
    letters = TOKEN.sub(lambda m: "\n" if m[3] in ("Bc", "Bm") else m[4] or "", output)
    lengths = [len(piece.replace("-", "")) for piece in letters.split("\n")]
    if len(lengths) < 2:
        return ()
    plain, parts, at = base.replace("-", ""), [], 0
    for length in lengths[:-1]:
        parts.append(plain[at : at + length])
        at += length
    return (*parts, plain[at:])


def _capitals_agree(word: str, parts: list[_Part]) -> bool:
    """True if names have their capital, and nothing else has one inside the word."""
    if len(word) > 1 and word.isupper():
        return True
    at, may_open = 0, True
    for part in parts:
        piece = word[at : at + len(part.surface)]
        word_class = part.last("L", CLASSES)
        if word_class in NAMES and not piece[:1].isupper():
            return False
        shouted = piece.endswith("-") and piece[:-1].isupper()
        if not (shouted or word_class == "abbreviation" or _own_capitals(piece, part, may_open)):
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
    """The native library's transducer: a word to its outputs; RuntimeError without dictionary."""
    import libvoikko

    try:
        voikko = libvoikko.Voikko("fi")
    except libvoikko.VoikkoException as error:
        raise RuntimeError(str(error)) from error

    def analyser(word: str) -> list[str]:
        return [found["FSTOUTPUT"] for found in voikko.analyze(word) if "FSTOUTPUT" in found]

    return analyser


def python_analyser() -> Callable[[str], list[str]]:
    """pyvoikko's transducer: a word to its outputs. Raises ImportError where it is missing."""
    import pyvoikko

    def analyser(word: str) -> list[str]:
        return [found.FSTOUTPUT for found in pyvoikko.analyse(word.lower())]

    return analyser
