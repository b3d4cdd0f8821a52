"""What all tests share: the samples, and the flag that writes golden files anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.settings import OCR
from tests.postgres import Databases, find_programs, running_server


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew")


def pytest_configure(config: pytest.Config) -> None:
    os.environ[OCR.variable] = "off"  # what tests find does not hang on what is installed
    if config.getoption("--update-golden") and os.environ.get("CI", "").lower() == "true":
        raise pytest.UsageError("golden files are not written in CI: run 'make golden' and commit")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the sample documents."""
    return Path(__file__).parents[1] / "data" / "samples"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Databases]:
    """A PostgreSQL server of the tests' own; where none is installed the test is skipped."""
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server: apt install postgresql")
    with running_server(programs) as databases:
        yield databases


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind that does as a store."""
    if request.param == "sqlite":
        return str(tmp_path / "minutes.db")
    databases: Databases = request.getfixturevalue("postgresql")
    return databases.new()


@pytest.fixture
def ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """OCR as a user has it; where Tesseract is not installed the test is skipped."""
    from pipeline.read import OCR_PACKAGES, is_ocr_on
    from pipeline.read.ocr.tesseract import tesseract_languages

    monkeypatch.setenv(OCR.variable, "auto")
    tesseract_languages.cache_clear()  # other tests hide what is installed
    if not is_ocr_on():
        pytest.skip(f"no Tesseract that knows Finnish: apt install {OCR_PACKAGES}")


@pytest.fixture(scope="session")
def sample_database(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of all samples, to be read only. Scanned pages are unread in it."""
    from pipeline.ingest import ingest_paths
    from pipeline.store import open_store

    path = tmp_path_factory.mktemp("samples") / "minutes.db"
    with open_store(str(path), create=True) as store:
        outcomes = ingest_paths([str(samples)], store)
    assert {outcome.status for outcome in outcomes} == {"stored"}
    return path
