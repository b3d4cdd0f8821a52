"""What docs/schema.md promises to other programs: views and tables of facts stay as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.store import FACTS, VERSION, open_engine

PROMISED = Path(__file__).parent / "promised.json"
"""The views with their columns in order, the tables with the types of theirs, at a version."""


def of_today() -> dict[str, Any]:
    engine = open_engine("sqlite://", create=True)
    with engine.connect() as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name"
        names = connection.exec_driver_sql(query).scalars().all()
        views = {
            name: list(connection.exec_driver_sql(f"SELECT * FROM {name}").keys()) for name in names
        }
    engine.dispose()
    facts = {table.name: {one.name: one.type for one in table.columns} for table in FACTS}
    return {"version": VERSION, "views": views, "facts": facts}


def test_what_was_promised_still_holds() -> None:
    """Nothing may go or change its type: else the first number of VERSION is raised."""
    promised, today = json.loads(PROMISED.read_text(encoding="utf-8")), of_today()
    assert today["version"].partition(".")[0] == promised["version"].partition(".")[0]
    for name, columns in promised["facts"].items():
        assert columns.items() <= today["facts"][name].items(), name
    for name, ordered in promised["views"].items():
        assert today["views"][name][: len(ordered)] == ordered, name


def test_what_is_new_is_promised_too(pytestconfig: pytest.Config) -> None:
    """What came after a release raises the second number of VERSION in pipeline/store/catalogue."""
    today = of_today()
    if pytestconfig.getoption("--update-golden"):
        written = json.dumps(today, indent=1) + "\n"
        PROMISED.write_text(written, encoding="utf-8")
    promised = json.loads(PROMISED.read_text(encoding="utf-8"))
    assert promised == today, "make golden"
