"""What the code of each released schema stored is there after the upgrade, whole and readable."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from models.tables import REVISION
from pipeline.export import export_records
from pipeline.store import Store, check_database, open_store
from tests.building import connect
from tests.released import FOLDER, NEVER_ALONE, unpack

RELEASED = sorted(path.name.partition(".")[0] for path in FOLDER.glob("*.xz"))
INDEX = "name NOT LIKE 'search_index%' AND name NOT LIKE 'sqlite%' AND name <> 'alembic_version'"


def test_every_released_schema_has_its_database() -> None:
    every = {f"{number:04}" for number in range(1, int(REVISION) + 1)}
    assert every - NEVER_ALONE == set(RELEASED), "python -m tests.released"


def rows(database: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables."""
    with connect(database) as connection:
        query = f"SELECT name FROM sqlite_master WHERE type = 'table' AND {INDEX}"
        names = [name for (name,) in connection.execute(query)]
        found = {}
        for name in names:
            taken = connection.execute(f'SELECT * FROM "{name}"')
            columns = [one[0] for one in taken.description]
            found[name] = [dict(zip(columns, row, strict=True)) for row in taken]
    return found


def lost(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    """The rows of a table that are not there any more with all their values."""
    columns = list(before[0]) if before else []
    old = Counter(tuple(row[column] for column in columns) for row in before)
    return old - Counter(tuple(row.get(column) for column in columns) for row in after)


@pytest.mark.parametrize("revision", RELEASED)
def test_nothing_is_lost_by_the_upgrade(tmp_path: Path, revision: str) -> None:
    database = unpack(revision, tmp_path)
    before = rows(database)
    assert len(before["documents"]) == 2
    with open_store(str(database)) as store:
        read_all(store)
    after = rows(database)
    assert {name: lost(held, after[name]) for name, held in before.items()} == {
        name: Counter() for name in before
    }
    assert check_database(str(database)) == []


def read_all(store: Store) -> None:
    """Every document as a record, every view, the tasks and the search index, which older
    schemas do not have."""
    documents = store.documents()
    assert [one.file for one in documents] == ["muistio.pdf", "toinen.pdf"]
    lines = "".join(export_records(store, documents, "jsonl")).splitlines()
    assert len(lines) == 2
    assert all("Seuraavat toimet" in line for line in lines)
    with store.engine.connect() as connection:
        views = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'view'")
        for view in views.scalars().all():
            connection.exec_driver_sql(f"SELECT * FROM {view}").all()
        [entries] = connection.exec_driver_sql("SELECT count(*) FROM search_index").scalars()
        [steps] = connection.exec_driver_sql("SELECT count(*) FROM actions_through_time").scalars()
    assert entries > 0
    assert steps > 0
