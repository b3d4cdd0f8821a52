"""From folders of PDFs and gold records to a report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from models.records import Record
from pipeline.errors import InputError
from pipeline.evaluate.agreement import Entry
from pipeline.evaluate.layouts import record_layout
from pipeline.evaluate.places import Places
from pipeline.evaluate.reliability import judge_record
from pipeline.evaluate.report import Measured, Report
from pipeline.evaluate.scoring import Observation, score_record

GOLD_SUFFIX = ".gold.json"
Meeting = tuple[str, int]
"""The path of a file, and which of its meetings, from 1."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A PDF and the gold record of one of its meetings."""

    pdf: Path
    part: int
    gold: Entry

    @property
    def meeting(self) -> Meeting:
        return str(self.pdf), self.part


def evaluate_paths(paths: Sequence[Path], jobs: int = 1, baseline: bool = True) -> Report:
    """Process the PDFs that have a gold record and compare the two.

    ``paths`` are folders (searched with their subfolders), gold records, or PDFs with one beside
    them. The records go through a database of their own, which is gone afterwards. ``jobs`` is how
    many documents are processed at a time; with ``baseline`` the naive way is measured, too.
    Raises InputError where there is no gold record, or one that cannot be read, MissingModelError
    where the baseline's model is not installed, and what ``ingest_paths`` raises.
    """
    pairs = [_read_pair(path) for path in sorted({gold for p in paths for gold in _golds(p)})]
    names = _names(pairs)
    records, absent = _predict(sorted({str(pair.pdf) for pair in pairs}), jobs)
    measured = []
    for pair in pairs:
        name, record = names[pair.meeting], records.get(pair.meeting)
        if record is None:
            why = absent.get(str(pair.pdf), f"the file holds no meeting {pair.part}")
            measured.append(_unread(pair, name, why, baseline))
        else:
            measured.append(_measure(pair, name, record, baseline))
    return Report(tuple(sorted(measured, key=lambda one: one.file)))


# --- which pairs ----------------------------------------------------------------------------------


def _golds(path: Path) -> Iterator[Path]:
    """The gold records that ``path`` names."""
    if path.is_dir():
        found = [one.resolve() for one in path.rglob(f"*{GOLD_SUFFIX}")]
        if not found:
            raise InputError(f"There is no *{GOLD_SUFFIX} in {path}: name a folder that has some")
        yield from found
        return
    if not path.name.endswith(GOLD_SUFFIX):
        path = path.with_name(path.stem + GOLD_SUFFIX)
    if not path.is_file():
        raise InputError(f"There is no {path}: name a PDF that has a gold record beside it")
    yield path.resolve()


def _read_pair(path: Path) -> Pair:
    try:
        gold: Entry = json.loads(path.read_text(encoding="utf-8"))
        source = gold["source"]
        return Pair(path.parent / Path(source["file"]).name, source.get("part", 1), gold)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputError(f"{path} is not a gold record ({error!r}): mend or remove it") from error


def _names(pairs: Sequence[Pair]) -> dict[Meeting, str]:
    """File names, with the number of the meeting where it is not the file's first, and with the
    folder where two files are called the same."""
    files = Counter(pdf.name for pdf in {pair.pdf for pair in pairs})
    return {
        pair.meeting: (f"{pair.pdf.parent.name}/" if files[pair.pdf.name] > 1 else "")
        + pair.pdf.name
        + (f"#{pair.part}" if pair.part > 1 else "")
        for pair in pairs
    }


# --- measuring ------------------------------------------------------------------------------------


def _predict(files: list[str], jobs: int) -> tuple[dict[Meeting, Record], dict[str, str]]:
    """The records, as they are stored, and why other files have none."""
    from pipeline.ingest import ingest_paths
    from pipeline.store import open_store

    records: dict[Meeting, Record] = {}
    absent: dict[str, str] = {}
    with TemporaryDirectory() as folder, open_store(f"{folder}/evaluate.db", create=True) as store:
        for outcome in ingest_paths(files, store, jobs=jobs):
            if outcome.sha256 and outcome.status != "failed":
                for found in store.find_documents(outcome.sha256):
                    record = store.load_record(found.sha256, found.part)
                    records[str(outcome.path), found.part] = record
            else:
                absent[str(outcome.path)] = outcome.reason or outcome.status
    return records, absent


def _measure(pair: Pair, name: str, record: Record, baseline: bool) -> Measured:
    from pipeline.export import record_to_json

    places = Places(record)
    return Measured(
        name,
        tuple(score_record(pair.gold, record_to_json(record), places.of)),
        _measure_baseline(pair, record) if baseline else None,
        record_layout(record),
        record.minutes.language,
        pair.gold["source"].get("layout"),
        judgements=tuple(judge_record(pair.gold, record)),
    )


def _measure_baseline(pair: Pair, record: Record) -> tuple[Observation, ...]:
    from pipeline.evaluate.baseline import NOT_TRIED, naive_record

    seen = score_record(pair.gold, naive_record(record.document))
    return tuple(one for one in seen if one.layer not in NOT_TRIED)


def _unread(pair: Pair, name: str, failure: str, baseline: bool) -> Measured:
    """A document without a record: everything is missed, whichever way."""
    seen = tuple(score_record(pair.gold, {}))
    family = pair.gold["source"].get("layout")
    return Measured(name, seen, seen if baseline else None, family=family, failure=failure)
