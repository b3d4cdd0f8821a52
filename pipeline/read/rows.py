"""Characters to words, words to rows: what stands on one baseline, from left to right."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.records import BOLD, ITALIC
from pipeline.read.cleaning import SOFT_HYPHEN, are_spaces, clean_character
from pipeline.read.glyphs import Glyphs
from pipeline.read.pages import Frame

WORD_GAP = 0.18
"""Blank between two words, in font sizes, where no space is printed; kerning stays below 0.1."""
SAME_ROW = 0.35
"""How far apart baselines of one row may be, in font sizes."""
SPACED_OUT = 5
"""Least letters of a row that is set wide."""
RAISED = 0.6
"""How far a smaller letter may stand from the baseline of its row, in the row's font sizes."""
INSET = 0.25
"""A gap, in font sizes, in which a raised letter may stand that is printed on its own."""
SMALLER = 0.85
"""Letters this much smaller than their neighbours may be raised or lowered ones."""

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(slots=True)
class Word:
    """A word of a page: its characters' range in the page's text, and where they are printed.

    ``spaced`` says that a space is printed before it, ``soft`` that it ends with a soft hyphen;
    ``bold`` and ``italic`` count characters; ``owner`` is the marked-content id of the first.
    """

    start: int
    end: int
    row: int
    x0: float
    x1: float
    baseline: float
    size: float
    spaced: bool
    soft: bool
    bold: int
    italic: int
    owner: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Words:
    """Words of one page that run one way: their characters one after the other in ``text``.

    Word ``i`` is ``text[start[i]:end[i]]``; ``row`` counts rows from the top. All coordinates are
    those of ``frame``, in which the words run from left to right.
    """

    frame: Frame
    text: str
    glyphs: Glyphs
    start: Ints
    end: Ints
    row: Ints
    spaced: Bools
    soft: Bools
    x0: Floats
    x1: Floats
    baseline: Floats
    size: Floats

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def each(self) -> list[Word]:
        """The words one by one."""
        if not len(self):
            return []
        style = self.glyphs.style
        bold, italic = (
            np.add.reduceat((style & bit > 0).astype(np.int64), self.start)
            for bit in (BOLD, ITALIC)
        )
        columns = (
            self.start, self.end, self.row, self.x0, self.x1, self.baseline, self.size,
            self.spaced, self.soft, bold, italic, self.glyphs.owner[self.start],
        )  # fmt: skip
        return list(map(Word, *(column.tolist() for column in columns)))


def glyphs_to_words(glyphs: Glyphs, frame: Frame) -> Words:
    """Words from left to right and from the top down, as if the page had one column.

    The glyphs all run from left to right in ``frame``.
    """
    runs = _run_starts(glyphs)
    lengths = np.diff(runs, append=len(glyphs)).astype(np.int64)
    rows = np.repeat(_rows_of_runs(glyphs, runs, lengths), lengths)
    order = np.lexsort((np.arange(len(glyphs)), np.repeat(glyphs.x0[runs], lengths), rows))
    glyphs, rows = glyphs.take(order), rows[order]
    blank = are_spaces(glyphs.code)
    text, source = _clean(glyphs.code, blank)
    kept, row = glyphs.take(source), rows[source]
    spaced = _between(blank, source)
    if not len(kept):
        nothing = np.zeros(0, np.int64)
        flags = np.zeros(0, np.bool_)
        return Words(frame, "", kept, nothing, nothing, nothing, flags, flags, *(kept.x0,) * 4)
    # What is left out, a soft hyphen or a combining mark, may still take its place on the line.
    gap = kept.x0[1:] - glyphs.x1[np.maximum(source[1:] - 1, source[:-1])]
    limit = WORD_GAP * np.minimum(kept.size[1:], kept.size[:-1])
    new = (row[1:] != row[:-1]) | spaced[1:] | (gap > limit)
    _close_spaced_out(new, row, spaced, gap)
    start = np.concatenate([[0], np.flatnonzero(new) + 1])
    end = np.append(start[1:], len(kept))
    soft = _between(glyphs.code == SOFT_HYPHEN, np.append(source, len(glyphs)))[1:]
    return Words(
        frame, text, kept, start, end, row[start], spaced[start], soft[end - 1],
        kept.x0[start], np.maximum.reduceat(kept.x1, start), kept.baseline[start],
        np.maximum.reduceat(kept.size, start),
    )  # fmt: skip


def _close_spaced_out(new: Bools, row: Ints, spaced: Bools, gap: Floats) -> None:
    """Take back the word breaks inside words that are set with wide spaces between the letters.

    ``new`` says for each character but the first whether a word starts there, ``gap`` how far the
    one before is.
    """
    letters = np.bincount(row)
    breaks = np.bincount(row[1:], weights=new & ~spaced[1:], minlength=len(letters))
    for number in np.flatnonzero((letters >= SPACED_OUT) & (breaks > 0.7 * letters)).tolist():
        first, last = np.searchsorted(row, [number, number + 1]).tolist()
        inner = slice(first, last - 1)
        limit = 1.7 * float(np.median(gap[inner]))
        new[inner] &= spaced[first + 1 : last] | (gap[inner] > limit)


def _run_starts(glyphs: Glyphs) -> Ints:
    """Where a stretch begins that the page's content prints in one go, left to right."""
    if not len(glyphs):
        return np.zeros(0, np.int64)
    size = glyphs.size[1:]
    gap = glyphs.x0[1:] - glyphs.x1[:-1]
    shift = np.abs(np.diff(glyphs.baseline))
    broken = (shift > 0.1 * size) | (gap > INSET * size) | (np.diff(glyphs.x0) < -0.2 * size)
    return np.concatenate([[0], np.flatnonzero(broken) + 1])


def _rows_of_runs(glyphs: Glyphs, runs: Ints, lengths: Ints) -> Ints:
    """The row of each run; a row takes runs whose baselines are close to its first."""
    baselines, sizes = glyphs.baseline[runs].tolist(), glyphs.size[runs].tolist()
    order = sorted(range(len(runs)), key=baselines.__getitem__)
    rows: list[list[int]] = []
    anchor = tallest = -1e9
    for run in order:
        if baselines[run] - anchor > SAME_ROW * min(sizes[run], tallest):
            rows.append([])
            anchor, tallest = baselines[run], sizes[run]
        rows[-1].append(run)
        tallest = max(tallest, sizes[run])
    ends = runs + lengths - 1
    edges = list(zip(glyphs.x0[runs].tolist(), glyphs.x1[ends].tolist(), strict=True))
    _take_raised(rows, baselines, sizes, edges)
    result = np.zeros(len(runs), np.int64)
    for number, row in enumerate(rows):
        result[row] = number
    return result


def _take_raised(
    rows: list[list[int]], baselines: list[float], sizes: list[float],
    edges: list[tuple[float, float]],
) -> None:  # fmt: skip
    """Put rows of raised or lowered small letters into the row that they belong to."""
    for index, row in enumerate(rows):
        tallest = max(map(sizes.__getitem__, row))
        for other in (index + 1, index - 1):
            if not 0 <= other < len(rows) or not rows[other]:
                continue
            size = max(sizes[run] for run in rows[other])
            near = abs(baselines[rows[other][0]] - baselines[row[0]]) <= RAISED * size
            if near and tallest < SMALLER * size and _touches(row, rows[other], edges, size):
                rows[other].extend(row)
                row.clear()
                break
    rows[:] = [row for row in rows if row]


def _touches(
    row: list[int], other: list[int], edges: list[tuple[float, float]], size: float
) -> bool:
    """True if each run of ``row`` stands right beside one of ``other`` and over none."""
    for run in row:
        x0, x1 = edges[run]
        others = [edges[o] for o in other]
        beside = any(min(abs(x0 - right), abs(left - x1)) < 0.4 * size for left, right in others)
        over = any(x0 < right - 0.2 * size and left + 0.2 * size < x1 for left, right in others)
        if over or not beside:
            return False
    return True


def _clean(codes: NDArray[np.int32], blank: Bools) -> tuple[str, Ints]:
    """The text that is kept, and for each of its characters the glyph that it comes from."""
    plain = ((codes > 0x20) & (codes < 0x7F)) | ((codes >= 0xC0) & (codes < 0x250))
    pieces = list(map(chr, np.where(plain, codes, 0x20).tolist()))
    lengths = plain.astype(np.int64)
    for index in np.flatnonzero(~plain).tolist():
        pieces[index] = "" if blank[index] else clean_character(int(codes[index]))
        lengths[index] = len(pieces[index])
    for index in np.flatnonzero((codes >= 0x300) & (codes < 0x370)).tolist():
        _compose(pieces, lengths, index)
    return "".join(pieces), np.repeat(np.arange(len(codes)), lengths)


def _compose(pieces: list[str], lengths: Ints, index: int) -> None:
    """Put a combining mark into the letter before it where the two make one character."""
    whole = unicodedata.normalize("NFC", pieces[index - 1] + pieces[index]) if index else ""
    if whole and len(whole) == len(pieces[index - 1]):
        pieces[index - 1], pieces[index], lengths[index] = whole, "", 0


def _between(marks: Bools, source: Ints) -> Bools:
    """For each kept glyph whether a marked one stands between it and the kept one before."""
    seen = np.concatenate([[0], np.cumsum(marks)])[source]
    return np.diff(seen, prepend=0) > 0
