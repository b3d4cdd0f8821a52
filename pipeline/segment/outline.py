"""Which lines head the agenda items: by '§' numbers, by running numbers, or by type alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from models.records import BOLD, DocumentText, Span
from pipeline.segment.attendance import find_list_head
from pipeline.segment.history import is_history
from pipeline.segment.labels import DASHES, Label, LabelKind
from pipeline.segment.rows import Row, continues, usual_gap
from pipeline.segment.words import find_head, meanings, normal

Scheme = Literal["section", "number", "type", "none"]

NUMBERED = ("number", "bare")
LONGEST_TYPED_HEADING = 90
"""Characters; a bold line longer than this is emphasis, not a heading."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Rows ``first`` to ``last`` (exclusive) that head an item; ``title`` without the label.

    From ``lead`` on stand lines above the heading that tell its history.
    """

    lead: int
    first: int
    last: int
    label: Label | None
    title: Span | None


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings of depth 1 in reading order, and the rows of the table of contents if any."""

    scheme: Scheme
    headings: tuple[Heading, ...]
    contents: range


def find_outline(document: DocumentText, rows: Sequence[Row]) -> Outline:
    """The document's own division into items: '§' headings come before numbers, numbers before
    headings that type alone shows."""
    usual = usual_gap(list(rows))
    contents, sections = _section_rows(document, rows)
    if sections:
        found = tuple(_section_heading(document, rows, i, usual) for i in sections)
        return Outline("section", found, contents)
    typed = _typed_rows(document, rows, usual)
    numbered = _numbered_rows(document, rows)
    if len(numbered) >= 2 and not _is_inner_list(document, rows, numbered, typed):
        found = tuple(_numbered_heading(document, rows, i, usual) for i in numbered)
        return Outline("number", found, range(0))
    if typed:
        found = tuple(_typed_heading(rows, i, usual) for i in typed)
        return Outline("type", found, range(0))
    return Outline("none", (), range(0))


def _lead(rows: Sequence[Row], first: int) -> int:
    """The first of the history lines right above the heading at ``first``."""
    while first and is_history(rows[first - 1].text):
        first -= 1
    return first


def starts_bold(document: DocumentText, row: Row) -> bool:
    """True if the first word after the label is set in bold."""
    start = row.text_span.start
    return bool(start < row.span.end and document.chars.style[start] & BOLD)


# --- § headings ---------------------------------------------------------------------------------


def _section_rows(document: DocumentText, rows: Sequence[Row]) -> tuple[range, list[int]]:
    """Rows of the table of contents, and the rows that head sections in the body."""
    found = [row for row in rows if row.label and row.label.kind == "section"]
    found = [row for row in found if _may_head_section(document, row)]
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

    chain = _best_chain(found[split:], weight, _section_step)
    if len(chain) < 2 and not (chain and starts_bold(document, chain[0])):
        return range(0), []
    return contents, [row.index for row in chain]


def _may_head_section(document: DocumentText, row: Row) -> bool:
    """'§ 47 mukaan' and '140 § 1 momentti' are sentences, not headings."""
    words = row.words
    if not words or starts_bold(document, row):
        return True
    return words[0].isupper() or words[0] in "\"”'(" or (words[0].isdigit() and "\t" in row.text)


def _contents_end(found: Sequence[Row]) -> int:
    """How many of the rows are a table of contents: a rising run whose numbers come again."""
    end = 1
    while end < len(found) and _number(found[end]) > _number(found[end - 1]):
        end += 1
    first, later = {_number(r) for r in found[:end]}, {_number(r) for r in found[end:]}
    return end if len(found) > end and len(first & later) >= max(1, 0.6 * len(first)) else 0


def _number(row: Row) -> int:
    return row.label.number or 0 if row.label else 0


def _section_step(before: Row, after: Row) -> float | None:
    """What it costs that ``after`` is the next heading; None if it cannot be."""
    step = _number(after) - _number(before)
    if step == 0 and before.label and after.label and before.label.key < after.label.key:
        return 0.0  # '5 §', '5 a §'
    return min(0.3 * (step - 1), 3.0) if step > 0 else None


def _section_heading(
    document: DocumentText, rows: Sequence[Row], first: int, usual: float
) -> Heading:
    row = rows[first]
    if row.words:
        last = _style_end(document, rows, first, usual)
        return Heading(
            _lead(rows, first),
            first,
            last,
            row.label,
            Span(row.text_span.start, rows[last - 1].span.end),
        )
    last = first + 1
    if last < len(rows) and _may_be_title(rows[last]):
        last = _style_end(document, rows, last, usual)
        return Heading(
            _lead(rows, first),
            first,
            last,
            row.label,
            Span(rows[first + 1].span.start, rows[last - 1].span.end),
        )
    return Heading(_lead(rows, first), first, last, row.label, None)


def _may_be_title(row: Row) -> bool:
    label = row.label
    return (label is None or label.kind != "section") and find_head(row.text, "sections") is None


def _style_end(document: DocumentText, rows: Sequence[Row], first: int, usual: float) -> int:
    """The row after the title from ``first``: bold goes on in bold, plain as a paragraph."""
    bold, end = starts_bold(document, rows[first]), first + 1
    while end < len(rows):
        previous, row = rows[end - 1], rows[end]
        near = row.gap is None or row.gap <= usual + 0.45
        if bold and (not row.line.bold or not near or row.label is not None):
            break
        if find_head(row.text, "sections") or not (bold or continues(previous, row, usual)):
            break
        end += 1
    return end


# --- numbered headings --------------------------------------------------------------------------


def _numbered_rows(document: DocumentText, rows: Sequence[Row]) -> list[int]:
    """The rows of the best run 1, 2, 3, ... set alike."""
    found = [
        row
        for row in rows
        if row.label and row.label.kind in NUMBERED and row.words and row.line.cell is None
    ]

    def weight(row: Row) -> float:
        return 1.0 + starts_bold(document, row) - row.left / 400 - 0.5 * (_kind(row) == "bare")

    def step(before: Row, after: Row) -> float | None:
        rise = _number(after) - _number(before)
        alike = abs(before.left - after.left) <= 16 and abs(before.line.size - after.line.size) <= 2
        # a link at the head of a title is often not in the title's weight
        odd = 0.4 * (starts_bold(document, before) != starts_bold(document, after))
        unlike = 1.5 * (_kind(before) != _kind(after))
        return 0.5 * (rise - 1) + odd + unlike if alike and 1 <= rise <= 3 else None

    chain = _best_chain(found, weight, step, start=lambda row: 0.6 * min(_number(row) - 1, 3))
    return [row.index for row in chain]


def _kind(row: Row) -> LabelKind | None:
    return row.label.kind if row.label else None


def _is_inner_list(
    document: DocumentText, rows: Sequence[Row], numbered: list[int], typed: list[int]
) -> bool:
    """A plain numbered list inside a document that has headings by type."""
    if starts_bold(document, rows[numbered[0]]) or len(typed) < 2:
        return False
    inside = [i for i in typed if numbered[0] < i < numbered[-1]]
    before = [i for i in typed if i < numbered[0]]
    return bool(before) and (len(inside) >= 1 or len(numbered) < len(typed))


def _numbered_heading(
    document: DocumentText, rows: Sequence[Row], first: int, usual: float
) -> Heading:
    row, last = rows[first], first + 1
    bold = starts_bold(document, row)
    while last < len(rows):
        previous, following = rows[last - 1], rows[last]
        wrapped_dash = bold and _is_wrapped_dash(row, following)
        if following.label is not None and following.label.kind != "bare" and not wrapped_dash:
            break
        if (following.gap or 0) > usual + 0.45:
            break
        set_alike = starts_bold(document, following) == bold or _is_link(document, following)
        if not set_alike or not _goes_on(document, previous, following, usual, bold):
            break
        last += 1
    return Heading(
        _lead(rows, first),
        first,
        last,
        row.label,
        Span(row.text_span.start, rows[last - 1].span.end),
    )


def _is_wrapped_dash(heading: Row, row: Row) -> bool:
    """True for a dash inside a heading that a line break left at the heading's own indent."""
    is_dash = row.label is not None and row.label.key in DASHES
    return is_dash and row.line.bold and abs(row.left - heading.text_left) <= 3


def _goes_on(document: DocumentText, previous: Row, row: Row, usual: float, bold: bool) -> bool:
    """A heading goes on in the next line while its type does, or the line before was full."""
    if bold and starts_bold(document, row):
        return previous.full or row.text[:1].islower() or row.left >= previous.text_left - 3
    return continues(previous, row, usual)


def _is_link(document: DocumentText, row: Row) -> bool:
    return any(
        span.holds(Span(row.text_span.start, row.text_span.start + 1))
        for area in document.links
        for span in area.spans
    )


# --- headings by type ---------------------------------------------------------------------------


def _typed_rows(document: DocumentText, rows: Sequence[Row], usual: float) -> list[int]:
    """Short lines set apart by weight or size, of the commonest such setting."""
    body = _body_size(rows)
    candidates = [row for row in rows if _may_be_typed(rows, row, body, usual)]
    settings: dict[tuple[bool, int, int], list[Row]] = defaultdict(list)
    for row in candidates:
        settings[row.line.bold, round(row.line.size), round(row.left / 8)].append(row)
    if not settings:
        return []
    best = max(settings, key=lambda s: (len(settings[s]), s[1], s[0]))
    if len(settings[best]) < 2:
        return []
    chosen = [row.index for row in settings[best] if normal(row.text) not in _umbrellas()]
    return sorted([*chosen, *_bold_bullets(document, rows, chosen[0] if chosen else 0)])


def _bold_bullets(document: DocumentText, rows: Sequence[Row], first: int) -> list[int]:
    """Bullets in bold that head the plain bullets which follow at their own indent."""
    found = []
    for row, following in zip(rows[first:], rows[first + 1 :], strict=False):
        if row.label is None or row.label.kind != "bullet" or following.label != row.label:
            continue
        level = abs(following.left - row.left) <= 2
        if level and _is_all_bold(document, row) and not _is_all_bold(document, following):
            found.append(row.index)
    return found


def _is_all_bold(document: DocumentText, row: Row) -> bool:
    span = row.text_span
    words = document.chars.x1[span.start : span.end] > document.chars.x0[span.start : span.end]
    bold = document.chars.style[span.start : span.end] & BOLD > 0
    return bool(words.any() and bold[words].all() and len(span) <= LONGEST_TYPED_HEADING)


def _may_be_typed(rows: Sequence[Row], row: Row, body: float, usual: float) -> bool:
    text = row.text.strip()
    if (
        _kind(row) not in (None, "bare")
        or row.line.cell is not None
        or not 2 <= len(text) <= LONGEST_TYPED_HEADING
    ):
        return False
    if text[-1] in ".,;:" or "\t" in text or not (row.line.bold or row.line.size >= body + 1):
        return False
    if find_list_head(row.text) or find_head(row.text, "sections"):
        return False
    return row.gap is None or row.gap > usual + 0.15 or _is_lone_bold(rows, row)


def _is_lone_bold(rows: Sequence[Row], row: Row) -> bool:
    """True if the lines above and below are not bold: in a list set with wide gaps all round."""
    above = rows[row.index - 1].line.bold if row.index else False
    below = rows[row.index + 1].line.bold if row.index + 1 < len(rows) else True
    return row.line.bold and not above and not below


def _umbrellas() -> set[str]:
    return {
        word for word, meaning in meanings("layout").items() if meaning in ("umbrella", "contents")
    }


def _body_size(rows: Sequence[Row]) -> float:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.line.size, 1)] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _typed_heading(rows: Sequence[Row], first: int, usual: float) -> Heading:
    last = first + 1
    while last < len(rows):
        previous, row = rows[last - 1], rows[last]
        alike = (
            row.line.bold == previous.line.bold and abs(row.line.size - previous.line.size) < 0.3
        )
        if not alike or row.gap is None or row.gap > usual + 0.3 or row.label or not previous.full:
            break
        last += 1
    return Heading(
        _lead(rows, first),
        first,
        last,
        rows[first].label,
        Span(rows[first].text_span.start, rows[last - 1].span.end),
    )


# --- the best rising chain ----------------------------------------------------------------------


def _best_chain(
    rows: Sequence[Row],
    weight: Callable[[Row], float],
    step: Callable[[Row, Row], float | None],
    start: Callable[[Row], float] = lambda row: 0.0,
) -> list[Row]:
    """The chain of rows with the greatest weight less what its starts and steps cost."""
    best: list[float] = []
    before: list[int | None] = []
    for i, row in enumerate(rows):
        score, link = -start(row), None
        for j in range(i):
            cost = step(rows[j], row)
            if cost is not None and best[j] - cost > score:
                score, link = best[j] - cost, j
        best.append(score + weight(row))
        before.append(link)
    chain: list[Row] = []
    at = max(range(len(rows)), key=best.__getitem__, default=None)
    while at is not None:
        chain.append(rows[at])
        at = before[at]
    return chain[::-1]
