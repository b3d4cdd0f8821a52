"""The site: Datasette with our settings, our pages, and one database that is only read."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from pipeline.errors import StoreError
from pipeline.questions import questions
from pipeline.serve import plugin
from pipeline.serve.desk import Desk
from pipeline.serve.queries import metadata
from pipeline.store import MAPPED, Store, database_file, fold_likes, open_for_reading

HERE = Path(__file__).parent
NAME = "minutes"
"""What the database is called in addresses, whatever its file is."""
SECONDS = 2.0
"""How long a page may ask the database."""
SLOW = 0.05
"""Seconds after which an answer is worth keeping."""
MOST_KEPT = 100
"""Answers kept at a time: each is a page of rows, a thousand at most."""
QUESTION_SECONDS = 10.0
"""How long a ready question may take: it looks through all documents, and its answer is kept."""
SETTINGS = {
    "allow_download": False,  # the file holds the texts of all documents
    "default_page_size": 50,
    "facet_time_limit_ms": 100,
    "max_csv_mb": 20,
    "max_returned_rows": 1000,
    "num_sql_threads": 3,
    "sql_time_limit_ms": int(1000 * QUESTION_SECONDS),
    "suggest_facets": False,  # every column of every table would be counted for each page
}


class MinutesDatabase(Database):  # type: ignore[misc]  # Datasette has no types
    """Datasette's database under any file name, never written to; an answer that took long is kept
    until the database changes."""

    def __init__(self, site: Site, path: str) -> None:
        super().__init__(site, path)
        self._answers: dict[Any, Any] = {}
        self._watching = self.connect()
        self._version = 0

    def version(self) -> int:
        """A number that is another one once somebody has written the database."""
        found: int = self._watching.execute("PRAGMA data_version").fetchone()[0]
        return found

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = False,
    ) -> Any:
        """What a query finds; errors are for who asked it, not for the terminal."""
        version = self.version()
        if version != self._version:
            self._answers.clear()
            self._version = version
        key = (sql, repr(params), truncate, page_size)
        if key in self._answers:
            return self._answers[key]
        limit = min(custom_time_limit or 1000 * SECONDS, 1000 * SECONDS)
        if sql in {question.sql for question in questions().values()}:
            limit = 1000 * QUESTION_SECONDS
        began = time.perf_counter()
        answer = await super().execute(
            sql, params, truncate, limit, page_size, log_sql_errors=False
        )
        took = time.perf_counter() - began
        if took > SLOW and len(self._answers) < MOST_KEPT and version == self.version():
            self._answers[key] = answer
        return answer

    def all_views(self) -> list[str]:
        """The views, by name."""
        with closing(self.connect()) as connection:
            query = "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name"
            return [name for (name,) in connection.execute(query)]

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection that cannot write; StoreError where Datasette would like one that can."""
        if write:
            raise StoreError("the web view writes nothing")
        address = f"file:{quote(str(self.path))}?mode=ro"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.execute("PRAGMA query_only=ON")
        connection.execute(f"PRAGMA mmap_size={MAPPED}")
        fold_likes(connection)
        self._all_file_connections.append(connection)
        return connection


class Site(Datasette):  # type: ignore[misc]
    """Datasette that knows the store whose pages it shows, and to which hosts it answers."""

    def __init__(
        self, store: Store, path: Path, hosts: frozenset[str], desk: Desk | None = None
    ) -> None:
        self.store = store
        self.database = str(path)
        self.hosts = hosts
        self.desk = desk
        super().__init__(
            metadata=metadata(NAME), settings=SETTINGS, template_dir=str(HERE / "templates"),
            static_mounts=[("assets", str(HERE / "static"))], memory=True,
        )  # fmt: skip
        self.remove_database("_memory")
        self.add_database(MinutesDatabase(self, str(path)), name=NAME)

    def close(self) -> None:
        """Close every connection."""
        for database in self.databases.values():
            database.close()
        if self.executor:
            self.executor.shutdown()
        self.store.close()


def open_site(database: str, hosts: frozenset[str] = frozenset(), desk: Desk | None = None) -> Site:
    """The site over a database file or URL; it answers to loopback's names and ``hosts``, and takes
    corrections where there is a ``desk``.

    Raises StoreError if the database is missing, locked, damaged, or not ours.
    """
    store = open_for_reading(database, seconds=SECONDS)
    path = database_file(database)
    assert path  # one that is read from is a file
    if not pm.has_plugin(plugin.NAME):
        pm.register(plugin, plugin.NAME)
        # Its own prints every error, 404 as well, with all local variables, which hold names.
        pm.unregister(name="datasette.handle_exception")
    return Site(store, path.absolute(), hosts, desk)
