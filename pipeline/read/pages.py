"""The frame of a page: how PDF coordinates become points from the top left."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

Rectangle = tuple[float, float, float, float]
"""x0, top, x1, bottom."""
Matrix = tuple[float, float, float, float, float, float]
_Floats = NDArray[np.float32]
Number = TypeVar("Number", float, NDArray[np.float64])
"""One number, or many at once."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page's own coordinates become points from the top left of the page as it is shown.

    The origin is the one of pdfplumber: the media box after rotation, so that a box cut out there
    holds the same words. ``shown`` bounds what a reader sees of the page. ``turn`` counts quarter
    turns that make text which runs down (1), upside down (2) or up (3) run from left to right.
    """

    width: float
    height: float
    matrix: Matrix
    shown: Rectangle = (0.0, 0.0, 0.0, 0.0)
    turn: int = 0

    def point(self, x: Number, y: Number) -> tuple[Number, Number]:
        """A point of the page's own coordinates as (x, top)."""
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def direction(self, x: Number, y: Number) -> tuple[Number, Number]:
        """A direction of the page's own coordinates as (across, down)."""
        a, b, c, d, _, _ = self.matrix
        return a * x + c * y, b * x + d * y

    def boxes(self, boxes: _Floats) -> tuple[_Floats, _Floats, _Floats, _Floats]:
        """Rows of two opposite corners (x, y, x, y) as arrays x0, top, x1, bottom."""
        a, b, c, d, e, f = self.matrix
        x, y, u, v = boxes.T
        left, right = a * x + c * y + e, a * u + c * v + e
        upper, lower = b * x + d * y + f, b * u + d * v + f
        pairs = (
            np.minimum(left, right), np.minimum(upper, lower),
            np.maximum(left, right), np.maximum(upper, lower),
        )  # fmt: skip
        x0, top, x1, bottom = (edge.astype(np.float32) for edge in pairs)
        return x0, top, x1, bottom

    def turned(self, turn: int) -> Frame:
        """The frame in which text that runs down, upside down or up runs from left to right."""
        a, b, c, d, e, f = self.matrix
        matrix: Matrix = {
            0: (a, b, c, d, e, f),
            1: (b, -a, d, -c, f, self.width - e),
            2: (-a, -b, -c, -d, self.width - e, self.height - f),
            3: (-b, a, -d, c, self.height - f, e),
        }[turn]
        width, height = (self.width, self.height) if turn % 2 == 0 else (self.height, self.width)
        return Frame(width, height, matrix, turn=turn)

    def upright(self, box: Rectangle) -> Rectangle:
        """A rectangle of a turned frame as it lies on the page."""
        x0, top, x1, bottom = box
        return {
            0: box,
            1: (self.height - bottom, x0, self.height - top, x1),
            2: (self.width - x1, self.height - bottom, self.width - x0, self.height - top),
            3: (top, self.width - x1, bottom, self.width - x0),
        }[self.turn]


def page_frame(page: Any) -> Frame:
    """The frame of a loaded page."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    crop = (box.left, box.bottom, box.right, box.top)
    x0, y0, x1, y1 = _media_box(page) or crop
    turn = pdfium.FPDFPage_GetRotation(page) % 4
    across, up = x1 - x0, y1 - y0
    matrix: Matrix = {
        0: (1.0, 0.0, 0.0, -1.0, 0.0, up),
        1: (0.0, 1.0, 1.0, 0.0, 0.0, -2 * x0),
        2: (-1.0, 0.0, 0.0, 1.0, x1 + x0, 2 * (up - y1)),
        3: (0.0, -1.0, -1.0, 0.0, y1 + y0, across),
    }[turn]
    width, height = (across, up) if turn % 2 == 0 else (up, across)
    frame = Frame(width, height, matrix)
    left, top, right, bottom = (
        float(edge[0]) for edge in frame.boxes(np.array([crop], np.float32))
    )
    return Frame(width, height, matrix, (left, top, right, bottom))


def _media_box(page: Any) -> Rectangle | None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPage_GetMediaBox(page, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
