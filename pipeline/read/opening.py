"""Opening a file as a PDF, or saying in one line why that cannot be done."""

from __future__ import annotations

import hashlib
import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.errors import InputError
from pipeline.settings import PAGES

HEADER_WITHIN = 1024
"""Bytes within which a PDF says that it is one."""
EMPTY = 20
"""Bytes that nothing takes when it is compressed."""
SHOWING = (b"Tj", b"TJ", b" Do")
"""Instructions that show text or a picture."""


@contextmanager
def open_pdf(data: bytes, name: str) -> Iterator[Any]:
    """The document as PDFium knows it, closed at the end; raises InputError where it is none."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise InputError(_reason(pdfium.FPDF_GetLastError(), data, name))
    try:
        pages = pdfium.FPDF_GetPageCount(document)
        if pages < 1:
            raise InputError(f"{name}: the PDF has no pages; export it anew from its source.")
        if pages > PAGES.number():
            raise InputError(
                f"{name}: {pages} pages are more than the {PAGES.number()} of {PAGES.variable}; "
                "split the file or allow more."
            )
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def file_bytes(path: Path) -> bytes:
    """The file's content; raises InputError where there is no such file or nothing in it."""
    name = path.name or str(path)
    if path.is_dir():
        raise InputError(f"{name}: is a folder; name a PDF file inside it.")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{name}: no such file; check the path.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{name}: cannot be opened ({reason}); check its permissions.") from None
    if not data:
        raise InputError(f"{name}: the file is empty; fetch it again.")
    if b"%PDF-" not in data[:HEADER_WITHIN]:
        raise InputError(f"{name}: not a PDF; give a PDF file (export or print it as PDF).")
    return data


def file_identity(path: Path, data: bytes) -> tuple[str, str]:
    """The file's base name in NFC, and the SHA-256 of its content in hexadecimal."""
    return unicodedata.normalize("NFC", path.name), hashlib.sha256(data).hexdigest()


def _reason(code: int, data: bytes, name: str) -> str:
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return f"{name}: the PDF is encrypted; save a copy without a password and read that."
    if b"%%EOF" not in data[-2048:]:
        return f"{name}: the PDF is cut off before its end; fetch the whole file again."
    return f"{name}: the PDF is damaged beyond reading; fetch it again or export it anew."


def is_page_lost(data: bytes, index: int) -> bool:
    """True if a page that PDFium finds empty has content that cannot be decoded or should show.

    PDFium makes an empty page of one whose content is damaged.
    """
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.pdftypes import stream_value
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # the page's own warning says it
    try:
        with pdfplumber.open(BytesIO(data), pages=[index + 1]) as document:
            streams = [stream_value(part) for part in document.pages[0].page_obj.contents]
            stored = sum(len((stream.rawdata or b"").strip()) for stream in streams)
            content = b" ".join(stream.get_data() for stream in streams)
    except (PDFException, PSException, PdfminerException, LookupError, TypeError, ValueError):
        return True
    return (stored > EMPTY and not content.strip()) or any(mark in content for mark in SHOWING)
