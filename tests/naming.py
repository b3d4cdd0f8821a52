"""Documents of a few paragraphs with an attendance list, for the tests of names."""

from __future__ import annotations

from collections.abc import Sequence

from models.records import (
    Attendee,
    DocumentText,
    Findings,
    Item,
    Language,
    Meeting,
    Minutes,
    Passage,
    PassageRole,
    Span,
)
from pipeline.extract.entities import find_mentions
from pipeline.resolve import resolve_names
from tests.building import make_document

Present = tuple[str, str | None]
"""An attendee's name and affiliation; a name with '-' before it is absent."""


def minutes_of(
    *paragraphs: str,
    present: Sequence[Present] = (),
    role: PassageRole = "text",
    language: Language = "fi",
) -> tuple[DocumentText, Minutes]:
    """Each paragraph is the text of an item of its own: 1, 2, 3."""
    document = make_document([paragraphs])
    attendees = tuple(
        Attendee(
            name.lstrip("-"),
            "member",
            "absent" if name.startswith("-") else "in_person",
            Span(0, 0),
            affiliation=affiliation,
        )
        for name, affiliation in present
    )
    items, passages = [], []
    for number, line in enumerate(document.lines, start=1):
        items.append(Item(str(number), f"{number}.", 1, line.span, language=language))
        passages.append(Passage(line.span, role, str(number)))
    return document, Minutes(Meeting(), attendees, tuple(items), tuple(passages), language)


def names_in(*paragraphs: str, present: Sequence[Present] = ()) -> tuple[Minutes, Findings]:
    """The minutes and findings after names have been found and resolved."""
    document, minutes = minutes_of(*paragraphs, present=present)
    return resolve_names(document, minutes, Findings(find_mentions(document, minutes)))


def people_in(*paragraphs: str, present: Sequence[Present] = ()) -> list[str]:
    """The people's names in base form."""
    return [person.name for person in names_in(*paragraphs, present=present)[1].people]


def organisations_in(*paragraphs: str, present: Sequence[Present] = ()) -> list[str]:
    """The organisations' canonical names."""
    return [body.name for body in names_in(*paragraphs, present=present)[1].organisations]
