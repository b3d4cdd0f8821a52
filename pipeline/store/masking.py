"""A record without somebody: their words masked at equal length, in the text and in every fact.

Offsets, boxes and all that is said of others stay as they are. In the place of the name stands a
label without a blank, so that nobody is taken to be a person across documents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from models.records import Characters, DocumentText, LinkArea, Record, Span
from pipeline.bearers import Bearer
from pipeline.masks import MASK, NAMES, cover, is_masked, label_of, reword
from pipeline.names import attending_book, clean_name
from pipeline.store.facts import record_to_facts, words_pattern
from pipeline.store.persons import name_key

OF_OTHERS = frozenset({"affiliation", "body", "place", "organisation"})
"""Fields that name something else, in which a word alone is not a person's."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A record without somebody, the words that are masked in it as they stood, which id stands
    for which now, and under which ``names`` the person stood there."""

    record: Record
    words: tuple[str, ...]
    bearer: Bearer
    ids: Mapping[str, str]
    names: frozenset[str]


def mask_record(record: Record, names: Collection[str]) -> Masked:
    """The record without the bearer of these full names."""
    bearer = bearer_in(record, names)
    spans = find_in_record(record, bearer)
    masker = _Masker(record, bearer, spans)
    made = masker.record()
    before, after = record_to_facts(record), record_to_facts(made)
    ids = {
        old.id: new.id
        for kind in before
        for old, new in zip(before[kind], after[kind], strict=True)
        if old.id != new.id
    }
    words = tuple(record.document.quote(span) for span in spans)
    return Masked(made, words, bearer, ids, frozenset(masker.names))


def names_in(record: Record) -> tuple[str, ...]:
    """Every person that the record names, in base form, each once."""
    minutes, found = record.minutes, record.findings
    votes = (decision.votes.names for decision in found.decisions if decision.votes)
    names = chain(
        (attendee.name for attendee in minutes.attendees),
        (attendee.deputy_for or "" for attendee in minutes.attendees),
        (person.name for person in found.people),
        (name for names in votes for name, _ in names),
    )
    return tuple(dict.fromkeys(clean_name(name) for name in names if name and MASK not in name))


def bearer_in(record: Record, names: Collection[str]) -> Bearer:
    """The bearer of these names beside the other people of the record."""
    keys = set(map(name_key, names))
    listed = tuple(attendee.name for attendee in record.minutes.attendees)
    book = attending_book(listed, record.document.flat)
    others = [name for name in names_in(record) if name_key(name) not in keys and " " in name]
    initials = frozenset(i for i, who in book.initials.items() if name_key(who.name) in keys)
    return Bearer(tuple(names), tuple(others), initials)


def find_in_record(record: Record, bearer: Bearer) -> tuple[Span, ...]:
    """Where the person's words stand in the text, in order."""
    own, foreign = [], []
    for name, span in _named(record):
        if name_key(name) in set(map(name_key, bearer.names)):
            own.append(span)
        elif " " in name:
            foreign.append(span)
    things = [mention.span for one in record.findings.organisations for mention in one.mentions]
    things += [m.span for m in record.findings.mentions if m.label != "PER"]
    mentioned = [
        mention.span
        for person in record.findings.people
        if name_key(person.name) in set(map(name_key, bearer.names))
        for mention in person.mentions
    ]
    found = bearer.find(record.document.text, own, foreign, things)
    return _joined([*found, *mentioned])


def _named(record: Record) -> Iterator[tuple[str, Span]]:
    for attendee in record.minutes.attendees:
        yield attendee.name, attendee.span
    for person in record.findings.people:
        for mention in person.mentions:
            yield person.name, mention.span


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def mask_document(document: DocumentText, bearer: Bearer, spans: Sequence[Span]) -> DocumentText:
    """The document with the words there masked; each sign is as wide as its neighbours, for widths
    tell of letters."""
    text = cover(document.text, spans)
    return replace(
        document,
        text=text,
        chars=_even(document.chars, text, spans),
        links=tuple(
            LinkArea(cover(link.url, bearer.find_in_address(link.url)), link.page, link.spans)
            for link in document.links
        ),
        masks=(*document.masks, tuple(spans)) if spans else document.masks,
    )


def _even(chars: Characters, text: str, spans: Sequence[Span]) -> Characters:
    x0, x1, style = chars.x0.copy(), chars.x1.copy(), chars.style.copy()
    for span in spans:
        for start, end in _words(text, span):
            edges = np.linspace(x0[start], x1[end - 1], end - start + 1, dtype=np.float32)
            x0[start:end], x1[start:end] = edges[:-1], edges[1:]
            style[start:end] = style[start]
    return replace(chars, x0=x0, x1=x1, style=style)


def _words(text: str, span: Span) -> Iterator[tuple[int, int]]:
    start = span.start
    for at in range(span.start, span.end + 1):
        if at == span.end or text[at].isspace():
            if at > start:
                yield start, at
            start = at + 1


class _Masker:
    """Masks one record, fact by fact."""

    def __init__(self, record: Record, bearer: Bearer, spans: Sequence[Span]) -> None:
        self._record, self._bearer, self._spans = record, bearer, spans
        self._keys = set(map(name_key, bearer.names))
        self._masked = mask_document(record.document, bearer, spans)
        self._label = label_of(len(record.document.masks) + 1)
        self.names: set[str] = set()

    def record(self) -> Record:
        """The whole record."""
        document = replace(
            self._masked, warnings=reword(self._record.document.warnings, self._words)
        )
        return replace(
            self._record,
            document=document,
            minutes=reword(self._record.minutes, self._words),
            findings=reword(self._record.findings, self._words),
            warnings=reword(self._record.warnings, self._words),
        )

    def _words(self, words: str, name: str, places: Sequence[Span]) -> str:
        if name_key(words) in self._keys:
            self.names.add(words)
            return self._label
        named_else = name in OF_OTHERS
        spans = self._bearer.find(words, alone=not named_else)
        made = self._as_in_text(words, places) or cover(words, spans)
        if name in NAMES and is_masked(made) and made != words:
            self.names.add(words)
            return self._label
        return made

    def _as_in_text(self, words: str, places: Sequence[Span]) -> str | None:
        """What the text has in the place of these words, where they stand there."""
        for place in places:
            match = words_pattern(words).search(self._record.document.text, place.start, place.end)
            if match and words.strip():
                signs = iter(c for c in self._masked.text[slice(*match.span())] if not c.isspace())
                return "".join(c if c.isspace() else next(signs) for c in words)
        return None
