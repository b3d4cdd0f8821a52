"""What meeting it was: title, body, kind, number, date, times and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from models.records import DocumentText, Meeting, Passage
from pipeline.segment.history import find_history
from pipeline.segment.kinds import Signs, find_kind, find_status
from pipeline.segment.naming import (
    NUMBER,
    is_kind,
    is_kind_alone,
    names_meeting,
    without_numbers,
)
from pipeline.segment.organ import find_organ, is_letterhead, is_owner
from pipeline.segment.rows import Row
from pipeline.segment.times import (
    day_without_year,
    find_next_date,
    find_place,
    find_times,
    first_date,
    is_labelled,
    labelled_values,
    running_values,
    scheduled_times,
)
from pipeline.segment.words import find_head

LONGEST_BLOCK = 200
"""Characters of lines that may be a title; more are a paragraph."""


def find_meeting(
    document: DocumentText,
    rows: Sequence[Row],
    preamble: Sequence[Row],
    passages: Sequence[Passage],
    signs: Signs,
    opening: str = "",
) -> Meeting:
    """The meeting's data from the rows before the first item, the running heads and the items;
    ``opening`` is the line that heads the first item."""
    title_rows = _title_rows(preamble)
    printed = " ".join(" ".join(row.text for row in title_rows).split())
    times = list(labelled_values(document, preamble, "time_labels"))
    heads = [document.quote(line.span) for line in document.lines if line.furniture]
    times = times or list(running_values(heads, "time_labels"))
    front = [row.text for row in preamble]
    day = first_date(
        [*times, printed, *heads, *front, *([opening] if find_history(opening) else [])]
    )
    named_rows = [row.text for row in preamble[:8] if names_meeting(row.text)]
    day = day or day_without_year([*times, printed, *named_rows], document.flat)
    starts, ends = find_times(document, times or [*front[:12], " ".join(front[:4])], passages)
    if starts is None and day is not None:
        starts, planned = scheduled_times(document, rows, day)
        ends = planned or ends
    named = labelled_values(document, preamble, "body_labels")
    lines = [*heads, *(row.text for row in preamble[:10] if not is_labelled(row))]
    treated = find_history(opening)
    if treated is not None:
        lines.append(treated.organ)
    place = find_place(document, preamble, heads)
    meets = names_meeting(printed) or bool(times and starts) or place is not None
    unlabelled = takewhile(lambda row: not is_labelled(row), rows[:6])
    naming = [printed, *heads, *(row.text for row in unlabelled)]
    return Meeting(
        title=_title(printed),
        body=next(named, None) or find_organ(without_numbers(printed), lines),
        kind=find_kind(
            naming, [*heads[:1], *front[:2]], document.text, replace(signs, meets=meets)
        ),
        number=_first_number([printed, *heads, *front[:8]]),
        date=day.isoformat() if day else None,
        starts_at=starts,
        ends_at=ends,
        place=place,
        next_date=find_next_date(document, passages, day),
        status=find_status(naming, document.text),
    )


# --- title --------------------------------------------------------------------------------------


def _title_rows(preamble: Sequence[Row]) -> list[Row]:
    """The most prominent line before the meeting's data, and the lines that go on with it."""
    front: list[Row] = []
    for row in preamble:
        if (
            is_labelled(row)
            or find_head(row.text, "layout")
            or (row.label and row.label.kind == "section")
        ):
            break
        front.append(row)
    blocks = _blocks([r for r in front if not (is_kind_alone(r.text) or _is_letterhead_row(r))][:8])
    blocks = [b for b in blocks if len(" ".join(row.text for row in b)) <= LONGEST_BLOCK]
    named = [block for block in blocks if names_meeting(" ".join(row.text for row in block))]
    return max(named or blocks, key=lambda block: _loudness(block[0]), default=[])


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """Lines that go on with each other in one type; a heading need not be full to go on."""
    blocks: list[list[Row]] = []
    for row in rows:
        last = blocks[-1][-1] if blocks else None
        near = row.gap is not None and row.gap <= 0.9
        alike = last is not None and abs(_loudness(row) - _loudness(last)) < 0.5
        goes_on = near and alike and (last.full or row.line.bold) if last else False
        if last is not None and goes_on and not is_letterhead(_cased(last.text)):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _cased(text: str) -> str:
    """The words without their number, capitals alone as a name is otherwise written."""
    plain = " ".join(without_numbers(text).split())
    return plain.capitalize() if plain.isupper() else plain


def _is_letterhead_row(row: Row) -> bool:
    """True for organisation and kind of document side by side."""
    pieces = row.text.split("\t")
    words = without_numbers(row.text).split()
    owner = len(words) > 1 and is_kind(words[-1]) and is_owner(_cased(" ".join(words[:-1])))
    return owner or (len(pieces) > 1 and any(map(is_kind_alone, pieces)))


def _loudness(row: Row) -> float:
    return row.line.size + 2 * row.line.bold


def _title(printed: str) -> str | None:
    """The title without its numbers; the name of the body alone is none."""
    title = without_numbers(printed)
    return title if title and (names_meeting(title) or not is_letterhead(_cased(title))) else None


def _first_number(texts: Sequence[str]) -> str | None:
    for text in texts:
        match = NUMBER.search(text)
        if match:
            return match[1]
    return None
