"""The people in attendance lists: name, role, title, organisation, presence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from models.records import Attendee, AttendeeRole, DocumentText, Presence, Span
from pipeline.inflection import matches_name, nominative
from pipeline.morphology import analyse
from pipeline.names import clean_name, is_first_name
from pipeline.rulebook import lexicon_map
from pipeline.segment.attendance import Region
from pipeline.segment.persons import NAME, NAME_PATTERN, role_of, without_role
from pipeline.segment.presence import find_presence, join_presence, without_presence
from pipeline.segment.words import meanings, normal

_DEPUTY_FOR = regex.compile(
    rf"(?:(?P<whose>{NAME}(?::n)?)\s+(?:henkilökohtainen\s+)?varajäsen)|"
    rf"(?:(?:varalla|ersättare för|sijaan|tilalla)\s+(?P<for>{NAME}))"
)


def regions_to_attendees(document: DocumentText, regions: Sequence[Region]) -> list[Attendee]:
    """Everybody in the lists, in the order printed; a name listed twice is one attendee, with the
    more telling role."""
    found: dict[str, Attendee] = {}
    for region in regions:
        for attendee in _region_to_attendees(document, region):
            old = found.get(attendee.name)
            found[attendee.name] = _merged(old, attendee) if old else attendee
    return _with_deputies(_first_name_first(list(found.values())))


def _first_name_first(attendees: list[Attendee]) -> list[Attendee]:
    """Names of a list that is printed surname first, turned round."""
    pairs = [each.name.split() for each in attendees]
    turned = sum(1 for p in pairs if is_first_name(p[-1]) and not is_first_name(p[0]))
    straight = sum(1 for p in pairs if is_first_name(p[0]) and not is_first_name(p[-1]))
    if turned <= straight:
        return attendees
    return [
        replace(each, name=" ".join([*words[1:], words[0]]))
        for each, words in zip(attendees, pairs, strict=True)
    ]


def _with_deputies(attendees: list[Attendee]) -> list[Attendee]:
    """Deputies with the name of whom they stand in for in base form."""
    return [
        replace(each, deputy_for=_base_name(each.deputy_for, attendees))
        if each.deputy_for
        else each
        for each in attendees
    ]


def _base_name(form: str, attendees: Sequence[Attendee]) -> str:
    listed = (each.name for each in attendees if matches_name(each.name, form))
    return next(listed, None) or nominative(form)


_PLAIN_ROLES = ("member", "other", "examiner")


def _merged(old: Attendee, new: Attendee) -> Attendee:
    role = old.role if old.role not in _PLAIN_ROLES or new.role in _PLAIN_ROLES else new.role
    return replace(
        old,
        role=role,
        title=old.title or new.title,
        affiliation=old.affiliation or new.affiliation,
        presence=old.presence or new.presence,
    )


def _region_to_attendees(document: DocumentText, region: Region) -> Iterator[Attendee]:
    entries = _entries(document, region)
    shared: list[Attendee] = []
    for span in entries:
        attendee = _entry_to_attendee(document, span, region)
        if attendee is None:
            continue
        if region.one_a_line:
            yield attendee
            continue
        shared.append(attendee)
        if "(" in document.quote(span):
            yield from (_sharing(each, attendee) for each in shared)
            shared = []
    yield from shared


def _sharing(attendee: Attendee, last: Attendee) -> Attendee:
    """'NN ja NN (Org)': what stands in the brackets counts for all the names before them."""
    if attendee is last:
        return attendee
    return replace(
        attendee,
        affiliation=attendee.affiliation or last.affiliation,
        title=attendee.title or last.title,
        presence=attendee.presence or last.presence,
        mode=last.mode if last.mode != attendee.mode and last.mode == "remote" else attendee.mode,
    )


def _entries(document: DocumentText, region: Region) -> list[Span]:
    if region.one_a_line:
        return [span for span in region.spans if document.quote(span).strip()]
    if not region.spans:
        return []
    whole = Span(region.spans[0].start, region.spans[-1].end)
    return list(_split_entries(document.flat, whole))


_BETWEEN = regex.compile(r"[,;]|\s(?:ja|sekä|och|samt)\s|\s[+&]\s|•")


def _split_entries(flat: str, whole: Span) -> Iterator[Span]:
    """Cut at commas and 'ja' outside brackets."""
    start, depth = whole.start, 0
    at = whole.start
    while at < whole.end:
        char = flat[at]
        depth += (char == "(") - (char == ")" and depth > 0)
        match = _BETWEEN.match(flat, at, whole.end) if depth == 0 else None
        if match:
            yield Span(start, at)
            start = at = match.end()
        else:
            at += 1
    yield Span(start, whole.end)


def _entry_to_attendee(document: DocumentText, span: Span, region: Region) -> Attendee | None:
    text = document.quote(span)
    skip = len(text) - len(text.lstrip(" \t\n•-–*0123456789."))
    role, rest = without_role(text[skip:])
    match = NAME_PATTERN.match(rest.lstrip())
    if match is None:
        return None
    start = span.end - len(rest.lstrip())
    name_span = Span(start, start + match.end())
    attendee = Attendee(
        name=clean_name(match[0]), role=role or region.role, mode=region.mode, span=name_span
    )
    if not _may_be_person(attendee.name):
        return None
    return _described(attendee, _details(rest.lstrip()[match.end() :]), bool(role), region)


def _may_be_person(name: str) -> bool:
    known = meanings("attendance_labels").get(normal(name)) or role_of(name)
    words = lexicon_map("attendance_words")
    if normal(name) in words["everybody"] or normal(name.split()[0]) in words["column_heads"]:
        return False
    return known is None and not any(word.isupper() and len(word) > 3 for word in name.split())


def _details(rest: str) -> list[str]:
    """What is said of a person, piece by piece: '(pj, Org)', ', rehtori, saapui 16:33'."""
    inside = regex.sub(r"[()\t;]", ",", rest)
    pieces = [" ".join(piece.split()).strip(" .–-:") for piece in inside.split(",")]
    return [piece for piece in pieces if piece]


def _described(
    attendee: Attendee, details: Sequence[str], has_role: bool, region: Region
) -> Attendee:
    """The attendee with what the details say; a job title without a role gives the role 'other'."""
    said = [part for detail in details for part in _read_detail(detail, region.one_a_line)]
    roles = [part for part in said if isinstance(part, _Role)]
    title = _first(said, "title")
    role = attendee.role
    if roles and (not has_role or roles[0].role == "chair"):
        role = roles[0].role
    elif title and not has_role and role == "member":
        role = "other"
    return replace(
        attendee,
        role=role,
        mode="remote" if _first(said, "remote") else attendee.mode,
        title=title,
        affiliation=_first(said, "affiliation") or _represented(title),
        deputy_for=_first(said, "deputy_for"),
        presence=tuple(join_presence([part for part in said if isinstance(part, Presence)])),
    )


@dataclass(frozen=True, slots=True)
class _Role:
    role: AttendeeRole


_Part = Presence | _Role | tuple[str, str]


def _first(said: Sequence[_Part], key: str) -> str | None:
    return next((part[1] for part in said if isinstance(part, tuple) and part[0] == key), None)


def _read_detail(detail: str, one_a_line: bool) -> Iterator[_Part]:
    """What one piece behind a name says; nothing where it is too short to mean anything."""
    stretch = find_presence(detail)
    if stretch:
        yield stretch
    rest = without_presence(detail) if stretch else detail
    if role := role_of(rest):
        yield _Role(role)
    elif match := _DEPUTY_FOR.search(rest):
        yield "deputy_for", clean_name(match["whose"] or match["for"])
        yield _Role("deputy")
    elif _has_word(rest, "partly"):
        yield Presence(reason=rest)
    elif _has_word(rest, "remote"):
        yield "remote", rest
    elif rest and _is_affiliation(rest, one_a_line):
        yield "affiliation", rest
    elif len(rest) > 2:
        yield "title", rest


def _has_word(words: str, kind: str) -> bool:
    """True if one of the words begins with an entry of that kind."""
    starts = lexicon_map("attendance_words")[kind]
    return any(word.startswith(start) for word in words.casefold().split() for start in starts)


def _is_affiliation(words: str, one_a_line: bool) -> bool:
    """True if the words name an organisation rather than a job."""
    last = words.split()[-1]
    known = lexicon_map("attendance_words")
    if last in known["organisation_endings"] or last.isupper():
        return True
    if any(
        last.casefold().endswith(end) for end in (*known["job_endings"], *known["representative"])
    ):
        return False
    return words[0].isupper() if not one_a_line else words[0].isupper() and " " not in words


def _represented(title: str | None) -> str | None:
    """'Kaupunginhallituksen edustaja' -> 'Kaupunginhallitus'."""
    words = title.split() if title else []
    if (
        len(words) < 2
        or words[-1].casefold() not in lexicon_map("attendance_words")["representative"]
    ):
        return None
    head = words[-2]
    base = next((a.base for a in analyse(head.lower()) if a.case == "genitive"), None)
    if base is None:
        return None
    first = base.capitalize() if head[0].isupper() else base
    return " ".join([*words[:-2], first])
