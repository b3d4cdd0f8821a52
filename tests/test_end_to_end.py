"""The samples through all real stages: what comes out is the contract's, however it was made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from models.records import Record
from pipeline.export import export_records
from pipeline.ingest import Outcome, ingest_paths, process_document
from pipeline.store import Store, open_store, record_to_rows
from tests.postgres import Databases

CONTRACT = Path(__file__).parents[1] / "docs" / "contract" / "minutes.schema.json"


def export(store: Store) -> str:
    return "".join(export_records(store, store.documents(), "jsonl"))


def ingest(path: Path, samples: list[Path], jobs: int) -> tuple[str, list[Outcome]]:
    with open_store(str(path), create=True) as store:
        outcomes = ingest_paths([str(sample) for sample in samples], store, jobs=jobs)
        return export(store), outcomes


@pytest.fixture(scope="module")
def ingested(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    path = tmp_path_factory.mktemp("end") / "minutes.db"
    exported, outcomes = ingest(path, sorted(samples.glob("*.pdf")), jobs=1)
    assert {outcome.status for outcome in outcomes} == {"stored"}
    return path, exported


def test_every_sample_follows_the_contract(ingested: tuple[Path, str]) -> None:
    schema = json.loads(CONTRACT.read_text(encoding="utf-8"))
    records = [json.loads(line) for line in ingested[1].splitlines()]
    assert len(records) >= 4
    for record in records:
        jsonschema.validate(record, schema)


def places(value: Any) -> Iterator[dict[str, Any]]:
    """Every place in the document that an exported record names."""
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for inner in value.values():
            yield from places(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from places(inner)


def test_every_quote_stands_at_its_place_and_every_id_is_unique(
    ingested: tuple[Path, str],
) -> None:
    with open_store(str(ingested[0])) as store:
        for line in ingested[1].splitlines():
            record = json.loads(line)
            text = store.load_document(record["source"]["sha256"]).text
            found = list(places(record))
            assert len(found) > 20 or not text.strip()  # a scan, and OCR is off
            assert all(text[one["start"] : one["end"]] == one["quote"] for one in found)
            ids = re.findall(r'"id":"(\w+)"', line)
            assert len(set(ids)) == len(ids)


def test_postgresql_gives_the_same_bytes(ingested: tuple[Path, str], postgresql: Databases) -> None:
    with open_store(str(ingested[0])) as store, open_store(postgresql.new()) as other:
        for document in reversed(store.documents()):
            if document.part == 1:
                records = [
                    store.load_record(document.sha256, part)
                    for part in range(1, document.parts + 1)
                ]
                other.save_rows([record_to_rows(record) for record in records])
        assert export(other) == ingested[1]


def test_worker_processes_and_another_order_give_the_same_bytes(
    ingested: tuple[Path, str], samples: Path, tmp_path: Path
) -> None:
    backwards = sorted(samples.glob("*.pdf"), reverse=True)
    exported, _ = ingest(tmp_path / "minutes.db", backwards, jobs=2)
    assert exported == ingested[1]


def test_the_stages_after_reading_run_again_without_the_pdf(ingested: tuple[Path, str]) -> None:
    with open_store(str(ingested[0])) as store:
        for document in store.documents():
            stored = store.load_record(document.sha256)
            again = process_document(store.load_document(document.sha256))
            assert isinstance(again, Record)
            assert record_to_rows(again) == record_to_rows(stored)
