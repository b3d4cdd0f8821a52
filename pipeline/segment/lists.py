"""The lines of attendance lists: cells put together, columns told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import cast

import regex

from models.records import AttendanceMode, AttendeeRole, DocumentText, Span
from pipeline.names import is_first_name
from pipeline.segment.gathered import BREAK, Gathered, gather, join
from pipeline.segment.grid import Cell, Strip
from pipeline.segment.heads import find_list_head, meaning_of
from pipeline.segment.persons import lists_person, role_of
from pipeline.segment.presence import MARK_BEFORE, mark_of
from pipeline.segment.rows import Row

NAMES = ("name", "deputy")
"""Kinds of columns that hold names."""
SAME_COLUMN = 8.0
"""Points by which the words of one column may be set apart from each other."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: its cells, those under each other joined, and the row it begins with."""

    cells: tuple[Gathered, ...]
    row: Row
    kinds: tuple[str, ...] = ()
    """What each cell says, in a table whose columns are headed."""

    @property
    def words(self) -> Gathered:
        return join(self.cells, "\t")


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled list: how those in it are present and in what role, and its lines."""

    mode: AttendanceMode
    role: AttendeeRole
    lines: tuple[Line, ...]
    label: str = ""


def to_region(meaning: str, lines: Sequence[Line], label: str = "") -> Region:
    mode, _, role = meaning.partition(".")
    return Region(cast(AttendanceMode, mode), cast(AttendeeRole, role), tuple(lines), label)


# --- lists without rules -------------------------------------------------------------------------


def open_lines(document: DocumentText, strips: Sequence[Strip]) -> list[Line]:
    """The lines of a list; words under a cell that is not the first go on with it."""
    lines: list[Line] = []
    lefts: list[float] = []
    names: float | None = None
    for strip in strips:
        if strip.table is not None:
            lines.extend(ruled_lines(document, strip))
            continue
        cells = strip.cells
        if lines and cells and _goes_under(document, cells, lefts, names):
            lines[-1] = _with_cells(document, lines[-1], cells, lefts)
        elif lines and len(cells) == 1 and _ends_name(document, lines[-1], cells[0]):
            first, *rest = lines[-1].cells
            name = join([first, gather(document, cells[0].lines)], BREAK)
            lines[-1] = replace(lines[-1], cells=(name, *rest))
        elif cells:
            lines.append(Line(tuple(gather(document, cell.lines) for cell in cells), strip.first))
            lefts = [cell.left for cell in cells]
            names = next((c.left for c in cells if lists_person(document.quote(c.span))), names)
    return _ticked(lines) or _one_by_one(lines)


def _ticked(lines: Sequence[Line]) -> list[Line]:
    """Lines of members with their deputies, with a mark before each who was there, as a table:
    'x | NN, pj. | NN, vj.'; nothing where the list is none such."""
    rows = [_ticks(line) for line in lines]
    paired = [row for row in rows if len(row) == 2]
    marked = [row for row in paired if any(mark.text for mark, _ in row)]
    if len(marked) < 2 or 2 * len(marked) < len(lines):
        return []
    kinds = ("present", "name", "present", "deputy")
    nobody = (Gathered("", ()), Gathered("", ()))
    return [
        Line(tuple(cell for pair in [*row, nobody][:2] for cell in pair), line.row, kinds)
        for line, row in zip(lines, rows, strict=True)
        if 1 <= len(row) <= 2
    ]


def _ticks(line: Line) -> list[tuple[Gathered, Gathered]]:
    """Each person of a line with the mark before, which is empty where there is none; nobody where
    words stand by the persons that are no mark."""
    found: list[tuple[Gathered, Gathered]] = []
    mark = Gathered("", ())
    for cell in line.cells:
        before = MARK_BEFORE.match(cell.text)
        if before and mark_of(before[1]):
            mark, cell = cell.cut(before.start(1), before.end(1)), cell.cut(before.end())
        if mark_of(cell.text):
            mark = cell
        elif lists_person(cell.text):
            found.append((mark, cell))
            mark = Gathered("", ())
        else:
            return []
    return [] if mark.text else found


def _one_by_one(lines: list[Line]) -> list[Line]:
    """The lines with a line for each cell, if in most of them every cell is a person."""
    several = [
        line
        for line in lines
        if len(line.cells) > 1 and all(lists_person(cell.text) for cell in line.cells)
    ]
    if 2 * len(several) > len(lines):
        return [Line((cell,), line.row) for line in lines for cell in line.cells]
    return [part for line in lines for part in _marked_parts(line)]


def _marked_parts(line: Line) -> Iterator[Line]:
    """A line cut before each further person whom a mark follows: 'NN | – | deputy | x'."""
    start = 0
    for at in range(1, len(line.cells) - 1):
        if lists_person(line.cells[at].text) and mark_of(line.cells[at + 1].text):
            yield replace(line, cells=line.cells[start:at])
            start = at
    yield replace(line, cells=line.cells[start:])


def _goes_under(
    document: DocumentText, cells: Sequence[Cell], lefts: Sequence[float], names: float | None
) -> bool:
    """True if a line begins under a further cell of the line above, or deeper without a name;
    ``names`` is where names have begun so far."""
    left, person = cells[0].left, lists_person(document.quote(cells[0].span))
    if left <= lefts[0] + SAME_COLUMN or (person and names is not None and abs(left - names) <= 2):
        return False
    return not person or any(abs(left - other) <= SAME_COLUMN for other in lefts[1:])


def _ends_name(document: DocumentText, line: Line, cell: Cell) -> bool:
    """True if a word below the first of several cells is what is left of the name in it."""
    before, text = line.cells[0].text, document.quote(cell.span).strip()
    alone = " " not in before and " " not in text and is_first_name(text)
    return len(line.cells) > 1 and (alone or before.endswith("-"))


def _with_cells(
    document: DocumentText, line: Line, cells: Sequence[Cell], lefts: list[float]
) -> Line:
    joined = list(line.cells)
    for cell in cells:
        words = gather(document, cell.lines)
        at = next((i for i, x in enumerate(lefts) if i and abs(x - cell.left) <= SAME_COLUMN), None)
        if at is None:
            joined.append(words)
            lefts.append(cell.left)
        else:
            joined[at] = join([joined[at], words], BREAK)
    return replace(line, cells=tuple(joined))


# --- told in sentences ---------------------------------------------------------------------------

_SENTENCE = regex.compile(r"[.;]\s+(?=\p{Lu})")
_WAS_AWAY = regex.compile(r"(?P<names>.+?)\s(?:oli|olivat|on|ovat)\s(?P<how>\p{Ll}+)\W*$")


def said_apart(meaning: str, lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The lines in stretches by what is said of those in them: 'NN ja NN. Poissa NN.'"""
    current, found = meaning, list[Line]()
    for line, following in zip_longest(lines, lines[1:]):
        if len(line.cells) > 1:
            found.append(line)
            continue
        words, open_words = line.words, following.words if following else Gathered("", ())
        while said := _next_said(words, open_words):
            yield current, [*found, replace(line, cells=(words.cut(0, said.at),))]
            current, found = said.meaning, []
            words = words.cut(said.start, said.end)
        found += [replace(line, cells=(words,))] if words.text else []
    yield current, found


@dataclass(frozen=True, slots=True)
class _Said:
    """Where a sentence before ends, and how those named between start and end are present."""

    at: int
    meaning: str
    start: int
    end: int | None = None


def _next_said(words: Gathered, following: Gathered) -> _Said | None:
    """The first sentence after another that says how others are present."""
    for match in _SENTENCE.finditer(words.text):
        tail = words.text[match.end() :]
        head = find_list_head(tail) or find_list_head(f"{tail} {following.text}")
        told = head is not None and not head.meaning.startswith("in_person.member")
        if head is not None and told and role_of(head.printed) is None:
            return _Said(match.start(), head.meaning, match.end() + head.rest)
        away = _WAS_AWAY.match(tail)
        how = meaning_of(away["how"]) if away else None
        if away and how and how.startswith("absent"):
            return _Said(match.start(), how, match.end(), match.end() + away.end("names"))
    return None


# --- ruled rows ----------------------------------------------------------------------------------


def ruled_lines(document: DocumentText, strip: Strip) -> list[Line]:
    """A ruled row as one line; a single cell, or one of names alone, holds a line for each."""
    rows = {row.span: row for row in strip.rows}
    first = strip.cells[0]
    names = [lists_person(document.quote(span)) for span in first.lines]
    if len(strip.cells) > 1 and not (len(names) > 1 and all(names)):
        return [Line(tuple(gather(document, cell.lines) for cell in strip.cells), strip.first)]
    return [
        Line(
            tuple(
                gather(document, own)
                for cell in strip.cells
                if (own := _beside(cell, span, rows, first))
            ),
            rows[span],
        )
        for span in first.lines
    ]


def _beside(cell: Cell, span: Span, rows: dict[Span, Row], names: Cell) -> list[Span]:
    """The lines of a cell that stand between a name's line and the next name's."""
    tops = [rows[line].line.top for line in names.lines]
    at = names.lines.index(span)
    top, end = tops[at] - 3, tops[at + 1] - 3 if at + 1 < len(tops) else float("inf")
    return [line for line in cell.lines if top <= rows[line].line.top < end]
