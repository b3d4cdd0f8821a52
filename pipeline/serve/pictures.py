"""The original of a document, where it still lies, and its pages as pictures."""

from __future__ import annotations

from functools import lru_cache

from models.records import Box
from pipeline.errors import InputError
from pipeline.places import Place, key_to_path
from pipeline.read import draw_page
from pipeline.storages import Address
from pipeline.store import Store

WIDTH = 1240
"""Pixels of a page's picture: an A4 page at 150 dots an inch."""


def original_of(store: Store, sha256: str) -> Place | None:
    """Where a file lies that had this content; None where there is none any more."""
    paths = (key_to_path(key) for key in store.files.paths_of(sha256))
    return next((path for path in paths if path.is_file()), None)


def page_picture(store: Store, sha256: str, number: int) -> bytes:
    """A page of the document's file as a PNG picture, words of people who were forgotten painted
    over.

    Raises InputError where the original is gone, is another one now, or it is not known where on
    the page such words stand.
    """
    path = original_of(store, sha256)
    if path is None:
        raise InputError("The original is not where it was: ingest it again from where it is")
    hidden = hidden_boxes(store, sha256, number)
    mtime_ns = 0 if isinstance(path, Address) else path.stat().st_mtime_ns
    return _drawn(path, sha256, number, mtime_ns, hidden)


@lru_cache(48)
def _drawn(path: Place, sha256: str, number: int, _mtime_ns: int, hidden: tuple[Box, ...]) -> bytes:
    return draw_page(path, sha256, number, WIDTH, hidden)


def hidden_boxes(store: Store, sha256: str, number: int) -> tuple[Box, ...]:
    """Where on a page words were masked. InputError where that cannot be told."""
    if store.guard() is None:
        return ()
    found = []
    for document in store.load_documents(sha256):
        for span in (span for spans in document.masks for span in spans):
            boxes = document.boxes(span)
            if not boxes and document.page_of(span.start) == number:
                raise InputError("The page holds words that were masked, and cannot be shown")
            found += [box for box in boxes if box.page == number]
    return tuple(found)
