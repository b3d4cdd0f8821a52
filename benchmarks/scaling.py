"""What so many documents cost, computed from what few were measured to cost.

    python -m benchmarks.scaling data/samples --save figures.json     measure the PDFs of a folder
    python -m benchmarks.scaling --figures figures.json               the table, from such figures

Times are of the processor, not of the clock, so that other work on the machine does not count;
they are of one core of it. PostgreSQL is measured where a server is installed. What the table says
of more documents than were measured is multiplied out, and nothing else.
"""

from __future__ import annotations

import argparse
import json
import pickle
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from models.records import Record
from pipeline.finding import find_pdfs
from pipeline.ingest import ingest_file
from pipeline.settings import limit_threads
from pipeline.store import Rows, Store, open_store, record_to_rows
from tests.postgres import find_programs, running_server

SIZES = (1_000, 1_000_000, 100_000_000)
FIRST = date(2000, 1, 1)
COPIES = 400
"""Documents that are stored for the writer's rate, copies of those that were read."""
GRADUATION = 100
"""The rate is taken over so many, the first and the last."""


@dataclass(slots=True)
class Made:
    """What was read: records, their rows, and what that took."""

    records: list[Record]
    files: int
    pages: int
    bytes: int
    seconds: float


def main() -> None:
    """Print the figures of a folder, or the table of figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", default="data/samples")
    parser.add_argument("--save", type=Path, help="keep the figures in this file")
    parser.add_argument("--figures", type=Path, help="measure nothing: take them from this file")
    parser.add_argument("--most", type=int, default=50, help="measure so many files of the folder")
    parser.add_argument("--copies", type=int, default=COPIES)
    wanted = parser.parse_args()
    if wanted.figures:
        figures = json.loads(wanted.figures.read_text())
    else:
        figures = measured(wanted.folder, wanted.most, wanted.copies)
    if wanted.save:
        wanted.save.write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures, indent=2))
    print("\n".join(table(figures)))


# --- measuring ------------------------------------------------------------------------------------


def measured(folder: str, most: int, copies: int) -> dict[str, Any]:
    """The figures of the first files of a folder, a document's each unless they say otherwise."""
    limit_threads()
    made = _read(folder, most)
    rows = [record_to_rows(record) for record in made.records]
    sent = [pickle.dumps(one) for one in rows]
    spent, _ = _timed(lambda: [pickle.loads(one) for one in sent])
    figures: dict[str, Any] = {
        "files": made.files,
        "pages": made.pages / made.files,
        "pdf_bytes": made.bytes / made.files,
        "core_seconds": made.seconds / made.files,
        "worker_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10,
        "sent_bytes": sum(map(len, sent)) / len(sent),
        "unpacking_seconds": spent / len(sent),
        "copies": copies,
    }
    with tempfile.TemporaryDirectory() as place:
        database = Path(place, "minutes.db")
        figures["sqlite"] = _written(str(database), made.records, copies, _sqlite_bytes)
    if programs := find_programs():
        with running_server(programs) as databases:
            address = databases.new()
            figures["postgresql"] = _written(address, made.records, copies, _postgresql_bytes)
    return figures


def _read(folder: str, most: int) -> Made:
    """The records of some files, the model loaded before: loading is a worker's, not a file's."""
    paths = [found.path for found in find_pdfs([folder]).files]
    step = max(1, len(paths) // most)
    paths = paths[::step][:most]
    ingest_file(paths[0])
    records: list[Record] = []
    read, sizes, since = 0, 0, time.process_time()
    for at, path in enumerate(paths):
        try:
            records += ingest_file(path)
        except Exception as error:  # noqa: BLE001 (a broken file is not what is measured)
            print(f"{path}: {error}", file=sys.stderr)
            continue
        read, sizes = read + 1, sizes + Path(str(path)).stat().st_size
        print(f"{at + 1}/{len(paths)}", file=sys.stderr, end="\r")
    spent = time.process_time() - since
    pages = sum(record.document.page_count for record in records if record.document.part == 1)
    return Made(records, read, pages, sizes, spent)


def _written(
    address: str, records: Sequence[Record], copies: int, sizes: Callable[[Store], dict[str, float]]
) -> dict[str, Any]:
    """What storing costs a document: processor time of first and last, and bytes."""
    with open_store(address, create=True, repeatable=True) as store:
        empty, times = sizes(store), []
        for rows in _copies(records, copies):
            with _processor(store) as spent:
                store.save_rows([rows])
            times.append(spent[0])
        full = sizes(store)
    first, last = times[:GRADUATION], times[-GRADUATION:]
    return {
        "first_seconds": sum(first) / len(first),
        "last_seconds": sum(last) / len(last),
        **{name: (full[name] - empty[name]) / copies for name in full},
    }


def _copies(records: Sequence[Record], copies: int) -> Iterator[Rows]:
    """So many documents, each with a content and a day of its own; the same people meet in them
    again and again, as they do in an archive."""
    for number in range(copies):
        record = records[number % len(records)]
        document = replace(record.document, sha256=f"{number:064x}", part=1)
        meeting = replace(record.minutes.meeting, date=str(FIRST + timedelta(number)))
        minutes = replace(record.minutes, meeting=meeting)
        yield record_to_rows(replace(record, document=document, minutes=minutes))


@contextmanager
def _processor(store: Store) -> Iterator[list[float]]:
    """The processor time of the block, that of the server's process for us with it."""
    spent, since = [0.0], time.process_time() + _server_seconds(store)
    yield spent
    spent[0] = time.process_time() + _server_seconds(store) - since


def _server_seconds(store: Store) -> float:
    if store.engine.dialect.name != "postgresql":
        return 0.0
    with store.engine.connect() as connection:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _sqlite_bytes(store: Store) -> dict[str, float]:
    with store.engine.connect() as connection:
        [(pages, size)] = connection.exec_driver_sql(
            "SELECT page_count, page_size FROM pragma_page_count, pragma_page_size"
        )
        return {"database_bytes": pages * size}


def _postgresql_bytes(store: Store) -> dict[str, float]:
    names = {
        "database_bytes": "SELECT pg_database_size(current_database())",
        "index_bytes": "SELECT sum(pg_indexes_size(oid)) FROM pg_class WHERE relkind = 'r'",
    }
    with store.engine.connect() as connection:
        return {
            name: float(connection.exec_driver_sql(query).scalar_one())
            for name, query in names.items()
        }


def _timed(work: Callable[[], object]) -> tuple[float, object]:
    since = time.process_time()
    found = work()
    return time.process_time() - since, found


# --- the table ------------------------------------------------------------------------------------


def table(figures: dict[str, Any]) -> Iterator[str]:
    """Lines of Markdown: what so many documents cost."""
    yield "| | " + " | ".join(f"{size:,} documents" for size in SIZES) + " |"
    yield "|---" * (len(SIZES) + 1) + "|"
    for name, cost in _costs(figures):
        yield f"| {name} | " + " | ".join(cost(size) for size in SIZES) + " |"


def _costs(figures: dict[str, Any]) -> Iterator[tuple[str, Callable[[int], str]]]:
    reading, sent = figures["core_seconds"], figures["sent_bytes"]
    yield "reading, one core", lambda n: _duration(n * reading)
    yield "reading, 16 cores", lambda n: _duration(n * reading / 16)
    yield "reading, 1,000 cores", lambda n: _duration(n * reading / 1000)
    for kind in ("sqlite", "postgresql"):
        if kind in figures:
            yield from _storing(kind, figures[kind])
    yield "sent from workers to the writer", lambda n: _size(n * sent)
    yield "PDFs", lambda n: _size(n * figures["pdf_bytes"])


def _storing(kind: str, stored: dict[str, float]) -> Iterator[tuple[str, Callable[[int], str]]]:
    yield f"storing, one writer, {kind}", lambda n: _duration(n * stored["last_seconds"])
    yield f"database, {kind}", lambda n: _size(n * stored["database_bytes"])
    if "index_bytes" in stored:
        yield f"of it indexes, {kind}", lambda n: _size(n * stored["index_bytes"])


def _duration(seconds: float) -> str:
    for unit, length in (("years", 365 * 86400), ("days", 86400), ("hours", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {unit}"
    return f"{seconds:.0f} s"


def _size(size: float) -> str:
    for unit, length in (("TB", 1e12), ("GB", 1e9)):
        if size >= 2 * length:
            return f"{size / length:,.0f} {unit}"
    return f"{size / 1e6:,.0f} MB"


if __name__ == "__main__":
    main()
