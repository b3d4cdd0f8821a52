"""What a measurement has to say of itself: when, on what machine, of which commit."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"


def conditions() -> dict[str, Any]:
    """The time, the commit (with '+' where files were changed since), and the machine with how busy
    it is: the mean numbers of processes that ran or waited in the last 1, 5 and 15 minutes."""
    commit = _git("rev-parse", "--short=12", "HEAD")
    changed = _git(
        "status", "--porcelain", "--untracked-files=no", "--", "pipeline", "rules", "models"
    )
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M"),
        "commit": commit + ("+" if changed else ""),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_mib": _memory(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": load(),
    }


def load() -> list[float]:
    """How busy the machine is: mean numbers of processes of the last 1, 5 and 15 minutes."""
    return [round(mean, 1) for mean in os.getloadavg()]


def write(name: str, told: dict[str, Any]) -> None:
    """Write a result into ``benchmarks/results/NAME.json``, and say so."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\nwritten to {path.relative_to(ROOT)}")


def _git(*words: str) -> str:
    try:
        done = subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    found = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(found, platform.processor())


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
