"""Drafted lines to the final text: separators, words that go on over a line end, offsets."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from statistics import median
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from models.records import ASCENT, DESCENT, PRINTED, Characters, Line, Span
from pipeline.errors import MissingModelError
from pipeline.morphology import analyse
from pipeline.read.drafts import Draft, tab_places
from pipeline.read.hyphens import (
    WORD,
    Evidence,
    Joint,
    file_names,
    is_cut_in_cell,
    line_joint,
)
from pipeline.read.rows import Word

T = TypeVar("T")
LEADING = 2.2
"""Baselines farther apart than this many font sizes are not one paragraph."""
HYPHENS = ("-", "–")


@dataclass(slots=True)
class Printed:
    """A drafted line as a string, and for each character its glyph in the source (-1: none)."""

    draft: Draft
    text: str
    source: array[int]
    joint: Joint = Joint.BREAK

    @property
    def last(self) -> Word:
        """The line's last word."""
        return self.draft.words[-1]


@dataclass
class Wordlist:
    """What tells a hyphen that belongs to a word from one that a line end made."""

    lines: Sequence[Printed] = field(repr=False)

    @cached_property
    def forms(self) -> Counter[str]:
        """How often each word form stands inside a line; one that a line end cuts is left out."""
        forms: Counter[str] = Counter()
        for line in self.lines:
            whole = line.text.rpartition(" ")[0] if line.text.endswith(HYPHENS) else line.text
            forms.update(WORD.findall(whole))
        return forms

    @cached_property
    def lower(self) -> Counter[str]:
        """The same with all forms in lower case."""
        lower: Counter[str] = Counter()
        for form, count in self.forms.items():
            lower[form.lower()] += count
        return lower

    @cached_property
    def first_parts(self) -> Counter[str]:
        """How many hyphened forms start with each word."""
        return Counter(form.partition("-")[0] for form in self.forms if "-" in form)

    def count(self, form: str) -> int:
        """How often the document has this very form, whatever its case."""
        return self.lower[form.lower()]

    def heads(self, word: str) -> int:
        """How many of the document's forms go on with a hyphen after this word."""
        return self.first_parts[word]

    def classes(self, form: str) -> frozenset[str]:
        """The word classes of a form; none where it is unknown or there is no morphology."""
        try:
            return frozenset(reading.word_class for reading in analyse(form))
        except MissingModelError:
            return frozenset()


def drafts_to_text(
    drafts: Sequence[Draft], urls: Iterable[str] = ()
) -> tuple[str, tuple[Line, ...], Characters]:
    """The document's text, its lines and the edges and style of each character.

    ``urls`` are the addresses of the links: they tell how file names are written.
    """
    printed = list(map(_printed, drafts, tab_places(drafts)))
    _join(printed, file_names(urls))
    pieces: list[str] = []
    lines: list[Line] = []
    at = 0
    for number, line in enumerate(printed):
        if line.joint is Joint.DROP and line.text.endswith(HYPHENS):
            line.text = line.text[:-1]
            line.source.pop()
        lines.append(_line(line, Span(at, at + len(line.text))))
        if line.joint is Joint.BREAK and number + 1 < len(printed):
            line.text += "\n"
            line.source.append(-1)
        at += len(line.text)
        pieces.append(line.text)
    return "".join(pieces), tuple(lines), _characters(printed, lines)


def _characters(printed: Sequence[Printed], lines: Sequence[Line]) -> Characters:
    """Edges and style of all characters; one that is not printed lies where the last ended."""
    sources = {id(line.draft.source): line.draft.source.glyphs for line in printed}
    starts: dict[int, int] = {}
    total = 0
    for key, glyphs in sources.items():
        starts[key], total = total, total + len(glyphs)
    if not total:
        nothing = np.zeros(0, np.float32)
        return Characters(nothing, nothing, nothing.astype(np.uint8))
    source = np.concatenate([np.asarray(line.source, np.int64) for line in printed])
    offset = [starts[id(line.draft.source)] for line in printed]
    source += np.where(source < 0, 0, np.repeat(offset, [len(line.source) for line in printed]))
    is_printed = source >= 0
    last = source[np.maximum.accumulate(np.where(is_printed, np.arange(len(source)), 0))]
    edges = (np.concatenate([getattr(g, edge) for g in sources.values()]) for edge in ("x0", "x1"))
    x0, x1 = (edge[last] for edge in edges)
    style = np.concatenate([glyphs.style for glyphs in sources.values()])[last]
    sure = np.concatenate([glyphs.confidence for glyphs in sources.values()])[last]
    _lay_turned(x0, x1, printed, lines)
    x0[~is_printed], style[~is_printed] = x1[~is_printed], 0
    return Characters(x0, x1, style, sure if (sure != PRINTED).any() else None)


def _lay_turned(
    x0: NDArray[np.float32], x1: NDArray[np.float32],
    printed: Sequence[Printed], lines: Sequence[Line],
) -> None:  # fmt: skip
    """Lay the characters of text that runs down or up over the whole width of its line."""
    for line, drafted in zip(lines, printed, strict=True):
        span, frame = slice(line.span.start, line.span.end), drafted.draft.source.frame
        if frame.turn == 2:
            x0[span], x1[span] = frame.width - x1[span], frame.width - x0[span]
        elif frame.turn:
            x0[span], x1[span] = line.x0, line.x1


def _line(line: Printed, span: Span) -> Line:
    draft, words = line.draft, line.draft.words
    lengths = [word.end - word.start for word in words]
    size = _commonest([word.size for word in words], lengths)
    baselines = [word.baseline for word in words if word.size >= 0.85 * size]
    baseline = baselines[0] if len(set(baselines)) == 1 else median(baselines)
    length = sum(lengths)
    left = min([word.x0 for word in words])
    x0, top, x1, bottom = draft.source.frame.upright(
        (left, baseline - ASCENT * size, draft.right, baseline + DESCENT * size)
    )
    return Line(
        span, draft.page.number, x0, top, x1, bottom, round(size, 2),
        bold=sum([word.bold for word in words]) >= 0.9 * length,
        italic=sum([word.italic for word in words]) >= 0.9 * length,
        column=draft.column, furniture=draft.furniture, cell=draft.cell, role=_role(draft),
    )  # fmt: skip


def _commonest(values: Sequence[T], weights: Sequence[int]) -> T:
    """The value with the greatest weight in all; of several the first."""
    if values.count(values[0]) == len(values):
        return values[0]
    total: dict[T, int] = defaultdict(int)
    for value, weight in zip(values, weights, strict=True):
        total[value] += weight
    return max(total, key=total.__getitem__)


def _role(draft: Draft) -> str | None:
    roles = draft.page.roles
    return (
        roles.get(_commonest([w.owner for w in draft.words], [1] * len(draft.words)))
        if roles
        else None
    )


def _printed(draft: Draft, tabs: Sequence[bool]) -> Printed:
    text, first = draft.source.text, draft.words[0]
    places = _places(len(text))
    pieces, source = [text[first.start : first.end]], places[first.start : first.end]
    for word, is_tab in zip(draft.words[1:], tabs, strict=True):
        pieces.append("\t" if is_tab else " ")
        pieces.append(text[word.start : word.end])
        source.append(-1)
        source += places[word.start : word.end]
    return Printed(draft, "".join(pieces), source)


@lru_cache(maxsize=1)  # the lines of a page come one after the other
def _places(length: int) -> array[int]:
    """The numbers below ``length``: slices of them are faster than ranges."""
    return array("i", range(length))


def _join(printed: Sequence[Printed], files: frozenset[str]) -> None:
    """Decide for each line how it goes on in the next."""
    wordlist = Wordlist(printed)
    evidence = Evidence(wordlist.count, wordlist.heads, wordlist.classes, files)
    for line, following in pairwise(printed):
        soft, first = line.last.soft, following.text.split()[0]
        hyphened = soft or line.text.endswith(HYPHENS)
        if not (hyphened or line.draft.cell) or not _flows(line, following):
            continue
        if hyphened:
            line.joint = line_joint(line.text, first, evidence, is_soft=soft)
        elif is_cut_in_cell(line.text, first, evidence):
            line.joint = Joint.DROP


def _flows(line: Printed, following: Printed) -> bool:
    """True if the next line may go on with the last word of this one."""
    one, two = line.draft, following.draft
    if one.furniture or two.furniture or one.cell != two.cell or "\t" in following.text[:3]:
        return False
    if one.source.frame.turn != two.source.frame.turn:
        return False
    first = two.words[0]
    if not 0.8 < line.last.size / max(0.1, first.size) < 1.25:
        return False
    if one.page.number != two.page.number or one.column != two.column:
        return True
    return 0 < first.baseline - line.last.baseline <= LEADING * line.last.size
