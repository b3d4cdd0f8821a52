"""How much faster the pipeline is than others, on any folder of PDFs: what ``make bench`` runs.

    python -m benchmarks.speed FOLDER [--rounds 5] [--most 20] [--converters .venv-bench/bin/python]

Compared with the pipeline, from the PDF to committed rows, are the naive way (pdfplumber's text,
``nlp(text)`` with the whole spaCy pipeline, ``search_dates``, an ORM object for every finding), and
what gives text alone: pdfplumber's ``extract_text``, Kreuzberg and MarkItDown. One core, everything
loaded before. Each way runs in a process of its own that is new in each round, and all take each
document in turn, so that whatever else the machine does meets all alike; the middle one of the
rounds' ratios counts. The smallest document warms them up and is not measured. The pipeline's
caches are emptied before each document; a run of its own keeps them and says what they answered.
OCR is off, for the others read no scans. Needs native Voikko, without which the whole spaCy
pipeline does not load. Kreuzberg and MarkItDown are left out without ``--converters``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.machine import ROOT, conditions, load, write
from benchmarks.way import CALLS

CONVERTERS = ("kreuzberg", "markitdown")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS")
CLOCKS = ("cpu", "wall")
ALL = 0
Answer = dict[str, Any]


@dataclass(frozen=True)
class Setting:
    """What is compared on which documents: the smallest to warm up with, and the others."""

    ways: Sequence[str]
    warm_up: Path
    paths: Sequence[Path]
    converters: Path | None

    @property
    def pages(self) -> int:
        """The pages of the documents that are measured."""
        import pypdfium2

        return sum(len(pypdfium2.PdfDocument(path)) for path in self.paths)


@dataclass(frozen=True)
class Round:
    """What each way took for each document, and as a whole."""

    runs: dict[str, list[Answer]]
    whole: dict[str, Answer]

    def seconds(self, way: str, clock: str) -> float:
        """Of all documents together."""
        return sum(float(run[clock]) for run in self.runs[way])

    def ratio(self, way: str, clock: str) -> float:
        """How many times as long as the pipeline this way takes."""
        return self.seconds(way, clock) / self.seconds("pipeline", clock)


# --- measuring ------------------------------------------------------------------------------------


class Line:
    """A process that goes one way, asked by lines."""

    def __init__(self, way: str, setting: Setting) -> None:
        python = setting.converters if way in CONVERTERS else Path(sys.executable)
        self._process = subprocess.Popen(
            [str(python), "-m", "benchmarks.way", way],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.ready = self.ask(setting.warm_up)

    def ask(self, path: Path | str) -> Answer:
        """What this document took."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            sys.exit(f"{path or 'the end'}: {self._process.args!r} ended without an answer")
        told: Answer = json.loads(answer)
        return told

    def end(self) -> Answer:
        """What the process took as a whole."""
        told = self.ask("")
        self._process.wait()
        return told | self.ready


def measure_round(setting: Setting, name: str) -> Round:
    """Every way over all documents, each document all ways before the next."""
    lines = {way: Line(way, setting) for way in setting.ways}
    runs: dict[str, list[Answer]] = {way: [] for way in setting.ways}
    for number, path in enumerate(setting.paths):
        first = number % len(setting.ways)
        for way in [*setting.ways[first:], *setting.ways[:first]]:
            runs[way].append(lines[way].ask(path))
        _progress(f"{name}: {number + 1} of {len(setting.paths)} documents")
    _progress("")
    return Round(runs, {way: line.end() for way, line in lines.items()})


def _progress(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)


def choose_documents(folder: Path, most: int, seed: int) -> tuple[Path, list[Path]]:
    """The document to warm up with, and at most ``most`` others, drawn by chance."""
    paths = sorted(path.absolute() for path in folder.rglob("*.pdf"))
    if len(paths) < 2:
        sys.exit(f"{folder} holds fewer than two PDFs: name a folder with more")
    smallest = min(paths, key=lambda path: path.stat().st_size)
    others = [path for path in paths if path != smallest]
    if most != ALL and most < len(others):
        others = sorted(random.Random(seed).sample(others, most))
    return smallest, others


def one_core() -> None:
    """This process and those that it starts: one core, one thread, no OCR."""
    os.environ["POYTAKIRJA_OCR"] = "off"
    os.environ.update(dict.fromkeys(THREADS, "1"))  # read when numpy and spaCy are imported
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


# --- telling --------------------------------------------------------------------------------------


def summary(rounds: Sequence[Round], pages: int) -> dict[str, Answer]:
    """For each way ms a page, pages a second, memory and how many times the pipeline's time it
    takes, as medians of the rounds; with the ratio of every round."""
    told: dict[str, Answer] = {}
    for way in rounds[0].runs:
        told[way] = {"call": CALLS[way]}
        for clock in CLOCKS:
            seconds = median(each.seconds(way, clock) for each in rounds)
            ratios = [round(each.ratio(way, clock), 2) for each in rounds]
            told[way][clock] = {
                "ms_a_page": round(1000 * seconds / pages, 2),
                "pages_a_second": round(pages / seconds, 1),
                "ratio": median(ratios),
                "ratios": ratios,
            }
        for field in ("loaded", "peak"):
            told[way][f"{field}_mib"] = round(max(each.whole[way][field] for each in rounds))
        told[way]["characters"] = sum(run["characters"] for run in rounds[0].runs[way])
        told[way]["stages_ms_a_page"] = stages(rounds, way, pages)
        told[way]["versions"] = rounds[0].whole[way]["versions"]
    return told


def stages(rounds: Sequence[Round], way: str, pages: int) -> dict[str, float]:
    """Milliseconds of processor a page that each stage took, the middle one of the rounds."""
    totals = []
    for each in rounds:
        total: Counter[str] = Counter()
        for run in each.runs[way]:
            total.update({stage: cpu for stage, (_, cpu) in run["stages"].items()})
        totals.append(total)
    return {
        stage: round(1000 * median(total[stage] for total in totals) / pages, 2)
        for stage in totals[0]
    }


def show(told: dict[str, Answer]) -> None:
    """Print the summary as tables."""
    print(f"\n{'':12}{'ms a page':>20}{'pages/s':>9}{'times the pipeline':>22}{'MiB':>8}")
    print(f"{'':12}{'cpu':>10}{'wall':>10}{'cpu':>9}{'cpu':>11}{'wall':>11}{'peak':>8}")
    for way, line in told.items():
        cpu, wall = line["cpu"], line["wall"]
        print(
            f"{way:12}{cpu['ms_a_page']:10.1f}{wall['ms_a_page']:10.1f}"
            f"{cpu['pages_a_second']:9.1f}{cpu['ratio']:11.2f}{wall['ratio']:11.2f}"
            f"{line['peak_mib']:8}"
        )
    for way in ("pipeline", "naive"):
        parts = ", ".join(f"{name} {ms:.1f}" for name, ms in told[way]["stages_ms_a_page"].items())
        print(f"{way} by stage, ms of processor a page: {parts}")
    for way, line in told.items():
        if way != "pipeline":
            each = ", ".join(f"{ratio:.2f}" for ratio in line["cpu"]["ratios"])
            print(f"{way}: processor time of each round as times the pipeline's: {each}")
    print("\nCalls:")
    for way, line in told.items():
        print(f"  {way}: {line['call']}")


def show_caches(told: Answer) -> None:
    """Print what the caches answered, those asked oftenest first."""
    print("\nCaches, in a run that keeps them from one document to the next:")
    print(f"{'asked':>9} {'known':>6} {'held':>7} {'room':>7}")
    answers: dict[str, dict[str, int]] = told["answers"]
    for name, each in sorted(answers.items(), key=lambda one: -_asked(one[1])):
        share = each["hits"] / _asked(each)
        print(f"{_asked(each):9} {share:6.1%} {each['held']:7} {each['most'] or 'any':>7}  {name}")
    print(
        "Processor time as times that with caches emptied before each document: kept "
        f"{told['ratios']['kept']}, without any {told['ratios']['without']}"
    )


def _asked(answers: dict[str, int]) -> int:
    return answers["hits"] + answers["misses"]


def measure(setting: Setting, rounds: int) -> Answer:
    """All that is told of the ways on these documents: machine, ratios, caches."""
    told = conditions()
    measured = [
        measure_round(setting, f"round {number} of {rounds}") for number in range(1, rounds + 1)
    ]
    cached = replace(setting, ways=["pipeline", "kept", "without"], converters=None)
    kept = measure_round(cached, "with and without caches")
    return told | {
        "load": {"begin": told["load"], "end": load()},
        "corpus": {
            "documents": len(setting.paths),
            "pages": setting.pages,
            "characters": sum(run["characters"] for run in measured[0].runs["pipeline"]),
        },
        "rounds": rounds,
        "ways": summary(measured, setting.pages),
        "caches": {
            "ratios": {way: round(kept.ratio(way, "cpu"), 2) for way in kept.runs},
            "peak_mib": {way: round(whole["peak"]) for way, whole in kept.whole.items()},
            "answers": kept.whole["kept"]["caches"],
        },
    }


def show_conditions(told: Answer) -> None:
    """Print what was measured, and on what."""
    corpus, begin, end = told["corpus"], told["load"]["begin"], told["load"]["end"]
    print(
        f"{corpus['documents']} of {corpus['of']} documents of {corpus['folder']}, "
        f"{corpus['pages']} pages, {corpus['characters']} characters; {told['rounds']} rounds; "
        f"one core of {told['processor']}, {told['cores']} in all; load {begin[0]} at the "
        f"beginning, {end[0]} at the end; commit {told['commit']}"
    )


def wanted() -> argparse.Namespace:
    """What the command line asks for."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("folder", type=Path, help="folder of PDFs, searched with its subfolders")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument(
        "--most", type=int, default=20, help="at most so many documents, drawn by chance; 0: all"
    )
    options.add_argument("--seed", type=int, default=2025, help="which are drawn")
    options.add_argument("--converters", type=Path, help="the Python of requirements-bench.lock")
    options.add_argument("--name", help="of the result; speed-FOLDER if not given")
    return options.parse_args()


def main() -> None:
    """Measure and print."""
    chosen = wanted()
    one_core()
    converters = chosen.converters and chosen.converters.absolute()
    ways = ["pipeline", "naive", "pdfplumber", *(CONVERTERS if converters else ())]
    warm_up, paths = choose_documents(chosen.folder, chosen.most, chosen.seed)
    told = measure(Setting(ways, warm_up, paths, converters), chosen.rounds)
    folder = chosen.folder.absolute().name
    told["corpus"] |= {
        "folder": folder,
        "of": len(list(chosen.folder.rglob("*.pdf"))),
        "seed": chosen.seed,
    }
    write(chosen.name or f"speed-{folder}", told)
    show_conditions(told)
    show(told["ways"])
    show_caches(told["caches"])


if __name__ == "__main__":
    main()
