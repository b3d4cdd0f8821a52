"""Several meetings in one file told apart: where another one's minutes begin."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.records import DocumentText
from pipeline.rulebook import load_rules
from pipeline.segment.heads import find_list_head, find_meeting_head
from pipeline.segment.naming import without_numbers
from pipeline.segment.organ import find_organ, is_letterhead
from pipeline.segment.parts import cut_document, in_page_order
from pipeline.segment.times import first_date
from pipeline.segment.titles import Printed, has_naming_word, lines_in_order, names_meeting

LONGEST_HEAD = 60
"""Characters of a line that stands over the one that names a meeting."""
TITLE_REACH, DATA_REACH = 3, 14
"""Lines behind the one that names a meeting in which its date stands without a label, and in which
its time or attendance is labelled."""
TOP = 6
"""Lines from the top of a page in which minutes that begin there are named."""


def split_meetings(document: DocumentText) -> tuple[DocumentText, ...]:
    """The document cut where another meeting's minutes begin: most often it alone, as it is."""
    if sum(names_meeting(document.quote(line.span)) for line in document.lines) < 2:
        return (document,)
    order = in_page_order(document)
    starts = _starts(lines_in_order(document, order))
    if len(starts) < 2:
        return (document,)
    parts = [order[begin:end] for begin, end in pairwise([*starts, len(order)])]
    return tuple(cut_document(document, parts))


# --- where meetings begin -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Meeting:
    """A meeting's minutes so far: where they begin, the line that names it, days in their head."""

    begin: int
    title: Printed | None
    days: frozenset[datetime.date]


def _starts(lines: Sequence[Printed]) -> list[int]:
    """Where each meeting's minutes begin; a cover goes with the first."""
    starts = [0]
    meeting = _meeting_at(lines, 0)
    for at in _titles(lines):
        if at <= meeting.begin or not _begins(lines, at, meeting):
            continue
        begin = _top_of(lines, at, meeting.begin)
        if len(starts) > 1 or _has_matter(lines[:begin]):
            starts.append(begin)
        meeting = _meeting_at(lines, begin)
    return starts


def _titles(lines: Sequence[Printed]) -> Iterator[int]:
    """The lines that may name a meeting, without running heads that say what they said before."""
    running: dict[str, frozenset[str]] = {}
    for at, line in enumerate(lines):
        if line.naming and not (line.line.furniture and running.get(line.pattern) == line.figures):
            yield at
        if line.naming and line.line.furniture:
            running[line.pattern] = line.figures


def _meeting_at(lines: Sequence[Printed], begin: int) -> _Meeting:
    head = _head(lines, begin)
    named = (line for line in head if line.naming)
    title = max(named, key=lambda line: line.loudness, default=None)
    days = (first_date([line.text]) for line in head)
    return _Meeting(begin, title, frozenset(day for day in days if day))


def _head(lines: Sequence[Printed], begin: int) -> list[Printed]:
    """The lines of the page from there to the first item or the next title of the same series, as
    many as may hold the meeting's data."""
    found: list[Printed] = []
    named: dict[str, frozenset[str]] = {}
    for line in lines[begin : begin + DATA_REACH]:
        if line.label is not None or line.line.page != lines[begin].line.page:
            break
        if line.naming and named.setdefault(line.pattern, line.figures) != line.figures:
            break
        found.append(line)
    return found


def _begins(lines: Sequence[Printed], at: int, meeting: _Meeting) -> bool:
    """True if the naming line heads the minutes of another meeting: with a day of its own, and set
    as the first title is, or followed by the meeting's data."""
    line, title = lines[at], meeting.title
    day = _day_of(lines, at)
    if day is None or _under_attachment_head(lines, at):
        return False
    if day in meeting.days:
        other = title is not None and (_is_other_body(line, title) or _is_next(line, title))
        opens = other and title is not None and _opens_all(lines, at, title)
    elif title is not None and _is_alike(line, title):
        return True
    else:
        opens = _opens(lines, at, title)
    attached = any(_is_attachment_head(each) for each in lines[meeting.begin : at])
    return opens and not attached and not _is_resumed(lines, meeting.begin, at)


def _opens(lines: Sequence[Printed], at: int, title: Printed | None) -> bool:
    """True if the line is followed by attendance or time, and begins a page or a numbering."""
    running = lines[at].line.furniture
    head = [each for each in _head(lines, at) if running or not each.line.furniture]
    timed = first_date(_times(head)) is not None
    if not (timed or any(find_list_head(each.text) for each in head)):
        return False
    loud = title is None or _is_loud(lines[at], title)
    return lines[at].above < TOP or (loud and _restarts(lines, at))


def _opens_all(lines: Sequence[Printed], at: int, title: Printed) -> bool:
    """The same of another body's meeting on the same day, of which everything must be there."""
    head = _head(lines, at)
    labelled = all(
        any(map(find, (e.text for e in head))) for find in (find_list_head, find_meeting_head)
    )
    begins = lines[at].above < TOP and _restarts(lines, at)
    return labelled and begins and _is_loud(lines[at], title)


def _is_other_body(line: Printed, title: Printed) -> bool:
    bodies = [find_organ(without_numbers(each.text), ()) for each in (line, title)]
    return None not in bodies and bodies[0] != bodies[1]


def _is_next(line: Printed, title: Printed) -> bool:
    """True for the title of a further meeting of the same body, with a number of its own."""
    return _is_alike(line, title) and line.figures != title.figures


def _is_loud(line: Printed, title: Printed) -> bool:
    return line.loudness > title.loudness - 0.5


def _is_alike(line: Printed, title: Printed) -> bool:
    """True if both are titles of one series, set in one type; a dated organ is no title yet."""
    worded = has_naming_word(line.text)
    return worded and line.pattern == title.pattern and abs(line.loudness - title.loudness) < 0.5


def _day_of(lines: Sequence[Printed], at: int) -> datetime.date | None:
    """The day that the lines of a title give, else the one labelled as the meeting's time."""
    title = [lines[at].text, *_short_lines(lines[at + 1 : at + 1 + TITLE_REACH])]
    return first_date([*title, *_times(_head(lines, at))])


def _times(head: Sequence[Printed]) -> list[str]:
    """What is labelled as the meeting's time, with the line behind it."""
    return [
        f"{each.text} {after.text}"
        for each, after in pairwise(head)
        if find_meeting_head(each.text) == "time_labels"
    ]


def _short_lines(lines: Sequence[Printed]) -> Iterator[str]:
    for each in lines:
        if each.label is not None or len(each.text) > LONGEST_HEAD or find_list_head(each.text):
            return
        yield each.text


def _top_of(lines: Sequence[Printed], at: int, after: int) -> int:
    """The first line of the title block around the line that names the meeting."""
    begin, title = at, lines[at]
    while begin - 1 > after and lines[begin - 1].line.page == title.line.page:
        above = lines[begin - 1]
        if not (above.line.furniture or _stands_over(above, title)):
            break
        begin -= 1
    return begin


def _stands_over(above: Printed, title: Printed) -> bool:
    short = len(above.text) <= LONGEST_HEAD and not above.text.rstrip().endswith((".", "!", "?"))
    if not short or above.label is not None:
        return False
    return title.above < TOP or above.loudness > title.loudness - 0.5 or is_letterhead(above.text)


# --- what only looks like another meeting -------------------------------------------------------


def _has_matter(lines: Sequence[Printed]) -> bool:
    """True if the lines are more than a cover."""
    return any(each.label or find_list_head(each.text) for each in lines)


def _is_attachment_head(line: Printed) -> bool:
    at_top = line.above < TOP // 2
    return at_top and any(r.pattern.search(line.text) for r in load_rules("ATTACHMENT_HEAD"))


def _under_attachment_head(lines: Sequence[Printed], at: int) -> bool:
    page = lines[at - lines[at].above : at]
    return any(map(_is_attachment_head, page))


def _restarts(lines: Sequence[Printed], at: int) -> bool:
    first = next((each.label for each in lines[at:] if each.label), None)
    return first is not None and first.number == 1


def _is_resumed(lines: Sequence[Printed], begin: int, at: int) -> bool:
    """True if the numbering before the line goes on later, after another one: what stands between
    is quoted."""
    before = [each.label for each in lines[begin:at] if each.label]
    after = [each.label for each in lines[at:] if each.label]
    if not before or not after:
        return False
    kind = "section" if any(label.kind == "section" for label in before) else "number"
    last = _last_of([label.number for label in before if label.kind == kind])
    if (after[0].kind, after[0].number) == (kind, last + 1):
        return False
    numbers = [label.number for label in after if label.kind == kind]
    if last + 1 not in numbers:
        return False
    return _last_of(numbers[: numbers.index(last + 1)]) != last


def _last_of(numbers: Sequence[int | None]) -> int:
    """How far a numbering gets, lists inside its items left out."""
    last = numbers[0] or 0 if numbers else 0
    for number in numbers:
        last = last + 1 if number == last + 1 else last
    return last
