"""By when: the date that a task has to be done by."""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from models.records import (
    ActionItem,
    DateMention,
    DocumentText,
    Minutes,
    Passage,
    Precision,
    Span,
)
from pipeline.extract.readings import Word, split_words, word_set
from pipeline.rulebook import load_rules
from pipeline.scanning import possible_rules
from pipeline.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as exact as its words."""

    value: str
    precision: Precision


class Deadlines:
    """The dates of a document, to be asked for those that a task has to be done by."""

    def __init__(
        self, document: DocumentText, minutes: Minutes, dates: Iterable[DateMention]
    ) -> None:
        self._text = document.flat
        self._held = minutes.meeting.date
        self._dates = sorted(dates, key=lambda date: date.span)
        self._starts = [date.span.start for date in self._dates]
        self._told = self._next_told_in(minutes)
        self._next = minutes.meeting.next_date or self._next_told()

    def of(self, span: Span, sentence: Span) -> Due | None:
        """The deadline said in ``span``, else one said as a deadline elsewhere in ``sentence``."""
        return self._in(span, strict=False) or self._in(sentence, strict=True)

    def said_in(self, span: Span) -> Due | None:
        """What ``span`` says as a deadline, not just any coming date."""
        return self._in(span, strict=True)

    def has(self, span: Span) -> bool:
        """True if ``span`` names a deadline or a coming date."""
        return self._in(span, strict=False) is not None or self._names_next(span)

    def _in(self, span: Span, *, strict: bool) -> Due | None:
        coming = [date for date in self._dates_in(span) if self._is_to_come(date)]
        said = [date for date in coming if self._is_said_as_deadline(date)]
        chosen = said or ([] if strict else coming)
        if chosen:
            return self._due(chosen[0])
        if self._next and self._names_next(span):
            return Due(self._next, "day")
        return None

    def _due(self, date: DateMention) -> Due:
        """The date; 'helmikuun loppu' as a deadline is the month's last day."""
        rules = load_rules("DEADLINE_END")
        following = self._text[date.span.end : date.span.end + 12]
        if date.precision == "month" and any(r.pattern.match(following) for r in rules):
            year, month = map(int, date.value.split("-"))
            return Due(f"{date.value}-{monthrange(year, month)[1]}", "day")
        return Due(date.value, date.precision)

    def _dates_in(self, span: Span) -> list[DateMention]:
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end)
        return self._dates[first:last]

    def _is_to_come(self, date: DateMention) -> bool:
        """True unless the date lies before the meeting as far as both are written, or tells of a
        thing when it is: 'till höstens utfärd'."""
        words = self._text[date.span.start : date.span.end + 20]
        if any(rule.pattern.match(words) for rule in load_rules("DATE_OF_THING")):
            return False
        if not self._held:
            return True
        if "-" in date.value[4:5] and not date.value[5:6].isdigit():
            return date.value[:4] >= self._held[:4]
        return date.value >= self._held[: len(date.value)]

    def _is_said_as_deadline(self, date: DateMention) -> bool:
        before = self._text[max(0, date.span.start - 30) : date.span.end]
        after = self._text[date.span.start : date.span.end + 12]
        return any(
            rule.pattern.search(before) or rule.pattern.search(after)
            for rule in load_rules("DEADLINE_SIGN")
        )

    def _next_told_in(self, minutes: Minutes) -> list[Span]:
        """The paragraphs that tell of the next meeting, and those under such a heading."""
        rules = load_rules("NEXT_MEETING_TOLD")
        told = [
            passage
            for passage in minutes.passages
            if any(rule.pattern.search(self._text, *_ends(passage.span)) for rule in rules)
        ]
        items = {p.item for p in told if p.role == "heading" and p.item is not None}
        under = [p for p in minutes.passages if (p.item or "").split(".")[0] in items]
        return [passage.span for passage in (*told, *under)]

    def _next_told(self) -> str | None:
        """The first coming day in those paragraphs."""
        days = (
            date.value
            for date in self._dates
            if date.precision == "day"
            and self._is_to_come(date)
            and date.value != self._held
            and any(span.holds(date.span) for span in self._told)
        )
        return min(days, default=None)

    def _names_next(self, span: Span) -> bool:
        """True if ``span`` says 'seuraavaan kokoukseen', or 'kokoukseen' where that is told of."""
        words = self._text[span.start : span.end]
        rules = possible_rules(words, "NEXT_MEETING")
        if any(told.overlaps(span) for told in self._told):
            rules += possible_rules(words, "TO_THE_MEETING")
        return any(rule.pattern.search(words) for rule in rules)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


_FURTHEST = 3  # paragraphs that a deadline may stand after its task, in the same point


# --- deadlines said in the sentence or the point beside -------------------------------------------


def add_deadlines_beside(
    document: DocumentText,
    passages: Sequence[Passage],
    actions: Sequence[ActionItem],
    deadlines: Deadlines,
) -> list[ActionItem]:
    """The actions, those without a deadline given the one that a sentence beside them says.

    The sentence comes after the task in its passage or the next, gives no task itself, and is about
    a thing that the task works on ('kokoaa listan': 'Listat valmiina 1.2.') or about none.
    """
    found = list(actions)
    for at, passage in enumerate(passages):
        nearby = [
            other
            for back, other in enumerate(reversed(passages[max(0, at - _FURTHEST) : at + 1]))
            if back <= 1 or other.item == passage.item
        ]
        for sentence, due in _sentences_with_deadline(document, passage, deadlines):
            if any(action.span.overlaps(sentence) for action in actions):
                continue
            place = _place_of_task(document, found, sentence, nearby)
            if place is not None:
                found[place] = replace(found[place], due=due.value, due_precision=due.precision)
    return found


def _sentences_with_deadline(
    document: DocumentText, passage: Passage, deadlines: Deadlines
) -> Iterator[tuple[Span, Due]]:
    text = document.flat[passage.span.start : passage.span.end]
    for start, end in split_sentences(text):
        sentence = Span(passage.span.start + start, passage.span.start + end)
        due = deadlines.said_in(sentence)
        if due is not None:
            yield sentence, due


def _place_of_task(
    document: DocumentText,
    actions: Sequence[ActionItem],
    sentence: Span,
    nearby: Sequence[Passage],
) -> int | None:
    """Which of the actions the deadline in ``sentence`` is for."""
    topics = _topics(split_words(document.flat, sentence.start, sentence.end))
    for at in range(len(actions) - 1, -1, -1):
        action = actions[at]
        is_near = any(passage.span.holds(action.span) for passage in nearby)
        if not is_near or action.span.end > sentence.start or action.due is not None:
            continue
        if not topics or topics & _objects(document, action):
            return at
    return None


def _topics(words: Sequence[Word]) -> frozenset[str]:
    """The base forms of the nouns in the nominative, labels left out."""
    nouns = [w for w in words if w.is_nominal("nominative") and not w.finite]
    bases = frozenset(base for w in nouns for base in w.bases)
    return bases - word_set("deadline_before") - word_set("deadline_nouns")


def _objects(document: DocumentText, action: ActionItem) -> frozenset[str]:
    words = split_words(document.flat, action.span.start, action.span.end)
    objects = [w for w in words if w.is_nominal("genitive", "partitive", "nominative")]
    return frozenset(base for w in objects for base in w.bases)
