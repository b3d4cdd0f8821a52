"""Signs that stand for the words of people who were forgotten, and what stands in for these signs
while a masked document is processed again: letters, so that it reads as names again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, get_type_hints

from models.records import DocumentText, Findings, LinkArea, Person, Record, Span

MASK = "█"
RUN = re.compile(f"{MASK}+")
LETTERS = "qxzwcfbghjvd"
"""Of which words are made that nobody bears; those are taken that the document does not double."""
LEFT = frozenset({"found_by", "sha256", "code", "path", "item", "from_item", "to_item", "unit"})
"""Text that no person's words are in."""
NAMES = frozenset({"name", "deputy_for", "assignees", "recipients", "names"})
"""Fields with names of people; of an organisation it is no person's."""

Rewording = Callable[[str, str, Sequence[Span]], str]
"""Makes of the words of a field others: the words, the field's name, where its fact stands."""


def cover(text: str, spans: Iterable[Span]) -> str:
    """The text with signs in the place of letters and digits there; it stays as long as it was."""
    signs = list(text)
    for span in spans:
        for at in range(span.start, span.end):
            if signs[at].isalnum():
                signs[at] = MASK
    return "".join(signs)


def is_masked(words: str) -> bool:
    """True for words of which nothing is left but signs."""
    return MASK in words and not any(letter.isalnum() for letter in words)


def label_of(number: int) -> str:
    """What stands in the place of a name for the first who was forgotten in a document, the
    second ..."""
    return MASK * 3 + (str(number) if number > 1 else "")


# --- every text of a record ---------------------------------------------------------------------


def reword(value: Any, change: Rewording, name: str = "", places: Sequence[Span] = ()) -> Any:
    """A record, or a part of one, with every text in it changed; a name stands once in a list."""
    if isinstance(value, str):
        return change(value, name, places)
    if isinstance(value, tuple):
        made = tuple(reword(one, change, name, places) for one in value)
        return tuple(dict.fromkeys(made)) if name in ("assignees", "recipients") else made
    if not is_dataclass(value) or isinstance(value, Span | type):
        return value
    places = tuple(_places(value)) or places
    called = "organisation" if type(value).__name__ == "Organisation" else ""
    changed = {
        field: reword(getattr(value, field), change, called or field, places)
        for field in _fields_with_text(type(value))
    }
    return replace(value, **changed)


@cache
def _fields_with_text(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass that hold free text, or facts that may."""
    hints = get_type_hints(kind)
    return tuple(
        field.name
        for field in fields(kind)
        if field.name not in LEFT and _may_hold_text(hints[field.name])
    )


def _may_hold_text(hint: Any) -> bool:
    if hint is str or (is_dataclass(hint) and hint is not Span):
        return True
    return any(map(_may_hold_text, getattr(hint, "__args__", ())))


def _places(fact: Any) -> Iterable[Span]:
    """Where the fact's own words stand."""
    for name in ("span", "title_span", "heading_span"):
        if isinstance(place := getattr(fact, name, None), Span):
            yield place
    yield from getattr(fact, "text_spans", ())


# --- masked documents, processed again ----------------------------------------------------------


def process_masked(document: DocumentText, process: Callable[[DocumentText], Record]) -> Record:
    """What ``process`` makes of a masked document, where invented words of equal length stand in
    for the signs: it finds who is listed and who acts, and the signs come back in all of it."""
    letters = _letters_for(document)
    record = process(_with_standins(document, letters))
    standin = re.compile(rf"(?<![^\W_])(?:{'|'.join(f'{c}{c}+' for c in letters)}|"
                         rf"(?-i:[{letters.upper()}]))(?![^\W_])\w*", re.IGNORECASE)  # fmt: skip

    def change(words: str, name: str, _: Sequence[Span]) -> str:
        found = standin.search(words)
        if found is None:
            return words
        made = standin.sub(lambda match: MASK * len(match[0]), words)
        if name in NAMES and is_masked(made):
            return label_of(letters.index(found[0][0].casefold()) + 1)
        return made

    findings = _united(reword(record.findings, change))
    return replace(
        record,
        document=document,
        minutes=reword(record.minutes, change),
        findings=findings,
        warnings=reword(record.warnings, change),
    )


def _letters_for(document: DocumentText) -> str:
    """A letter for each person: one that the text has neither doubled nor alone."""
    free = [
        letter
        for letter in LETTERS
        if not re.search(rf"{letter}{letter}|\b{letter}\b", document.text, re.IGNORECASE)
    ]
    wanted = len(document.masks)
    return "".join((free or list(LETTERS)) * wanted)[:wanted]


def _with_standins(document: DocumentText, letters: str) -> DocumentText:
    signs = list(document.text)
    for letter, spans in zip(letters, document.masks, strict=True):
        for span in spans:
            for run in RUN.finditer(document.text, span.start, span.end):
                small = _is_in_address(document.text, run.start(), run.end())
                first = letter if small else letter.upper()
                signs[run.start() : run.end()] = first + letter * (len(run[0]) - 1)
    return replace(
        document,
        text="".join(signs),
        links=tuple(
            LinkArea(RUN.sub(lambda run: letters[0] * len(run[0]), link.url), link.page, link.spans)
            for link in document.links
        ),
        masks=(),
    )


def _is_in_address(text: str, start: int, end: int) -> bool:
    """True for a part of an e-mail or web address, which has small letters."""
    before = re.search(r"\S*$", text[max(0, start - 100) : start])
    after = re.match(r"\S*", text[end : end + 100])
    around = (before[0] if before else "") + " " + (after[0] if after else "")
    return "@" in around or "/" in around


def _united(findings: Findings) -> Findings:
    """The findings with each masked person once."""
    people: dict[str, Person] = {}
    for person in findings.people:
        known = people.get(person.name)
        if known and person.name.startswith(MASK):
            mentions = sorted({*known.mentions, *person.mentions}, key=lambda m: m.span)
            person = replace(
                known, attendee=known.attendee or person.attendee, mentions=tuple(mentions)
            )
        people[person.name] = person
    return replace(findings, people=tuple(people.values()))
