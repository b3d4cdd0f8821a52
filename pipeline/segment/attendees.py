"""The people in attendance lists: name, role, title, organisation, presence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from models.records import AttendanceMode, Attendee, AttendeeRole, Presence
from pipeline.inflection import matches_name, nominative
from pipeline.morphology import analyse
from pipeline.names import clean_name, is_first_name
from pipeline.registers import find_organisation
from pipeline.rulebook import lexicon_map
from pipeline.segment.entries import Detail, Entry
from pipeline.segment.listing import region_to_listing
from pipeline.segment.lists import Region
from pipeline.segment.persons import NAME, PARTICLES, begins_with_person, names_unit, role_of
from pipeline.segment.presence import find_presence, join_presence, says_remote, without_presence
from pipeline.segment.words import meanings, normal

_INSTEAD = "sijaan|sijasta|tilalla|puolesta"
_DEPUTY_FOR = regex.compile(
    rf"(?:(?P<whose>{NAME}(?::n)?)\s+(?:(?:henkilökohtainen\s+)?varajäsen|vj\b|{_INSTEAD}))|"
    r"(?:(?:varalla|ersätter|i ?stället för|(?:ers\.|suppl\.|ersättare|suppleant) för|^för"
    rf"|{_INSTEAD})\s+(?P<for>{NAME}))"
)


MIXED = 0.5
"""Names printed surname first for each that is not, from which those in a list are turned round
one by one."""


def regions_to_listed(regions: Sequence[Region]) -> list[Attendee]:
    """Everybody in the lists, in the order printed; who is in two lists stands there twice."""
    return _first_name_first([each for region in regions for each in _region_to_attendees(region)])


def merge_listed(listed: Sequence[Attendee]) -> list[Attendee]:
    """One attendee for each name, with the more telling role."""
    found: dict[str, Attendee] = {}
    for attendee in _in_full(listed):
        old = found.get(attendee.name)
        found[attendee.name] = _merged(old, attendee) if old else attendee
    return _with_deputies(list(found.values()))


def _in_full(listed: Sequence[Attendee]) -> Iterator[Attendee]:
    """The attendees, one listed again by first name or surname alone under the whole name."""
    names = list(dict.fromkeys(each.name for each in listed if " " in each.name))
    for each in listed:
        meant = [name for name in names if each.name in (name.split()[0], name.split()[-1])]
        yield replace(each, name=meant[0]) if len(meant) == 1 and " " not in each.name else each


def _first_name_first(attendees: list[Attendee]) -> list[Attendee]:
    """Names of a list that is printed surname first, turned round but for those that are not."""
    pairs = [each.name.split() for each in attendees]
    straight = [is_first_name(p[0]) and not is_first_name(p[-1]) for p in pairs]
    turned = [is_first_name(p[-1]) and not is_first_name(p[0]) for p in pairs]
    mostly = sum(turned) > sum(straight)
    mixed = sum(turned) >= max(2, MIXED * sum(straight))
    return [
        replace(each, name=_turned(words)) if (mostly and not right) or (mixed and wrong) else each
        for each, words, right, wrong in zip(attendees, pairs, straight, turned, strict=True)
    ]


def _turned(words: Sequence[str]) -> str:
    """A name printed surname first the other way round; particles belong to the surname."""
    last = next((at for at, word in enumerate(words) if word not in PARTICLES), 0) + 1
    return " ".join([*words[last:], *words[:last]])


def _with_deputies(attendees: list[Attendee]) -> list[Attendee]:
    """Deputies with the name of whom they stand in for in base form, wherever it is said."""
    stood_for = dict(_stood_for(attendees))
    return [
        replace(each, deputy_for=base_name(each.deputy_for, attendees))
        if each.deputy_for
        else replace(each, deputy_for=stood_for.get(each.name))
        for each in attendees
    ]


def _stood_for(attendees: Sequence[Attendee]) -> Iterator[tuple[str, str]]:
    """Deputy and member where the member's entry names the deputy: 'Poissa: NN (tilalla MM)'."""
    for absent in attendees:
        for stretch in absent.presence if absent.mode == "absent" else ():
            match = _DEPUTY_FOR.search(stretch.reason or "")
            if match and match["for"]:
                yield base_name(clean_name(match["for"]), attendees), absent.name


def base_name(form: str, attendees: Sequence[Attendee]) -> str:
    """The attendee's name that ``form`` is a form of, else the form's own base form."""
    listed = (each.name for each in attendees if matches_name(each.name, form))
    return next(listed, None) or nominative(form)


_RUNNING = ("chair", "vice_chair", "secretary")
_PLAIN_ROLES = ("member", "other", "examiner", "expert", "guest")
"""Roles that give way to another one that the same person has."""


def _rank(role: AttendeeRole) -> int:
    """Of several roles the one that runs the meeting counts, else the first more telling one."""
    if role in _RUNNING:
        return _RUNNING.index(role)
    return len(_RUNNING) + (role in _PLAIN_ROLES)


def _merged(old: Attendee, new: Attendee) -> Attendee:
    role = old.role if old.role not in _PLAIN_ROLES or new.role in _PLAIN_ROLES else new.role
    return replace(
        old,
        role=role,
        title=old.title or new.title,
        affiliation=old.affiliation or new.affiliation,
        presence=old.presence or new.presence,
    )


def _region_to_attendees(region: Region) -> list[Attendee]:
    found: list[Attendee] = []
    open_from = 0
    listing = region_to_listing(region)
    for entry in listing.entries:
        attendee = _entry_to_attendee(entry, region, listing.one_a_line)
        if attendee is None:
            continue
        found.append(attendee)
        if any(detail.kind == "affiliation" for detail in entry.details):
            open_from = len(found)  # the group is told, nothing is shared
        elif any(detail.bracketed for detail in entry.details) and not listing.one_a_line:
            last = _in_brackets(attendee, entry)
            found[open_from:] = [_sharing(each, last) for each in found[open_from:-1]] + found[-1:]
            open_from = len(found)
    return found


def _in_brackets(attendee: Attendee, entry: Entry) -> Attendee:
    """The attendee without a job that stands before the name, which is nobody else's."""
    before = any(detail.kind == "title" for detail in entry.details)
    return replace(attendee, title=None) if before else attendee


def _sharing(attendee: Attendee, last: Attendee) -> Attendee:
    """'NN ja NN (Org)': what stands in the brackets counts for all the names before them."""
    return replace(
        attendee,
        affiliation=attendee.affiliation or last.affiliation,
        title=attendee.title or last.title,
        mode="remote" if last.mode == "remote" and last.affiliation else attendee.mode,
    )


def _entry_to_attendee(entry: Entry, region: Region, one_a_line: bool) -> Attendee | None:
    if entry.name is None or entry.span is None:
        return None
    name = clean_name(entry.name)
    if not _may_be_person(name):
        return None
    role = entry.role or region.role
    mode = entry.mode or region.mode
    attendee = Attendee(
        name=name, role=role, mode=mode, span=entry.span, deputy_for=entry.deputy_of
    )
    members = _names_members(region.label)
    return _described(attendee, entry, one_a_line, members)


def _may_be_person(name: str) -> bool:
    known = meanings("attendance_labels").get(normal(name)) or role_of(name)
    words = lexicon_map("attendance_words")
    if normal(name) in words["everybody"] or normal(name.split()[0]) in words["column_heads"]:
        return False
    return known is None and not any(
        word.isupper() and sum(map(str.isalpha, word)) > 3 for word in name.split()
    )


def _names_members(label: str) -> bool:
    """True for 'Jäsenet', whose jobs make no others of them, as they do of those 'Läsnä'."""
    starts = lexicon_map("attendance_words")["members"]
    return any(word.startswith(starts) for word in label.casefold().split())


def _described(attendee: Attendee, entry: Entry, one_a_line: bool, members: bool) -> Attendee:
    """The attendee with what the details say; a job title without a role gives the role 'other',
    but not to ``members``."""
    has_role = entry.role is not None
    said = [
        part
        for detail in entry.details
        for part in (
            [Presence(reason=detail.text)]
            if attendee.mode == "absent" and _is_excuse(detail)
            else _read_detail(detail, one_a_line)
        )
    ]
    roles = [part for part in said if isinstance(part, _Role)]
    title = _first(said, "title")
    role = attendee.role
    told = min((part.role for part in roles), key=_rank, default=None)
    if told is not None and (not has_role or told == "chair"):
        role = told
    elif title and not has_role and role == "member" and not members:
        role = "other"
    affiliation = _first(said, "affiliation")
    deputised: str | None = None
    if role == "deputy" and affiliation and begins_with_person(affiliation):
        deputised, affiliation = clean_name(affiliation), None  # 'NN, varajäsen (MM)'
    return replace(
        attendee,
        role=role,
        mode=_mode(attendee.mode, said),
        title=title,
        affiliation=_other(affiliation, attendee.name) or _represented(title),
        deputy_for=_first(said, "deputy_for") or attendee.deputy_for or deputised,
        presence=tuple(join_presence([part for part in said if isinstance(part, Presence)])),
    )


def _other(affiliation: str | None, name: str) -> str | None:
    """The affiliation, unless somebody stands for nobody else."""
    return affiliation if affiliation != name else None


def _mode(listed: AttendanceMode, said: Sequence[_Part]) -> AttendanceMode:
    """How somebody was present by the list, or by what is said beside the name."""
    if listed == "absent" or _first(said, "absent"):
        return "absent"
    return "remote" if _first(said, "remote") else listed


@dataclass(frozen=True, slots=True)
class _Role:
    role: AttendeeRole


_Part = Presence | _Role | tuple[str, str]


def _first(said: Sequence[_Part], key: str) -> str | None:
    return next((part[1] for part in said if isinstance(part, tuple) and part[0] == key), None)


def _read_detail(piece: Detail, one_a_line: bool) -> Iterator[_Part]:
    """What one piece beside a name says; nothing where it is too short to mean anything."""
    words = piece.text
    if words in lexicon_map("attendance_words")["parties"]:
        yield "affiliation", words
        return
    if piece.kind is not None and not role_of(words):
        group = _represented(words) if piece.kind == "affiliation" else None
        yield piece.kind, group or words
        return
    stretches = find_presence(words)
    yield from stretches
    if not any(stretch.reason for stretch in stretches) and not _tells_gap(stretches):
        rest = without_presence(words) if stretches else words
        yield from _read_words(rest, one_a_line and not piece.bracketed)


def _tells_gap(stretches: Sequence[Presence]) -> bool:
    """True for somebody who was away in between: 'poissa klo 19.08 – 19.49'."""
    return len(stretches) == 2 and stretches[0].from_time is stretches[1].to_time is None


def _read_words(words: str, strict: bool) -> Iterator[_Part]:
    """Role, place or title that words tell which say nothing of times."""
    if role := role_of(words):
        yield _Role(role)
    elif match := _DEPUTY_FOR.search(words):
        yield "deputy_for", clean_name(match["whose"] or match["for"])
        yield _Role("deputy")
    elif normal(words) in lexicon_map("attendance_words")["absent"]:
        yield "absent", words
    elif says_remote(words) and not _has_word(words, "away"):
        yield "remote", words  # 'läsnä etänä'
    elif _has_word(words, "partly"):
        yield Presence(reason=words)
    elif words.casefold().startswith(lexicon_map("attendance_words")["asides"]):
        return
    elif words and _is_affiliation(words, strict):
        yield "affiliation", words
    elif len(words) > 2:
        yield "title", words


def _is_excuse(detail: Detail) -> bool:
    """True if the words in brackets behind somebody absent say why: no role, no job, no name."""
    jobs = lexicon_map("attendance_words")["job_endings"]
    small = detail.bracketed and detail.text[:1].islower() and not role_of(detail.text)
    return small and not detail.text.casefold().endswith(jobs)


def _has_word(words: str, kind: str) -> bool:
    """True if one of the words begins with an entry of that kind."""
    starts = lexicon_map("attendance_words")[kind]
    return any(word.startswith(start) for word in words.casefold().split() for start in starts)


def _is_affiliation(words: str, strict: bool) -> bool:
    """True if the words name an organisation rather than a job; where people are listed a line
    each, with their jobs, an everyday word with a capital is a job (``strict``)."""
    last = words.split()[-1]
    known = lexicon_map("attendance_words")
    ends = (*known["job_endings"], *known["representative"])
    if last in known["degrees"]:
        return False
    if last in known["organisation_endings"] or last.isupper() or find_organisation(words):
        return True
    if not words[0].isupper() or last.casefold().endswith(ends):
        return False
    return not strict or names_unit(words) or _is_plural(words) or not _is_everyday(words)


def _is_everyday(words: str) -> bool:
    """True for one word that is a common noun: 'Controller' may be a name, 'Valtuutettu' is not."""
    everyday = ("noun", "adjective", "noun_adjective")
    return " " not in words and any(a.word_class in everyday for a in analyse(words.lower()))


def _is_plural(words: str) -> bool:
    """True for one noun in the plural, which no single person is: 'Yrittäjät'."""
    forms = [] if " " in words else analyse(words.lower())
    return bool(forms) and all(form.plural and form.case == "nominative" for form in forms)


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
