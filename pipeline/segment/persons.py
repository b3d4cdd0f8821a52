"""What a person's name looks like on the page, and the words for a role beside it."""

from __future__ import annotations

from typing import cast

import regex

from models.records import AttendeeRole
from pipeline.segment.words import meanings, normal

_NAME_WORD = r"\p{Lu}[\p{L}'’]*(?:\s?[-‐–]\s?\p{Lu}[\p{L}'’]+|[-‐]\p{Ll}+)*"
PARTICLES = ("af", "von", "van", "de", "der", "den", "la", "le", "al", "bin", "ibn", "zu")
_PARTICLE = rf"(?:{'|'.join(PARTICLES)})"
NAME = rf"{_NAME_WORD}(?:\s+(?:\p{{Lu}}\.)+|\s+(?:{_PARTICLE}\s+)*{_NAME_WORD}){{0,3}}"
NAME_PATTERN = regex.compile(NAME)
"""One to four words with particles, initials and double parts, in whatever case."""


def without_role(text: str) -> tuple[AttendeeRole | None, str]:
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


def is_signature(text: str, following: str) -> bool:
    """True if a line holds names alone and the next one their roles: a block to be signed."""
    names, roles = text.split("\t"), following.split("\t")
    named = all(NAME_PATTERN.fullmatch(name.strip()) and " " in name.strip() for name in names)
    return named and all(role_of(role) for role in roles)
