"""How meetings and kinds of documents are named, and the numbers and days behind the names."""

from __future__ import annotations

import re

import regex

from pipeline.rulebook import lexicon_map
from pipeline.segment.times import DATE, ISO_DATE, WRITTEN_DATE
from pipeline.segment.words import normal

NUMBER = regex.compile(
    r"(?|(?<![\d/.])(\d{1,3}/(?:19|20)\d{2})(?![\d/])|"
    r"(?i:(?<=(?:kokous|palaveri|pöytäkirja|muistio|nro|n:o)\s))(\d{1,2}/[23]\d)(?![\d/.]))"
)
"""'4/2025', and '4/25' behind a word for a meeting or its minutes."""
_WEEKDAYS = (
    r"(?:maanan|tiis|torst|perjan|lauan|sunnun)tai(?:na)?|keskiviikko(?:na)?|ma|ti|ke|to|pe|la|su|"
    r"(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?(?:\s+den)?|den"
)
_TRAILING = re.compile(r"[\s,:–-]+(?:(?:19|20)\d{2})?\s*$")


def is_kind_alone(text: str) -> bool:
    """'PÖYTÄKIRJA 1/2025' says what the document is, not which meeting it was."""
    return is_kind(without_numbers(text))


def is_kind(words: str) -> bool:
    """True if the words are a kind of document and nothing else."""
    kinds = lexicon_map("meeting_kinds").values()
    return any(normal(words) == word for known in kinds for word in known)


def names_meeting(text: str) -> bool:
    """True if one of the words is, or ends as, a word for a meeting or its minutes."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    known = lexicon_map("meeting")["meeting_words"]
    return any(word.endswith(end) for word in words for end in known)


def without_numbers(title: str) -> str:
    """The title without date, running number and year at its end; a week number stays."""
    plain = re.sub(r"\s*\b(?:klo|kl\.?(?=\s*\d)).*$", "", title)
    plain = NUMBER.sub("", WRITTEN_DATE.sub("", DATE.sub("", ISO_DATE.sub("", plain))))
    plain = re.sub(r"\s(?:[0-3]?\d)\.(?:[01]?\d)\.$", "", " ".join(plain.split()))
    plain = re.sub(r"\b(?:nro|nr|n:o)\s*$", "", plain)
    plain = re.sub(rf"[\s,]+(?:{_WEEKDAYS})\.?$", "", _TRAILING.sub("", plain + " "))
    return _without_kind(plain.strip(" ,.:;–-·|=#*"))


def _without_kind(title: str) -> str:
    """The title without a kind of document set apart before or behind it."""
    first, *rest = re.split(r"\s*[,:·|]\s+|\s[–-]\s", title, maxsplit=1)
    if rest and is_kind(first):
        return rest[0]
    head, comma, kind = title.rpartition(",")
    return head.strip() if comma and is_kind(kind) else title
