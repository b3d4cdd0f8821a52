"""Lines that say where a matter was treated before: 'KH 20.06.2017 § 156'."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ORGAN = r"(?P<organ{0}>[A-ZÅÄÖ][\w.-]*(?:\s[\w.-]+){{0,4}})"
_DAY = r"(?P<day{0}>\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:19|20)\d{{2}})"
_SECTION = r"(?:§\s*(?P<after{0}>\d+)|(?P<before{0}>\d+)\s*§)"
_SHORT = r"[A-ZÅÄÖ][\w.]{0,8}"
_HISTORY = re.compile(
    rf"(?:{_ORGAN},?\s+{_DAY},?\s*{_SECTION}".format(1)
    + rf"|{_ORGAN},?\s+{_SECTION}\s*[,/]?\s*{_DAY}".format(2)
    + rf"|{_SHORT}\s+{_DAY.format(3)})"
    + rf"\s*(?:/\s*{_SECTION.format(4)})?\s*"
)
"""Without a section's number only an abbreviated organ is history, or every dated title were."""


@dataclass(frozen=True, slots=True)
class Treated:
    """Organ and day as printed, and the section; None where the line has no number."""

    organ: str
    day: str
    number: int | None


def find_history(text: str) -> Treated | None:
    """What the line says if it is an organ, a day and perhaps a section, and nothing else."""
    match = _HISTORY.fullmatch(text.strip())
    if match is None:
        return None
    said = match.groupdict()
    number = next((said[k] for k in said if k.startswith(("after", "before")) and said[k]), None)
    organ = said["organ1"] or said["organ2"] or ""
    day = said["day1"] or said["day2"] or said["day3"]
    return Treated(" ".join(organ.split()), day.replace(" ", ""), int(number) if number else None)


def is_history(text: str) -> bool:
    """True if the line is an organ, a day and perhaps a section, and nothing else."""
    return find_history(text) is not None
