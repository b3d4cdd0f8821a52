"""Lines to be, and which gaps inside them are wider than a word space."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.read.content import PageContent
from pipeline.read.rows import Word, Words

TAB_GAP = 1.2
"""A gap inside a row wider than this many font sizes is a tab."""
ALIGNED_GAP = 0.45
"""So is one wider than this before a word that stands under or over one behind a tab."""
SAME_STOP, NEAR_LINES = 1.0, 4.0
"""How exactly such words are aligned in points, and how near they are in font sizes."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A line to be: which words of which page, and where it stands; ``source`` holds the words."""

    page: PageContent
    source: Words
    words: tuple[Word, ...]
    column: int = 0
    furniture: bool = False
    cell: tuple[int, int, int] | None = None

    @property
    def right(self) -> float:
        """The right end of the line in points."""
        return max(word.x1 for word in self.words)

    @property
    def gaps(self) -> list[float]:
        """The blank before each word but the first, in font sizes."""
        return [(b.x0 - a.x1) / (min(a.size, b.size) or 1.0) for a, b in pairwise(self.words)]


def tab_places(drafts: Sequence[Draft]) -> list[list[bool]]:
    """For each line and each of its gaps whether it is a tab, as between label and value."""
    margins: dict[object, list[float]] = defaultdict(list)
    for draft in drafts:
        margins[_text_column(draft)].append(draft.right)
    places = [_wide_gaps(draft, margins[_text_column(draft)]) for draft in drafts]
    stops: dict[int, list[Word]] = defaultdict(list)
    for draft, tabs in zip(drafts, places, strict=True):
        if any(tabs):
            behind = zip(draft.words[1:], tabs, strict=True)
            stops[draft.page.number] += [word for word, is_tab in behind if is_tab]
    for draft, tabs in zip(drafts, places, strict=True):
        if stops[draft.page.number]:
            _add_aligned(draft, tabs, stops[draft.page.number])
    return places


def _text_column(draft: Draft) -> object:
    cell = draft.cell and (draft.cell[0], draft.cell[2])
    return draft.page.number, draft.column, cell


def _wide_gaps(draft: Draft, margins: Sequence[float]) -> list[bool]:
    wide = [gap > TAB_GAP for gap in draft.gaps]
    if any(wide) and _is_justified(draft, wide, margins):
        return [False] * len(wide)
    return wide


def _is_justified(draft: Draft, wide: Sequence[bool], margins: Sequence[float]) -> bool:
    """True if wide gaps only stretch the line to the margin that its neighbours reach too.

    The printed spaces are even then; the one after a bullet is not stretched.
    """
    if not all(word.spaced for word, gap in zip(draft.words[1:], wide, strict=True) if gap):
        return False
    right, gaps = draft.right, draft.gaps
    if sum(abs(margin - right) < 1.5 for margin in margins) < 3:
        return False
    if right < max(margins) - 3:  # beside a line over several columns
        return len(gaps) > 1 and max(gaps) <= 1.1 * min(gaps)
    inner = gaps[1:] if len(gaps) > 2 else gaps
    return max(inner) <= 1.5 * min(inner) + 0.1


def _add_aligned(draft: Draft, tabs: list[bool], stops: Sequence[Word]) -> None:
    """Mark narrower gaps before words that are aligned with a word behind a tab nearby."""
    for place, (word, gap) in enumerate(zip(draft.words[1:], draft.gaps, strict=True)):
        if ALIGNED_GAP < gap <= TAB_GAP and not tabs[place]:
            tabs[place] = any(
                abs(stop.x0 - word.x0) < SAME_STOP
                and 0 < abs(stop.baseline - word.baseline) < NEAR_LINES * word.size
                for stop in stops
            )
