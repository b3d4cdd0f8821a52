"""The original of a document, where it still lies, and its pages as pictures."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pipeline.errors import InputError
from pipeline.finding import key_to_path
from pipeline.read import draw_page
from pipeline.store import Store

WIDTH = 1240
"""Pixels of a page's picture: an A4 page at 150 dots an inch."""


def original_of(store: Store, sha256: str) -> Path | None:
    """Where a file lies that had this content; None where there is none any more."""
    paths = (key_to_path(key) for key in store.files.paths_of(sha256))
    return next((path for path in paths if path.is_file()), None)


def page_picture(store: Store, sha256: str, number: int) -> bytes:
    """A page of the document's file as a PNG picture.

    Raises InputError where the original is gone, or is another one now.
    """
    path = original_of(store, sha256)
    if path is None:
        raise InputError("The original is not where it was: ingest it again from where it is")
    return _drawn(path, sha256, number, path.stat().st_mtime_ns)


@lru_cache(48)
def _drawn(path: Path, sha256: str, number: int, _mtime_ns: int) -> bytes:
    return draw_page(path, sha256, number, WIDTH)
