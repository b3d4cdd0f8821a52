"""A read document to bytes and back: text plain, layout and page geometry packed and compressed.

Each packed value starts with one byte, the version of its format, so that older rows stay readable
when a format changes. What few documents have is left out of the others, which keeps their format.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.records import PRINTED, Characters, DocumentText, Line, LinkArea, Span, Table
from pipeline.errors import StoreError

LAYOUT_VERSION = 1
GEOMETRY_VERSION = 1

_NUMBERS = ("x0", "top", "x1", "bottom", "size")
_BOLD, _ITALIC, _FURNITURE = 1, 2, 4
LEVEL = 4
"""Of compression: half the time of zlib's default for 2 % more bytes."""


@dataclass(frozen=True, slots=True)
class PackedDocument:
    """A document's text, its layout, and one geometry for each page."""

    text: str
    layout: bytes
    pages: tuple[bytes, ...]


def pack_document(document: DocumentText) -> PackedDocument:
    """The document in packed form; :func:`unpack_document` gives an equal one back."""
    return PackedDocument(document.text, _pack_layout(document), _pack_pages(document))


# --- layout -------------------------------------------------------------------------------------


def _pack_layout(document: DocumentText) -> bytes:
    layout = {
        "links": [
            [link.url, link.page, [[s.start, s.end] for s in link.spans]] for link in document.links
        ],
        "tables": [[table.page, _cells_to_json(table)] for table in document.tables],
        "unread_pages": document.unread_pages,
        "ocr_pages": document.ocr_pages,
    }
    if document.tilts:
        layout["tilts"] = document.tilts
    if document.masks:
        layout["masks"] = [[[s.start, s.end] for s in spans] for spans in document.masks]
    return _compress(LAYOUT_VERSION, _to_json(layout))


def _cells_to_json(table: Table) -> list[list[list[int] | None]]:
    return [[[c.start, c.end] if c else None for c in row] for row in table.cells]


def _json_to_cells(
    rows: Sequence[Sequence[list[int] | None]],
) -> tuple[tuple[Span | None, ...], ...]:
    return tuple(tuple(Span(*cell) if cell else None for cell in row) for row in rows)


# --- pages --------------------------------------------------------------------------------------


def _pack_pages(document: DocumentText) -> tuple[bytes, ...]:
    """Each page's lines with the characters from their start to the next line's.

    Lines are sorted by their start but not by page (running heads stand last), hence the indices.
    """
    starts = [line.span.start for line in document.lines]
    bounds = [0, *starts[1:], len(document.text)] if starts else [0, len(document.text)]
    lines_of_page: list[list[int]] = [[] for _ in document.page_sizes]
    for index, line in enumerate(document.lines):
        lines_of_page[line.page - 1].append(index)
    return tuple(_pack_page(document, bounds, indices) for indices in lines_of_page)


def _pack_page(document: DocumentText, bounds: Sequence[int], indices: Sequence[int]) -> bytes:
    lines = [document.lines[i] for i in indices]
    stretches = [slice(bounds[i], bounds[i + 1]) for i in indices]
    header = {
        "lines": indices,
        "characters": [[s.start, s.stop] for s in stretches],
        "spans": [[line.span.start, line.span.end] for line in lines],
        "columns": [line.column for line in lines],
        "flags": [_flags(line) for line in lines],
        "cells": [line.cell for line in lines],
        "roles": [line.role for line in lines],
    }
    chars = document.chars
    if chars.confidence is not None:
        header["confidence"] = _to_runs(_joined(chars.confidence, stretches))
    parts = [
        _to_json(header),
        _shuffled(np.array([[getattr(line, n) for n in _NUMBERS] for line in lines], np.float64)),
        _edges_to_bytes(_joined(chars.x0, stretches), _joined(chars.x1, stretches)),
        _joined(chars.style, stretches).tobytes(),
    ]
    sizes = np.array([len(part) for part in parts], "<u4").tobytes()
    return _compress(GEOMETRY_VERSION, sizes + b"".join(parts))


def _to_runs(values: NDArray[np.uint8]) -> list[list[int]]:
    """Each value with how often it stands in a row: a word's characters have one confidence."""
    starts = np.flatnonzero(np.diff(values.astype(np.int64), prepend=-1))
    lengths = np.diff(starts, append=len(values))
    return [[int(values[at]), int(n)] for at, n in zip(starts, lengths, strict=True)]


def _from_runs(runs: Sequence[Sequence[int]]) -> NDArray[np.uint8]:
    values, lengths = np.array(runs, np.int64).reshape(-1, 2).T
    return np.repeat(values.astype(np.uint8), lengths)


def _flags(line: Line) -> int:
    return _BOLD * line.bold | _ITALIC * line.italic | _FURNITURE * line.furniture


def _joined(values: NDArray[Any], stretches: Sequence[slice]) -> NDArray[Any]:
    return np.concatenate([values[s] for s in stretches]) if stretches else values[:0]


def _edges_to_bytes(x0: NDArray[np.float32], x1: NDArray[np.float32]) -> bytes:
    """Gaps and widths instead of edges, as differences of the bits: small, repeated, and exact."""
    left, right = x0.view(np.int32), x1.view(np.int32)
    before = np.concatenate([np.zeros(1, np.int32), right])[:-1]
    return _shuffled(np.stack([left - before, right - left]))


def _bytes_to_edges(data: bytes) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    gaps, widths = _unshuffled(data, np.int32).reshape(2, -1)
    right = np.cumsum(gaps + widths, dtype=np.int32)
    return (right - widths).view(np.float32), right.view(np.float32)


def _shuffled(values: NDArray[Any]) -> bytes:
    """The bytes of an array, all first bytes first: compresses far better than numbers in a row."""
    little = values.astype(values.dtype.newbyteorder("<"))
    return little.reshape(-1).view(np.uint8).reshape(-1, values.itemsize).T.tobytes()


def _unshuffled(data: bytes, kind: type[np.number[Any]]) -> NDArray[Any]:
    size = np.dtype(kind).itemsize
    shuffled = np.frombuffer(data, np.uint8).reshape(size, -1)
    little = np.ascontiguousarray(shuffled.T).reshape(-1).view(np.dtype(kind).newbyteorder("<"))
    return little.astype(kind)


# --- back ---------------------------------------------------------------------------------------


def unpack_document(
    packed: PackedDocument, *, file: str, sha256: str, page_sizes: Sequence[tuple[float, float]]
) -> DocumentText:
    """The document that was packed, without its warnings and the version of its OCR.

    Raises StoreError if a part is damaged or was written by a newer version.
    """
    layout = json.loads(_decompress(packed.layout, LAYOUT_VERSION))
    lines, chars = _unpack_pages(packed)
    return DocumentText(
        file=file,
        sha256=sha256,
        text=packed.text,
        lines=lines,
        chars=chars,
        page_sizes=tuple(page_sizes),
        links=tuple(
            LinkArea(url, page, tuple(Span(*s) for s in spans))
            for url, page, spans in layout["links"]
        ),
        tables=tuple(Table(page, _json_to_cells(rows)) for page, rows in layout["tables"]),
        unread_pages=tuple(layout["unread_pages"]),
        ocr_pages=tuple(layout["ocr_pages"]),
        tilts=tuple((page, degrees) for page, degrees in layout.get("tilts", ())),
        masks=tuple(tuple(Span(*s) for s in spans) for spans in layout.get("masks", ())),
    )


def _unpack_pages(packed: PackedDocument) -> tuple[tuple[Line, ...], Characters]:
    size = len(packed.text)
    pages = [_page_parts(data) for data in packed.pages]
    is_read = any("confidence" in header for header, _, _ in pages)
    chars = Characters(
        np.zeros(size, np.float32), np.zeros(size, np.float32), np.zeros(size, np.uint8),
        np.full(size, PRINTED, np.uint8) if is_read else None,
    )  # fmt: skip
    lines: dict[int, Line] = {}
    for number, (header, numbers, arrays) in enumerate(pages, start=1):
        lines.update(zip(header["lines"], _header_to_lines(number, header, numbers), strict=True))
        _put_characters(chars, header["characters"], arrays)
    return tuple(lines[index] for index in sorted(lines)), chars


def _page_parts(data: bytes) -> tuple[dict[str, Any], NDArray[Any], list[NDArray[Any]]]:
    content = _decompress(data, GEOMETRY_VERSION)
    ends = 16 + np.cumsum(np.frombuffer(content[:16], "<u4").astype(int))
    header, numbers, edges, style = (
        content[start:end] for start, end in zip([16, *ends[:-1]], ends, strict=True)
    )
    arrays: list[NDArray[Any]] = [*_bytes_to_edges(edges), np.frombuffer(style, np.uint8)]
    found = json.loads(header)
    if "confidence" in found:
        arrays.append(_from_runs(found["confidence"]))
    return found, _unshuffled(numbers, np.float64).reshape(-1, 5), arrays


def _header_to_lines(page: int, header: dict[str, Any], numbers: NDArray[Any]) -> list[Line]:
    columns = zip(
        header["spans"], numbers.tolist(), header["columns"], header["flags"], header["cells"],
        header["roles"], strict=True,
    )  # fmt: skip
    return [
        Line(
            span=Span(*span),
            page=page,
            **dict(zip(_NUMBERS, measures, strict=True)),
            bold=bool(flags & _BOLD),
            italic=bool(flags & _ITALIC),
            column=column,
            furniture=bool(flags & _FURNITURE),
            cell=tuple(cell) if cell else None,
            role=role,
        )
        for span, measures, column, flags, cell, role in columns
    ]


def _put_characters(
    chars: Characters, stretches: Sequence[Sequence[int]], arrays: Sequence[NDArray[Any]]
) -> None:
    wholes = (chars.x0, chars.x1, chars.style, chars.confidence)
    at = 0
    for start, end in stretches:
        until = at + end - start
        for whole, part in zip(wholes, arrays, strict=False):  # the last is only where OCR read
            if whole is not None:
                whole[start:end] = part[at:until]
        at = until


# --- bytes --------------------------------------------------------------------------------------


def _to_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _compress(version: int, content: bytes) -> bytes:
    return bytes([version]) + zlib.compress(content, LEVEL)


def _decompress(data: bytes, version: int) -> bytes:
    if not data or data[0] != version:
        raise StoreError(
            f"A document is stored in format {data[0] if data else 'nothing'}, this version reads "
            f"{version}: upgrade poytakirja, or remove the document and ingest it again"
        )
    try:
        return zlib.decompress(data[1:])
    except zlib.error as error:
        raise StoreError(
            f"A stored document is damaged ({error}): remove it and ingest it again"
        ) from error
