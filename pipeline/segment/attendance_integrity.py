"""Who is said to be where they cannot be, as warnings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from models.records import Attendee, DocumentText, Meeting, Passage, Warning
from pipeline.segment.moves import Move
from pipeline.segment.officers import elected_names

SAME_TIME = 2
"""Minutes by which a list and a note may differ on one coming or going."""


def find_attendance_trouble(
    document: DocumentText,
    meeting: Meeting,
    listed: Sequence[Attendee],
    attendees: Sequence[Attendee],
    noted: Sequence[tuple[str, Move]],
    passages: Sequence[Passage],
) -> Iterator[Warning]:
    """A warning for each person who is said to be where they cannot be.

    ``listed`` are the attendees as listed, one that is in two lists twice; ``attendees`` have
    their presence by item; ``noted`` are the comings and goings that items tell of.
    """
    yield from _twice(document, listed)
    yield from _backwards(document, attendees)
    yield from _outside(document, meeting, noted)
    yield from _differing(document, listed, noted)
    absent = {each.name for each in attendees if each.mode == "absent"}
    yield from _absent_noted(document, absent, noted)
    if absent:
        yield from _absent_elected(document, attendees, absent, passages)


def _twice(document: DocumentText, listed: Sequence[Attendee]) -> Iterator[Warning]:
    absent = {each.name for each in listed if each.mode == "absent"}
    for each in {a.name: a for a in listed if a.mode in ("in_person", "remote")}.values():
        if each.name in absent:
            said = f"{each.name} is listed as absent and as present"
            yield Warning("absent_and_present", said, document.page_of(each.span.start))


def _backwards(document: DocumentText, attendees: Sequence[Attendee]) -> Iterator[Warning]:
    for each in attendees:
        page = document.page_of(each.span.start)
        for stretch in each.presence:
            come, go = stretch.from_time, stretch.to_time
            if come and go and go < come:
                said = f"{each.name} left at {go}, before they came at {come}"
                yield Warning("left_before_coming", said, page)
        for before, after in pairwise(each.presence):
            if before.to_time and after.from_time and after.from_time < before.to_time:
                said = f"{each.name} left at {before.to_time} and was back at {after.from_time}"
                yield Warning("left_before_coming", said, page, before.to_item)


def _outside(
    document: DocumentText, meeting: Meeting, noted: Sequence[tuple[str, Move]]
) -> Iterator[Warning]:
    """Times in items that lie before the meeting's start or after its end: often copied words."""
    start, end = meeting.starts_at, meeting.ends_at
    if start is None or end is None or end < start:
        return
    for move in dict.fromkeys(move for _, move in noted):
        times = [time for time in (move.from_time, move.to_time) if time is not None]
        wrong = [time for time in times if not start <= time <= end]
        if wrong:
            said = f"{wrong[0]} is no time of the meeting ({start}–{end}): {move.words}"
            yield Warning("time_outside_meeting", said, _page(document, move), move.path)


def _differing(
    document: DocumentText, listed: Sequence[Attendee], noted: Sequence[tuple[str, Move]]
) -> Iterator[Warning]:
    """Somebody who left (came) once by the list and once by a note, at different times."""
    for each in listed:
        if len(each.presence) != 1:
            continue
        [stretch] = each.presence
        for kind, said in (("came", stretch.from_time), ("left", stretch.to_time)):
            moves = [move for name, move in noted if name == each.name and move.kind == kind]
            if said is None or len(moves) != 1:
                continue
            [move] = moves
            told = move.from_time if kind == "came" else move.to_time
            if told is not None and abs(_minutes(told) - _minutes(said)) > SAME_TIME:
                words = f"{each.name} {kind} at {said} by the list, at {told} by item {move.path}"
                yield Warning("presence_differs", words, _page(document, move), move.path)


def _absent_noted(
    document: DocumentText, absent: set[str], noted: Sequence[tuple[str, Move]]
) -> Iterator[Warning]:
    for name, move in noted:
        if name in absent and move.kind in ("came", "left", "there"):
            said = f"{name} is listed as absent, but: {move.words}"
            yield Warning("absent_noted", said, _page(document, move), move.path)


def _absent_elected(
    document: DocumentText,
    attendees: Sequence[Attendee],
    absent: set[str],
    passages: Sequence[Passage],
) -> Iterator[Warning]:
    for role, name, passage in elected_names(document, attendees, passages):
        if role == "examiner" and name in absent:
            said = f"{name} is listed as absent, but elected to examine the minutes"
            page = document.page_of(passage.span.start)
            yield Warning("absent_elected", said, page, passage.item)


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _page(document: DocumentText, move: Move) -> int:
    return document.page_of(move.start)
