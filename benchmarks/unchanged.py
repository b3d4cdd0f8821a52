"""What a nightly run costs that finds nothing new: an ingest of many known files.

    python -m benchmarks.unchanged [--files 100000] [--rounds 3]

The files are of a few bytes each, all different; the database has every row of a short document for
each, as if all had been read. Prints the seconds of processor and of wall clock of each round: the
first notes the files, which nobody has seen yet, the others find them as they were.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from pipeline.ingest import process_document
from pipeline.store import Rows, open_store, record_to_rows
from tests.segment.setting import typeset

ROOT = Path(__file__).parents[1]
A_FOLDER = 1000
"""So many files lie in a folder."""


def main() -> int:
    """The exit code: 1 if a run did not find everything as it was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, database = Path(place, "files"), Path(place, "minutes.db")
        write_files(folder, wanted.files)
        write_database(database, wanted.files)
        megabytes = database.stat().st_size / 2**20
        print(f"{wanted.files} files, a database of {megabytes:.0f} MiB")
        for number in range(1, wanted.rounds + 1):
            told, cpu, wall = timed_ingest(folder, database)
            print(f"round {number}: {cpu:.1f} s of processor, {wall:.1f} s: {told}", flush=True)
            if not told.startswith(f"{wanted.files} stored already: nothing to do"):
                return 1
    return 0


def content(number: int) -> bytes:
    """What is in the file with this number."""
    return b"%%PDF-%d" % number


def write_files(folder: Path, count: int) -> None:
    """The files, in subfolders, written long enough ago to be trusted by their times."""
    settled = time.time() - 3600
    for number in range(count):
        path = folder / f"{number // A_FOLDER:04}" / f"{number:07}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(number))
        os.utime(path, (settled, settled))


def write_database(database: Path, count: int) -> None:
    """A database in which the content of each file is stored."""
    open_store(str(database), create=True).close()
    with closing(sqlite3.connect(database)) as connection, connection:
        for rows in documents(count):
            for table, found in rows.items():
                for row in found:
                    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
                    insert = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'
                    connection.execute(insert, tuple(row.values()))


def documents(count: int) -> Iterator[Rows]:
    """The rows of as many short documents, which differ in name and content."""
    lines = "Kokous 1/2025", "Aika: 14.3.2025", "1. Kokouksen avaus", "Kokous avattiin."
    record = process_document(typeset(*lines))
    for number in range(count):
        sha256 = hashlib.sha256(content(number)).hexdigest()
        document = replace(record.document, sha256=sha256, file=f"{number:07}.pdf")
        yield record_to_rows(replace(record, document=document))


def timed_ingest(folder: Path, database: Path) -> tuple[str, float, float]:
    """The last line of an ingest, and its seconds of processor and of wall clock."""
    command = [sys.executable, "-m", "pipeline.cli", "ingest", str(folder), "--db", str(database)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "POYTAKIRJA_OCR": "off"}
    before, since = processor_seconds(), time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - since
    return (done.stdout + done.stderr).strip(), processor_seconds() - before, seconds


def processor_seconds() -> float:
    """Of all processes that were waited for."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    sys.exit(main())
