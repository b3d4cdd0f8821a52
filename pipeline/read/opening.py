"""Opening a file as a PDF, or saying in one line why that cannot be done."""

from __future__ import annotations

import hashlib
import logging
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from io import BytesIO
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.errors import AccessError, InputError
from pipeline.places import Place
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


def file_bytes(path: Place) -> bytes:
    """The file's content; raises InputError where there is no such file or nothing in it, and
    AccessError where it cannot be opened."""
    name = path.name or str(path)
    if path.is_dir():
        raise InputError(f"{name}: is a folder; name a PDF file inside it.")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{name}: no such file; check the path.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise AccessError(f"{name}: cannot be opened ({reason}); check its permissions.") from None
    if not data:
        raise InputError(f"{name}: the file is empty; fetch it again.")
    if b"%PDF-" not in data[:HEADER_WITHIN]:
        raise InputError(f"{name}: not a PDF; give a PDF file (export or print it as PDF).")
    return data


def file_identity(path: Place, data: bytes) -> tuple[str, str]:
    """The file's base name in NFC, and the SHA-256 of its content in hexadecimal."""
    return unicodedata.normalize("NFC", path.name), hashlib.sha256(data).hexdigest()


def _reason(code: int, data: bytes, name: str) -> str:
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return f"{name}: the PDF is encrypted; save a copy without a password and read that."
    if b"%%EOF" not in data[-2048:]:
        return f"{name}: the PDF is cut off before its end; fetch the whole file again."
    return f"{name}: the PDF is damaged beyond reading; fetch it again or export it anew."


class LostPages:
    """Tells of pages that PDFium finds empty whether they should show something: it makes an empty
    page of one whose content is damaged.

    The file is opened once, when somebody first asks; pages are asked for in rising order.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._next = 0

    def has(self, index: int) -> bool:
        """True if this page has content that cannot be decoded or should show; a page that the
        tree names twice is counted once by pdfminer, so of the last ones nothing is known then."""
        try:
            page = next(islice(self._pages, index - self._next, None), None)
            self._next = index + 1
            return page is not None and _is_lost(page.contents)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 (whatever pdfminer stumbles over is damage)
            return True

    @cached_property
    def _pages(self) -> Iterator[Any]:
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfpage import PDFPage
        from pdfminer.pdfparser import PDFParser

        logging.getLogger("pdfminer").setLevel(logging.ERROR)  # the page's own warning says it
        return PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(self._data))))


def _is_lost(contents: Sequence[object]) -> bool:
    from pdfminer.pdftypes import stream_value

    streams = [stream_value(part) for part in contents]
    stored = sum(len((stream.rawdata or b"").strip()) for stream in streams)
    content = b" ".join(stream.get_data() for stream in streams)
    return (stored > EMPTY and not content.strip()) or any(mark in content for mark in SHOWING)
