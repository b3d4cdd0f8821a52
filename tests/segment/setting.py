"""Sets lines of type as the reader would give them, so that segmenting is tested without a PDF."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.records import BOLD, Characters, DocumentText, Line, Span

WIDTH = 5.5
"""Points that each character of the pretended typeface is wide."""


@dataclass(frozen=True)
class Set:
    """A line as it is to stand on the page: ``gap`` in ems above it, None to begin a new page;
    ``cell`` is table,
    row and column of a ruled table."""

    text: str
    left: float = 0.0
    gap: float | None = 0.2
    bold: bool = False
    size: float = 11.0
    furniture: bool = False
    cell: tuple[int, int, int] | None = None


def beside(table: int, row: int, *texts: str) -> list[Set]:
    """A row of a ruled table, its cells side by side; an empty text is an empty cell."""
    cells = [(column, text) for column, text in enumerate(texts) if text]
    return [
        Set(text, left=120.0 * column, gap=-1.0 if at else 0.6, cell=(table, row, column))
        for at, (column, text) in enumerate(cells)
    ]


def typeset(*lines: Set | str) -> DocumentText:
    """A document whose text is the lines, each with its place; plain strings are set flush left."""
    page, bottom, text = 1, 60.0, ""
    found: list[Line] = []
    x0: list[float] = []
    x1: list[float] = []
    style: list[int] = []
    for each in (Set(line) if isinstance(line, str) else line for line in lines):
        if each.gap is None:
            page, bottom = page + 1, 60.0
        top = bottom + (each.gap or 0.0) * each.size
        bottom = top + each.size
        left = 70.0 + each.left
        for offset, char in enumerate(each.text):
            x0.append(left + offset * WIDTH)
            x1.append(x0[-1] + (0.0 if char.isspace() else WIDTH))
            style.append(BOLD if each.bold else 0)
        span = Span(len(text), len(text) + len(each.text))
        right = left + len(each.text) * WIDTH
        found.append(
            Line(
                span,
                page,
                left,
                top,
                right,
                bottom,
                each.size,
                each.bold,
                furniture=each.furniture,
                cell=each.cell,
            )
        )
        text += each.text + "\n"
        x0.append(right)
        x1.append(right)
        style.append(0)
    chars = Characters(
        np.array(x0[:-1], np.float32), np.array(x1[:-1], np.float32), np.array(style[:-1], np.uint8)
    )
    return DocumentText(
        "koe.pdf", "0" * 64, text[:-1], tuple(found), chars, ((595.0, 842.0),) * page
    )
