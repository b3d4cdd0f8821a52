"""The distribution holds what it must, and its packages are found whatever lies about."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)==", re.MULTILINE)


def run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def make_package(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text("records = 'not ours'\n", encoding="utf-8")


def make_module(folder: Path, name: str) -> None:
    (folder / f"{name}.py").write_text("records = 'not ours'\n", encoding="utf-8")


def make_folder(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    (folder / name / "weights.bin").write_bytes(b"")


@pytest.mark.parametrize("make", [make_package, make_module, make_folder])
def test_our_packages_are_found_in_a_folder_that_has_its_own(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path, "models")
    make(tmp_path, "rules")
    code = (
        "import pipeline.morphology, models.records, rules; print(models.__file__, rules.__file__)"
    )
    done = run(tmp_path, code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [
        str(ROOT / "models" / "__init__.py"),
        str(ROOT / "rules" / "__init__.py"),
    ]


def test_another_package_that_was_imported_before_is_named(tmp_path: Path) -> None:
    make_package(tmp_path, "models")
    done = run(tmp_path, "import models, pipeline")
    assert done.returncode == 1
    assert "another package called models" in done.stderr
    assert str(tmp_path) in done.stderr


def test_importing_the_pipeline_imports_no_library(tmp_path: Path) -> None:
    done = run(
        tmp_path, "import pipeline, sys; print(*{name.split('.')[0] for name in sys.modules})"
    )
    heavy = {"spacy", "numpy", "sqlalchemy", "pandas", "pdfplumber", "yaml", "pydantic", "rich"}
    assert not heavy & set(done.stdout.split())


def test_every_package_is_listed() -> None:
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for top in ("pipeline", "models", "rules")
        for path in (ROOT / top).rglob("__init__.py")
    }
    assert found == set(PROJECT["tool"]["setuptools"]["packages"])


def test_the_weights_are_part_of_the_distribution() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["models"]
    files = [path for path in (ROOT / "models" / "tagger").iterdir() if path.is_file()]
    assert {"README.md", "tagger.json", "weights.npz"} <= {path.name for path in files}
    for path in files:
        name = path.relative_to(ROOT / "models").as_posix()
        assert any(fnmatch(name, pattern) for pattern in patterns), name


def test_every_dependency_is_locked_with_hashes_and_without_an_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    wanted = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"]
    assert {_name(line) for line in wanted} <= {_name(found) for found in LOCKED.findall(lock)}
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^-|://|^[^ ]+ @", text, re.MULTILINE)
        pins = re.split(r"\n(?=\S)", text.strip())
        assert all("--hash=sha256:" in pin for pin in pins)


def _name(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9_.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()
