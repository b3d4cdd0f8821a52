"""The printed characters of one page as numpy arrays, straight from PDFium's C interface."""

from __future__ import annotations

import ctypes
from collections import deque
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from models.records import BOLD, ITALIC, PRINTED
from pipeline.read.cleaning import code_array
from pipeline.read.direct import Room, direct, handle, prepared
from pipeline.read.pages import Frame

FORCE_BOLD, ITALIC_FLAG = 1 << 18, 1 << 6
STROKED = 2
"""Fill and stroke: how a typesetter makes a bold that the font does not have."""
BOLD_NAMES = ("bold", "black", "heavy", "demi")
ITALIC_NAMES = ("italic", "oblique", "kursiv")
BLANK = 0x20
"""The greatest code of those that PDFium puts between words and at line ends."""
LEVEL = 0.2
"""Text that falls or rises by less than this, as a share of its advance, counts as level."""

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]


_LOOSE_BOX = prepared(pdfium.FPDFText_GetLooseCharBox)
_TEXT_OBJECT = prepared(pdfium.FPDFText_GetTextObject)
_CHAR_ORIGIN = prepared(pdfium.FPDFText_GetCharOrigin)
_CHAR_MATRIX = prepared(pdfium.FPDFText_GetMatrix)
_FONT_SIZE = prepared(pdfium.FPDFText_GetFontSize)
_FONT = direct(pdfium.FPDFTextObj_GetFont)
_RENDER_MODE = direct(pdfium.FPDFTextObj_GetTextRenderMode)
_MARK = direct(pdfium.FPDFPageObj_GetMarkedContentID)
_BOXES, _MATRICES = Room(ctypes.c_float, 4), Room(ctypes.c_float, 6)
_ACROSS, _UP = Room(ctypes.c_double), Room(ctypes.c_double)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Parallel arrays, one entry for each character in the order of the page's content.

    Coordinates are points in the frame in which the text runs from left to right; ``turn`` says
    which that is (see Frame). ``owner`` is the marked-content id, -1 for none; ``confidence`` is
    OCR's, PRINTED for what the page's content prints.
    """

    code: Ints
    x0: Floats
    x1: Floats
    baseline: Floats
    size: Floats
    style: Bytes
    owner: Ints
    turn: Bytes
    confidence: Bytes

    def __len__(self) -> int:
        return len(self.code)

    def take(self, index: NDArray[Any] | slice) -> Glyphs:
        """The glyphs at ``index`` (positions, a mask or a slice), in that order."""
        return Glyphs(*(getattr(self, name)[index] for name in self.__slots__))


def page_glyphs(text_page: Any, frame: Frame) -> Glyphs:
    """All characters that the page's content prints, whitespace included; none of PDFium's own."""
    page = handle(text_page)
    codes = code_array(text_page, max(0, pdfium.FPDFText_CountChars(text_page)))
    owners = _owners(page, codes)
    printed = np.flatnonzero(owners)
    baseline, size, style, mark, turn = _runs(page, owners, printed, frame)
    x0, x1, is_shown = _edges(_boxes(page, printed), turn, frame)
    sure = np.full(len(printed), PRINTED, np.uint8)
    everything = Glyphs(codes[printed], x0, x1, baseline, size, style, mark, turn, sure)
    return everything if is_shown.all() else everything.take(is_shown)


def _owners(page: Any, codes: Ints) -> NDArray[np.uint64]:
    """The text object of each character, 0 for what PDFium put in: blanks and line ends.

    An object's characters follow one another, so the inner ones of a word are asked only where its
    first and last one come from different objects.
    """
    is_inked = np.zeros(len(codes) + 2, np.bool_)
    is_inked[1:-1] = codes > BLANK
    is_first = is_inked[1:-1] & ~is_inked[:-2]
    is_inner = is_inked[1:-1] & is_inked[:-2] & is_inked[2:]
    owners = np.zeros(len(codes), np.uint64)
    _ask_owners(page, owners, ~is_inner)
    firsts = np.flatnonzero(is_first)
    lasts = np.flatnonzero(is_inked[1:-1] & ~is_inked[2:])
    is_one = owners[firsts] == owners[lasts]
    word = np.cumsum(is_first)[is_inner] - 1
    owners[is_inner] = np.where(is_one, owners[firsts], 0)[word]
    if not is_one.all():
        is_inner[is_inner] = ~is_one[word]
        _ask_owners(page, owners, is_inner)
    return owners


def _ask_owners(page: Any, owners: NDArray[np.uint64], which: NDArray[np.bool_]) -> None:
    places = np.flatnonzero(which)
    asked = map(_TEXT_OBJECT, repeat(page), places.tolist())
    owners[places] = np.fromiter(asked, np.uint64, len(places))


def _boxes(page: Any, index: NDArray[np.int64]) -> Floats:
    """The corners (x, y, x, y) of the characters at ``index``, in the page's own coordinates."""
    asked = map(_LOOSE_BOX, repeat(page), index.tolist(), _BOXES.places(len(index)))
    deque(asked, maxlen=0)
    return _BOXES.answers(len(index))


def _edges(boxes: Floats, turn: Bytes, frame: Frame) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Left and right edge of each character in its own frame, and whether the page shows it."""
    x0, top, x1, bottom = frame.boxes(boxes)
    left, upper, right, lower = frame.shown
    is_shown = (x1 > left) & (x0 < right) & (bottom > upper) & (top < lower)
    for quarters in range(1, 4):
        if (these := turn == quarters).any():
            x0[these], _, x1[these], _ = frame.turned(quarters).boxes(boxes[these])
    return x0, x1, is_shown & np.isfinite(x0) & np.isfinite(x1)


def _runs(
    page: Any, owners: NDArray[np.uint64], printed: NDArray[np.int64], frame: Frame
) -> tuple[Floats, Floats, Bytes, Ints, Bytes]:
    """Baseline, size, style, marked-content id and turn of the characters at ``printed``, asked
    once for each stretch of a text object."""
    is_start = (np.diff(owners, prepend=np.uint64(0)) != 0) & (owners != 0)
    starts = np.flatnonzero(is_start)
    a, b, c, d, x, y = _matrices_and_origins(page, starts.tolist())
    nominal = np.fromiter(map(_FONT_SIZE, repeat(page), starts.tolist()), np.float64, len(starts))
    scale = np.sqrt(c * c + d * d)
    size = np.abs(nominal) * np.where(scale == 0, 1.0, scale)
    turn = _turns(*frame.direction(a, b))
    baseline = frame.point(x, y)[1]
    for quarters in set(turn.tolist()) - {0}:
        these = turn == quarters
        baseline[these] = frame.turned(quarters).point(x[these], y[these])[1]
    known = _TextObjects()
    told = np.array([known.ask(owner) for owner in owners[starts].tolist()], np.int32)
    style, mark = told.reshape(-1, 2).T
    run = np.cumsum(is_start)[printed] - 1
    return (
        baseline.astype(np.float32)[run], size.astype(np.float32)[run],
        style.astype(np.uint8)[run], mark[run], turn[run],
    )  # fmt: skip


def _matrices_and_origins(page: Any, starts: list[int]) -> list[NDArray[np.float64]]:
    """The numbers a, b, c, d of each character's matrix, and where it stands."""
    count = len(starts)
    deque(map(_CHAR_MATRIX, repeat(page), starts, _MATRICES.places(count)), maxlen=0)
    places = _ACROSS.places(count), _UP.places(count)
    deque(map(_CHAR_ORIGIN, repeat(page), starts, *places), maxlen=0)
    matrices = _MATRICES.answers(count)[:, :4].astype(np.float64)
    return [*matrices.T, _ACROSS.answers(count)[:, 0], _UP.answers(count)[:, 0]]


class _TextObjects:
    """What PDFium knows of the text objects of one page; each is asked once."""

    def __init__(self) -> None:
        self.name = ctypes.create_string_buffer(256)
        self.known: dict[int, tuple[int, int]] = {}
        self.styles: dict[int, int] = {}

    def ask(self, owner: int) -> tuple[int, int]:
        """Style and marked-content id of a text object."""
        return self.known.get(owner) or self._style_and_mark(owner)

    def _style_and_mark(self, owner: int) -> tuple[int, int]:
        style = self._font_style(_FONT(owner))
        if _RENDER_MODE(owner) == STROKED:
            style |= BOLD
        mark = int(_MARK(owner))
        self.known[owner] = style, mark
        return style, mark

    def _font_style(self, address: int) -> int:
        if address and address not in self.styles:
            font = ctypes.cast(address, pdfium.FPDF_FONT)
            pdfium.FPDFFont_GetBaseFontName(font, self.name, 256)
            name = self.name.value.decode("utf-8", "replace").lower()
            flags = max(0, pdfium.FPDFFont_GetFlags(font))
            is_bold = flags & FORCE_BOLD or any(word in name for word in BOLD_NAMES)
            is_italic = flags & ITALIC_FLAG or any(word in name for word in ITALIC_NAMES)
            self.styles[address] = (BOLD if is_bold else 0) | (ITALIC if is_italic else 0)
        return self.styles.get(address, 0)


def _turns(across: NDArray[np.float64], down: NDArray[np.float64]) -> Bytes:
    """The quarter turns of text that runs in these directions."""
    is_steep, is_right = np.abs(down) >= np.abs(across), across > 0
    turns = np.where(is_steep, np.where(down > 0, 1, 3), np.where(is_right, 0, 2))
    turns[is_right & (np.abs(down) <= LEVEL * across)] = 0
    return turns.astype(np.uint8)
