"""Where files lie, as text: paths of this machine, and addresses of storages."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes

from pipeline.storages import Address

Place = Path | Address


def path_to_key(path: Place) -> str:
    """The absolute path as text; folders that are links are followed."""
    if isinstance(path, Address):
        return path.url
    return text_of(str(path.parent.resolve() / path.name))


def path_to_text(path: Place) -> str:
    """The absolute path as text, as it was named: links stay. ``key_to_path`` leads back."""
    return path.url if isinstance(path, Address) else text_of(str(path.absolute()))


def text_of(path: str) -> str:
    """The path itself, or its file: URL where the bytes of a name are no valid text."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return Path(path).as_uri()
    return path


def key_to_path(key: str) -> Place:
    """The path, or the address, that has this key, or this text."""
    if key.startswith("/"):
        return Path(key)
    if key.startswith("file:"):
        return _url_to_path(key)
    return Address(key)


def _url_to_path(url: str) -> Path:
    return Path(os.fsdecode(unquote_to_bytes(url.removeprefix("file://"))))


def is_under(key: str, root: str) -> bool:
    """True if the file with this key lies in the folder with that key, however deep."""
    if key.startswith("file:"):
        return key_to_path(root) in _url_to_path(key).parents
    return key.startswith(root.rstrip("/") + "/")


def printable(words: str) -> str:
    """Words that are valid text, whatever bytes the file names in them have."""
    return words.encode("utf-8", "replace").decode()
