"""Permissions that hold for the tests, even where root runs them, who passes by any."""

from __future__ import annotations

import os
import pwd
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.postgres import NOBODY


@contextmanager
def ordinary_user() -> Iterator[None]:
    """In the block this process may do what an ordinary user may; the test is skipped where root
    may not become one. Modules are imported before: they may lie where that user cannot look."""
    if os.geteuid() != 0:
        yield
        return
    try:
        os.seteuid(pwd.getpwnam(NOBODY).pw_uid)
    except (KeyError, PermissionError) as error:
        pytest.skip(f"root may read every file, and may not become {NOBODY}: {error}")
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that every user may look into, unlike pytest's own; gone at the end."""
    with tempfile.TemporaryDirectory(prefix="poytakirja-") as made:
        Path(made).chmod(0o755)
        yield Path(made)
