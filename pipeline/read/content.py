"""What one page holds, taken out while the page is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from pipeline.read.cleaning import is_garbage
from pipeline.read.glyphs import Glyphs, page_glyphs
from pipeline.read.links import Annotation, page_annotations
from pipeline.read.ocr.page import ReadPage
from pipeline.read.pages import Frame, page_frame
from pipeline.read.rows import Words, glyphs_to_words
from pipeline.read.ruled import Grid, page_drawing, rules_to_grids
from pipeline.read.tags import page_roles


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page as it was read: its words, link annotations, tags and tables.

    ``words`` run the way most of the page's text runs, ``aside`` other ways. ``is_picture`` says
    that something is shown that is no text; ``covered`` is the share of the page that images cover.
    ``is_garbage`` says that there was a text layer, but none that makes words. ``scan`` is set
    where the words were read by OCR.
    """

    number: int
    frame: Frame
    words: Words
    aside: tuple[Words, ...]
    annotations: tuple[Annotation, ...]
    roles: dict[int, str]
    grids: tuple[Grid, ...]
    is_picture: bool
    covered: float
    is_garbage: bool
    scan: ReadPage | None = None


def page_content(document: Any, page: Any, number: int) -> PageContent:
    """Everything that later steps need of a loaded page; the page may be closed afterwards."""
    frame = page_frame(page)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        glyphs = page_glyphs(text_page, frame)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    garbage = is_garbage(glyphs.code)
    words, *aside = _words_by_turn(glyphs.take(slice(0, 0)) if garbage else glyphs, frame)
    drawing = page_drawing(page, words.frame)
    grids = tuple(rules_to_grids(drawing.rules)) if drawing.rules and len(words) else ()
    return PageContent(
        number, frame, words, tuple(aside), page_annotations(document, page, frame),
        page_roles(page), grids, drawing.is_picture, drawing.covered, garbage,
    )  # fmt: skip


def _words_by_turn(glyphs: Glyphs, frame: Frame) -> list[Words]:
    """The page's words by the way they run, the commonest way first."""
    counts = np.bincount(glyphs.turn, minlength=4)
    if counts[0] == len(glyphs):
        return [glyphs_to_words(glyphs, frame)]
    turns = sorted(np.flatnonzero(counts).tolist(), key=lambda turn: -int(counts[turn]))
    return [
        glyphs_to_words(glyphs.take(glyphs.turn == turn), frame.turned(turn) if turn else frame)
        for turn in turns
    ]


def rows_of(words: Words, index: Sequence[int] | None = None) -> list[list[int]]:
    """Word indices by row, from the top; of all words or of those at ``index``."""
    chosen = np.arange(len(words)) if index is None else np.asarray(index, np.int64)
    rows: dict[int, list[int]] = {}
    for i, row in zip(chosen.tolist(), words.row[chosen].tolist(), strict=True):
        rows.setdefault(row, []).append(i)
    return [rows[key] for key in sorted(rows)]
