"""Stretches of presence from what lists and notes say: by item where the document tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from models.records import Attendee, Item, Meeting, Presence
from pipeline.roll import top_paths
from pipeline.segment.moves import Move, read_moves

_LISTENERS = ("expert", "guest", "other")
"""Roles of people who may be there for single items only."""


def with_stretches(
    attendees: Sequence[Attendee],
    items: Sequence[Item],
    meeting: Meeting,
    noted: Iterable[tuple[str, Move]],
) -> list[Attendee]:
    """The attendees with their presence by item: what lists say joined to what is noted in items.

    A time is taken for an item's where a note says so, or where the notes before and after it are
    of one item; else the stretch keeps its time and no item.
    """
    paths = top_paths(items)
    notes = list(noted)
    clock = _Clock(
        meeting, paths, [*(move for _, move in notes), *_listed_at_one(attendees, paths)]
    )
    found = []
    for attendee in attendees:
        own = [move for name, move in notes if name == attendee.name]
        apart = attendee.mode == "absent" or not paths
        found.append(attendee if apart else _with_presence(attendee, own, paths, clock))
    return found


def _listed_at_one(attendees: Sequence[Attendee], paths: Sequence[str]) -> Iterator[Move]:
    """The stretches of lists that are of one item alone, which tell when it was treated."""
    for attendee in attendees:
        for each in attendee.presence:
            if each.from_item is not None and each.from_item == each.to_item in paths:
                yield Move("there", "within", each.from_item, each.from_time, each.to_time, "")


class _Clock:
    """The items at which the meeting was at the times that are noted in them."""

    def __init__(self, meeting: Meeting, paths: Sequence[str], moves: Sequence[Move]) -> None:
        self.starts, self.ends = meeting.starts_at, meeting.ends_at
        if self.starts and self.ends and self.ends < self.starts:
            self.ends = None  # past midnight, or a slip
        told = {
            (time, paths.index(move.path))
            for move in moves
            for time in (move.from_time, move.to_time)
            if time is not None and self._is_inside(time)
        }
        self.marks = sorted(told)
        places = [place for _, place in self.marks]
        self.in_order = places == sorted(places)

    def _is_inside(self, time: str) -> bool:
        return (self.starts or "00:00") <= time <= (self.ends or "24:00")

    def place(self, time: str) -> int | None:
        """The item that was treated at ``time``, None if that cannot be told."""
        same = {place for mark, place in self.marks if mark == time}
        if len(same) == 1:
            return same.pop()
        if not self.in_order or same:
            return None
        before = max((place for mark, place in self.marks if mark < time), default=None)
        after = min((place for mark, place in self.marks if mark > time), default=None)
        return before if before == after else None


def _with_presence(
    attendee: Attendee, noted: Sequence[Move], paths: Sequence[str], clock: _Clock
) -> Attendee:
    listed = [
        move
        for stretch in attendee.presence
        for words in (stretch.reason or "").split("; ")
        for move in read_moves(words, paths)
    ]
    known = {move.words for move in listed}
    stretches = [_without_known(stretch, known) for stretch in attendee.presence]
    base = [_with_times(stretch, paths, clock) for stretch in stretches]
    heard = [move for move in noted if move.kind == "there"]
    if heard and not base and attendee.role in _LISTENERS:
        base = [_at_one(move) for move in heard]
    base = base or [Presence()]
    for move in (*listed, *(move for move in noted if move.kind != "there")):
        base = _moved(base, move, paths)
    whole = base == [Presence()]
    return replace(attendee, presence=() if whole else tuple(base))


def _without_known(stretch: Presence, known: set[str]) -> Presence:
    """The stretch without the words that are read as moves."""
    left = [words for words in (stretch.reason or "").split("; ") if words and words not in known]
    return replace(stretch, reason="; ".join(left) or None)


def _at_one(move: Move) -> Presence:
    return Presence(move.from_time, move.to_time, move.path, move.path, move.words, True, True)


def _with_times(stretch: Presence, paths: Sequence[str], clock: _Clock) -> Presence:
    """The stretch with the items at which its times were, where it names none itself."""
    come, go = stretch.from_time, stretch.to_time
    if come and stretch.from_item is None:
        if clock.starts and come <= clock.starts:
            stretch = replace(stretch, from_item=paths[0])
        elif (place := clock.place(come)) is not None:
            stretch = replace(stretch, from_item=paths[place], from_within=True)
    if go and stretch.to_item is None:
        if clock.ends and go >= clock.ends:
            stretch = replace(stretch, to_item=paths[-1])
        elif (place := clock.place(go)) is not None:
            stretch = replace(stretch, to_item=paths[place], to_within=True)
    return stretch


# --- one move after the other --------------------------------------------------------------------


def _moved(base: Sequence[Presence], move: Move, paths: Sequence[str]) -> list[Presence]:
    at = paths.index(move.path)
    if move.kind == "away":
        return [part for stretch in base for part in _cut(stretch, at, move, paths)]
    return _come(base, at, move, paths) if move.kind == "came" else _go(base, at, move, paths)


def _cut(stretch: Presence, at: int, move: Move, paths: Sequence[str]) -> list[Presence]:
    """The stretch without the item, or without a part of it."""
    first, last = _bounds(stretch, paths)
    if not first <= at <= last:
        return [stretch]
    within = move.when == "within"
    before, after = at - (not within), at + (not within)
    parts = []
    if first <= before:
        parts.append(
            replace(
                stretch,
                to_item=paths[before],
                to_time=move.from_time,
                to_within=within,
                reason=move.words,
            )
        )
    if after <= last:
        parts.append(
            replace(
                stretch,
                from_item=paths[after],
                from_time=move.to_time,
                from_within=within,
                reason=None if parts else move.words,
            )
        )
    return parts or [Presence(reason=move.words)]


def _come(base: Sequence[Presence], at: int, move: Move, paths: Sequence[str]) -> list[Presence]:
    """The stretches with one that begins at the item; who had left is back."""
    begin = at + (move.when == "after")
    if begin >= len(paths):
        return list(base)
    *others, last = base
    start = Presence(
        from_time=move.from_time,
        from_item=paths[begin],
        reason=move.words,
        from_within=move.when in ("within", "during"),
    )
    if last.to_item is not None and _bounds(last, paths)[1] <= at:
        return [*base, start]
    if last.from_item not in (None, start.from_item):
        return list(base)  # the list knows better
    joined = replace(
        last,
        from_item=start.from_item,
        from_time=last.from_time or start.from_time,
        from_within=start.from_within,
        reason=last.reason or start.reason,
    )
    return [*others, joined]


def _go(base: Sequence[Presence], at: int, move: Move, paths: Sequence[str]) -> list[Presence]:
    """The stretches with the one that holds the item ended there."""
    end = at - (move.when == "before")
    *others, last = base
    first, known = _bounds(last, paths)
    if end < first or (last.to_item is not None and known != end):
        return list(base)
    ended = replace(
        last,
        to_item=paths[end],
        to_time=last.to_time or move.to_time,
        to_within=move.when in ("within", "during"),
        reason=last.reason or move.words,
    )
    return [*others, ended]


def _bounds(stretch: Presence, paths: Sequence[str]) -> tuple[int, int]:
    """Places of the first and the last item, as far as they are known."""
    first = paths.index(stretch.from_item) if stretch.from_item in paths else 0
    last = paths.index(stretch.to_item) if stretch.to_item in paths else len(paths) - 1
    return first, last
