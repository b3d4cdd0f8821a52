"""The codes of warnings: how bad each is, and what it says.

This table feeds the database, ``poytakirja check`` and ``docs/warnings.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Severity = Literal["error", "warning", "note"]
"""``error``: a part of the document is not in the record; ``warning``: the document contradicts
itself, or was misread; ``note``: something was left open."""

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""Worst first."""


@dataclass(frozen=True, slots=True)
class WarningKind:
    """A code, how bad it is, and what it says of a document."""

    code: str
    severity: Severity
    meaning: str


KINDS = (
    WarningKind("page_damaged", "error", "a page cannot be read at all"),
    WarningKind("needs_ocr", "error", "a page is a scan, and OCR is off or not installed"),
    WarningKind("ocr_failed", "error", "a page is a scan, and OCR failed on it"),
    WarningKind("no_items", "error", "no agenda items were found"),
    WarningKind("text_outside_items", "error", "more than half of the text belongs to no item"),
    WarningKind(
        "contents_missing", "error", "the table of contents lists an item that was not found"
    ),
    WarningKind("page_without_text", "warning", "a page has no words, not even by OCR: a picture"),
    WarningKind(
        "ocr_doubtful",
        "warning",
        "OCR was unsure of the words of a page, or left it as it was no better on others",
    ),
    WarningKind("contents_further", "warning", "an item is not in the table of contents"),
    WarningKind("contents_title", "warning", "an item has another title in the table of contents"),
    WarningKind("numbering_gap", "warning", "a number is missing between two items"),
    WarningKind("numbering_repeat", "warning", "a number stands over two items"),
    WarningKind("ends_before_start", "warning", "the meeting ends before it starts"),
    WarningKind("absent_and_present", "warning", "somebody is listed as absent and as present"),
    WarningKind("absent_noted", "warning", "somebody listed as absent is noted to come or leave"),
    WarningKind("absent_elected", "warning", "somebody absent is elected to examine the minutes"),
    WarningKind(
        "absent_acts",
        "warning",
        "somebody absent, or away at the item, proposes, seconds or dissents",
    ),
    WarningKind("absent_votes", "warning", "somebody absent, or away at the item, votes"),
    WarningKind("voter_not_listed", "warning", "somebody votes who is not listed as present"),
    WarningKind("votes_twice", "warning", "somebody is named twice in one vote"),
    WarningKind("votes_exceed_present", "warning", "more votes than people who may vote"),
    WarningKind("tally_differs", "warning", "a count of votes is not the number of names"),
    WarningKind("left_before_coming", "warning", "somebody left before they came"),
    WarningKind(
        "presence_differs", "warning", "list and item tell different times of a coming or going"
    ),
    WarningKind(
        "time_outside_meeting", "warning", "a coming or going is noted outside the meeting's hours"
    ),
    WarningKind("weekday_differs", "warning", "a date falls on another day of the week"),
    WarningKind("no_such_day", "warning", "a date is in no calendar"),
    WarningKind("date_out_of_reach", "warning", "a date is more than sixty years ahead"),
    WarningKind("business_id_wrong", "warning", "a business identity code has a wrong check digit"),
    WarningKind("ambiguous_name", "note", "a name may be that of several people present"),
)

_SEVERITY = {kind.code: kind.severity for kind in KINDS}


def severity_of(code: str) -> Severity:
    """How bad a warning with this code is; 'warning' for a code that is not in the table."""
    return _SEVERITY.get(code, "warning")
