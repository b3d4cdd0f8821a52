"""The table of warnings holds every code that there is, and the documentation shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.warnings import KINDS, SEVERITIES, severity_of

ROOT = Path(__file__).parents[1]
SOURCES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "pipeline").rglob("*.py")}
CODES = {kind.code for kind in KINDS}


def test_every_code_that_is_given_is_in_the_table() -> None:
    given = {
        code for text in SOURCES.values() for code in re.findall(r'\bWarning\(\s*"(\w+)"', text)
    }
    assert len(given) > 5
    assert given <= CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_in_the_table_is_given(code: str) -> None:
    start = code.partition("_")[0]
    assert any(f'"{code}"' in text or f'f"{start}_{{' in text for text in SOURCES.values())


def test_codes_are_there_once_and_the_worst_first() -> None:
    severities = [kind.severity for kind in KINDS]
    assert len(CODES) == len(KINDS)
    assert severities == sorted(severities, key=lambda one: SEVERITIES.index(one))
    assert severity_of("no_items") == "error"
    assert severity_of("of another version") == "warning"


def test_the_documentation_has_the_table() -> None:
    page = (ROOT / "docs" / "warnings.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == [f"| `{kind.code}` | {kind.severity} | {kind.meaning} |" for kind in KINDS]
