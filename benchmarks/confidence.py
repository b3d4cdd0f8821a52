"""Whether confidence means something, and what it is corrected by.

    python benchmarks/confidence.py FOLDER [FOLDER ...] [--seen FOLDER ...] [--write | --add]

Each FOLDER holds pairs NAME.pdf and NAME.gold.json of documents that no rule was written from;
those of --seen were at hand while rules were written. What authors were right is counted on all of
them, the curves drawn of the former alone: as authors claim, as rules/lexicon/reliability.csv
corrects it now, and each document corrected by what was counted on all others. --write keeps the
counts in that table in place of its own; --add adds those of documents that it has not counted yet
(no --seen then), so that it keeps what it counted on documents whose gold records are no more.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

from pipeline.calibration import Measured, add_tallies, measured
from pipeline.evaluate.reliability import (
    Judgement,
    calibration_error,
    count_right,
    cross_validate,
    judge_record,
    reliability_curve,
    restate,
)
from pipeline.ingest import ingest_file
from pipeline.rulebook import RULES

TABLE = RULES / "lexicon" / "reliability.csv"
HEAD = """\
# How many findings of each author were right, of how many that gold records judge: what its claims
# are corrected by (pipeline/calibration.py). Written by benchmarks/confidence.py.
kind,found_by,right,of
"""


def judge_folders(folders: Iterable[Path]) -> Iterator[list[Judgement]]:
    """What each document's gold record says of the findings, as sure as their authors claim."""
    with patch("pipeline.calibration.measured", return_value={}):
        for path in (path for folder in folders for path in sorted(folder.glob("*.gold.json"))):
            gold = json.loads(path.read_text(encoding="utf-8"))
            records = ingest_file(path.parent / gold["source"]["file"])
            yield list(judge_record(gold, records[gold["source"].get("part", 1) - 1]))


def print_curve(name: str, documents: Sequence[Sequence[Judgement]]) -> None:
    """A table of the curve, and the expected calibration error under it."""
    curve = reliability_curve(one for document in documents for one in document)
    print(f"\n{name}\n{'confidence':>14} {'findings':>9} {'stated':>7} {'right':>7}")
    for band in curve:
        reach = f"{band.low:.2f} to {band.high:.2f}"
        print(f"{reach:>14} {band.count:9} {band.stated:7.3f} {band.right:7.3f}")
    print(f"expected calibration error {calibration_error(curve):.3f}")


def write_table(counts: Measured) -> None:
    """Keep the counts where the pipeline reads them."""
    rows = (f"{kind},{by},{tally.right},{tally.of}\n" for (kind, by), tally in counts.items())
    TABLE.write_text(HEAD + "".join(rows), encoding="utf-8")


def main() -> None:
    """Count, print and, where asked to, write."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("unseen", type=Path, nargs="+", metavar="FOLDER")
    options.add_argument("--seen", type=Path, nargs="+", default=[], metavar="FOLDER")
    keeping = options.add_mutually_exclusive_group()
    keeping.add_argument("--write", action="store_true")
    keeping.add_argument("--add", action="store_true")
    chosen = options.parse_args()
    unseen = list(judge_folders(chosen.unseen))
    documents = [*unseen, *judge_folders(chosen.seen)]
    kept = measured()
    print_curve("as claimed", unseen)
    print_curve("as the table corrects it", [restate(document, kept) for document in unseen])
    print_curve("calibrated on the other documents", cross_validate(documents)[: len(unseen)])
    counts = count_right(one for document in documents for one in document)
    if chosen.write or chosen.add:
        write_table(add_tallies(kept, counts) if chosen.add else counts)


if __name__ == "__main__":
    main()
