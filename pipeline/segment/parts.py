"""A document cut into parts, each a document of its own with its own text and offsets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.records import Characters, DocumentText, Line, Span, Table

_PAGE_NUMBER = re.compile(r"\D{0,8}\d{1,4}\s*(?:[/(]\s*\d{1,4}\s*\)?)?\W*")


def in_page_order(document: DocumentText) -> list[int]:
    """The lines by their index as they stand on the pages: running heads before the body, running
    feet behind it."""
    sides: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, line in enumerate(document.lines):
        is_head = line.top < document.page_sizes[line.page - 1][1] / 2
        side = (0 if is_head else 2) if line.furniture else 1
        sides[line.page, side].append(index)
    return [index for key in sorted(sides) for index in sides[key]]


def cut_document(document: DocumentText, parts: Sequence[Sequence[int]]) -> list[DocumentText]:
    """One document for each of ``parts``, which are the indexes of its lines in page order.

    What was furniture of the whole but comes once in a part is part of its text: the titles of
    several minutes repeat as running heads do. Page numbers and sizes are those of the whole.
    """
    pages = _pages_of_parts(document, parts)
    return [
        _part(document, _ordered(document, part), number, owned)
        for number, (part, owned) in enumerate(zip(parts, pages, strict=True), start=1)
    ]


def _pages_of_parts(document: DocumentText, parts: Sequence[Sequence[int]]) -> list[range]:
    """The pages of each part; one without lines goes with the page before it."""
    begins = [1, *(document.lines[part[0]].page for part in parts[1:])]
    lasts = [document.lines[part[-1]].page for part in parts]
    ends = [max(last, begin - 1) for last, begin in zip(lasts, begins[1:], strict=False)]
    return [
        range(begin, end + 1)
        for begin, end in zip(begins, [*ends, document.page_count], strict=True)
    ]


def _ordered(document: DocumentText, part: Sequence[int]) -> list[tuple[int, bool]]:
    """The part's lines with whether each is furniture, which stands behind all others."""
    pages: dict[str, set[int]] = defaultdict(set)
    for index in part:
        pages[_masked(document, index)].add(document.lines[index].page)

    def is_furniture(index: int) -> bool:
        line = document.lines[index]
        repeats = len(pages[_masked(document, index)]) > 1
        return line.furniture and (
            repeats or _PAGE_NUMBER.fullmatch(document.quote(line.span)) is not None
        )

    return sorted(((index, is_furniture(index)) for index in part), key=lambda each: each[1])


def _masked(document: DocumentText, index: int) -> str:
    words = re.sub(r"\d+", "#", document.quote(document.lines[index].span))
    return re.sub(r"\s+", "", words).casefold()


@dataclass(frozen=True, slots=True)
class _Copied:
    """Lines in their new order, the old offset of each new character, which of these are line ends
    (the offset is then that of the character before), and how far each old line has moved."""

    lines: list[Line]
    sources: list[int]
    breaks: list[int]
    moved: dict[int, int]


def _copied(document: DocumentText, order: Sequence[tuple[int, bool]]) -> _Copied:
    copied = _Copied([], [], [], {})
    following = [index for index, _ in order[1:]]
    for (index, furniture), after in zip(order, [*following, None], strict=True):
        line = document.lines[index]
        at = len(copied.sources)
        copied.moved[index] = at - line.span.start
        copied.lines.append(replace(line, span=Span(at, at + len(line.span)), furniture=furniture))
        copied.sources.extend(range(line.span.start, line.span.end))
        goes_on = after == index + 1 and document.lines[after].span.start == line.span.end
        if after is not None and not goes_on:
            copied.breaks.append(len(copied.sources))
            copied.sources.append(line.span.end - 1)
    return copied


def _part(
    document: DocumentText, order: Sequence[tuple[int, bool]], number: int, pages: range
) -> DocumentText:
    copied = _copied(document, order)

    def moved(span: Span) -> Span | None:
        first = copied.moved.get(document.line_index(span.start))
        last = copied.moved.get(document.line_index(span.end - 1))
        return None if first is None or last is None else Span(span.start + first, span.end + last)

    letters = [document.text[source] for source in copied.sources]
    for at in copied.breaks:
        letters[at] = "\n"
    kept = {old: new for new, old in enumerate(_tables_of(copied.lines))}
    tables = [document.tables[old] for old in kept]
    areas = [(area, tuple(filter(None, map(moved, area.spans)))) for area in document.links]
    return replace(
        document,
        part=number,
        text="".join(letters),
        lines=tuple(_renumbered(line, kept) for line in copied.lines),
        chars=_characters(document.chars, copied),
        links=tuple(
            replace(area, spans=spans)
            for area, spans in areas
            if spans or (not area.spans and area.page in pages)
        ),
        tables=tuple(
            Table(t.page, tuple(tuple(cell and moved(cell) for cell in row) for row in t.cells))
            for t in tables
        ),
        unread_pages=tuple(page for page in document.unread_pages if page in pages),
        ocr_pages=tuple(page for page in document.ocr_pages if page in pages),
        tilts=tuple(tilt for tilt in document.tilts if tilt[0] in pages),
        warnings=tuple(each for each in document.warnings if (each.page or 1) in pages),
    )


def _tables_of(lines: Iterable[Line]) -> list[int]:
    return sorted({line.cell[0] for line in lines if line.cell is not None})


def _renumbered(line: Line, tables: dict[int, int]) -> Line:
    """The line with its table's number among those of the part."""
    if line.cell is None:
        return line
    return replace(line, cell=(tables[line.cell[0]], *line.cell[1:]))


def _characters(chars: Characters, copied: _Copied) -> Characters:
    sources = np.array(copied.sources, np.intp)
    x0, x1, style = chars.x0[sources], chars.x1[sources], chars.style[sources]
    x0[copied.breaks] = x1[copied.breaks]
    style[copied.breaks] = 0
    sure = chars.confidence
    return Characters(x0, x1, style, None if sure is None else sure[sources])
