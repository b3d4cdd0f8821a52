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
from pipeline.read.direct import direct
from pipeline.read.pages import Frame

FORCE_BOLD, ITALIC_FLAG = 1 << 18, 1 << 6
STROKED = 2
"""Fill and stroke: how a typesetter makes a bold that the font does not have."""
BOLD_NAMES = ("bold", "black", "heavy", "demi")
ITALIC_NAMES = ("italic", "oblique", "kursiv")
LEVEL = 0.2
"""Text that falls or rises by less than this, as a share of its advance, counts as level."""

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]


_LOOSE_BOX = direct(pdfium.FPDFText_GetLooseCharBox)
_TEXT_OBJECT = direct(pdfium.FPDFText_GetTextObject)
_CHAR_ORIGIN = direct(pdfium.FPDFText_GetCharOrigin)
_CHAR_MATRIX = direct(pdfium.FPDFText_GetMatrix)
_FONT_SIZE = direct(pdfium.FPDFText_GetFontSize)
_FONT = direct(pdfium.FPDFTextObj_GetFont)
_RENDER_MODE = direct(pdfium.FPDFTextObj_GetTextRenderMode)
_MARK = direct(pdfium.FPDFPageObj_GetMarkedContentID)


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
    count = max(0, pdfium.FPDFText_CountChars(text_page))
    handle = ctypes.cast(text_page, ctypes.c_void_p).value
    boxes = np.zeros((count, 4), np.float32)
    address, step = boxes.ctypes.data, 4 * boxes.itemsize
    places = range(address, address + count * step, step)
    deque(map(_LOOSE_BOX, repeat(handle), range(count), places), maxlen=0)
    owners = np.fromiter(map(_TEXT_OBJECT, repeat(handle), range(count)), np.uint64, count)
    baseline, size, style, mark, turn = _runs(text_page, owners, frame)
    x0, x1, is_shown = _edges(boxes, turn, frame)
    codes = code_array(text_page, count)
    sure = np.full(count, PRINTED, np.uint8)
    everything = Glyphs(codes, x0, x1, baseline, size, style, mark, turn, sure)
    return everything.take((owners != 0) & is_shown)


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
    text_page: Any, owners: NDArray[np.uint64], frame: Frame
) -> tuple[Floats, Floats, Bytes, Ints, Bytes]:
    """Baseline, size, style, marked-content id and turn, asked once for each text object."""
    changed = np.flatnonzero(owners[1:] != owners[:-1]) + 1
    starts = np.concatenate([[0], changed]) if len(owners) else changed
    lengths = np.diff(starts, append=len(owners))
    ask = _TextObjects(text_page, frame)
    rows = [ask.run(start, int(owners[start])) for start in starts.tolist()]
    table = np.repeat(np.array(rows, np.float64).reshape(-1, 5), lengths, axis=0)
    return (
        table[:, 0].astype(np.float32), table[:, 1].astype(np.float32),
        table[:, 2].astype(np.uint8), table[:, 3].astype(np.int32), table[:, 4].astype(np.uint8),
    )  # fmt: skip


class _TextObjects:
    """What PDFium knows of the text objects of one page; each is asked once."""

    def __init__(self, text_page: Any, frame: Frame) -> None:
        self.text_page = ctypes.cast(text_page, ctypes.c_void_p).value
        self.frames = [frame.turned(quarters) for quarters in range(4)]
        self.x, self.y, self.matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
        self.addresses = tuple(map(ctypes.addressof, (self.x, self.y, self.matrix)))
        self.name = ctypes.create_string_buffer(256)
        self.known: dict[int, tuple[int, int]] = {}
        self.styles: dict[int, int] = {}

    def run(self, start: int, owner: int) -> tuple[float, float, int, int, int]:
        """Baseline, size, style, mark and turn of the characters from ``start`` on."""
        if not owner:
            return 0.0, 0.0, 0, -1, 0
        page, matrix, (x, y, place) = self.text_page, self.matrix, self.addresses
        _CHAR_ORIGIN(page, start, x, y)
        _CHAR_MATRIX(page, start, place)
        nominal = _FONT_SIZE(page, start)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
        turn = _turn(*self.frames[0].direction(matrix.a, matrix.b))
        baseline = self.frames[turn].point(self.x.value, self.y.value)[1]
        style, mark = self.known.get(owner) or self._style_and_mark(owner)
        return baseline, abs(nominal) * scale, style, mark, turn

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


def _turn(across: float, down: float) -> int:
    """The quarter turn of text that runs in this direction."""
    if across > 0 and abs(down) <= LEVEL * across:
        return 0
    if abs(down) >= abs(across):
        return 1 if down > 0 else 3
    return 0 if across > 0 else 2
