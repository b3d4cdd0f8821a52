"""Signs that Tesseract's Finnish does not know, told by the shape of what it took for others.

Its alphabet has neither ``§`` nor ``•``: they come out as ``8``, ``S`` and ``$``, as ``e``, ``+``
and ``*``. A section sign is narrower than a digit or reaches below the line, a bullet is a small
thing in the middle of the line's height; both are believed only where such a sign may stand.
Two labels of lists have words of their own: 'c.' comes out as a price, 'i.' loses its full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.read.ocr.tesseract import Edges, ReadLine, ReadWord

SECTION, BULLET, DASH = "§", "•", "–"
PRICED = re.compile("[€¢][.,:)]")
ALIKE = "8S5$&"
ALONE = re.compile(rf"\(?[{ALIKE}]{{1,2}}[.,;)]*")
INFLECTED = re.compile(rf"\(?[{ALIKE}]{{1,2}}:[a-zäö]+[.,;:)]*")
GLUED = re.compile(rf"[{ALIKE}]\d{{1,3}}")
NUMBER_BEFORE, NUMBER_AFTER = re.compile(r"\d[.,)]?$"), re.compile(r"\(?\d")
NARROW, TALL, LOW = 0.9, 1.04, 0.03
"""A section sign's width and height against a digit's; how far below the line, in line heights."""
TALLEST, LOWEST = 1.45, 0.26
"""More than this, and a letter of the next line has been taken in."""
APART = 0.22
"""Blank after a sign whose word space Tesseract did not see, in line heights."""
SMALL, RAISED, LONG = 0.46, 0.08, 1.6
"""A bullet's height and its place above the line in line heights; a dash is longer than high."""
DIGITS, ENOUGH = "0235679", 5


@dataclass(frozen=True, slots=True)
class Digit:
    """What digits measure on a page, in line heights; ``low`` is how far they go below the line."""

    width: float
    height: float
    low: float


def mend_signs(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """The lines of a page with section signs, bullets and dashes as they are printed."""
    digit = _usual_digit(lines)
    return [replace(line, words=tuple(_mended(line, digit))) for line in lines]


def _mended(line: ReadLine, digit: Digit | None) -> Iterable[ReadWord]:
    for place, word in enumerate(line.words):
        if not place and _is_bullet(word, line):
            yield replace(word, letters=((BULLET, word.edges),))
            continue
        before = line.words[place - 1].text if place else ""
        after = line.words[place + 1].text if place + 1 < len(line.words) else ""
        if not place and after[:1].isupper():
            word = _as_label(word)
        yield from _with_section_sign(_with_dashes(word), before, after, line, digit)


def _as_label(word: ReadWord) -> ReadWord:
    """The first word of a line, or the label that it was."""
    (_, edges), *_ = word.letters
    if PRICED.fullmatch(word.text):
        return replace(word, letters=(("c", edges), (".", word.letters[1][1])))
    if word.text == "i":
        return replace(word, letters=(("i", edges), (".", edges)))
    return word


def _with_dashes(word: ReadWord) -> ReadWord:
    """Tesseract knows no dash but the longest, and Finnish uses the one in the middle."""
    if "—" not in word.text:
        return word
    return replace(word, letters=tuple((c.replace("—", DASH), edges) for c, edges in word.letters))


def _is_bullet(word: ReadWord, line: ReadLine) -> bool:
    x0, top, x1, bottom = word.edges
    high, wide = (bottom - top) / line.height, (x1 - x0) / line.height
    is_small = 0 < high < SMALL and wide < SMALL and wide < LONG * high < LONG * LONG * wide
    return len(word.letters) <= 2 and is_small and line.baseline - bottom > RAISED * line.height


def _with_section_sign(
    word: ReadWord, before: str, after: str, line: ReadLine, digit: Digit | None
) -> Iterable[ReadWord]:
    """The word, or what it should be: a sign beside a number, and cut off where it is glued on."""
    text, numbered = word.text, bool(NUMBER_BEFORE.search(before))
    if GLUED.fullmatch(text) and not numbered and _is_glued(word, line, digit):
        first, *rest = word.letters
        yield _signed(_part(word, [first]))
        yield _part(word, rest)
    elif INFLECTED.fullmatch(text) and numbered:
        yield _signed(word)
    elif ALONE.fullmatch(text) and (numbered or NUMBER_AFTER.match(after)):
        signs = [edges for letter, edges in word.letters if letter in ALIKE]
        is_sign = "$" in text or all(_is_section(edges, line, digit) for edges in signs)
        yield _signed(word) if is_sign else word
    else:
        yield word


def _is_glued(word: ReadWord, line: ReadLine, digit: Digit | None) -> bool:
    (letter, edges), (_, following) = word.letters[:2]
    apart = following[0] - edges[2] > APART * line.height
    return apart and (letter == "$" or _is_section(edges, line, digit))


def _is_section(edges: Edges, line: ReadLine, digit: Digit | None) -> bool:
    if digit is None:
        return False
    wide, high, low = _measures(edges, line)
    wide, high, low = wide / digit.width, high / digit.height, low - digit.low
    if high > TALLEST or low > LOWEST:
        return False
    return (wide < NARROW and (high > 1 or low > LOW)) or (high > TALL and low > LOW)


def _measures(edges: Edges, line: ReadLine) -> tuple[float, float, float]:
    """Width, height and reach below the baseline, in line heights."""
    x0, top, x1, bottom = edges
    return (
        (x1 - x0) / line.height, (bottom - top) / line.height,
        (bottom - line.baseline) / line.height,
    )  # fmt: skip


def _usual_digit(lines: Sequence[ReadLine]) -> Digit | None:
    """The page's usual digit; None where it has hardly any."""
    found = [
        _measures(edges, line)
        for line in lines
        for word in line.words
        for letter, edges in word.letters
        if letter in DIGITS
    ]
    if len(found) < ENOUGH:
        return None
    width, height, low = np.median(np.array(found, np.float64), axis=0).tolist()
    return Digit(width or 1.0, height or 1.0, low)


def _signed(word: ReadWord) -> ReadWord:
    """The word with a section sign for each letter that stands for one."""
    colon = word.text.find(":") + 1 or len(word.letters)
    return replace(
        word,
        letters=tuple(
            (SECTION if letter in ALIKE and place < colon else letter, edges)
            for place, (letter, edges) in enumerate(word.letters)
        ),
    )


def _part(word: ReadWord, letters: Sequence[tuple[str, Edges]]) -> ReadWord:
    """Some of a word's letters as a word of its own."""
    boxes = [edges for _, edges in letters]
    edges = (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip
    return replace(word, letters=tuple(letters), edges=edges)
