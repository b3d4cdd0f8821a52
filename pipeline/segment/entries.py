"""The entries of an attendance list: a name, and what is said of the person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import regex

from models.records import AttendanceMode, AttendeeRole, Span
from pipeline.morphology import analyse
from pipeline.names import is_first_name
from pipeline.registers import find_organisation
from pipeline.rulebook import lexicon_map
from pipeline.segment.gathered import BREAK
from pipeline.segment.persons import (
    NAME_PATTERN,
    PARTICLES,
    role_of,
    without_role,
    without_sender,
    without_title,
)
from pipeline.segment.presence import find_presence, says_remote
from pipeline.segment.units import BRACKETED, Unit, inverted_name, without_bullet

_PIECES = regex.compile(
    r"(?<!\d[a-z]?),|,(?!\s*\d+[a-z]?\s*(?:$|[-–—,)]|ja\b|och\b))|[\t;]|\s/\s|^\s*/"
)
"""A comma between the numbers of items does not set apart."""


_DEPUTY_OF = regex.compile(
    r"\p{Lu}[\p{L}-]+\s\p{Lu}[\p{L}-]+"
    r"(?=\s\p{Lu}[\p{L}-]+\s\p{Lu}[\p{L}-]+n\s"
    r"(?:(?:henkilökohtainen\s)?varajäsen|sijaan|sijasta|tilalla|puolesta))"
)
"""The name before that of the member: 'Aino Esimerkki Olli Mäen varajäsen'."""


_SEVERAL = regex.compile(r"[\s.]")
_DASH_BEFORE_NAME = regex.compile(r"\s[-‐–]\s(?P<first>\p{Lu}[\p{L}-]+)\s\p{Lu}")


@dataclass(frozen=True, slots=True)
class Detail:
    """A piece said of a person; what stands in brackets is seldom a job title alone. ``kind`` where
    its place tells what it is."""

    text: str
    bracketed: bool = False
    kind: Literal["affiliation", "title"] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a list: the name and where it stands, the role before it, the rest in pieces.

    ``name`` is None where an entry has none: a role or an organisation behind the last one.
    ``mode`` is what a mark beside the name says; ``deputy_of`` the member on the same row of a
    table in whose place a deputy was there.
    """

    name: str | None
    span: Span | None
    role: AttendeeRole | None
    details: tuple[Detail, ...]
    text: str
    mode: AttendanceMode | None = None
    deputy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How most entries of a list are written."""

    dash: str | None
    glued: bool
    inverted: bool


def to_entry(unit: Unit, style: Style) -> Entry:
    words = without_bullet(unit.words)
    role, rest = without_role(words.text)
    rest, sender = without_sender(rest.lstrip())
    title, rest = without_title(rest)
    start = len(words.text) - len(rest)
    name, end = _read_name(rest, style)
    if name is None:
        return Entry(None, None, role, (), words.text)
    pieces = [piece for piece in to_details(rest[end:]) if not _are_initials(piece, name)]
    if style.dash or style.glued:
        pieces = [part for piece in pieces for part in _apart(piece)]
    before = [Detail(title, kind="title")] if title else []
    of = unit.group or sender
    behind = [_of_group(of)] if of else []
    span = words.cut(start, start + end).span
    mode: AttendanceMode | None = "absent" if unit.mark == "absent" else None
    member = _read_name(unit.stands_for, style)[0] if unit.stands_for else None
    role = role or ("deputy" if unit.stands_for else None)
    return Entry(name, span, role, (*before, *pieces, *behind), words.text, mode, member)


def _of_group(group: str) -> Detail:
    """What the name of a group says of each in it: whom they speak for, or what they are."""
    if not group.casefold().startswith(lexicon_map("attendance_words")["offices"]):
        return Detail(group, kind="affiliation")
    one = next((a.base for a in analyse(group.lower()) if a.plural), group)
    return Detail(one.capitalize() if group[0].isupper() else one, kind="title")


def _are_initials(piece: Detail, name: str) -> bool:
    """'(AE)' behind 'Aino Esimerkki'."""
    if not (piece.bracketed and 1 < len(piece.text) < 5):
        return False
    first = [word[0] for word in name.replace("-", " ").split()]
    return set(piece.text) <= {*first} and piece.text[0] == first[0]


def _read_name(text: str, style: Style) -> tuple[str | None, int]:
    """The name that begins the entry, first name first where a comma tells, and where it ends."""
    match = inverted_name(text, sure=False) if style.inverted else None
    if match is not None:
        return f"{match['first']} {match['last']}", match.end()
    end = _name_end(text, style.dash, style.glued)
    if end is None:
        return None, 0
    name, rest = text[:end], text[end:].lstrip()
    sentence = rest[:1].islower() or rest[:1].isdecimal()
    if sentence and _SEVERAL.search(name) is None and not is_first_name(name):
        return None, 0  # a sentence
    return name, end


def _name_end(text: str, dash: str | None, glued: bool) -> int | None:
    """How many characters of the entry are the name; None if it begins with none."""
    if dash and (cut := text.rfind(f" {dash} ")) > 0:
        match = NAME_PATTERN.match(text, endpos=cut)
        return match.end() if match else None
    match = NAME_PATTERN.match(text)
    if match is None:
        return None
    deputy = _DEPUTY_OF.match(text)
    if deputy is not None:
        return deputy.end()
    apart = _DASH_BEFORE_NAME.search(match[0])
    if apart is not None and is_first_name(apart["first"]):
        return apart.start()  # 'Aino Esimerkki – Olli Mäen varajäsen'
    return _two_words(match[0]) if glued else match.end()


def _two_words(name: str) -> int:
    """The end of a first name, with particles and further first names, and one surname."""
    words = list(regex.finditer(r"\S+", name))
    last = 1
    while last + 1 < len(words) and (
        words[last][0] in PARTICLES
        or (last == 1 and is_first_name(words[1][0]) and not find_organisation(words[2][0]))
    ):
        last += 1
    return words[min(last, len(words) - 1)].end()


# --- what is said of a person --------------------------------------------------------------------


def to_details(rest: str) -> Iterator[Detail]:
    """What is said of a person, piece by piece: '(pj, Org)', ', rehtori, saapui 16:33'."""
    at = 0
    for match in BRACKETED.finditer(rest):
        yield from _pieces(rest[at : match.start()], bracketed=False)
        yield from _pieces(match[1], bracketed=True)
        at = match.end()
    yield from _pieces(rest[at:], bracketed=False)


def _apart(detail: Detail) -> Iterator[Detail]:
    """'Org pj': organisation and role apart; what follows the name without a comma is no job."""
    words = detail.text.split()
    if len(words) > 1 and words[0][0].isupper() and role_of(words[-1]):
        yield Detail(" ".join(words[:-1]), bracketed=True)
        yield Detail(words[-1])
    else:
        yield replace(detail, bracketed=True)


def _pieces(text: str, bracketed: bool = False) -> Iterator[Detail]:
    for piece in _PIECES.split(_at_breaks(text)):
        plain = " ".join(piece.split()).strip(" .–-:/")
        if plain:
            yield Detail(plain, bracketed)


def _at_breaks(text: str) -> str:
    """The words with a comma where a line of a cell is a role or a time of its own."""
    lines = text.split(BREAK)
    return "".join(
        (", " if at and _is_own_piece(line) else " ") + line
        for at, line in enumerate(_unwrapped(lines))
    )


def _is_own_piece(line: str) -> bool:
    return bool(role_of(line.strip(" ,")) or find_presence(line) or says_remote(line))


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Lines with those joined that a genitive leaves open: 'valtuuston' / 'puheenjohtaja'."""
    found: list[str] = []
    for line in lines:
        is_role = bool(found) and role_of(found[-1].strip(" ,")) is not None
        if found and not is_role and regex.search(r"(?:\p{Ll}n|-)\s*$", found[-1]):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found
