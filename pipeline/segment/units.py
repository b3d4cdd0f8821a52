"""The lines of an attendance list cut into units of one person each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from pipeline.names import is_first_name
from pipeline.registers import find_organisation
from pipeline.rulebook import lexicon_map
from pipeline.segment.gathered import Gathered, join
from pipeline.segment.heads import meaning_of
from pipeline.segment.persons import (
    NAME,
    NAME_PATTERN,
    begins_with_person,
    goes_on,
    names_unit,
    role_of,
    without_role,
    without_title,
)
from pipeline.segment.presence import Mark, says_remote

_BETWEEN = regex.compile(r"[,;\n]|\s(?:ja|sekä|och|samt)\s(?!\p{Ll}+:)|\s[+&]\s|•")

_SEMICOLON = regex.compile(r"[;\n]|\s(?:ja|och)\s|•")

BRACKETED = regex.compile(r"\(([^)]*)\)?")

_GROUP = regex.compile(r"(?P<group>\p{Lu}[^:,()\t]{1,60}):(?:\s+(?=\p{Lu})|\s*$)")

_INVERTED = regex.compile(rf"(?P<last>{NAME}),\s(?P<first>{NAME})(?=\s*(?:$|[\t(,]))")

_LEADING = " \t\n•●▪■◦○□−*0123456789."

MOST = 0.6
"""Share of a list's entries that must be written one way for the list to be read that way."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of a list with those that go on with it, the group it is of, the mark before it;
    ``stands_for`` are the words for the absent member in whose place somebody was there."""

    words: Gathered
    group: str | None = None
    mark: Mark | None = None
    stands_for: str | None = None


def whole(units: Sequence[Unit]) -> list[Unit]:
    """The units with each line that goes on with the one before joined to it."""
    bulleted = bool(units) and regex.match(r"\s*[-–•]\s", units[0].words.text) is not None
    found: list[Unit] = []
    for unit in units:
        words = without_bullet(unit.words) if bulleted else unit.words
        if found and _goes_on(found[-1].words.text, words.text, bulleted):
            found[-1] = replace(found[-1], words=join([found[-1].words, words], " "))
        else:
            found.append(replace(unit, words=words))
    return [replace(unit, words=without_bullet(unit.words)) for unit in found]


def without_bullet(words: Gathered) -> Gathered:
    text = words.text
    return words.cut(len(text) - len(text.lstrip(_LEADING + "-–")))


def _goes_on(before: str, text: str, bulleted: bool) -> bool:
    cut_name = not bulleted and regex.match(r"\s*[-–]\s", text) is not None  # 'Mäki' / '– Puro'
    return cut_name or goes_on(before, text) or _stand_in(r"\s*$").search(before) is not None


@lru_cache(maxsize=4)
def _stand_in(before: str) -> regex.Pattern[str]:
    """What says that somebody is absent and another there instead, in front of ``before``."""
    known = lexicon_map("attendance_words")
    absent, instead = (sorted(known[key], key=len, reverse=True) for key in ("absent", "instead"))
    return regex.compile(
        r"(?i)[\s(,–-](?:\L<absent>)\)?\s*[;,.:–-]?\s*(?:\L<instead>)(?:\s\L<instead>)?\.?:?"
        rf"(?-i:{before})",
        absent=absent,
        instead=instead,
    )


def grouped(units: Sequence[Unit]) -> list[Unit]:
    """The units with the name of the group before a colon, on their own line or above; in a margin
    it is that of the lines below, too."""
    found: list[Unit] = []
    current: str | None = None
    for unit in units:
        match = _GROUP.match(unit.words.text)
        group = match["group"] if match and not begins_with_person(unit.words.text) else None
        if group is None or match is None or role_of(group) or meaning_of(group):
            found.append(replace(unit, group=current))
        elif match.end() < len(unit.words.text):
            found.append(replace(unit, words=unit.words.cut(match.end()), group=group))
            current = group if match[0].endswith("\t") else current
        else:
            current = group
    return found


_FAMILY = regex.compile(
    r"(?:^|[,;(\v]\s*)(?P<one>\p{Lu}[\p{L}-]+)\s(?:ja|och|&)\s"
    r"(?P<other>\p{Lu}[\p{L}-]+)\s(?P<name>\p{Lu}[\p{L}-]+)"
)


def with_surnames(units: Iterable[Unit]) -> Iterator[Unit]:
    """The units with those of one surname apart: 'Aino ja Matti Mallikas'."""
    for unit in units:
        words = unit.words
        match = _FAMILY.search(words.text)
        while match is not None and _are_of_one_name(match):
            name = words.cut(*match.span("name"))
            yield replace(unit, words=join([words.cut(0, match.end("one")), name], " "))
            words = words.cut(match.start("other"))
            match = _FAMILY.search(words.text)
        yield replace(unit, words=words)


def _are_of_one_name(match: regex.Match[str]) -> bool:
    both = is_first_name(match["one"]) and is_first_name(match["other"])
    return both and not is_first_name(match["name"])


def with_stand_ins(units: Iterable[Unit]) -> Iterator[Unit]:
    """The units with those cut that name the deputy of somebody absent behind that person:
    'NN (poissa), sij. NN'."""
    absent = sorted(lexicon_map("attendance_words")["absent"], key=len, reverse=True)
    for unit in units:
        match = _stand_in(r"\s+(?=\p{Lu})").search(unit.words.text)
        if match is None:
            yield unit
            continue
        end = regex.search(r"(?i).*(?:\L<absent>)\)?", match[0], absent=absent)
        member = unit.words.cut(0, match.start() + (end.end() if end else 0))
        yield replace(unit, words=member)
        yield replace(unit, words=_unbracketed(unit.words.cut(match.end())), stands_for=member.text)


def _unbracketed(words: Gathered) -> Gathered:
    """The words without a bracket at their end that was opened before them."""
    open_before = words.text.count(")") > words.text.count("(") and words.text.endswith(")")
    return words.cut(0, len(words.text) - 1) if open_before else words


# --- one person or several -----------------------------------------------------------------------


def are_inverted(texts: Sequence[str]) -> bool:
    """True if most lines give surname, comma, first name."""
    return bool(texts) and sum(map(bool, map(inverted_name, texts))) >= MOST * len(texts)


def inverted_name(text: str, sure: bool = True) -> regex.Match[str] | None:
    """'Esimerkki, Aino'; where a list is written so (not ``sure``) a first name need not be known
    as one."""
    match = _INVERTED.match(text)
    if match is None or is_first_name(match["last"].split()[0]) or _are_first_names(text):
        return None
    if not sure and role_of(match["first"]) is None:
        return match
    return match if all(map(_is_given, match["first"].split())) else None


def _are_first_names(text: str) -> bool:
    """True for a row of single names most of which are first names: 'Aino, Olli, Matti'."""
    names = [piece.strip(" .") for piece in _BETWEEN.split(text) if piece.strip()]
    known = sum(map(is_first_name, names))
    return len(names) > 2 and 2 * known > len(names) and all(name.isalpha() for name in names)


def _is_given(word: str) -> bool:
    return is_first_name(word) or word.endswith(".")


_FURTHER = regex.compile(r"\)[,;]\s*(?=\p{Lu}[\p{L}-]+(?:\s\p{Lu}|\s*(?:$|[,;(])))")
"""Behind brackets what may be another name, more than something said of the same person."""


def is_one_a_line(texts: Sequence[str]) -> bool:
    """True if every unit of the list is one person: it begins with a name and no other follows."""
    if len(texts) < 2:
        return not _lists_names("".join(texts))
    begin = sum(
        1 for text in texts if (m := NAME_PATTERN.match(bare(text))) and regex.search(r"\s", m[0])
    )
    several = sum(1 for text in texts if _FURTHER.search(text) or _lists_people(text))
    return begin >= 0.8 * len(texts) and several < max(1.0, 0.2 * len(texts))


def bare(text: str) -> str:
    return without_title(without_role(text)[1])[1]


def _lists_people(text: str) -> bool:
    """True if first name and surname of somebody follow a comma, or begin behind brackets."""
    if any(begins_with_person(text[m.end() :]) for m in regex.finditer(r"\)[,;]\s*", text)):
        return True
    pieces = regex.split(r"[,;]", BRACKETED.sub("", text))[1:]
    return any(
        NAME_PATTERN.fullmatch(piece.strip()) and begins_with_person(piece.strip())
        for piece in pieces
    )


def _lists_names(text: str) -> bool:
    """True if a name follows the first comma or 'ja': one line that lists several people."""
    plain = regex.sub(r"\([^)]*\)|/[^,;]*|\.\s*$", "", text)
    first, *pieces = regex.split(r"[,;]|\s(?:ja|sekä|och|samt)\s", plain)
    by_word = [r.strip() for r in regex.split(r"\s(?:ja|sekä|och|samt|\+)\s", plain)[1:]]
    lone = is_first_name(first.strip()) or _are_first_names(text)
    return any(_is_person(piece.strip(), lone) for piece in pieces) or any(
        map(NAME_PATTERN.fullmatch, by_word)
    )


def _is_person(piece: str, lone: bool) -> bool:
    """True for a name that stands alone, but for a title before and a role behind; ``lone`` if
    first names alone are listed."""
    match = NAME_PATTERN.match(bare(piece))
    if match is None or names_unit(match[0]):
        return False
    whole = regex.search(r"[\s.]", match[0]) is not None or (lone and is_first_name(match[0]))
    rest = bare(piece)[match.end() :].strip()
    return whole and (not rest or role_of(rest) not in (None, "deputy"))


# --- cut at separators ---------------------------------------------------------------------------


def cut_units(units: Sequence[Unit]) -> Iterator[Unit]:
    """The units cut at the separators that the list uses, units of one group together."""
    runs: list[Unit] = []
    for unit in units:
        if runs and runs[-1].group == unit.group:
            mark = "\n" if _is_complete(runs[-1].words.text, unit.words.text) else " "
            runs[-1] = replace(runs[-1], words=join([runs[-1].words, unit.words], mark))
        else:
            runs.append(unit)
    semicolons = any(";" in BRACKETED.sub("", unit.words.text) for unit in runs)
    for unit in runs:
        for words in _cut(unit.words, _SEMICOLON if semicolons else _BETWEEN):
            if words.text:  # nothing stands between a comma and the end of its line
                yield replace(unit, words=words)


def with_rest(units: Iterable[Unit]) -> list[Unit]:
    """The units with what is said of a person behind a comma joined to the person."""
    found: list[Unit] = []
    for unit in units:
        text = unit.words.text
        said = regex.match(r"[\p{Ll}(]", text) is not None or _is_role(text)
        said = said or names_unit(text) or find_organisation(text) is not None
        if found and said and not begins_with_person(text):
            found[-1] = replace(found[-1], words=join([found[-1].words, unit.words], ", "))
        else:
            found.append(unit)
    return found


def _is_role(text: str) -> bool:
    return role_of(BRACKETED.sub("", text).strip()) is not None


def _is_complete(before: str, text: str) -> bool:
    """True if a person ends with the line before and another begins: no name is cut in two."""
    tail = _BETWEEN.split(BRACKETED.sub("()", before))[-1].strip()
    name = NAME_PATTERN.match(bare(tail))
    whole = (
        "()" in tail
        or says_remote(tail)
        or role_of(tail) is not None
        or (name is not None and (" " in name[0] or name.end() < len(tail)))
    )
    return begins_with_person(text) and whole


def _cut(words: Gathered, between: regex.Pattern[str]) -> Iterator[Gathered]:
    """Cut at separators outside brackets."""
    text = words.text
    start = at = depth = 0
    while at < len(text):
        depth += (text[at] == "(") - (text[at] == ")" and depth > 0)
        match = between.match(text, at) if depth == 0 else None
        if match and _separates(text, start, match, between):
            yield words.cut(start, at)
            start = at = match.end()
        else:
            at += 1
    yield words.cut(start)


def _separates(text: str, start: int, match: regex.Match[str], between: regex.Pattern[str]) -> bool:
    """True for every separator but an 'and' in a list with semicolons, unless people stand on both
    sides: 'Lasse ja Raili Mallikas; ...'."""
    if between is not _SEMICOLON or not match[0].strip().isalpha():
        return True
    words = text[start : match.start()].split()
    return bool(words) and is_first_name(words[0]) and begins_with_person(text[match.end() :])
