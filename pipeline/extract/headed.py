"""Points under a title that says what they all are: 'Päätökset', 'Toimenpiteet'."""

from __future__ import annotations

from collections.abc import Iterator

from models.records import Minutes, Passage
from pipeline.rulebook import lexicon_map


def passages_under(minutes: Minutes, kind: str) -> Iterator[Passage]:
    """The text passages of the items that have a title of the lexicon's ``kind``, and of the points
    in them."""
    titles = {_plain(title) for title in lexicon_map("act_headings")[kind]}
    paths = [item.path for item in minutes.items if item.title and _plain(item.title) in titles]
    for passage in minutes.passages if paths else ():
        item = passage.item
        if passage.role != "text" or item is None or passage.section is not None:
            continue
        if any(item == path or item.startswith(f"{path}.") for path in paths):
            yield passage


def _plain(title: str) -> str:
    return " ".join(title.casefold().split()).strip(" :.")
