"""What ``make torture`` runs: 200 kills of an ingest of the samples, and 500 damaged PDFs.

Prints figures; ends with 1 if anything did not hold.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.torturing import ROOT, Damage, Killing

SAMPLES = ROOT / "data" / "samples"


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pdfs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=2025)
    wanted = parser.parse_args()
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        if wanted.kills:
            problems += kill(wanted.kills, Path(folder), wanted.seed)
        if wanted.pdfs:
            problems += damage(wanted.pdfs, Path(folder), wanted.seed)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def kill(times: int, work: Path, seed: int) -> list[str]:
    """What did not hold while an ingest of the samples was killed so many times."""
    begun = time.monotonic()
    killing = Killing(SAMPLES, work, seed)
    killing.kill(times, lambda: print(f"\r{killing.kills} kills", end="", flush=True))
    print(
        f"\r{killing.kills} kills, {killing.finished} databases complete in the end, "
        f"{len(killing.problems)} problems, {time.monotonic() - begun:.0f} s"
    )
    return killing.problems


def damage(count: int, work: Path, seed: int) -> list[str]:
    """What is not explained of what became of so many damaged copies of the samples."""
    begun = time.monotonic()
    done = Damage.of(sorted(SAMPLES.glob("*.pdf")), count, work, seed)
    kinds = ", ".join(f"{number} {kind}" for kind, number in Counter(done.outcomes).most_common())
    print(f"{count} damaged PDFs: {kinds}, {time.monotonic() - begun:.0f} s")
    return done.problems


if __name__ == "__main__":
    sys.exit(main())
