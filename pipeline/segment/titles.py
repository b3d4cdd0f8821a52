"""Lines in page order, and which of them may be the title of minutes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.records import DocumentText, Line
from pipeline.rulebook import lexicon, lexicon_map
from pipeline.segment.labels import Label, parse_label
from pipeline.segment.naming import NUMBER, without_numbers
from pipeline.segment.organ import is_organ
from pipeline.segment.times import DATE, ISO_DATE

_SENTENCE_END = re.compile(r"(?:[^\W\d_]{3}|\d{4})\.\s+[A-ZÅÄÖ]")
_DAY_AT_END = re.compile(r"\s\d{1,2}\.\d{1,2}\.\s*$")
_NO_LETTERS = re.compile(r"[\d\W]+")
LONGEST_TITLE = 100
"""Characters."""
MOST_WORDS_OF_ORGAN = 2
"""Of a name that stands alone before a date."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A line in page order: ``above`` counts the lines over it on its page, ``naming`` tells that
    it may name a meeting."""

    line: Line
    text: str
    above: int
    naming: bool

    @property
    def loudness(self) -> float:
        """How much its type stands out, in points."""
        return self.line.size + 2 * self.line.bold

    @property
    def pattern(self) -> str:
        """The words without what changes from meeting to meeting."""
        return _pattern(self.text)

    @property
    def figures(self) -> frozenset[str]:
        """The days and running numbers."""
        return _figures(self.text)

    @property
    def label(self) -> Label | None:
        """The label of an item at its start."""
        label = parse_label(self.text)
        return label if label and label.kind in ("section", "number") else None


@lru_cache(maxsize=1000)
def _pattern(text: str) -> str:
    return _NO_LETTERS.sub("", without_numbers(text).casefold())


@lru_cache(maxsize=1000)
def _figures(text: str) -> frozenset[str]:
    forms = (DATE, ISO_DATE, NUMBER)
    return frozenset(match[0] for form in forms for match in form.finditer(text))


def lines_in_order(document: DocumentText, order: Sequence[int]) -> list[Printed]:
    """The document's lines of these indexes."""
    found: list[Printed] = []
    page = above = 0
    for index in order:
        line, text = document.lines[index], document.quote(document.lines[index].span)
        above = above + 1 if line.page == page else 0
        page = line.page
        found.append(Printed(line, text, above, names_meeting(text)))
    return found


@lru_cache(maxsize=20_000)
def names_meeting(text: str) -> bool:
    """True for a line that may be the title of minutes: 'PÖYTÄKIRJA 2/2025', 'Tiimin palaveri'."""
    ended = text.rstrip().endswith((".", "?", "!", ":", ",")) and not _DAY_AT_END.search(text)
    if len(text) > LONGEST_TITLE or ended:
        return False
    if not (has_naming_word(text) or _is_dated_organ(text)) or _SENTENCE_END.search(text):
        return False
    return not any(map(_is_of_another, text.casefold().split())) and parse_label(text) is None


def _is_of_another(word: str) -> bool:
    """True for 'seuraava' and its like."""
    return any(
        word.startswith(entry[:-1]) if entry.endswith("-") else word == entry
        for entry in lexicon("other_meetings")
    )


def has_naming_word(text: str) -> bool:
    """True if a word is one for a meeting or its minutes, or ends as one."""
    return any(word.rstrip(",:)").endswith(_naming_ends()) for word in text.casefold().split())


def _is_dated_organ(text: str) -> bool:
    """'Kehitystiimi 7.4.2025', and nothing else on the line."""
    match = DATE.search(text) or ISO_DATE.search(text)
    if match is None or text[match.end() :].strip():
        return False
    words = text[: match.start()].strip()
    return len(words.split()) <= MOST_WORDS_OF_ORGAN and is_organ(words)


@lru_cache(maxsize=1)
def _naming_ends() -> tuple[str, ...]:
    kinds = lexicon_map("meeting_kinds")
    words = {word for kind in ("minutes", "memo", "agenda", "invitation") for word in kinds[kind]}
    return tuple(sorted(words | set(lexicon_map("meeting")["meeting_words"])))
