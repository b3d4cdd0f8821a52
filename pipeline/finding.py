"""Which files a command's arguments name, with what tells whether they have changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple
from urllib.parse import unquote_to_bytes


class FoundFile(NamedTuple):
    """A file that is there. ``key`` is its absolute path as text; size is in bytes; what is not
    ``is_file`` is a link to nothing, a pipe or a device, and not to be opened.

    There may be a hundred thousand of them, for which a dataclass would take too long.
    """

    path: Path
    key: str
    size: int
    mtime_ns: int
    inode: int
    is_file: bool = True


@dataclass(slots=True)
class Search:
    """What some arguments name: ``files`` each once, by name; ``missing`` what is not there, with
    the reason; ``roots`` the keys of the folders that were searched whole."""

    files: list[FoundFile] = field(default_factory=list)
    missing: list[tuple[Path, str]] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)


def find_pdfs(paths: Iterable[str]) -> Search:
    """The PDF files that files, folders and globs name.

    Folders are searched through all their subfolders, but not through links to folders, which may
    lead in a circle; a folder that cannot be read is among what is missing.
    """
    search = Search()
    for path in paths:
        _search(path, search)
    once = {found.key: found for found in reversed(search.files)}
    search.files = sorted(once.values(), key=lambda found: (found.path.name, found.key))
    return search


def _search(text: str, search: Search) -> None:
    """Add what one argument names."""
    path = Path(text).expanduser()
    if text and path.is_dir():
        search.files += _walk(path, search)
    elif text and (path.exists() or path.is_symlink()):
        stat = path.stat() if path.exists() else path.lstat()
        search.files.append(_found(path, path_to_key(path), stat))
    # An unset variable in a script gives no words, which Path takes for the working folder.
    elif named := list(Path(path.anchor).glob(str(path.relative_to(path.anchor)))) if text else []:
        for one in named:
            _search(str(one), search)
    else:
        search.missing.append((Path(text), "there is no such file or folder"))


def _walk(top: Path, search: Search) -> Iterator[FoundFile]:
    """The PDF files under a folder."""
    root, length = str(top.resolve()).rstrip("/"), len(str(top).rstrip("/"))
    complete, folders = True, [str(top)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif entry.name[-4:].lower() == ".pdf":
                        key = _to_text(f"{root}/{entry.path[length:].lstrip('/')}")
                        yield from _entry_to_file(entry, key)
        except OSError as error:
            complete = False
            search.missing.append(
                (Path(error.filename or top), f"cannot be read: {error.strerror}")
            )
    if complete:  # else what was not found may be there all the same
        search.roots.append(_to_text(root or "/"))


def _entry_to_file(entry: os.DirEntry[str], key: str) -> Iterator[FoundFile]:
    """The file that the entry is; nothing where it has gone, or is a link to a folder."""
    with suppress(FileNotFoundError):
        try:
            stat = entry.stat()
        except OSError:  # a link to nothing, or in a circle
            stat = entry.stat(follow_symlinks=False)
        if not S_ISDIR(stat.st_mode):
            yield _found(Path(entry.path), key, stat)


def _found(path: Path, key: str, stat: os.stat_result) -> FoundFile:
    is_file = S_ISREG(stat.st_mode)
    return FoundFile(path, key, stat.st_size, stat.st_mtime_ns, stat.st_ino, is_file)


# --- paths as text --------------------------------------------------------------------------------


def path_to_key(path: Path) -> str:
    """The absolute path as text; folders that are links are followed."""
    return _to_text(str(path.parent.resolve() / path.name))


def path_to_text(path: Path) -> str:
    """The absolute path as text, as it was named: links stay. ``key_to_path`` leads back."""
    return _to_text(str(path.absolute()))


def _to_text(path: str) -> str:
    """The path itself, or its file: URL where the bytes of a name are no valid text."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return Path(path).as_uri()
    return path


def key_to_path(key: str) -> Path:
    """The path that has this key, or this text."""
    if key.startswith("/"):
        return Path(key)
    return Path(os.fsdecode(unquote_to_bytes(key.removeprefix("file://"))))


def is_under(key: str, root: str) -> bool:
    """True if the path with this key lies in the folder with that key, however deep."""
    if key.startswith("/"):
        return key.startswith(root.rstrip("/") + "/")
    return key_to_path(root) in key_to_path(key).parents


def printable(words: str) -> str:
    """Words that are valid text, whatever bytes the file names in them have."""
    return words.encode("utf-8", "replace").decode()
