"""The named parts of a formal item: 'Päätösehdotus', 'Käsittely', 'Päätös', wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from models.records import BOLD, DocumentText, Passage, Section, SectionKind, Span
from pipeline.segment.history import Treated, find_history, find_placed, is_history
from pipeline.segment.organ import is_organ
from pipeline.segment.rows import Row, continues
from pipeline.segment.words import (
    LONGEST_LABEL_LINE,
    Head,
    find_meaning,
    first_known,
    meanings,
    normal,
)

_WHOSE = re.compile(
    r"(?!edelli|aiem|aikais|valituksenalai|tidigare)[^\W\d_][\w:.-]*(?:\s[\w-]+){0,2}(?<=[ns])"
)


_TO_WHOM = re.compile(r"(?<=\w)\s[^\W\d_]+lle(?=\s*:?\s*$)")
"""'Hallituksen ehdotus valtuustolle:'."""


_SHORT_ORGAN = re.compile(r"[A-ZÅÄÖ]{2,6}|[A-ZÅÄÖ][a-zåäö]{1,5}\.")
"""'KV päätös:', 'Kh. päätös:'."""


_OCCASION = re.compile(
    r"\s*\([^)]*\)\s*|,\s+[^\W\d_][^\W\d_-]*(?:\s[^\W\d_]+)?(?=\s*:?\s*$)|"
    r"\s+\d{1,2}\.\d{1,2}\.(?:\d{4})?(?:\s*§\s*\d+)?(?=\s*:?\s*$)|\s+§\s*\d+(?=\s*:?\s*$)"
)
"""When it was and who proposed it: 'Päätös 18.3.2024:', 'Ehdotus (kj):', 'Ehdotus, rehtori:'."""


DELIBERATION = ("proposal", "discussion", "decision", "vote", "dissent", "disqualification")
"""Sections that belong to the meeting at which they were said."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A run of rows under one head; an item's own words have none."""

    kind: SectionKind | None
    head: Head | None
    row: Row | None
    paragraphs: tuple[Span, ...]
    earlier: bool
    """True where the words tell how the matter was treated at an earlier meeting."""


def section_kinds(document: DocumentText, rows: Sequence[Row]) -> set[str]:
    """The kinds of named sections that stand anywhere in the rows."""
    heads = (section_head(document, row) for row in rows)
    return {head.meaning for head in heads if head is not None}


def has_formal_parts(document: DocumentText, parts: Sequence[Sequence[Row]]) -> bool:
    """True if items that are merely numbered name proposals and decisions as formal minutes do:
    half of them a decision, a third a proposal."""
    named = [section_kinds(document, rows) for rows in parts]
    decided = sum("decision" in kinds for kinds in named)
    proposed = sum("proposal" in kinds for kinds in named)
    return bool(parts) and 2 * decided >= len(parts) and 3 * proposed >= len(parts)


def section_head(document: DocumentText, row: Row) -> Head | None:
    """The head of a named section at the start of the row, or None.

    A word that is the whole line heads a section, and so does one before a colon or a gap.
    """
    if row.label is not None and row.label.kind != "section":
        return None
    head = find_meaning(row.text, _meaning_of)
    if head is not None and _OCCASION.search(head.printed.rstrip(":")):
        # 'Hallituksen päätös 3.2.2025 § 4' may be an entry of a list, 'Esitys (€)' heads a column
        return head if head.printed.endswith(":") else None
    if head is None or head.alone:
        return head
    bold = bool(document.chars.style[row.span.start] & BOLD)
    return head if bold or head.printed.endswith(":") or "\t" in row.text else None


@lru_cache(maxsize=10_000)
def _meaning_of(words: str) -> str | None:
    """The kind of section; of a head in two languages either tells it."""
    return first_known(words, _meaning_of_part)


def _meaning_of_part(words: str) -> str | None:
    """'Rehtorin ehdotus' and 'Hallituksen päätös' name whose it is."""
    known = meanings("sections")
    bare = _TO_WHOM.sub("", _OCCASION.sub("", words))
    plain = normal(bare)
    whose, _, last = plain.rpartition(" ")
    short = _SHORT_ORGAN.fullmatch(bare.strip().partition(" ")[0]) and " " not in whose
    if plain in known or not (short or _WHOSE.fullmatch(whose)):
        return known.get(plain)
    kind = known.get(last)
    return kind if kind in ("proposal", "decision") else None


def rows_to_sections(
    document: DocumentText, rows: Sequence[Row], path: str, usual: float
) -> tuple[tuple[Span, ...], tuple[Section, ...], list[Passage]]:
    """An item's own paragraphs before any section, its sections, and the passages of both."""
    own: tuple[Span, ...] = ()
    sections: list[Section] = []
    passages: list[Passage] = []
    for part in _without_earlier(list(_rows_to_parts(document, rows, path, usual))):
        if part.head is None or part.row is None or part.kind is None:
            own = (*own, *part.paragraphs)
        else:
            section = _section(part.kind, part.head, part.row, part.paragraphs)
            sections.append(section)
            passages.append(Passage(section.heading_span, "section_heading", path, part.kind))
        for paragraph in part.paragraphs:
            old = is_history(document.flat[paragraph.start : paragraph.end])
            passages.append(Passage(paragraph, "history" if old else "text", path, part.kind))
    return own, tuple(sections), passages


def _without_earlier(parts: Sequence[_Part]) -> list[_Part]:
    """The parts with what an earlier meeting decided as background, where this one decided too."""
    if not any(part.kind == "decision" and not part.earlier for part in parts):
        return list(parts)
    return [
        replace(part, kind="background") if part.earlier and part.kind in DELIBERATION else part
        for part in parts
    ]


def _section(kind: SectionKind, head: Head, row: Row, paragraphs: tuple[Span, ...]) -> Section:
    heading_end = row.span.start + (len(row.text.rstrip()) if head.alone else len(head.printed))
    end = row.span.start + head.rest
    span = Span(paragraphs[0].start, paragraphs[-1].end) if paragraphs else Span(end, end)
    return Section(kind, head.printed.rstrip(":").strip(), Span(row.span.start, heading_end), span)


def _rows_to_parts(
    document: DocumentText, rows: Sequence[Row], path: str, usual: float
) -> Iterator[_Part]:
    kind: SectionKind | None = None
    head: Head | None = None
    first: Row | None = None
    body: list[Span] = []
    previous: Row | None = None
    earlier = now_earlier = False
    margins = _margins(rows, path)
    for at, row in enumerate(rows):
        treated = find_history(row.text)
        if at in margins:
            treated, row = margins[at]
        if treated and treated.key:
            now_earlier = treated.key != path
        decides = kind == "proposal" and bool(body)
        found = section_head(document, row) or _margin_head(rows, at) or _organ_head(row, decides)
        if found is not None and _names_other(found.printed, path):
            found = None
        if at and found is None and row.words and _margin_head(rows, at - 1) is not None:
            row = _without_margin(row)
        if found is None and _is_over(kind, row, previous, bool(body), usual):
            yield _Part(kind, head, first, tuple(body), earlier)
            kind, head, first, body = None, None, None, []
        if found is not None and not _stays(found, kind, bool(body)):
            yield _Part(kind, head, first, tuple(body), earlier)
            kind, head, first, body = found.meaning, found, row, []  # type: ignore[assignment]
            earlier = now_earlier
            if not found.alone:
                body = [Span(row.span.start + found.rest, row.span.end)]
        elif body and previous is not None and continues(previous, row, usual):
            body[-1] = Span(body[-1].start, row.span.end)
        else:
            body.append(row.span)
        previous = row
    yield _Part(kind, head, first, tuple(body), earlier)


def _organ_head(row: Row, decides: bool) -> Head | None:
    """The organ alone that stands over what it decided, after the proposal: 'Valtuusto:'."""
    text = row.text.strip()
    whole = text.endswith(":") and len(text) <= LONGEST_LABEL_LINE and row.label is None
    if not (decides and whole and is_organ(text.rstrip(":"))):
        return None
    return Head("decision", text, len(row.text), alone=True)


def _names_other(printed: str, path: str) -> bool:
    """True for a head that names another section: 'Hallituksen päätös 3.2.2025 § 4:'."""
    number = _OWN_SECTION.search(printed)
    return number is not None and number[1] != path


def _margins(rows: Sequence[Row], path: str) -> dict[int, tuple[Treated, Row]]:
    """By place the rows beside which organ and section stand, or under these the day, without such
    words: 'KHALL § 4<TAB>text' / '2.4.2024<TAB>text'. Nothing where none is the item's own."""
    found: dict[int, tuple[Treated, Row]] = {}
    for at, row in enumerate(rows):
        placed = find_placed(row.text)
        before = found.get(at - 1)
        if placed is not None:
            found[at] = placed[0], _without_margin(row)
        elif before is not None and _DAY.match(row.text):
            found[at] = before[0], _without_margin(row)
    return found if any(treated.key == path for treated, _ in found.values()) else {}


def _margin_head(rows: Sequence[Row], at: int) -> Head | None:
    """The head in a narrow margin that takes two lines: 'Rehtorin<TAB>Valitaan ...' / 'ehdotus'."""
    following = rows[at + 1] if at + 1 < len(rows) else None
    first, tab, _ = rows[at].text.partition("\t")
    if not tab or following is None or abs(following.left - rows[at].left) > 2:
        return None
    second = following.text.partition("\t")[0]
    if len(first) > LONGEST_LABEL_LINE or len(second) > LONGEST_LABEL_LINE:
        return None
    meaning = _meaning_of(f"{first} {second}") if second[:1].islower() else None
    return Head(meaning, first, len(first) + 1, alone=False) if meaning else None


def _without_margin(row: Row) -> Row:
    """A row without the words in its margin; what is a margin's alone stays as it is."""
    _, tab, rest = row.text.partition("\t")
    if not tab:
        return row
    line = replace(row.line, span=Span(row.span.end - len(rest), row.span.end))
    return replace(row, line=line, text=rest, label=None)


_OWN_SECTION = re.compile(r"§\s*(\d+)\b")
_DAY = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\t")


_ENTRY = re.compile(r"\d+\W|\w+\.\w+@|[-•–]\s")


def _is_over(
    kind: SectionKind | None, row: Row, previous: Row | None, has_text: bool, usual: float
) -> bool:
    """True if the item's own words go on after a list of attachments or the preparer's name."""
    if kind not in ("attachment", "preparation") or not has_text or previous is None:
        return False
    wide = row.gap is None or row.gap > usual + 0.45
    return wide and not _ENTRY.match(row.text) and "@" not in row.text


def _stays(found: Head, kind: SectionKind | None, has_text: bool) -> bool:
    """True if the head belongs to the section it stands in.

    'Puheenjohtajan ehdotus:' right under 'Ehdotus' says it again; 'Esittelijä: NN' and
    'Lisätiedot: NN' at the beginning of a proposal say whose it is.
    """
    if kind is None or has_text:
        return False
    return found.meaning == kind or (kind == "proposal" and found.meaning == "preparation")
