"""What is exported is what the contract says, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from models.records import Record
from pipeline.errors import InputError
from pipeline.export import export_records, record_to_json, write_export
from pipeline.store import Store, open_store
from tests.building import find, make_record

CONTRACT = Path(__file__).parents[1] / "docs" / "contract" / "minutes.schema.json"
SCHEMA = json.loads(CONTRACT.read_text(encoding="utf-8"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "minutes.db"), create=True) as opened:
        yield opened


def exported(record: Record | None = None) -> dict[str, Any]:
    """The record after a journey through JSON, checked against the contract."""
    found: dict[str, Any] = json.loads(json.dumps(record_to_json(record or make_record())))
    jsonschema.validate(found, SCHEMA)
    return found


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every place in the document that the record names."""
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def test_the_record_follows_the_contract_and_has_some_of_everything() -> None:
    record = exported()
    empty = [name for name, value in record.items() if value in ([], {}, None)]
    assert empty == []
    assert set(record) == set(SCHEMA["required"])


def test_the_contract_would_notice_a_wrong_record() -> None:
    wrong = exported()
    wrong["items"][0]["label"] = None
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, SCHEMA)


def test_source_and_versions() -> None:
    record = exported()
    assert record["source"] == {
        "file": "muistio.pdf",
        "sha256": make_record().document.sha256,
        "pages": 2,
        "language": "fi",
        "text_layer": "mixed",
        "ocr_pages": [2],
    }
    assert record["versions"] == {
        "code": "1.2.3",
        "rules": "abcdef123456",
        "model": "malli-1",
        "ocr": "ocr-5",
    }


@pytest.mark.parametrize(
    ("unread", "ocr", "layer"),
    [
        ((), (), "digital"),
        ((2,), (), "digital"),
        ((1, 2), (), "none"),
        ((1, 2), (1, 2), "ocr"),
        ((1, 2), (1,), "ocr"),
        ((), (2,), "mixed"),
    ],
)
def test_text_layer(unread: tuple[int, ...], ocr: tuple[int, ...], layer: str) -> None:
    record = make_record()
    document = replace(record.document, unread_pages=unread, ocr_pages=ocr)
    assert exported(replace(record, document=document))["source"]["text_layer"] == layer


def test_every_place_holds_its_quote_and_its_boxes() -> None:
    text = make_record().document.text
    found = list(spans(exported()))
    assert len(found) == 15
    for span in found:
        assert text[span["start"] : span["end"]] == span["quote"]
        assert span["boxes"]
        assert span["boxes"][0][0] == span["page"]
        assert all(round(edge, 2) == edge for box in span["boxes"] for edge in box)


def test_a_place_over_two_lines_has_two_boxes() -> None:
    [statistic] = exported()["statistics"]
    assert statistic["source"]["quote"] == "noin 45 %\n(edellisellä kerralla 41 %"
    # Characters are 5 points wide from 56.7; the fifth line begins 4 * 14.4 points below 50.
    # Its box ends a point above where the next line's may begin, a font size above its baseline.
    assert statistic["source"]["boxes"] == [
        [1, 281.7, 107.6, 326.7, 118.25],
        [1, 56.7, 122.0, 186.7, 133.2],
    ]


def test_paths_are_unique_and_every_item_that_is_named_exists() -> None:
    record = exported()
    paths = [item["path"] for item in record["items"]]
    assert len(set(paths)) == len(paths)
    named = [fact["item"] for kind in ("links", "statistics", "dates", "references", "decisions",
                                       "actions", "warnings") for fact in record[kind]]  # fmt: skip
    named += [m["item"] for kind in ("people", "organisations") for p in record[kind]
              for m in p["mentions"]]  # fmt: skip
    assert "2.1" in named
    assert {path for path in named if path is not None} <= set(paths)


def test_text_is_joined_by_single_spaces_without_heading_and_children() -> None:
    first, second, point = exported()["items"]
    assert first["text"] == (
        "Aino Esimerkki avasi kokouksen. Käyttäjiä on noin 45 % (edellisellä kerralla 41 %)."
    )
    assert second["text"] == ""
    assert second["sections"][0]["text"] == "Hyväksyttiin äänin 7–2."
    assert point["text"].startswith(
        "Onni Koemies lähettää ohjeen (Liite 1) Kuvitteellinen Oy:lle 31."
    )
    assert point["title"] is None


def test_votes_are_named_as_in_the_contract() -> None:
    assert exported()["decisions"][0]["votes"] == {
        "for": 7,
        "against": 2,
        "abstain": None,
        "blank": 1,
        "absent": None,
        "names": [{"name": "Aino Esimerkki", "vote": "for"}],
    }


def test_a_decision_without_votes_has_null() -> None:
    record = make_record()
    decision = replace(record.findings.decisions[0], votes=None)
    plain = replace(record, findings=replace(record.findings, decisions=(decision,)))
    assert exported(plain)["decisions"][0]["votes"] is None


def test_warnings_of_all_stages_are_there() -> None:
    codes = [warning["code"] for warning in exported()["warnings"]]
    assert codes == ["ocr-doubtful", "item-gap", "ambiguous-name", "dense-page"]


def test_ids_have_their_prefixes() -> None:
    prefixes = {"attendees": "att", "items": "itm", "people": "per", "organisations": "org",
                "links": "lnk", "statistics": "sta", "dates": "dat", "references": "ref",
                "decisions": "dec", "actions": "act"}  # fmt: skip
    record = exported()
    for kind, prefix in prefixes.items():
        assert all(one["id"].startswith(f"{prefix}_") for one in record[kind])


# --- from the database --------------------------------------------------------------------------


def test_what_is_stored_is_exported_as_it_was_made(store: Store) -> None:
    record = make_record()
    store.save_record(record)
    [line] = export_records(store, store.documents(), "jsonl")
    assert json.loads(line) == exported(record)


def test_ids_of_the_export_are_those_of_the_rows(store: Store) -> None:
    store.save_record(make_record())
    with store.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT id FROM actions").scalars().all()
    assert [action["id"] for action in exported()["actions"]] == stored


def test_json_is_one_array_and_jsonl_a_record_a_line(store: Store) -> None:
    records = [make_record(name, name) for name in ("a.pdf", "b.pdf")]
    for record in records:
        store.save_record(record)
    lines = "".join(export_records(store, store.documents(), "jsonl")).splitlines()
    array = json.loads("".join(export_records(store, store.documents(), "json")))
    assert [json.loads(line) for line in lines] == array
    assert [one["source"]["file"] for one in array] == ["a.pdf", "b.pdf"]


def test_nothing_stored_is_an_empty_array(store: Store) -> None:
    assert json.loads("".join(export_records(store, [], "json"))) == []
    assert "".join(export_records(store, [], "jsonl")) == ""


def test_line_separators_inside_a_text_do_not_break_a_line(store: Store) -> None:
    record = make_record()
    title = "Kokous\u2028jatkui\u0085täällä"
    odd = replace(record, minutes=replace(record.minutes, meeting=replace(
        record.minutes.meeting, title=title)))  # fmt: skip
    store.save_record(odd)
    [line] = export_records(store, store.documents(), "jsonl")
    assert len(line.splitlines()) == 1
    assert json.loads(line)["meeting"]["title"] == title


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    def broken() -> Iterator[str]:
        yield "{"
        raise InputError("kesken")

    with pytest.raises(InputError, match="kesken"):
        write_export(broken(), str(tmp_path / "out.jsonl"))
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_cannot_be_written_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="-o"):
        write_export(["{}"], str(tmp_path / "ei" / "out.jsonl"))


def test_place_of_an_attendee() -> None:
    record = make_record()
    span = find(record.document, "Aino Esimerkki")
    source = exported(record)["attendees"][0]["source"]
    assert (source["start"], source["end"], source["page"]) == (span.start, span.end, 1)
