"""The story of reading one PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from models.records import Characters, DocumentText, Line, Warning
from pipeline.places import Place
from pipeline.read.content import PageContent, page_content
from pipeline.read.doubt import doubtful_pages, unread_pages
from pipeline.read.flow import drafts_to_text
from pipeline.read.layout import cell_spans, pages_to_drafts
from pipeline.read.links import link_areas
from pipeline.read.ocr import ocr_version
from pipeline.read.opening import LostPages, file_bytes, file_identity, open_pdf
from pipeline.read.ruled import Grid
from pipeline.read.scans import read_scans


def read_pdf(path: Place) -> DocumentText:
    """The document at ``path``: its text, lines with their geometry in points, links and tables.

    Pages without a usable text layer, or with a bad one, are read by OCR where it is installed;
    those that have none and that it cannot read are listed in ``unread_pages``, each with a
    warning. Raises InputError where the file is missing, empty, encrypted, damaged or no PDF.
    """
    data = file_bytes(path)
    name, sha256 = file_identity(path, data)
    with open_pdf(data, name) as document:
        pages, sizes, warnings = _pages(document, data)
        laid = _lay_out(pages)
        unread, doubtful = unread_pages(pages, laid.lines), doubtful_pages(pages, laid.lines)
        if unread or doubtful:
            pages, found = read_scans(document, pages, unread, doubtful)
            warnings += found
            laid = _lay_out(pages)
    scans = {page.number: page.scan for page in pages if page.scan}
    notes = [(page.number, note) for page in pages for note in page.annotations]
    return DocumentText(
        name, sha256, laid.text, laid.lines, laid.chars, sizes,
        links=link_areas(notes, laid.text, laid.lines, laid.chars),
        tables=cell_spans(laid.grids, laid.lines),
        unread_pages=tuple(number for number in unread if number not in scans),
        ocr_pages=tuple(scans),
        ocr=ocr_version() if unread or doubtful else None,
        tilts=tuple((number, scan.tilt) for number, scan in scans.items() if scan.tilt),
        warnings=tuple(warnings),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Laid:
    """The pages put together: text, lines, characters and, as (page, grid), ruled tables."""

    text: str
    lines: tuple[Line, ...]
    chars: Characters
    grids: list[tuple[int, Grid]]


def _lay_out(pages: Sequence[PageContent]) -> Laid:
    drafts, grids = pages_to_drafts(pages)
    urls = [note.url for page in pages for note in page.annotations]
    return Laid(*drafts_to_text(drafts, urls), grids)


def _pages(
    document: Any, data: bytes
) -> tuple[list[PageContent], tuple[tuple[float, float], ...], list[Warning]]:
    """The pages that can be loaded, the size of every page and what is wrong with the others."""
    pages: list[PageContent] = []
    sizes: list[tuple[float, float]] = []
    warnings: list[Warning] = []
    lost = LostPages(data)
    for index in range(pdfium.FPDF_GetPageCount(document)):
        page = pdfium.FPDF_LoadPage(document, index)
        if not page:
            sizes.append((0.0, 0.0))
            warnings.append(_damaged(index + 1))
            continue
        try:
            pages.append(page_content(document, page, index + 1))
            if not pdfium.FPDFPage_CountObjects(page) and lost.has(index):
                warnings.append(_damaged(index + 1))
        finally:
            pdfium.FPDF_ClosePage(page)
        sizes.append((pages[-1].frame.width, pages[-1].frame.height))
    return pages, tuple(sizes), warnings


def _damaged(number: int) -> Warning:
    return Warning("page_damaged", "The page is damaged: what it shows cannot be read.", number)
