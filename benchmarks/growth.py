"""How time and memory grow with the number of documents, from PDFs that are all different.

    python -m benchmarks.growth [--counts 10,100,1000,10000] [--jobs 1] [--name growth]

Makes the documents, ingests each number of them by the command into a database of its own, and
watches the run from outside: seconds a document of the worker and of the process that writes, their
memory, and the size of the database. With ``--plot`` it draws the results that are there, and
measures nothing. A run that takes longer than ``--minutes`` is stopped, and tells how far it came.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.documents import make_documents
from benchmarks.machine import RESULTS, conditions, load, write
from benchmarks.watching import Look, Watched, watched_ingest

STRETCHES = 20
"""Points of the curve of one run."""
BEGINNING = 5
"""The shortest stretch, in documents."""


def main() -> int:
    """Measure, print and draw; the exit code."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("--counts", default="10,100,1000,10000")
    options.add_argument("--jobs", type=int, default=1)
    options.add_argument("--minutes", type=float, default=120, help="that a run may take")
    options.add_argument("--seed", type=int, default=2025)
    options.add_argument("--name", default="growth", help="of the result")
    options.add_argument("--plot", action="store_true", help="draw what was measured before")
    chosen = options.parse_args()
    if chosen.plot:
        draw(chosen.name)
        return 0
    os.environ["POYTAKIRJA_OCR"] = "off"
    told, runs = conditions(), []
    counts = [int(count) for count in chosen.counts.split(",")]
    print(f"{'documents':>9}{'s':>8}{'ms a document: worker':>23}{'writer':>8}{'MiB: worker':>13}"
          f"{'writer':>8}{'database':>10}")  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        for before, count in pairwise([0, *counts]):
            make_documents(Path(place, "documents"), before, count - before, chosen.seed)
            database = Path(place, f"{count}.db")
            watched = watched_ingest(
                Path(place, "documents"), database, chosen.jobs, 60 * chosen.minutes
            )
            if (watched.exit_code and not watched.stopped) or not watched.looks:
                print(f"the ingest ended with exit code {watched.exit_code}", file=sys.stderr)
                return 1
            runs.append(figures(count, watched, database))
            show(runs[-1])
            database.unlink()
            told["load_at_end"], told["jobs"], told["seed"] = load(), chosen.jobs, chosen.seed
            told["runs"] = runs
            write(chosen.name, told)  # after each: the last ones take long
    draw(chosen.name)
    return 0


def figures(count: int, watched: Watched, database: Path) -> dict[str, Any]:
    """What one run took as a whole, and its curve."""
    last = watched.looks[-1]
    wanted, count = count, last.documents if watched.stopped else count
    return {
        "documents": count,
        "of": wanted,
        "wall": round(watched.wall, 1),
        "start": round(watched.first, 1),
        "cpu": round(watched.cpu + watched.worker_cpu, 1),
        "worker_ms": round(1000 * watched.worker_cpu / count, 1),
        "writer_ms": round(1000 * watched.cpu / count, 1),
        "worker_mib": watched.peak("worker_mib"),
        "writer_mib": watched.peak("parent_mib"),
        "database_mib": round(database.stat().st_size / 2**20, 1),
        "curve": list(curve(watched.looks)),
    }


def curve(looks: Sequence[Look]) -> Iterator[dict[str, float]]:
    """Stretches of a run: documents stored until its end, what one took, memory, database."""
    known = [look for look in looks if look.documents]
    most = max((look.documents for look in known), default=0)
    known = [look for look in known if look.documents < most]  # then the workers are ended
    before = known[0] if known else None
    for after in known[1:]:
        assert before
        count = after.documents - before.documents
        if count >= max(BEGINNING, most // STRETCHES):
            yield {
                "documents": after.documents,
                "worker_ms": round(1000 * (after.worker_cpu - before.worker_cpu) / count, 1),
                "writer_ms": round(1000 * (after.parent_cpu - before.parent_cpu) / count, 1),
                "wall_ms": round(1000 * (after.wall - before.wall) / count, 1),
                "worker_mib": after.worker_mib,
                "writer_mib": after.parent_mib,
                "database_mib": after.database_mib,
            }
            before = after


def show(run: dict[str, Any]) -> None:
    """Print the line of one run."""
    print(
        f"{run['documents']:9}{run['wall']:8.0f}{run['worker_ms']:23.1f}{run['writer_ms']:8.1f}"
        f"{run['worker_mib']:13.0f}{run['writer_mib']:8.0f}{run['database_mib']:10.1f}",
        flush=True,
    )


# --- the picture ----------------------------------------------------------------------------------


def draw(name: str) -> None:
    """Draw a result as ``benchmarks/results/NAME.svg``."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rc("svg", hashsalt=name, fonttype="none")
    mpl.rc("font", size=9)
    mpl.rc("axes.spines", top=False, right=False)
    from matplotlib import pyplot

    told = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    longest = told["runs"][-1]
    figure, (time, memory, size) = pyplot.subplots(1, 3, figsize=(11, 3.4), layout="constrained")
    for axes, unit in ((time, "ms"), (memory, "mib")):
        for process, label in (("worker", "worker"), ("writer", "writing process")):
            points = [(at["documents"], at[f"{process}_{unit}"]) for at in longest["curve"]]
            axes.plot(*zip(*points, strict=True), ".-", label=label)
        axes.set_ylim(bottom=0)
        axes.legend(frameon=False)
    time.set(title="Processor time, ms a document", xlabel="documents stored before")
    memory.set(title="Resident memory, MiB", xlabel="documents stored before")
    sizes = [(at["documents"], at["database_mib"]) for at in longest["curve"]]
    size.plot(*zip(*sizes, strict=True), ".-")
    size.set_ylim(bottom=0)
    size.set(title="Database, MiB", xlabel="documents stored before")
    figure.suptitle(f"A run over {longest['documents']} documents, all different")
    figure.savefig(RESULTS / f"{name}.svg", metadata={"Date": None})
    print(f"drawn as benchmarks/results/{name}.svg")


if __name__ == "__main__":
    sys.exit(main())
