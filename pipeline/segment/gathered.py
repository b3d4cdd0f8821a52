"""Words gathered from several places of a document, which still know where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import regex

from models.records import DocumentText, Span
from pipeline.rulebook import lexicon

BREAK = "\v"
"""Stands where a line breaks inside a cell."""
_CUT = regex.compile(r"\p{Ll}-$")
_SMALL = regex.compile(r"\p{Ll}+")


@dataclass(frozen=True, slots=True)
class Gathered:
    """``text`` with the document's offset of each of its characters in ``at``."""

    text: str
    at: tuple[int, ...]

    def cut(self, start: int, end: int | None = None) -> Gathered:
        """The part from ``start`` to ``end``, without white space round it."""
        part = self.text[start:end]
        begin = start + len(part) - len(part.lstrip())
        stop = begin + len(part.strip())
        return Gathered(self.text[begin:stop], self.at[begin:stop])

    @property
    def span(self) -> Span:
        """Where the words stand; raises IndexError where there are none."""
        return Span(self.at[0], self.at[-1] + 1)


def gather(document: DocumentText, spans: Iterable[Span]) -> Gathered:
    """The words at the spans, which are the lines of one cell."""
    parts = [
        Gathered(document.flat[span.start : span.end], tuple(range(span.start, span.end)))
        for span in spans
    ]
    return join(parts, BREAK)


def join(parts: Iterable[Gathered], mark: str) -> Gathered:
    """The parts with ``mark`` between them, which counts as standing where the part before ends."""
    found = Gathered("", ())
    for part in parts:
        if found.text and part.text and part.at[0] == found.at[-1] + 1:
            found = Gathered(found.text + part.text, found.at + part.at)  # a word goes on
        elif part.text and _is_cut(found.text, part.text):
            found = Gathered(found.text[:-1] + part.text, found.at[:-1] + part.at)
        elif found.text and part.text:
            joint = (found.at[-1],) * len(mark)
            found = Gathered(found.text + mark + part.text, found.at + joint + part.at)
        elif part.text:
            found = part
    return found


def _is_cut(before: str, text: str) -> bool:
    """True if a word was cut with a hyphen and goes on: 'Korpi-' / 'vaara'; not 'Sivistys-' /
    'ja kulttuuri'."""
    word = _SMALL.match(text)
    cut = word is not None and _CUT.search(before) is not None
    return cut and word is not None and word[0] not in lexicon("hyphen_conjunctions")
