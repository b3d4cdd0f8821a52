"""Stages that need neither PDFs nor a model: a file's name and words say what goes wrong in it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from models.records import DocumentText, Findings, Minutes, Warning
from pipeline import rulebook
from pipeline.errors import InputError, MissingModelError
from tests.building import make_record


def read_pdf(path: Path) -> DocumentText:
    content = path.read_text()
    if "broken" in content:
        raise InputError(f"{path.name} is broken: export it again")
    document = make_record(path.name, content).document
    if "scan" not in content or sys.modules["pipeline.read"].is_ocr_on():
        return document
    return replace(document, warnings=(Warning("needs_ocr", "no Tesseract", page=2),))


def split_meetings(document: DocumentText) -> tuple[DocumentText, ...]:
    """As many meetings as the file's name says: three in 'kolme.pdf'."""
    count = 3 if document.file.startswith("kolme") else 1
    return tuple(replace(document, part=number) for number in range(1, count + 1))


def segment_minutes(_document: DocumentText) -> Minutes:
    return make_record().minutes


def extract_findings(document: DocumentText, _minutes: Minutes) -> Findings:
    if document.file.startswith("bug"):
        raise KeyError("nothing here")
    if document.file.startswith("modelless"):
        raise MissingModelError("no model: pip install it")
    return make_record().findings


def resolve_names(
    document: DocumentText, minutes: Minutes, findings: Findings
) -> tuple[Minutes, Findings]:
    [date] = findings.dates
    if document.file.startswith("stray"):
        date = replace(date, item="99")
    if document.file.startswith("odd"):
        date = replace(date, precision="century")  # type: ignore[arg-type]
    return minutes, replace(findings, dates=(date,))


FAKES: dict[str, dict[str, Any]] = {
    "read": {"read_pdf": read_pdf, "is_ocr_on": lambda: False},
    "segment": {"segment_minutes": segment_minutes, "split_meetings": split_meetings},
    "extract": {"extract_findings": extract_findings, "model_version": lambda: "malli-1"},
    "resolve": {"resolve_names": resolve_names},
    "rulebook": {**vars(rulebook), "rules_version": lambda: "abcdef123456"},
}


def use_invented_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put these in the place of the real stages for one test."""
    for name, functions in FAKES.items():
        module = ModuleType(f"pipeline.{name}")
        vars(module).update(functions)
        monkeypatch.setitem(sys.modules, module.__name__, module)
