"""The table of contents: what it lists, and the document as it would be read without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import regex

from models.records import DocumentText
from pipeline.segment.labels import LOOSE, Label
from pipeline.segment.rows import Row, continues

TITLE_EDGE = 3.0
"""Points by which the lines of one title may begin apart."""
_PAGE_NUMBER = regex.compile(r"(?:\s*[.…]{2,}\s*|\s*\t\s*|\s*[._]{3,})\d{1,4}\s*$")
_CUT_SHORT = regex.compile(r"(?:…|\.\.\.)$")
_DASH = regex.compile(r"\s*[-‐‑–—]\s*")


Difference = Literal["missing", "title", "further"]


@dataclass(frozen=True, slots=True)
class Listed:
    """An item as the contents list it: the number's path, its label as printed, and the title."""

    key: str
    printed: str
    title: str


def contents_to_listed(rows: Sequence[Row], contents: range, usual: float) -> tuple[Listed, ...]:
    """What the contents list, in the order printed, titles over several lines joined."""
    entries: list[tuple[Label, list[Row]]] = []
    sections = any(_is_entry(rows[at]) for at in contents)
    for row in rows[contents.start : contents.stop]:
        if row.label is not None and _is_entry(row, sections):
            entries.append((row.label, [row]))
        elif entries and _goes_on(entries[-1][1], row, usual):
            entries[-1][1].append(row)
    return tuple(Listed(label.key, label.printed, _title(own)) for label, own in entries)


def with_last_title(rows: Sequence[Row], contents: range, usual: float) -> range:
    """The rows of the contents with the lines on which the last title goes on."""
    if not contents:
        return contents
    last = max(at for at in contents if _is_entry(rows[at]))
    own = list(rows[last : contents.stop])
    end = contents.stop
    while end < len(rows) and not _is_entry(rows[end]) and _goes_on(own, rows[end], usual):
        own.append(rows[end])
        end += 1
    return range(contents.start, end)


def _is_entry(row: Row, sections: bool = True) -> bool:
    """True for a row with a section's number or, where there are no ``sections``, another one."""
    kinds = ("section",) if sections else ("number", *LOOSE)
    return row.label is not None and row.label.kind in kinds


def _goes_on(own: Sequence[Row], row: Row, usual: float) -> bool:
    """True if a line without a number belongs to the title that the lines before it begin.

    It stands in the column of the titles, or goes on as a paragraph does; the word over a group of
    entries stands with the numbers.
    """
    first, last = own[0], own[-1]
    if row.line.page != last.line.page:
        return False
    if len(own) == 1 and not first.words:
        return row.left > first.left + TITLE_EDGE
    column = first.text_left if first.words else own[1].left
    near = row.gap is not None and row.gap <= usual + 0.45
    if abs(row.left - column) <= TITLE_EDGE:
        return near
    whole = _PAGE_NUMBER.search(last.text) is not None
    return not whole and row.left <= first.left + TITLE_EDGE and continues(last, row, usual)


def _title(own: Sequence[Row]) -> str:
    return " ".join(" ".join(_PAGE_NUMBER.sub("", row.words) for row in own).split())


def without_page(title: str) -> str:
    """A title of the contents without the number of its page."""
    return _PAGE_NUMBER.sub("", title)


def agrees(listed: str, title: str | None) -> bool:
    """True if a title of the contents is the one printed over the item.

    The kind of dash, spaces and capitals do not count; of one that is cut short ('…') what is
    there does.
    """
    said, found = _plain(listed), _plain(title or "")
    if _CUT_SHORT.search(said):
        return found.startswith(_CUT_SHORT.sub("", said).rstrip())
    return said == found


def _plain(title: str) -> str:
    return " ".join(_DASH.sub("-", title).split()).casefold()


def differences(
    listed: Sequence[Listed], found: Sequence[tuple[str, str | None]]
) -> Iterator[tuple[Difference, str, str]]:
    """What the contents and the items (path and title) do not agree on: kind, path, in words."""
    titles = dict(reversed(found))
    for entry in listed:
        if entry.key not in titles:
            said = f"{entry.printed} is listed in the contents, but there is no such item"
            yield "missing", entry.key, said
        elif not agrees(entry.title, titles[entry.key]):
            said = f"{entry.printed} is called {entry.title!r} in the contents"
            yield "title", entry.key, f"{said}, {titles[entry.key] or ''!r} in the text"
    keys = {entry.key for entry in listed}
    for path, _ in found:
        if listed and path.split("~")[0] not in keys:
            yield "further", path, f"item {path} is not listed in the contents"


def hide(document: DocumentText, rows: Sequence[Row], contents: range) -> DocumentText:
    """The document without the contents' lines and without the roles of a tagged structure; its
    text, to which all spans refer, is the same."""
    hidden = {rows[at].span for at in contents}
    lines = (line for line in document.lines if line.span not in hidden)
    return replace(document, lines=tuple(replace(line, role=None) for line in lines))
