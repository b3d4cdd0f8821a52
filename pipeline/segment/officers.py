"""Officers whom the minutes say were elected, or acted, at the meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from models.records import Attendee, AttendeeRole, DocumentText, Passage, Span
from pipeline.morphology import analyse
from pipeline.names import clean_name
from pipeline.rulebook import load_rules
from pipeline.scanning import holds_needle, possible_rules
from pipeline.segment.attendees import base_name
from pipeline.segment.persons import NAME_PATTERN, role_of


def with_elected(
    document: DocumentText, attendees: Sequence[Attendee], passages: Sequence[Passage]
) -> list[Attendee]:
    """The attendees with the officers that the minutes say were elected.

    A chair or secretary elected gets that role; where there is no list, or one that refers to
    another for the rest, the officers are attendees, their mode unknown.
    """
    listed = list(attendees)
    alone = not listed or _is_elsewhere(document, passages)
    for role, span, inflected, _ in _elected(document, passages):
        name = _name_at(document, span, inflected, listed)
        at = next((i for i, each in enumerate(listed) if _is_same(each.name, name)), None)
        if at is None and alone:
            listed.append(Attendee(name=name, role=role, mode="unknown", span=span))
        elif at is not None and not _is_held(role, listed) and _takes_over(listed[at], role):
            listed[at] = replace(listed[at], role=role)
    return listed if _is_held("chair", listed) else _with_opener(document, listed, passages, alone)


def with_own_chair(listed: Sequence[Attendee], body: str | None) -> list[Attendee]:
    """The attendees, the chair of the very ``body`` that met as such where nobody else is:
    'kirkkovaltuuston puheenjohtaja' at a meeting of that council."""
    if body is None or _is_held("chair", listed):
        return list(listed)
    return [
        replace(each, role="chair", title=None)
        if each.role == "other" and each.mode != "absent" and _chairs(each.title or "", body)
        else each
        for each in listed
    ]


def _chairs(title: str, body: str) -> bool:
    """True if a title is 'chair of' the body and nothing else."""
    *whose, office = title.split() or [""]
    named = body.casefold().split()
    return (
        len(whose) == len(named)
        and role_of(office) == "chair"
        and all(_is_genitive(*pair) for pair in zip(whose, named, strict=True))
    )


def _is_genitive(form: str, base: str) -> bool:
    readings = analyse(form.lower())
    swedish = form.lower() == f"{base}s"
    return swedish or any(r.case == "genitive" and r.base.lower() == base for r in readings)


def _with_opener(
    document: DocumentText, listed: list[Attendee], passages: Sequence[Passage], alone: bool
) -> list[Attendee]:
    """The attendees with the one who opened the meeting as its chair."""
    for passage in passages:
        if passage.role not in ("heading", "text"):
            continue
        for role, span, _ in _by_rules(document, passage.span, "OPENED_BY"):
            name = clean_name(document.quote(span))
            at = next((i for i, each in enumerate(listed) if _is_same(each.name, name)), None)
            if at is not None and _takes_over(listed[at], role):
                return [*listed[:at], replace(listed[at], role=role), *listed[at + 1 :]]
            if at is None and alone:
                return [*listed, Attendee(name=name, role=role, mode="unknown", span=span)]
    return listed


def _is_elsewhere(document: DocumentText, passages: Sequence[Passage]) -> bool:
    """True if the list of those present refers to an attached one, or only counts them."""
    texts = (document.quote(each.span) for each in passages if each.role == "attendance")
    return any(rule.pattern.search(text) for text in texts for rule in load_rules("LIST_ELSEWHERE"))


def elected_names(
    document: DocumentText, attendees: Sequence[Attendee], passages: Sequence[Passage]
) -> Iterator[tuple[AttendeeRole, str, Passage]]:
    """Role and name of each officer that the minutes say was elected, and where they say so."""
    for role, span, inflected, passage in _elected(document, passages):
        yield role, _name_at(document, span, inflected, attendees), passage


def _name_at(
    document: DocumentText, span: Span, inflected: bool, attendees: Sequence[Attendee]
) -> str:
    name = clean_name(document.quote(span))
    return base_name(name, attendees) if inflected else name


def _is_held(role: AttendeeRole, listed: Sequence[Attendee]) -> bool:
    """True if the list names the one who chaired or kept the minutes: who is elected then is so for
    a term."""
    return role in ("chair", "secretary") and any(each.role == role for each in listed)


def _takes_over(listed: Attendee, role: AttendeeRole) -> bool:
    """Elected examiners stay members; an expert was listed without a role."""
    if listed.mode == "absent" or role == "examiner":
        return False
    return listed.role in (("other",) if role == "expert" else ("member", "other", "deputy"))


def _is_same(listed: str, said: str) -> bool:
    return listed == said or (" " not in said and listed.split()[0] == said)


def _elected(
    document: DocumentText, passages: Sequence[Passage]
) -> Iterator[tuple[AttendeeRole, Span, bool, Passage]]:
    """Role and name of each officer elected, whether the name is inflected, and the passage."""
    heading: Passage | None = None
    for passage in passages:
        if passage.role == "heading":
            heading = passage
        if passage.role in ("signatures", "tail"):
            written = _by_rules(document, passage.span, "WRITTEN_BY")
            yield from ((role, span, inflected, passage) for role, span, inflected in written)
        if passage.role != "text" or passage.section not in (None, "decision"):
            continue
        found = list(_by_rules(document, passage.span, "ELECTED"))
        if heading is not None and f"{passage.item}.".startswith(f"{heading.item}."):
            whole = Span(heading.span.start, passage.span.end)
            found += _by_rules(document, whole, "ELECTED_UNDER")
        yield from ((role, span, inflected, passage) for role, span, inflected in found)


def _by_rules(
    document: DocumentText, span: Span, label: str
) -> Iterator[tuple[AttendeeRole, Span, bool]]:
    if not holds_needle(document.flat, span.start, span.end, label):
        return
    text = document.flat[span.start : span.end]
    for rule in possible_rules(text, label):
        for match in rule.pattern.finditer(text):
            role = cast(AttendeeRole, rule.id.removeprefix("elected-").split("-")[0])
            group = "names" if "names" in match.groupdict() else "forms"
            for name in NAME_PATTERN.finditer(match[group]):
                start = span.start + match.start(group)
                if " " in name[0] or role != "examiner":
                    found = Span(start + name.start(), start + name.end())
                    yield role, found, group == "forms"
