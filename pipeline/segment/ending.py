"""What follows the last item: signatures, appeal instructions, attachments, the end of a letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import regex

from models.records import PassageRole
from pipeline.scanning import possible_rules
from pipeline.segment.persons import NAME_PATTERN, is_signature, role_of
from pipeline.segment.rows import Row
from pipeline.segment.words import Head, find_head

LONGEST_ANNEX_HEAD = 80
"""Characters."""
_LEADERS = regex.compile(r"[._…]{4,}|\t")
_LINE = regex.compile(r"[._…]{4,}")
_ASIDE = regex.compile(r"[,(]\s*(?P<role>[\p{L} ]+?)\)?\s*$")


def tail_start(rows: Sequence[Row], begin: int, formal: bool) -> int:
    """The row from ``begin`` on, behind the last heading, at which the last item ends."""
    last = rows[begin:]
    for row, following in zip_longest(last, last[1:]):
        if _heads_tail(row) or _signs(row, following) or _is_said(row.text, "PAGE_LINK"):
            return row.index
        if not formal and is_annex(row):
            return row.index
    return len(rows)


def tail_roles(rows: Sequence[Row]) -> Iterator[PassageRole]:
    """What each of the rows behind the last item belongs to."""
    current: PassageRole = "tail"
    for row, following in zip_longest(rows, rows[1:]):
        head = find_head(row.text, "layout") or _appeal_head(row)
        if head is not None and head.meaning == "appeal":
            current = "appeal"
        elif (head is not None and head.meaning == "signatures") or _signs(row, following):
            current = "signatures"
        yield current


def is_annex(row: Row) -> bool:
    """True for the heading of an attachment: 'Liite 1. Osallistujat', in bold or on a new page."""
    if len(row.text) > LONGEST_ANNEX_HEAD or not (row.line.bold or row.gap is None):
        return False
    return _is_said(row.text, "ATTACHMENT_HEAD")


def _heads_tail(row: Row) -> bool:
    head = find_head(row.text, "layout") or _appeal_head(row)
    if head is None or not (head.alone or row.gap is None or _names_alone(row, head)):
        return False
    return head.meaning == "signatures" or _is_set_off(row, head)


def _names_alone(row: Row, head: Head) -> bool:
    """True for 'Vakuudeksi<TAB>NN<TAB>NN'."""
    return all(_names_signer(name) for name in row.text[head.rest :].strip().split("\t"))


def _is_set_off(row: Row, head: Head) -> bool:
    """Appeal instructions for the whole document begin a page; an item's own stand in it."""
    return head.meaning == "appeal" and (row.gap is None or row.text.isupper())


def _appeal_head(row: Row) -> Head | None:
    """'OIKAISUVAATIMUSOHJEET JA VALITUSOSOITUS': a heading of several such words."""
    first = row.text.split()[0] if row.text.split() else ""
    head = find_head(first, "layout") if len(row.text) < 70 else None
    is_heading = row.line.bold or row.text.isupper()
    return head if head and head.meaning == "appeal" and is_heading else None


def _signs(row: Row, following: Row | None) -> bool:
    """True if the row begins a block that is signed: by names over roles, by names beside or under
    a line to write on, or by words that say so."""
    if _is_said(row.text, "SIGNING"):
        return True
    below = following.text if following is not None else ""
    if is_signature(row.text, below):
        return True
    parts = [part.strip() for part in _LEADERS.split(row.text) if part.strip()]
    lined = _LINE.search(row.text) is not None
    if not lined or not all(map(_names_signer, parts)):
        return False
    under = [part.strip() for part in below.split("\t")]
    return bool(parts) or all(map(_names_signer, under))


def _names_signer(words: str) -> bool:
    """True for a name alone, or with nothing but a role: 'Aino Esimerkki, puheenjohtaja'."""
    aside = _ASIDE.search(words)
    name = words[: aside.start()] if aside and role_of(aside["role"]) else words
    return NAME_PATTERN.fullmatch(name.strip()) is not None and " " in name.strip()


def _is_said(text: str, label: str) -> bool:
    return any(rule.pattern.search(text) for rule in possible_rules(text, label))
