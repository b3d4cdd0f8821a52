"""Lines that say where a matter was treated before: 'KH 20.06.2017 § 156'."""

from __future__ import annotations

import re

_ORGAN = r"[A-ZÅÄÖ][\w.-]*(?:\s[\w.-]+){0,4}"
_DAY = r"\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d{2}"
_SECTION = r"(?:§\s*\d+|\d+\s*§)"
_SHORT = r"[A-ZÅÄÖ][\w.]{0,8}"
_HISTORY = re.compile(
    rf"(?:{_ORGAN},?\s+(?:{_DAY},?\s*{_SECTION}|{_SECTION},?\s*{_DAY})|{_SHORT}\s+{_DAY})"
    rf"\s*(?:/\s*{_SECTION})?\s*"
)
"""Without a section's number only an abbreviated organ is history, or every dated title were."""


def is_history(text: str) -> bool:
    """True if the line is an organ, a day and perhaps a section, and nothing else."""
    return _HISTORY.fullmatch(text.strip()) is not None
