"""One run at a time: a lock beside the database, which ends with the process that holds it."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import BusyError, StoreError
from pipeline.store.database import database_file


@contextmanager
def locked_for_run(database: str) -> Iterator[None]:
    """While the block runs no other run may write the database at this path or URL.

    The lock is a file beside the database, not one of SQLite's, so that readers, and people who
    join or correct, need not wait. Raises BusyError if another run holds it, StoreError if the file
    cannot be made.
    """
    path = database_file(database)
    if path is None:
        yield
        return
    beside = path.with_name(f"{path.name}.lock")
    try:
        file = beside.open("ab")
    except OSError as error:
        raise StoreError(f"{beside} cannot be written: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(f"Another run writes {path}: wait until it has finished") from None
        yield


def require_space(database: str, megabytes: int) -> None:
    """Raise StoreError where the disk of the database has less than so many MiB free."""
    path = database_file(database)
    if path is None:
        return
    free = shutil.disk_usage(path.absolute().parent).free / 2**20
    if free < megabytes:
        raise StoreError(
            f"The disk of {path} has {free:.0f} MiB free, less than the {megabytes} of "
            "POYTAKIRJA_FREE: free some space, or ask for less"
        )
