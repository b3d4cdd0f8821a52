"""Link annotations and the words that they cover."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from models.records import Characters, Line, LinkArea, Span
from pipeline.read.pages import Frame, Rectangle

MANY_LINKS = 5_000
SLACK = 0.5
"""How far outside its rectangle a link may reach, in points."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link annotation: where it leads and its rectangles (x0, top, x1, bottom)."""

    url: str
    rectangles: tuple[Rectangle, ...]


def page_annotations(document: Any, page: Any, frame: Frame) -> tuple[Annotation, ...]:
    """The annotations of a loaded page that lead to an address, in the page's order."""
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    found: list[Annotation] = []
    while len(found) < MANY_LINKS and pdfium.FPDFLink_Enumerate(page, position, link):
        if url := _address(document, link):
            found.append(Annotation(url, _rectangles(link, frame)))
    return tuple(found)


def _address(document: Any, link: Any) -> str:
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return ""
    size = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
    raw = buffer.value
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()


def _rectangles(link: Any, frame: Frame) -> tuple[Rectangle, ...]:
    corners = []
    for index in range(max(0, pdfium.FPDFLink_CountQuadPoints(link))):
        quad = pdfium.FS_QUADPOINTSF()
        if pdfium.FPDFLink_GetQuadPoints(link, index, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            corners.append((min(xs), min(ys), max(xs), max(ys)))
    box = pdfium.FS_RECTF()
    if not corners and pdfium.FPDFLink_GetAnnotRect(link, box):
        corners.append((box.left, box.bottom, box.right, box.top))
    x0, top, x1, bottom = frame.boxes(np.array(corners, np.float32).reshape(-1, 4))
    return tuple(zip(x0.tolist(), top.tolist(), x1.tolist(), bottom.tolist(), strict=True))


def link_areas(
    annotations: Sequence[tuple[int, Annotation]],
    text: str, lines: Sequence[Line], chars: Characters,
) -> tuple[LinkArea, ...]:  # fmt: skip
    """The text under each (page, annotation); parts of one anchor that touch become one area."""
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    areas = [
        LinkArea(note.url, page, _covered(note, text, by_page.get(page, []), chars))
        for page, note in annotations
    ]
    return _merged(areas, text)


def _covered(
    note: Annotation, text: str, lines: Sequence[Line], chars: Characters
) -> tuple[Span, ...]:
    found = set()
    for x0, top, x1, bottom in note.rectangles:
        for line in lines:
            middle = (line.top + line.bottom) / 2
            if not top - SLACK <= middle <= bottom + SLACK or line.x0 > x1 or line.x1 < x0:
                continue
            first, last = line.span.start, line.span.end
            left, right = chars.x0[first:last], chars.x1[first:last]
            centre = (left + right) / 2
            hit = np.flatnonzero((centre >= x0 - SLACK) & (centre <= x1 + SLACK) & (right > left))
            if len(hit) and (span := trimmed(text, first + int(hit[0]), first + int(hit[-1]) + 1)):
                found.add(span)
    return tuple(sorted(found))


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without blanks at its ends, None where nothing is left."""
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    end = start + len(part.strip())
    return Span(start, end) if end > start else None


def _merged(areas: Sequence[LinkArea], text: str) -> tuple[LinkArea, ...]:
    ordered = sorted(
        areas, key=lambda area: (not area.spans, area.spans[0].start if area.spans else 0)
    )
    result: list[LinkArea] = []
    for area in ordered:
        before = result[-1] if result else None
        if before and _touch(before, area, text):
            spans = _without_overlap([*before.spans, *area.spans])
            result[-1] = LinkArea(before.url, before.page, spans)
        else:
            result.append(area)
    return tuple(result)


def _touch(before: LinkArea, area: LinkArea, text: str) -> bool:
    if before.url != area.url:
        return False
    if not before.spans or not area.spans:
        return before.spans == area.spans and before.page == area.page
    return not text[before.spans[-1].end : area.spans[0].start].strip()


def _without_overlap(spans: Sequence[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(spans):
        if kept and span.start < kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(span.end, kept[-1].end))
        else:
            kept.append(span)
    return tuple(kept)
