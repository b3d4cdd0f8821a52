"""Which of the files that were found are new, changed, moved or as they were.

Size, time and inode answer for nearly all; only where they differ, or where a file was written just
before it was last read, its content is read again. Nothing hangs on when a sighting is noted: what
is lost with a killed run is looked at again by the next.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal

from pipeline.finding import FoundFile, Search
from pipeline.places import Place, is_under, key_to_path, path_to_key, printable
from pipeline.storages import Address
from pipeline.store import KnownFile, Store, StoredContent

Kind = Literal["new", "unchanged", "duplicate", "moved"]

SETTLED_NS = 2_000_000_000
"""A file that was written this long before it was read shows a later change by its time: some file
systems count in steps of two seconds."""
NOTED_AT_ONCE = 500
"""So many sightings are noted in one transaction."""
HANDED_ON = 8 * 2**20
"""Bytes of a fetched file that are kept for who reads it; a larger one is fetched again."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a file is: ``new`` content, or one that is ``stored``; ``twin`` is another
    name for the same content, ``replaces`` the hash of what lay there before, ``content`` what was
    fetched of a storage to be hashed, unless it is large."""

    kind: Kind
    sha256: str
    stored: StoredContent | None = None
    twin: str | None = None
    replaces: str | None = None
    content: bytes = field(default=b"", repr=False)


class Inventory:
    """What is known of files as a run begins, and what the run sees of them; a ``dry_run`` notes
    nothing."""

    def __init__(self, store: Store, *, dry_run: bool = False) -> None:
        self._store = store
        self.dry_run = dry_run
        self.moment = now()
        self._known = store.files.known()
        self._contents = store.contents()
        self._seen: dict[str, str] = {}
        self._unnoted: list[KnownFile] = []

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        """By hash where that content lay; nothing asks where all is as it was."""
        places = defaultdict(list)
        for one in self._known.values():
            places[one.sha256].append(one.path)
        return places

    def look_at(self, found: FoundFile) -> Sighting:
        """What the file is; OSError if it cannot be read."""
        known, content = self._known.get(found.key), b""
        if known is None or not _is_untouched(known, found):
            hashed_ns = time.time_ns()
            sha256, content = _hash(found.path)
            seen = KnownFile(found.key, sha256, found.size, found.mtime_ns, found.inode, hashed_ns)
            self._note(seen)
        else:
            sha256 = known.sha256
            if known.gone_since:
                self._note(known)
        sighting = self._sighting(found, known, sha256)
        return replace(sighting, content=content) if content else sighting

    def _sighting(self, found: FoundFile, known: KnownFile | None, sha256: str) -> Sighting:
        replaces = known.sha256 if known and known.sha256 != sha256 else None
        first, stored = self._seen.setdefault(sha256, found.key), self._contents.get(sha256)
        if stored is None:
            twin = printable(key_to_path(first).name)
            kind: Kind = "new" if first == found.key else "duplicate"
            return Sighting(kind, sha256, None, None if kind == "new" else twin, replaces)
        if (known and not replaces) or stored.file == printable(found.path.name):
            return Sighting("unchanged", sha256, stored)
        places = [place for place in self._places.get(sha256, ()) if place != found.key]
        moved = places and not any(key_to_path(place).exists() for place in places)
        return Sighting("moved" if moved else "duplicate", sha256, stored, stored.file, replaces)

    def _note(self, seen: KnownFile) -> None:
        self._unnoted.append(seen)
        if len(self._unnoted) >= NOTED_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Store what was seen."""
        if not self.dry_run:
            self._store.files.save(self._unnoted, self.moment)
        self._unnoted = []

    def mark_gone(self, search: Search) -> list[KnownFile]:
        """Note which known files are not there any more, of those that the search would have found;
        returns them."""
        there = {found.key for found in search.files}
        named = {path_to_key(path) for path, _ in search.missing}
        gone = [
            known
            for path, known in self._known.items()
            if path not in there and not known.gone_since
            and (path in named or any(is_under(path, root) for root in search.roots))
        ]  # fmt: skip
        if gone and not self.dry_run:
            self._store.files.mark_gone([known.path for known in gone], self.moment)
        return gone

    def mark_seen(self, search: Search) -> None:
        """Note that everything else that is known was there."""
        self.flush()
        if not self.dry_run:
            folders = tuple(root.rstrip("/") + "/" for root in search.roots)
            single = [found.key for found in search.files if not found.key.startswith(folders)]
            self._store.files.mark_seen(search.roots, single, self.moment)


def now() -> str:
    """The time in UTC, as it is stored."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _hash(path: Place) -> tuple[str, bytes]:
    """The SHA-256 of the file's content, and what of that is to be handed on; OSError if it cannot
    be read."""
    if isinstance(path, Address):
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        return sha256, content if len(content) <= HANDED_ON else b""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), b""


def _is_untouched(known: KnownFile, found: FoundFile) -> bool:
    same = (known.size, known.mtime_ns, known.inode) == (found.size, found.mtime_ns, found.inode)
    return same and known.mtime_ns < known.hashed_ns - SETTLED_NS
