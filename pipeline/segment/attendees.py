"""The people in attendance lists: name, role, title, organisation, presence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.records import Attendee
from pipeline.inflection import matches_name, nominative
from pipeline.names import clean_name, is_first_name
from pipeline.rulebook import lexicon_map
from pipeline.scanning import possible_rules
from pipeline.segment.described import DEPUTY_FOR, PLAIN_ROLES, describe
from pipeline.segment.entries import Entry
from pipeline.segment.listing import region_to_listing
from pipeline.segment.lists import Region
from pipeline.segment.persons import PARTICLES, role_of
from pipeline.segment.words import meanings, normal

MIXED = 0.5
"""Names printed surname first for each that is not, from which those in a list are turned round
one by one."""


def regions_to_listed(regions: Sequence[Region]) -> list[Attendee]:
    """Everybody in the lists, in the order printed; who is in two lists stands there twice."""
    of_members = any(_names_members(region.label) for region in regions)
    return _first_name_first(
        [each for region in regions for each in _region_to_attendees(region, of_members)]
    )


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
            match = DEPUTY_FOR.search(stretch.reason or "")
            if match and match["for"]:
                yield base_name(clean_name(match["for"]), attendees), absent.name


def base_name(form: str, attendees: Sequence[Attendee]) -> str:
    """The attendee's name that ``form`` is a form of, else the form's own base form."""
    listed = (each.name for each in attendees if matches_name(each.name, form))
    return next(listed, None) or nominative(form)


def _merged(old: Attendee, new: Attendee) -> Attendee:
    role = old.role if old.role not in PLAIN_ROLES or new.role in PLAIN_ROLES else new.role
    return replace(
        old,
        role=role,
        title=old.title or new.title,
        affiliation=old.affiliation or new.affiliation,
        presence=old.presence or new.presence,
    )


def _region_to_attendees(region: Region, of_members: bool) -> list[Attendee]:
    """Those in a list; ``of_members`` if the members of the body have a list of their own."""
    members = _names_members(region.label) or (of_members and region.mode == "absent")
    found: list[Attendee] = []
    open_from = 0
    listing = region_to_listing(region)
    for entry in listing.entries:
        attendee = _entry_to_attendee(entry, region, listing.one_a_line, members)
        if attendee is None or _is_list(attendee.name):
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


def _is_list(name: str) -> bool:
    """True for the list that a sentence refers to: 'Ääniluettelosta ilmenevät osakkaat'."""
    rules = possible_rules(name, "LIST_ELSEWHERE")
    return " " not in name and any(rule.pattern.search(name) for rule in rules)


def _sharing(attendee: Attendee, last: Attendee) -> Attendee:
    """'NN ja NN (Org)': what stands in the brackets counts for all the names before them."""
    return replace(
        attendee,
        affiliation=attendee.affiliation or last.affiliation,
        title=attendee.title or last.title,
        mode="remote" if last.mode == "remote" and last.affiliation else attendee.mode,
    )


def _entry_to_attendee(
    entry: Entry, region: Region, one_a_line: bool, members: bool
) -> Attendee | None:
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
    return describe(attendee, entry, one_a_line, members)


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
