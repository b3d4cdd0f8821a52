"""What heads an item, and how headings are told from other lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from models.records import BOLD, DocumentText, Span
from pipeline.language import find_language
from pipeline.morphology import analyse
from pipeline.rulebook import lexicon
from pipeline.scanning import possible_rules
from pipeline.segment.history import is_history
from pipeline.segment.labels import Label, LabelKind
from pipeline.segment.rows import Row, continues
from pipeline.segment.words import find_head
from pipeline.sentences import split_sentences
from pipeline.values.references import find_references


@dataclass(frozen=True, slots=True)
class Heading:
    """Rows ``first`` to ``last`` (exclusive) that head an item; ``title`` without the label.

    From ``lead`` on stand lines above the heading that tell its history. ``rest`` are words of the
    item that run on from the title on its last line.
    """

    lead: int
    first: int
    last: int
    label: Label | None
    title: Span | None
    rest: Span | None = None


def starts_bold(document: DocumentText, row: Row) -> bool:
    """True if the first word after the label is set in bold."""
    start = row.text_span.start
    return bool(start < row.span.end and document.chars.style[start] & BOLD)


def lead_of(rows: Sequence[Row], first: int) -> int:
    """The first of the lines right above the heading at ``first`` that tell its history or its
    record's number."""
    while first and (is_history(rows[first - 1].text) or _is_record(rows, first - 1)):
        first -= 1
    return first


def _is_record(rows: Sequence[Row], at: int) -> bool:
    """True for a record's number alone on a line that begins a page or stands off from above."""
    row, gap = rows[at], rows[at + 1].gap
    if row.gap is not None and (gap is None or row.gap <= gap + 0.15):
        return False
    text = row.text.strip()
    found = find_references(text) if any(map(str.isdigit, text)) else []
    return len(found) == 1 and found[0].kind == "record" and len(text) - 8 <= found[0].end


def number_of(row: Row) -> int:
    return row.label.number or 0 if row.label else 0


def ends_capitals(previous: Row, row: Row) -> bool:
    return previous.words.isupper() and not row.words.isupper()


def kind_of(row: Row) -> LabelKind | None:
    return row.label.kind if row.label else None


def style_end(document: DocumentText, rows: Sequence[Row], first: int, usual: float) -> int:
    """The row after the title from ``first``: bold goes on in bold, plain as a paragraph."""
    bold, end = starts_bold(document, rows[first]), first + 1
    while end < len(rows):
        previous, row = rows[end - 1], rows[end]
        near = row.gap is None or row.gap <= usual + 0.45
        if bold and (not row.line.bold or not near or row.label is not None):
            break
        if find_head(row.text, "sections") or not (bold or continues(previous, row, usual)):
            break
        if ends_capitals(previous, row):
            break
        end += 1
    return end


def run_in(document: DocumentText, title: Span) -> tuple[Span, Span | None]:
    """A title in bold and the sentence that runs on from it in plain type, if one does."""
    bold = document.chars.style[title.start : title.end] & BOLD > 0
    printed = (
        document.chars.x1[title.start : title.end] > document.chars.x0[title.start : title.end]
    )
    plain = (printed & ~bold).nonzero()[0]
    if not bold[0] or not len(plain):
        return title, None
    at = title.start + int(plain[0])
    rest = Span(at, title.end)
    linked = any(span.overlaps(rest) for area in document.links for span in area.spans)
    words = document.flat[rest.start : rest.end]
    if linked or len(words.split()) < 2 or not words[0].isupper() or bold[plain[0] :].any():
        return title, None
    return Span(title.start, title.start + len(document.flat[title.start : at].rstrip())), rest


def as_told(document: DocumentText, heading: Heading, sentence: bool = False) -> Heading:
    """The heading; one in plain type that tells what was done has these words as its text instead
    of a title ('3. Hyväksyttiin esityslista.'). With ``sentence`` it must end as a sentence."""
    title = heading.title
    if title is None or document.chars.style[title.start] & BOLD:
        return heading
    words = document.flat[title.start : title.end]
    if (sentence and not words.rstrip().endswith(".")) or not _tells(words):
        return heading
    end = heading.rest.end if heading.rest else title.end
    return replace(heading, title=None, rest=Span(title.start, end))


@lru_cache(maxsize=1000)
def _tells(text: str) -> bool:
    """True for several sentences with a verb, and for a verb in the past: titles have neither."""
    first, *rest = regex.findall(r"\p{L}+", text) or [""]
    words = [first.lower(), *filter(str.islower, rest)]
    several = len(split_sentences(text)) > 1
    if find_language(text) == "sv":
        return _tells_in_swedish(text) or (several and _is_task_in_swedish(words))
    moods = [{(a.mood, a.tense) for a in analyse(word)} for word in words]
    begins = len(regex.findall(r"\p{L}+", text.partition(",")[0]))
    if any(mood == {("indicative", "past_imperfective")} for mood in moods[:begins]):
        return True
    verbs = any(mood and all(m == "indicative" for m, _ in mood) for mood in moods)
    return verbs and several


def _tells_in_swedish(text: str) -> bool:
    return any(rule.pattern.search(text) for rule in possible_rules(text, "TOLD_IN_SWEDISH"))


def _is_task_in_swedish(words: Sequence[str]) -> bool:
    return not set(lexicon("swedish_task_verbs")).isdisjoint(words)


def best_chain(
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
