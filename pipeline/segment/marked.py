"""Headings that signs mark, as in wikis, pads and plain text, and points that head what is under
them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from models.records import Span
from pipeline.segment.headings import Heading
from pipeline.segment.heads import find_data_head, find_list_head
from pipeline.segment.rows import Row, continues

_SIGNED = re.compile(
    r"\s*(?:(?P<wiki>={1,5})\s*(?P<a>[^=].*?)\s*=+|(?P<md>#{1,5})\s*(?P<b>[^#].*?)\s*#*)\s*"
)
_DRAWN = re.compile(r"\s*(?P<sign>[-=~])(?P=sign){2,}\s*")
LONGEST = 90
"""Characters of a heading."""
MOSTLY = 0.6
"""Share of the paragraphs that must be points for the points to be the items."""
SAME_LEFT = 4.0
"""Points by which points of one level may be set apart."""


def signed_headings(rows: Sequence[Row]) -> list[Heading]:
    """The headings that stand behind '##', between '==', or over a drawn line; of the foremost
    level that has two."""
    levels: dict[str, list[Heading]] = defaultdict(list)
    for sign, heading in _signed(rows):
        levels[sign].append(heading)
    several = [level for level, found in levels.items() if len(found) > 1]
    return levels[min(several, key=_depth)] if several else []


def _depth(level: str) -> tuple[int, int]:
    """Fewer signs are a higher level, and so is a line of '=' over one of '-'."""
    return len(level), "=#-~".index(level[0])


def _signed(rows: Sequence[Row]) -> Iterator[tuple[str, Heading]]:
    """Each heading with its signs; the labels of the meeting's data are none."""
    for row, following in zip_longest(rows, rows[1:]):
        match, at = _SIGNED.fullmatch(row.text), row.span.start
        drawn = _DRAWN.fullmatch(following.text) if following is not None else None
        if match is not None:
            sign, last = match["wiki"] or match["md"], row.index + 1
            begin, end = match.span("a" if match["wiki"] else "b")
        elif drawn is not None and len(row.text) <= LONGEST and not _DRAWN.fullmatch(row.text):
            sign, last, begin, end = drawn["sign"], row.index + 2, 0, len(row.text)
        else:
            continue
        words = row.text[begin:end]
        if find_list_head(words) is None and find_data_head(words) is None:
            yield sign, Heading(row.index, row.index, last, None, Span(at + begin, at + end))


# --- points --------------------------------------------------------------------------------------


def point_headings(rows: Sequence[Row], usual: float) -> list[Heading]:
    """The outermost points of a document that is hardly anything else; one with points under it
    is their heading, another has no title. Points that stand over paragraphs are their headings."""
    labels = [row.index for row in rows if find_list_head(row.text) or find_data_head(row.text)]
    begin = max((at for at in labels if at < len(rows) / 2), default=-1) + 1
    points = [row for row in rows[begin:] if _is_point(row)]
    if len(points) < 2:
        return []
    foremost = min(row.left for row in points)
    outer = [row for row in points if row.left <= foremost + SAME_LEFT]
    key = Counter(row.label.key for row in outer if row.label).most_common(1)[0][0]
    outer = [row for row in outer if row.label and row.label.key == key]
    found = [_point_heading(rows, row, usual) for row in outer]
    if len(found) < 2:
        return []
    if _head_paragraphs(rows, found):
        return [_titled(heading) for heading in found]
    body = rows[outer[0].index :]
    plain = sum(1 for a, b in pairwise(body) if not _is_point(b) and not continues(a, b, usual))
    return found if len(points) >= MOSTLY * (len(points) + plain) else []


def _head_paragraphs(rows: Sequence[Row], found: Sequence[Heading]) -> bool:
    """True if the points are short, end no sentence, and have a paragraph each under them."""
    words = ["".join(row.words for row in rows[h.first : h.last]) for h in found]
    under = [h.last < len(rows) and not _is_point(rows[h.last]) for h in found]
    short = all(len(each) <= 2 * LONGEST and each.rstrip()[-1:] not in ".!?" for each in words)
    return short and all(under)


def _titled(heading: Heading) -> Heading:
    """The same with its words for a title."""
    return replace(heading, title=heading.title or heading.rest, rest=None)


def _is_point(row: Row) -> bool:
    return row.label is not None and row.label.kind == "bullet" and row.line.cell is None


def _point_heading(rows: Sequence[Row], row: Row, usual: float) -> Heading:
    last = row.index + 1
    while (
        last < len(rows)
        and not _is_point(rows[last])
        and continues(rows[last - 1], rows[last], usual)
    ):
        last += 1
    words = Span(row.text_span.start, rows[last - 1].span.end)
    heads = last < len(rows) and _is_point(rows[last]) and rows[last].left > row.left + SAME_LEFT
    title, rest = (words, None) if heads else (None, words)
    return Heading(row.index, row.index, last, row.label, title, rest)
