"""What a second worker process brings, and how much memory a worker takes.

    python -m benchmarks.processes FOLDER [--jobs 2] [--rounds 3]

Runs ``poytakirja ingest FOLDER`` as it is used, start-up included, into a new database, by turns
in one process that does everything (``--jobs 0``), with one worker beside the process that writes,
and with several, and watches it from outside. The clock means little on a machine
that has other work: the load is printed with it, and what the processor time of parent and workers
allows at best, were nothing else to do.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.machine import conditions, load, write
from benchmarks.watching import Watched, watched_ingest


def main() -> int:
    """Measure and print; the exit code."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("folder", type=Path, help="folder of PDFs, searched with its subfolders")
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--name", help="of the result; processes-FOLDER if not given")
    chosen = options.parse_args()
    os.environ["POYTAKIRJA_OCR"] = "off"
    told = conditions()
    runs: dict[int, list[Watched]] = {0: [], 1: [], chosen.jobs: []}
    for _ in range(chosen.rounds):
        for jobs, done in runs.items():
            with tempfile.TemporaryDirectory() as place:
                done.append(watched_ingest(chosen.folder, Path(place) / "minutes.db", jobs))
    failed = next((run.exit_code for done in runs.values() for run in done if run.exit_code), 0)
    if failed:
        print(f"an ingest ended with exit code {failed}", file=sys.stderr)
        return failed
    folder = chosen.folder.absolute().name
    told["load"] = {"begin": told["load"], "end": load()}
    told["folder"] = folder
    told["runs"] = {jobs: figures(done) for jobs, done in runs.items()}
    told["faster"] = {
        "wall": ratio(runs[1], runs[chosen.jobs], False),
        "without_start": ratio(runs[1], runs[chosen.jobs], True),
        "at_best": at_best(told["runs"], chosen.jobs, told["cores"]),
    }
    told["faster_than_one_process"] = {
        "wall": ratio(runs[0], runs[chosen.jobs], False),
        "without_start": ratio(runs[0], runs[chosen.jobs], True),
    }
    print(f"\n{folder}, load {told['load']['begin'][0]} to {told['load']['end'][0]}:")
    for jobs, found in told["runs"].items():
        print(
            f"{jobs} worker{'s' * (jobs != 1)}: {found['wall']} s, of them {found['first']} s "
            f"until the first document is stored; {found['worker_cpu']} s of processor in workers, "
            f"{found['parent_cpu']} s in the parent; "
            f"worker {found['worker_mib']} MiB, parent {found['parent_mib']} MiB at most"
        )
    print(
        f"{chosen.jobs} workers are {told['faster']['wall']} times as fast, "
        f"{told['faster']['without_start']} times after the first document; "
        f"{told['cores']} cores allow {told['faster']['at_best']}; than one process that does "
        f"everything: {told['faster_than_one_process']['wall']} and "
        f"{told['faster_than_one_process']['without_start']} times"
    )
    write(chosen.name or f"processes-{folder}", told)
    return 0


def figures(runs: list[Watched]) -> dict[str, Any]:
    """Seconds of wall clock and processor, the middle ones, and the most memory."""
    return {
        "wall": round(median(run.wall for run in runs), 1),
        "first": round(median(run.first for run in runs), 1),
        "worker_cpu": round(median(run.worker_cpu for run in runs), 1),
        "parent_cpu": round(median(run.cpu for run in runs), 1),
        "worker_mib": round(max(run.peak("worker_mib") for run in runs)),
        "parent_mib": round(max(run.peak("parent_mib") for run in runs)),
    }


def ratio(one: list[Watched], several: list[Watched], without_start: bool) -> float:
    """How many times as fast several workers are, the middle one of the rounds."""
    pairs = zip(one, several, strict=True)
    if without_start:
        return round(median((a.wall - a.first) / (b.wall - b.first) for a, b in pairs), 2)
    return round(median(a.wall / b.wall for a, b in pairs), 2)


def at_best(runs: dict[int, dict[str, Any]], jobs: int, cores: int) -> float:
    """How many times as fast several workers can be on so many cores that have no other work."""

    def least(count: int) -> float:
        workers, parent = runs[count]["worker_cpu"], runs[count]["parent_cpu"]
        return float(max(parent, workers / count, (workers + parent) / cores))

    return round(least(1) / least(jobs), 2)


if __name__ == "__main__":
    sys.exit(main())
