"""Whether a page has columns: Tesseract takes a list's labels for a column of their own.

It looks for columns first. Where labels stand apart from their text ('1.', 'a.', '–'), it reads
them as a column, out of order, or takes them for specks. Read as one column such a page is right,
but a page that has columns is mixed up by that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.ink import grey_range
from pipeline.read.ocr.pictures import Picture
from pipeline.read.ocr.tesseract import ReadLine

LABEL = re.compile(
    r"\(?(?:\d{1,3}|[a-zåäö]|[ivxl1]{1,4}|[A-Z])[.,:)]{1,2}|§{1,2}|[^\w\s]{1,2}|[oe]"
)
"""What a label looks like, and what Tesseract makes of a bullet."""
LOOSE_LETTERS = 3
"""Letters of a piece that may be a label alone, well read or not ('b', 'Ci')."""
WIDE = 6
"""Letters of a piece that is text: two such side by side are columns."""
KEPT = 0.97
"""Letters of the one reading that the other has at least."""
SAME_ROW = 0.5
"""Baselines that differ by less are one row's, in line heights."""
REACH, GAP = 8.0, 0.25
"""Where a label may stand before its text, in line heights."""
INK = 0.02
"""Ink of the smallest label, in squares of a line height."""
FEWEST = 2
"""Unread labels that make a page worth a second reading."""


def may_hide_labels(lines: Sequence[ReadLine], picture: Picture) -> bool:
    """True if labels on the picture were taken for a column or for specks.

    They are lines of their own beside a line of text, or ink before one that no word explains.
    """
    rows = sorted(lines, key=lambda line: line.baseline)
    loose = sum(_letters([line]) <= LOOSE_LETTERS and _has_text_behind(line, rows) for line in rows)
    return loose + _unread_labels(rows, picture) >= FEWEST


def is_one_column(rows: Sequence[ReadLine], columns: Sequence[ReadLine]) -> bool:
    """True if a page read in rows is right, and its reading in columns not.

    The reading in rows has more lines with labels and hardly fewer letters, and joins nowhere two
    pieces of text that the other has side by side.
    """
    if _letters(rows) < KEPT * _letters(columns) or _labelled(rows) <= _labelled(columns):
        return False
    pieces = [line for line in columns if _letters([line]) >= WIDE]
    return not any(_joins(row, pieces) for row in rows)


def _joins(row: ReadLine, pieces: Sequence[ReadLine]) -> bool:
    """True if two of the pieces stand side by side in the row."""
    left, right = _ends(row)
    inside = [
        _ends(piece)
        for piece in pieces
        if _is_same_row(piece, row) and _ends(piece)[0] < right and left < _ends(piece)[1]
    ]
    return any(one[1] <= other[0] for one in inside for other in inside)


def _has_text_behind(label: ReadLine, lines: Sequence[ReadLine]) -> bool:
    _, end = _ends(label)
    return any(
        _is_same_row(line, label)
        and 0 < _ends(line)[0] - end < REACH * line.height
        and _letters([line]) > LOOSE_LETTERS
        for line in lines
    )


def _unread_labels(lines: Sequence[ReadLine], picture: Picture) -> int:
    """How many lines of text have ink before them where no word was read."""
    darkest, paper = grey_range(picture)
    dark = picture < (darkest + paper) / 2
    texts = [line for line in lines if _letters([line]) > LOOSE_LETTERS]
    return sum(_ink_before(line, lines, dark) > INK * line.height**2 for line in texts)


def _ink_before(line: ReadLine, lines: Sequence[ReadLine], dark: NDArray[np.bool_]) -> int:
    """The dark pixels before the line that belong to no other in its row."""
    start, height = _ends(line)[0], line.height
    before = [_ends(each)[1] for each in lines if _is_same_row(each, line)]
    left = max([0, round(start - REACH * height), *(end for end in before if end <= start)])
    right = max(left, round(start - GAP * height))
    top = max(0, round(line.baseline - height))
    return int(np.count_nonzero(dark[top : round(line.baseline), left:right]))


def _labelled(lines: Sequence[ReadLine]) -> int:
    return sum(len(line.words) > 1 and bool(LABEL.fullmatch(line.words[0].text)) for line in lines)


def _letters(lines: Sequence[ReadLine]) -> int:
    return sum(len(word.letters) for line in lines for word in line.words)


def _ends(line: ReadLine) -> tuple[int, int]:
    return min(word.edges[0] for word in line.words), max(word.edges[2] for word in line.words)


def _is_same_row(one: ReadLine, other: ReadLine) -> bool:
    return abs(one.baseline - other.baseline) < SAME_ROW * min(one.height, other.height)
