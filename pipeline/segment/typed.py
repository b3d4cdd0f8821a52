"""Headings that weight, size, capitals or place alone show."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from models.records import BOLD, DocumentText, Span
from pipeline.segment.ending import is_annex
from pipeline.segment.headings import Heading, kind_of, lead_of
from pipeline.segment.heads import find_list_head, find_meeting_head
from pipeline.segment.labels import LOOSE
from pipeline.segment.naming import is_kind, names_meeting
from pipeline.segment.persons import begins_with_person
from pipeline.segment.rows import Row, continues
from pipeline.segment.times import first_date
from pipeline.segment.words import find_head, meanings, normal

LONGEST_TYPED_HEADING = 90
"""Characters; a bold line longer than this is emphasis, not a heading."""


FEWEST = {"loud": 2, "caps": 2, "plain": 3}
"""Headings of one setting without which it is none."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """How lines are set that may be headings: in heavier or larger type, in capitals, or as
    ordinary lines that only their place makes headings."""

    kind: Literal["loud", "caps", "plain"]
    bold: bool
    size: int
    left: int
    colon: bool


def typed_rows(document: DocumentText, rows: Sequence[Row], usual: float) -> list[int]:
    """Short lines of the commonest of the settings that set them apart; the plainer ones count
    where there are no others."""
    body, begin = _body_size(rows), _end_of_labels(rows)
    settings: dict[_Setting, list[Row]] = defaultdict(list)
    for row in rows:
        setting = _setting_of(rows, row, body, usual, row.index >= begin)
        if setting is not None:
            settings[setting].append(row)
    for kind, fewest in FEWEST.items():
        of_kind = [setting for setting in settings if setting.kind == kind]
        best = max(of_kind, key=lambda s: (len(settings[s]), s.size, s.bold), default=None)
        chosen = _without_section_words(settings[best], kind == "plain") if best else []
        chosen = _without_front(rows, chosen, begin)
        if best and len(chosen) >= fewest:
            other = settings.get(replace(best, colon=not best.colon), [])
            first = [row.index for row in other if begin <= row.index < chosen[0]]
            return sorted([*first, *chosen, *_bold_bullets(document, rows, chosen[0])])
    return _lone_head_of_points(
        rows, [r for s, rs in settings.items() if s.bold for r in rs], begin
    )


def _lone_head_of_points(rows: Sequence[Row], bold: Sequence[Row], begin: int) -> list[int]:
    """The only bold line behind the meeting's data, if points stand right under it."""
    found = [row.index for row in bold if row.index >= begin > 0]
    under = rows[found[0] + 1 : found[0] + 2] if len(found) == 1 else ()
    return found if any(kind_of(row) == "bullet" for row in under) else []


def _without_section_words(rows: Sequence[Row], over_text: bool) -> list[int]:
    """The rows without umbrella words (unless all stand ``over_text``), and without the words that
    head the parts of an item: where these are many, or come again, they are no headings."""
    counts = Counter(normal(row.text) for row in rows)
    parts = [row for row in rows if find_head(row.text, "sections")]
    many = 2 * len(parts) > len(rows)
    return [
        row.index
        for row in rows
        if (over_text or normal(row.text) not in _umbrellas())
        and not is_annex(row)
        and not (row in parts and (many or counts[normal(row.text)] > 1))
    ]


FRONT = 3
"""Rows at the head of a document among which its title is looked for."""


def _without_front(rows: Sequence[Row], chosen: list[int], begin: int) -> list[int]:
    """The rows without the document's own title, set like the headings: one at its very head that
    has the meeting's data under it, or says what meeting it was."""
    title = [at for at in chosen if at < FRONT]
    if not title or len(chosen) == len(title):
        return chosen
    following = chosen[len(title)]
    labelled = title[-1] < begin <= following
    named = any(is_kind(rows[at].text) or names_meeting(rows[at].text) for at in title)
    dated = any(first_date([row.text]) for row in rows[title[-1] : min(following, title[-1] + 2)])
    return chosen[len(title) :] if labelled or named or dated else chosen


def _end_of_labels(rows: Sequence[Row]) -> int:
    """The row after the last label of time, place or attendance in the front of the document."""
    front = rows[: min(40, len(rows) // 2 + 1)]
    last = [r.index for r in front if find_meeting_head(r.text) or find_list_head(r.text)]
    return last[-1] + 1 if last else 0


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


_SENTENCE = re.compile(r"[.!?]\s+[A-ZÅÄÖ]")


_TIME = re.compile(r"\d{1,2}[.:][0-5]\d\s")


def _setting_of(
    rows: Sequence[Row], row: Row, body: float, usual: float, in_body: bool
) -> _Setting | None:
    """How the row is set if it may be a heading; ``in_body`` if no label of the meeting's data
    follows it."""
    text = row.text.strip()
    labelled = kind_of(row) not in (None, *LOOSE) and not _TIME.match(text)
    if labelled or row.line.cell is not None or not 2 <= len(text) <= LONGEST_TYPED_HEADING:
        return None
    ends = text[-1] in ".,;" and not _goes_on_in_bold(rows, row, usual)
    if ends or "\t" in text:
        return None
    wide = row.gap is None or row.gap > usual + 0.15
    begins = not row.line.bold and not continues(rows[row.index - 1], row, usual)
    if not (wide or begins or _is_lone_bold(rows, row)) or find_list_head(text):
        return None
    kind = _type_of(rows, row, body, in_body)
    place = round(row.left / 8)
    if kind is None:
        return None
    return _Setting(kind, row.line.bold, round(row.line.size), place, text.endswith(":"))


def _goes_on_in_bold(rows: Sequence[Row], row: Row, usual: float) -> bool:
    """True for the first line of a bold heading that a comma and a line end part."""
    below = rows[row.index + 1] if row.index + 1 < len(rows) else None
    if below is None or below.gap is None or not row.text.rstrip().endswith(","):
        return False
    return row.line.bold and below.line.bold and below.gap <= usual + 0.3


def _type_of(
    rows: Sequence[Row], row: Row, body: float, in_body: bool
) -> Literal["loud", "caps", "plain"] | None:
    if row.line.bold or row.line.size >= body + 1:
        return "loud"
    if not in_body or begins_with_person(row.text) or _is_umbrella(rows, row):
        return None
    if row.text.isupper():
        return "caps"
    return "plain" if _stands_over_text(rows, row) else None


def _is_umbrella(rows: Sequence[Row], row: Row) -> bool:
    """True for a word over the whole agenda ('Ohjelma'), unless a paragraph is right under it."""
    head = find_head(row.text, "layout")
    if head is None or head.meaning != "umbrella":
        return head is not None
    following = rows[row.index + 1] if row.index + 1 < len(rows) else None
    return following is None or not (following.full and following.label is None)


def _stands_over_text(rows: Sequence[Row], row: Row) -> bool:
    """True if a few words that are no sentence stand above a paragraph of sentences or points."""
    following = rows[row.index + 1] if row.index + 1 < len(rows) else None
    few = len(row.text.split()) <= 7 and row.text[:1].isupper() and not row.full
    if following is None or not few or _SENTENCE.search(row.text):
        return False
    sentence = following.text.rstrip().endswith((".", "!", "?")) or following.full
    return sentence or (following.label is not None and following.label.kind == "bullet")


def _is_lone_bold(rows: Sequence[Row], row: Row) -> bool:
    """True if the lines above and below are not bold: in a list set with wide gaps all round."""
    above = rows[row.index - 1].line.bold if row.index else False
    below = rows[row.index + 1].line.bold if row.index + 1 < len(rows) else True
    return row.line.bold and not above and not below


def _umbrellas() -> set[str]:
    return {
        word
        for word, meaning in meanings("layout").items()
        if meaning in ("umbrella", "contents", "signatures")
    }


def _body_size(rows: Sequence[Row]) -> float:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.line.size, 1)] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def typed_heading(rows: Sequence[Row], first: int, usual: float) -> Heading:
    last = first + 1
    timed = _TIME.match(rows[first].text) is not None
    label = None if timed else rows[first].label
    start = rows[first].span.start if timed else rows[first].text_span.start
    while last < len(rows):
        previous, row = rows[last - 1], rows[last]
        alike = (
            row.line.bold == previous.line.bold and abs(row.line.size - previous.line.size) < 0.3
        )
        full = previous.full or previous.text.rstrip().endswith(",")
        if not alike or row.gap is None or row.gap > usual + 0.3 or row.label or not full:
            break
        last += 1
    return Heading(
        lead_of(rows, first),
        first,
        last,
        label,
        Span(start, rows[last - 1].span.end),
    )
