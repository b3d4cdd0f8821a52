"""Labels that stand before an item: '7.', 'b)', 'ii.', '•', '§ 12', '5 a §', '5.2', 'Asia 5'."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

LabelKind = Literal[
    "section", "number", "bare", "numeral", "decimal", "letter", "roman", "bullet"
]  # fmt: skip
LOOSE: tuple[LabelKind, ...] = ("bare", "numeral")
"""Labels only where headings are numbered so; elsewhere the line merely begins like that."""

DASHES = "−‒―–—-"
BULLET = (
    r"[•‣⁃∙·*o»›\u25A0-\u25FF\u2600-\u27BF\u2B00-\u2BFF"
    rf"{re.escape(DASHES)}]|[\u2190-\u21FF\u27F0-\u27FF\u2900-\u297F](?!\s*\d)"
)
"""Dots, dashes, angle quotes, and the blocks Geometric Shapes, Miscellaneous Symbols, Dingbats,
Miscellaneous Symbols and Arrows; an arrow too, but not one that a figure follows: '71 % → 45 %'
may be broken before it."""

_ORGAN = r"[A-ZÅÄÖ]{2,6}|[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{1,4}\w{0,3}"
"""An organ in short, as it stands before '§' in the headings of some minutes: 'KST', 'Kfge'."""
_SECTION = re.compile(
    rf"(?:(?:(?P<organ>{_ORGAN})\.?\s+(?=§))?§{{1,2}}\s*(?P<after>\d{{1,4}})(?:\s?(?P<sub>[a-z]))?\b|"
    r"(?P<before>\d{1,4})(?:\s(?P<presub>[a-z]))?\s*§)(?![:\w])[.:]?"
)
_MATTER = re.compile(
    r"(?:Asia|Asiakohta|Kohta|Pykälä|Ärende|Punkt|Paragraf|ASIA|ASIAKOHTA|KOHTA|PYKÄLÄ|ÄRENDE)\s+"
    r"(?P<number>\d{1,3})\b[.:)]?(?=\s|$)"
)
_DECIMAL = re.compile(r"(?P<path>\d{1,2}(?:\.\d{1,2})+)\.?(?=\s+[^\W\d_])")
_NUMBER = re.compile(r"(?P<number>\d{1,3})(?:[.)](?=\s|[A-ZÅÄÖ])|(?=\t))")
_BARE = re.compile(r"(?P<number>\d{1,3})(?=\s+[A-ZÅÄÖ])")
_NUMERAL = re.compile(r"(?P<numeral>X{0,2}(?:IX|IV|V?I{1,3}|V|X))\.?(?=\s+[A-ZÅÄÖ])")
_ROMAN = re.compile(r"(?P<roman>x{0,2}(?:ix|iv|v?i{1,3}|v|x))[.)](?=\s)", re.IGNORECASE)
_LETTER = re.compile(r"(?P<letter>[a-zåäö])(?:[.)](?=\s))|(?P<upper>[A-Z])\)(?=\s)")
_BULLET = re.compile(rf"(?P<bullet>{BULLET})(?=\s)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label as ``printed``; ``key`` is its part of a path; ``length`` counts its characters.

    ``number`` is the value of a number or section label, of a decimal one its last part. A letter
    that may as well be a roman numeral ('i', 'v', 'x') has kind roman; which it is, its neighbours
    tell. ``organ`` stands in short before some section labels ('KST § 12'). A bare number ('7 Muut
    asiat') and a numeral in capitals ('IV Muut asiat') are LOOSE.
    """

    kind: LabelKind
    printed: str
    key: str
    length: int
    number: int | None = None
    organ: str = ""


def parse_label(text: str) -> Label | None:
    """The label at the very start of ``text``, or None."""
    if not text or _begins_word(text):
        return None
    if match := _SECTION.match(text):
        digits = match["after"] or match["before"]
        key = digits.lstrip("0") + (match["sub"] or match["presub"] or "")
        return replace(_label("section", match, key, int(digits)), organ=match["organ"] or "")
    if match := _MATTER.match(text):
        return _label("number", match, match["number"], int(match["number"]))
    if match := _DECIMAL.match(text):
        return _label("decimal", match, match["path"], int(match["path"].split(".")[-1]))
    if match := _NUMBER.match(text):
        return _label("number", match, match["number"], int(match["number"]))
    if match := _BARE.match(text):
        return _label("bare", match, match["number"], int(match["number"]))
    if match := _NUMERAL.match(text):
        return _label("numeral", match, match["numeral"], _value(match["numeral"]))
    for kind, pattern in (("roman", _ROMAN), ("letter", _LETTER), ("bullet", _BULLET)):
        if match := pattern.match(text):
            return _label(kind, match, match[0].rstrip(".)").lower())
    return None


def _begins_word(text: str) -> bool:
    """True if a word stands at the start with which no label begins: a look at two letters."""
    begins = text[0].isalpha() and text[1:2].isalpha()
    return begins and text[0] not in "IVXivxAKPÄ" and "§" not in text


def names_matter(label: Label | None) -> bool:
    """True for 'Asia 5' and 'Kohta 5', which formal minutes may have for '5 §'."""
    return label is not None and _MATTER.match(label.printed) is not None


def _label(kind: str, match: re.Match[str], key: str, number: int | None = None) -> Label:
    return Label(kind, match[0].strip(), key, match.end(), number)  # type: ignore[arg-type]


def _value(numeral: str) -> int:
    """4 for 'IV'."""
    digits = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-digit if digit < following else digit for digit, following in pairs)
