"""Who came, left or was away, as the words of a list or of an item tell it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

import regex

from models.records import Attendee, DocumentText, Passage, SectionKind
from pipeline.inflection import matches_name
from pipeline.rulebook import load_rules
from pipeline.scanning import possible_rules
from pipeline.segment.history import find_history
from pipeline.segment.presence import item_ranges, to_clock
from pipeline.segment.times import DATE
from pipeline.segment.units import BRACKETED
from pipeline.sentences import split_sentences

Kind = Literal["came", "left", "away", "there"]
When = Literal["whole", "within", "before", "during", "after"]

_CLOCKS = regex.compile(
    r"\b(?:klo|kl\.?|kello)\s*(\d{1,2}[.:]\d{2})(?:\s*[-–—]\s*(?:klo\s*)?(\d{1,2}[.:]\d{2}))?(?!\d)"
)
_TOKEN = regex.compile(r"[\p{L}’'-]+")
_BETWEEN_NAMES = regex.compile(
    r"(?:\s*\([^)]*\))?\s*(?:,|\bja\b|\bsekä\b|\boch\b|\bsamt\b)[\s\p{Ll}-]*"
)
_IN_CLAUSE = regex.compile(
    r"(?:\s*\([^)]*\))*(?:,\s*(?P<relative>joka|jotka|som)\b|\s+ilmoitti,\s+että\b)?(?:[^,;(]|\([^)]*\))*"
)
_BEHIND_NAME = regex.compile(r"(?:\s*\([^)]*\))*[\s,.]*")
_ONE_NOTED = ("decision", "discussion", "disqualification", "vote", "dissent", None)
"""Sections in which this meeting's comings and goings are noted; None is an item's own text."""


@dataclass(frozen=True, slots=True)
class Move:
    """That somebody came, left, was away for a while, or was there for a while; ``path`` is the
    item, ``words`` what is printed, and ``start`` the offset of a note's passage."""

    kind: Kind
    when: When
    path: str
    from_time: str | None
    to_time: str | None
    words: str
    start: int = 0


def read_moves(words: str, paths: Sequence[str], path: str | None = None) -> list[Move]:
    """What the words say, at the items that they name, else at ``path``; nothing if they say
    nothing of the kind, or that somebody is not disqualified."""
    kind = _first("MOVE", words)
    if kind is None or kind == "no":
        return []
    come, go = _times(words, cast(Kind, kind))
    when = _when(cast(Kind, kind), _first("MOVE_WHEN", words), bool(come and go))
    named = item_ranges(words, sections_alone=path is not None) or ([(path, path)] if path else [])
    first = named[:1] if kind != "away" else named
    return [Move(cast(Kind, kind), when, at, come, go, words) for at in _between(first, paths)]


def _between(ranges: Sequence[tuple[str, str]], paths: Sequence[str]) -> list[str]:
    """The items of the ranges that the document has."""
    known = [(first, last) for first, last in ranges if first in paths and last in paths]
    return [at for first, last in known for at in paths[paths.index(first) : paths.index(last) + 1]]


def _times(words: str, kind: Kind) -> tuple[str | None, str | None]:
    """From when to when: a single time is when somebody came, or when they went."""
    match = _CLOCKS.search(words)
    first, second = (to_clock(match[1]), to_clock(match[2])) if match else (None, None)
    if first is None or second is not None:
        return first, second
    return (None, first) if kind == "left" else (first, None)


def _first(label: str, words: str) -> str | None:
    """The second part of the id of the first rule that matches: 'came' of 'move-came'."""
    rule = next((rule for rule in load_rules(label) if rule.pattern.search(words)), None)
    return rule.id.split("-")[1] if rule else None


def _when(kind: Kind, said: str | None, timed: bool) -> When:
    if said is not None:
        during_away = kind == "away" and said in ("during", "before", "after")
        return "whole" if during_away else cast(When, said)
    if kind == "away":
        return "within" if timed else "whole"
    return "within"


# --- notes inside items --------------------------------------------------------------------------


def noted_moves(
    document: DocumentText,
    attendees: Sequence[Attendee],
    passages: Sequence[Passage],
    paths: Sequence[str],
) -> Iterator[tuple[str, Move]]:
    """Name and move of each note inside an item; what is told of an earlier meeting is left out.

    The name is empty where the note is of somebody who is not listed: it tells a time all the same.
    """
    earlier: dict[str, bool] = {}
    for passage in passages:
        if passage.item is None:
            continue
        path = passage.item.split(".")[0]
        text = document.flat[passage.span.start : passage.span.end]
        if passage.role == "history":
            earlier[path] = _is_earlier(text, path)
        elif passage.role == "heading":
            earlier[path] = False  # lines above it tell where the matter was before
        elif passage.section in _ONE_NOTED and not earlier.get(path) and _may_note(passage, text):
            for start, end in split_sentences(text):
                for name, move in _noted(text[start:end], attendees, path, paths, passage.section):
                    yield name, replace(move, start=passage.span.start)


def _may_note(passage: Passage, text: str) -> bool:
    return passage.section == "disqualification" or bool(possible_rules(text, "MOVE"))


def _is_earlier(line: str, path: str) -> bool:
    """True for a line of history that does not name this meeting's own section."""
    treated = find_history(line)
    if treated is None:
        return True
    return str(treated.number) != path if treated.number else True


def _noted(
    words: str,
    attendees: Sequence[Attendee],
    path: str,
    paths: Sequence[str],
    section: SectionKind | None,
) -> Iterator[tuple[str, Move]]:
    moves = [move for move in read_moves(words, paths, path) if _is_of_meeting(move)]
    names = _movers(words, attendees) if moves else []
    if section == "disqualification" and not names and any(move.kind == "away" for move in moves):
        names = [name for _, _, name in _named(words, attendees)]
    names = names or ([""] if _tells_time(moves, words) else [])
    if not moves and section == "disqualification" and _names_alone(words, attendees):
        moves = [Move("away", "whole", path, None, None, words)]
        names = [name for _, _, name in _named(words, attendees)]
    yield from ((name, move) for name in names for move in moves)


def _tells_time(moves: Sequence[Move], words: str) -> bool:
    """True if the words tell when the item was treated, whoever it was that came or went."""
    there = any(move.kind == "there" for move in moves)
    return there or any(rule.pattern.search(words) for rule in load_rules("MOVE_WHEN"))


def _is_of_meeting(move: Move) -> bool:
    """True if the words speak of this meeting or its items, or tell when somebody came or left;
    what happened on a day that is named is another matter."""
    here = any(
        rule.pattern.search(move.words)
        for kind in ("MOVE_HERE", "MOVE_WHEN")
        for rule in load_rules(kind)
    )
    timed = move.kind in ("came", "left") and (move.from_time or move.to_time) is not None
    return (here or timed) and DATE.search(move.words) is None


def _movers(words: str, attendees: Sequence[Attendee]) -> list[str]:
    """Those who moved: the names that stand together last before the verb, else first behind it,
    in the verb's own clause."""
    verb = next((m for rule in load_rules("MOVE") if (m := rule.pattern.search(words))), None)
    if verb is None:
        return []
    groups: list[list[tuple[int, int, str]]] = []
    for name in _named(words, attendees):
        if groups and _BETWEEN_NAMES.fullmatch(words[groups[-1][-1][1] : name[0]]):
            groups[-1].append(name)
        else:
            groups.append([name])
    before = [group for group in groups if group[0][0] < verb.start()]
    behind = [group for group in groups if group[0][0] >= verb.start()]
    clause = _IN_CLAUSE.fullmatch(words[before[-1][-1][1] : verb.start()]) if before else None
    if clause is not None:
        relative = clause["relative"] in ("joka", "som")  # speaks of the last alone
        return [name for _, _, name in before[-1][-1 if relative else 0 :]]
    if (
        behind
        and not before
        and "," not in BRACKETED.sub("", words[verb.start() : behind[0][0][0]])
    ):
        return [name for _, _, name in behind[0]]
    return []


def _named(words: str, attendees: Sequence[Attendee]) -> Iterator[tuple[int, int, str]]:
    """Attendees named in full, with the place of their names."""
    tokens = list(_TOKEN.finditer(words))
    at = 0
    while at < len(tokens):
        found = next((each for each in attendees if _is_name(each.name, words, tokens[at:])), None)
        if found is None:
            at += 1
            continue
        size = len(found.name.split())
        yield tokens[at].start(), tokens[at + size - 1].end(), found.name
        at += size


def _is_name(name: str, words: str, tokens: Sequence[regex.Match[str]]) -> bool:
    size = len(name.split())
    if len(tokens) < size or size < 2 or tokens[0][0][:2] != name[:2]:
        return False
    form = " ".join(words[tokens[0].start() : tokens[size - 1].end()].split())
    if form == name:
        return True
    behind = words[tokens[size - 1].end() :]
    return regex.match(r"\s+\w+neeksi\b", behind) is not None and matches_name(name, form)


def _names_alone(words: str, attendees: Sequence[Attendee]) -> bool:
    """True if nothing but names of attendees, and what brackets say of them, is there."""
    rest = words
    for start, end, _ in reversed(list(_named(words, attendees))):
        rest = rest[:start] + _BEHIND_NAME.sub("", rest[end:], count=1)
    return rest != words and not regex.sub(r"\b(?:ja|sekä|och|samt)\b|\W", "", rest)
