"""When and at which items somebody was there: 'saapui 16:33', 'klo 17.05–18.40, §:t 12–20'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, cast

import regex

from models.records import Presence
from pipeline.rulebook import lexicon_map, load_rules

Mark = Literal["present", "absent"]

_CLOCK = r"\d{1,2}[.:]\d{2}"
_KLO = r"(?:klo\s*|kl\.?\s*|kello\s*)?"
_TIMES = regex.compile(
    rf"(?:(?i:saapui|saapuivat|tuli|paikalla|läsnä|anlände|kom)\s*{_KLO}(?P<from>{_CLOCK}))|"
    r"(?:(?i:poistui|poistuivat|lähti|asti|saakka|avlägsnade sig|gick)"
    rf"\s*{_KLO}(?P<to>{_CLOCK}))|"
    rf"(?:{_KLO}(?P<from2>{_CLOCK})\s*[-–—]\s*(?:klo\s*)?(?P<to2>{_CLOCK}))"
)
_AWAY = regex.compile(rf"(?i)(?:poissa|frånvarande)\s*{_KLO}\d{{1,2}}[.:]\d{{2}}\s*[-–—]")
_SEPARATOR = r"(?:\s*,?\s*(?:[-–—,&]|\bja\b|\boch\b)\s*)"
_SECTIONS = rf"§{{1,2}}(?::\w+)?\s*(?P<items>\d+[a-z]?(?:{_SEPARATOR}\d+[a-z]?)*)"
_BEFORE_SIGN = rf"(?<![\d.:])(?P<before>\d+[a-z]?(?:{_SEPARATOR}\d+[a-z]?)*)\s*§(?!\s*\d)"
_AT_SECTIONS = regex.compile(rf"{_SECTIONS}|{_BEFORE_SIGN}")
_AT_ITEMS = regex.compile(
    r"(?:§{1,2}(?::\w+)?|\b(?:kohda[nt]|kohta|asiat?|asiakohdat?|pykälä[tn]?|punkt(?:er)?))\s*"
    rf"(?P<items>\d+[a-z]?(?:{_SEPARATOR}\d+[a-z]?)*)|{_BEFORE_SIGN}"
)
_ITEMS_ALONE = regex.compile(r"\s*\d{1,3}[a-z]?\s*[-–—]\s*\d{1,3}[a-z]?\s*")
"""'20–23' beside a name: nothing but a range of items."""
_RANGE = regex.compile(r"(\d+[a-z]?)(?:\s*[-–—]\s*(\d+[a-z]?))?")


def find_presence(words: str) -> tuple[Presence, ...]:
    """The stretches of presence that the words tell; what says when somebody came, left or was away
    in relation to an item is left as the reason, until the items are known."""
    if _ITEMS_ALONE.fullmatch(words):
        return find_presence(f"§ {words.strip()}")
    come, go = stretch_times(words)
    if come and go and _AWAY.match(words):
        return (Presence(to_time=come), Presence(from_time=go))
    ranges = item_ranges(words)
    moved = _move_of(words) if ranges else None
    timed = come is not None or go is not None
    if moved and (_says("MOVE_WHEN", words) or (moved in ("away", "left") and not timed)):
        return (Presence(reason=words),)
    if not (come or go or ranges):
        return ()
    return tuple(_stretches(come, go, ranges, None))


def _move_of(words: str) -> str | None:
    """The kind of move that the words tell: 'left' of 'move-left'."""
    rule = next((rule for rule in load_rules("MOVE") if rule.pattern.search(words)), None)
    return rule.id.split("-")[1] if rule else None


def _says(label: str, words: str) -> bool:
    return any(rule.pattern.search(words) for rule in load_rules(label))


def stretch_times(words: str) -> tuple[str | None, str | None]:
    """When somebody came and when they left, HH:MM, as far as the words say it."""
    times = [match.groupdict() for match in _TIMES.finditer(words)]
    come = next((t["from"] or t["from2"] for t in times if t["from"] or t["from2"]), None)
    go = next((t["to"] or t["to2"] for t in times if t["to"] or t["to2"]), None)
    return to_clock(come), to_clock(go)


def item_ranges(words: str, sections_alone: bool = False) -> list[tuple[str, str]]:
    """First and last item of each range that the words name: '§:t 11–12, 14' -> 11-12, 14-14.

    Sections of a statute are left out, and with ``sections_alone`` what is not named by a '§'.
    """
    for rule in load_rules("MOVE_LAW"):
        words = rule.pattern.sub(" ", words)
    pattern = _AT_SECTIONS if sections_alone else _AT_ITEMS
    named = (match["items"] or match["before"] for match in pattern.finditer(words))
    return [(m[1], m[2] or m[1]) for numbers in named for m in _RANGE.finditer(numbers)]


def without_presence(words: str) -> str:
    """The words without what they say of times and items."""
    rest = _AT_ITEMS.sub("", _TIMES.sub("", words))
    return regex.sub(r"\b(?:klo|kl|ajan|aikana|ajaksi|under|vid)\b|^[\d\s.,&–-]+$", "", rest).strip(
        " .,–-"
    )


def join_presence(presence: Sequence[Presence]) -> list[Presence]:
    """'saapui 16:45', 'poistui 17:10' said piece by piece are one stretch; several ranges of items
    are one each."""
    come, go = _first_times(presence)
    if come and go and go < come and _goes_first(presence):
        return [Presence(to_time=go), Presence(from_time=come)]  # left, and came back
    ranges = [
        (part.from_item or part.to_item or "", part.to_item or part.from_item or "")
        for part in presence
        if part.from_item or part.to_item
    ]
    reasons = "; ".join(part.reason for part in presence if part.reason)
    return list(_stretches(come, go, ranges, reasons or None)) if presence else []


def _first_times(presence: Sequence[Presence]) -> tuple[str | None, str | None]:
    come = next((part.from_time for part in presence if part.from_time), None)
    return come, next((part.to_time for part in presence if part.to_time), None)


def _goes_first(presence: Sequence[Presence]) -> bool:
    return next(part for part in presence if part.from_time or part.to_time).from_time is None


def _stretches(
    come: str | None, go: str | None, ranges: Sequence[tuple[str, str]], reason: str | None
) -> Iterator[Presence]:
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1] and (come is None) != (go is None):
        [(item, _)] = ranges  # 'saapui klo 16:45, § 14': came then
        if come:
            yield Presence(come, None, item, None, reason, from_within=True)
        else:
            yield Presence(None, go, None, item, reason, to_within=True)
        return
    last = max(len(ranges) - 1, 0)
    for place, (first, end) in enumerate(ranges or [(None, None)]):
        yield Presence(
            come if place == 0 else None,
            go if place == last else None,
            first,
            end,
            reason if place == 0 else None,
        )


def to_clock(words: str | None) -> str | None:
    """'9.05' -> '09:05'; None for what is no time of day."""
    if words is None:
        return None
    hours, minutes = regex.split(r"[.:]", words)
    return f"{int(hours):02}:{minutes}" if int(hours) < 24 and int(minutes) < 60 else None


_BOX = regex.compile(r"\s*[(\[]\s*([^\s()\[\]]?)\s*[)\]]\s*")
"""A place for a mark on a form: '(x)', '( )'."""


_ASIDE = regex.compile(r"\s*\([^)]*\)")
_WORD = regex.compile(r"\w+")


MARK_BEFORE = regex.compile(r"\s*(\S+)\s+(?=\p{Lu})")
"""What may be a mark before a name."""


def mark_of(words: str) -> Mark | None:
    """'present' or 'absent' where the words are nothing but a mark for it: 'x', '✓', '–'."""
    ticked = _BOX.fullmatch(words)
    if ticked is not None:
        return mark_of(ticked[1]) if ticked[1] else "absent"
    plain = (_ASIDE.sub("", words) if "(" in words else words).strip()
    for meaning, marks in lexicon_map("attendance_marks").items():
        if plain in marks:
            return cast(Mark, meaning)
    return None


def says_remote(words: str) -> bool:
    """True if one of the words tells that somebody was there over a connection."""
    starts = lexicon_map("attendance_words")["remote"]
    return any(word.startswith(starts) for word in _WORD.findall(words.casefold()))
