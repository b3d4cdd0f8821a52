"""Documents of a few paragraphs, each a passage of one item, for the tests of acts and tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.records import (
    Attendee,
    DateMention,
    DocumentText,
    Item,
    Meeting,
    Mention,
    Minutes,
    Passage,
    Precision,
    Section,
    SectionKind,
    Span,
    Table,
)
from tests.building import find, make_document

NAMES = ("Aino Esimerkki", "Onni Koemies", "Veikko Mallinen", "Liisa Testilä-Koivu")


@dataclass(frozen=True)
class Paper:
    """A document with its minutes, and the finders of places in it."""

    document: DocumentText
    minutes: Minutes

    def spans(self, spans: Sequence[Span]) -> list[str]:
        return [self.document.quote(span) for span in spans]

    def date(self, words: str, value: str, precision: Precision) -> DateMention:
        return DateMention(find(self.document, words), "1", value, precision, "rule:test", 1.0)

    def organisation(self, words: str) -> Mention:
        return Mention(find(self.document, words), "ORG", "1", "rule:test", 1.0)

    def with_table(self, *rows: Sequence[str]) -> Paper:
        cells = tuple(
            tuple(find(self.document, cell) if cell else None for cell in row) for row in rows
        )
        return replace(self, document=replace(self.document, tables=(Table(1, cells),)))


def paper(
    *paragraphs: str,
    kinds: Sequence[SectionKind | None] = (),
    body: str | None = None,
    next_date: str | None = None,
) -> Paper:
    """A meeting of 10 March 2025 whose only item has these paragraphs, in sections of ``kinds``."""
    document = make_document([paragraphs])
    passages = tuple(
        Passage(line.span, "text", "1", kind)
        for line, kind in zip(document.lines, kinds or [None] * len(paragraphs), strict=True)
    )
    sections = tuple(
        Section(p.section, "Otsikko", Span(p.span.start, p.span.start), p.span)
        for p in passages
        if p.section is not None
    )
    return Paper(
        document,
        Minutes(
            meeting=Meeting(date="2025-03-10", body=body, next_date=next_date),
            attendees=tuple(
                Attendee(name, "member", "in_person", Span(0, 0), affiliation="Testilän kunta")
                for name in NAMES
            ),
            items=(Item("1", "1.", 1, Span(0, 0), title="Asia", sections=sections),),
            passages=passages,
            language="fi",
        ),
    )


def titled(title: str, *paragraphs: str) -> Paper:
    """As paper, the item under a title of its own."""
    page = paper(title, *paragraphs)
    heading, *text = page.minutes.passages
    item = replace(page.minutes.items[0], title=title, title_span=heading.span)
    passages = (replace(heading, role="heading"), *text)
    return replace(page, minutes=replace(page.minutes, items=(item,), passages=passages))
