"""Reading order of a page: rows across, or columns where a white gutter parts running text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.read.rows import Words

MIN_LINES, MIN_WORDS, MIN_FILL, MIN_BALANCE = 5, 2.8, 0.55, 0.3
"""What both sides of a gutter need: lines, words a line, filled share of the width, balance."""
LEAST_FILL, MIN_RUNNING = 0.35, 0.2
"""Filled share that is enough where this share of the lines go on with a sentence."""
GUTTER = 7.0
"""Least width of a gutter in points."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Word indices of one line of one text column."""

    words: tuple[int, ...]
    column: int = 0


def reading_order(
    words: Words, rows: Sequence[Sequence[int]], known: Sequence[float] = ()
) -> tuple[list[Strip], list[float]]:
    """The lines of consecutive rows in reading order, and the gutters that were found.

    ``known`` are gutters of the document's other pages, where less evidence is enough.
    """
    zone = _best_zone(words, rows, known)
    if zone is None:
        return [Strip(tuple(row)) for row in rows if row], []
    first, last, gutter = zone
    above, gutters_above = reading_order(words, rows[:first], known)
    below, gutters_below = reading_order(words, rows[last:], known)
    left = _side(words, rows[first:last], gutter, is_left=True)
    right = _side(words, rows[first:last], gutter, is_left=False)
    inner, more = reading_order(words, right, known)
    strips = [Strip(tuple(row), 0) for row in left]
    strips += [Strip(strip.words, strip.column + 1) for strip in inner]
    return above + strips + below, [*gutters_above, gutter, *more, *gutters_below]


def _side(
    words: Words, rows: Sequence[Sequence[int]], gutter: float, is_left: bool
) -> list[list[int]]:
    sides = ([i for i in row if (words.x0[i] < gutter) == is_left] for row in rows)
    return [side for side in sides if side]


def _best_zone(
    words: Words, rows: Sequence[Sequence[int]], known: Sequence[float]
) -> tuple[int, int, float] | None:
    if len(rows) < (2 if known else MIN_LINES):
        return None
    index = np.array([i for row in rows for i in row], np.int64)
    row_of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    x0, x1 = words.x0[index], words.x1[index]
    gutters = _candidates(x0, x1, len(rows))
    if not gutters:
        return None
    first = [words.text[at] for at in words.start[index].tolist()]
    spoken = np.array([character.isalpha() for character in first], np.bool_)
    small = np.array([character.islower() for character in first], np.bool_)
    small &= words.end[index] - words.start[index] > 1  # 'x' beside a name is a mark
    best: tuple[int, int, int, float] | None = None
    for gutter in gutters:
        blocked = np.zeros(len(rows), np.bool_)
        blocked[row_of[(x0 < gutter) & (x1 > gutter)]] = True
        is_known = any(abs(gutter - other) < 12 for other in known)
        for start, end in _open_stretches(blocked):
            if end - start < (1 if is_known else MIN_LINES):
                continue  # too few lines for two columns, whatever stands in them
            inside = (row_of >= start) & (row_of < end)
            lines = _two_columns(
                x0[inside], x1[inside], row_of[inside], spoken[inside], small[inside], gutter,
                is_known,
            )  # fmt: skip
            if lines and (best is None or lines > best[0]):
                best = (lines, start, end, gutter)
    return best[1:] if best else None


def _candidates(x0: NDArray[np.float32], x1: NDArray[np.float32], rows: int) -> list[float]:
    """Middles of the stretches that few words cross, away from the margins."""
    left, right = float(x0.min()), float(x1.max())
    steps = int((right - left) / 2) + 1
    if steps > 4000 or right - left < 150:
        return []
    crossing = np.zeros(steps + 2, np.int64)
    np.add.at(crossing, np.clip(((x0 - left) / 2).astype(np.int64), 0, steps), 1)
    np.add.at(crossing, np.clip(np.ceil((x1 - left) / 2).astype(np.int64), 0, steps) + 1, -1)
    crossing = np.cumsum(crossing)[:steps]
    low, high = int(steps * 0.25), int(steps * 0.75)
    inner = crossing[low:high]
    least = int(inner.min()) if len(inner) else rows
    if least > 0.6 * rows:
        return []
    levels = [level for level in np.unique(inner).tolist() if level <= least + 0.15 * rows][:6]
    found = {
        left + float(first + last - 1)
        for level in levels
        for first, last in _open_stretches(crossing > level)
        if low <= (first + last) / 2 < high
    }
    return sorted(found)


def _open_stretches(blocked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.r_[True, blocked, True].astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _two_columns(
    x0: NDArray[np.float32], x1: NDArray[np.float32], row: NDArray[np.int64],
    spoken: NDArray[np.bool_], small: NDArray[np.bool_], gutter: float, is_known: bool,
) -> int:  # fmt: skip
    """How many lines stand in two columns of running text beside the gutter; 0 if it is none."""
    lines = []
    left = x0 < gutter
    if not left.any() or left.all() or float(x0[~left].min() - x1[left].max()) < GUTTER:
        return 0
    for side in (left, ~left):
        rows, firsts = np.unique(row[side], return_index=True)
        start = np.minimum.reduceat(x0[side], firsts)
        stop = np.maximum.reduceat(x1[side], firsts)
        fill = float(np.median((stop - start) / max(1.0, float(stop.max() - start.min()))))
        running = np.count_nonzero(
            small & side & (x0 == start[np.minimum(np.searchsorted(rows, row), len(rows) - 1)])
        )
        least = LEAST_FILL if running >= MIN_RUNNING * len(rows) else MIN_FILL
        if not is_known and (
            len(rows) < MIN_LINES
            or np.count_nonzero(spoken & side) < MIN_WORDS * len(rows)
            or fill < least
        ):
            return 0
        lines.append(len(rows))
    if not is_known and min(lines) < MIN_BALANCE * max(lines):
        return 0
    return sum(lines)
