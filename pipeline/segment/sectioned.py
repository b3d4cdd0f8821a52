"""Headings with '§' numbers, and those that name organ, section and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from models.records import DocumentText, Span
from pipeline.segment.headings import (
    Heading,
    best_chain,
    lead_of,
    number_of,
    run_in,
    starts_bold,
    style_end,
)
from pipeline.segment.history import Treated, find_history
from pipeline.segment.labels import Label
from pipeline.segment.rows import Row
from pipeline.segment.words import find_head


def section_rows(document: DocumentText, rows: Sequence[Row]) -> tuple[range, list[int]]:
    """Rows of the table of contents, and the rows that head sections in the body."""
    found = [row for row in rows if row.label and row.label.kind == "section"]
    found = _headed_alike([row for row in found if _may_head_section(document, row)])
    split = _contents_end(found)
    contents = range(0)
    if split:
        contents = range(found[0].index, found[split - 1].index + 1)
    listed = {row.label.key for row in found[:split] if row.label}

    def weight(row: Row) -> float:
        bare = (
            not row.words
            or "\t" in row.text
            or bool(listed and row.label and row.label.key in listed)
        )
        return 1.0 + starts_bold(document, row) + bare

    def step(before: Row, after: Row) -> float | None:
        cost = _section_step(before, after)
        twice = cost is None and _key(before) == _key(after)
        if twice and starts_bold(document, before) and starts_bold(document, after):
            return 1.2  # a number printed twice
        return cost

    chain = best_chain(found[split:], weight, step)
    if len(chain) < 2 and not (chain and starts_bold(document, chain[0])):
        return range(0), []
    return contents, [row.index for row in chain]


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


def _contents_end(found: Sequence[Row]) -> int:
    """How many of the rows are a table of contents: a rising run whose numbers come again."""
    end = 1
    while end < len(found) and number_of(found[end]) > number_of(found[end - 1]):
        end += 1
    first, later = {number_of(r) for r in found[:end]}, {number_of(r) for r in found[end:]}
    titled = end > 1 or bool(found and found[0].words)
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


def dated_titles(document: DocumentText, rows: Sequence[Row]) -> dict[int, Treated]:
    """The bold titles (by row) under a line, or a running head, 'Organ § 12 1.2.2024' of the
    commonest organ and day."""
    groups: dict[tuple[str, str], dict[int, Treated]] = defaultdict(dict)
    seen: set[int] = set()
    for at, treated in _lines_above(document, rows):
        if treated.number and treated.number not in seen and starts_bold(document, rows[at]):
            groups[treated.organ, treated.day][at] = treated
            seen.add(treated.number)
    best = max(groups.values(), key=len, default={})
    numbers = [best[at].number or 0 for at in sorted(best)]
    return best if numbers == sorted(numbers) else {}


def _lines_above(document: DocumentText, rows: Sequence[Row]) -> Iterator[tuple[int, Treated]]:
    """Each row with the line above it that names organ, day and section, or with the head of the
    page that the row begins."""
    running = {
        line.page: treated
        for line in document.lines
        if line.furniture and (treated := find_history(document.quote(line.span)))
    }
    for row in rows:
        above = find_history(rows[row.index - 1].text) if row.index else None
        if above:
            yield row.index, above
        elif row.gap is None and row.line.page in running:
            yield row.index, running[row.line.page]


def dated_heading(
    document: DocumentText, rows: Sequence[Row], title: int, treated: Treated, usual: float
) -> Heading:
    key = str(treated.number)
    label = Label("section", f"§ {key}", key, 0, treated.number)
    own = title > 0 and find_history(rows[title - 1].text) == treated
    first = title - own
    last = style_end(document, rows, title, usual)
    words = Span(rows[title].span.start, rows[last - 1].span.end)
    return Heading(lead_of(rows, first), first, last, label, words)
