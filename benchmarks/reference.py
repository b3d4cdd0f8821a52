"""Compares the records of the pipeline with those of the slow reference path, over a folder.

    python -m benchmarks.reference FOLDER [--most 20] [--list]

The reference path has no caches of words and paragraphs, asks the model and tries every rule on
every passage, and reads PDFs through pdfplumber. Each of these is switched on after the other, so
that every difference has a cause: the caches (there must be none), the filters (none that is not
explained), the reading. Differences are counted by layer; those of reading also by whether the
words of the fact stand in the other text. ``--list`` prints each with its words.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks.machine import ROOT, conditions, write

if TYPE_CHECKING:
    from models.records import Record

STEPS = ("without caches", "and without filters", "and read by pdfplumber")
NOT_COMPARED = frozenset(
    {"id", "start", "end", "page", "boxes", "confidence", "found_by", "attendee"}
)
"""Where a fact stands and what it is called: these change with every letter before it."""
LAYERS = ("attendees", "items", "links", "statistics", "dates", "references", "decisions",
          "actions", "warnings")  # fmt: skip
Fact = tuple[str, str, str]
"""Layer, what it says as JSON, and its words in the document."""
Made = tuple[str, list[Fact]]
"""A document's text and its facts."""


# --- records --------------------------------------------------------------------------------------


def facts_of(records: Sequence[Record]) -> Made:
    """The text and every fact of the records of a file."""
    from pipeline.export import record_to_json

    found = [fact for record in records for fact in _facts(record_to_json(record))]
    return " ".join(" ".join(record.document.text for record in records).split()), found


def _facts(record: dict[str, Any]) -> Iterator[Fact]:
    for field, value in record["meeting"].items():
        yield "meeting", json.dumps([field, value], ensure_ascii=False), ""
    for layer in ("people", "organisations"):
        for named in record[layer]:
            for mention in named["mentions"]:
                words = _plain(mention["source"]["quote"])
                mentioned = [named["name"], mention["item"], words]
                yield layer, json.dumps(mentioned, ensure_ascii=False), words
    for layer in LAYERS:
        for entry in record[layer]:
            words = _plain(entry.get("source", {}).get("quote", ""))
            told = json.dumps(_compared(entry), ensure_ascii=False, sort_keys=True)
            yield layer, told, words


def _compared(value: Any) -> Any:
    """The value without what is not compared, blanks all alike."""
    if isinstance(value, dict):
        return {key: _compared(one) for key, one in value.items() if key not in NOT_COMPARED}
    if isinstance(value, list | tuple):
        return [_compared(one) for one in value]
    return _plain(value) if isinstance(value, str) else value


def _plain(words: str) -> str:
    return " ".join(words.split())


# --- the reference path, in a process of its own --------------------------------------------------


def serve() -> None:
    """Answer each path that comes in with the facts of every step, as JSON."""
    from benchmarks.caches import do_without

    do_without()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        out.write(json.dumps([facts_of(records) for records in _steps(path)]) + "\n")
        out.flush()


def _steps(path: Path) -> Iterator[Sequence[Record]]:
    from benchmarks.plain_reading import read_plainly
    from pipeline.ingest import ingest_file, process_document
    from pipeline.segment import split_meetings

    yield ingest_file(path)
    with unfiltered():
        yield ingest_file(path)
        yield [process_document(part) for part in split_meetings(read_plainly(path))]


def unfiltered() -> ExitStack:
    """In the block every passage is sent to the model, and every rule is tried on every line."""
    from pipeline import scanning
    from pipeline.extract import recognised
    from pipeline.rulebook import load_rules

    def all_rules(_held: object, label: str | None) -> Any:
        return load_rules(label)

    patches = ExitStack()
    for name in ("_is_worth_asking", "_may_be_borne_out"):
        patches.enter_context(patch.object(recognised, name, lambda *_: True))
    patches.enter_context(patch.object(scanning, "_possible", all_rules))
    return patches


# --- comparing ------------------------------------------------------------------------------------


def differences(before: Made, after: Made) -> Iterator[tuple[str, str, Fact]]:
    """Each fact that one has and the other has not: 'lost' or 'gained' by the step, how, and what.

    How: 'other words' if the fact's words do not stand in the other text, else 'same words'.
    """
    (old_text, old), (new_text, new) = before, after
    for told, left, text in (
        ("lost", Counter(map(tuple, old)) - Counter(map(tuple, new)), new_text),
        ("gained", Counter(map(tuple, new)) - Counter(map(tuple, old)), old_text),
    ):
        for fact in left.elements():
            layer, said, words = fact
            yield told, "same words" if words in text else "other words", (layer, said, words)


def main() -> None:
    """Compare and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("folder", type=Path, help="folder of PDFs, searched with its subfolders")
    options.add_argument("--most", type=int, default=0, help="documents, drawn by chance; 0: all")
    options.add_argument("--seed", type=int, default=2025, help="which are drawn")
    options.add_argument("--list", action="store_true", help="print each difference")
    options.add_argument("--name", help="of the result; reference-FOLDER if not given")
    chosen = options.parse_args()
    from benchmarks.speed import choose_documents
    from pipeline.ingest import ingest_file

    os.environ["POYTAKIRJA_OCR"] = "off"
    smallest, others = choose_documents(chosen.folder, chosen.most, chosen.seed)
    paths = others if chosen.most else [smallest, *others]
    told, counts, same = conditions(), Counter[str](), Counter[str]()
    total: Counter[str] = Counter()
    with subprocess.Popen(
        [sys.executable, "-c", "from benchmarks.reference import serve; serve()"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as reference:  # fmt: skip
        assert reference.stdin
        assert reference.stdout
        for path in paths:
            reference.stdin.write(f"{path}\n")
            reference.stdin.flush()
            made = facts_of(ingest_file(path))
            total.update(layer for layer, _, _ in made[1])
            for step, after in zip(STEPS, json.loads(reference.stdout.readline()), strict=True):
                found = list(differences(made, after))
                same[step] += not found
                for way, how, (layer, said, _) in found:
                    counts[f"{step} | {how} | {layer} | {way}"] += 1
                    if chosen.list:
                        print(f"{path.name} | {step} | {how} | {layer} | {way} | {said}")
                made = after
        reference.stdin.close()
    folder = chosen.folder.absolute().name
    print(f"{len(paths)} documents of {folder}, {total.total()} facts")
    for step in STEPS:
        print(f"\n{step}: {same[step]} documents have the same record as before")
        for key, count in sorted(counts.items()):
            if key.startswith(f"{step} |"):
                print(f"{count:6}  {key.partition(' | ')[2]}")
    told["folder"], told["documents"], told["seed"] = folder, len(paths), chosen.seed
    told["facts"], told["same"], told["differences"] = total, same, dict(sorted(counts.items()))
    write(chosen.name or f"reference-{folder}", told)


if __name__ == "__main__":
    main()
