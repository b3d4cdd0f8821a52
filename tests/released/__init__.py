"""Databases as the code of each released schema left them, each in a file ``REVISION.db.xz``.

``python -m tests.released`` writes the one of today's revision; it belongs into the commit that
makes the revision, and is never changed afterwards.
"""

from __future__ import annotations

import lzma
from pathlib import Path

FOLDER = Path(__file__).parent
NEVER_ALONE = {"0013"}
"""Revisions that no commit left as the newest."""


def unpack(revision: str, folder: Path) -> Path:
    """The database of the revision, in a file of its own in the folder."""
    path = folder / f"{revision}.db"
    path.write_bytes(lzma.decompress((FOLDER / f"{revision}.db.xz").read_bytes()))
    return path
