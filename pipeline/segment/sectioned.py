"""Headings with '§' numbers, and those that name organ, section and day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from models.records import BOLD, DocumentText, Span
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
from pipeline.segment.history import Treated, find_history, find_own_number, find_placed, is_history
from pipeline.segment.labels import Label, parse_label
from pipeline.segment.rows import Row
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
    if len(chain) < 2 and not (chain and starts_bold(document, chain[0])):
        return range(0), []
    return contents, [row.index for row in chain]


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


def _may_be_title(row: Row) -> bool:
    label = row.label
    return (label is None or label.kind != "section") and find_head(row.text, "sections") is None


# --- organ, section and day ----------------------------------------------------------------------


def dated_titles(document: DocumentText, rows: Sequence[Row], usual: float) -> dict[int, Treated]:
    """The titles in bold or capitals (by row) under a line, or a running head, that gives the
    commonest organ and day: 'Organ § 12 1.2.2024'; without a day there are two such at least.

    Where no type shows them, they are two lines at least that such lines stand over, set apart.
    """
    above = [each for each in _lines_above(document, rows) if not is_history(rows[each[0]].text)]
    loud = [each for each in above if _is_title(document, rows[each[0]], rows[each[0]].span.start)]
    plain = [each for each in above if _is_set_apart(rows, each[0], usual)]
    return _commonest(loud, 1) or _commonest(plain, 2)


def _commonest(lines: Sequence[tuple[int, Treated]], fewest: int) -> dict[int, Treated]:
    """Each section of the commonest organ and day, if there are as many and their numbers rise."""
    groups: dict[tuple[str, str], dict[int, Treated]] = defaultdict(dict)
    for at, treated in lines:
        group = groups[treated.organ, treated.day]
        if treated.key and treated not in group.values():
            group[at] = treated
    told = [group for (_, day), group in groups.items() if len(group) >= (fewest if day else 2)]
    best = max(told, key=len, default={})
    numbers = [best[at].number or 0 for at in sorted(best)]
    return best if numbers == sorted(numbers) else {}


def _is_set_apart(rows: Sequence[Row], at: int, usual: float) -> bool:
    """True for a line that may be a title by the white round it and the line above it."""
    row, line, below = rows[at], rows[at - 1], rows[at + 1 : at + 2]
    wide = (row.gap or 0.0) > usual + 0.3 and (line.gap is None or line.gap > usual + 0.3)
    follows = at > 1 and is_history(rows[at - 2].text)
    if row.gap is None:  # under a running head
        wide = bool(below) and (below[0].gap or 0.0) > usual + 0.3
    is_text = row.text.rstrip().endswith((".", ":")) or not row.text[:1].isupper()
    return (wide or follows) and not is_text and find_head(row.text, "sections") is None


def _lines_above(document: DocumentText, rows: Sequence[Row]) -> Iterator[tuple[int, Treated]]:
    """Each row with the line above it that names organ, day and section, or with the head of the
    page that the row begins."""
    running = {
        line.page: treated
        for line in document.lines
        if line.furniture and (treated := find_history(document.quote(line.span)))
    }
    for row in rows:
        above = _own_line(rows[row.index - 1].text) if row.index else None
        if above:
            yield row.index, above
        elif row.gap is None and row.line.page in running:
            yield row.index, running[row.line.page]


def _own_line(text: str) -> Treated | None:
    return find_history(text) or find_own_number(text)


def placed_headings(
    document: DocumentText, rows: Sequence[Row], usual: float
) -> tuple[Heading, ...]:
    """The headings 'TEKLTK 12 §<TAB>TITLE' of the commonest organ, if their numbers rise; the words
    behind the gap are in capitals or bold."""
    groups: dict[str, dict[str, Heading]] = defaultdict(dict)
    for row in rows:
        placed = find_placed(row.text)
        if placed is None or not _is_title(document, row, row.span.start + placed[1]):
            continue
        treated, skip = placed
        last = _title_end(rows, row.index, usual)
        title = Span(row.span.start + skip, rows[last - 1].span.end)
        label = Label("section", f"§ {treated.key}", treated.key, 0, treated.number)
        heading = Heading(lead_of(rows, row.index), row.index, last, label, title)
        groups[treated.organ].setdefault(treated.key, heading)
    best = tuple(max(groups.values(), key=len, default={}).values())
    numbers = [heading.label.number or 0 for heading in best if heading.label]
    return best if len(best) > 1 and numbers == sorted(numbers) else ()


def trailing_headings(document: DocumentText, rows: Sequence[Row]) -> tuple[Heading, ...]:
    """The headings 'Title<TAB>§ 12' in bold or capitals, if they are two at least and their numbers
    rise; of a number that comes again the later one, for contents stand before."""
    found: dict[str, Heading] = {}
    for row in rows:
        title, tab, number = row.text.rpartition("\t")
        label = parse_label(number.strip()) if tab else None
        whole = (
            label is not None and label.kind == "section" and label.length == len(number.strip())
        )
        if label is None or not whole or not _is_title(document, row, row.span.start):
            continue
        label = replace(label, length=0)
        span = Span(row.span.start, row.span.start + len(title.rstrip()))
        found.pop(label.key, None)
        found[label.key] = Heading(lead_of(rows, row.index), row.index, row.index + 1, label, span)
    numbers = [heading.label.number or 0 for heading in found.values() if heading.label]
    rising = numbers == sorted(numbers)
    return tuple(found.values()) if len(found) > 1 and rising else ()


def _is_title(document: DocumentText, row: Row, start: int) -> bool:
    words = document.text[start : row.span.end]
    return words.isupper() or bool(document.chars.style[start] & BOLD)


def _title_end(rows: Sequence[Row], first: int, usual: float) -> int:
    """The row after a title that goes on in capitals."""
    end = first + 1
    while end < len(rows):
        row = rows[end]
        near = row.gap is None or row.gap <= usual + 0.45
        if not (near and row.text.isupper()) or find_head(row.text, "sections"):
            break
        end += 1
    return end


def dated_heading(
    document: DocumentText, rows: Sequence[Row], title: int, treated: Treated, usual: float
) -> Heading:
    label = Label("section", f"§ {treated.key}", treated.key, 0, treated.number)
    own = title > 0 and _own_line(rows[title - 1].text) == treated
    first = title - own
    last = style_end(document, rows, title, usual)
    words = Span(rows[title].span.start, rows[last - 1].span.end)
    return Heading(lead_of(rows, first), first, last, label, words)
