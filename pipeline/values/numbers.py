"""Numbers as Finns write them, in figures and in words."""

from __future__ import annotations

import regex

from pipeline.morphology import Analysis, analyse
from pipeline.rulebook import lexicon_keys

_SPACES = regex.compile(r"[\h']")
_THOUSANDS = regex.compile(r"^[-+−–]?\d{1,3}(?:[.\h]\d{3})+(?:,\d+)?$")

_CLASSES = ("numeral", "")


def parse_number(printed: str) -> float | None:
    """The value of figures: ``'1 234,5'`` is 1234.5, ``'150.000'`` 150000; None if it is none."""
    plain = _SPACES.sub("", printed).replace("−", "-").replace("–", "-")
    whole, comma, decimals = plain.partition(",")
    if comma or _THOUSANDS.match(printed):
        whole = whole.replace(".", "")
    try:
        return float(f"{whole}.{decimals}" if decimals else whole)
    except ValueError:
        return None


def parse_number_word(word: str) -> tuple[float, tuple[str, ...]] | None:
    """The value and the cases of a number in words: ``'kolmeen'`` is (3, ('illative',)).

    'nominative' comes first: its noun is a partitive. None for ordinals and other words.
    """
    if word.lower() == "puolentoista":  # the only number that is declined in front alone
        return 1.5, ("genitive",)
    values, cases = [], set()
    for reading in analyse(word.lower()):
        if reading.word_class not in _CLASSES and reading.base not in ("puoli", "puolitoista"):
            continue
        value = _word_value(reading.base) or _word_value(_undeclined(reading.parts))
        case = _case(word.lower(), reading)
        if value is not None and case is not None:
            values.append(value)
            cases.add(case)
    if not values:
        return None
    return values[0], tuple(sorted(cases, key=lambda case: (case != "nominative", case)))


def _case(word: str, reading: Analysis) -> str | None:
    """The case of a number; that of ``viidentoista`` shows in its first part."""
    if reading.case is not None:
        return reading.case
    part = reading.parts[-2 if word.endswith("toista") else -1] if reading.parts else word
    return next((r.case for r in analyse(part) if r.word_class == "numeral"), "nominative")


def _undeclined(parts: tuple[str, ...]) -> str:
    """``kahden`` + ``kymmenen`` in base form: kaksi, kymmenen."""
    bases = []
    for part in parts:
        numerals = [r.base for r in analyse(part) if r.word_class == "numeral"]
        bases.append(part if part == "toista" or not numerals else numerals[0])
    return "".join(bases)


def _word_value(base: str) -> float | None:
    """``kaksikymmentäviisi`` read from left to right: a ten, hundred, thousand multiplies."""
    keys, total, part, rest = lexicon_keys("number_words"), 0.0, 0.0, base.lower()
    if not rest or rest in keys:
        return float(keys[rest]) if rest else None
    while rest:
        if rest == "toista":
            return total + part + 10
        word = max((w for w in keys if rest.startswith(w)), key=len, default=None)
        if word is None:
            return None
        number, rest = float(keys[word]), rest[len(word) :]
        if number < 10:
            part += number
        else:
            total, part = total + max(part, 1) * number, 0.0
    return total + part
