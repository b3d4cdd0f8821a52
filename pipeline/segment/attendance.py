"""Who was there: attendance lists, inline or a line each, and officers elected at the meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

import regex

from models.records import (
    Attendee,
    AttendeeRole,
    AttendanceMode,
    DocumentText,
    Passage,
    Presence,
    Span,
)
from pipeline.inflection import matches_name, nominative
from pipeline.names import clean_name, is_first_name
from pipeline.rulebook import lexicon_map, load_rules
from pipeline.segment.grid import find_grids
from pipeline.segment.rows import Row
from pipeline.segment.words import find_head, meanings, normal

_NAME_WORD = r"\p{Lu}[\p{L}'’]*(?:\s?[-‐–]\s?\p{Lu}[\p{L}'’]+)*"
_PARTICLE = r"(?:af|von|van|de|der|den|la|le|al|bin|ibn|zu)"
NAME = rf"{_NAME_WORD}(?:\s+(?:\p{{Lu}}\.)+|\s+(?:{_PARTICLE}\s+)*{_NAME_WORD}){{0,3}}"
_NAME = regex.compile(NAME)
_TIMES = regex.compile(
    r"(?:(?P<come>saapui|saapuivat|tuli|paikalla|läsnä|anlände|kom)\s*(?:klo\s*|kl\.?\s*)?(?P<from>\d{1,2}[.:]\d{2}))|"
    r"(?:(?P<go>poistui|poistuivat|lähti|asti|saakka|avlägsnade sig|gick)\s*(?:klo\s*|kl\.?\s*)?(?P<to>\d{1,2}[.:]\d{2}))|"
    r"(?:(?:klo\s*|kl\.?\s*)?(?P<from2>\d{1,2}[.:]\d{2})\s*[-–—]\s*(?:klo\s*)?(?P<to2>\d{1,2}[.:]\d{2}))"
)
_AT_ITEMS = regex.compile(
    r"(?:§{1,2}(?::t)?|kohda[nt]|kohta|asiat?|asiakohdat?|pykälä[tn]?|punkt(?:er)?)\s*"
    r"(?P<items>\d+[a-z]?(?:\s*(?:[-–,&]|ja|och)\s*\d+[a-z]?)*)|(?P<before>\d+(?:\s*[-–,]\s*\d+)*)\s*§"
)
_DEPUTY_FOR = regex.compile(
    rf"(?:(?P<whose>{NAME}(?::n)?)\s+(?:henkilökohtainen\s+)?varajäsen)|(?:(?:varalla|ersättare för|sijaan|tilalla)\s+(?P<for>{NAME}))"
)


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled list: how those in it are present, in what role, and where the words stand."""

    mode: AttendanceMode
    role: AttendeeRole
    spans: tuple[Span, ...]
    one_a_line: bool


# --- finding the lists --------------------------------------------------------------------------


def find_regions(
    document: DocumentText, rows: Sequence[Row], usual: float
) -> tuple[list[Region], set[int]]:
    """The attendance lists among ``rows`` and the indexes of the rows they take up."""
    regions, taken = [], set()
    at = 0
    while at < len(rows):
        head = find_head(rows[at].text, "attendance_labels")
        if head is None or rows[at].line.cell is not None:
            at += 1
            continue
        end = _region_end(rows, at, head.alone, usual)
        first = [Span(rows[at].span.start + head.rest, rows[at].span.end)] if not head.alone else []
        spans = [*first, *(row.span for row in rows[at + 1 : end])]
        regions.append(_region(document, head.meaning, spans))
        taken.update(range(rows[at].index, rows[end - 1].index + 1))
        at = end
    return regions, taken


def find_tabled_regions(document: DocumentText, rows: Sequence[Row]) -> list[Region]:
    """Attendance in tables: a row 'Jäsenet | names', or a column headed 'Osallistujat'."""
    regions = []
    known = meanings("attendance_labels")
    for grid in find_grids(document, rows):
        heads = [known.get(normal(document.quote(cell))) if cell else None for cell in grid[0]]
        for at, row in enumerate(grid):
            label = known.get(normal(document.quote(row[0]))) if row[0] else None
            values = [cell for cell in row[1:] if cell is not None]
            if label and values:
                regions.append(_region(document, label, values))
            pairs = zip(heads[1:], row[1:], strict=False) if at else ()
            regions.extend(_region(document, head, [cell]) for head, cell in pairs if head and cell)
    return regions


def _region(document: DocumentText, meaning: str, spans: list[Span]) -> Region:
    mode, _, role = meaning.partition(".")
    one_a_line = _is_one_a_line(document, spans)
    return Region(cast(AttendanceMode, mode), cast(AttendeeRole, role), tuple(spans), one_a_line)


def _region_end(rows: Sequence[Row], start: int, alone: bool, usual: float) -> int:
    """The row after the list that ``rows[start]`` heads."""
    head, end = rows[start], start + 1
    while end < len(rows):
        row = rows[end]
        if _is_other_head(row) or (row.line.bold and not head.line.bold and not _has_name(row)):
            break
        wide = row.gap is None or row.gap > usual + (1.6 if alone and end == start + 1 else 0.5)
        indented = row.left > head.left + 8
        if wide and not (indented and _has_name(row)) and not (row.gap is None and _has_name(row)):
            break
        if alone and not indented and row.left < rows[start + 1].left - 8:
            break
        end += 1
    return end


def _is_other_head(row: Row) -> bool:
    if any(find_head(row.text, name) for name in ("attendance_labels", "layout", "sections")):
        return True
    return find_meeting_head(row.text) is not None or (row.label is not None and row.label.kind == "section")


def find_meeting_head(text: str) -> str | None:
    """'time_labels', 'place_labels' or 'body_labels' where the line begins with such a label."""
    head = find_head(text, "meeting")
    return head.meaning if head and head.meaning.endswith("_labels") else None


def _has_name(row: Row) -> bool:
    match = _NAME.search(row.words)
    return match is not None and match.start() <= 30 and len(match[0].split()) >= 2


def _is_one_a_line(document: DocumentText, spans: Sequence[Span]) -> bool:
    """True if every line of the list is a person: lines begin with a name and none goes on."""
    texts = [document.quote(span).strip() for span in spans]
    if len(texts) < 2:
        return not _lists_names("".join(texts))
    begin = sum(1 for text in texts if (m := _NAME.match(_without_role(text)[1])) and " " in m[0])
    ends_open = sum(1 for text in texts[:-1] if text.endswith((",", " ja", "(")) or text.count("(") > text.count(")"))
    several = sum(1 for text in texts if text.count("),") or text.count("),\t"))
    return begin >= 0.8 * len(texts) and ends_open == 0 and several == 0


def _lists_names(text: str) -> bool:
    """True if a name follows the first comma or 'ja': one line that lists several people."""
    plain = regex.sub(r"\([^)]*\)", "", text)
    by_comma = [r.strip() for r in regex.split(r"[,;]|\s(?:ja|sekä|och|samt)\s", plain)[1:]]
    by_word = [r.strip() for r in regex.split(r"\s(?:ja|sekä|och|samt|\+)\s", plain)[1:]]
    return any(_NAME.fullmatch(r) and " " in r for r in by_comma) or any(map(_NAME.fullmatch, by_word))


# --- entries ------------------------------------------------------------------------------------


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
    """Deputies with the name of whom they stand in for in base form: an absent member's, if it is one."""
    return [
        replace(each, deputy_for=_base_name(each.deputy_for, attendees)) if each.deputy_for else each
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


def _without_role(text: str) -> tuple[AttendeeRole | None, str]:
    """A role that stands before the name ('pj. NN', 'puheenjohtaja NN'), and the rest."""
    match = regex.match(r"\s*(?P<role>[\p{L}-]+(?:\.|\s\p{Ll}+)?)[:\s]\s*(?=\p{Lu})", text)
    if match:
        role = role_of(match["role"])
        if role:
            return role, text[match.end() :]
    return None, text


def role_of(words: str) -> AttendeeRole | None:
    """The role a word or phrase gives ('1. varapuheenjohtaja' -> vice_chair), or None."""
    plain = regex.sub(r"^(?:\d+\.|I{1,3}|ensimmäinen|toinen)\s+", "", normal(words))
    role = meanings("attendance_roles").get(plain)
    return cast(AttendeeRole, role) if role else None


def _entry_to_attendee(document: DocumentText, span: Span, region: Region) -> Attendee | None:
    text = document.quote(span)
    skip = len(text) - len(text.lstrip(" \t\n•-–*0123456789."))
    role, rest = _without_role(text[skip:])
    match = _NAME.match(rest.lstrip())
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
    title: str | None = None
    affiliation: str | None = None
    presence: list[Presence] = []
    deputy_for: str | None = None
    mode, role = attendee.mode, attendee.role
    for detail in details:
        said = _presence(detail)
        rest = _unsaid(detail) if said else detail
        if said:
            presence.append(said)
        if not rest:
            continue
        if found := role_of(rest):
            role, has_role = (found if not has_role or found == "chair" else role), True
        elif match := _DEPUTY_FOR.search(rest):
            deputy_for, role, has_role = clean_name(match["whose"] or match["for"]), "deputy", True
        elif _has_word(rest, "partly"):
            presence.append(Presence(reason=rest))
        elif marked := _mode_of(rest):
            mode = marked if mode != "absent" else mode
        elif _is_affiliation(rest, region.one_a_line):
            affiliation = affiliation or rest
        elif title is None and len(rest) > 2:
            title = rest
    if title and not has_role and role == "member":
        role = "other"
    return replace(
        attendee,
        role=role,
        mode=mode,
        title=title,
        affiliation=affiliation or _represented(title),
        deputy_for=deputy_for,
        presence=tuple(_joined(presence)),
    )


def _has_word(words: str, kind: str) -> bool:
    """True if one of the words begins with an entry of that kind."""
    starts = lexicon_map("attendance_words")[kind]
    return any(word.startswith(start) for word in words.casefold().split() for start in starts)


def _mode_of(words: str) -> AttendanceMode | None:
    plain = normal(words)
    known = lexicon_map("attendance_words")
    for mode in ("remote", "absent"):
        if any(plain == word or plain.startswith(f"{word} ") for word in known[mode]):
            return mode  # type: ignore[return-value]
    return None


def _is_affiliation(words: str, one_a_line: bool) -> bool:
    """True if the words name an organisation rather than a job."""
    last = words.split()[-1]
    known = lexicon_map("attendance_words")
    if last in known["organisation_endings"] or last.isupper():
        return True
    if any(last.casefold().endswith(end) for end in (*known["job_endings"], *known["representative"])):
        return False
    return words[0].isupper() if not one_a_line else words[0].isupper() and " " not in words


def _represented(title: str | None) -> str | None:
    """'Kaupunginhallituksen edustaja' -> 'Kaupunginhallitus'."""
    from pipeline.morphology import analyse

    words = title.split() if title else []
    if len(words) < 2 or words[-1].casefold() not in lexicon_map("attendance_words")["representative"]:
        return None
    head = words[-2]
    base = next((a.base for a in analyse(head.lower()) if a.case == "genitive"), None)
    if base is None:
        return None
    first = base.capitalize() if head[0].isupper() else base
    return " ".join([*words[:-2], first])


def _presence(words: str) -> Presence | None:
    times = [match.groupdict() for match in _TIMES.finditer(words)]
    come = next((t["from"] or t["from2"] for t in times if t["from"] or t["from2"]), None)
    go = next((t["to"] or t["to2"] for t in times if t["to"] or t["to2"]), None)
    items = _AT_ITEMS.search(words)
    if not (come or go or items):
        return None
    numbers = regex.findall(r"\d+[a-z]?", (items["items"] or items["before"]) if items else "")
    return Presence(
        from_time=_clock(come),
        to_time=_clock(go),
        from_item=numbers[0] if numbers else None,
        to_item=numbers[-1] if numbers else None,
    )


def _unsaid(words: str) -> str:
    rest = _AT_ITEMS.sub("", _TIMES.sub("", words))
    return regex.sub(r"\b(?:klo|kl|ajan|aikana|ajaksi)\b|^[\d\s.,&–-]+$", "", rest).strip(" .,–-")


def _joined(presence: Sequence[Presence]) -> Iterator[Presence]:
    """'saapui 16:45', 'poistui 17:10' said piece by piece are one stretch."""
    if not presence:
        return
    merged = presence[0]
    for more in presence[1:]:
        merged = Presence(
            merged.from_time or more.from_time,
            merged.to_time or more.to_time,
            merged.from_item or more.from_item,
            more.to_item or merged.to_item,
            merged.reason or more.reason,
        )
    yield merged


def _clock(words: str | None) -> str | None:
    if words is None:
        return None
    hours, minutes = regex.split(r"[.:]", words)
    return f"{int(hours):02}:{minutes}" if int(hours) < 24 and int(minutes) < 60 else None


def is_signature(text: str, following: str) -> bool:
    """True if a line holds names alone and the next one their roles: a block to be signed."""
    names, roles = text.split("\t"), following.split("\t")
    return all(_NAME.fullmatch(name.strip()) and " " in name.strip() for name in names) and all(
        role_of(role) for role in roles
    )


# --- officers elected at the meeting ------------------------------------------------------------


def with_elected(
    document: DocumentText, attendees: Sequence[Attendee], passages: Sequence[Passage]
) -> list[Attendee]:
    """The attendees with the officers that the minutes say were elected.

    A chair or secretary elected gets that role; where there is no list, the officers are the
    attendees, their mode unknown.
    """
    listed = list(attendees)
    alone = not listed
    for role, span in _elected(document, passages):
        name = clean_name(document.quote(span))
        at = next((i for i, each in enumerate(listed) if _is_same(each.name, name)), None)
        if at is None and alone:
            listed.append(Attendee(name=name, role=role, mode="unknown", span=span))
        elif at is not None and _takes_over(listed[at], role):
            listed[at] = replace(listed[at], role=role)
    return listed


def _takes_over(listed: Attendee, role: AttendeeRole) -> bool:
    """Elected examiners stay members; an expert was listed without a role."""
    if listed.mode == "absent" or role == "examiner":
        return False
    return listed.role in (("other",) if role == "expert" else ("member", "other", "deputy"))


def _is_same(listed: str, said: str) -> bool:
    return listed == said or (" " not in said and listed.split()[0] == said)


def _elected(
    document: DocumentText, passages: Sequence[Passage]
) -> Iterator[tuple[AttendeeRole, Span]]:
    for passage in passages:
        if passage.role != "text" or passage.section not in (None, "decision"):
            continue
        for rule in load_rules("ELECTED"):
            text = document.flat[passage.span.start : passage.span.end]
            for match in rule.pattern.finditer(text):
                role = cast(AttendeeRole, rule.id.removeprefix("elected-").split("-")[0])
                for name in _NAME.finditer(match["names"]):
                    start = passage.span.start + match.start("names")
                    if " " in name[0] or role != "examiner":
                        yield role, Span(start + name.start(), start + name.end())
