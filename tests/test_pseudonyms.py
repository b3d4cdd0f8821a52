"""Exports in which people have other names: none of theirs is left, and one name has one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from pipeline.cli import main
from pipeline.export import Disguise, record_to_json
from pipeline.store import open_store
from tests.building import make_record

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "docs/contract/minutes.schema.json").read_text(encoding="utf-8"))
PARTS = ("Aino", "Esimerk", "Onni", "Koemie")


def disguised(salt: str = "s", **fields: Any) -> Any:
    exported = json.loads(json.dumps(record_to_json(make_record())))
    return Disguise(salt).record(exported | fields)


def test_no_name_is_left_and_the_record_keeps_to_the_contract() -> None:
    record = disguised()
    text = json.dumps(record, ensure_ascii=False)
    assert [part for part in PARTS if part in text] == []
    assert make_record().document.sha256 not in text
    assert "muistio.pdf" not in text
    Draft202012Validator(SCHEMA).validate(record)


def test_one_name_has_one_pseudonym_that_depends_on_the_salt() -> None:
    record, other = disguised(), disguised("t")
    name = Disguise("s").name("Onni Koemies")
    assert name in [person["name"] for person in record["people"]]
    assert name in [attendee["name"] for attendee in record["attendees"]]
    assert name in record["actions"][0]["assignees"]
    assert disguised() == record
    assert name not in json.dumps(other, ensure_ascii=False)


@pytest.mark.parametrize(
    ("text", "gone", "kept"),
    [
        ("Kysy Koemieheltä ja Ainolta", ("Koemie", "Aino"), "Kysy"),
        ("aino.esimerkki@testila.example", ("aino", "testila"), "@example.invalid"),
        ("puh. 040 123 4567, +358 50 1234567", ("040", "4567", "358"), "puh."),
        (
            "1 250 000 euroa, TEST/12/2024, 31.1.2025",
            (),
            "1 250 000 euroa, TEST/12/2024, 31.1.2025",
        ),
    ],
)
def test_other_words_that_tell_who_it_is(text: str, gone: tuple[str, ...], kept: str) -> None:
    found = disguised(note=text)["note"]
    assert [word for word in gone if word in found] == []
    assert kept in found


def test_the_command(tmp_path: Path) -> None:
    path = str(tmp_path / "minutes.db")
    with open_store(path, create=True) as store:
        store.save_record(make_record())

    def run(*words: str) -> str:
        done = CliRunner().invoke(main, ["export", "--db", path, *words])
        assert done.exit_code == (2 if words == ("--salt", "s") else 0)
        return done.output

    first = run("--pseudonymise", "--salt", "s")
    assert [part for part in PARTS if part in first] == []
    assert run("--pseudonymise", "--salt", "s") == first
    assert run("--pseudonymise") != run("--pseudonymise")
    assert "--pseudonymise" in run("--salt", "s")
