"""What is said of a person in an attendance list: role, title, organisation, presence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from models.records import AttendanceMode, Attendee, AttendeeRole, Presence
from pipeline.morphology import analyse
from pipeline.names import clean_name
from pipeline.registers import find_organisation
from pipeline.rulebook import lexicon_map
from pipeline.segment.entries import Detail, Entry
from pipeline.segment.persons import NAME, begins_with_person, names_unit, role_of
from pipeline.segment.presence import find_presence, join_presence, says_remote, without_presence
from pipeline.segment.words import normal

_INSTEAD = "sijaan|sijasta|tilalla|puolesta"
DEPUTY_FOR = regex.compile(
    rf"(?:(?P<whose>{NAME}(?::n)?)\s+(?:(?:henkilökohtainen\s+)?varajäsen|vj\b|{_INSTEAD}))|"
    r"(?:(?:varalla|ersätter|i ?stället för|(?:ers\.|suppl\.|ersättare|suppleant) för|^för"
    rf"|{_INSTEAD})\s+(?P<for>{NAME}))"
)


_RUNNING = ("chair", "vice_chair", "secretary")
PLAIN_ROLES = ("member", "other", "examiner", "expert", "guest")
"""Roles that give way to another one that the same person has."""


def _rank(role: AttendeeRole) -> int:
    """Of several roles the one that runs the meeting counts, else the first more telling one."""
    if role in _RUNNING:
        return _RUNNING.index(role)
    return len(_RUNNING) + (role in PLAIN_ROLES)


def describe(attendee: Attendee, entry: Entry, one_a_line: bool, members: bool) -> Attendee:
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
    elif title and not has_role and role == "member" and (not members or _tells_office(title)):
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


def _tells_office(title: str) -> bool:
    """True for what makes somebody an other even among members: 'kv:n pj', 'kh:n edustaja'."""
    last = title.split()[-1]
    speaks = last.casefold() in lexicon_map("attendance_words")["representative"]
    return " " in title and (speaks or role_of(last) in ("chair", "vice_chair"))


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
    elif match := DEPUTY_FOR.search(words):
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
