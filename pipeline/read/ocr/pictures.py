"""Pages as pictures: drawn by PDFium, turned and straightened while they are drawn."""

from __future__ import annotations

import ctypes
import math
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from pipeline.read.pages import Frame

Picture = NDArray[np.uint8]
"""Grey values by row and column, 255 for white."""
Floats = NDArray[np.float64]

MARGIN = 0.05
"""Share of a picture's sides that is not looked at: shadows and edges of the glass."""
FURTHEST, COARSE, FINE = 10.0, 0.5, 0.05
"""Degrees within which a scan may lie askew, and the steps in which that is looked for."""
DARK = 0.6
"""Ink is darker than the paper by this share of the darkest there is."""
FEW_DOTS = 200


def page_picture(page: Any, frame: Frame, scale: float, turn: int = 0, tilt: float = 0) -> Picture:
    """A loaded page in grey, ``scale`` pixels a point, with its pictures, stamps and remarks.

    ``turn`` is the quarter turn of its text (see Frame) and ``tilt`` by how many degrees clockwise
    it lies askew: the picture shows the text from left to right and level. A pixel's place is that
    of ``frame.turned(turn)``, straightened about the page's middle, times ``scale``.
    """
    turned = frame.turned(turn) if turn else frame
    width, height = max(1, round(turned.width * scale)), max(1, round(turned.height * scale))
    stride = -(-width // 4) * 4
    picture = np.full((height, stride), 255, np.uint8)
    address = picture.ctypes.data_as(ctypes.c_void_p)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, address, stride)
    try:
        pdfium.FPDF_RenderPageBitmapWithMatrix(
            bitmap, page, placing(frame, scale, turn, tilt), pdfium.FS_RECTF(0, 0, width, height),
            pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE,
        )  # fmt: skip
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return np.ascontiguousarray(picture[:, :width])


def placing(frame: Frame, scale: float, turn: int, tilt: float) -> Any:
    """Where PDFium is to put what it shows: moved, then turned, then straightened, then scaled."""
    left, top, _, _ = frame.shown
    steps = [np.array([[1, 0, left], [0, 1, top], [0, 0, 1]], np.float64)]
    steps.append(_turning(frame, turn))
    middle = (frame.turned(turn).width / 2, frame.turned(turn).height / 2)
    steps.append(_rotation(-tilt, middle))
    steps.append(np.diag([scale, scale, 1.0]))
    whole = np.eye(3)
    for step in steps:
        whole = step @ whole
    (a, c, e), (b, d, f) = whole[:2].tolist()
    return pdfium.FS_MATRIX(a, b, c, d, e, f)


def _turning(frame: Frame, turn: int) -> Floats:
    width, height = frame.width, frame.height
    rows: list[list[list[float]]] = [
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[0, 1, 0], [-1, 0, width], [0, 0, 1]],
        [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        [[0, -1, height], [1, 0, 0], [0, 0, 1]],
    ]
    return np.array(rows[turn], np.float64)


def _rotation(degrees: float, middle: tuple[float, float]) -> Floats:
    """A turn clockwise about a point, where the second coordinate grows downwards."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    x, y = middle
    rows = [
        [cosine, -sine, x - cosine * x + sine * y],
        [sine, cosine, y - sine * x - cosine * y],
        [0, 0, 1],
    ]
    return np.array(rows, np.float64)


def picture_tilt(picture: Picture) -> tuple[float, bool]:
    """By how many degrees clockwise the picture's lines lie askew, and whether they are upright.

    Upright lines are those of a page that lies on its side. Lines of text make bands of ink with
    white between them: the direction in which these are sharpest is theirs.
    """
    across, down, height, width = _ink(picture)
    if len(across) < FEW_DOTS:
        return 0.0, False
    level, sharp = _sharpest(across, down, height)
    upright, sharper = _sharpest(down, -across, width)
    return (upright, True) if sharper > sharp else (level, False)


def _ink(picture: Picture) -> tuple[Floats, Floats, int, int]:
    """Where there is ink, counted from the middle, and the size of what was looked at."""
    rows, columns = (int(MARGIN * side) for side in picture.shape)
    inner = picture[rows : picture.shape[0] - rows, columns : picture.shape[1] - columns]
    if not inner.size:
        nothing = np.zeros(0)
        return nothing, nothing, 1, 1
    darkest, paper = np.percentile(inner, (0.5, 50))
    down, across = np.nonzero(inner < paper - DARK * (paper - darkest))
    height, width = inner.shape
    return across - width / 2, down - height / 2, height, width


def _sharpest(along: Floats, over: Floats, size: int) -> tuple[float, float]:
    """The angle at which the bands of ink are sharpest, and how sharp they are."""
    best = 0.0, -1.0
    steps = np.arange(-FURTHEST, FURTHEST + COARSE, COARSE)
    for angles in (steps, np.arange(-COARSE, COARSE + FINE, FINE)):
        near = best[0] if len(angles) != len(steps) else 0.0
        for angle in (angles + near).tolist():
            rows = over - along * math.tan(math.radians(angle))
            bands = np.bincount((rows - rows.min()).astype(np.int64))
            sharpness = float(np.square(np.diff(bands.astype(np.float64))).sum()) * size
            if sharpness > best[1]:
                best = angle, sharpness
    return round(best[0], 2), best[1]
