"""Arguments name files, folders and patterns; what cannot be looked at is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.finding import Search, find_pdfs
from pipeline.places import is_under, key_to_path, path_to_key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "kokoukset"
    (made / "2024").mkdir(parents=True)
    for name in ("b.pdf", "a.PDF", "2024/c.pdf", "muistiinpanot.txt"):
        (made / name).write_text(f"content of {name}")
    return made


def names(search: Search) -> list[str]:
    return [found.path.name for found in search.files]


def test_folders_are_searched_with_their_subfolders(folder: Path) -> None:
    search = find_pdfs([str(folder)])
    assert names(search) == ["a.PDF", "b.pdf", "c.pdf"]
    assert search.missing == []
    assert search.roots == [str(folder)]
    assert search.files[2].key == str(folder / "2024" / "c.pdf")


def test_a_file_named_twice_is_found_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    search = find_pdfs([".", str(folder), "b.pdf", str(folder / "*.pdf"), "2024/../b.pdf"])
    assert names(search) == ["a.PDF", "b.pdf", "c.pdf"]
    assert {found.key for found in search.files} == {
        str(folder / name) for name in ("a.PDF", "b.pdf", "2024/c.pdf")
    }


def test_patterns_and_plain_files(folder: Path) -> None:
    search = find_pdfs([str(folder / "**" / "c*"), str(folder / "muistiinpanot.txt")])
    assert names(search) == ["c.pdf", "muistiinpanot.txt"]
    assert search.missing == []


def test_a_name_with_pattern_characters_is_a_name_first(folder: Path) -> None:
    (folder / "muistio [luonnos].pdf").write_text("draft")
    assert names(find_pdfs([str(folder / "muistio [luonnos].pdf")])) == ["muistio [luonnos].pdf"]


def test_nothing_is_not_the_working_folder() -> None:
    assert [path for path, _ in find_pdfs([""]).missing] == [Path()]


def test_what_is_not_there_is_named(folder: Path) -> None:
    wanted = [folder / "ei.pdf", folder / "ei*.pdf"]
    assert [path for path, _ in find_pdfs(map(str, wanted)).missing] == wanted


def test_links_in_a_circle_end(folder: Path) -> None:
    (folder / "2024" / "ylös").symlink_to(folder)
    (folder / "itse.pdf").symlink_to("itse.pdf")
    search = find_pdfs([str(folder)])
    assert names(search) == ["a.PDF", "b.pdf", "c.pdf", "itse.pdf"]
    assert [found.path.name for found in search.files if not found.is_file] == ["itse.pdf"]


def test_a_folder_that_cannot_be_read_is_told_and_is_no_root(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else its files would be marked as gone."""
    scan = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("2024"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    search = find_pdfs([str(folder)])
    assert names(search) == ["a.PDF", "b.pdf"]
    assert search.missing == [(folder / "2024", "cannot be read: Permission denied")]
    assert search.roots == []


def test_a_name_of_any_bytes_has_a_key_that_leads_back(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"p\xf6yt\xe4 #1%.pdf")
    key = path_to_key(path)
    assert key.encode()
    assert key_to_path(key) == path
    assert is_under(key, str(tmp_path))
    assert not is_under(key, str(tmp_path / "muu"))
