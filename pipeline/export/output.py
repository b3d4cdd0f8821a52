"""Files and folders that are there once they are whole, and replace others when asked to alone."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import InputError

Advance = Callable[[int, int, str], None]
"""Told how many are done, of how many, and which is next."""


def refuse_existing(output: str, *, force: bool, folder: bool = False) -> None:
    """Raise InputError if there is something at ``output`` that may not be replaced.

    With ``force`` a file may be, and a folder that holds nothing but what an export writes.
    """
    path = Path(output)
    if not path.exists() or _is_stream(path):
        return
    if path.is_dir() and not folder:
        raise InputError(f"{output} is a folder: name a file with -o")
    if folder and not path.is_dir():
        raise InputError(f"{output} is a file: name a folder with -o")
    if not force:
        raise InputError(f"{output} is there already: name another -o, or replace it with --force")
    if folder and (others := [one.name for one in path.iterdir() if not _is_ours(one)]):
        raise InputError(f"{output} holds other files ({others[0]}): name another folder with -o")


@contextmanager
def new_file(output: str) -> Iterator[Path]:
    """A path to write to, which becomes ``output`` when the block ends well.

    A device or a pipe is written to as it is. Raises InputError if it cannot be written.
    """
    whole = Path(output)
    if _is_stream(whole):
        with _explained(output):
            yield whole
        return
    part = _part(whole)
    try:
        with _explained(output):
            yield part
            part.replace(whole)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def new_folder(output: str) -> Iterator[Path]:
    """A folder to write into, which takes the place of ``output`` when the block ends well.

    Raises InputError if it cannot be written.
    """
    whole = Path(output)
    part, old = _part(whole), _part(whole)
    try:
        with _explained(output):
            part.mkdir()
            yield part
            if whole.exists():
                whole.replace(old)
            part.replace(whole)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _part(whole: Path) -> Path:
    """A name beside it that nobody has."""
    return whole.with_name(f".{whole.name}.{secrets.token_hex(4)}.part")


def _is_stream(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _is_ours(path: Path) -> bool:
    return path.is_file() and (
        path.suffix in (".csv", ".parquet") or path.name in ("README.md", "datapackage.json")
    )


@contextmanager
def _explained(output: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(
            f"{output} cannot be written ({error.strerror}): name another -o"
        ) from error
