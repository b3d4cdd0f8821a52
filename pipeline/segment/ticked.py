"""Marks beside the names of a list that tell who was there."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.segment.gathered import join
from pipeline.segment.lists import Line
from pipeline.segment.presence import MARK_BEFORE, mark_of
from pipeline.segment.units import MOST, Unit


def marked(lines: Sequence[Line]) -> list[Unit]:
    """The lines without the marks before or behind the names, if most of them have one."""
    for take in (_mark_before, _mark_behind):
        units = [take(line) for line in lines]
        marks = [unit.mark for unit in units if unit.mark]
        if "present" in marks and len(marks) >= MOST * len(lines):
            return units
    return [Unit(line.words) for line in lines]


def _mark_before(line: Line) -> Unit:
    words = line.words
    match = MARK_BEFORE.match(words.text)
    mark = mark_of(match[1]) if match else None
    return Unit(words.cut(match.end()), mark=mark) if match and mark else Unit(words)


def _mark_behind(line: Line) -> Unit:
    mark = mark_of(line.cells[-1].text) if len(line.cells) > 1 else None
    return Unit(join(line.cells[:-1], "\t"), mark=mark) if mark else Unit(line.words)
