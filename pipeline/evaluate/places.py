"""Where in the document an entry stands: page, words, and the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.records import DocumentText, Item, Record, Span
from pipeline.evaluate.agreement import Entry, top_level

AROUND, LONGEST = 60, 200
"""Characters shown on either side, and of the words themselves."""


@dataclass(frozen=True, slots=True)
class Place:
    """A quote with its page, from 1, and the words around it."""

    page: int
    quote: str
    before: str = ""
    after: str = ""


class Places:
    """Finds entries of gold records and of exported ones in the text of one record."""

    def __init__(self, record: Record) -> None:
        self._document = record.document
        self._items = [item for item in record.minutes.items if item.depth == 1]

    def of(self, entry: Entry) -> Place | None:
        """Where the entry stands: what was found says it, what was missed is looked for among the
        words of its item, and where these do not hold it, its item's heading is given.

        None where the record has no text, or neither the words nor the item.
        """
        source = entry.get("source") or {}
        if "start" in source:
            return self._place(Span(source["start"], source["end"]))
        item = self._item(entry)
        within = self._reach(item) if item else Span(0, len(self._document.text))
        for pattern in _patterns(entry):
            found = re.compile(pattern, re.IGNORECASE).search(
                self._document.flat, within.start, within.end
            )
            if found:
                return self._place(Span(*found.span()))
        return self._place(item.span) if item else None

    def _item(self, entry: Entry) -> Item | None:
        path = top_level(entry if "item" in entry else {"item": entry.get("path")})
        return next((item for item in self._items if item.path == path), None)

    def _reach(self, item: Item) -> Span:
        """From the item's heading to the next one's."""
        later = [one.span.start for one in self._items if one.span.start > item.span.start]
        return Span(item.span.start, min(later, default=len(self._document.text)))

    def _place(self, span: Span) -> Place:
        document: DocumentText = self._document
        text, end = document.flat, min(span.end, span.start + LONGEST)
        return Place(
            document.page_of(span.start),
            _plain(text[span.start : end]) + ("…" if end < span.end else ""),
            _plain(text[max(0, span.start - AROUND) : span.start]).lstrip(),
            _plain(text[span.end : span.end + AROUND]).rstrip(),
        )


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def _patterns(entry: Entry) -> Iterator[str]:
    """Patterns of the words that a gold entry may stand for, the surest first."""
    for field in ("text", "title", "anchor", "url", "ref"):
        words = re.findall(r"\w+", str(entry.get(field) or ""))
        for count in (len(words), 6, 3) if words else ():
            yield r"\b" + r"\W+".join(map(re.escape, words[:count])) + r"\b"
    if name := re.findall(r"[\w-]+", str(entry.get("name") or "")):
        yield r"\W+".join(map(_inflected, name))
        yield _inflected(name[-1])
        yield _inflected(name[0])
    if "value" in entry:
        yield from _value_patterns(str(entry["value"]))


def _inflected(word: str) -> str:
    """The name in any case: its last letters may be others, but its capital is one."""
    kept = word if len(word) < 4 else word[: max(3, len(word) - 3)]
    return rf"\b(?-i:{re.escape(kept)})[\w-]*"


def _value_patterns(value: str) -> Iterator[str]:
    """A day as Finns write it, or a number with or without spaces between its thousands."""
    if day := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
        year, month, of_month = map(int, day.groups())
        yield rf"\b0?{of_month}\.\s?0?{month}\.\s?{year}\b"
        yield rf"\b0?{of_month}\.\s?0?{month}\."
    elif year_first := re.match(r"\d{4}(?=-|$)", value):
        yield rf"\b{year_first[0]}\b"
    elif number := re.fullmatch(r"(\d+)(?:\.(\d+))?", value):
        whole = r"[\s.]?".join(number[1])
        part = "" if not (number[2] or "").strip("0") else ",?" + number[2].rstrip("0")
        yield rf"\b{whole}{part}(?!\d)"
