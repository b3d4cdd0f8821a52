"""The labels of attendance lists and of the meeting's time, place and body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

import regex

from pipeline.rulebook import lexicon_map
from pipeline.segment.labels import parse_label
from pipeline.segment.persons import ORDINALS, begins_with_person, role_of
from pipeline.segment.words import Head, find_head, find_meaning, first_known, meanings, normal

_ASIDE = regex.compile(r"(?<=\S)\s*\([^()]*\)\s*:?\s*$")
"""'Muut kutsutut (läsnäolon peruste)'."""
_BRACKETED = regex.compile(r"\([^)]*\)")
_LETTERS = regex.compile(r"\p{L}+")
_FIRST_WORD = regex.compile(r"[\s\d.]*(\p{L}+)")
_PLAIN = regex.compile(r"\S+")
_LATER = regex.compile(r"[,;.]\s+(?=\p{Ll}{5,}\s+\p{Lu})")
_BETWEEN = regex.compile(r",\s+|\s(?:ja|sekä|och|samt)\s")
_UNMARKED = regex.compile(r"(\p{Lu}\p{L}+(?:\s[-–/]\s\p{Lu}\p{L}+)?)\s+(?=(\p{Lu}|\d))")


def find_list_head(text: str) -> Head | None:
    """The head of an attendance list at the start of the line, in whatever words; a bullet may
    stand before it."""
    return _behind_bullet(text, _list_head)


def _list_head(text: str) -> Head | None:
    first = _FIRST_WORD.match(text)
    if first and not _begins_label(first[1].casefold()):
        return None
    return find_meaning(text, meaning_of, lower=True) or _unmarked_head(text)


@lru_cache(maxsize=10_000)
def _begins_label(word: str) -> bool:
    """True if a label of an attendance list, or a role in one, can begin with the word."""
    return word in _first_words() or any(
        word in whole or word.startswith(begun) for _, whole, begun in _stems()
    )


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """The first words of known labels and roles, and ordinals, which may stand before a role."""
    known = [*meanings("attendance_labels"), *meanings("attendance_roles"), *ORDINALS]
    return frozenset(first[0] for label in known if (first := _LETTERS.search(label)))


def _behind_bullet(text: str, find: Callable[[str], Head | None]) -> Head | None:
    """The head that ``find`` gives for the words behind a bullet, if one stands there."""
    label = None if text[:2].isalpha() else parse_label(text)
    if label is None or label.kind != "bullet":
        return find(text)
    start = len(text) - len(text[label.length :].lstrip())
    head = find(text[start:])
    return replace(head, rest=head.rest + start) if head else None


def find_later_head(text: str) -> Head | None:
    """The head of a list that begins within the line: 'Aika 3.2. klo 18, paikalla NN pj, NN'."""
    for match in _LATER.finditer(text):
        head = _unmarked_head(text[match.end() :])
        if head is not None:
            return replace(head, rest=match.end() + head.rest)
    return None


def _unmarked_head(text: str) -> Head | None:
    """A head that nothing but a space sets apart from the first name: 'Läsnä Aino Esimerkki'; in
    lower case it needs several names behind it."""
    words = list(_PLAIN.finditer(text[:80]))
    plain = list(takewhile(lambda word: word[0].isalpha() or word[0] == "/", words[:4]))
    if not plain or not any(meaning_of(text[: word.end()]) for word in words[:3]):
        return None
    for count in range(min(len(plain), len(words) - 1), 0, -1):
        label, rest = text[: words[count - 1].end()], words[count].start()
        meaning = meaning_of(label)
        named = meaning is not None and begins_with_person(text[rest:])
        if meaning is not None and named and (text[0].isupper() or _names_several(text[rest:])):
            return Head(meaning, label.strip(), rest, alone=False)
    return None


def _names_several(text: str) -> bool:
    return any(begins_with_person(part) for part in _BETWEEN.split(text)[1:])


@lru_cache(maxsize=10_000)
def meaning_of(words: str) -> str | None:
    """'<mode>.<role>' for a known label, or for one made of the words that labels are made of; of
    a label in two languages either tells it."""
    return first_known(words, _meaning_of_label)


@lru_cache(maxsize=20_000)
def _meaning_of_label(words: str) -> str | None:
    labels = meanings("attendance_labels")
    known = labels.get(normal(words)) or labels.get(normal(_ASIDE.sub("", words)))
    role = role_of(words) if known is None and " " in words.strip() else None
    if known is not None or role is not None:
        return known or f"in_person.{role}"
    parts = _LETTERS.findall(_BRACKETED.sub("", words).casefold())
    if not 1 <= len(parts) <= 5 or "=" in words:  # 'x = läsnä' explains a mark
        return None
    kinds = [
        next(
            (kind for kind, whole, begun in _stems() if part in whole or part.startswith(begun)),
            None,
        )
        for part in parts
    ]
    mode = next((m for m in ("remote", "absent", "in_person") if m in kinds), None)
    if mode is None or None in kinds:
        return None
    return f"{mode}.{'other' if 'other' in kinds else 'member'}"


def _is_one_of(word: str, whole: frozenset[str], begun: tuple[str, ...]) -> bool:
    return word in whole or word.startswith(begun)


@lru_cache(maxsize=1)
def _stems() -> list[tuple[str, frozenset[str], tuple[str, ...]]]:
    """Kinds of words in labels: the whole words of each, and how others begin."""
    return [
        (
            kind,
            frozenset(entry for entry in entries if not entry.endswith("-")),
            tuple(entry[:-1] for entry in entries if entry.endswith("-")),
        )
        for kind, entries in lexicon_map("attendance_stems").items()
    ]


def find_meeting_head(text: str) -> str | None:
    """'time_labels', 'place_labels' or 'body_labels' where the line begins with such a label."""
    head = find_data_head(text)
    return head.meaning if head else None


def find_data_head(text: str) -> Head | None:
    """The label of the meeting's time, place or body at the start of the line; a time and a place
    need not be set apart by more than a space, and a bullet may stand before it."""
    head = _behind_bullet(text, lambda words: find_head(words, "meeting") or _unmarked_data(words))
    return head if head and head.meaning.endswith("_labels") else None


def _unmarked_data(text: str) -> Head | None:
    """'Aika 3.2.2025 klo 10', 'Paikka Kunnantalo', 'TID - AIKA 3.2.2025'."""
    match = _UNMARKED.match(text)
    known = meanings("meeting")
    meaning = first_known(match[1], lambda part: known.get(normal(part))) if match else None
    if match is None or not (meaning == "place_labels" or match[2].isdigit()):
        return None
    return Head(meaning, match[1], match.end(), alone=False) if meaning else None
