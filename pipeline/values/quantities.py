"""The grammar of figures: what is counted or measured, how exactly, and what it was before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, cast

import regex

from models.records import Comparator
from pipeline.morphology import analyse
from pipeline.rulebook import lexicon, lexicon_keys, lexicon_map
from pipeline.values.counted import (
    Counted,
    find_compound,
    find_counted,
    find_counted_before,
    is_verb,
    spelled_out,
)
from pipeline.values.matching import Claim, Proposal, find_claims, keep_longest, propose
from pipeline.values.numbers import parse_number, parse_number_word
from pipeline.values.subjects import find_subject
from pipeline.values.surroundings import sentence_bounds, word_before
from pipeline.values.swedish import find_swedish, number_in_swedish

_MAX_BETWEEN = 3
_BESIDE = 40
_FIRST_YEAR, _LAST_YEAR = 1930, 2049
_YEAR_ALONE = regex.compile(r"(?:19[3-9]|20[0-4])\d")
_CLAUSE = regex.compile(r"(?<!\b(?:n|ca|v))[.;:!?]\h|\n")
_DIGIT = regex.compile(r"\d")
_FIGURE = regex.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d")
_SURE, _COUNTED, _GUESSED = 0.95, 0.8, 0.6


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure at ``[start, end)`` of a text; ``unit`` in base form, euros for all money.

    ``previous`` is what it was before a change, ``upper`` the end of a range, ``subject`` the
    words that say what is measured, where they stand right before it.
    """

    start: int
    end: int
    value: float
    unit: str
    comparator: Comparator
    previous: float | None
    upper: float | None
    subject: str | None
    rule_id: str
    confidence: float


class _Reading(NamedTuple):
    """What a value function made of a match: the figure, its unit and where its words end."""

    value: float
    unit: str
    end: int
    confidence: float
    upper: float | None = None
    previous: float | None = None


def find_quantities(text: str) -> list[Quantity]:
    """The figures of a text in reading order; a newline is a border that none crosses.

    Dates, times, record, statute and section numbers, phone numbers and codes are none.
    """
    found = [
        one
        for proposal in propose(text, "STATISTIC")
        if (one := _to_quantity(proposal)) is not None
    ]
    if not found:
        return []
    claims = _claims(text, found)
    kept = keep_longest((one for one in found if not _is_claimed(one, claims, text)), claims)
    return _shared_doubt(kept, text)


def _claims(text: str, found: list[Quantity]) -> list[Claim]:
    claims = find_claims(text, found, "CLAIM", "REFERENCE", "DATE")
    return [one for one in claims if _DIGIT.search(text, one.start, one.end)]


def _is_claimed(one: Quantity, claims: list[Claim], text: str) -> bool:
    """True if the figure of a noun (``§ 11 tehty päätös``) belongs to something else."""
    figure = _DIGIT.search(text, one.start, one.end)
    if one.confidence >= _SURE or figure is None:
        return False
    return any(
        claim.start <= figure.start() < claim.end
        for claim in claims
        if not _YEAR_ALONE.fullmatch(text, claim.start, claim.end)
    )


def _shared_doubt(found: list[Quantity], text: str) -> list[Quantity]:
    """``noin 60 kpl ja 90 000 m²``: the first figure's ``noin`` holds for the second too."""
    shared = found[:1]
    for one in found[1:]:
        last = shared[-1]
        joined = text[last.end : one.start].strip() == "ja" and last.comparator == "about"
        follows = joined and one.comparator == "exact"
        shared.append(replace(one, comparator="about") if follows else one)
    return shared


def _to_quantity(proposal: Proposal) -> Quantity | None:
    rule, match = proposal
    read = _READINGS[rule.value](match)
    if read is None:
        return None
    groups = match.re.groupindex
    at = match.start("value") if "counted" in groups or "number_of" in groups else match.start()
    comparator, start = _comparator_before(match.string, at)
    if comparator == "exact":
        comparator = _comparator_after(match.string, read.end)
    return Quantity(
        start=start,
        end=read.end,
        value=read.value,
        unit=read.unit,
        comparator=comparator,
        previous=read.previous,
        upper=read.upper,
        subject=find_subject(match.string, start),
        rule_id=rule.id,
        confidence=read.confidence,
    )


# --- value functions ------------------------------------------------------------------------------


def _quantity(match: regex.Match[str]) -> _Reading | None:
    """Figures with a unit, with a noun after them, or alone after what they count."""
    groups = match.groupdict()
    value = parse_number(groups["value"])
    if value is None:
        return None
    if groups.get("counted"):
        swedish = find_swedish(match["counted"], match)
        return _Reading(value, swedish.base, match.end(), _GUESSED) if swedish else None
    if groups.get("number_of"):
        return _number_reading(match, value)
    if groups.get("predicate"):
        return _predicate_reading(match, value)
    if groups.get("words"):
        return _noun_reading(match, value)
    if groups.get("unit"):
        return _unit_reading(match, value)
    return _bare_reading(match, value)


def _unit_reading(match: regex.Match[str], value: float) -> _Reading | None:
    printed = " ".join(match["unit"].lower().split())
    times = lexicon_keys("money").get(printed)
    unit = "EUR" if times else _measure(printed, match, value)
    if unit is None:
        return None
    factor = float(times or 1) * _multiplier(match)
    upper = _upper(match)
    return _Reading(
        _times(value, factor), unit, match.end(), _SURE,
        upper=None if upper is None else _times(upper, factor),
    )  # fmt: skip


def _multiplier(match: regex.Match[str]) -> float:
    """What 'miljoonaa' or 'tuhatta' between figure and unit makes of it."""
    return float(lexicon_keys("multipliers").get((match.groupdict().get("times") or "").lower(), 1))


def _times(value: float, factor: float) -> float:
    """The product without the noise of binary fractions (1,9 million is 1 900 000)."""
    return round(value * factor, 4) if factor != 1 else value


def _measure(printed: str, match: regex.Match[str], value: float) -> str | None:
    """The spelled-out unit; a single letter is doubtful where the figure may be a name."""
    if printed.startswith("prosent") and "yks" in printed:
        return "%-yks."
    if printed.startswith(("prosent", "procent")):
        return "%"
    if printed in ("v", "v.") and value >= _FIRST_YEAR:
        return None
    if printed == "t" and _is_weight(match):
        return "tonni"
    return spelled_out(match["unit"]) or spelled_out(printed)


def _is_weight(match: regex.Match[str]) -> bool:
    """True if a word beside ``t`` says that tons are meant, not hours."""
    around = match.string[max(0, match.start() - _BESIDE) : match.end() + _BESIDE].lower()
    return any(word in around for word in lexicon("weight_words"))


def _noun_reading(match: regex.Match[str], value: float) -> _Reading | None:
    upper = _upper(match)
    if match.string[match.start("words") - 1] == "-":
        counted = find_compound(match["words"])
    else:
        counted = find_counted(match["words"], one=value == 1 and upper is None)
    counted = counted or find_swedish(match["words"], match)
    if counted is None or _is_year(match, value):
        return None
    if _is_rate(match["words"]) and (rate := _bare_reading(match, value)) is not None:
        return rate._replace(end=match.start("words") + counted.end)
    factor = _multiplier(match)
    return _Reading(
        _times(value, factor),
        counted.base,
        match.start("words") + counted.end,
        _COUNTED,
        upper=None if upper is None else _times(upper, factor),
    )


@lru_cache(maxsize=1000)
def _is_rate(words: str) -> bool:
    """True for 'vuorokaudessa', 'kerralla': how often, where what is counted stands before."""
    readings = analyse(words.split()[0].lower())
    return any(r.base in lexicon("rates") and r.case in ("inessive", "adessive") for r in readings)


def _number_reading(match: regex.Match[str], value: float) -> _Reading:
    """``Jäsenmäärä laski 12:sta 10:een``: the compound says what is counted."""
    printed = match["previous"]
    previous = parse_number(printed) if printed else None
    unit = match["number_of"].lower()
    return _Reading(value, unit, match.end(), _COUNTED, previous=previous)


def _predicate_reading(match: regex.Match[str], value: float) -> _Reading | None:
    """``yli 6000 on yksittäisiä havaintoja``: a plural partitive says what the figure counts."""
    counted = find_counted(match["predicate"], case="partitive", plural=True)
    if counted is None or _is_year(match, value):
        return None
    end = match.start("predicate") + counted.end
    return _Reading(value, counted.base, end, _GUESSED)


def _is_year(match: regex.Match[str], value: float) -> bool:
    """True for four plain figures that could be a year and have no comparator before them."""
    printed = match.groupdict().get("value") or ""
    plain = printed.isdigit() and _FIRST_YEAR <= value <= _LAST_YEAR
    return plain and _comparator_before(match.string, match.start())[0] == "exact"


def _upper(match: regex.Match[str]) -> float | None:
    printed = match.groupdict().get("upper")
    return parse_number(printed) if printed else None


def _bare_reading(match: regex.Match[str], value: float) -> _Reading | None:
    """A figure alone, after ``hakemuksia oli`` or ``laskuja hieman yli``."""
    start = max(0, match.start() - 90)
    for stop in _CLAUSE.finditer(match.string, start, match.start()):
        start = stop.end()
    clause = match.string[start : match.start()]
    counted = find_counted_before(clause)
    if counted is None or _is_year(match, value) or _FIGURE.search(clause, counted.end):
        return None
    between = clause[counted.end :].split()[1:]
    comparator, _ = _comparator_before(match.string, match.start())
    if comparator == "exact" and not (_joins(between) if between else _may_precede(counted)):
        return None
    return _Reading(value, counted.base, match.end(), _GUESSED)


def _may_precede(counted: Counted) -> bool:
    """True if the noun may stand right before its figure: 'vastauksia 212', not 'kohtia 4'."""
    return counted.base not in lexicon("not_counted")


def _joins(between: list[str]) -> bool:
    """True if the words between the counted noun and its figure make one a number of the other."""
    if any(word.lower() in lexicon("count_links") for word in between):
        return True
    return 1 <= len(between) <= _MAX_BETWEEN and is_verb(between[-1])


def _word_quantity(match: regex.Match[str]) -> _Reading | None:
    """A number in words with its noun in the case that it asks for."""
    swedish = number_in_swedish(match["number"])
    if swedish is not None:
        return _swedish_reading(match, swedish)
    number = parse_number_word(match["number"])
    if number is None or _is_part_of_name(match):
        return None
    value, cases = number
    words = match.groupdict().get("words")
    if words is None:
        return _bare_reading(match, value)
    money = words.split()[0]
    if (times := lexicon_keys("money").get(money.lower())) is not None:
        end = match.start("words") + len(money)
        return _Reading(_times(value, float(times)), "EUR", end, _COUNTED)
    counted = next(filter(None, (find_counted(words, value == 1, case) for case in cases)), None)
    if counted is None or (value == 1 and not _is_counted_one(match)):
        return None
    return _Reading(value, counted.base, match.start("words") + counted.end, _COUNTED)


def _swedish_reading(match: regex.Match[str], value: float) -> _Reading | None:
    counted = find_swedish(match["words"], match)
    if counted is None:
        return None
    return _Reading(value, counted.base, match.start("words") + counted.end, _COUNTED)


def _is_part_of_name(match: regex.Match[str]) -> bool:
    """``muutaman kymmenen`` is vague; ``(Kolmen Kylän seura)`` is called so."""
    before = word_before(match.string, match.start())
    if before.lower() in lexicon("vague_numbers"):
        return True
    start, _ = sentence_bounds(match.string, match.start(), match.end())
    return match["number"][0].isupper() and match.string[start : match.start()].strip() != ""


def _word_change(match: regex.Match[str]) -> _Reading | None:
    """``viidestä viikosta kolmeen viikkoon``: both numbers in words, of one noun."""
    previous, value = parse_number_word(match["number"]), parse_number_word(match["to"])
    counted = find_counted(match["to_words"], case="illative")
    if previous is None or value is None or counted is None or "illative" not in value[1]:
        return None
    if match["words"]:
        first = find_counted(match["words"], case="elative")
        if first is None or first.base != counted.base:
            return None
    return _Reading(value[0], counted.base, match.end(), _COUNTED, previous=previous[0])


def _is_counted_one(match: regex.Match[str]) -> bool:
    """``yksi`` alone is an article; after a comparator or ``vain`` it counts."""
    return _comparator_before(match.string, match.start())[0] != "exact"


def _change(match: regex.Match[str]) -> _Reading | None:
    """From one figure to another of the same unit."""
    previous, value = parse_number(match["previous"]), parse_number(match["value"])
    printed = match["unit"].lower()
    if previous is None or value is None:
        return None
    if printed.rstrip(".") in lexicon_keys("money"):
        return _Reading(value, "EUR", match.end("unit"), _SURE, previous=previous)
    unit = _measure(printed, match, value)
    if unit is None:
        counted = find_counted(match["unit"]) or find_swedish(match["unit"], match)
        unit = counted.base if counted else None
    return None if unit is None else _Reading(value, unit, match.end(), _SURE, previous=previous)


_READINGS: Mapping[str, Callable[[regex.Match[str]], _Reading | None]] = {
    "quantity": _quantity,
    "word_quantity": _word_quantity,
    "word_change": _word_change,
    "change": _change,
}


# --- how exact ------------------------------------------------------------------------------------


def _comparator_before(text: str, start: int) -> tuple[Comparator, int]:
    """How exact the words before a figure make it, and where those words start."""
    before = text[max(0, start - 40) : start].rpartition("\n")[2]
    exact: Comparator = "exact"
    at = start
    while (found := _comparator_pattern().match(before)) is not None:
        named = _comparator_keys().get(found[1].lower())
        if named is None:
            break
        exact = named if exact in ("exact", "about") else exact
        at -= len(before) - found.start(1)
        before = before[: found.start(1)]
    return exact, at


def _comparator_after(text: str, end: int) -> Comparator:
    after = text[end : end + 30].lower().lstrip(" \xa0(")
    for name, words in lexicon_map("comparators_after").items():
        if any(after.startswith(word) for word in words):
            return cast(Comparator, name)
    return "exact"


@lru_cache(maxsize=1)
def _comparator_pattern() -> regex.Pattern[str]:
    words = sorted(_comparator_keys(), key=len, reverse=True)
    return regex.compile(  # read from the end (?r): only what ends there is looked at
        rf"(?ri)(?<![\p{{L}}\d])({'|'.join(map(regex.escape, words))})\h*".replace("\\ ", r"\h")
    )


@lru_cache(maxsize=1)
def _comparator_keys() -> Mapping[str, Comparator]:
    return {word: cast(Comparator, key) for word, key in lexicon_keys("comparators").items()}
