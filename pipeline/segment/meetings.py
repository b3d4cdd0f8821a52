"""Several meetings in one file told apart: where another one's minutes begin."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

from models.records import DocumentText, Line
from pipeline.rulebook import lexicon_map, load_rules
from pipeline.segment.heads import find_list_head, find_meeting_head
from pipeline.segment.labels import Label, parse_label
from pipeline.segment.organ import is_letterhead
from pipeline.segment.parts import cut_document, in_page_order
from pipeline.segment.times import DATE, first_date

LONGEST_TITLE, LONGEST_HEAD = 100, 60
"""Characters of a line that names a meeting, and of one that stands over it."""
TITLE_REACH, DATA_REACH = 3, 14
"""Lines behind the one that names a meeting in which its date stands without a label, and in which
its time or attendance is labelled."""
TOP = 6
"""Lines from the top of a page in which minutes that begin there are named."""
_NUMBER = re.compile(r"\b\d{1,3}/(?:19|20)\d{2}\b")
_OTHER = re.compile(r"\b(?:seuraav|edelli|ensi\b|nästa|föregående)", re.IGNORECASE)
_CHANGING = re.compile(
    r"\d+|\w+kuuta\b|\b(?:(?:maanan|tiis|torst|perjan|lauan|sunnun)tai(?:na)?|"
    r"keskiviikko(?:na)?|ma|ti|ke|to|pe|la|su)\b|\W"
)


def split_meetings(document: DocumentText) -> tuple[DocumentText, ...]:
    """The document cut where another meeting's minutes begin: most often it alone, as it is."""
    if sum(_names_meeting(document.quote(line.span)) for line in document.lines) < 2:
        return (document,)
    order = in_page_order(document)
    starts = _starts(_printed(document, order))
    if len(starts) < 2:
        return (document,)
    parts = [order[begin:end] for begin, end in pairwise([*starts, len(order)])]
    return tuple(cut_document(document, parts))


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line in page order: ``above`` counts the lines over it on its page."""

    line: Line
    text: str
    above: int
    naming: bool

    @property
    def loudness(self) -> float:
        return self.line.size + 2 * self.line.bold

    @property
    def pattern(self) -> str:
        """The words without what changes from meeting to meeting."""
        return _CHANGING.sub("", self.text.casefold())

    @property
    def figures(self) -> frozenset[str]:
        return frozenset([*(match[0] for match in DATE.finditer(self.text)), *_numbers(self.text)])

    @property
    def label(self) -> Label | None:
        label = parse_label(self.text)
        return label if label and label.kind in ("section", "number") else None


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)


def _printed(document: DocumentText, order: Sequence[int]) -> list[_Printed]:
    found: list[_Printed] = []
    page = above = 0
    for index in order:
        line, text = document.lines[index], document.quote(document.lines[index].span)
        above = above + 1 if line.page == page else 0
        page = line.page
        found.append(_Printed(line, text, above, _names_meeting(text)))
    return found


def _names_meeting(text: str) -> bool:
    """True for a line that may be the title of minutes: 'PÖYTÄKIRJA 2/2025', 'Tiimin palaveri'."""
    if len(text) > LONGEST_TITLE or text.rstrip().endswith((".", "?", "!", ":", ",")):
        return False
    names = any(word.rstrip(",:)").endswith(_naming_ends()) for word in text.casefold().split())
    return names and _OTHER.search(text) is None and parse_label(text) is None


@lru_cache(maxsize=1)
def _naming_ends() -> tuple[str, ...]:
    kinds = lexicon_map("meeting_kinds")
    words = {word for kind in ("minutes", "memo", "agenda", "invitation") for word in kinds[kind]}
    return tuple(sorted(words | set(lexicon_map("meeting")["meeting_words"])))


# --- where meetings begin -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Meeting:
    """A meeting's minutes so far: where they begin, the line that names it, days in their head."""

    begin: int
    title: _Printed | None
    days: frozenset[datetime.date]


def _starts(lines: Sequence[_Printed]) -> list[int]:
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


def _titles(lines: Sequence[_Printed]) -> Iterator[int]:
    """The lines that may name a meeting, without running heads that say what they said before."""
    running: dict[str, frozenset[str]] = {}
    for at, line in enumerate(lines):
        if line.naming and not (line.line.furniture and running.get(line.pattern) == line.figures):
            yield at
        if line.naming and line.line.furniture:
            running[line.pattern] = line.figures


def _meeting_at(lines: Sequence[_Printed], begin: int) -> _Meeting:
    head = _head(lines, begin)
    named = (line for line in head if line.naming)
    title = max(named, key=lambda line: line.loudness, default=None)
    days = (first_date([line.text]) for line in head)
    return _Meeting(begin, title, frozenset(day for day in days if day))


def _head(lines: Sequence[_Printed], begin: int) -> list[_Printed]:
    """The lines from there to the first item, as many as may hold the meeting's data."""
    return list(takewhile(lambda line: line.label is None, lines[begin : begin + DATA_REACH]))


def _begins(lines: Sequence[_Printed], at: int, meeting: _Meeting) -> bool:
    """True if the naming line heads the minutes of another meeting: with a day of its own, and set
    as the first title is, or followed by the meeting's data."""
    line = lines[at]
    day = _day_of(lines, at)
    if day is None or day in meeting.days or _under_attachment_head(lines, at):
        return False
    if meeting.title is not None and _is_alike(line, meeting.title):
        return True
    heads = any(
        find_list_head(each.text) or find_meeting_head(each.text) for each in _head(lines, at)
    )
    loud = meeting.title is None or line.loudness > meeting.title.loudness - 0.5
    opens = heads and (line.above < TOP or (loud and _restarts(lines, at)))
    attached = any(_is_attachment_head(each) for each in lines[meeting.begin : at])
    return opens and not attached and not _is_resumed(lines, meeting.begin, at)


def _is_alike(line: _Printed, title: _Printed) -> bool:
    return line.pattern == title.pattern and abs(line.loudness - title.loudness) < 0.5


def _day_of(lines: Sequence[_Printed], at: int) -> datetime.date | None:
    """The day that the lines of a title give, else the one labelled as the meeting's time."""
    title = [lines[at].text, *_short_lines(lines[at + 1 : at + 1 + TITLE_REACH])]
    labelled = [
        f"{each.text} {after.text}"
        for each, after in pairwise(_head(lines, at))
        if find_meeting_head(each.text) == "time_labels"
    ]
    return first_date([*title, *labelled])


def _short_lines(lines: Sequence[_Printed]) -> Iterator[str]:
    for each in lines:
        if each.label is not None or len(each.text) > LONGEST_HEAD or find_list_head(each.text):
            return
        yield each.text


def _top_of(lines: Sequence[_Printed], at: int, after: int) -> int:
    """The first line of the title block around the line that names the meeting."""
    begin, title = at, lines[at]
    while begin - 1 > after and lines[begin - 1].line.page == title.line.page:
        above = lines[begin - 1]
        if not (above.line.furniture or _stands_over(above, title)):
            break
        begin -= 1
    return begin


def _stands_over(above: _Printed, title: _Printed) -> bool:
    short = len(above.text) <= LONGEST_HEAD and not above.text.rstrip().endswith((".", "!", "?"))
    if not short or above.label is not None:
        return False
    return title.above < TOP or above.loudness > title.loudness - 0.5 or is_letterhead(above.text)


# --- what only looks like another meeting -------------------------------------------------------


def _has_matter(lines: Sequence[_Printed]) -> bool:
    """True if the lines are more than a cover."""
    return any(each.label or find_list_head(each.text) for each in lines)


def _is_attachment_head(line: _Printed) -> bool:
    at_top = line.above < TOP // 2
    return at_top and any(r.pattern.search(line.text) for r in load_rules("ATTACHMENT_HEAD"))


def _under_attachment_head(lines: Sequence[_Printed], at: int) -> bool:
    page = lines[at - lines[at].above : at]
    return any(map(_is_attachment_head, page))


def _restarts(lines: Sequence[_Printed], at: int) -> bool:
    first = next((each.label for each in lines[at:] if each.label), None)
    return first is not None and first.number == 1


def _is_resumed(lines: Sequence[_Printed], begin: int, at: int) -> bool:
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
