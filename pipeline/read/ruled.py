"""Ruled tables: PDFium says where rules are, pdfplumber's table finder makes cells of them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from pipeline.read.direct import direct
from pipeline.read.pages import Frame, Rectangle

Grid = tuple[tuple[Rectangle | None, ...], ...]
"""A table's cells (x0, top, x1, bottom) by row and column, None where there is none."""

MANY_OBJECTS, MANY_SEGMENTS, MANY_RULES = 20_000, 400, 4_000
"""A page with more than this is a drawing: its lines are not rules of a table."""
MANY_MERGED = 600
"""The same after rules in one line have become one; the finder compares each with each."""
SNAP, MEET, SHORTEST = 3, 3, 3
"""Tolerances of pdfplumber's table finder, in points."""
FEW_RULES = 5
"""Fewer rules than this make no table."""
MANY_PATHS = 50
"""A page without text but with this many paths shows letters or a drawing."""
WHITE = 250
NESTING = 3

_OBJECT = direct(pdfium.FPDFPage_GetObject)
_INNER_OBJECT = direct(pdfium.FPDFFormObj_GetObject)
_KIND = direct(pdfium.FPDFPageObj_GetType)
_DRAW_MODE = direct(pdfium.FPDFPath_GetDrawMode)
_FILL_COLOUR = direct(pdfium.FPDFPageObj_GetFillColor)
_MATRIX = direct(pdfium.FPDFPageObj_GetMatrix)
_COUNT_SEGMENTS = direct(pdfium.FPDFPath_CountSegments)
_SEGMENT = direct(pdfium.FPDFPath_GetPathSegment)
_SEGMENT_KIND = direct(pdfium.FPDFPathSegment_GetType)
_IS_CLOSED = direct(pdfium.FPDFPathSegment_GetClose)
_POINT = direct(pdfium.FPDFPathSegment_GetPoint)
_BOUNDS = direct(pdfium.FPDFPageObj_GetBounds)
_COUNT_INNER = direct(pdfium.FPDFFormObj_CountObjects)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page shows beside text: straight rules as (x0, top, x1, bottom), and pictures.

    ``is_picture`` is True for any image and for many paths; ``covered`` is the share of the page
    under its largest image.
    """

    rules: tuple[Rectangle, ...]
    is_picture: bool
    covered: float


def page_drawing(page: Any, frame: Frame) -> Drawing:
    """The images and straight rules that a loaded page draws."""
    images = paths = 0
    covered = 0.0
    corners: list[Rectangle] = []
    for thing in _things(page):
        kind = _KIND(thing)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            images += 1
            covered = max(covered, _area(thing) / max(1.0, frame.width * frame.height))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
            if len(corners) <= MANY_RULES and _is_seen(thing):
                corners.extend(_straight(thing))
    if not FEW_RULES <= len(corners) <= MANY_RULES:
        corners = []
    edges = frame.boxes(np.array(corners, np.float32).reshape(-1, 4))
    rules = tuple(zip(*(edge.tolist() for edge in edges), strict=True))
    return Drawing(rules, images > 0 or paths > MANY_PATHS, covered)


def _area(image: Any) -> float:
    edges = [ctypes.c_float() for _ in range(4)]
    if not _BOUNDS(image, *map(ctypes.byref, edges)):
        return 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    return abs((right - left) * (top - bottom))


def _things(page: Any) -> Iterator[Any]:
    for index in range(min(MANY_OBJECTS, pdfium.FPDFPage_CountObjects(page))):
        thing = _OBJECT(page, index)
        if _KIND(thing) == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _inner_things(thing, NESTING)
        else:
            yield thing


def _inner_things(form: Any, depth: int) -> Iterator[Any]:
    """Images inside a form; its paths are left out, for their place depends on the form's own."""
    for index in range(min(MANY_OBJECTS, max(0, _COUNT_INNER(form)))):
        thing = _INNER_OBJECT(form, index)
        kind = _KIND(thing)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
            yield from _inner_things(thing, depth - 1)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            yield thing


def _is_seen(path: Any) -> bool:
    """A path that is stroked, or filled with something else than white."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    _DRAW_MODE(path, ctypes.byref(fill), ctypes.byref(stroke))
    if stroke.value:
        return True
    if not fill.value:
        return False
    colour = (ctypes.c_uint * 4)()
    size, first = ctypes.sizeof(ctypes.c_uint), ctypes.addressof(colour)
    _FILL_COLOUR(path, *(first + number * size for number in range(4)))
    return min(colour[:3]) < WHITE  # red, green, blue; alpha is left out


def _straight(path: Any) -> list[Rectangle]:
    """The path's level and upright lines in the page's own coordinates."""
    count = _COUNT_SEGMENTS(path)
    if not 2 <= count <= MANY_SEGMENTS:
        return []
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    _MATRIX(path, ctypes.byref(matrix))
    a, b, c, d, e, f = (getattr(matrix, name) for name in "abcdef")
    lines: list[Rectangle] = []
    start = last = (0.0, 0.0)
    for index in range(count):
        segment = _SEGMENT(path, index)
        _POINT(segment, to_x, to_y)
        across, up = x.value, y.value
        point = a * across + c * up + e, b * across + d * up + f
        kind = _SEGMENT_KIND(segment)
        if kind == pdfium.FPDF_SEGMENT_LINETO:
            lines.append((*last, *point))
        elif kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        last = point
        if _IS_CLOSED(segment):
            lines.append((*last, *start))
            last = start
    return [line for line in lines if _is_rule(line)]


def _is_rule(line: Rectangle) -> bool:
    across, up = abs(line[2] - line[0]), abs(line[3] - line[1])
    return max(across, up) >= SHORTEST and min(across, up) < 0.5


def rules_to_grids(rules: Sequence[Rectangle]) -> list[Grid]:
    """The tables that the rules make, from the top; at least two columns and four corners each."""
    edges = [_edge(rule) for rule in rules]
    if sum(edge["orientation"] == "v" for edge in edges) < 3 or len(edges) < FEW_RULES:
        return []
    from pdfplumber import table

    merged = table.merge_edges(edges, SNAP, SNAP, SNAP, SNAP)
    if len(merged) > MANY_MERGED:
        return []
    meeting = table.edges_to_intersections(merged, MEET, MEET)
    found = [
        table.Table(None, cells)  # type: ignore[arg-type]
        for cells in table.cells_to_tables(table.intersections_to_cells(meeting))
    ]
    grids = (tuple(tuple(row.cells) for row in each.rows) for each in found)
    return [grid for grid in grids if len(grid[0]) > 1]


def _edge(rule: Rectangle) -> dict[str, Any]:
    x0, top, x1, bottom = rule
    orientation = "h" if x1 - x0 >= bottom - top else "v"
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "orientation": orientation,
        "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip
