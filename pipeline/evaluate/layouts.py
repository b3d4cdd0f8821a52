"""How a document is laid out, in few kinds, so that figures can be told apart by them."""

from __future__ import annotations

from typing import Literal

from models.records import Item, Record

Layout = Literal["scan", "table", "sections", "numbered", "unnumbered", "no items"]
LAYOUTS: dict[Layout, str] = {
    "sections": "formal: most items of depth 1 have a section sign",
    "numbered": "most items of depth 1 have a number",
    "unnumbered": "headings or points without numbers",
    "table": "half of the text or more stands in ruled tables",
    "scan": "a page or more was read by OCR, or not at all",
    "no items": "nothing was found that is an item",
}
"""What each kind means."""


def record_layout(record: Record) -> Layout:
    """The layout of a document, by its own pages and its items as they were found."""
    document = record.document
    if document.ocr_pages or document.unread_pages:
        return "scan"
    items = [item for item in record.minutes.items if item.depth == 1]
    if not items:
        return "no items"
    body = [line for line in document.lines if not line.furniture]
    in_cells = sum(len(line.span) for line in body if line.cell is not None)
    if 2 * in_cells >= sum(len(line.span) for line in body):
        return "table"
    return _numbering(items)


def _numbering(items: list[Item]) -> Layout:
    if 2 * sum("§" in item.label for item in items) > len(items):
        return "sections"
    if 2 * sum(any(map(str.isdigit, item.label)) for item in items) > len(items):
        return "numbered"
    return "unnumbered"
