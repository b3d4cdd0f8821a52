"""Votes: counts and names as they are printed, never inferred."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from models.records import Attendee, VoteChoice, Votes
from pipeline.rulebook import Rule, load_rules
from pipeline.scanning import possible_rules
from pipeline.values.numbers import parse_number_word

_SEPARATOR = regex.compile(r"\s*[,;]\s*|\s+(?:ja|sekä|och)\s+")


def read_votes(text: str, attendees: Sequence[Attendee]) -> Votes | None:
    """The last count printed in ``text``; names are completed from ``attendees`` where unique.

    Where the same count is printed twice, the one with names or blank votes is given.
    """
    found = [
        (match.start(), _to_votes(rule, match, text, attendees))
        for rule in possible_rules(text, "VOTE_COUNT")
        for match in rule.pattern.finditer(text)
    ]
    if not found:
        return _listed_votes(text, attendees)
    last = max(found, key=lambda pair: pair[0])[1]
    same = [votes for _, votes in found if (votes.for_, votes.against) == (last.for_, last.against)]
    fullest = _with_listed(max(same, key=_fullness), text, attendees)
    return _with_blanks(fullest, text, attendees)


def _listed_votes(text: str, attendees: Sequence[Attendee]) -> Votes | None:
    """The votes where nothing but the names under 'Jaa' and 'Ei' is printed and all are attendees:
    as many as are named."""
    for rule in possible_rules(text, "VOTE_LISTS"):
        for match in rule.pattern.finditer(text):
            sides = {side: match[f"{side}_names"] or "" for side in ("for", "against", "blank")}
            if _any("VOTE_SWAPPED", text):
                sides["for"], sides["against"] = sides["against"], sides["for"]
            last = next(side for side in ("blank", "against", "for") if sides[side])
            people = {
                side: _people_at(words, attendees, to_end=side != last)
                for side, words in sides.items()
            }
            if people["for"] and people["against"]:
                return _to_listed_votes(people)
    return None


def _to_listed_votes(people: dict[str, list[str]]) -> Votes:
    choices: tuple[VoteChoice, ...] = ("for", "against", "blank")
    return Votes(
        for_=len(people["for"]),
        against=len(people["against"]),
        blank=len(people["blank"]) or None,
        names=tuple((name, side) for side in choices for name in people[side]),
    )


def _people_at(words: str, attendees: Sequence[Attendee], to_end: bool) -> list[str]:
    """The attendees that are named one after another from the start, either name first; nobody
    where other words stand among them, or behind them if they must reach ``to_end``."""
    known = {
        tuple(form.casefold().split()): attendee.name
        for attendee in attendees
        for form in (attendee.name, " ".join(_surname_first(attendee.name)))
    }
    rest = [word for word in regex.split(r"[\s,;]+", words) if word not in ("", "ja", "och")]
    found: list[str] = []
    while rest:
        sizes = (n for n in (4, 3, 2) if tuple(w.casefold() for w in rest[:n]) in known)
        size = next(sizes, 0)
        if not size:
            return [] if to_end else found
        found.append(known[tuple(word.casefold() for word in rest[:size])])
        rest = rest[size:]
    return found


def _surname_first(name: str) -> list[str]:
    *given, last = name.split()
    return [last, *given]


def _with_listed(votes: Votes, text: str, attendees: Sequence[Attendee]) -> Votes:
    """The votes with names that are listed apart, where they are as many as are counted."""
    for rule in load_rules("VOTE_NAMES") if not votes.names else ():
        for match in rule.pattern.finditer(text):
            listed = _names(match.groupdict(), "for", "against", ())
            names = tuple((_attendee(name, attendees), how) for name, how in listed)
            counts = tuple(sum(how == side for _, how in names) for side in ("for", "against"))
            if counts == (votes.for_, votes.against):
                return replace(votes, names=names)
    return votes


def _attendee(printed: str, attendees: Sequence[Attendee]) -> str:
    """The attendee whose name the words begin with: the list's last name runs into what follows."""
    words = printed.split()
    names = {attendee.name for attendee in attendees}
    tried = (full_name(" ".join(words[:count]), attendees) for count in range(len(words), 0, -1))
    return next((name for name in tried if name in names), printed)


def _fullness(votes: Votes) -> int:
    told = (votes.blank, votes.absent)
    return len(votes.names) + sum(count is not None for count in told)


def _to_votes(
    rule: Rule, match: regex.Match[str], text: str, attendees: Sequence[Attendee]
) -> Votes:
    groups: dict[str, str | None] = match.groupdict()
    is_margin = rule.id == "vote-margin"
    swapped = _any("VOTE_AGAINST_PRESENTER", text) if is_margin else _any("VOTE_SWAPPED", text)
    ayes, noes = ("against", "for") if swapped and rule.id != "vote-got" else ("for", "against")
    return Votes(
        for_=_count(groups[ayes]) or 0,
        against=_count(groups[noes]) or 0,
        blank=_count(groups.get("blank")),
        absent=_count(groups.get("absent")),
        names=tuple(_names(groups, ayes, noes, attendees)),
    )


def _with_blanks(votes: Votes, text: str, attendees: Sequence[Attendee]) -> Votes:
    """The votes with the blank ones that the text tells of apart from the count."""
    if votes.blank is not None:
        return votes
    for rule in load_rules("VOTE_BLANK"):
        if match := rule.pattern.search(text):
            return replace(votes, blank=_count(match["blank"]))
    names = [
        full_name(match["blank_names"].strip(), attendees)
        for rule in load_rules("VOTE_BLANK_NAME")
        for match in rule.pattern.finditer(text)
    ]
    if not names:
        return votes
    blank: tuple[tuple[str, VoteChoice], ...] = tuple((name, "blank") for name in names)
    return replace(votes, blank=len(names), names=votes.names + blank)


def _any(label: str, text: str) -> bool:
    return any(rule.pattern.search(text) for rule in load_rules(label))


def _count(printed: str | None) -> int | None:
    """The count in digits or in words: '8', 'kahdeksan'."""
    if not printed or printed.isdigit():
        return int(printed) if printed else None
    word = parse_number_word(printed)
    return int(word[0]) if word else None


def _names(
    groups: dict[str, str | None], ayes: str, noes: str, attendees: Sequence[Attendee]
) -> Iterator[tuple[str, VoteChoice]]:
    choices: tuple[tuple[str, VoteChoice], ...] = (
        (ayes, "for"),
        (noes, "against"),
        ("blank", "blank"),
    )
    for group, choice in choices:
        for name in _SEPARATOR.split(groups.get(f"{group}_names") or ""):
            if name.strip():
                yield full_name(name.strip(), attendees), choice


def full_name(printed: str, attendees: Iterable[Attendee]) -> str:
    """The name of the only attendee whose name ends with ``printed``, else as printed."""
    wanted = printed.casefold()
    fitting = {
        attendee.name
        for attendee in attendees
        if attendee.name.casefold() == wanted or attendee.name.casefold().endswith(f" {wanted}")
    }
    return fitting.pop() if len(fitting) == 1 else printed
