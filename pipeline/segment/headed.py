"""Attendance tables whose columns are headed: 'Nimi | Tehtävä', 'Jäsen | Varajäsen'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.records import DocumentText
from pipeline.segment.gathered import Gathered, gather, join
from pipeline.segment.grid import Cell, Strip
from pipeline.segment.heads import meaning_of
from pipeline.segment.lists import NAMES, SAME_COLUMN, Line, Region, ruled_lines, to_region
from pipeline.segment.persons import lists_person
from pipeline.segment.presence import mark_of
from pipeline.segment.words import meanings, normal


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an attendance table; ``kind`` is a key of the lexicon of column heads."""

    kind: str
    cell: Cell


def find_columns(document: DocumentText, cells: Sequence[Cell]) -> tuple[Column, ...]:
    """The columns that the cells head, if they are heads of an attendance table and nothing else;
    a label may stand in the column before them."""
    known = meanings("attendance_columns")
    kinds = [known.get(normal(document.quote(cell.span))) for cell in cells]
    if "name" in kinds[1:] and kinds[0] == "name":
        kinds[0] = None  # 'Osallistujat | Nimi | ...'
    if len(kinds) < 2 or None in kinds[1:]:
        return ()
    label = meaning_of(document.quote(cells[0].span))
    if kinds[0] is None and label is None:
        return ()
    kinds = _represented(kinds)
    if label is not None and not set(NAMES) & set(kinds):
        kinds[0] = "name"  # 'Muut läsnäolijat | Tehtävä | ...'
    if not set(NAMES) & set(kinds):
        return ()
    return tuple(Column(kind or "label", cell) for kind, cell in zip(kinds, cells, strict=True))


def _represented(kinds: Sequence[str | None]) -> list[str | None]:
    """The kinds with shareholders and their proxies as names and what these stand for; one alone is
    a column of names."""
    if "holder" in kinds and ("proxy" in kinds or "name" in kinds):
        meant = {"holder": "affiliation", "proxy": "name"}
    elif "holder" in kinds:
        meant = {"holder": "name"}
    else:
        meant = {"proxy": "affiliation" if "name" in kinds else "name"}
    return [meant.get(kind, kind) if kind else None for kind in kinds]


def headed_meaning(document: DocumentText, cells: Sequence[Cell]) -> str:
    """How those in a table with headed columns are present, where its first head tells it."""
    return meaning_of(document.quote(cells[0].span)) or "in_person.member"


def table_regions(
    document: DocumentText, meaning: str, columns: Sequence[Column], strips: Sequence[Strip]
) -> list[Region]:
    """The rows under the heads of columns; a label among them begins another region."""
    regions: list[Region] = []
    lines: list[Line] = []
    columns = _with_marks(document, columns, strips)
    for at, strip in enumerate(strips):
        further = find_columns(document, strip.cells)
        if further:  # a table of other columns right below: 'Övriga | Närvarande | Funktion'
            below = table_regions(
                document, headed_meaning(document, strip.cells), further, strips[at + 1 :]
            )
            return [*regions, to_region(meaning, lines), *below]
        foremost = strip.cells[0].left <= columns[0].cell.left + SAME_COLUMN
        label = meaning_of(document.quote(strip.cells[0].span)) if foremost else None
        rest = replace(strip, cells=strip.cells[1:])
        if label is not None and (not rest.cells or columns[0].kind == "label"):
            regions.append(to_region(meaning, lines))
            meaning, lines, strip = label, [], rest
        elif label is not None and lists_person(document.quote(rest.cells[0].span)):
            regions += [to_region(meaning, lines), to_region(label, ruled_lines(document, rest))]
            lines, strip = [], replace(strip, cells=())
        if strip.cells:
            _add_table_line(document, lines, columns, strip)
    return [*regions, to_region(meaning, lines)]


def _with_marks(
    document: DocumentText, columns: Sequence[Column], strips: Sequence[Strip]
) -> Sequence[Column]:
    """The columns, with one behind each column of names under which nothing but marks stand that
    no head announces."""
    if any(c.kind == "present" or c.cell.column is not None for c in columns):
        return columns
    marks = [cell for strip in strips for cell in strip.cells if mark_of(document.quote(cell.span))]
    found: list[Column] = []
    for at, column in enumerate(columns):
        found.append(column)
        end = columns[at + 1].cell.left if at + 1 < len(columns) else float("inf")
        behind = [cell for cell in marks if column.cell.left + SAME_COLUMN < cell.left < end]
        if column.kind in NAMES and len(behind) > 1:
            found.append(Column("present", behind[0]))
    return found


def _add_table_line(
    document: DocumentText, lines: list[Line], columns: Sequence[Column], strip: Strip
) -> None:
    """A row of a headed table as a line with a cell, if empty, for each column; a row without a
    name goes on with the last, and so does what is left of a name."""
    kinds = tuple(column.kind for column in columns)
    cells = [Gathered("", ()) for _ in columns]
    for cell in strip.cells:
        at = _column_of(cell, columns)
        cells[at] = join([cells[at], gather(document, cell.lines)], " ")
    _name_holder(cells, kinds)
    names = [c for c, kind in zip(cells, kinds, strict=True) if c.text and kind in NAMES]
    cut = len(strip.cells) == 1 and not any(lists_person(name.text) for name in names)
    if (names and not cut) or not lines:
        lines.append(Line(tuple(cells), strip.first, kinds))
    else:
        pairs = zip(lines[-1].cells, cells, strict=True)
        lines[-1] = replace(lines[-1], cells=tuple(join(pair, " ") for pair in pairs))


def _name_holder(cells: list[Gathered], kinds: Sequence[str]) -> None:
    """Move a person whom nobody represents to the empty column of names."""
    if "affiliation" not in kinds or "name" not in kinds:
        return
    holder, name = kinds.index("affiliation"), kinds.index("name")
    if not cells[name].text and lists_person(cells[holder].text):
        cells[name], cells[holder] = cells[holder], cells[name]


def _column_of(cell: Cell, columns: Sequence[Column]) -> int:
    places = range(len(columns))
    if cell.column is not None:
        return next((at for at in places if columns[at].cell.column == cell.column), places[-1])
    return min(places, key=lambda at: abs(columns[at].cell.left - cell.left))
