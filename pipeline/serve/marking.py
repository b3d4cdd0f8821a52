"""Findings as marks, and text cut into pieces by them: where each begins, ends and lies in another.

Decisions and tasks are whole sentences and tint what lies under them; the others are words, of
which the innermost is what a click means.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from models.records import DocumentText, Span

MarkKind = Literal[
    "decision", "action", "statistic", "date", "link", "reference", "person", "organisation"
]
SENTENCES: tuple[MarkKind, ...] = ("decision", "action")


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding where it stands: ``id`` names it in the page, ``item`` is the path of its item,
    ``value`` is what was understood, ``href`` a page about it. ``fact`` is the id of the fact where
    it is another: a person's or an organisation's, of which a mark is one mention."""

    id: str
    kind: MarkKind
    span: Span
    item: str | None
    value: str
    found_by: str
    confidence: float
    href: str = ""
    details: tuple[tuple[str, str], ...] = ()
    fact: str = ""

    @property
    def fact_id(self) -> str:
        """The id by which the fact is corrected."""
        return self.fact or self.id

    @property
    def is_sentence(self) -> bool:
        return self.kind in SENTENCES


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks: the innermost word, and the sentences around it.
    ``first`` are the ids of what begins here."""

    text: str
    mark: Mark | None
    around: tuple[MarkKind, ...]
    first: tuple[str, ...]


@dataclass(slots=True)
class Bundle:
    """A paragraph and the marks that touch it."""

    span: Span
    marks: list[Mark] = field(default_factory=list)


def share_marks(spans: Iterable[Span], marks: Iterable[Mark]) -> dict[Span, list[Mark]]:
    """For each paragraph the marks that share a character with it."""
    bundles = [Bundle(span) for span in sorted(set(spans))]
    starts = [bundle.span.start for bundle in bundles]
    for mark in marks:
        at = max(0, bisect_right(starts, mark.span.start) - 1)
        for bundle in bundles[at:]:
            if bundle.span.start >= mark.span.end:
                break
            if bundle.span.overlaps(mark.span):
                bundle.marks.append(mark)
    return {bundle.span: bundle.marks for bundle in bundles}


def cut_text(text: str, span: Span, marks: Sequence[Mark], begun: set[str]) -> list[Piece]:
    """The words at ``span`` in pieces; ``begun`` are ids that an earlier piece has, and grows."""
    edges = {span.start, span.end}
    for mark in marks:
        edges |= {max(span.start, mark.span.start), min(span.end, mark.span.end)}
    ordered = sorted(edges)
    pieces = []
    for start, end in pairwise(ordered):
        over = [mark for mark in marks if mark.span.start <= start and end <= mark.span.end]
        words = [mark for mark in over if not mark.is_sentence]
        first = tuple(mark.id for mark in over if mark.id not in begun)
        begun.update(first)
        innermost = min(words, key=lambda mark: len(mark.span)) if words else None
        around = tuple(kind for kind in SENTENCES if any(mark.kind == kind for mark in over))
        pieces.append(Piece(text[start:end].replace("\t", "  "), innermost, around, first))
    return pieces


@dataclass(frozen=True, slots=True)
class Area:
    """A mark on a page: rectangles in points from its top left corner."""

    mark: Mark
    boxes: tuple[tuple[float, float, float, float], ...]
    is_first: bool


def areas_by_page(document: DocumentText, marks: Iterable[Mark]) -> dict[int, list[Area]]:
    """On each page where the marks lie: sentences first, so that the words in them are on top."""
    found: dict[int, list[Area]] = {number: [] for number in range(1, document.page_count + 1)}
    for mark in sorted(marks, key=lambda each: (not each.is_sentence, -len(each.span))):
        for at, (page, boxes) in enumerate(_boxes(document, mark.span)):
            found[page].append(Area(mark, boxes, at == 0))
    return found


def _boxes(
    document: DocumentText, span: Span
) -> Iterator[tuple[int, tuple[tuple[float, float, float, float], ...]]]:
    """By page the rectangles of a span: x, y, width and height."""
    pages: dict[int, list[tuple[float, float, float, float]]] = {}
    for box in document.boxes(span):
        width, height = box.x1 - box.x0, box.bottom - box.top
        sides = (round(box.x0, 1), round(box.top, 1), round(width, 1), round(height, 1))
        pages.setdefault(box.page, []).append(sides)
    for page, boxes in pages.items():
        yield page, tuple(boxes)
