"""Who was there at an item, as far as the document says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from models.records import Attendee, Item, Presence

Standing = Literal["present", "partly", "away", "absent", "unknown"]
"""How somebody was there at an item: ``partly`` came or left while it was treated, ``away`` was not
there then, ``absent`` not at all; ``unknown`` where the document does not say."""

_BEST_FIRST: tuple[Standing, ...] = ("present", "partly", "unknown", "away")


def standing_at(attendee: Attendee, path: str, paths: Sequence[str]) -> Standing:
    """How ``attendee`` was there at the item ``path``; ``paths`` are those of all items in reading
    order. The view ``presence_by_item`` says the same in SQL."""
    if attendee.mode == "absent":
        return "absent"
    if not attendee.presence:
        return "present"
    at = paths.index(path)
    found = [_covers(stretch, at, paths) for stretch in attendee.presence]
    return min(found, key=_BEST_FIRST.index)


def _covers(stretch: Presence, at: int, paths: Sequence[str]) -> Standing:
    first, last = _place(stretch.from_item, paths), _place(stretch.to_item, paths)
    if (first is not None and at < first) or (last is not None and at > last):
        return "away"
    if _is_open(stretch.from_time, stretch.from_item, first) or _is_open(
        stretch.to_time, stretch.to_item, last
    ):
        return "unknown"
    if first is None and last is None:
        return "unknown"  # words alone, which say neither when nor where
    within = (at == first and stretch.from_within) or (at == last and stretch.to_within)
    return "partly" if within else "present"


def _place(path: str | None, paths: Sequence[str]) -> int | None:
    return paths.index(path) if path is not None and path in paths else None


def _is_open(time: str | None, path: str | None, place: int | None) -> bool:
    """True if a stretch begins (ends) at a time or an item that cannot be found in the document."""
    return place is None and (time is not None or path is not None)


def top_paths(items: Sequence[Item]) -> list[str]:
    """The paths of the items of depth 1 in reading order."""
    return [item.path for item in items if item.depth == 1]
