"""OCR takes its turn on the pages that need it, or a warning says why it did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from models.records import Warning
from pipeline.errors import MissingModelError
from pipeline.read.content import PageContent
from pipeline.read.doubt import BETTER, SCANNED, known_words
from pipeline.read.ocr import OCR_PACKAGES, OcrError, ReadPage, is_ocr_off, is_ocr_on, read_page
from pipeline.read.rows import Words
from pipeline.settings import OCR

UNSURE = 75
"""Mean confidence of a page below which its words are to be taken with care."""
FRUITLESS = 10
"""So many doubted pages in a row that OCR does not make better have words of another language, or
none, like tables of codes: the rest of them is left as it is. Reports of hundreds of such pages
met their limit of time in OCR."""
NO_TEXT = "The page has no text layer that can be read"
POOR_TEXT = "The page's text layer makes few words"


def read_scans(
    document: Any, pages: Sequence[PageContent], unread: Sequence[int], doubtful: Sequence[int]
) -> tuple[list[PageContent], list[Warning]]:
    """The pages with the words that OCR finds on those that need it, and what went wrong.

    A page on which it finds no words stays as it is, and so does a doubtful one that it does not
    make better; after a few of these in a row it is tried on no more such pages, unless a picture
    covers them. Where OCR cannot be had, each has a warning ``needs_ocr`` instead. Raises
    InputError where OCR is set wrongly.
    """
    reasons = dict.fromkeys(doubtful, POOR_TEXT) | dict.fromkeys(unread, NO_TEXT)
    if not is_ocr_on():
        return list(pages), [
            Warning("needs_ocr", f"{reasons[number]}; {_remedy()}.", number)
            for number in sorted(reasons)
        ]
    sizes: Counter[float] = Counter()
    for page in pages:
        if page.number not in reasons:
            _count_sizes(page.words, sizes)
    read: list[PageContent] = []
    warnings: list[Warning] = []
    fruitless, left = 0, list[int]()
    for page in pages:
        is_print = reasons.get(page.number) == POOR_TEXT and page.covered <= SCANNED
        if is_print and fruitless >= FRUITLESS:
            left.append(page.number)
        elif page.number in reasons:
            scanned, found = _scanned(document, page, reasons[page.number], sizes)
            warnings += found
            if is_print:
                fruitless = fruitless + 1 if scanned is page else 0
            page = scanned
        read.append(page)
    return read, warnings + _left(left)


def _left(pages: Sequence[int]) -> list[Warning]:
    """One warning for all doubted pages on which OCR was not tried."""
    if not pages:
        return []
    message = (
        f"The text layer of this page and of {len(pages) - 1} after it makes few words; OCR was "
        f"not tried on them, as it had not made {FRUITLESS} such pages any better."
    )
    return [Warning("ocr_doubtful", message, pages[0])]


def _remedy() -> str:
    if is_ocr_off():
        return f"OCR is switched off ({OCR.variable})"
    return f"OCR is not installed (apt install {OCR_PACKAGES})"


def _count_sizes(words: Words, sizes: Counter[float]) -> None:
    """Add how often each font size is used to ``sizes``."""
    for size, count in zip(*np.unique(words.glyphs.size, return_counts=True), strict=True):
        sizes[float(size)] += int(count)


def _scanned(
    document: Any, page: PageContent, reason: str, sizes: Counter[float]
) -> tuple[PageContent, list[Warning]]:
    """The page as OCR reads it, if that is better, and what there is to say about that."""
    loaded = pdfium.FPDF_LoadPage(document, page.number - 1)
    try:
        scan = read_page(loaded, page.frame, [size for size, _ in sizes.most_common()])
    except OcrError as error:
        return page, [Warning("ocr_failed", f"{reason}, and OCR failed: {error}.", page.number)]
    finally:
        pdfium.FPDF_ClosePage(loaded)
    if reason == POOR_TEXT and not _is_better(scan.words, page.words):
        return page, []
    if not len(scan.words):
        message = f"{reason}, and OCR finds no words on it."
        return page, [Warning("page_without_text", message, page.number)]
    _count_sizes(scan.words, sizes)
    return _with_scan(page, scan), _doubts(scan, page.number)


def _is_better(words: Words, layer: Words) -> bool:
    try:
        return known_words(words) > BETTER * known_words(layer)
    except MissingModelError:
        return len(words) > 2 * len(layer)


def _with_scan(page: PageContent, scan: ReadPage) -> PageContent:
    """The page with OCR's words alone: its picture showed also what the text layer had."""
    return replace(page, words=scan.words, aside=(), roles={}, grids=scan.grids, scan=scan)


def _doubts(scan: ReadPage, number: int) -> list[Warning]:
    if scan.confidence >= UNSURE:
        return []
    message = f"OCR is unsure of the page's words: {scan.confidence:.0f} of 100."
    return [Warning("ocr_doubtful", message, number)]
