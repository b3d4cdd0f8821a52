"""The grammar of references: statutes, sections, attachments, record numbers, tickets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from models.records import ReferenceKind
from pipeline.rulebook import lexicon, lexicon_keys, lexicon_map
from pipeline.values.matching import find_claims, keep_longest, propose
from pipeline.values.surroundings import sentence_bounds

_LONGEST_RANGE = 60
_SURE, _NAMED, _LIKELY = 0.95, 0.9, 0.8
_LISTED = regex.compile(r"(\d{1,4})(?:\h?([a-h])\b)?(?:\h?[-–—]\h?(\d{1,4}))?")
_HEADS = regex.compile(r"(?i)\L<heads>$", heads=list(lexicon("statute_heads")))
_CODE_BEFORE = regex.compile(
    r"(?i)\b\p{L}*(?:\L<heads>)\b(?:\h\(\d+\h?/\h?\d{4}\))?[^\n]{0,40}$",
    heads=list(lexicon("code_heads")),
)
_BARE = regex.compile(r"\d{1,6}/\d{2,4}$")


@dataclass(frozen=True, slots=True)
class ReferenceValue:
    """A reference at ``[start, end)`` of a text; ``ref`` as the contract writes it.

    ``title`` is the name of a statute and ``url`` its address at Finlex, where they are known.
    """

    start: int
    end: int
    kind: ReferenceKind
    ref: str
    title: str | None
    url: str | None
    rule_id: str
    confidence: float


def find_references(text: str) -> list[ReferenceValue]:
    """The references of a text in reading order, one for each number of a list or range.

    A newline in the text is a border that none crosses.
    """
    found: list[_Group] = []
    for rule, match in propose(text, "REFERENCE"):
        values = tuple(replace(value, rule_id=rule.id) for value in _READINGS[rule.value](match))
        if values:
            found.append(_Group(values[0].start, match.end(), values))
    if not found:
        return []
    claims = [c for c in find_claims(text, found, "CLAIM") if "." in text[c.start : c.end]]
    return [value for group in keep_longest(found, claims) for value in group.values]


@dataclass(frozen=True, slots=True)
class _Group:
    """The references that one match stands for."""

    start: int
    end: int
    values: tuple[ReferenceValue, ...]


# --- statutes -------------------------------------------------------------------------------------


def _statute(match: regex.Match[str]) -> Iterator[ReferenceValue]:
    number = "".join(match["number"].split())
    title = _title(number) or _printed_title(match.groupdict().get("name"))
    yield _value(match, "statute", number, _SURE, title)


def _named_statute(match: regex.Match[str]) -> Iterator[ReferenceValue]:
    name = match.groupdict().get("name") or _long_name(match[0])
    for candidate in _base_names(name):
        number = lexicon_keys("statutes").get(candidate)
        if number is not None:
            yield _value(match, "statute", number, _NAMED, _title(number))
            return


def _base_names(name: str) -> Iterator[str]:
    """The names in base form that a printed one may be, the longest first."""
    plain = " ".join(name.lower().split())
    yield plain
    base = _statute_base(plain)
    yield base
    first, gap, last = base.rpartition(" ")
    if gap and first.endswith((" ja", " och")):
        yield last


def _statute_base(name: str) -> str:
    """``kuntalain`` -> ``kuntalaki``: the head in base form."""
    head = _HEADS.search(name)
    if head is None:
        return name
    for base, first in (("laki", "la"), ("asetus", "asetu"), ("kaari", "kaar")):
        if head[0].startswith(first) and not head[0].startswith("lag"):
            return name[: head.start()] + base
    return name


@lru_cache(maxsize=1)
def _subjects() -> regex.Pattern[str]:
    return regex.compile(r"(?i)\L<subjects>", subjects=list(lexicon("statute_subjects")))


def _long_name(words: str) -> str:
    subject = _subjects().search(" ".join(words.split()))
    if subject is None:
        return words
    head = "asetus" if "asetu" in words.lower() else "laki"
    return f"{head} {subject[0].lower()}"


def _title(number: str) -> str | None:
    names = lexicon_map("statutes").get(number)
    return names[0] if names else None


def _printed_title(name: str | None) -> str | None:
    """The base form of a printed name that the lexicon does not know; None for a bare ``lain``."""
    if not name:
        return None
    base = _statute_base(" ".join(name.lower().split()))
    return base if len(base) > len("asetus") else None


def _address(number: str) -> str:
    """The address of a statute at Finlex, in the form of the European Legislation Identifier."""
    serial, year = number.split("/")
    return f"http://data.finlex.fi/eli/sd/{year}/{serial}"


# --- minutes and files ----------------------------------------------------------------------------


def _section(match: regex.Match[str]) -> Iterator[ReferenceValue]:
    """Sections of minutes; those of a law, a code or a contract named before are left out."""
    first, _ = sentence_bounds(match.string, match.start(), match.end())
    if _CODE_BEFORE.search(match.string[first : match.start()]):
        return
    for number in _numbers(match):
        yield _value(match, "section", f"§ {number}", _LIKELY)


def _attachment(match: regex.Match[str]) -> Iterator[ReferenceValue]:
    word = "Bilaga" if match[0].lower().startswith("bil") else "Liite"
    for number in _numbers(match):
        yield _value(match, "attachment", f"{word} {number}", _SURE)


def _numbers(match: regex.Match[str]) -> Iterator[str]:
    """``12–20`` as one each, ``3, 5 ja 7`` as one each, ``5 a`` as ``5a``, a letter alone."""
    listed = match["numbers"]
    if not listed[0].isdigit():
        yield listed
    for first, letter, last in _LISTED.findall(listed):
        end = int(last) if last else int(first)
        if int(first) < end <= int(first) + _LONGEST_RANGE:
            yield from map(str, range(int(first), end + 1))
        else:
            yield f"{int(first)}{letter}"


def _record(match: regex.Match[str]) -> Iterator[ReferenceValue]:
    """As printed; ``Dno 12/2020`` keeps its word, without which it would be anything."""
    number = match.groupdict().get("number") or match[0]
    ref = " ".join(number.split())
    if _BARE.match(ref):
        ref = " ".join(match[0].replace(":", " ").split())
    elif ref.isdigit():
        ref = f"#{ref}"
    yield _value(match, "record", ref, _SURE)


def _value(
    match: regex.Match[str], kind: ReferenceKind, ref: str, confidence: float,
    title: str | None = None,
) -> ReferenceValue:  # fmt: skip
    url = _address(ref) if kind == "statute" else None
    start = match.start("name") if match.groupdict().get("name") else match.start()
    return ReferenceValue(start, match.end(), kind, ref, title, url, "", confidence)


_READINGS: Mapping[str, Callable[[regex.Match[str]], Iterator[ReferenceValue]]] = {
    "statute": _statute,
    "named_statute": _named_statute,
    "section": _section,
    "attachment": _attachment,
    "record": _record,
}
