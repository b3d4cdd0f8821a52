"""The story of reading one PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from models.records import DocumentText, Line, Warning
from pipeline.read.content import PageContent, page_content
from pipeline.read.flow import drafts_to_text
from pipeline.read.layout import cell_spans, pages_to_drafts
from pipeline.read.links import link_areas
from pipeline.read.opening import file_bytes, file_identity, is_page_lost, open_pdf

SCANNED, FEW_CHARACTERS = 0.6, 25
"""A page that an image covers to this share, with less text than this, is a scanned one."""


def read_pdf(path: Path) -> DocumentText:
    """The document at ``path``: its text, lines with their geometry in points, links and tables.

    Raises InputError where the file is missing, empty, encrypted, damaged or no PDF. Pages without
    a usable text layer are listed in ``unread_pages``, each with a warning.
    """
    data = file_bytes(path)
    name, sha256 = file_identity(path, data)
    with open_pdf(data, name) as document:
        pages, sizes, warnings = _pages(document, data)
    drafts, grids = pages_to_drafts(pages)
    notes = [(page.number, note) for page in pages for note in page.annotations]
    text, lines, chars = drafts_to_text(drafts, [note.url for _, note in notes])
    unread = _unread_pages(pages, lines)
    warnings += [_no_text(number) for number in unread]
    return DocumentText(
        name, sha256, text, lines, chars, sizes,
        links=link_areas(notes, text, lines, chars), tables=cell_spans(grids, lines),
        unread_pages=unread, warnings=tuple(warnings),
    )  # fmt: skip


def _pages(
    document: Any, data: bytes
) -> tuple[list[PageContent], tuple[tuple[float, float], ...], list[Warning]]:
    """The pages that can be loaded, the size of every page and what is wrong with the others."""
    pages: list[PageContent] = []
    sizes: list[tuple[float, float]] = []
    warnings: list[Warning] = []
    for index in range(pdfium.FPDF_GetPageCount(document)):
        page = pdfium.FPDF_LoadPage(document, index)
        if not page:
            sizes.append((0.0, 0.0))
            warnings.append(_damaged(index + 1))
            continue
        try:
            pages.append(page_content(document, page, index + 1))
            if not pdfium.FPDFPage_CountObjects(page) and is_page_lost(data, index):
                warnings.append(_damaged(index + 1))
        finally:
            pdfium.FPDF_ClosePage(page)
        sizes.append((pages[-1].frame.width, pages[-1].frame.height))
    return pages, tuple(sizes), warnings


def _damaged(number: int) -> Warning:
    return Warning("page_damaged", "The page is damaged: what it shows cannot be read.", number)


def _unread_pages(pages: Sequence[PageContent], lines: Sequence[Line]) -> tuple[int, ...]:
    """Pages that show something but have no text that can be read, or hardly any over a picture."""
    body: Counter[int] = Counter()
    for line in lines:
        body[line.page] += 0 if line.furniture else len(line.span)
    return tuple(
        page.number
        for page in pages
        if page.is_garbage
        or (page.is_picture and page.number not in body)
        or (page.covered > SCANNED and body[page.number] < FEW_CHARACTERS)
    )


def _no_text(number: int) -> Warning:
    return Warning("page_without_text", "The page has no text layer that can be read.", number)
