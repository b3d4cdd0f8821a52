"""Which files a command's arguments name, with what tells whether they have changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple

from pipeline.places import Place, key_to_path, path_to_key, text_of
from pipeline.storages import Address, Stored, is_address


class FoundFile(NamedTuple):
    """A file that is there. ``key`` is its absolute path or its address, as text; size is in bytes;
    what is not ``is_file`` is a link to nothing, a pipe or a device, and not to be opened. In place
    of the inode a file in a storage has a number that stands for its entity tag.

    There may be a hundred thousand of them, for which a dataclass would take too long.
    """

    path: Place
    key: str
    size: int
    mtime_ns: int
    inode: int
    is_file: bool = True


@dataclass(slots=True)
class Search:
    """What some arguments name: ``files`` each once, by name; ``missing`` what is not there, with
    the reason; ``unreachable`` addresses of which nobody can say what is there, with the reason;
    ``roots`` the keys of the folders that were searched whole."""

    files: list[FoundFile] = field(default_factory=list)
    missing: list[tuple[Place, str]] = field(default_factory=list)
    unreachable: list[tuple[Place, str]] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)

    @property
    def not_found(self) -> list[tuple[Place, str]]:
        """What is missing or unreachable."""
        return self.missing + self.unreachable


def find_pdfs(paths: Iterable[str]) -> Search:
    """The PDF files that files, folders and globs name, on this machine or in a storage.

    Folders are searched through all their subfolders, but not through links to folders, which may
    lead in a circle; a folder that cannot be read is among what is missing. Raises InputError for
    an address where the library is not installed that reads it.
    """
    search = Search()
    for path in paths:
        _search(path, search)
    once = {found.key: found for found in reversed(search.files)}
    search.files = sorted(once.values(), key=lambda found: (found.path.name, found.key))
    return search


def _search(text: str, search: Search) -> None:
    """Add what one argument names."""
    if is_address(text):
        place = key_to_path(text)
        if isinstance(place, Address):
            _search_storage(place, search)
            return
        text = str(place)
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


def _search_storage(address: Address, search: Search) -> None:
    """Add what an address names: a file, what lies under it, or what fits it as a pattern."""
    try:
        if file := address.stored():
            search.files.append(_stored_to_found(file))
        elif found := address.files():
            pdfs = (file for file in found if file.address.name[-4:].lower() == ".pdf")
            search.files += map(_stored_to_found, pdfs)
            search.roots.append(address.url.rstrip("/"))
        elif found := address.matches():
            search.files += map(_stored_to_found, found)
        else:
            search.missing.append((address, "there is no such file or folder"))
    except FileNotFoundError as error:
        search.missing.append((address, str(error.strerror)))
    except OSError as error:
        search.unreachable.append((address, f"cannot be read: {error.strerror}"))


def _stored_to_found(file: Stored) -> FoundFile:
    return FoundFile(file.address, file.address.url, file.size, file.mtime_ns, file.mark)


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
                        key = text_of(f"{root}/{entry.path[length:].lstrip('/')}")
                        yield from _entry_to_file(entry, key)
        except OSError as error:
            complete = False
            search.missing.append(
                (Path(error.filename or top), f"cannot be read: {error.strerror}")
            )
    if complete:  # else what was not found may be there all the same
        search.roots.append(text_of(root or "/"))


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
