"""Nominatives of phrases, in their own number."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.inflection.bases import base_name_candidates
from pipeline.inflection.forms import vowel_stems, word_matches
from pipeline.morphology import Analysis, analyse

UNCHANGING = frozenset({"kaikki"})
"""Words whose nominative is the same in both numbers."""
AGREEING = ("adjective", "noun_adjective", "pronoun", "numeral")
GLUED = re.compile(
    r"^[A-ZÅÄÖ][a-zåäö]{2,}n(?P<end>(?:seurakun|yhdisty|seura|kerho|koulu)[a-zåäö]+)$"
)
CAPITAL_WITHIN = re.compile(r"(?P<before>[A-ZÅÄÖ][a-zåäö]{2,})(?P<end>[A-ZÅÄÖ][a-zåäö]{3,})")
"""'NordTuulilta': what stands behind the second capital is inflected."""
CAPITALS_AND_ENDING = re.compile(r"([A-ZÅÄÖ][A-ZÅÄÖ\d]+)(?:[a-zåäö]{1,5})$")


def nominative(phrase: str, seen: frozenset[str] = frozenset()) -> str:
    """A phrase's nominative in its own number: 'kaikille kouluille' is 'kaikki koulut'.

    Words before the head follow it where they agree with it; genitives stay. ``seen`` are words
    that the document has elsewhere: a possible base form among them wins.
    """
    words = phrase.split()
    if not words:
        return phrase
    head, case, plural = _nominative_head(words[-1], seen)
    if case is None or (case == "nominative" and not plural):
        return " ".join([*words[:-1], head])
    front = [_agreeing_nominative(word, case, plural) for word in words[:-1]]
    return " ".join([*front, head])


def _nominative_head(word: str, seen: frozenset[str]) -> tuple[str, str | None, bool]:
    """The head's nominative, the case it stood in (None if unknown) and whether it is plural."""
    bare, mark, _ = word.partition(":")
    if mark:
        return bare, None, False
    capitals = CAPITALS_AND_ENDING.match(word)
    if capitals:
        return capitals[1], None, False
    prefix, hyphen, tail = word.rpartition("-")
    if hyphen and prefix and tail:
        head, case, plural = _nominative_head(tail, seen)
        return prefix + hyphen + head, case, plural
    readings = [r for r in analyse(word) if r.case]
    if not readings and (end := glued_end(word)):
        head, case, plural = _nominative_head(end, seen)
        return word.removesuffix(end) + head, case, plural
    if not readings and (inner := CAPITAL_WITHIN.fullmatch(word)) and analyse(inner["end"]):
        head, case, plural = _nominative_head(inner["end"], seen)
        return inner["before"] + head, case, plural
    if not readings:
        return _unknown_base(word, seen), None, False
    best = min(readings, key=lambda reading: _rank(reading, word, seen))
    if best.case == "nominative" and best.possessive is None:
        return word, best.case, best.plural
    base = _with_capital_of(word, best.base)
    return (nominative_plural(base) if best.plural else base), best.case, best.plural


def glued_end(word: str) -> str:
    """The end behind a name's genitive that is written in one with it: 'Annanseurakunnalle'; ''
    where there is none."""
    match = GLUED.match(word)
    return match["end"] if match else ""


def _rank(reading: Analysis, word: str, seen: frozenset[str]) -> tuple[bool, ...]:
    """What speaks against a reading, weightiest first."""
    base = reading.base
    return (
        reading.case != "nominative" or _is_forced(reading),
        _is_forced(reading),
        base not in seen and _with_capital_of(word, base) not in seen,
        bool(reading.participle),  # 'hallitusta' is rather of 'hallitus' than of 'hallittu'
        reading.case == "partitive",  # 'palvelusta' is rather of 'palvelu' than of 'palvelus'
        word[0].isupper() != base[:1].isupper(),
        reading.plural,  # 'päiväkodilla' is rather of 'päiväkoti' than of 'päiväkota'
    )


def _is_forced(reading: Analysis) -> bool:
    """True for 'palvelu' and 'ilta' in 'palveluilta', which is an ending of the plural."""
    return reading.parts[-1:] == ("ilta",) and reading.case == "nominative"


def _unknown_base(word: str, seen: frozenset[str]) -> str:
    """The candidate that most of the document's words are forms of; the likeliest of equals."""
    candidates = base_name_candidates(word)
    near = _by_beginning(seen).get(word[:2].casefold())
    if not near:
        return candidates[0]
    return max(candidates, key=lambda base: sum(word_matches(base, other) for other in near))


@lru_cache(maxsize=2)
def _by_beginning(words: frozenset[str]) -> dict[str, list[str]]:
    """The words of a document by their first two letters: a long one is asked a thousand times."""
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word[:2].casefold(), []).append(word)
    return found


def _with_capital_of(word: str, base: str) -> str:
    return base[:1].upper() + base[1:] if word[:1].isupper() else base


def _agreeing_nominative(word: str, case: str, plural: bool) -> str:
    for reading in analyse(word):
        agrees = reading.case == case and reading.plural == plural
        if agrees and (reading.word_class in AGREEING or reading.participle):
            base = _with_capital_of(word, reading.base)
            return nominative_plural(base) if plural else base
    return word


@lru_cache(maxsize=20_000)
def nominative_plural(base: str) -> str:
    """The nominative plural of a base form: 'oppilaitos' is 'oppilaitokset'."""
    forms = possible_plurals(base)
    tail = base.rpartition("-")[2].casefold()
    for form in forms if len(forms) > 1 else ():
        readings = analyse(form.rpartition("-")[2].casefold())
        if any(r.plural and r.case == "nominative" and r.base == tail for r in readings):
            return form
    return forms[0]


@lru_cache(maxsize=20_000)
def possible_plurals(base: str) -> tuple[str, ...]:
    """The forms of which one is the nominative plural, likeliest first; at least one."""
    if base.casefold() in UNCHANGING:
        return (base,)
    prefix, hyphen, tail = base.rpartition("-")
    stems = dict.fromkeys(weak for weak, _ in vowel_stems(tail.casefold()))
    return tuple(_with_capital_of(base, prefix + hyphen + stem + "t") for stem in stems) or (base,)
