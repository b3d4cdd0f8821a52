"""Reading a scanned page: drawn, set upright, read by Tesseract, made into words like others."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import numpy as np

from models.records import BOLD
from pipeline.read.glyphs import Glyphs
from pipeline.read.ocr.counted import mend_counted
from pipeline.read.ocr.ink import with_bold, without_rules
from pipeline.read.ocr.layout import is_one_column, may_hide_labels
from pipeline.read.ocr.pictures import Picture, page_picture, picture_tilt
from pipeline.read.ocr.signs import mend_signs
from pipeline.read.ocr.tesseract import (
    ROWS,
    Edges,
    OcrError,
    ReadLine,
    ReadWord,
    quarter_turns,
    read_picture,
)
from pipeline.read.pages import Frame, Rectangle
from pipeline.read.rows import Words, glyphs_to_words
from pipeline.read.ruled import Grid, rules_to_grids

SECONDS = 120.0
"""How long one page may take."""
DPI, MANY_PIXELS = 300, 24_000_000
GLANCE_DPI, TURN_DPI = 100, 150
"""Resolutions for finding the lines' direction, and for Tesseract to tell up from down."""
SURE_TURN = 1.5
"""Tesseract's confidence of a turn that is believed."""
LEAST, LEAST_LINE = 25, 35
"""Confidence below which a word without letters, and a line, is dirt or a drawing."""
HEIGHTS = {
    **dict.fromkeys("ABDEFGHIKLMNOPRSTUVXYZ0123456789", 0.72),
    **dict.fromkeys("bdfhkl", 0.76),
    **dict.fromkeys("acemnorsuvxz", 0.535),
}
"""How high letters reach over the line, in font sizes."""
EM = 1.06
"""The font size in heights of a line as Tesseract measures these, a rough guess."""
SAME_SIZE = 0.15
"""Sizes that differ by less are one: they are measured on what letters a line has."""
DASHES, HIGH = frozenset("-–—=~_"), 0.7
"""Signs that are flat, and a share of the line's height that none of them has."""
NARROW, WIDE = frozenset("iljtfrI.,:;'()[]|/-1!•"), frozenset("mwMW@—%")


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What OCR made of a page: its words, the tables that its rules make, and how it lay.

    ``tilt`` is by how many degrees clockwise it lay askew, ``confidence`` the mean of its letters',
    0 to 100.
    """

    words: Words
    grids: tuple[Grid, ...]
    tilt: float
    confidence: float


def read_page(page: Any, frame: Frame, known_sizes: Sequence[float] = ()) -> ReadPage:
    """The words of a loaded page as its picture shows them.

    ``known_sizes`` are font sizes of the document's other pages, the commonest first: what is
    measured here is one of them where it may be. Raises OcrError if Tesseract fails, or takes
    longer than a page may.
    """
    until = time.monotonic() + SECONDS
    turn = _turn(page, frame, until)
    tilt, is_sideways = picture_tilt(page_picture(page, frame, GLANCE_DPI / 72))
    if is_sideways != bool(turn % 2):
        tilt = 0.0  # what was measured are no lines of text
    picture = _picture(page, frame, turn, tilt)
    lines = _read(picture, until)
    glyphs = _lines_to_glyphs(lines, _sizes(lines, picture.scale, known_sizes), picture.scale, turn)
    words = glyphs_to_words(glyphs, frame.turned(turn) if turn else frame)
    grids = tuple(rules_to_grids(picture.rules)) if lines else ()
    return ReadPage(words, grids, tilt, _confidence(lines))


@dataclass(frozen=True, slots=True)
class Upright:
    """A page's picture, upright and without rules: pixels a point, and the rules in points."""

    picture: Picture
    scale: float
    rules: tuple[Rectangle, ...]


def _turn(page: Any, frame: Frame, until: float) -> int:
    """The quarter turn of the page's text (see Frame), 0 where Tesseract is not sure of another."""
    picture = page_picture(page, frame, TURN_DPI / 72)
    clockwise, sure = quarter_turns(picture, TURN_DPI, until - time.monotonic())
    return -clockwise % 4 if sure >= SURE_TURN else 0


def _picture(page: Any, frame: Frame, turn: int, tilt: float) -> Upright:
    scale = min(DPI / 72, (MANY_PIXELS / max(1.0, frame.width * frame.height)) ** 0.5)
    picture, rules = without_rules(page_picture(page, frame, scale, turn, tilt), scale * 72)
    return Upright(picture, scale, tuple(_in_points(rule, scale) for rule in rules))


def _in_points(edges: Edges, scale: float) -> Rectangle:
    x0, top, x1, bottom = edges
    return x0 / scale, top / scale, x1 / scale, bottom / scale


def _read(upright: Upright, until: float) -> list[ReadLine]:
    """The lines on the page's picture, without dirt, with signs mended and bold words marked."""
    dpi = max(70, round(upright.scale * 72))
    lines = read_picture(upright.picture, dpi, until - time.monotonic())
    if may_hide_labels(lines, upright.picture):
        with suppress(OcrError):  # what was read stands, if there is no time for another way
            rows = read_picture(upright.picture, dpi, until - time.monotonic(), ROWS)
            lines = rows if is_one_column(rows, lines) else lines
    return with_bold(list(_clean_lines(mend_counted(mend_signs(lines)))), upright.picture)


def _clean_lines(lines: Sequence[ReadLine]) -> Iterator[ReadLine]:
    """The lines without what Tesseract makes of specks, gaps and drawings."""
    for line in lines:
        words = tuple(word for each in line.words if (word := _clean_word(each, line)))
        kept = replace(line, words=words)
        if words and _confidence([kept]) >= LEAST_LINE:
            yield kept


def _clean_word(word: ReadWord, line: ReadLine) -> ReadWord | None:
    """The word without a dash as high as the line: Tesseract puts them into wide gaps."""
    letters = word.letters
    while letters and letters[0][0] in DASHES and _height(letters[0][1]) > HIGH * line.height:
        letters = letters[1:]
    if not letters or not (word.confidence >= LEAST or any(c.isalnum() for c, _ in letters)):
        return None
    left = word.edges[0] if letters is word.letters else letters[0][1][0]
    return replace(word, letters=letters, edges=(left, *word.edges[1:]))


def _height(edges: Edges) -> int:
    return edges[3] - edges[1]


def _confidence(lines: Sequence[ReadLine]) -> float:
    """The mean confidence of the letters; 0 where there are none."""
    words = [word for line in lines for word in line.words]
    letters = sum(len(word.letters) for word in words)
    return sum(word.confidence * len(word.letters) for word in words) / letters if letters else 0.0


def _lines_to_glyphs(
    lines: Sequence[ReadLine], sizes: Sequence[float], scale: float, turn: int
) -> Glyphs:
    """The lines' characters in points, with a blank between two words of a line."""
    rows: list[tuple[float, ...]] = []
    for line, size in zip(lines, sizes, strict=True):
        baseline = line.baseline / scale
        for place, word in enumerate(line.words):
            rows += [
                (code, x0 / scale, x1 / scale, baseline, size, word.confidence, word.bold)
                for code, x0, x1 in _spread(word)
            ]
            if place + 1 < len(line.words):
                end, start = word.edges[2], max(word.edges[2], line.words[place + 1].edges[0])
                blank = (ord(" "), end / scale, start / scale, baseline, size)
                rows.append((*blank, word.confidence, word.bold))
    table = np.array(rows, np.float64).reshape(-1, 7)
    count = len(table)
    x0, x1, baselines, heights = (table[:, column].astype(np.float32) for column in range(1, 5))
    return Glyphs(
        table[:, 0].astype(np.int32), x0, x1, baselines, heights,
        BOLD * table[:, 6].astype(np.uint8), np.full(count, -1, np.int32),
        np.full(count, turn, np.uint8), table[:, 5].astype(np.uint8),
    )  # fmt: skip


def _spread(word: ReadWord) -> Iterator[tuple[int, float, float]]:
    """Each character of the word with its edges: its share of the word's width.

    Tesseract's own boxes of letters are less exact than that, for they overlap and miss letters.
    """
    text = word.text
    shares = [0.45 if c in NARROW else 1.4 if c in WIDE else 1 + 0.2 * c.isupper() for c in text]
    x0, _, x1, _ = word.edges
    unit, at = (x1 - x0) / sum(shares), float(x0)
    for letter, share in zip(text, shares, strict=True):
        yield ord(letter), at, at + share * unit
        at += share * unit


def _sizes(lines: Sequence[ReadLine], scale: float, known: Sequence[float]) -> list[float]:
    """The font size of each line in points; sizes that hardly differ are the commonest of them."""
    measured = [_size(line) / scale for line in lines]
    weights = [sum(len(word.letters) for word in line.words) for line in lines]
    sizes = [0.0] * len(lines)
    pending = set(range(len(lines)))
    while pending:
        votes: dict[float, int] = defaultdict(int)
        for index in pending:
            votes[round(2 * measured[index]) / 2] += weights[index]
        common = max(votes, key=votes.__getitem__)
        near = {i for i in pending if abs(measured[i] - common) <= SAME_SIZE * measured[i]}
        near = near or {min(pending, key=lambda i: abs(measured[i] - common))}
        size = next((k for k in known if abs(k - common) <= SAME_SIZE * common), common)
        for index in near:
            sizes[index] = size
        pending -= near
    return sizes


def _size(line: ReadLine) -> float:
    """The font size in pixels: more even than Tesseract's, which lacks what no letter reaches."""
    sizes = [
        (line.baseline - top) / HEIGHTS[letter]
        for word in line.words
        for letter, (_, top, _, _) in word.letters
        if letter in HEIGHTS
    ]
    return max(1.0, median(sizes)) if sizes else EM * line.height
