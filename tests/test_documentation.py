"""README and docs are true: what they name exists, what they show runs, and nothing is left out."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipeline import errors
from pipeline.cli import main
from pipeline.settings import SETTINGS
from tests.building import connect

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES += [*sorted((ROOT / "rules").glob("*.md")), *sorted((ROOT / "data").rglob("*.md"))]
PAGES += sorted((ROOT / "models").rglob("*.md"))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


def blocks(page: Path, language: str) -> list[str]:
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [text for name, text in found if name == language]


def shell_lines(page: Path) -> list[str]:
    """The command lines of a page's ``sh`` blocks, continued lines joined."""
    joined = "\n".join(blocks(page, "sh")).replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def our_commands(page: Path) -> list[list[str]]:
    """The words of every call of poytakirja, up to a pipe or a redirection."""
    lines = [line for line in shell_lines(page) if line.startswith("poytakirja ")]
    return [shlex.split(re.split(r"\s[|>&]", line)[0], comments=True)[1:] for line in lines]


def command_tree(
    command: click.Command, *names: str
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, with the words that call it."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from command_tree(inner, *names, name)
    else:
        yield names, command


COMMANDS = dict(command_tree(main))


def test_there_are_commands_to_check() -> None:
    assert len(COMMANDS) > 3
    assert len(our_commands(ROOT / "README.md")) > 3


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_commands_and_options_that_are_shown_exist(page: Path) -> None:
    for words in our_commands(page):
        names = next((words[:size] for size in (2, 1) if tuple(words[:size]) in COMMANDS), None)
        if names is None:
            assert words[0].startswith("--"), f"there is no command: poytakirja {shlex.join(words)}"
            continue
        command = COMMANDS[tuple(names)]
        known = {option for parameter in command.params for option in parameter.opts}
        given = {word.split("=")[0] for word in words[len(names) :] if word.startswith("-")}
        assert given <= known | {"--help"}, f"poytakirja {shlex.join(words)}"


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_every_command_is_in_the_readme(names: tuple[str, ...]) -> None:
    assert f"poytakirja {' '.join(names)}" in README


def test_every_setting_is_in_the_readme() -> None:
    assert [setting.variable for setting in SETTINGS if setting.variable not in README] == []


def test_every_exit_code_is_in_the_readme() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = {kind.exit_code for kind in kinds if issubclass(kind, errors.PipelineError)}
    assert codes
    assert [code for code in sorted(codes) if not re.search(rf"^\| {code} \|", README, re.M)] == []


def test_make_targets_that_are_shown_exist_and_all_are_shown() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    shown = set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE))
    assert shown == targets


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in link or link.startswith("mailto:"):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        if anchor:
            assert anchor in headings(target), link


def headings(page: Path) -> set[str]:
    """The anchors of a page's headings."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in found}


# --- what the README shows is run -----------------------------------------------------------------


def shell(line: str, folder: Path) -> str:
    """What the command prints; it must succeed."""
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples in which every command of the README was run, in order."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "data" / "samples", folder / "data" / "samples")
    for line in shell_lines(ROOT / "README.md"):
        if line.startswith("poytakirja "):
            shell(line, folder)
    shell("poytakirja ingest data/samples", folder)  # again what 'remove' has removed
    return folder


@pytest.mark.parametrize("example", blocks(ROOT / "README.md", "text"))
def test_the_output_in_the_readme_is_what_is_printed(tried: Path, example: str) -> None:
    command, *expected = example.splitlines()
    printed = [line.rstrip() for line in shell(command.removeprefix("$ "), tried).splitlines()]
    assert [line for line in expected if line not in [*printed, "…"]] == []


@pytest.mark.parametrize("query", blocks(ROOT / "README.md", "sql"))
def test_the_readme_queries_find_something(tried: Path, query: str) -> None:
    with connect(tried / "minutes.db") as connection:
        assert connection.execute(query).fetchall()


@pytest.mark.parametrize("code", blocks(ROOT / "README.md", "python"))
def test_the_readme_python_prints_something(tried: Path, code: str) -> None:
    assert shell(f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}", tried).strip()
