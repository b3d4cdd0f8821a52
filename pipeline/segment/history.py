"""Lines that say where a matter was treated before: 'KH 20.06.2017 § 156'."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ORGAN = r"(?P<organ{0}>[A-ZÅÄÖ][\w.-]*(?:\s(?:/\s)?[\w.-]+){{0,4}})"
_DAY = r"(?P<day{0}>\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:19|20)\d{{2}})"
_KEY = r"\d+(?:\s?[a-z]\b)?"
_SECTION = rf"\(?(?:§\s*(?P<after{{0}}>{_KEY})(?![\d.])|(?P<before{{0}}>{_KEY})\s*§)\)?"
_SHORT = r"[A-ZÅÄÖ][\w.]{0,8}"
_HISTORY = re.compile(
    rf"(?:{_ORGAN},?\s+{_DAY},?\s*{_SECTION}".format(1)
    + rf"|{_ORGAN},?\s+{_SECTION}\s*[,/]?\s*{_DAY}".format(2)
    + rf"|{_SHORT}\s+{_DAY.format(3)})"
    + rf"\s*(?:/\s*{_SECTION.format(4)})?\s*"
)
"""Without a section's number only an abbreviated organ is history, or every dated title were."""

_NUMBERED = re.compile(rf"{_ORGAN}\s+{_SECTION}".format(1))


@dataclass(frozen=True, slots=True)
class Treated:
    """Organ and day as printed, and the section, '213a' or '' where the line has none."""

    organ: str
    day: str
    key: str

    @property
    def number(self) -> int | None:
        digits = re.match(r"\d+", self.key)
        return int(digits[0]) if digits else None


def find_history(text: str) -> Treated | None:
    """What the line says if it is an organ, a day and perhaps a section, and nothing else."""
    if "20" not in text and "19" not in text:
        return None
    return _treated(_HISTORY.fullmatch(text.strip()))


def find_placed(text: str) -> tuple[Treated, int] | None:
    """Organ and section that stand before a gap, and the offset of the words behind it."""
    own, tab, _ = text.partition("\t")
    treated = find_own_number(own) if tab else None
    return (treated, len(own) + 1) if treated else None


def find_own_number(text: str) -> Treated | None:
    """What the line says if it is an organ and a section, and nothing else: 'Tekla 19 §'."""
    if "§" not in text:
        return None
    return _treated(_NUMBERED.fullmatch(text.strip()))


def _treated(match: re.Match[str] | None) -> Treated | None:
    if match is None:
        return None
    said = match.groupdict()
    key = next((said[k] for k in said if k.startswith(("after", "before")) and said[k]), "")
    organ = said["organ1"] or said.get("organ2") or ""
    day = next((said[k] for k in said if k.startswith("day") and said[k]), "")
    return Treated(" ".join(organ.split()), day.replace(" ", ""), key.replace(" ", "").lstrip("0"))


def is_history(text: str) -> bool:
    """True if the line is an organ, a day and perhaps a section, and nothing else."""
    return find_history(text) is not None
