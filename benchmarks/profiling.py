"""In which functions the time goes: a profile of the pipeline over a folder.

    python -m benchmarks.profiling FOLDER [--most 20] [--lines 25]

Everything is loaded and the smallest document is read before; then each document takes its full
time, from the PDF to committed rows, with caches emptied before. The profiler itself makes small
functions dearer than they are: trust the order more than the shares.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.caches import forget
from benchmarks.machine import ROOT, conditions, write
from benchmarks.speed import choose_documents, one_core
from benchmarks.way import our_way


def main() -> None:
    """Profile and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("folder", type=Path, help="folder of PDFs, searched with its subfolders")
    options.add_argument("--most", type=int, default=20, help="documents, drawn by chance; 0: all")
    options.add_argument("--seed", type=int, default=2025, help="which are drawn")
    options.add_argument("--lines", type=int, default=25, help="functions that are told")
    options.add_argument("--name", help="of the result; profile-FOLDER if not given")
    chosen = options.parse_args()
    one_core()
    warm_up, paths = choose_documents(chosen.folder, chosen.most, chosen.seed)
    told, profiler = conditions(), cProfile.Profile(time.process_time)
    with tempfile.TemporaryDirectory() as place:
        process = our_way(Path(place) / "rows.db")
        process(warm_up, lambda _stage: None)
        for path in paths:
            forget()
            profiler.enable()
            process(path, lambda _stage: None)
            profiler.disable()
    stats = pstats.Stats(profiler)
    folder = chosen.folder.absolute().name
    told |= {"folder": folder, "documents": len(paths), "seed": chosen.seed}
    told["functions"] = functions(stats)[: chosen.lines]
    print(f"{len(paths)} documents of {folder}\n{'own':>7} {'with':>7} {'calls':>9}")
    for line in told["functions"]:
        print(f"{line['own']:7.1%} {line['with']:7.1%} {line['calls']:9}  {line['function']}")
    write(chosen.name or f"profile-{folder}", told)


def functions(stats: pstats.Stats) -> list[dict[str, Any]]:
    """The functions by their own share of the time, the dearest first; ``with`` is the share of
    what they call, too."""
    rows: dict[Any, Any] = stats.stats  # type: ignore[attr-defined]
    total = sum(own for _, _, own, _, _ in rows.values())
    found = [
        {
            "function": _name(*place),
            "own": round(own / total, 4),
            "with": round(whole / total, 4),
            "calls": calls,
        }
        for place, (_, calls, own, whole, _) in rows.items()
    ]
    return sorted(found, key=lambda line: -line["own"])


def _name(file: str, line: int, function: str) -> str:
    """'pipeline.morphology.analyse', 'numpy.dot', or what the interpreter calls it."""
    path = Path(file)
    if path.is_relative_to(ROOT):
        return ".".join((*path.relative_to(ROOT).with_suffix("").parts, function))
    if "site-packages" in path.parts:
        inner = path.parts[path.parts.index("site-packages") + 1 :]
        return ".".join((*inner[:-1], path.stem, function))
    return function if file == "~" else f"{path.stem}.{function}"


if __name__ == "__main__":
    main()
