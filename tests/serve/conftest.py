"""A database with a document whose original is there, and one whose original is gone."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.ingest import ingest_file
from pipeline.serve import Site, open_site
from pipeline.store import KnownFile, open_store
from tests.building import make_record

SAMPLE = "tyoryhma-2025-03-06.pdf"


@pytest.fixture(scope="session")
def minutes(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """The database; the original of the sample lies beside it."""
    folder = tmp_path_factory.mktemp("served")
    original = folder / SAMPLE
    shutil.copy(samples / SAMPLE, original)
    sha256 = hashlib.sha256(original.read_bytes()).hexdigest()
    with open_store(str(folder / "minutes? 50 %.db"), create=True) as store:
        for record in ingest_file(original):
            store.save_record(record)
        store.save_record(make_record("kadonnut.pdf"))
        size = original.stat().st_size
        seen = [KnownFile(str(original), sha256, size, 0, 0, 0)]
        gone = make_record("kadonnut.pdf").document.sha256
        seen.append(KnownFile(str(folder / "kadonnut.pdf"), gone, 1, 0, 0, 0))
        store.files.save(seen, "2025-01-01T00:00:00Z")
    return folder / "minutes? 50 %.db"


@pytest.fixture(scope="session")
def site(minutes: Path) -> Iterator[Site]:
    """The site over it."""
    opened = open_site(str(minutes), frozenset({"minutes.example"}))
    yield opened
    opened.close()
