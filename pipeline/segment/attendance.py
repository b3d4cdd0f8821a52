"""Attendance lists: where they stand, and how those in them were present."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.records import DocumentText, Span
from pipeline.rulebook import lexicon_map
from pipeline.scanning import possible_rules
from pipeline.segment.grid import Cell, Strip, rows_to_strips
from pipeline.segment.headed import find_columns, headed_meaning, table_regions
from pipeline.segment.heads import (
    find_later_head,
    find_list_head,
    find_meeting_head,
    meaning_of,
)
from pipeline.segment.lists import (
    SAME_COLUMN,
    Line,
    Region,
    open_lines,
    ruled_lines,
    said_apart,
    to_region,
)
from pipeline.segment.persons import goes_on, lists_person, role_of
from pipeline.segment.rows import Row
from pipeline.segment.words import find_head, find_wrapped_head, meanings, normal

WIDEST_IN_LABEL = 0.6
"""White between two lines of one label, in ems."""


def find_regions(
    document: DocumentText, rows: Sequence[Row], usual: float
) -> tuple[list[Region], set[int]]:
    """The attendance lists among ``rows`` and the indexes of the rows they take up."""
    strips = rows_to_strips(document, rows)
    regions: list[Region] = []
    taken: set[int] = set()
    at = 0
    while at < len(strips):
        start = _list_start(document, strips, at)
        if start is None:
            at += 1
            continue
        end = _list_end(document, strips, start, usual)
        above = _above_label(strips, start, taken)
        regions.extend(_to_regions(document, start, above, strips[start.at + 1 : end]))
        whole = [*above, *strips[at:end]]
        taken.update(row.index for strip in whole for row in strip.rows)
        at = end
    return regions, taken


# --- where a list begins -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Start:
    """The strip at which a list begins: its label, and the cells behind it on the same line."""

    at: int
    strip: Strip
    meaning: str
    label: str
    cells: tuple[Cell, ...]

    @property
    def in_margin(self) -> bool:
        """True if the label stands in a column of its own."""
        apart = 0 < len(self.cells) < len(self.strip.cells)
        return apart or (bool(self.label and self.cells) and not self.label.endswith(":"))


def _list_start(document: DocumentText, strips: Sequence[Strip], at: int) -> _Start | None:
    strip = strips[at]
    if strip.table is not None:
        return _ruled_start(document, strip, at)
    if find_columns(document, strip.cells):
        return _Start(at, strip, headed_meaning(document, strip.cells), "", strip.cells)
    rows = [each.first for each in strips[at : at + 2] if each.table is None]
    found = find_wrapped_head(rows, 0, find_list_head)
    if found is None and _is_first_group(strips, at):
        return _Start(at, strip, "in_person.member", "", strip.cells)
    if found is None:
        later = find_later_head(strip.first.text)
        found = (later, 0) if later else None
    if found is None:
        return None
    head, further = found
    row = rows[further]
    begin = row.span.start + head.rest
    cells = tuple(_cut_cell(document, row, cell, begin) for cell in strips[at + further].cells)
    rest = tuple(cell for cell in cells if cell is not None)
    return _Start(at + further, strips[at + further], head.meaning, head.printed, rest)


def _is_first_group(strips: Sequence[Strip], at: int) -> bool:
    """True for a group of people that stands above or before names without any other label:
    'Työnantajan edustajat:'."""
    label, colon, rest = strips[at].first.text.partition(":")
    known = normal(label) in lexicon_map("attendance_words")["groups"]
    return known and bool(colon) and (lists_person(rest.strip()) or _is_group(strips, at))


def _cut_cell(document: DocumentText, row: Row, cell: Cell, begin: int) -> Cell | None:
    """The part of a cell that stands behind ``begin``."""
    start = max(cell.span.start, begin)
    if start >= cell.span.end:
        return None
    left = row.left + float(document.chars.x0[start]) - row.line.x0
    return Cell((Span(start, cell.span.end),), left, cell.column)


def _ruled_start(document: DocumentText, strip: Strip, at: int) -> _Start | None:
    if find_columns(document, strip.cells):
        return _Start(at, strip, headed_meaning(document, strip.cells), "", strip.cells)
    label = document.quote(strip.cells[0].span)
    meaning = meaning_of(label)
    return _Start(at, strip, meaning, label, strip.cells[1:]) if meaning else None


def _above_label(strips: Sequence[Strip], start: _Start, taken: set[int]) -> list[Strip]:
    """The lines of the list above a label that stands beside its middle: nearer to it than to
    what stands above them."""
    if not start.in_margin or start.strip.table is not None:
        return []
    left, gap, at = start.cells[0].left, start.strip.first.gap, start.at
    while at and gap is not None:
        row = strips[at - 1].first
        beside = abs(strips[at - 1].cells[0].left - left) <= SAME_COLUMN and lists_person(row.text)
        if not beside or row.index in taken or row.line.cell is not None:
            return []
        at -= 1
        if row.gap is None or row.gap > gap + 0.15:
            return list(strips[at : start.at])
    return []


# --- where it ends -------------------------------------------------------------------------------


def _list_end(document: DocumentText, strips: Sequence[Strip], start: _Start, usual: float) -> int:
    """The strip after the list."""
    end = start.at + 1
    if start.strip.table is None and not start.cells and end < len(strips):
        table = strips[end].table  # a label above a ruled table
        if table is not None:
            return _table_end(document, strips, end, table)
    if start.strip.table is None:
        return _open_end(document, strips, start, usual)
    if start.label and start.cells:
        return _margin_end(strips, start)
    return _table_end(document, strips, end, start.strip.table)


def _margin_end(strips: Sequence[Strip], start: _Start) -> int:
    """The end of what a ruled table holds beside a label: the next words in the label's column."""
    end, column = start.at + 1, start.strip.cells[0].column
    while end < len(strips) and strips[end].table == start.strip.table:
        if strips[end].cells[0].column == column:
            break
        end += 1
    return end


def _table_end(document: DocumentText, strips: Sequence[Strip], end: int, table: int) -> int:
    while end < len(strips) and strips[end].table == table:
        words = document.quote(strips[end].cells[0].span)
        if find_meeting_head(words) or find_head(words, "layout"):
            break
        end += 1
    return end


def _open_end(document: DocumentText, strips: Sequence[Strip], start: _Start, usual: float) -> int:
    """The end of a list without rules: another label, a heading, or a wide gap before words that
    are no such list."""
    end, own = start.at + 1, usual + 0.5
    while end < len(strips) and strips[end].table is None:
        row = strips[end].first
        if not _is_label_rest(document, strips[end], start):
            heads = [start.strip.first, *([] if start.cells else [strips[start.at + 1].first])]
            if _is_other_head(strips, end, start) or any(_is_heading(row, h) for h in heads):
                break
            below = end == start.at + 1 and not (start.cells and start.label)
            if not _belongs(strips, end, start, usual + 1.6 if below else own):
                break
            if below and _lists(strips, end):  # a list set wide
                own = max(own, (row.gap or 0.0) + 0.2)
        end += 1
    return end


def _belongs(strips: Sequence[Strip], at: int, start: _Start, widest: float) -> bool:
    """True if a line is one of the list's, by the gap above it, its indent and its words."""
    row = strips[at].first
    lists = _lists(strips, at)
    indented = row.left > start.strip.first.left + SAME_COLUMN
    indented = indented or goes_on(strips[at - 1].first.text, row.text)
    wide = row.gap is None or row.gap > widest
    if wide and not (lists and (indented or row.gap is None)):
        return False
    if indented:
        return True
    if not start.cells:
        return row.left >= strips[start.at + 1].first.left - SAME_COLUMN
    return lists or not start.in_margin


def _lists(strips: Sequence[Strip], at: int) -> bool:
    return lists_person(strips[at].first.text) or _is_group(strips, at)


def _is_group(strips: Sequence[Strip], at: int) -> bool:
    """True for the name of a group above the names of those in it: 'Henkilöstön edustajat:'."""
    text, following = strips[at].first.text.rstrip(), strips[at + 1 : at + 2]
    return (
        text.endswith(":")
        and len(text) <= 60
        and any(lists_person(f.first.text) for f in following)
    )


def _is_label_rest(document: DocumentText, strip: Strip, start: _Start) -> bool:
    """True if the line goes on with the label in the margin: 'MUUT SAAPUVILLA' / 'OLLEET'."""
    row = strip.first
    if not start.in_margin or row.left > start.strip.first.left + SAME_COLUMN:
        return False
    if row.gap is not None and row.gap > WIDEST_IN_LABEL:
        return False
    words = document.quote(strip.cells[0].span)
    whole = f"{start.label} {words}"
    if meaning_of(words) is not None:  # 'Läsnä' / 'Jäsenet' are two labels
        return normal(whole) in meanings("attendance_labels")
    return meaning_of(whole) is not None


def _is_heading(row: Row, head: Row) -> bool:
    if row.line.size > head.line.size + 1.0:
        return True
    return row.line.bold and not head.line.bold and not lists_person(row.text)


def _is_other_head(strips: Sequence[Strip], at: int, start: _Start) -> bool:
    row = strips[at].first
    rows = [strip.first for strip in strips[at : at + 2]]
    found = find_wrapped_head(rows, 0, find_list_head)
    if found is not None:
        # 'Sihteeri NN' in a list is one of those listed, unless its labels are roles;
        # 'Sihteeri: N' is one of those above
        head = found[0]
        of_roles = role_of(start.label) is not None
        own = head.printed.endswith(":") and not lists_person(row.text[head.rest :])
        return role_of(head.printed) is None or head.alone or own or of_roles
    if any(rule.pattern.search(row.text) for rule in possible_rules(row.text, "LIST_END")):
        return True
    if any(find_head(row.text, name) for name in ("layout", "sections")):
        return True
    return find_meeting_head(row.text) is not None or (
        row.label is not None and row.label.kind == "section"
    )


# --- its lines -----------------------------------------------------------------------------------


def _to_regions(
    document: DocumentText, start: _Start, above: Sequence[Strip], strips: Sequence[Strip]
) -> list[Region]:
    """The list as a region, or several where a table has labels between its rows."""
    first = replace(start.strip, cells=start.cells) if start.cells else None
    rest = [
        replace(strip, cells=strip.cells[1:]) if _is_label_rest(document, strip, start) else strip
        for strip in strips
    ]
    content = [*above, first, *rest] if first else rest
    columns = find_columns(document, content[0].cells) if content else ()
    if columns:
        return table_regions(document, start.meaning, columns, content[1:])
    if start.strip.table is not None and not start.cells:
        return _labelled_regions(document, start, content)
    lines = open_lines(document, content)
    apart = said_apart(start.meaning, lines)
    return [to_region(meaning, part, start.label) for meaning, part in apart]


def _labelled_regions(
    document: DocumentText, start: _Start, strips: Sequence[Strip]
) -> list[Region]:
    """The rows of a ruled table under a label that is a row of its own, and under further such."""
    regions: list[Region] = []
    meaning, lines = start.meaning, list[Line]()
    for strip in strips:
        label = meaning_of(document.quote(strip.cells[0].span))
        if label is None:
            lines.extend(ruled_lines(document, strip))
            continue
        regions.append(to_region(meaning, lines))
        rest = replace(strip, cells=strip.cells[1:])
        meaning, lines = label, ruled_lines(document, rest) if rest.cells else []
    return [*regions, to_region(meaning, lines)]
