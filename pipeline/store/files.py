"""Where contents were seen: which file holds which, what replaced it, whether it is still there."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, Update, bindparam, delete, func, select, text, update

from models.tables import DOCUMENT_LINKS, DOCUMENTS, FILE_ORIGINS, FILES, METADATA
from pipeline.places import key_to_path, printable
from pipeline.store.asking import Query
from pipeline.store.links import FILE, Link, add_links
from pipeline.store.threads import places_of, thread_again

if TYPE_CHECKING:
    from pipeline.store.guarding import Guard

TABLES = METADATA.tables
Transaction = Callable[..., AbstractContextManager[Connection]]


class KnownFile(NamedTuple):
    """What lay at a path when it was last seen. Times are in nanoseconds, sizes in bytes."""

    path: str
    sha256: str
    size: int
    mtime_ns: int
    inode: int
    hashed_ns: int
    gone_since: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """What a manifest says of a file."""

    address: str | None = None
    organisation: str | None = None
    archive_id: str | None = None


class Files:
    """The files of an open database; every method is one transaction. ``moment`` is the time of the
    run in UTC, as text."""

    def __init__(
        self, transaction: Transaction, guard: Callable[[], Guard | None] = lambda: None
    ) -> None:
        self._transaction, self._guard = transaction, guard

    def known(self) -> dict[str, KnownFile]:
        """By path what lay there last."""
        query = select(*(TABLES["files"].c[name] for name in KnownFile._fields))
        with self._transaction() as connection:
            rows = connection.execute(query.where(FILES.c.replaced_at.is_(None))).all()
        return {row[0]: KnownFile._make(row) for row in rows}

    def paths_of(self, sha256: str) -> list[str]:
        """Where this content lies, or lay last before it was gone, what is still there first."""
        query = (
            select(FILES.c.path)
            .where(FILES.c.sha256 == sha256, FILES.c.replaced_at.is_(None))
            .order_by(FILES.c.gone_since.is_not(None), FILES.c.path)
        )
        with self._transaction() as connection:
            return list(connection.execute(query).scalars())

    def save(self, seen: Sequence[KnownFile], moment: str) -> None:
        """Note what lies where now. What lay there before is kept as replaced, and documents bear
        the name that their file has now. A path that names somebody who was forgotten is masked."""
        if guard := self._guard():
            seen = [one._replace(path=guard.mask_path(one.path)) for one in seen]
        rows = [one._asdict() | {"first_seen": moment, "last_seen": moment} for one in seen]
        if not rows:
            return
        with self._transaction(writing=True) as connection:
            connection.execute(_REPLACE, [row | {"moment": moment} for row in rows])
            connection.execute(_UPSERT, rows)
            paths = [one.path for one in seen]
            _follow_names(connection, paths)
            replaced = _REPLACED_AT.column(connection, paths=json.dumps(paths))
            link_replaced(connection, replaced)
            thread_again(connection, places_of(connection, replaced))

    def mark_gone(self, paths: Sequence[str], moment: str) -> None:
        """Note that nothing lies there any more."""
        with self._transaction(writing=True) as connection:
            _each(
                connection,
                update(FILES)
                .where(FILES.c.path == bindparam("key"), FILES.c.replaced_at.is_(None))
                .values(gone_since=moment),
                paths,
            )
            _follow_names(connection, paths)

    def mark_seen(self, roots: Sequence[str], paths: Sequence[str], moment: str) -> None:
        """Note that all that is known there, in folders and at paths, was seen again."""
        there = (FILES.c.gone_since.is_(None), FILES.c.replaced_at.is_(None))
        seen = update(FILES).where(*there).values(last_seen=moment)
        with self._transaction(writing=True) as connection:
            for root in roots:
                first, last = root.rstrip("/") + "/", root.rstrip("/") + "0"
                connection.execute(seen.where(FILES.c.path > first, FILES.c.path < last))
            _each(connection, seen.where(FILES.c.path == bindparam("key")), paths)

    def describe(self, origins: Mapping[str, Origin]) -> None:
        """Keep what a manifest says of files, by path, in place of what one said before."""
        guard = self._guard() if origins else None
        paths = {path: guard.mask_path(path) if guard else path for path in origins}
        rows = [{"path": paths[path]} | asdict(origin) for path, origin in origins.items()]
        if rows:
            with self._transaction(writing=True) as connection:
                connection.execute(_DESCRIBE, rows)

    def gone(self) -> dict[str, str]:
        """By hash since when no file holds this content any more, among those that were gone."""
        query = (
            select(FILES.c.sha256, func.max(FILES.c.gone_since))
            .where(FILES.c.replaced_at.is_(None))
            .group_by(FILES.c.sha256)
            .having(func.count() == func.count(FILES.c.gone_since))
        )
        with self._transaction() as connection:
            return {key: since for key, since in connection.execute(query).tuples() if since}

    def replaced(self) -> dict[str, str]:
        """By hash since when another content lies everywhere that this one was."""
        query = (
            select(FILES.c.sha256, func.max(FILES.c.replaced_at))
            .group_by(FILES.c.sha256)
            .having(func.count() == func.count(FILES.c.replaced_at))
        )
        with self._transaction() as connection:
            return {key: when for key, when in connection.execute(query).tuples() if when}


_UPSERT = text("""
INSERT INTO files (path, sha256, size, mtime_ns, inode, hashed_ns, first_seen, last_seen)
VALUES (:path, :sha256, :size, :mtime_ns, :inode, :hashed_ns, :first_seen, :last_seen)
ON CONFLICT (path, sha256) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns,
    inode = excluded.inode, hashed_ns = excluded.hashed_ns, last_seen = excluded.last_seen,
    gone_since = NULL, replaced_at = NULL
""")
_DESCRIBE = text("""
INSERT INTO file_origins (path, address, organisation, archive_id)
VALUES (:path, :address, :organisation, :archive_id)
ON CONFLICT (path) DO UPDATE SET address = excluded.address,
    organisation = excluded.organisation, archive_id = excluded.archive_id
""")
_REPLACE = text("""
UPDATE files SET replaced_at = :moment
WHERE path = :path AND sha256 <> :sha256 AND replaced_at IS NULL
""")
_HASHES = text(
    "SELECT DISTINCT sha256 FROM files WHERE path IN (SELECT value FROM json_each(:paths))"
)
_AT_REPLACED = """
SELECT DISTINCT sha256 FROM files WHERE path IN (
    SELECT path FROM files WHERE path IN ({paths}) AND replaced_at IS NOT NULL
)
"""
_REPLACED_AT = Query(text(_AT_REPLACED.format(paths="SELECT value FROM json_each(:paths)")))
_REPLACED = Query(text(_AT_REPLACED.format(paths="SELECT path FROM files WHERE sha256 = :sha256")))
_NAMES = text("""
SELECT documents.sha256, documents.file, files.path
FROM json_each(:hashes) JOIN documents ON documents.sha256 = value AND documents.part = 1
JOIN files ON files.sha256 = documents.sha256
WHERE files.replaced_at IS NULL AND files.gone_since IS NULL
""")
_NEWER = text("""
SELECT newer.sha256 FROM files AS older
JOIN files AS newer ON newer.path = older.path AND newer.sha256 <> older.sha256
    AND (newer.replaced_at IS NULL OR newer.replaced_at > older.replaced_at)
WHERE older.sha256 = :sha256 AND older.replaced_at IS NOT NULL
    AND EXISTS (SELECT 1 FROM documents WHERE documents.sha256 = newer.sha256)
    AND NOT EXISTS (SELECT 1 FROM files WHERE sha256 = :sha256
        AND replaced_at IS NULL AND gone_since IS NULL)
ORDER BY newer.replaced_at IS NULL DESC, newer.replaced_at DESC, newer.path LIMIT 1
""")


def _each(connection: Connection, statement: Update, paths: Iterable[str]) -> None:
    if keys := [{"key": path} for path in paths]:
        connection.execute(statement, keys)


def _follow_names(connection: Connection, paths: Sequence[str]) -> None:
    """Give the documents of files at these paths a name that their content bears now, where it
    bears the old one nowhere."""
    hashes = list(connection.execute(_HASHES, {"paths": json.dumps(paths)}).scalars())
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for sha256, file, path in connection.execute(_NAMES, {"hashes": json.dumps(hashes)}).tuples():
        names[sha256, file].add(printable(key_to_path(path).name))
    for (sha256, file), there in names.items():
        if file not in there:
            renamed = update(DOCUMENTS).where(DOCUMENTS.c.sha256 == sha256)
            connection.execute(renamed.values(file=min(there)))


def link_replaced(connection: Connection, hashes: Iterable[str]) -> None:
    """Note of these contents which is an earlier version: one that lies nowhere any more, with
    another one that is stored in its place."""
    for sha256 in hashes:
        own = _parts(connection, sha256)
        connection.execute(
            delete(DOCUMENT_LINKS).where(
                DOCUMENT_LINKS.c.found_by == FILE, DOCUMENT_LINKS.c.document_id.in_(own.values())
            )
        )
        newer = connection.execute(_NEWER, {"sha256": sha256}).scalar_one_or_none()
        others = _parts(connection, newer) if newer else {}
        links = [Link(own[n], others[n], "earlier", 0, FILE) for n in own if n in others]
        add_links(connection, links, instead=True)


def replaced_with(connection: Connection, sha256: str) -> list[str]:
    """The contents that have lain where this one did, and itself, where any was replaced."""
    return _REPLACED.column(connection, sha256=sha256)


def forget_content(connection: Connection, sha256: str) -> None:
    """Forget where this content lay, and what a manifest said of it."""
    paths = select(FILES.c.path).where(FILES.c.sha256 == sha256)
    connection.execute(delete(FILE_ORIGINS).where(FILE_ORIGINS.c.path.in_(paths)))
    connection.execute(delete(FILES).where(FILES.c.sha256 == sha256))


def _parts(connection: Connection, sha256: str) -> dict[int, str]:
    """The keys of the file's documents by their number."""
    query = select(DOCUMENTS.c.part, DOCUMENTS.c.id).where(DOCUMENTS.c.sha256 == sha256)
    return dict(connection.execute(query).tuples().all())
