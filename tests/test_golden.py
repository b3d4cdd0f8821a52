"""What each stage makes of each sample; the first file that differs names the stage that changed.

The golden files are written anew on request alone: ``make golden``.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from models.records import DocumentText, Findings, Minutes, Passage, Record, Span, Versions
from pipeline import calibration
from pipeline.export import record_to_json
from pipeline.extract import extract_findings
from pipeline.read import read_pdf
from pipeline.resolve import resolve_names
from pipeline.segment import segment_minutes
from pipeline.store import open_store

SAMPLES = sorted((Path(__file__).parents[1] / "data" / "samples").glob("*.pdf"))
GOLDEN = Path(__file__).parent / "golden"


@cache
def staged(path: Path) -> tuple[DocumentText, Minutes, Findings]:
    document = read_pdf(path)
    minutes = segment_minutes(document)
    return document, *resolve_names(document, minutes, extract_findings(document, minutes))


def plain(value: object, document: DocumentText) -> Any:
    """The value as JSON can hold it: spans as the words they cover, nothing that is empty."""
    if isinstance(value, Span):
        return document.quote(value)
    if isinstance(value, Passage):
        words = document.quote(value.span)
        return [
            value.role,
            value.item,
            value.section,
            words if len(words) < 60 else words[:59] + "…",
        ]
    if is_dataclass(value):
        found = {field.name: plain(getattr(value, field.name), document) for field in fields(value)}
        return {name: inner for name, inner in found.items() if inner not in (None, [], False)}
    if isinstance(value, tuple):
        return [plain(inner, document) for inner in value]
    return round(value, 3) if isinstance(value, float) else value


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def check(path: Path, found: str, config: pytest.Config) -> None:
    if config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert path.exists(), f"{path.name} is missing: run 'make golden' and read what it wrote"
    expected = path.read_text(encoding="utf-8")
    assert found.splitlines() == expected.splitlines(), "if it is meant: make golden"


@pytest.fixture(autouse=True)
def claims_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings are as sure as their authors claim, whatever was counted of these last."""
    monkeypatch.setattr(calibration, "measured", dict)


@pytest.fixture(params=SAMPLES, ids=[path.stem for path in SAMPLES])
def sample(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_there_are_samples() -> None:
    assert SAMPLES


def test_text(sample: Path, pytestconfig: pytest.Config) -> None:
    document, _, _ = staged(sample)
    check(GOLDEN / f"{sample.stem}.text.txt", document.text + "\n", pytestconfig)


def test_items(sample: Path, pytestconfig: pytest.Config) -> None:
    document, minutes, _ = staged(sample)
    check(GOLDEN / f"{sample.stem}.items.json", as_json(plain(minutes, document)), pytestconfig)


def test_findings(sample: Path, pytestconfig: pytest.Config) -> None:
    document, _, findings = staged(sample)
    check(GOLDEN / f"{sample.stem}.findings.json", as_json(plain(findings, document)), pytestconfig)


def test_rows(sample: Path, pytestconfig: pytest.Config) -> None:
    """What is stored of the sample, as it is exported: a line for each entry."""
    record = Record(*staged(sample), Versions(code="", rules="", model=""))
    with open_store("sqlite://") as store:
        store.save_record(record)
        exported = record_to_json(store.load_record(record.document.sha256))
    del exported["versions"]
    lines = [
        f"{kind}: {json.dumps(entry, ensure_ascii=False)}\n"
        for kind, value in exported.items()
        for entry in (value if isinstance(value, list) else [value])
    ]
    check(GOLDEN / f"{sample.stem}.rows.txt", "".join(lines), pytestconfig)
