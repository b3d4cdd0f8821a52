"""When and at which items somebody was there: 'saapui 16:33', 'klo 17.05–18.40, §:t 12–20'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, cast

import regex

from models.records import Presence
from pipeline.rulebook import lexicon_map

Mark = Literal["present", "absent"]

_TIMES = regex.compile(
    r"(?:(?P<come>(?i:saapui|saapuivat|tuli|paikalla|läsnä|anlände|kom))\s*(?:klo\s*|kl\.?\s*)?(?P<from>\d{1,2}[.:]\d{2}))|"
    r"(?:(?P<go>(?i:poistui|poistuivat|lähti|asti|saakka|avlägsnade sig|gick))"
    r"\s*(?:klo\s*|kl\.?\s*)?(?P<to>\d{1,2}[.:]\d{2}))|"
    r"(?:(?:klo\s*|kl\.?\s*)?(?P<from2>\d{1,2}[.:]\d{2})\s*[-–—]\s*(?:klo\s*)?(?P<to2>\d{1,2}[.:]\d{2}))"
)
_AWAY = regex.compile(
    r"\b(?:poissa|poistui|poistunut|frånvarande)\b|esteelli|jäävi|jävig|osallistu(?:nut|mat)"
)
_AT_ITEMS = regex.compile(
    r"(?:§{1,2}(?::\p{Ll}+)?|kohda[nt]|kohta|asiat?|asiakohdat?|pykälä[tn]?|punkt(?:er)?)\s*"
    r"(?P<items>\d+[a-z]?(?:\s*(?:[-–—,&]|ja|och)\s*\d+[a-z]?)*)|(?P<before>\d+(?:\s*[-–—,]\s*\d+)*)\s*§(?!\s*\d)"
)


def find_presence(words: str) -> Presence | None:
    """The stretch of presence that the words tell, None if they tell none."""
    times = [match.groupdict() for match in _TIMES.finditer(words)]
    come = next((t["from"] or t["from2"] for t in times if t["from"] or t["from2"]), None)
    go = next((t["to"] or t["to2"] for t in times if t["to"] or t["to2"]), None)
    items = _AT_ITEMS.search(words)
    if items and not (come or go) and _AWAY.search(words):
        return Presence(reason=words)  # was away then
    if not (come or go or items):
        return None
    numbers = regex.findall(r"\d+[a-z]?", (items["items"] or items["before"]) if items else "")
    return Presence(
        from_time=_clock(come),
        to_time=_clock(go),
        from_item=numbers[0] if numbers else None,
        to_item=numbers[-1] if numbers else None,
    )


def without_presence(words: str) -> str:
    """The words without what they say of times and items."""
    rest = _AT_ITEMS.sub("", _TIMES.sub("", words))
    return regex.sub(r"\b(?:klo|kl|ajan|aikana|ajaksi|under|vid)\b|^[\d\s.,&–-]+$", "", rest).strip(
        " .,–-"
    )


def join_presence(presence: Sequence[Presence]) -> Iterator[Presence]:
    """'saapui 16:45', 'poistui 17:10' said piece by piece are one stretch."""
    if not presence:
        return
    merged = presence[0]
    for more in presence[1:]:
        came, went = merged.from_time or more.from_time, merged.to_time or more.to_time
        at_one = more.from_item == more.to_item  # 'saapui klo 16:45, § 14' came then
        merged = Presence(
            came,
            went,
            merged.from_item or (None if went and not came and at_one else more.from_item),
            (None if came and not went and at_one else more.to_item) or merged.to_item,
            merged.reason or more.reason,
        )
    yield merged


def _clock(words: str | None) -> str | None:
    if words is None:
        return None
    hours, minutes = regex.split(r"[.:]", words)
    return f"{int(hours):02}:{minutes}" if int(hours) < 24 and int(minutes) < 60 else None


def mark_of(words: str) -> Mark | None:
    """'present' or 'absent' where the words are nothing but a mark for it: 'x', '✓', '–'."""
    plain = regex.sub(r"\s*\([^)]*\)", "", words).strip()
    for meaning, marks in lexicon_map("attendance_marks").items():
        if plain in marks:
            return cast(Mark, meaning)
    return None


def says_remote(words: str) -> bool:
    """True if one of the words tells that somebody was there over a connection."""
    starts = lexicon_map("attendance_words")["remote"]
    return any(word.startswith(starts) for word in regex.findall(r"\w+", words.casefold()))
