"""A page of a PDF as a picture for people, drawn to the measures that boxes have."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from models.records import Box
from pipeline.errors import InputError
from pipeline.places import Place
from pipeline.read.ocr.pictures import placing
from pipeline.read.opening import file_bytes, file_identity, open_pdf
from pipeline.read.pages import Frame, page_frame

LONGEST = 6000
"""Pixels that no side of a picture exceeds, however odd the page's shape."""
_PDFIUM = Lock()
"""PDFium may be used by one thread at a time."""
INK = (38, 38, 38)
"""What is painted over words that are not to be seen."""
BEYOND, BESIDE = 0.3, 1.0
"""How far paint reaches above and below a box, in its heights (boxes end short of letters' ends),
and to its sides, in points."""


def draw_page(
    path: Place, sha256: str, number: int, width: int, hidden: Sequence[Box] = ()
) -> bytes:
    """Page ``number`` (from 1) of the file at ``path`` as a PNG picture, ``width`` pixels wide.

    A box of the document lies in it where it lies on the page, in the proportion of the widths;
    those that are ``hidden`` are painted over.
    Raises InputError where the file is gone, holds another content than ``sha256``, or has no such
    page.
    """
    data = file_bytes(path)
    name, found = file_identity(path, data)
    if found != sha256:
        raise InputError(f"{name}: holds another document now; ingest it again.")
    with _PDFIUM, open_pdf(data, name) as document:
        page = pdfium.FPDF_LoadPage(document, number - 1)
        if not page:
            raise InputError(f"{name}: has no page {number} that can be drawn.")
        try:
            return _drawn(page, page_frame(page), width, hidden)
        finally:
            pdfium.FPDF_ClosePage(page)


def _drawn(page: Any, frame: Frame, width: int, hidden: Sequence[Box]) -> bytes:
    from PIL import Image, ImageDraw

    scale = min(width / frame.width, LONGEST / frame.height)
    size = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    pixels = np.full((size[1], size[0], 4), 255, np.uint8)
    address = pixels.ctypes.data_as(ctypes.c_void_p)
    bitmap = pdfium.FPDFBitmap_CreateEx(*size, pdfium.FPDFBitmap_BGRx, address, size[0] * 4)
    try:
        pdfium.FPDF_RenderPageBitmapWithMatrix(
            bitmap, page, placing(frame, scale, 0, 0), pdfium.FS_RECTF(0, 0, *size),
            pdfium.FPDF_ANNOT,
        )  # fmt: skip
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    picture = Image.frombuffer("RGB", size, pixels.tobytes(), "raw", "BGRX", 0, 1)
    if hidden:
        picture = picture.copy()  # what is made of a buffer cannot be painted on
        brush = ImageDraw.Draw(picture)
        for box in hidden:
            more = BEYOND * (box.bottom - box.top)
            sides = (box.x0 - BESIDE, box.top - more, box.x1 + BESIDE, box.bottom + more)
            brush.rectangle([side * scale for side in sides], INK)
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()
