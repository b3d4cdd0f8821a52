"""The frames of a database: every kind of fact, in types that count and compare."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

from models.records import DecisionKind
from pipeline.errors import StoreError
from pipeline.frames import MinutesFrames, open_minutes
from pipeline.store import FACTS, open_store
from pipeline.values.periods import period_of
from tests.building import make_record

FRAMES = [table.name for table in FACTS]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_store(str(tmp_path / "minutes.db"), create=True) as store:
        store.save_record(make_record())
    return tmp_path / "minutes.db"


@pytest.fixture
def minutes(path: Path) -> MinutesFrames:
    return open_minutes(str(path))


@pytest.mark.parametrize("name", FRAMES)
def test_every_kind_of_fact_has_a_frame(minutes: MinutesFrames, name: str) -> None:
    frame = getattr(minutes, name)
    assert len(frame) or name in ("corrections", "files", "matters")
    assert list(frame.columns) == list(minutes.about(name).index)
    assert object not in set(frame.dtypes)
    assert getattr(minutes, name) is frame  # read once


def test_columns_have_types_that_count_and_compare(minutes: MinutesFrames) -> None:
    decisions, actions = minutes.decisions, minutes.actions
    assert decisions["date"].dt.year.tolist() == [2024]
    assert decisions["kind"].dtype == "category"
    assert decisions["for_count"].sum() == 7
    assert actions["due"].tolist() == ["2025-01-31"]
    assert (actions["due_until"] < pd.Timestamp("2025-02-01")).all()
    assert actions["condition"].isna().all()
    assert minutes.people["attendee"].all()
    assert minutes.dates["value_from"].tolist() == [pd.Timestamp("2025-01-31")]
    assert minutes.dates["end_until"].isna().all()
    assert minutes.decisions["kind"].cat.categories.tolist() == list(get_args(DecisionKind))


def test_frames_that_are_empty_have_their_types_too(tmp_path: Path) -> None:
    open_store(str(tmp_path / "minutes.db"), create=True).close()
    minutes = open_minutes(str(tmp_path / "minutes.db"))
    assert minutes.corrections["entered_at"].dtype == "datetime64[us, UTC]"
    assert minutes.actions["due_from"].dtype == "datetime64[s]"
    assert minutes.items["depth"].dtype == "Int64"


def test_facts_join_by_their_ids(minutes: MinutesFrames) -> None:
    joined = minutes.actions.merge(minutes.items, left_on="item_id", right_on="id")
    assert joined["item_x"].tolist() == joined["item_y"].tolist() == ["2.1"]
    ballots = minutes.ballots.merge(minutes.persons, left_on="person_id", right_on="id")
    assert ballots["name_x"].tolist() == ["Aino Esimerkki"]
    assert set(minutes.presence["attendee_id"]) == set(minutes.attendance["id"])


def test_a_frame_that_does_not_exist_says_which_do(minutes: MinutesFrames) -> None:
    assert set(FRAMES) <= set(dir(minutes))
    with pytest.raises(AttributeError, match="attendance"):
        minutes.attendants  # noqa: B018


def test_frames_never_write(path: Path) -> None:
    before = path.read_bytes()
    for name in FRAMES:
        getattr(open_minutes(str(path)), name)
    assert path.read_bytes() == before


def test_a_missing_database_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="poytakirja ingest"):
        open_minutes(str(tmp_path / "none.db")).meetings  # noqa: B018


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-W01", "2024-12-30", "2025-01-05"),
        ("2025-Q2", "2025-04-01", "2025-06-30"),
        ("2025-H1", "2025-01-01", "2025-06-30"),
        ("2025-winter", "2025-12-01", "2026-02-28"),
        ("2025-mid", "2025-05-01", "2025-08-31"),
        ("2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_value_stands_for_a_period(value: str, first: str, last: str) -> None:
    period = period_of(value)
    assert period is not None
    assert (period.value, str(period.first), str(period.last)) == (value, first, last)


@pytest.mark.parametrize(
    "value", ["", "eilen", "2024-13", "2024-02-30", "2025-spring!", "2025-dawn"]
)
def test_other_words_are_no_period(value: str) -> None:
    assert period_of(value) is None
