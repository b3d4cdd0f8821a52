"""What lies in deploy/ names what is there, and systemd takes its units."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.settings import JOBS, MEMORY, SECONDS, SETTINGS

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
SERVICE = (DEPLOY / "poytakirja.service").read_text(encoding="utf-8")
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
CRONTAB = (DEPLOY / "crontab").read_text(encoding="utf-8")


def packages(script: str) -> set[str]:
    """The Debian packages that a script of deploy/ installs."""
    text = (DEPLOY / script).read_text(encoding="utf-8")
    return set(re.findall(r"^packages='(.+)'$", text, re.MULTILINE)[0].split())


def test_the_container_has_the_packages_of_the_scripts() -> None:
    [line] = re.findall(r"apt-get install (.+?) \\\n", CONTAINER)
    named = {word for word in line.split() if not word.startswith("-")}
    assert named == packages("voikko.sh") | packages("tesseract.sh")


def test_the_container_copies_what_there_is_and_all_that_is_imported() -> None:
    copied = [words.split()[:-1] for words in re.findall(r"^COPY (.+)$", CONTAINER, re.MULTILINE)]
    paths = [path for group in copied for path in group]
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert {"pipeline", "models", "rules", "pyproject.toml", "requirements.lock"} <= set(paths)


def test_the_container_runs_as_an_ordinary_user() -> None:
    last = CONTAINER.rindex("\nUSER ")
    assert CONTAINER[last:].split()[1] not in ("root", "0")
    assert "\nRUN " not in CONTAINER[last:]
    assert last < CONTAINER.index("\nENTRYPOINT ")


def test_the_steps_of_the_container_are_shell() -> None:
    steps = re.findall(r"^RUN ((?:.+\\\n)*.+)$", CONTAINER, re.MULTILINE)
    assert len(steps) == 3
    for step in steps:
        done = subprocess.run(["sh", "-n", "-c", step], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("text", [SERVICE, CRONTAB], ids=["service", "crontab"])
def test_the_commands_exist(text: str) -> None:
    [words] = re.findall(r"\.venv/bin/poytakirja (.+)$", text, re.MULTILINE)
    name, *rest = shlex.split(words)
    known = {option for parameter in main.commands[name].params for option in parameter.opts}
    assert {word for word in rest if word.startswith("-")} <= known


@pytest.mark.parametrize("text", [SERVICE, CONTAINER], ids=["service", "container"])
def test_the_settings_exist(text: str) -> None:
    named = set(re.findall(r"(POYTAKIRJA_[A-Z]+)", text))
    assert named
    assert named <= {setting.variable for setting in SETTINGS}


def test_the_service_leaves_room_for_the_limits() -> None:
    [gigabytes] = re.findall(r"^MemoryMax=(\d+)G$", SERVICE, re.MULTILINE)
    [minutes] = re.findall(r"^TimeoutStopSec=(\d+)min$", SERVICE, re.MULTILINE)
    assert int(gigabytes) * 1024 > int(MEMORY.default) * int(JOBS.default)
    assert int(minutes) * 60 > int(SECONDS.default)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    program = tmp_path / "poytakirja"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    service = re.sub(r"/opt/\S+/poytakirja ", f"{program} ", SERVICE)
    (tmp_path / "poytakirja.service").write_text(service)
    shutil.copy(DEPLOY / "poytakirja.timer", tmp_path)
    units = [str(tmp_path / name) for name in ("poytakirja.service", "poytakirja.timer")]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = [line for line in done.stderr.splitlines() if "poytakirja" in line]
    assert (done.returncode, told) == (0, [])
