"""Writes the measured parts of docs/performance.md from benchmarks/results/*.json.

    python -m benchmarks.page

A part stands between ``<!-- NAME -->`` and ``<!-- end -->``; everything else is written by hand.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.machine import RESULTS, ROOT

PAGE = ROOT / "docs" / "performance.md"
PART = re.compile(
    r"(?P<begin><!-- (?!end )(?P<name>[\w-]+) -->\n).*?(?P<end><!-- end -->)", re.DOTALL
)
MOST_CACHES, MOST_FUNCTIONS = 15, 20
Told = dict[str, Any]


def rendered(page: str) -> str:
    """The page with its measured parts as the results are today."""
    return PART.sub(lambda part: part["begin"] + _part(part["name"]) + part["end"], page)


def _part(name: str) -> str:
    kind, result = name.partition("-")[0], RESULTS / f"{name}.json"
    if not result.exists():
        return f"\nNo result of this is kept: `benchmarks/results/{result.name}` is not there.\n\n"
    told = json.loads(result.read_text(encoding="utf-8"))
    return "\n" + "\n".join(KINDS[kind](told)) + "\n\n"


def _conditions(told: Told) -> str:
    loads = told["load"] if isinstance(told["load"], dict) else {"begin": told["load"]}
    load = " to ".join(f"{means[0]}" for means in loads.values())
    return (
        f"{told['date']} UTC, commit {told['commit']}, {told['processor']}, {told['cores']} cores, "
        f"Python {told['python']}, load {load}."
    )


def _speed(told: Told) -> Iterator[str]:
    corpus = told["corpus"]
    yield (
        f"{corpus['documents']} of {corpus['of']} documents of `{corpus['folder']}`, "
        f"{corpus['pages']} pages, {corpus['characters'] // corpus['pages']} characters a page; "
        f"{told['rounds']} rounds. {_conditions(told)}"
    )
    yield from ("", "| way | ms of processor a page | pages a second | times the pipeline's "
                "processor time (each round) | times its wall clock | MiB at most |",
                "|---|---|---|---|---|---|")  # fmt: skip
    for way, line in told["ways"].items():
        cpu, wall = line["cpu"], line["wall"]
        each = "" if way == "pipeline" else f" ({', '.join(map(str, cpu['ratios']))})"
        yield (
            f"| {way} | {cpu['ms_a_page']:.1f} | {cpu['pages_a_second']:.1f} | "
            f"{cpu['ratio']:.2f}{each} | {wall['ratio']:.2f} | {line['peak_mib']} |"
        )
    yield ""
    for way in ("pipeline", "naive"):
        parts = told["ways"][way]["stages_ms_a_page"]
        whole = sum(parts.values())
        listed = ", ".join(f"{name} {ms / whole:.0%}" for name, ms in parts.items())
        yield f"Shares of the stages, {way}: {listed}."
    ratios = told["caches"]["ratios"]
    yield (
        f"Caches kept from one document to the next: {ratios['kept']} times the processor time; "
        f"none at all: {ratios['without']} times."
    )
    ways = told["ways"].values()
    versions = {name: number for line in ways for name, number in line["versions"].items()}
    yield "Versions: " + ", ".join(f"{name} {number}" for name, number in versions.items()) + "."
    yield from ("", "| cache | asked | known | held | room |", "|---|---|---|---|---|")
    answers = told["caches"]["answers"]
    asked = {name: one["hits"] + one["misses"] for name, one in answers.items()}
    for name in sorted(asked, key=lambda name: -asked[name])[:MOST_CACHES]:
        one, share = answers[name], answers[name]["hits"] / asked[name]
        yield f"| `{name}` | {asked[name]} | {share:.0%} | {one['held']} | {one['most'] or 'any'} |"


def _growth(told: Told) -> Iterator[str]:
    yield _conditions(told)
    yield from ("", "| documents | ms of processor a document: worker | writing process | "
                "MiB: worker | writing process | database, MiB | KiB a document |",
                "|---|---|---|---|---|---|---|")  # fmt: skip
    for run in told["runs"]:
        stopped = "" if run["documents"] == run["of"] else f" of {run['of']} (stopped)"
        yield (
            f"| {run['documents']}{stopped} | {run['worker_ms']} | {run['writer_ms']} | "
            f"{run['worker_mib']:.0f} | {run['writer_mib']:.0f} | {run['database_mib']} | "
            f"{1024 * run['database_mib'] / run['documents']:.0f} |"
        )


def _processes(told: Told) -> Iterator[str]:
    yield f"`{told['folder']}`. {_conditions(told)}"
    yield from (
        "",
        "| workers | s | until the first document, s | s of processor: workers | "
        "writing process | MiB: worker | writing process |",
        "|---|---|---|---|---|---|---|",
    )
    for jobs, run in told["runs"].items():
        yield (
            f"| {jobs} | {run['wall']} | {run['first']} | {run['worker_cpu']} | "
            f"{run['parent_cpu']} | {run['worker_mib']} | {run['parent_mib']} |"
        )
    faster, single = told["faster"], told.get("faster_than_one_process")
    yield (
        f"\nFaster: {faster['wall']} times, {faster['without_start']} after the first document; "
        f"{told['cores']} cores without other work allow {faster['at_best']}."
    )
    if single:
        yield (
            f"Than one process that does everything (0 workers): {single['wall']} times, "
            f"{single['without_start']} after the first document."
        )


def _profile(told: Told) -> Iterator[str]:
    yield f"{told['documents']} documents of `{told['folder']}`. {_conditions(told)}"
    yield from ("", "| function | own share | with what it calls | calls |", "|---|---|---|---|")
    for line in told["functions"][:MOST_FUNCTIONS]:
        name = line["function"].replace("|", "\\|")
        yield f"| `{name}` | {line['own']:.1%} | {line['with']:.1%} | {line['calls']} |"


def _reference(told: Told) -> Iterator[str]:
    total = sum(told["facts"].values())
    yield f"{told['documents']} documents of `{told['folder']}`, {total} facts. {_conditions(told)}"
    yield from ("", "| step | documents with the same record | facts lost | gained |",
                "|---|---|---|---|")  # fmt: skip
    sums: Counter[tuple[str, str]] = Counter()
    layers: Counter[tuple[str, str, str]] = Counter()
    for key, count in told["differences"].items():
        step, how, layer, way = key.split(" | ")
        sums[step, way] += count
        layers[step, how, layer] += count
    for step, same in told["same"].items():
        yield f"| {step} | {same} | {sums[step, 'lost']} | {sums[step, 'gained']} |"
    for step, how in dict.fromkeys((step, how) for step, how, _ in layers):
        listed = ", ".join(
            f"{layer} {count}" for (s, h, layer), count in layers.items() if (s, h) == (step, how)
        )
        yield f"\n{step.capitalize()}, {how}: {listed}."


KINDS: dict[str, Callable[[Told], Iterator[str]]] = {
    "speed": _speed,
    "growth": _growth,
    "processes": _processes,
    "profile": _profile,
    "reference": _reference,
}


def main(page: Path = PAGE) -> None:
    """Write the page."""
    page.write_text(rendered(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
