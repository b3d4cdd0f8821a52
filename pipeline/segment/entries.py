"""An attendance list cut into its entries, and an entry into a name and what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from models.records import AttendeeRole, DocumentText, Span
from pipeline.names import is_first_name
from pipeline.registers import find_organisation
from pipeline.segment.attendance import Region
from pipeline.segment.persons import NAME_PATTERN, PARTICLES, role_of, without_role

_BETWEEN = regex.compile(r"[,;]|\s(?:ja|sekä|och|samt)\s|\s[+&]\s|•")
_SEMICOLON = regex.compile(r";|•")
_DASHED = regex.compile(r"\s([-–])\s")
_BRACKETED = regex.compile(r"\(([^)]*)\)?")
_PIECES = regex.compile(r"[,\t;]|\s/\s|^\s*/")
MOST = 0.6
"""Share of a list's entries that must be written one way for the list to be read that way."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A piece said of a person; what stands in brackets is seldom a job title alone."""

    text: str
    bracketed: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a list: where the name stands, the role before it, and the rest in pieces.

    ``name`` is None where an entry has no name: a role or an organisation behind the last one.
    """

    name: Span | None
    role: AttendeeRole | None
    details: tuple[Detail, ...]
    text: str


def region_to_entries(document: DocumentText, region: Region) -> list[Entry]:
    """The entries of a list in the order printed, read in the way most of them are written."""
    spans = list(_entry_spans(document, region))
    texts = [document.flat[span.start : span.end] for span in spans]
    dash = _separating_dash(texts)
    glued = not dash and not region.one_a_line and _is_glued(texts)
    return [_to_entry(span, text, dash, glued) for span, text in zip(spans, texts, strict=True)]


def _entry_spans(document: DocumentText, region: Region) -> Iterator[Span]:
    if region.one_a_line:
        yield from (span for span in region.spans if document.quote(span).strip())
    elif region.spans:
        whole = Span(region.spans[0].start, region.spans[-1].end)
        flat = document.flat
        between = (
            _SEMICOLON if ";" in _outside_brackets(flat[whole.start : whole.end]) else _BETWEEN
        )
        yield from _cut(flat, whole, between)


def _outside_brackets(text: str) -> str:
    return _BRACKETED.sub("", text)


def _cut(flat: str, whole: Span, between: regex.Pattern[str]) -> Iterator[Span]:
    """Cut at separators outside brackets."""
    start = at = whole.start
    depth = 0
    while at < whole.end:
        char = flat[at]
        depth += (char == "(") - (char == ")" and depth > 0)
        match = between.match(flat, at, whole.end) if depth == 0 else None
        if match:
            yield Span(start, at)
            start = at = match.end()
        else:
            at += 1
    yield Span(start, whole.end)


def _separating_dash(texts: Sequence[str]) -> str | None:
    """The dash that sets names from organisations in most entries ('NN - Org')."""
    dashes = Counter(dash for text in texts for dash in set(_DASHED.findall(text)))
    if not dashes or len(texts) < 2:
        return None
    dash, count = dashes.most_common(1)[0]
    return dash if count >= MOST * len(texts) else None


def _is_glued(texts: Sequence[str]) -> bool:
    """True if most entries run name and organisation together ('Aino Esimerkki Testilä')."""
    if any(mark in text for text in texts for mark in "(/,"):
        return False
    long = [text for text in texts if len(regex.findall(r"\p{Lu}[\p{L}-]+", text)) >= 3]
    return len(texts) > 2 and len(long) >= MOST * len(texts)


def _to_entry(span: Span, text: str, dash: str | None, glued: bool) -> Entry:
    skip = len(text) - len(text.lstrip(" \t\n•-–*0123456789."))
    role, rest = without_role(text[skip:])
    rest = rest.lstrip()
    start = span.end - len(rest)
    name = _name_end(rest, dash, glued)
    if name is None:
        return Entry(None, role, (), text.strip())
    details = _details(rest[name:])
    if dash or glued:
        details = (part for detail in details for part in _apart(detail))
    return Entry(Span(start, start + name), role, tuple(details), text.strip())


def _name_end(text: str, dash: str | None, glued: bool) -> int | None:
    """How many characters of the entry are the name; None if it begins with none."""
    if dash and (cut := text.rfind(f" {dash} ")) > 0:
        match = NAME_PATTERN.match(text, endpos=cut)
        return match.end() if match else None
    match = NAME_PATTERN.match(text)
    if match is None:
        return None
    return _two_words(match[0]) if glued else match.end()


def _two_words(name: str) -> int:
    """The end of a first name, with particles and further first names, and one surname."""
    words = list(regex.finditer(r"\S+", name))
    last = 1
    while last + 1 < len(words) and (
        words[last][0] in PARTICLES
        or (last == 1 and is_first_name(words[1][0]) and not find_organisation(words[2][0]))
    ):
        last += 1
    return words[min(last, len(words) - 1)].end()


def _details(rest: str) -> Iterator[Detail]:
    """What is said of a person, piece by piece: '(pj, Org)', ', rehtori, saapui 16:33'."""
    at = 0
    for match in _BRACKETED.finditer(rest):
        yield from _pieces(rest[at : match.start()], bracketed=False)
        yield from _pieces(match[1], bracketed=True)
        at = match.end()
    yield from _pieces(rest[at:], bracketed=False)


def _apart(detail: Detail) -> Iterator[Detail]:
    """'Org pj': organisation and role apart; what follows the name without a comma is no job."""
    words = detail.text.split()
    if len(words) > 1 and role_of(words[-1]):
        yield Detail(" ".join(words[:-1]), bracketed=True)
        yield Detail(words[-1], bracketed=False)
    else:
        yield replace(detail, bracketed=True)


def _pieces(text: str, bracketed: bool) -> Iterator[Detail]:
    for piece in _PIECES.split(text):
        plain = " ".join(piece.split()).strip(" .–-:/")
        if plain:
            yield Detail(plain, bracketed)
