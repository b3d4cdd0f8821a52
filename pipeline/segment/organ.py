"""The organ that met: labelled, in the title, or alone on a line of the head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.morphology import Analysis, analyse
from pipeline.rulebook import lexicon_map


def find_organ(title: str, lines: Iterable[str]) -> str | None:
    """The organ in base form, from the title or else the first line that is an organ's name; an
    organisation only where no organ of one is named."""
    in_title = _organ_in_title(title)
    if in_title and not _ends_as(in_title, "communities"):
        return in_title
    named = [organ for line in lines for organ in _organs_in(line)]
    organ = next((each for each in named if _ends_as(each, "organs")), None)
    return organ or in_title or next(iter(named), None)


def _organs_in(line: str) -> Iterator[str]:
    for piece in re.split(r"\t|\s[/–-]\s|\d{1,2}\.\d{1,2}\.\d{2,4}", line):
        words = re.sub(r"\s+(?:n(?:ro|:o|o)\s*)?\d+(?:/\d+)?$", "", " ".join(piece.split()))
        words = words.capitalize() if words.isupper() else words
        if is_organ(words):
            yield words


def is_organ(words: str) -> bool:
    """True if the words are an organ's or organisation's name and nothing else, in base form."""
    return _is_name(words) and _ends_as(words, "organs", "communities")


def is_letterhead(words: str) -> bool:
    """True if the words name whose organ it is, or the organ: a line of its own over the title."""
    return is_organ(words) or is_owner(words)


def is_owner(words: str) -> bool:
    """True if the words name a municipality or another whose organs meet."""
    return _is_name(words) and _ends_as(words, "owners")


def _is_name(words: str) -> bool:
    marks = tuple(mark for mark in lexicon_map("meeting")["communities"] if mark.endswith("."))
    ends = words[-1:].isalnum() or words.endswith(marks)
    return 0 < len(words) <= 60 and words[0].isupper() and ends


def _ends_as(words: str, *lists: str) -> bool:
    """True if the last word ends as one of the lists does; a company's mark may stand anywhere."""
    known = lexicon_map("meeting")
    parts = words.casefold().split()
    ends = tuple(end for name in lists for end in known[name] if len(end) > 3)
    marks = {end for name in lists for end in known[name] if len(end) <= 3}
    return bool(parts) and (parts[-1].endswith(ends) or not marks.isdisjoint(parts))


def _organ_in_title(title: str) -> str | None:
    words = title.partition(" / ")[0].split()
    swedish = next(filter(None, (_swedish_organ(words, at) for at in range(len(words)))), None)
    swedish = swedish or _swedish_association(" ".join(words))
    if swedish is not None:
        return swedish
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


def _swedish_organ(words: Sequence[str], at: int) -> str | None:
    """The organ at a word of a Swedish title, in the definite form in which it is named: of
    'Kyrkorådets sammanträde' and 'Styrelsemöte', and of 'Arbetsgruppen för resor' all of it."""
    word = words[at].strip(".,:()").casefold()
    meets = next((m for m in lexicon_map("meeting")["swedish_meetings"] if word.endswith(m)), None)
    before = lexicon_map("swedish_organs").get(word.removesuffix(meets)) if meets else None
    if before is not None:
        return before[0].capitalize()
    ends = tuple(form for forms in lexicon_map("swedish_organs").values() for form in forms)
    named = word.removesuffix("s")
    if not named.endswith(ends):
        return None
    if at > 1 and words[at - 1] in ("och", "samt") and words[at - 2].endswith("-"):
        return " ".join([*words[at - 2 : at], named])  # 'Bildnings- och kulturnämnden'
    kind = re.fullmatch(r"[A-ZÅÄÖ]\w*a", words[at - 1]) if at else None
    if kind:  # 'Tekniska nämnden'
        return f"{kind[0]} {named}"
    behind = " ".join(words[at + 1 :])
    whose = re.match(r"(?:för|i|vid)\s[^\d,.]+", behind) if word == named else None
    return f"{named.capitalize()} {whose[0] if whose else ''}".strip()


_OF_SWEDISH = re.compile(
    r"\b(?:fört\s+vid|för|vid|från)\s+(?P<name>[A-ZÅÄÖ][^,:]{2,58}?\s(?:r\.\s?f\.?|rf|Ab|Oy\s+Ab|sr))"
    r"(?::?s)?\s+\w*(?:möte|stämma|sammanträde)\w*"
)

_WITH_SWEDISH = re.compile(
    r"(?:möte|stämma|sammanträde)\s+(?:med|i|för)\s+(?P<name>[A-ZÅÄÖ].{2,58})$"
)


def _swedish_association(title: str) -> str | None:
    """'Exempelklubben r.f.' of 'Protokoll fört vid Exempelklubben r.f:s årsmöte', 'Testby väglag'
    of 'Delägarstämma med Testby väglag'."""
    match = _OF_SWEDISH.search(title)
    if match is None:
        whose = _WITH_SWEDISH.search(title)
        return whose["name"] if whose and _ends_as(whose["name"], "communities") else None
    name = match["name"]
    return f"{name}." if name.endswith("r.f") else name


def _organ_base(word: str) -> str | None:
    """The base form of a word for an organ: 'lautakunnan' -> 'lautakunta', 'ry:n' -> 'ry'."""
    stem = re.fullmatch(r"(ry|rf|oyj?|ab)(?::n|:s)?\.?", word, re.IGNORECASE)
    if stem:
        return stem[1]
    plain = word.strip(".,:()")
    for analysis in analyse(plain.lower()):
        if analysis.case in ("genitive", "nominative") and is_organ(analysis.base.capitalize()):
            base = analysis.base.lower()
            return base.capitalize() if plain[:1].isupper() else base
    return plain if _ends_as(plain, "organs", "communities") else None


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
    return (
        not reading.plural
        and reading.word_class in ("adjective", "noun_adjective")
        and reading.participle is None
    )
