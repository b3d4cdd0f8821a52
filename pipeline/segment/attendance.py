"""Attendance lists: where they stand, and how those in them were present."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import regex

from models.records import AttendanceMode, AttendeeRole, DocumentText, Span
from pipeline.rulebook import lexicon_map
from pipeline.segment.grid import find_grids
from pipeline.segment.persons import NAME_PATTERN, without_role
from pipeline.segment.rows import Row
from pipeline.segment.words import (
    Head,
    find_head,
    find_meaning,
    find_wrapped_head,
    meanings,
    normal,
)


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled list: how those in it are present, in what role, and where the words stand."""

    mode: AttendanceMode
    role: AttendeeRole
    spans: tuple[Span, ...]
    one_a_line: bool


def find_regions(
    document: DocumentText, rows: Sequence[Row], usual: float
) -> tuple[list[Region], set[int]]:
    """The attendance lists among ``rows`` and the indexes of the rows they take up."""
    regions: list[Region] = []
    taken: set[int] = set()
    at = 0
    while at < len(rows):
        found = find_wrapped_head(rows, at, find_list_head) if not rows[at].line.cell else None
        if found is None:
            at += 1
            continue
        taken.add(rows[at].index)
        head, at = found
        end = _region_end(rows, at, head.alone, usual)
        first = [Span(rows[at].span.start + head.rest, rows[at].span.end)] if not head.alone else []
        spans = [*first, *(row.span for row in rows[at + 1 : end])]
        regions.append(_region(document, head.meaning, spans))
        taken.update(range(rows[at].index, rows[end - 1].index + 1))
        at = end
    return regions, taken


def find_tabled_regions(document: DocumentText, rows: Sequence[Row]) -> list[Region]:
    """Attendance in tables: a row 'Jäsenet | names', or a column headed 'Osallistujat'."""
    regions = []
    for grid in find_grids(document, rows):
        heads = [_meaning_of(document.quote(cell)) if cell else None for cell in grid[0]]
        for at, row in enumerate(grid):
            label = _meaning_of(document.quote(row[0])) if row[0] else None
            values = [cell for cell in row[1:] if cell is not None]
            if label and values:
                regions.append(_region(document, label, values))
            pairs = zip(heads[1:], row[1:], strict=False) if at else ()
            regions.extend(_region(document, head, [cell]) for head, cell in pairs if head and cell)
    return regions


def _region(document: DocumentText, meaning: str, spans: list[Span]) -> Region:
    mode, _, role = meaning.partition(".")
    one_a_line = _is_one_a_line(document, spans)
    return Region(cast(AttendanceMode, mode), cast(AttendeeRole, role), tuple(spans), one_a_line)


def _region_end(rows: Sequence[Row], start: int, alone: bool, usual: float) -> int:
    """The row after the list that ``rows[start]`` heads."""
    head, end = rows[start], start + 1
    while end < len(rows):
        row = rows[end]
        if find_wrapped_head(rows, end, find_list_head) or _is_other_head(row):
            break
        if row.line.bold and not head.line.bold and not _has_name(row):
            break
        wide = row.gap is None or row.gap > usual + (1.6 if alone and end == start + 1 else 0.5)
        indented = row.left > head.left + 8
        if wide and not (indented and _has_name(row)) and not (row.gap is None and _has_name(row)):
            break
        if alone and not indented and row.left < rows[start + 1].left - 8:
            break
        end += 1
    return end


def find_list_head(text: str) -> Head | None:
    """The head of an attendance list at the start of the line, in whatever words."""
    return find_meaning(text, _meaning_of)


@lru_cache(maxsize=10_000)
def _meaning_of(words: str) -> str | None:
    """'<mode>.<role>' for a known label, or for one made of the words that labels are made of."""
    known = meanings("attendance_labels").get(normal(words))
    if known is not None:
        return known
    parts = regex.findall(r"\p{L}+", regex.sub(r"\([^)]*\)", "", words).casefold())
    if not 1 <= len(parts) <= 4:
        return None
    stems = lexicon_map("attendance_stems")
    kinds = [
        next((kind for kind, starts in stems.items() if part.startswith(starts)), None)
        for part in parts
    ]
    mode = next((m for m in ("remote", "absent", "in_person") if m in kinds), None)
    if mode is None or None in kinds:
        return None
    return f"{mode}.{'other' if 'other' in kinds else 'member'}"


def _is_other_head(row: Row) -> bool:
    if find_list_head(row.text) or any(find_head(row.text, n) for n in ("layout", "sections")):
        return True
    return find_meeting_head(row.text) is not None or (
        row.label is not None and row.label.kind == "section"
    )


def find_meeting_head(text: str) -> str | None:
    """'time_labels', 'place_labels' or 'body_labels' where the line begins with such a label."""
    head = find_head(text, "meeting")
    return head.meaning if head and head.meaning.endswith("_labels") else None


def _has_name(row: Row) -> bool:
    match = NAME_PATTERN.search(row.words)
    return match is not None and match.start() <= 30 and len(match[0].split()) >= 2


def _is_one_a_line(document: DocumentText, spans: Sequence[Span]) -> bool:
    """True if every line of the list is a person: lines begin with a name and none goes on."""
    texts = [document.quote(span).strip() for span in spans]
    if len(texts) < 2:
        return not _lists_names("".join(texts))
    begin = sum(
        1 for text in texts if (m := NAME_PATTERN.match(without_role(text)[1])) and " " in m[0]
    )
    ends_open = sum(
        1
        for text in texts[:-1]
        if text.endswith((",", " ja", "(")) or text.count("(") > text.count(")")
    )
    several = sum(1 for text in texts if regex.search(r"\)[,;]", text))
    return begin >= 0.8 * len(texts) and ends_open == 0 and several == 0


def _lists_names(text: str) -> bool:
    """True if a name follows the first comma or 'ja': one line that lists several people."""
    plain = regex.sub(r"\([^)]*\)|/[^,;]*", "", text)
    by_comma = [r.strip() for r in regex.split(r"[,;]|\s(?:ja|sekä|och|samt)\s", plain)[1:]]
    by_word = [r.strip() for r in regex.split(r"\s(?:ja|sekä|och|samt|\+)\s", plain)[1:]]
    return any(NAME_PATTERN.fullmatch(r) and " " in r for r in by_comma) or any(
        map(NAME_PATTERN.fullmatch, by_word)
    )
