"""Section signs that shape does not tell, told by the headings round them: '1 §', '28', '3 §'.

Numbers of sections rise by one. Where a line begins with a number that may hold a sign ('28' for
'2 §', '$ 5' for '§ 5'), it is one if the section before or behind on the page has the number that
this one would follow or precede.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.read.ocr.signs import ALIKE, SECTION
from pipeline.read.ocr.tesseract import Edges, ReadLine, ReadWord

NUMBER = re.compile(r"\d{1,3}")
SIGN = re.compile(rf"[{ALIKE}]|[{ALIKE}][{ALIKE}3]")
FEWEST = 3
"""Lines on a page without any sign whose numbers, read with one, rise by one."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A line read as one that begins with a section's number: which, on which side of its sign, and
    the line's words then. ``sure`` where the sign itself was seen."""

    number: int
    behind: bool
    words: tuple[ReadWord, ...]
    sure: bool = False


def mend_counted(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """The lines of a page with the section signs that the count of sections tells."""
    readings = [list(_readings(line)) for line in lines]
    found = [next((reading for reading in each if reading.sure), None) for each in readings]
    if not any(found):
        found = _risen(readings)
    order = range(len(lines))
    for places in (order, order[::-1]):
        for at in places:
            if found[at] is None:
                found[at] = next((r for r in readings[at] if _fits(r, at, found)), None)
    return [
        replace(line, words=reading.words) if reading else line
        for line, reading in zip(lines, found, strict=True)
    ]


def _readings(line: ReadLine) -> Iterator[_Reading]:
    """The ways to read the beginning of a line as a section's number and sign."""
    first, second, third = (*line.words[:3], None, None, None)[:3]
    if first is None:
        return
    if second is not None:
        for behind, number, sign in ((True, first, second), (False, second, first)):
            if not NUMBER.fullmatch(number.text.rstrip(".")):
                continue
            value = int(number.text.rstrip("."))
            if sign.text.startswith(SECTION):
                yield _Reading(value, behind, line.words, sure=True)
            elif SIGN.fullmatch(sign.text) and _may_head(third):
                signed = replace(sign, letters=((SECTION, sign.edges),))
                pair = (number, signed) if behind else (signed, number)
                yield _Reading(value, behind, (*pair, *line.words[2:]))
    if _may_head(second):
        yield from _glued(first, line.words[1:])


def _glued(word: ReadWord, rest: tuple[ReadWord, ...]) -> Iterator[_Reading]:
    """The ways to read '28' as '2 §', '183' as '1 §' and '$12' as '§ 12'."""
    for length in (1, 2):
        for behind in (True, False):
            cut = len(word.letters) - length if behind else length
            parts = word.letters[:cut], word.letters[cut:]
            number, sign = parts if behind else parts[::-1]
            digits, looks = ("".join(letter for letter, _ in part) for part in (number, sign))
            if not (NUMBER.fullmatch(digits) and SIGN.fullmatch(looks)):
                continue
            signed = ((SECTION, _hull(sign)),)
            pair = tuple(
                replace(word, letters=letters, edges=_hull(letters))
                for letters in ((number, signed) if behind else (signed, number))
            )
            yield _Reading(int(digits), behind, (*pair, *rest))


def _may_head(word: ReadWord | None) -> bool:
    """True if a title may begin with the word, or nothing follows."""
    return word is None or word.text[:1].isupper()


def _fits(reading: _Reading, at: int, found: Sequence[_Reading | None]) -> bool:
    """True if the number comes right behind the section before or right before the next one."""
    before = next((each for each in reversed(found[:at]) if each), None)
    after = next((each for each in found[at + 1 :] if each), None)
    if (before and before.number >= reading.number) or (after and after.number <= reading.number):
        return False
    return any(
        each is not None
        and each.behind == reading.behind
        and abs(each.number - reading.number) == 1
        for each in (before, after)
    )


def _risen(readings: Sequence[Sequence[_Reading]]) -> list[_Reading | None]:
    """The longest run of '1 §', '2 §', '3 §' on a page where no sign was seen; nothing where it is
    short. Signs before the number are left: '81', '82', '83' rise by one as they are."""
    chains: list[list[tuple[int, _Reading]]] = []
    for at, each in enumerate(readings):
        for reading in (r for r in each if r.behind):
            before = (c for c in chains if c[-1][1].number + 1 == reading.number)
            chains.append([*max(before, key=len, default=[]), (at, reading)])
    best = max(chains, key=len, default=[])
    found: list[_Reading | None] = [None] * len(readings)
    for at, reading in best if len(best) >= FEWEST else []:
        found[at] = reading
    return found


def _hull(letters: Sequence[tuple[str, Edges]]) -> Edges:
    boxes = [edges for _, edges in letters]
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip
