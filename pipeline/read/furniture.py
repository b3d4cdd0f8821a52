"""Running heads and feet: rows that come back on other pages at the same place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.rulebook import lexicon

MARGIN, EDGE = 0.2, 0.12
"""Share of the page's height in which heads and feet are looked for, at either end; in the smaller
one a row that is on most pages needs no other furniture beside it."""
MANY, MOST = 0.4, 0.6
"""Shares of a document's pages."""
SAME_PLACE = 6.0
"""Points within which rows of different pages stand at the same height."""
SECTION = re.compile(r"§+\s*\d+|\d+\s*§")
"""The section that a page is about: a number of its head that neither stays nor counts pages."""
NUMBER = re.compile(r"\d+")
PAGE_NUMBER = re.compile(r"[-–]?\s*(?:\d+\s*(?:\(\s*\d+\s*\)|/\s*\d+)|\(\s*\d+\s*\))\s*[-–]?")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a page for comparison: its place as a share of the height, and its words."""

    page: int
    index: int
    top: float
    bottom: float
    height: float
    x0: float
    text: str


def is_near_edge(baseline: float, height: float) -> bool:
    """True if a row may be furniture by its place, or stands next to one that may."""
    return not 1.5 * MARGIN * height < baseline < (1 - 1.5 * MARGIN) * height


def furniture_rows(
    rows: Sequence[Row], pages: int, inner: Mapping[str, int]
) -> set[tuple[int, int]]:
    """The (page, index) of each row that is a running head, a running foot or a page number;
    ``inner`` counts the masked rows away from the edges."""
    found: set[tuple[int, int]] = set()
    by_page: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_page[row.page].append(row)
    if pages >= 2:
        for is_foot in (False, True):
            found |= _repeated(by_page, pages, is_foot, inner)
    for page in by_page.values():
        found |= _lone_number(page, found)
    return found


def _repeated(
    by_page: dict[int, list[Row]], pages: int, is_foot: bool, inner: Mapping[str, int]
) -> set[tuple[int, int]]:
    seen: dict[str, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for page, rows in by_page.items():
        for row in rows:
            if _in_margin(row, is_foot):
                seen[masked(row.text)][page].append(row)
    groups: list[set[tuple[int, int]]] = []
    strong: set[tuple[int, int]] = set()
    for mask, places in seen.items():
        alike = [row for rows in places.values() for row in rows]
        if _is_numbering(mask, len(places), pages) or not _numbers_run(alike):
            continue
        if inner.get(mask, 0) >= len(places):
            continue  # a heading such as 'Päätös' that begins some pages
        for group in _by_place(alike, is_foot):
            keys = {(row.page, row.index) for row in group}
            if _is_running(group, pages):
                groups.append(keys)
                if len({page for page, _ in keys}) >= max(3, MOST * pages):
                    strong |= {(r.page, r.index) for r in group if _in_margin(r, is_foot, EDGE)}
    kept = _from_the_edge(set().union(*groups), strong, by_page, is_foot)
    alone = (keys & kept for keys in groups if len({page for page, _ in keys & kept}) < 2)
    return kept.difference(*alone)  # what text stands over on all pages but one is none


def _by_place(rows: Sequence[Row], is_foot: bool) -> list[list[Row]]:
    """The rows in groups that stand at the same height."""
    groups: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: _place(row, is_foot)):
        if groups and _place(row, is_foot) - _place(groups[-1][0], is_foot) < SAME_PLACE:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _is_running(alike: Sequence[Row], pages: int) -> bool:
    """True if the rows are on so many pages that the page makes them, not the matter.

    A part of the document with a head of its own is told by the page number in it.
    """
    seen = sorted({row.page for row in alike})
    if len(seen) >= max(2 if pages < 5 else 3, MANY * pages):
        return True
    dense = len(seen) >= max(3, 0.8 * (seen[-1] - seen[0] + 1))
    return dense and any(len(set(steps)) == 1 for steps in _steps(alike))


def _steps(alike: Sequence[Row]) -> list[list[int]]:
    """For each number in the rows how far it is ahead of the page's number, row by row."""
    texts = [SECTION.sub(" ", row.text) for row in alike]
    numbers = [list(map(int, re.findall(r"\d{1,9}", text))) for text in texts]
    return [
        [number - row.page for number, row in zip(column, alike, strict=True)]
        for column in zip(*numbers, strict=False)
    ]


def _is_numbering(mask: str, places: int, pages: int) -> bool:
    """A section number that happens to start several pages, rather than one in every head."""
    return "§" in mask and (places < MOST * pages or sum(map(str.isalpha, mask)) < 4)


def _numbers_run(alike: Sequence[Row]) -> bool:
    """True if each number is the same on all pages or counts them; most rows are enough."""
    for steps in _steps(alike):
        same = Counter(step + row.page for step, row in zip(steps, alike, strict=True))
        most = max(same.most_common(1)[0][1], Counter(steps).most_common(1)[0][1])
        if most < MOST * len(alike):
            return False
    return True


def _from_the_edge(
    found: set[tuple[int, int]], strong: set[tuple[int, int]], by_page: dict[int, list[Row]],
    is_foot: bool,
) -> set[tuple[int, int]]:  # fmt: skip
    """Rows with nothing but furniture between them and the edge of the page, and strong ones."""
    kept = set()
    for rows in by_page.values():
        is_open = True
        for row in sorted(rows, key=lambda row: row.top, reverse=is_foot):
            is_open = is_open and (row.page, row.index) in found
            if is_open or (row.page, row.index) in strong:
                kept.add((row.page, row.index))
    return kept


def _lone_number(rows: list[Row], found: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The last or first row of a page where it is a page number by its form, ``1 (3)``."""
    body = [row for row in rows if (row.page, row.index) not in found]
    edges = [body[0], body[-1]] if body else []
    return {
        (row.page, row.index)
        for row in edges
        if _is_page_number(row.text) and (_in_margin(row, True) or _in_margin(row, False))
    }


def _is_page_number(text: str) -> bool:
    """``1 (3)``, ``1/3``, ``Sivu 1/3``; not a bare number."""
    first, _, rest = text.strip().partition(" ")
    number = rest if first.lower() in lexicon("page_words") else text
    return bool(PAGE_NUMBER.fullmatch(number.strip()))


def masked(text: str) -> str:
    """Text with each number as one ``#`` and no blanks."""
    return NUMBER.sub("#", "".join(text.split())).casefold()


def _in_margin(row: Row, is_foot: bool, margin: float = MARGIN) -> bool:
    if is_foot:
        return row.bottom > (1 - margin) * row.height
    return row.top < margin * row.height


def _place(row: Row, is_foot: bool) -> float:
    return row.height - row.top if is_foot else row.top
