"""What a search found, as people read it in the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text

from pipeline.search import Found, Snippet
from pipeline.terminal import terminal


def print_found(found: Sequence[Found], most: int) -> None:
    """Each hit with its meeting and the words around it, what was asked for in bold."""
    console = terminal()
    if not found:
        console.print("Nothing found.")
    for one in found:
        hit = one.hit
        place = f" p. {hit.page}" if hit.page else ""
        meeting = " · ".join(filter(None, [hit.date, hit.body or hit.meeting]))
        head = Text.assemble((f"{hit.item} " if hit.item else "", "cyan"), _marked(one.title))
        console.print(head, Text(f"  {meeting}", style="dim"), f"  {hit.file}{place}", sep="")
        if one.snippet.text:
            console.print(Text.assemble("    ", _marked(one.snippet)))
    if len(found) == most:
        console.print(f"The first {most}: --most shows more.", style="dim")


def found_to_json(found: Sequence[Found]) -> list[dict[str, Any]]:
    """The hits as JSON has them; ``marks`` are [start, end] in the words of ``snippet``."""
    return [
        {
            "file": one.hit.file,
            "sha256": one.hit.sha256,
            "part": one.hit.part,
            "date": one.hit.date,
            "meeting": one.hit.meeting,
            "body": one.hit.body,
            "item_id": one.hit.item_id,
            "item": one.hit.item,
            "title": one.hit.title,
            "page": one.hit.page,
            "snippet": one.snippet.text,
            "marks": [list(mark) for mark in one.snippet.marks],
        }
        for one in found
    ]


def _marked(snippet: Snippet) -> Text:
    text = Text(snippet.text)
    for start, end in snippet.marks:
        text.stylize("bold", start, end)
    return text
