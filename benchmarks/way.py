"""One way through the documents, in a process of its own: what ``benchmarks.speed`` compares.

    python -m benchmarks.way NAME

Reads paths, one a line, and answers each with a line of JSON: what it took. The first is for
warming up; a blank line ends it, and is answered with what the process took as a whole. Only the
way's own libraries are imported, so that each runs in an environment of its own.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

Way = Callable[[Path, Callable[[str], None]], int]
"""Takes a document and a function that is told which stage begins; returns its characters."""


def our_way(database: Path) -> Way:
    """The pipeline, from the PDF to committed rows."""
    from pipeline.extract.recogniser import recognise
    from pipeline.ingest import ingest_file
    from pipeline.rulebook import load_rules
    from pipeline.store import open_store, record_to_rows

    for rule in load_rules(None):  # compiles them, which is done as they are needed
        rule.pattern.flags, rule.needles  # noqa: B018
    recognise(["Kokouksen avasi Aino Esimerkki."])  # loads the model, which a document may not need
    store = open_store(str(database), create=True, repeatable=True)

    def process(path: Path, entering: Callable[[str], None]) -> int:
        records = ingest_file(path, entering)
        entering("store")
        store.save_rows([record_to_rows(record) for record in records])
        return sum(len(record.document.text) for record in records)

    return process


def naive_way(database: Path) -> Way:
    """The way one would write first."""
    import pdfplumber
    import spacy
    from dateparser.search import search_dates

    from benchmarks.naive import save

    nlp = spacy.load("spacy_fi_experimental_web_md")

    def process(path: Path, entering: Callable[[str], None]) -> int:
        entering("read")
        with pdfplumber.open(path) as pdf:
            text = "\n".join(page.extract_text() or "" for page in pdf.pages)
        entering("nlp")
        found = [(entity.label_, entity.text) for entity in nlp(text).ents]
        entering("dates")
        dates = search_dates(text, languages=["fi"], settings={"DATE_ORDER": "DMY"}) or []
        found += [("DATE", f"{words} {moment:%Y-%m-%d}") for words, moment in dates]
        entering("store")
        save(database, path.name, text, found)
        return len(text)

    return process


def pdfplumber_way(_database: Path) -> Way:
    """pdfplumber's text alone, its pages closed as its manual tells."""
    import pdfplumber

    def process(path: Path, _entering: Callable[[str], None]) -> int:
        length = 0
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                length += len(page.extract_text() or "")
                page.close()
        return length

    return process


def kreuzberg_way(_database: Path) -> Way:
    """Kreuzberg's text alone, without its cache on disk."""
    from kreuzberg import ExtractionConfig, extract_file_sync

    config = ExtractionConfig(use_cache=False)
    return lambda path, _entering: len(extract_file_sync(path, config=config).content)


def markitdown_way(_database: Path) -> Way:
    """MarkItDown's Markdown."""
    from markitdown import MarkItDown

    converter = MarkItDown(enable_plugins=False)
    return lambda path, _entering: len(converter.convert(path).text_content)


WAYS: dict[str, Callable[[Path], Way]] = {
    "pipeline": our_way,
    "kept": our_way,
    "without": our_way,
    "naive": naive_way,
    "pdfplumber": pdfplumber_way,
    "kreuzberg": kreuzberg_way,
    "markitdown": markitdown_way,
}
CALLS = {
    "pipeline": "ingest_file(path), record_to_rows, Store.save_rows; every cache emptied before "
    "each document",
    "kept": "the same; caches kept from one document to the next",
    "without": "the same; no caches of words and paragraphs at all",
    "naive": "pdfplumber.open(path), page.extract_text() of all pages; "
    "spacy.load('spacy_fi_experimental_web_md')(text); "
    "dateparser.search.search_dates(text, languages=['fi']); "
    "sqlalchemy.orm.Session.add_all of an object for each, commit",
    "pdfplumber": "pdfplumber.open(path), page.extract_text(), page.close()",
    "kreuzberg": "kreuzberg.extract_file_sync(path, config=ExtractionConfig(use_cache=False))",
    "markitdown": "MarkItDown(enable_plugins=False).convert(path).text_content",
}
"""What is called for each document, with everything loaded before."""
LIBRARIES = {
    "pipeline": ("pypdfium2", "spacy", "spacy-fi-experimental-web-md", "numpy", "SQLAlchemy"),
    "naive": ("pdfplumber", "pdfminer.six", "spacy", "dateparser", "SQLAlchemy"),
    "kreuzberg": ("kreuzberg",),
    "markitdown": ("markitdown",),
}


def measured(process: Way, path: Path) -> dict[str, Any]:
    """Seconds of wall clock and of processor that one document took, as a whole and by stage."""
    stages: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    stage, wall, cpu = "", time.perf_counter(), time.process_time()
    since = begun = wall, cpu

    def entering(name: str) -> None:
        nonlocal stage, since
        now = time.perf_counter(), time.process_time()
        if stage:
            stages[stage][0] += now[0] - since[0]
            stages[stage][1] += now[1] - since[1]
        stage, since = name, now

    length = process(path, entering)
    entering("")
    return {
        "wall": since[0] - begun[0],
        "cpu": since[1] - begun[1],
        "stages": stages,
        "characters": length,
    }


def memory(field: str) -> float:
    """MiB of this process: 'VmRSS' now, 'VmHWM' at most; 0 where the system does not tell."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in told if line.startswith(field))


def versions(name: str) -> dict[str, str]:
    """The way's libraries and their versions here."""
    from importlib.metadata import version

    return {library: version(library) for library in LIBRARIES.get(name, ())}


def main() -> None:
    """Answer lines until a blank one."""
    name = sys.argv[1]
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer

    def answer(told: dict[str, Any]) -> None:
        out.write(json.dumps(told) + "\n")
        out.flush()

    prepare(name)
    with tempfile.TemporaryDirectory() as folder:
        process = WAYS[name](Path(folder) / "rows.db")
        loaded = memory("VmRSS")
        process(Path(sys.stdin.readline().rstrip("\n")), lambda _stage: None)
        answer({"versions": versions(name)})
        while line := sys.stdin.readline().rstrip("\n"):
            if name in ("pipeline", "without"):
                from benchmarks.caches import forget

                forget()
            answer(measured(process, Path(line)))
        answer({"loaded": loaded, "peak": memory("VmHWM")} | caches_used(name))


def prepare(name: str) -> None:
    """What has to happen before the pipeline is imported, or used."""
    if name == "without":
        from benchmarks.caches import do_without

        do_without()
    if name == "kept":
        from benchmarks.caches import count_words

        count_words()


def caches_used(name: str) -> dict[str, Any]:
    """What the caches answered, of the way that keeps them."""
    if name != "kept":
        return {}
    from benchmarks.caches import rates

    return {"caches": rates()}


if __name__ == "__main__":
    main()
