"""What the minutes say that cannot be: votes against the roll, acts of the absent, odd dates."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import regex

from models.records import (
    Attendee,
    Decision,
    DocumentText,
    Minutes,
    Passage,
    VoteChoice,
    Votes,
    Warning,
)
from pipeline.inflection import matches_name
from pipeline.roll import standing_at, top_paths
from pipeline.rulebook import lexicon_map, load_rules
from pipeline.scanning import possible_rules

VOTERS = ("chair", "vice_chair", "member", "deputy", "examiner")
"""Roles of those who may vote."""
FEWEST_VOTERS = 3
"""Fewer who may vote are no roll: some officers alone are listed."""
OPENING_ITEMS = 3
"""Items at the beginning in which the number of those present may be told."""
FARTHEST_YEARS = 60
"""Years after the meeting beyond which a date is a slip."""
ACTING = ("discussion", "vote", "decision", "dissent")
"""Sections in which somebody acts at this meeting."""


def find_contradictions(
    document: DocumentText,
    minutes: Minutes,
    decisions: Sequence[Decision],
) -> Iterator[Warning]:
    """A warning for each vote, act or date that contradicts something else."""
    rolled = _is_roll(document, minutes)
    for decision in decisions:
        if decision.votes is not None:
            page = document.page_of(decision.span.start)
            for code, said in _of_votes(minutes, decision, decision.votes, rolled):
                yield Warning(code, said, page, decision.item)
    yield from _of_acts(document, minutes)
    yield from _of_days(document, minutes)


# --- votes ---------------------------------------------------------------------------------------


def _of_votes(
    minutes: Minutes, decision: Decision, votes: Votes, rolled: bool
) -> Iterator[tuple[str, str]]:
    yield from _tally(votes)
    for name, count in Counter(name for name, _ in votes.names).items():
        if count > 1:
            yield "votes_twice", f"{name} is named {count} times in one vote"
    present = _may_vote(minutes, decision.item)
    cast = votes.for_ + votes.against + (votes.blank or 0) + (votes.abstain or 0)
    if rolled and cast > len(present):
        yield "votes_exceed_present", f"{cast} voted, but {len(present)} who may vote were present"
    for name, choice in votes.names:
        if choice != "absent":
            yield from _of_voter(name, minutes, decision.item, rolled)


def _tally(votes: Votes) -> Iterator[tuple[str, str]]:
    """The printed counts against the printed names, where all of a side are names."""
    counts: dict[VoteChoice, int | None] = {
        "for": votes.for_, "against": votes.against, "blank": votes.blank,
    }  # fmt: skip
    for choice, count in counts.items():
        names = [name for name, said in votes.names if said == choice]
        if names and count != len(names) and all(name[0].isupper() for name in names):
            yield (
                "tally_differs",
                f"{count} votes {choice}, but {len(names)} names: {', '.join(names)}",
            )


def _of_voter(
    name: str, minutes: Minutes, item: str | None, rolled: bool
) -> Iterator[tuple[str, str]]:
    voter = next((each for each in minutes.attendees if each.name == name), None)
    if voter is None:
        surname = name.split()[-1]
        known = any(each.name.split()[-1] == surname for each in minutes.attendees)
        if rolled and not known and name[0].isupper():
            yield "voter_not_listed", f"{name} voted, but is not listed as present"
    elif (standing := _standing(voter, minutes, item)) in ("absent", "away"):
        yield "absent_votes", f"{name} voted, but was {standing}"


def _standing(attendee: Attendee, minutes: Minutes, item: str | None) -> str:
    path = (item or "").split(".")[0]
    paths = top_paths(minutes.items)
    if path in paths:
        return standing_at(attendee, path, paths)
    return "absent" if attendee.mode == "absent" else "unknown"


def _may_vote(minutes: Minutes, item: str | None) -> list[Attendee]:
    """Those present who may vote; where jobs stand among the members, whoever has one may, too."""
    voters = [at for at, each in enumerate(minutes.attendees) if each.role in VOTERS]
    last = max(voters, default=-1)
    return [
        each
        for at, each in enumerate(minutes.attendees)
        if (each.role in VOTERS or (each.role == "other" and at < last))
        and _standing(each, minutes, item) not in ("absent", "away")
    ]


def _is_roll(document: DocumentText, minutes: Minutes) -> bool:
    """True if those who may vote are listed one by one, and nowhere counted instead."""
    voters = [each for each in minutes.attendees if each.role in VOTERS and each.mode != "absent"]
    known = all(each.mode != "unknown" for each in voters)
    if len(voters) < FEWEST_VOTERS or not known:
        return False
    opening = top_paths(minutes.items)[:OPENING_ITEMS]
    told = (
        document.flat[p.span.start : p.span.end]
        for p in minutes.passages
        if p.role in ("attendance", "preamble") or (p.item or "").split(".")[0] in opening
    )
    rules = load_rules("ROLL_COUNT")
    return not any(rule.pattern.search(text) for text in told for rule in rules)


# --- acts ----------------------------------------------------------------------------------------


def _of_acts(document: DocumentText, minutes: Minutes) -> Iterator[Warning]:
    """Proposals, seconding and dissents of people who were absent or away."""
    gone = [each for each in minutes.attendees if each.mode == "absent" or each.presence]
    for passage in minutes.passages if gone else ():
        if passage.item is None or passage.role != "text" or passage.section not in ACTING:
            continue
        for name, words in _acting(document, passage, gone):
            standing = _standing(name, minutes, passage.item)
            if standing in ("absent", "away"):
                said = f"{name.name} was {standing}, but: {words}"
                page = document.page_of(passage.span.start)
                yield Warning("absent_acts", said, page, passage.item)


def _acting(
    document: DocumentText, passage: Passage, gone: Sequence[Attendee]
) -> Iterator[tuple[Attendee, str]]:
    text = document.flat[passage.span.start : passage.span.end]
    for rule in load_rules("ACT"):
        for match in rule.pattern.finditer(text):
            who, whose = match.groupdict().get("who"), match.groupdict().get("whose")
            for each in gone:
                if each.name == who or (whose and matches_name(each.name, whose)):
                    yield each, match[0]


# --- dates ---------------------------------------------------------------------------------------


DIGIT = regex.compile(r"\d")


def _of_days(document: DocumentText, minutes: Minutes) -> Iterator[Warning]:
    """Dates whose day of the week is another one, days that no calendar has, and slips in years."""
    year = int((minutes.meeting.date or "9999")[:4])
    kinds: tuple[tuple[str, str, Callable[[regex.Match[str]], str | None]], ...] = (
        ("WEEKDAY", "weekday_differs", _weekday),
        ("NO_DAY", "no_such_day", _no_day),
        ("FAR_DAY", "date_out_of_reach", lambda match: _far_day(match, year)),
    )
    for passage in minutes.passages:
        text = document.flat[passage.span.start : passage.span.end]
        for label, code, trouble in kinds if DIGIT.search(text) else ():
            for match in (
                m for rule in possible_rules(text, label) for m in rule.pattern.finditer(text)
            ):
                if said := trouble(match):
                    page = document.page_of(passage.span.start + match.start())
                    yield Warning(code, said, page, passage.item)


def _day(match: regex.Match[str]) -> datetime.date | None:
    try:
        return datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _weekday(match: regex.Match[str]) -> str | None:
    day = _day(match)
    lexicons = (lexicon_map("weekday_names"), lexicon_map("weekday_abbreviations"))
    named = (int(k) for names in lexicons for k in names if match["weekday"].casefold() in names[k])
    said = next(named)
    if day is None or day.weekday() == said:
        return None
    return f"{match[0]}: that day is a {day:%A}"


def _no_day(match: regex.Match[str]) -> str | None:
    return f"{match[0]} is in no calendar" if _day(match) is None else None


def _far_day(match: regex.Match[str], year: int) -> str | None:
    far = int(match["year"]) > year + FARTHEST_YEARS
    return f"{match[0]} is long after the meeting" if far else None
