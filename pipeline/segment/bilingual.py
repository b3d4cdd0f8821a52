"""Minutes that stand in two languages: the same numbers over titles in each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from models.records import DocumentText
from pipeline.language import find_language
from pipeline.segment.rows import Row

SAME_LABELS = 0.8
"""Share of the longer run's labels that the other has too if both number the same items."""


def may_be_bilingual(document: DocumentText) -> bool:
    """True unless Finnish words prevail: minutes in two languages have enough of the other."""
    return find_language(document.flat) in ("sv", "und")


def is_said_again(before: Sequence[Row], after: Sequence[Row]) -> bool:
    """True if the titles of one run are in Swedish and those of the other are not."""
    languages = [find_language(" ".join(row.words for row in run)) for run in (before, after)]
    return languages.count("sv") == 1


def find_pairs(rows: Sequence[Row]) -> frozenset[tuple[int, int]]:
    """The rows, by their indexes, that stand right behind each other with one label, in Swedish and
    in another language."""
    return frozenset(
        (one.index, other.index)
        for one, other in pairwise(rows)
        if one.label and other.label and one.label.key == other.label.key
        if is_said_again([one], [other])
    )


def with_twin(
    run: Sequence[Row], rows: Sequence[Row], find: Callable[[Sequence[Row]], Sequence[Row]]
) -> list[Row]:
    """The headings of a run with those of the same items in the other language, which ``find``
    finds among the rows before or behind it."""
    if len(run) < 2:
        return list(run)
    before = [row for row in rows if row.index < run[0].index]
    behind = [row for row in rows if row.index > run[-1].index]
    for rest in (before, behind):
        twin = find(rest)
        if _labels_agree(run, twin) and is_said_again(run, twin):
            return sorted([*run, *twin], key=lambda row: row.index)
    return list(run)


def _labels_agree(one: Sequence[Row], other: Sequence[Row]) -> bool:
    keys = [{row.label.key for row in run if row.label} for run in (one, other)]
    return len(keys[0] & keys[1]) >= SAME_LABELS * max(map(len, keys))
