"""From a folder of PDFs and gold records to a report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.errors import InputError
from pipeline.evaluate.agreement import Entry
from pipeline.evaluate.scoring import Accuracy, Observation, Score, figures, score_record

GOLD_SUFFIX = ".gold.json"


@dataclass(frozen=True, slots=True)
class Report:
    """What was observed in each document, by file name; ``absent`` files have no record."""

    observations: Mapping[str, tuple[Observation, ...]]
    absent: Mapping[str, str]

    def figures(self) -> dict[str, Score | Accuracy]:
        """The figures of every layer and property, over all documents together."""
        return figures(seen for found in self.observations.values() for seen in found)


def evaluate_folder(folder: Path, jobs: int = 1) -> Report:
    """Process the PDFs that have a gold record in ``folder`` and compare the two.

    The records go through a database of their own, which is gone afterwards. ``jobs`` is how many
    documents are processed at a time. Raises InputError if the folder holds no gold record or one
    that cannot be read, and what ``ingest_paths`` raises.
    """
    gold = {path: _read_gold(path) for path in sorted(folder.rglob(f"*{GOLD_SUFFIX}"))}
    if not gold:
        raise InputError(f"There is no *{GOLD_SUFFIX} in {folder}: name a folder that has some")
    files = {
        str(path.parent / Path(record["source"]["file"]).name) for path, record in gold.items()
    }
    predicted, absent = _predict(sorted(files), jobs)
    named = {
        _name(record["source"]["file"], record["source"].get("part", 1)): record
        for record in gold.values()
    }
    return Report(
        {
            file: tuple(score_record(record, predicted.get(file, {})))
            for file, record in named.items()
        },
        absent,
    )


def _read_gold(path: Path) -> Entry:
    try:
        record: Entry = json.loads(path.read_text(encoding="utf-8"))
        record["source"]["file"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputError(f"{path} is not a gold record ({error!r}): mend or remove it") from error
    return record


def _name(file: str, part: int) -> str:
    """The file's name, with the number of the meeting where it is not the file's first."""
    return Path(file).name + (f"#{part}" if part > 1 else "")


def _predict(files: list[str], jobs: int) -> tuple[dict[str, Entry], dict[str, str]]:
    """The exported records by file name, and why others have none."""
    from pipeline.export import record_to_json
    from pipeline.ingest import ingest_paths
    from pipeline.store import open_store

    records: dict[str, Entry] = {}
    absent: dict[str, str] = {}
    with TemporaryDirectory() as folder, open_store(f"{folder}/evaluate.db", create=True) as store:
        for outcome in ingest_paths(files, store, jobs=jobs):
            if outcome.sha256 and outcome.status != "failed":
                for found in store.find_documents(outcome.sha256):
                    record = store.load_record(found.sha256, found.part)
                    records[_name(outcome.path.name, found.part)] = record_to_json(record)
            else:
                absent[outcome.path.name] = outcome.reason or outcome.status
    return records, absent


def report_to_lines(report: Report, errors: bool = False) -> Iterator[str]:
    """The report as a table in plain text; with ``errors`` every fault after it, tab-separated."""
    for file, reason in report.absent.items():
        yield f"no record for {file}: {reason}"
    yield f"{'layer':26} {'P':>6} {'R':>6} {'F1':>6} {'gold':>5} {'extra':>5}"
    for name, figure in report.figures().items():
        if isinstance(figure, Accuracy):
            yield f"{name:26} {'accuracy':>13} {figure.share:6.3f} {figure.asked:5}"
        else:
            shares = f"{figure.precision:6.3f} {figure.recall:6.3f} {figure.f1:6.3f}"
            yield f"{name:26} {shares} {figure.gold:5} {figure.extra:5}"
    if errors:
        for file, observations in report.observations.items():
            for seen in observations:
                if seen.outcome in ("missed", "extra", "wrong"):
                    yield "\t".join((file, seen.layer, seen.outcome, seen.shown))


def report_to_json(report: Report) -> dict[str, Any]:
    """The report as plain values: number of documents, absent files, figures by layer."""
    layers: dict[str, dict[str, float]] = {}
    for name, figure in report.figures().items():
        if isinstance(figure, Accuracy):
            layers[name] = {"accuracy": round(figure.share, 4), "of": figure.asked}
        else:
            shares = {
                kind: round(getattr(figure, kind), 4) for kind in ("precision", "recall", "f1")
            }
            layers[name] = {**shares, "gold": figure.gold, "extra": figure.extra}
    return {
        "documents": len(report.observations), "absent": dict(report.absent), "layers": layers
    }  # fmt: skip
