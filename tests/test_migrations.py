"""The migrations make exactly the tables of the module, up and down, and the views work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.records import Warning
from models.tables import APPLICATION_ID, METADATA, REVISION
from models.warnings import SEVERITIES
from pipeline.errors import StoreError
from pipeline.store import Store, open_store
from pipeline.store.database import migrating
from pipeline.store.describe import schema_to_markdown
from tests.building import connect, make_record

ROOT = Path(__file__).parents[1]
MIGRATIONS = ROOT / "models" / "migrations"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "minutes.db"), create=True) as opened:
        yield opened


def test_the_migrations_make_the_tables_of_the_module(store: Store) -> None:
    with store.engine.connect() as connection:
        options = {"compare_type": True, "include_name": is_no_index}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


def is_no_index(name: str | None, _kind: str, _parents: object) -> bool:
    """False for the full-text index and the tables in which SQLite keeps it."""
    return not (name or "").startswith("search_index")


def checks(sql: str) -> list[str]:
    found = re.findall(r"CONSTRAINT \w+ CHECK \(.+?\)\)?(?=,|\n)", sql)
    return sorted(re.sub(r"\s+", " ", check) for check in found)


def test_the_migrations_make_the_checks_of_the_module(store: Store, tmp_path: Path) -> None:
    """Alembic does not compare checks."""
    from sqlalchemy import create_engine

    plain = create_engine("sqlite://")
    METADATA.create_all(plain)
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name != 'alembic_version'"
    found = []
    for engine in (store.engine, plain):
        with engine.connect() as connection:
            tables = connection.exec_driver_sql(query).all()
        made = [(name, sql) for name, sql in tables if is_no_index(name, "table", None)]
        found.append({name: checks(sql) for name, sql in made})
    plain.dispose()
    assert found[0] == found[1]
    assert sum(map(len, found[0].values())) > 15


def test_the_newest_migration_is_the_one_that_the_module_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def test_the_migrations_can_be_taken_back(store: Store) -> None:
    with migrating(store.engine) as config:
        command.downgrade(config, "base")
    with store.engine.connect() as connection:
        left = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
    assert [name for name in left if "alembic" not in name] == []


@pytest.mark.parametrize("revision", [f"{number:04}" for number in range(1, int(REVISION))])
def test_what_an_older_database_holds_is_there_after_the_upgrade(
    store: Store, revision: str
) -> None:
    record = make_record()
    store.save_record(record)
    before = everything(store)
    with migrating(store.engine) as config:
        command.downgrade(config, revision)
    with store.engine.connect() as connection:
        columns = connection.exec_driver_sql("PRAGMA table_info(documents)").mappings().all()
        assert ("part" in [column["name"] for column in columns]) == (revision > "0001")
    with migrating(store.engine) as config:
        command.upgrade(config, "head")
    store.persons.find_in_older()  # as opening does
    store.search.fill_in_older()
    store.tasks.find_in_older()
    assert everything(store) == before
    assert store.load_record(record.document.sha256).findings.people == record.findings.people


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables and views."""
    with store.engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE '%AS%'")
        tables = [*METADATA.tables, *VIEWS]
        assert set(tables) >= set(names.scalars()) & set(VIEWS)
        return {
            name: sorted(map(tuple, connection.exec_driver_sql(f'SELECT * FROM "{name}"')), key=str)
            for name in tables
        }


def test_a_new_database_bears_our_mark(store: Store) -> None:
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION_ID


def test_a_database_of_a_newer_version_is_refused(store: Store, tmp_path: Path) -> None:
    store.close()
    with connect(tmp_path / "minutes.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="upgrade"):
        open_store(str(tmp_path / "minutes.db"))


def test_a_database_whose_making_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "minutes.db"
    path.touch()
    with open_store(str(path)) as store:
        assert store.documents() == []


ACROSS = [
    "facts_corrected",
    "matters_through_time",
    "affiliations_through_time",
    "files_overview",
    "forms_of_people",
    "people_through_time",
]
"""Views over several documents: tested in test_persons, test_inventory and
test_corrections."""
VIEWS = [
    "actions_through_time",
    "attendance_by_meeting",
    "ballots_by_decision",
    "dates_by_meeting",
    "decisions_with_items",
    "documents_overview",
    "items_by_meeting",
    "links_by_meeting",
    "meetings_overview",
    "mentions_by_item",
    "open_actions",
    "organisations_by_meeting",
    "people_by_meeting",
    "presence_by_item",
    "references_by_meeting",
    "sections_by_item",
    "statistics_with_context",
    "warnings_by_severity",
]


def rows(store: Store, view: str) -> list[dict[str, object]]:
    with store.engine.connect() as connection:
        return [dict(row) for row in connection.exec_driver_sql(f"SELECT * FROM {view}").mappings()]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_a_row_for_the_record(store: Store, view: str) -> None:
    store.save_record(make_record())
    found = rows(store, view)
    assert found
    assert found[0]["meeting"] == "Testityöryhmän muistio"
    assert found[0]["file"] == "muistio.pdf"


def test_the_views_that_are_tested_are_those_that_there_are(store: Store) -> None:
    with store.engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name"
        ).scalars()
        assert list(found) == sorted([*VIEWS, *ACROSS])


def test_a_matter_is_followed_from_meeting_to_meeting(store: Store) -> None:
    for day, content in (("2025-03-01", "b"), ("2024-12-12", "a")):
        record = make_record(f"{day}.pdf", content)
        [reference] = record.findings.references
        found = replace(reference, kind="record", ref="TEST/12/2024")
        meeting = replace(record.minutes.meeting, date=day)
        store.save_record(
            replace(
                record,
                minutes=replace(record.minutes, meeting=meeting),
                findings=replace(record.findings, references=(found,)),
            )
        )
    steps = rows(store, "matters_through_time")
    assert [(row["matter"], row["date"], row["step"], row["steps"]) for row in steps] == [
        ("TEST/12/2024", "2024-12-12", 1, 2),
        ("TEST/12/2024", "2025-03-01", 2, 2),
    ]
    assert [(row["item"], row["decisions"]) for row in steps] == [("2", "approved")] * 2


def test_open_actions_say_who_what_and_when(store: Store) -> None:
    store.save_record(make_record())
    [action] = rows(store, "open_actions")
    assert action["assignees"] == "Onni Koemies, työryhmä"
    assert action["due"] == "2025-01-31"
    assert action["overdue"] == 1
    assert (action["item"], action["title"]) == ("2.1", "Seuraavat toimet")


def test_statistics_come_with_their_paragraph(store: Store) -> None:
    store.save_record(make_record())
    [statistic] = rows(store, "statistics_with_context")
    assert statistic["quote"] == "noin 45 %\n(edellisellä kerralla 41 %"
    assert str(statistic["context"]).startswith("Aino Esimerkki avasi kokouksen. Käyttäjiä")


def test_people_by_meeting_have_their_role_and_their_items(store: Store) -> None:
    store.save_record(make_record())
    by_name = {row["name"]: row for row in rows(store, "people_by_meeting")}
    assert by_name["Onni Koemies"]["role"] == "deputy"
    assert by_name["Onni Koemies"]["items"] == "2.1"


def test_the_description_of_the_database_is_of_today() -> None:
    written = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8")
    assert written == schema_to_markdown(), "python -m pipeline.store.describe > docs/schema.md"


def test_warnings_stand_with_the_worst_first(store: Store) -> None:
    record = make_record()
    warnings = tuple(Warning(code, "x") for code in ("ambiguous_name", "numbering_gap", "no_items"))
    bare = replace(record.minutes, warnings=warnings)
    store.save_record(replace(record, minutes=bare))
    found = [row["severity"] for row in rows(store, "warnings_by_severity")]
    assert list(dict.fromkeys(found)) == list(SEVERITIES)
