"""PostgreSQL in the place of SQLite: the same tables, views, records, by several writers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from click.testing import CliRunner
from sqlalchemy import Connection, create_engine

from models.records import Record
from models.tables import METADATA, REVISION
from pipeline.cli import main
from pipeline.errors import StoreError
from pipeline.export import export_records
from pipeline.ingest import ingest_paths
from pipeline.store import Store, back_up, check_database, database_exists, open_store, restore
from pipeline.store.database import migrating
from pipeline.store.postgresql import SINCE
from tests.building import make_record
from tests.postgres import Databases
from tests.torturing import OWN, ingest

VIEWS = "SELECT viewname FROM pg_views WHERE schemaname = current_schema() ORDER BY viewname"
TEXTS = """
SELECT table_name, column_name FROM information_schema.columns JOIN pg_tables
    ON schemaname = table_schema AND tablename = table_name
WHERE table_schema = current_schema() AND data_type IN ('character varying', 'text')
    AND collation_name IS DISTINCT FROM 'C' AND table_name <> 'alembic_version'
"""


@pytest.fixture
def store(postgresql: Databases) -> Iterator[Store]:
    with open_store(postgresql.new()) as opened:
        yield opened


def address(store: Store) -> str:
    return store.engine.url.render_as_string(hide_password=False)


def records() -> list[Record]:
    """Four documents that share a day and their people."""
    made = [make_record(f"{name}.pdf", name) for name in "abcd"]
    return [replace_number(record, str(at)) for at, record in enumerate(made)]


def replace_number(record: Record, number: str) -> Record:
    meeting = replace(record.minutes.meeting, number=number)
    return replace(record, minutes=replace(record.minutes, meeting=meeting))


def view_names(connection: Connection) -> list[str]:
    return list(connection.exec_driver_sql(VIEWS).scalars())


def everything(store: Store, names: list[str]) -> dict[str, list[dict[str, Any]]]:
    """All rows of these tables and views; tables may have their columns in another order."""
    with store.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings() for name in names
        }
        return {
            name: sorted((dict(sorted(dict(row).items())) for row in rows), key=str)
            for name, rows in found.items()
        }


# --- the schema -----------------------------------------------------------------------------------


def assert_schema(store: Store, sqlite: Store) -> None:
    with store.engine.connect() as connection:
        options = {"compare_type": True, "include_name": lambda name, *_: name != "search_index"}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
        assert connection.exec_driver_sql(TEXTS).all() == [], "give them models.tables.TEXT"
        columns = {
            name: list(connection.exec_driver_sql(f"SELECT * FROM {name}").keys())
            for name in view_names(connection)
        }
    with sqlite.engine.connect() as connection:
        views = "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name"
        assert columns == {
            name: list(connection.exec_driver_sql(f"SELECT * FROM {name}").keys())
            for name in connection.exec_driver_sql(views).scalars().all()
        }


@pytest.mark.parametrize(
    "revision", [f"{number:04}" for number in range(int(SINCE), int(REVISION))]
)
def test_it_has_the_tables_and_views_of_sqlite_after_the_migrations_since(
    store: Store, revision: str
) -> None:
    with open_store("sqlite://", create=True) as sqlite:
        assert_schema(store, sqlite)
        store.save_record(make_record())
        names = [*METADATA.tables, "search_index"]
        before = everything(store, names)
        with migrating(store.engine) as config:
            command.downgrade(config, revision)
        with migrating(store.engine) as config:
            command.upgrade(config, "head")
        store.persons.find_in_older()  # as opening does
        store.search.fill_in_older()
        store.tasks.find_in_older()
        assert_schema(store, sqlite)
        assert everything(store, names) == before


def test_the_views_tell_the_same(store: Store) -> None:
    with open_store("sqlite://", create=True) as sqlite, store.engine.connect() as connection:
        for record in records():
            sqlite.save_record(record)
        for record in reversed(records()):
            store.save_record(record)
        names = view_names(connection)
        assert everything(store, names) == everything(sqlite, names)


# --- several writers ------------------------------------------------------------------------------


def test_two_writers_at_once_leave_what_one_leaves(postgresql: Databases) -> None:
    shared = postgresql.new()

    def write(order: list[Record]) -> None:
        with open_store(shared) as writer:
            for record in order:
                writer.save_record(record)

    with ThreadPoolExecutor(3) as threads:
        orders = [records(), records()[::-1], records()[2:] + records()[:2]]
        list(threads.map(write, orders))
    with open_store(shared) as store, open_store("sqlite://", create=True) as alone:
        write_all(alone)
        names = list(METADATA.tables)
        assert everything(store, names) == everything(alone, names)


def test_ingests_of_several_machines_at_once_leave_what_one_leaves(
    postgresql: Databases, samples: Path, tmp_path: Path
) -> None:
    """Each a process of its own, on a database that is not made yet, with files in common."""
    shared, plain = postgresql.new(empty=True), str(tmp_path / "plain.db")
    files = sorted(str(path) for path in samples.glob("[kst]a*.pdf"))
    assert len(files) > 3
    runs = [ingest(shared, *some, "--jobs", "0") for some in (files, files[::-1], files[:2])]
    told = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], told
    with open_store(plain, create=True) as alone, open_store(shared) as store:
        ingest_paths(files, alone)
        names = [name for name in METADATA.tables if name not in OWN]
        assert everything(store, names) == everything(alone, names)
        known = store.files.known()
        assert sorted(known) == files
        assert [run.exit_code for run in store.runs.latest(9)] == [0, 0, 0]
        assert list(export_records(store, store.documents(), "jsonl")) == list(
            export_records(alone, alone.documents(), "jsonl")
        )


def write_all(store: Store) -> None:
    for record in records():
        store.save_record(record)


def test_who_only_reads_cannot_write_and_need_not_wait(store: Store) -> None:
    store.save_record(make_record())
    with store._transaction(writing=True), open_store(address(store)) as other:
        assert len(other.documents()) == 1
    with pytest.raises(StoreError, match="cannot be written"), store._transaction() as connection:
        connection.exec_driver_sql("DELETE FROM documents")


def test_a_writer_that_waits_too_long_says_so(store: Store) -> None:
    with (
        store._transaction(writing=True),
        open_store(address(store), busy_seconds=0.01) as other,
        pytest.raises(StoreError, match="another process"),
    ):
        other.save_record(make_record())


# --- documents ------------------------------------------------------------------------------------


def test_a_document_that_the_database_refuses_is_no_trouble_with_the_database(store: Store) -> None:
    record = make_record()
    name = "".join(chr(0x4E00 + at) for at in range(5000))  # too long for an index, as it is
    meeting = replace(record.minutes.meeting, body=name)
    with pytest.raises(Exception, match="index row") as caught:
        store.save_record(replace(record, minutes=replace(record.minutes, meeting=meeting)))
    assert not isinstance(caught.value, StoreError)
    assert store.documents() == []


def test_the_command_does_with_it_what_it_does_with_sqlite(
    postgresql: Databases, samples: Path
) -> None:
    database, sample = postgresql.new(empty=True), samples / "tyoryhma-2025-03-06.pdf"

    def run(*words: str) -> str:
        done = CliRunner().invoke(main, [*words, "--db", database], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    assert not database_exists(database)
    assert "1 to be read" in run("ingest", str(sample), "--dry-run", "--jobs", "0")
    assert not database_exists(database)
    assert "1 stored" in run("ingest", str(sample), "--jobs", "0")
    assert "1 stored already" in run("ingest", str(sample), "--jobs", "0")
    assert sample.name in run("list")
    assert sample.name in run("search", "lähete")
    assert "1 stored, 2 pages" in run("runs")
    assert "Hanna Saarelma-Kontu" in run("people", "list")
    assert "1 documents" in run("doctor")
    with open_store(database) as store:
        exported = "".join(export_records(store, store.documents(), "jsonl"))
    assert run("export", "--format", "jsonl") == exported
    run("remove", sample.name)
    assert sample.name not in run("list")


# --- what can go wrong ----------------------------------------------------------------------------


def test_what_is_not_there_is_said(postgresql: Databases, store: Store, tmp_path: Path) -> None:
    empty = postgresql.new(empty=True)
    for database, message in {
        empty: "poytakirja ingest",
        empty.replace("/minutes", "/ei_ole"): "createdb",
        f"postgresql://nobody@/minutes?host={tmp_path}": "cannot be reached",
    }.items():
        with pytest.raises(StoreError, match=message):
            open_store(database)


def test_another_programs_database_is_left_alone(postgresql: Databases) -> None:
    database = postgresql.new(empty=True)
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE documents (title text)")
    with pytest.raises(StoreError, match="another program"):
        open_store(database, create=True)
    engine.dispose()


def test_copies_are_left_to_its_own_tools(store: Store, tmp_path: Path) -> None:
    for copy in (back_up, restore):
        with pytest.raises(StoreError, match="pg_dump"):
            copy(address(store), tmp_path / "copy.db")
    assert check_database(address(store)) == []


def test_without_psycopg_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"poytakirja\[postgresql\]"):
        open_store("postgresql://kone/kanta")
