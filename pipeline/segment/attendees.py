"""The people in attendance lists: name, role, title, organisation, presence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from models.records import Attendee, AttendeeRole, DocumentText, Presence
from pipeline.inflection import matches_name, nominative
from pipeline.morphology import analyse
from pipeline.names import clean_name, is_first_name
from pipeline.registers import find_organisation
from pipeline.rulebook import lexicon_map
from pipeline.segment.attendance import Region
from pipeline.segment.entries import Entry, region_to_entries
from pipeline.segment.persons import NAME, role_of
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


def _region_to_attendees(document: DocumentText, region: Region) -> list[Attendee]:
    found: list[Attendee] = []
    open_from = 0
    for entry in region_to_entries(document, region):
        attendee = _entry_to_attendee(document, entry, region)
        if attendee is None:
            role = role_of(entry.text)
            if role and found:  # 'NN (Org), pj, ...'
                found[-1] = replace(found[-1], role=role)
            continue
        found.append(attendee)
        if any(detail.bracketed for detail in entry.details) and not region.one_a_line:
            found[open_from:] = [_sharing(each, attendee) for each in found[open_from:]]
            open_from = len(found)
    return found


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


def _entry_to_attendee(document: DocumentText, entry: Entry, region: Region) -> Attendee | None:
    if entry.name is None:
        return None
    name = clean_name(document.quote(entry.name))
    if not _may_be_person(name):
        return None
    role = entry.role or region.role
    attendee = Attendee(name=name, role=role, mode=region.mode, span=entry.name)
    return _described(attendee, entry, region)


def _may_be_person(name: str) -> bool:
    known = meanings("attendance_labels").get(normal(name)) or role_of(name)
    words = lexicon_map("attendance_words")
    if normal(name) in words["everybody"] or normal(name.split()[0]) in words["column_heads"]:
        return False
    return known is None and not any(word.isupper() and len(word) > 3 for word in name.split())


def _described(attendee: Attendee, entry: Entry, region: Region) -> Attendee:
    """The attendee with what the details say; a job title without a role gives the role 'other'."""
    has_role = entry.role is not None
    said = [
        part
        for detail in entry.details
        for part in _read_detail(detail.text, region.one_a_line and not detail.bracketed)
    ]
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


def _is_affiliation(words: str, strict: bool) -> bool:
    """True if the words name an organisation rather than a job; where people are listed a line
    each, with their jobs, an everyday word with a capital is a job (``strict``)."""
    last = words.split()[-1]
    known = lexicon_map("attendance_words")
    if last in known["organisation_endings"] or last.isupper() or find_organisation(words):
        return True
    ends = (*known["job_endings"], *known["representative"])
    if not words[0].isupper() or last.casefold().endswith(ends):
        return False
    return not strict or not _is_everyday(words)


def _is_everyday(words: str) -> bool:
    """True for one word that is a common noun: 'Controller' may be a name, 'Valtuutettu' is not."""
    everyday = ("noun", "adjective", "noun_adjective")
    return " " not in words and any(a.word_class in everyday for a in analyse(words.lower()))


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
