"""What kind of document it is: by its name for itself, by what it has, and by what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import cast

from models.records import BEFORE_MEETING, DocumentStatus, MeetingKind
from pipeline.rulebook import lexicon_map
from pipeline.scanning import possible_rules
from pipeline.segment.words import normal

SEVERAL = 2
"""Past passives that tell of a meeting held; one may tell of an earlier meeting."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells the kind of a document beside its name for itself.

    ``decides`` and ``proposes``: it has headings for decisions, for proposals. ``listed``: it lists
    people; ``present``: it says that they were there. ``meets``: its head names a meeting, an organ
    or a time and place. ``itemised``: it has items.
    """

    decides: bool
    proposes: bool
    listed: bool
    present: bool
    itemised: bool
    meets: bool = False


def find_kind(
    names: Iterable[str], opening: Sequence[str], text: str, signs: Signs
) -> MeetingKind | None:
    """The kind of a document, None where it has no words.

    ``names`` are its title, running heads and first lines, the more telling first, ``opening`` the
    lines at its very top, ``text`` all its words.
    """
    if not text.strip():
        return None
    named: MeetingKind | None = next(filter(None, map(named_kind, names)), None)
    if named in BEFORE_MEETING:
        if _says(text, "HELD") or (signs.present and _is_told(text)):
            return _kind_held(text, signs)
        return "agenda" if signs.proposes else named
    if named is not None:
        return named
    if any(_says(line, "ATTACHMENT_HEAD") for line in opening):
        return "attachment"
    return _unnamed_kind(text, signs)


def named_kind(text: str) -> MeetingKind | None:
    """The kind whose word stands first in a line that names the document."""
    folded = normal(text)
    found = [
        (match.start(), kind)
        for kind, words in lexicon_map("meeting_kinds").items()
        for word in words
        if (match := re.search(rf"[\w-]*{re.escape(word)}\b", folded))
    ]
    return cast(MeetingKind, min(found, key=itemgetter(0))[1]) if found else None


def find_status(names: Iterable[str], text: str) -> DocumentStatus | None:
    """Whether the document says that it is a draft, or that it has been checked."""
    lines = list(names)
    if any(_says(line, "DRAFT_MARK") for line in lines):
        return "draft"
    checked = any(_says(line, "CHECKED_TITLE") for line in lines) or _says(text, "CHECKED_TOLD")
    return "checked" if checked else None


def says_present(line: str) -> bool:
    """True if the line begins a list of people who were there: 'Läsnä:', not 'Jäsenet:'."""
    return _says(line, "PRESENT_LABEL")


def _unnamed_kind(text: str, signs: Signs) -> MeetingKind:
    signed = signs.decides or signs.listed or signs.meets
    if not (signed or _says(text, "HELD") or _says(text, "AGENDA_ITEM")):
        return "other"
    if not signs.present and not _is_told(text) and _says(text, "FORESEEN"):
        return "agenda" if signs.itemised else "invitation"
    return _kind_held(text, signs)


def _kind_held(text: str, signs: Signs) -> MeetingKind:
    """A meeting that decides under headings, states its quorum or elects examiners has minutes."""
    return "minutes" if signs.decides or _says(text, "FORMAL") else "memo"


def _is_told(text: str) -> bool:
    """True if the words tell of a meeting that was held."""
    if _says(text, "HELD"):
        return True
    found = (rule.pattern.findall(text) for rule in possible_rules(text, "TOLD"))
    return sum(map(len, found)) >= SEVERAL


def _says(text: str, label: str) -> bool:
    return any(rule.pattern.search(text) for rule in possible_rules(text, label))
