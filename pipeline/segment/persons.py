"""What a person's name looks like on the page, and the words for a role beside it."""

from __future__ import annotations

from typing import cast

import regex

from models.records import AttendeeRole
from pipeline.inflection import nominative
from pipeline.names import is_first_name
from pipeline.rulebook import lexicon_map
from pipeline.segment.words import first_known, meanings, normal

_NAME_WORD = r"(?!I{1,3}\b|IV\b)\p{Lu}[\p{L}'’]*(?:\s?[-‐–]\s?\p{Lu}[\p{L}'’]+|[-‐]\p{Ll}+)*"
PARTICLES = ("af", "von", "van", "de", "der", "den", "la", "le", "al", "bin", "ibn", "zu")
_PARTICLE = rf"(?:{'|'.join(PARTICLES)})"
_INITIALS = r"(?:\p{Lu}(?:[-‐]\p{Lu})?\.\s?)+"
_SPACE = r"[^\S\t]+"  # no name goes on over a gap
_WHOLE = (
    rf"(?:{_PARTICLE}{_SPACE})*{_NAME_WORD}"
    rf"(?:{_SPACE}(?:\p{{Lu}}\.)+|{_SPACE}(?:{_PARTICLE}{_SPACE})*{_NAME_WORD}){{0,3}}"
)
NAME = rf"(?:{_INITIALS}{_NAME_WORD}|{_WHOLE})"
NAME_PATTERN = regex.compile(NAME)
"""One to four words with particles, initials and double parts, in whatever case."""


_ROLE = regex.compile(
    r"\s*(?P<role>[\p{L}-]+(?:\.| \p{Ll}+| ja \p{Ll}+)?)[:\s]\s*"
    r"(?=\p{Lu}|\p{Ll}[\p{L}-]+\s\p{Lu})"
)


def without_role(text: str) -> tuple[AttendeeRole | None, str]:
    """A role that stands before the name ('pj. NN', 'puheenjohtaja NN'), and the rest."""
    match = _ROLE.match(text)
    if match:
        role = role_of(match["role"])
        if role:
            return role, text[match.end() :]
    return None, text


_AND = regex.compile(r"\s(?:ja|och)\s")
ORDINALS = ("i", "ii", "iii", "ensimmäinen", "toinen", "första", "andra")
"""Words that may stand before a role, as may figures: '1.', '1:a'."""
_ORDINAL = regex.compile(rf"^(?:\d+\.|\d:[aes]|{'|'.join(ORDINALS)})\s+")
_TITLE = regex.compile(
    rf"(?!(?:ja|sekä|myös|och|samt|{'|'.join(PARTICLES)})\s)"
    r"(?P<title>[\p{L}.-]+(?::s)?(?:\s\p{Ll}[\p{L}-]*\.?){0,3})\s+(?=\p{Lu})"
)


def without_title(text: str) -> tuple[str | None, str]:
    """A job title that stands before the name ('rehtori NN', 'Kaupunginjohtaja NN'), and the
    rest."""
    match = _TITLE.match(text)
    if match is None:
        return None, text
    words = match["title"].split()
    if words[-1] == "för":  # 'ersättare för NN'
        return None, text
    is_job = words[-1].casefold().endswith(lexicon_map("attendance_words")["job_endings"])
    whose = len(words) > 1 and words[0].endswith(":s") and role_of(words[-1]) is not None
    small = words[0][0].islower() or whose
    if (is_job and not is_first_name(words[0])) or (
        small and begins_with_person(text[match.end() :])
    ):
        rest = text[match.end() :]
        degree = regex.match(r"(\p{Lu}+)\s+(?=\p{Lu})", rest)
        known = degree and degree[1] in lexicon_map("attendance_words")["degrees"]
        return match["title"], rest[degree.end() :] if degree and known else rest
    return None, text


_SENDER = regex.compile(
    r"(?:\p{Ll}[\p{L}-]*\s)?(?P<name>\p{Lu}[\p{L}\d&-]*(?:\s\p{Lu}[\p{L}\d&-]*)*?)(?::st[aä]|st[aä])\s"
    r"(?=\p{Lu})"
)


def without_sender(text: str) -> tuple[str, str | None]:
    """The entry without the organisation that somebody comes from, and that: 'Malli Oy:stä NN'."""
    match = _SENDER.match(text) if "st" in text else None
    if match is None or not begins_with_person(text[match.end() :]):
        return text, None
    form = text[match.start("name") : match.end()].rstrip()
    name = match["name"] if form[len(match["name"])] == ":" else nominative(form)
    return text[match.end() :], name


def begins_with_person(text: str) -> bool:
    """True if the words begin with a first name and a surname in either order, or an initial and a
    surname; a role or a title may stand before."""
    plain = without_title(without_sender(without_role(text)[1].lstrip())[0])[1]
    match = NAME_PATTERN.match(plain)
    if match is None:
        return False
    words = [word for word in match[0].split() if word not in PARTICLES]
    first = words[0]
    return len(words) > 1 and (
        first.endswith(".") or is_first_name(first) or is_first_name(words[1])
    )


def role_of(words: str) -> AttendeeRole | None:
    """The role a word or phrase gives ('1. varapuheenjohtaja' -> vice_chair), or None."""
    known = meanings("attendance_roles")
    role = first_known(words, lambda part: known.get(_ORDINAL.sub("", normal(part))))
    both = _AND.split(words) if role is None else []
    if len(both) == 2 and all(map(role_of, both)):  # 'esittelijä ja sihteeri'
        return role_of(both[0])
    return cast(AttendeeRole, role) if role else None


def is_signature(text: str, following: str) -> bool:
    """True if a line holds names alone and the next one their roles, or the same names in print: a
    block to be signed."""
    names = [" ".join(name.split()) for name in text.split("\t")]
    below = [" ".join(word.split()) for word in following.split("\t")]
    named = all(NAME_PATTERN.fullmatch(name) and " " in name for name in names)
    return named and (all(map(role_of, below)) or names == below)


_OPEN = regex.compile(r"(?:[,(&+/-]|\s(?:ja|sekä|och|samt))$")

_BETWEEN = regex.compile(r"[,;:]|\s(?:ja|sekä|och|samt)\s")

_GOES_ON = regex.compile(r"[\p{Ll}()]|\d+[.:]\d")


def goes_on(before: str, text: str) -> bool:
    """True if a line of a list goes on with the one before: that was open, or a name is cut."""
    before, text = before.rstrip(), text.lstrip()
    if _OPEN.search(before) or before.count("(") > before.count(")"):
        return True
    if _GOES_ON.match(text) is not None:
        return not begins_with_person(text)
    tail = without_title(_without_label(_BETWEEN.split(before)[-1].strip()))[1]
    turned = regex.fullmatch(r"([\p{L}-]+),\s[\p{L}-]+", before)  # 'Esimerkki, Aino'
    if turned and not is_first_name(turned[1]):
        return False
    surname = regex.match(r"[\p{L}-]+", text)
    if surname is None or regex.match(r"\p{Lu}[^:,()\t]{1,60}:", text):
        return False
    if is_first_name(tail) and not is_first_name(surname[0]):
        return True
    lone = tail != before and tail.isalpha() and tail.istitle() and role_of(tail) is None
    return lone and surname.end() == len(text) and is_first_name(tail) != is_first_name(text)


def _without_label(words: str) -> str:
    """'Olli' of 'Kokeinen. Poissa Olli': what stands behind a label in a sentence."""
    label, _, rest = words.rpartition(". ")[2].partition(" ")
    return rest if rest and normal(label) in meanings("attendance_labels") else words


_MARKED = regex.compile(r"^[\W\d]*(?:[PXx]\s+(?=\p{Lu}))?")
_GROUPED = regex.compile(r"^[^:,(]{2,60}:\s+")


def lists_person(text: str) -> bool:
    """True if the line of a list begins with a person, behind a bullet, a mark, a role or the name
    of a group."""
    return begins_with_person(_GROUPED.sub("", _MARKED.sub("", text)))


def names_unit(words: str) -> bool:
    """True if the words end as the name of an organisation or a part of one does."""
    known = lexicon_map("attendance_words")
    last = words.split()[-1]
    return last in known["organisation_endings"] or last.casefold().endswith(known["unit_endings"])
