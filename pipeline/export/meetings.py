"""Meetings for other programs: what they are called, when they begin and end in Finnish time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Helsinki")
NO_MEETINGS = ("attachment", "bulletin", "other")
"""Kinds of documents that tell of no meeting."""
DOUBLES = ("agenda", "earlier", "extract", "invitation")
"""What a document is to another one that tells the same."""


def begins(meeting: Mapping[str, Any]) -> datetime | None:
    """When the meeting begins; None where no day or no time is given."""
    if meeting["date"] is None or meeting["starts_at"] is None:
        return None
    return datetime.combine(meeting["date"], time.fromisoformat(meeting["starts_at"]), ZONE)


def ends(meeting: Mapping[str, Any]) -> datetime | None:
    """When the meeting ends; None where that is not given, or is not after its beginning."""
    start = begins(meeting)
    if start is None or meeting["ends_at"] is None:
        return None
    end = datetime.combine(meeting["date"], time.fromisoformat(meeting["ends_at"]), ZONE)
    return end if end > start else None


def title(meeting: Mapping[str, Any]) -> str:
    """The meeting's title; of one that has none the organ with its number, or the file."""
    if meeting["meeting"] != meeting["file"] or not meeting["body"]:
        return str(meeting["meeting"])
    return " ".join(filter(None, (meeting["body"], meeting.get("number"))))
