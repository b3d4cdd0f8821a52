"""The people in tables whose columns are headed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.records import AttendanceMode
from pipeline.rulebook import lexicon_map
from pipeline.segment.entries import Detail, Entry, Style, to_details, to_entry
from pipeline.segment.lists import NAMES, Line
from pipeline.segment.presence import Mark, find_presence, mark_of, says_remote
from pipeline.segment.units import MOST, Unit, are_inverted
from pipeline.segment.words import normal


def table_entries(lines: Sequence[Line]) -> Iterator[Entry]:
    """The people of a table with heads, row by row; a deputy who was not there is left out."""
    roster = _is_roster(lines)
    used = [any(line.cells[at].text for line in lines) for at in range(len(lines[0].cells))]
    for line in lines:
        member: Entry | None = None
        for name, beside in _people_of(line.kinds):
            entry = _cell_to_entry(line, name, [at for at in beside if used[at]])
            if entry is None or (entry.mode == "absent" and line.kinds[name] == "deputy"):
                continue
            if roster and line.kinds[name] == "deputy" and not _tells_presence(entry):
                if member is None or not _says_absent(member):
                    continue
                entry = replace(entry, mode="unknown")
            if line.kinds[name] == "deputy":
                entry = replace(
                    entry, role=entry.role or "deputy", deputy_of=member.name if member else None
                )
            else:
                member = entry
            yield entry


def _is_roster(lines: Sequence[Line]) -> bool:
    """True if nearly every member has a deputy beside and no mark tells who was there: the table
    names the personal deputies."""
    kinds = lines[0].kinds
    marked = any(line.cells[at].text for line in lines for at in _under(kinds, "present"))
    if not set(NAMES) <= set(kinds) or marked:
        return False
    names, deputies = kinds.index("name"), kinds.index("deputy")
    members = [line for line in lines if line.cells[names].text]
    paired = sum(1 for line in members if line.cells[deputies].text)
    return len(members) > 1 and paired >= MOST * len(members)


def _under(kinds: Sequence[str], kind: str) -> list[int]:
    return [at for at, each in enumerate(kinds) if each == kind]


def _tells_presence(entry: Entry) -> bool:
    """True if something said beside the name tells that somebody was there, or for how long."""
    return any(
        mark_of(detail.text) == "present" or says_remote(detail.text) or find_presence(detail.text)
        for detail in entry.details
    )


def _says_absent(entry: Entry) -> bool:
    absent = lexicon_map("attendance_words")["absent"]
    return entry.mode == "absent" or any(normal(d.text) in absent for d in entry.details)


def _people_of(kinds: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
    """Each column of names, with the columns up to the next that tell about those in it."""
    names = [at for at, kind in enumerate(kinds) if kind in NAMES]
    for place, at in enumerate(names):
        end = names[place + 1] if place + 1 < len(names) else len(kinds)
        start = names[place - 1] + 1 if place else 0
        if kinds[start] == "present" and kinds[-1] in NAMES:  # marks stand before the names
            yield at, list(range(start, at))
        else:
            yield at, [*(range(start, at) if place == 0 else ()), *range(at + 1, end)]


def _cell_to_entry(line: Line, name: int, beside: Sequence[int]) -> Entry | None:
    entry = to_entry(
        Unit(line.cells[name]), Style(None, False, are_inverted([line.cells[name].text]))
    )
    if entry.name is None:
        return None
    details = list(entry.details)
    mode: AttendanceMode | None = None
    for at in beside:
        kind, text = line.kinds[at], line.cells[at].text
        mark = mark_of(text)
        if kind in ("present", "remote", "absent"):
            mode = _mode_of(kind, text, mark) or mode
        if kind == "affiliation" and text:
            details.append(Detail(" ".join(text.split()), kind="affiliation"))
        elif kind not in ("aside", "label") and mark is None:
            details.extend(to_details(text))
    return replace(entry, details=tuple(details), mode=mode)


def _mode_of(kind: str, text: str, mark: Mark | None) -> AttendanceMode | None:
    """What a cell under 'Läsnä', 'Etänä' or 'Poissa' says; an empty one under 'Läsnä' says no."""
    if kind == "present":
        if says_remote(text):
            return "remote"
        return "absent" if mark == "absent" or not text else "in_person"
    if not text or mark == "absent":
        return None
    return "remote" if kind == "remote" else "absent"
