"""How much faster the pipeline is than the naive way, on any folder of PDFs.

    python benchmarks/speed.py FOLDER [--rounds 3] [--most 20]

One core, model and rules loaded, caches cold at the start of each round, from the PDF to committed
rows. The naive way is what one would write first: pdfplumber's text, ``nlp(text)`` with the whole
spaCy pipeline, dateparser's ``search_dates``, and an ORM object for every finding. Each way runs
in a process of its own that is new in each round, and both take each document in turn, so that
whatever else the machine does meets both alike. The smallest document warms them up and is not
measured. OCR is off, for the naive way reads no scans. Needs native Voikko, without which the whole
spaCy pipeline does not load.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

Way = Callable[[Path], None]


@dataclass(frozen=True)
class Run:
    """Seconds that one document took one way."""

    wall: float
    cpu: float


class Base(DeclarativeBase):
    """The naive way's tables."""


class Document(Base):
    """A document of the naive way."""

    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str]
    text: Mapped[str]


class Finding(Base):
    """A name or a date of the naive way."""

    __tablename__ = "findings"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    label: Mapped[str]
    text: Mapped[str]


def naive_way(database: Path) -> Way:
    """The way one would write first."""
    import pdfplumber
    import spacy
    from dateparser.search import search_dates

    nlp = spacy.load("spacy_fi_experimental_web_md")
    engine = create_engine(f"sqlite:///{database}")
    Base.metadata.create_all(engine)

    def process(path: Path) -> None:
        with pdfplumber.open(path) as pdf:
            text = "\n".join(page.extract_text() or "" for page in pdf.pages)
        found = [(entity.label_, entity.text) for entity in nlp(text).ents]
        dates = search_dates(text, languages=["fi"], settings={"DATE_ORDER": "DMY"}) or []
        found += [("DATE", f"{words} {moment:%Y-%m-%d}") for words, moment in dates]
        with Session(engine) as session:
            document = Document(file=path.name, text=text)
            session.add(document)
            session.flush()
            session.add_all(
                Finding(document_id=document.id, label=label, text=words) for label, words in found
            )
            session.commit()

    return process


def our_way(database: Path) -> Way:
    """The pipeline, one document after another in this process."""
    from pipeline.extract.recogniser import recognise
    from pipeline.ingest import ingest_file
    from pipeline.store import open_store, record_to_rows

    recognise(["Kokouksen avasi Aino Esimerkki."])  # loads the model, which a document may not need
    store = open_store(str(database), create=True)

    def process(path: Path) -> None:
        store.save_rows([record_to_rows(record) for record in ingest_file(path)])

    return process


THREAD_COUNTS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS")
WAYS: dict[str, Callable[[Path], Way]] = {"naive": naive_way, "pipeline": our_way}


def serve(name: str, warm_up: Path, line: Connection) -> None:
    """Process the documents whose paths come along the line, and send back what each took."""
    with tempfile.TemporaryDirectory() as folder:
        process = WAYS[name](Path(folder) / "rows.db")
        process(warm_up)
        line.send(None)
        while path := line.recv():
            wall, cpu = time.perf_counter(), time.process_time()
            process(path)
            line.send(Run(time.perf_counter() - wall, time.process_time() - cpu))


def measure_round(warm_up: Path, paths: Sequence[Path]) -> dict[str, list[Run]]:
    """The runs of each way over all documents, one document both ways before the next."""
    lines: dict[str, Connection] = {}
    for name in WAYS:
        lines[name], there = multiprocessing.Pipe()
        fresh = multiprocessing.get_context("spawn")
        fresh.Process(target=serve, args=(name, warm_up, there), daemon=True).start()
        there.close()
        lines[name].recv()  # it is ready
    runs: dict[str, list[Run]] = {name: [] for name in WAYS}
    for number, path in enumerate(paths):
        for name in sorted(WAYS, reverse=number % 2 == 1):
            lines[name].send(path)
            runs[name].append(lines[name].recv())
    for line in lines.values():
        line.send(None)
    return runs


def choose_documents(folder: Path, most: int) -> tuple[Path, list[Path]]:
    """The document to warm up with, and at most ``most`` others, spread evenly over the names."""
    paths = sorted(folder.rglob("*.pdf"))
    if len(paths) < 2:
        sys.exit(f"{folder} holds fewer than two PDFs: name a folder with more")
    smallest = min(paths, key=lambda path: path.stat().st_size)
    others = [path for path in paths if path != smallest]
    step = max(1, len(others) // most)
    return smallest, others[::step][:most]


def count_pages(paths: Sequence[Path]) -> int:
    """The pages of all documents together."""
    import pypdfium2

    return sum(len(pypdfium2.PdfDocument(path)) for path in paths)


def report(rounds: Sequence[dict[str, list[Run]]], pages: int) -> None:
    """Print each way's cost and how many times the pipeline is as fast, as medians of rounds."""
    print(f"{'ms a page':12} {'wall':>8} {'cpu':>8}")
    for name in WAYS:
        wall = statistics.median(sum(run.wall for run in found[name]) for found in rounds)
        cpu = statistics.median(sum(run.cpu for run in found[name]) for found in rounds)
        print(f"{name:12} {1000 * wall / pages:8.1f} {1000 * cpu / pages:8.1f}")
    for clock in ("wall", "cpu"):
        ratios = [
            sum(getattr(run, clock) for run in found["naive"])
            / sum(getattr(run, clock) for run in found["pipeline"])
            for found in rounds
        ]
        each = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"faster by {clock}: {statistics.median(ratios):.2f} times (rounds: {each})")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("folder", type=Path, help="folder of PDFs, searched with its subfolders")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--most", type=int, default=20, help="measure at most so many documents")
    chosen = options.parse_args()
    warm_up, paths = choose_documents(chosen.folder, chosen.most)
    os.environ["POYTAKIRJA_OCR"] = "off"
    os.environ.update(dict.fromkeys(THREAD_COUNTS, "1"))  # read when numpy and spaCy are imported
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    rounds = [measure_round(warm_up, paths) for _ in range(chosen.rounds)]
    pages = count_pages(paths)
    print(f"{len(paths)} documents, {pages} pages, {chosen.rounds} rounds, one core")
    report(rounds, pages)


if __name__ == "__main__":
    main()
