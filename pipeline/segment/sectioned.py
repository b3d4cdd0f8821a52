"""Headings with '§' numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import zip_longest

from models.records import DocumentText, Span
from pipeline.segment.bilingual import find_pairs, is_said_again, may_be_bilingual, with_twin
from pipeline.segment.headings import (
    Heading,
    best_chain,
    lead_of,
    number_of,
    run_in,
    starts_bold,
    style_end,
)
from pipeline.segment.rows import Row, usual_gap
from pipeline.segment.sections import DELIBERATION
from pipeline.segment.words import find_head


def section_rows(document: DocumentText, rows: Sequence[Row]) -> tuple[range, list[int]]:
    """Rows of the table of contents, and the rows that head sections in the body."""
    found = [row for row in rows if row.label and row.label.kind == "section"]
    found = _headed_alike([row for row in found if _may_head_section(document, row)])
    bilingual = may_be_bilingual(document)
    split = _contents_end(found, bilingual)
    contents = range(0)
    if split:
        contents = range(found[0].index, found[split - 1].index + 1)
    pairs = find_pairs(found[split:]) if bilingual else frozenset()
    listed = _listed_words(rows, [row.index for row in found[:split]])

    def weight(row: Row) -> float:
        own = listed.get(_key(row) or "")
        bare = not row.words or "\t" in row.text or own is not None
        return 1.0 + starts_bold(document, row) + bare + _agreement(rows, row, own)

    def step(before: Row, after: Row) -> float | None:
        cost = _section_step(before, after)
        twice = cost is None and _key(before) == _key(after)
        if (before.index, after.index) in pairs:
            return 0.0
        if twice and is_said_again([before], [after]):
            return None  # another run, in the other language
        if twice and starts_bold(document, before) and starts_bold(document, after):
            return 1.2  # a number printed twice
        return cost

    chain = best_chain(found[split:], weight, step)
    if bilingual:
        chain = with_twin(chain, found[split:], lambda rest: best_chain(rest, weight, step))
    if len(chain) < 2 and not any(_heads_alone(document, rows, row) for row in chain):
        return range(0), []
    return contents, [row.index for row in chain]


def _heads_alone(document: DocumentText, rows: Sequence[Row], row: Row) -> bool:
    """True for the one item of an extract: its number is bold, or a line of its own above words
    that may be its title."""
    below = rows[row.index + 1 : row.index + 2]
    if starts_bold(document, row) or _stands_apart(rows, row):
        return True
    return not row.words and any(_may_be_title(each) and each.label is None for each in below)


LINES_OF_TITLE = 3


def _stands_apart(rows: Sequence[Row], row: Row) -> bool:
    """True for a number and words that white parts from what stands above and below, and that are
    no sentence."""
    usual = usual_gap(list(rows))
    apart = [
        each.index
        for each in rows[row.index : row.index + LINES_OF_TITLE + 1]
        if each.gap is not None and each.gap > usual + 0.5
    ]
    if not row.words or apart[:1] != [row.index] or len(apart) < 2:
        return False
    return not rows[apart[1] - 1].text.rstrip().endswith((".", ":", ";"))


def _listed_words(rows: Sequence[Row], entries: Sequence[int]) -> dict[str, set[str]]:
    """The words of each title in the table of contents, by the section's number."""
    found: dict[str, set[str]] = {}
    for at, end in zip_longest(entries, entries[1:]):
        last = end if end is not None else at + 2
        key = _key(rows[at])
        if key is not None:
            found[key] = {w for row in rows[at:last] for w in _words(row.words)}
    return found


def _agreement(rows: Sequence[Row], row: Row, listed: set[str] | None) -> float:
    """1 where a heading's title is the one that the contents list, -2 where it is another."""
    below = rows[row.index + 1 : row.index + 2]
    title = set(_words(row.words)) or {w for each in below for w in _words(each.words)}
    if not listed or not title:
        return 0.0
    return 1.0 if 2 * len(title & listed) >= len(title) else -2.0


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) > 2]


def _may_head_section(document: DocumentText, row: Row) -> bool:
    """'§ 47 mukaan' and '140 § 1 momentti' are sentences, not headings."""
    words = row.words
    if not words or starts_bold(document, row):
        return True
    return words[0].isupper() or words[0] in "\"”'(" or (words[0].isdigit() and "\t" in row.text)


def _headed_alike(found: Sequence[Row]) -> list[Row]:
    """The rows with '§' alone or, where these are no run, those with the commonest organ in short
    before it: the others tell where a matter was treated before."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[row.label.organ if row.label else ""].append(row)
    if len({_key(row) for row in groups[""]}) > 1:
        return groups[""]
    return max(groups.values(), key=len, default=[])


def _contents_end(found: Sequence[Row], bilingual: bool) -> int:
    """How many of the rows are a table of contents: a rising run whose numbers come again, but for
    the same items in another language."""
    end = 1
    while end < len(found) and number_of(found[end]) > number_of(found[end - 1]):
        end += 1
    first, later = {number_of(r) for r in found[:end]}, {number_of(r) for r in found[end:]}
    titled = end > 1 or bool(found and found[0].words)
    again = [row for row in found[end:] if row.words and number_of(row) in first]
    if (
        bilingual
        and "\t" not in "".join(r.text for r in again)
        and is_said_again(found[:end], again)
    ):
        return 0
    return end if titled and len(found) > end and len(first & later) >= 0.6 * len(first) else 0


def _key(row: Row) -> str | None:
    return row.label.key if row.label else None


def _section_step(before: Row, after: Row) -> float | None:
    """What it costs that ``after`` is the next heading; None if it cannot be."""
    step = number_of(after) - number_of(before)
    if step == 0 and before.label and after.label and before.label.key < after.label.key:
        return 0.0  # '5 §', '5 a §'
    return min(0.3 * (step - 1), 3.0) if step > 0 else None


def section_heading(
    document: DocumentText, rows: Sequence[Row], first: int, usual: float
) -> Heading:
    row = rows[first]
    if row.words:
        last = style_end(document, rows, first, usual)
        title, rest = run_in(document, Span(row.text_span.start, rows[last - 1].span.end))
        return Heading(lead_of(rows, first), first, last, row.label, title, rest)
    last = first + 1
    if last < len(rows) and _may_be_title(rows[last]):
        last = style_end(document, rows, last, usual)
        return Heading(
            lead_of(rows, first),
            first,
            last,
            row.label,
            Span(rows[first + 1].span.start, rows[last - 1].span.end),
        )
    return Heading(lead_of(rows, first), first, last, row.label, None)


_NO_TITLES = (*DELIBERATION, "background", "preparation", "attachment")


def _may_be_title(row: Row) -> bool:
    """True unless the words head a part of an item; an item may be called 'Valitusosoitus'."""
    label, head = row.label, find_head(row.text, "sections")
    heads_part = head is not None and (head.meaning in _NO_TITLES or not head.alone)
    return (label is None or label.kind != "section") and not heads_part
