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
    """One code; ``meaning`` ends with what a reader may do where that is not plain."""

    code: str
    severity: Severity
    meaning: str


KINDS = (
    WarningKind("page_damaged", "error", "a page cannot be read at all"),
    WarningKind("page_without_text", "error", "a page has no text layer: a scan, or a picture"),
    WarningKind("no_items", "error", "no agenda items were found"),
    WarningKind("text_outside_items", "error", "most of the text belongs to no item"),
    WarningKind("contents_differ", "error", "the table of contents lists other items"),
    WarningKind("numbering_gap", "warning", "a number is missing between two items"),
    WarningKind("numbering_repeat", "warning", "a number is printed over two items"),
    WarningKind("ends_before_start", "warning", "the meeting ends before it starts"),
    WarningKind("absent_and_present", "warning", "somebody is listed as absent and as present"),
    WarningKind("ambiguous_name", "note", "a name may be that of two people who are present"),
)

_SEVERITY = {kind.code: kind.severity for kind in KINDS}


def severity_of(code: str) -> Severity:
    """How bad a warning with this code is; 'warning' for a code that is not in the table."""
    return _SEVERITY.get(code, "warning")
