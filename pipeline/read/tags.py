"""Roles from the structure tree of a tagged PDF: which marked content is a heading, a list item."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.read.direct import direct

INLINE = {"Span", "Link", "Reference", "Artifact", "NonStruct", "Annot", "Quote", "Em", "Strong"}
MANY = 20_000
_FIRST = direct(pdfium.FPDF_StructTree_GetChildAtIndex)
_TYPE = direct(pdfium.FPDF_StructElement_GetType)
_COUNT = direct(pdfium.FPDF_StructElement_CountChildren)
_CHILD = direct(pdfium.FPDF_StructElement_GetChildAtIndex)
_MARK = direct(pdfium.FPDF_StructElement_GetChildMarkedContentID)
DEPTH = 60


def page_roles(page: Any) -> dict[int, str]:
    """The tag of each marked content of the page by its id; empty where the PDF is not tagged."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    roles: dict[int, str] = {}
    name = ctypes.create_string_buffer(128)
    try:
        pending = [
            (_FIRST(tree, index), "", 0)
            for index in range(min(MANY, pdfium.FPDF_StructTree_CountChildren(tree)))
        ]
        visited = 0
        while pending and visited < MANY:
            visited += 1
            element, outer, depth = pending.pop()
            if element and depth < DEPTH:
                role = _role(element, outer, name)
                children = _children(element, role, roles)
                pending.extend((child, role, depth + 1) for child in children)
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return roles


def _role(element: int, outer: str, buffer: Any) -> str:
    size = _TYPE(element, buffer, 128)
    name = buffer.raw[: max(0, min(size, 128) - 2)].decode("utf-16-le", "replace")
    return outer if not name or name in INLINE else name


def _children(element: int, role: str, roles: dict[int, str]) -> list[int]:
    """Child elements; the marked content among them goes into ``roles``."""
    found = []
    for index in range(min(MANY, max(0, _COUNT(element)))):
        child = _CHILD(element, index)
        if child:
            found.append(child)
        else:
            mark = _MARK(element, index)
            if mark >= 0 and role:
                roles[mark] = role
    return found
