"""The organ that met: labelled, in the title, or alone on a line of the head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.morphology import Analysis, analyse
from pipeline.rulebook import lexicon_map


def find_organ(title: str, lines: Iterable[str]) -> str | None:
    """The organ in base form, from the title or else the first line that is an organ's name."""
    return _organ_in_title(title) or next(
        (organ for line in lines if (organ := _organ_in(line))), None
    )


def _organ_in(line: str) -> str | None:
    for piece in re.split(r"\t|\d{1,2}\.\d{1,2}\.\d{2,4}", line):
        words = " ".join(piece.split())
        words = words.capitalize() if words.isupper() else words
        if is_organ(words):
            return words
    return None


def is_organ(words: str) -> bool:
    """True if the words are an organ's name and nothing else, in base form."""
    last = words.split()[-1] if words.split() else ""
    return (
        bool(last)
        and len(words) <= 60
        and words[0].isupper()
        and words[-1].isalpha()
        and _ends_as_organ(last.casefold())
    )


def _ends_as_organ(word: str) -> bool:
    organs = lexicon_map("meeting")["organs"]
    return any(word == organ if len(organ) <= 3 else word.endswith(organ) for organ in organs)


def _organ_in_title(title: str) -> str | None:
    words = title.split()
    best = None
    for at, word in enumerate(words):
        base = _organ_base(word)
        if base is not None:
            best = (at, base)
    if best is None:
        return None
    at, base = best
    if at == 0:
        return base
    return " ".join([*_agreeing(words[:at]), base if words[at][0].isupper() else base.lower()])


def _organ_base(word: str) -> str | None:
    """The base form of a word for an organ: 'lautakunnan' -> 'lautakunta', 'ry:n' -> 'ry'."""
    stem = re.match(r"(ry|rf)(?::n|\.|$)", word)
    if stem:
        return stem[1]
    plain = word.strip(".,:()")
    for analysis in analyse(plain.lower()):
        if analysis.case in ("genitive", "nominative") and _ends_as_organ(analysis.base.casefold()):
            base = analysis.base.lower()
            return base.capitalize() if plain[:1].isupper() else base
    return plain if _ends_as_organ(plain.casefold()) else None


def _agreeing(words: Sequence[str]) -> list[str]:
    """Adjectives at the beginning or right before the head agree with it: in base form."""
    found = []
    leading = True
    for at, word in enumerate(words):
        reading = next((a for a in analyse(word.lower()) if _is_adjective(a)), None)
        if (leading or at == len(words) - 1) and reading is not None and reading.case == "genitive":
            found.append(reading.base.capitalize() if word[0].isupper() else reading.base)
        else:
            leading = False
            found.append(word)
    return found


def _is_adjective(reading: Analysis) -> bool:
    """Participles go with the noun behind them ('ehkäisevän päihdetyön'), others with the head."""
    return reading.word_class in ("adjective", "noun_adjective") and reading.participle is None
