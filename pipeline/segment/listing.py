"""The entries of an attendance list, read in the way most of them are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.segment.entries import Entry, Style, to_entry
from pipeline.segment.lists import Region
from pipeline.segment.roster import table_entries
from pipeline.segment.ticked import marked
from pipeline.segment.units import (
    MOST,
    are_inverted,
    cut_units,
    grouped,
    is_one_a_line,
    whole,
    with_rest,
    with_stand_ins,
    with_surnames,
)

_DASHED = regex.compile(r"\s([-–])\s")


@dataclass(frozen=True, slots=True)
class Listing:
    """A region's entries; ``one_a_line`` if each person has a line."""

    entries: tuple[Entry, ...]
    one_a_line: bool


def region_to_listing(region: Region) -> Listing:
    """The entries of a list in the order printed, read in the way most of them are written."""
    if any(line.kinds for line in region.lines):
        return Listing(tuple(table_entries(region.lines)), one_a_line=False)
    units = list(with_stand_ins(with_surnames(grouped(whole(marked(region.lines))))))
    texts = [unit.words.text for unit in units]
    inverted = are_inverted(texts)
    one_a_line = inverted or is_one_a_line(texts)
    if not one_a_line:
        units = list(with_stand_ins(with_rest(cut_units(units))))
        texts = [unit.words.text for unit in units]
    dash = _separating_dash(texts)
    style = Style(dash, not (dash or one_a_line) and _is_glued(texts), inverted)
    entries = (to_entry(unit, style) for unit in units if unit.words.text)
    return Listing(tuple(entries), one_a_line)


def _separating_dash(texts: Sequence[str]) -> str | None:
    """The dash that sets names from organisations in most entries ('NN - Org')."""
    dashes = Counter(dash for text in texts for dash in set(_DASHED.findall(text)))
    if not dashes or len(texts) < 2:
        return None
    dash, count = dashes.most_common(1)[0]
    return dash if count >= MOST * len(texts) else None


def _is_glued(texts: Sequence[str]) -> bool:
    """True if most entries run name and organisation together ('Aino Esimerkki Testilä')."""
    if any(mark in text for text in texts for mark in "(/,"):
        return False
    long = [text for text in texts if len(regex.findall(r"\p{Lu}[\p{L}-]+", text)) >= 3]
    return len(texts) > 2 and len(long) >= MOST * len(texts)
