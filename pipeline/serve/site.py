"""The site: Datasette with our settings, our pages, and one database that is only read."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from pipeline.errors import StoreError
from pipeline.serve import plugin
from pipeline.serve.queries import metadata
from pipeline.store import Store, database_file, open_for_reading

HERE = Path(__file__).parent
NAME = "minutes"
"""What the database is called in addresses, whatever its file is."""
SECONDS = 2.0
"""How long a page may ask the database."""
SETTINGS = {
    "allow_download": False,  # the file holds the texts of all documents
    "default_page_size": 50,
    "facet_time_limit_ms": 100,
    "max_csv_mb": 20,
    "max_returned_rows": 1000,
    "num_sql_threads": 3,
    "sql_time_limit_ms": int(1000 * SECONDS),
    "suggest_facets": False,  # every column of every table would be counted for each page
}


class MinutesDatabase(Database):  # type: ignore[misc]  # Datasette has no types
    """Datasette's database under any file name, never written to."""

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection that cannot write; StoreError where Datasette would like one that can."""
        if write:
            raise StoreError("the web view writes nothing")
        address = f"file:{quote(str(self.path))}?mode=ro"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.execute("PRAGMA query_only=ON")
        self._all_file_connections.append(connection)
        return connection


class Site(Datasette):  # type: ignore[misc]
    """Datasette that knows the store whose pages it shows, and to which hosts it answers."""

    def __init__(self, store: Store, path: Path, hosts: frozenset[str]) -> None:
        self.store = store
        self.hosts = hosts
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


def open_site(database: str, hosts: frozenset[str] = frozenset()) -> Site:
    """The site over a database file or URL; it answers to loopback's names and ``hosts``.

    Raises StoreError if the database is missing, locked, damaged, or not ours.
    """
    store = open_for_reading(database, seconds=SECONDS)
    path = database_file(database)
    assert path  # one that is read from is a file
    if not pm.has_plugin(plugin.NAME):
        pm.register(plugin, plugin.NAME)
    return Site(store, path.absolute(), hosts)
