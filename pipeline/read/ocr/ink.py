"""What the ink of a scanned page tells beside its words: rules to wipe away, and which is bold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.pictures import Picture
from pipeline.read.ocr.tesseract import Edges, ReadLine, ReadWord

Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]

FAINT = 0.22
"""What is darker than the paper by this share of the darkest ink may be a rule."""
LONG, HIGH, THICK = 0.4, 0.22, 0.022
"""A level rule is at least so long, an upright one so high and both at most so thick, in inches;
letters have no such strokes."""
LEAST_CONTRAST = 40
"""Greys that ink differs from paper at least."""
BROKEN = 2
"""Light pixels that do not break a rule."""
BOLD_LINE, BOLD_WORD, SHORT = 1.17, 1.27, 3
"""Strokes of a bold line, and of a bold word in a line that is not, against most of the page's.

Of scans at 200 dpi nearly all bold lines had more than 1.2, others less than 1.14; single words
vary more, and those with fewer letters are as bold as their line."""


def without_rules(picture: Picture, dpi: float) -> tuple[Picture, list[Edges]]:
    """The picture without its level and upright rules, and where these are, in pixels.

    Tesseract loses words that are underlined, and takes the rules of tables for letters. Letters
    that cross a rule keep their strokes.
    """
    darkest, paper = grey_range(picture)
    ink = picture < paper - FAINT * (paper - darkest)
    thickest = max(2, round(THICK * dpi))
    level = _thin(_long_runs(_closed(ink), round(LONG * dpi)), thickest)
    across = np.ascontiguousarray(ink.T)
    upright = _thin(_long_runs(_closed(across), round(HIGH * dpi)), thickest)
    letters = ink & ~_wide(level) & ~_wide(upright).T
    clean = picture.copy()
    clean[_without_letters(_wide(level), letters)] = round(paper)
    clean[_without_letters(_wide(upright), letters.T).T] = round(paper)
    return clean, [*_boxes(level), *((y0, x0, y1, x1) for x0, y0, x1, y1 in _boxes(upright))]


def _wide(rule: Mask) -> Mask:
    """The rule with its blurred edges."""
    wide = rule.copy()
    wide[1:] |= rule[:-1]
    wide[:-1] |= rule[1:]
    return wide


def _boxes(rule: Mask) -> list[Edges]:
    """The rectangle of each level rule: runs of rows that touch belong to one."""
    rows, columns = np.nonzero(rule)
    if not len(rows):
        return []
    fresh = np.flatnonzero((np.diff(rows) != 0) | (np.diff(columns) != 1)) + 1
    starts, ends = np.concatenate([[0], fresh]), np.append(fresh, len(rows)) - 1
    done: list[Edges] = []
    growing: list[Edges] = []
    runs = zip(rows[starts].tolist(), columns[starts].tolist(), columns[ends].tolist(), strict=True)
    for row, first, last in runs:
        done += [box for box in growing if box[3] < row - BROKEN]
        growing = [box for box in growing if box[3] >= row - BROKEN]
        touching = [box for box in growing if box[0] <= last + BROKEN and first - BROKEN <= box[2]]
        growing = [box for box in growing if box not in touching]
        touching.append((first, row, last + 1, row))
        growing.append(_around(touching))
    return done + growing


def _around(boxes: Sequence[Edges]) -> Edges:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def _without_letters(rule: Mask, letters: Mask) -> Mask:
    """The level rule without the strokes that cross it: where letters touch it from both sides."""
    columns, rows, starts = _upright_runs(rule)
    if not len(rows):
        return rule
    ends = np.append(starts[1:], len(rows)) - 1
    near = letters.copy()
    near[:, 1:-1] |= letters[:, :-2] | letters[:, 2:]
    lowest = near.shape[0] - 1
    over = [near[np.maximum(0, rows[starts] - by), columns[starts]] for by in (1, 2)]
    under = [near[np.minimum(lowest, rows[ends] + by), columns[ends]] for by in (1, 2)]
    is_crossed = (over[0] | over[1]) & (under[0] | under[1])
    kept = ~np.repeat(is_crossed, ends + 1 - starts)
    bare = np.zeros_like(rule)
    bare[rows[kept], columns[kept]] = True
    return bare


def grey_range(picture: Picture) -> tuple[float, float]:
    """The grey of the darkest ink and of the paper."""
    darkest, paper = (float(grey) for grey in np.percentile(picture[::3, ::3], (0.5, 50)))
    return min(darkest, paper - LEAST_CONTRAST), paper


def _closed(ink: Mask) -> Mask:
    """The ink with short gaps along the rows filled."""
    wide = ink.copy()
    for step in range(1, BROKEN + 1):
        wide[:, step:] |= ink[:, :-step]
    narrow = wide.copy()
    for step in range(1, BROKEN + 1):
        narrow[:, :-step] &= wide[:, step:]
    return narrow | ink


def _long_runs(ink: Mask, least: int) -> Mask:
    """The ink that is part of a row of at least so many dark pixels."""
    height, width = ink.shape
    padded = np.zeros((height, width + 2), np.int8)
    padded[:, 1:-1] = ink
    steps = np.diff(padded.ravel())
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    is_long = ends - starts >= least
    inside = np.zeros(padded.size + 1, np.int8)
    inside[starts[is_long] + 1] = 1
    inside[ends[is_long] + 1] = -1
    kept: Mask = np.cumsum(inside[:-1], dtype=np.int8).reshape(padded.shape)[:, 1:-1] > 0
    return kept


def _thin(mask: Mask, thickest: int) -> Mask:
    """The mask without what is higher than that: dark areas are no rules."""
    columns, rows, starts = _upright_runs(mask)
    lengths = np.diff(starts, append=len(rows))
    is_thin = np.repeat(lengths <= thickest, lengths)
    kept = np.zeros_like(mask)
    kept[rows[is_thin], columns[is_thin]] = True
    return kept


def _upright_runs(mask: Mask) -> tuple[Ints, Ints, Ints]:
    """Columns and rows of the mask's pixels, column by column, and where each run starts."""
    columns, rows = np.nonzero(mask.T)
    if not len(rows):
        return columns, rows, rows
    fresh = np.flatnonzero((np.diff(columns) != 0) | (np.diff(rows) != 1)) + 1
    return columns, rows, np.concatenate([[0], fresh])


def with_bold(lines: Sequence[ReadLine], picture: Picture) -> list[ReadLine]:
    """The lines with each word marked that is printed bolder than most of the page."""
    strokes = [[_stroke(word, line, picture) for word in line.words] for line in lines]
    usual = _usual(lines, strokes)
    return [
        replace(line, words=tuple(_marked(line.words, widths, usual)))
        for line, widths in zip(lines, strokes, strict=True)
    ]


def _stroke(word: ReadWord, line: ReadLine, picture: Picture) -> float:
    """The mean width of the word's strokes, in line heights; 0 where there is no ink."""
    x0, top, x1, bottom = word.edges
    cut = picture[max(0, top) : bottom, max(0, x0 - 1) : x1 + 1].astype(np.float32)
    if not cut.size:
        return 0.0
    darkest, paper = grey_range(picture[max(0, top - 2) : bottom + 2, max(0, x0 - 20) : x1 + 20])
    ink = np.clip((paper - cut) / (paper - darkest), 0, 1)
    ink[ink < 0.25] = 0
    dark = ink > 0.5
    starts = int(np.count_nonzero(dark[:, 1:] & ~dark[:, :-1]) + np.count_nonzero(dark[:, 0]))
    return float(ink.sum()) / max(1, starts) / line.height


def _usual(lines: Sequence[ReadLine], strokes: Sequence[Sequence[float]]) -> float:
    """The width that half of the page's letters stay below."""
    counts = [_letters(word) for line in lines for word in line.words]
    pairs = zip([width for widths in strokes for width in widths], counts, strict=True)
    half = sum(counts) / 2
    for width, count in sorted(pairs):
        half -= count
        if half <= 0 < width:
            return width
    return 1.0


def _letters(word: ReadWord) -> int:
    return sum(letter.isalnum() for letter, _ in word.letters)


def _marked(words: Sequence[ReadWord], widths: Sequence[float], usual: float) -> list[ReadWord]:
    counts = [_letters(word) for word in words]
    mean = sum(w * n for w, n in zip(widths, counts, strict=True)) / max(1, sum(counts)) / usual
    return [
        replace(word, bold=mean >= BOLD_LINE or (count >= SHORT and width / usual >= BOLD_WORD))
        for word, width, count in zip(words, widths, counts, strict=True)
    ]
