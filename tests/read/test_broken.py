"""Files that cannot be read: one clear line each, that says why and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.read import read_pdf
from tests.ordinary import open_folder, ordinary_user
from tests.read.drawing import Page, write_pdf

ENCRYPTED = Path(__file__).parent / "broken" / "encrypted.pdf"


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    pages = [Page().lines(60, 100, ["Kokouksen muistio", f"Sivu on {n}"]) for n in range(3)]
    return write_pdf(tmp_path / "ehjä.pdf", *pages)


def message(path: Path) -> str:
    with pytest.raises(InputError) as raised:
        read_pdf(path)
    text = str(raised.value)
    assert "\n" not in text
    assert text.startswith(f"{path.name}: ")
    return text


def test_a_sound_file_is_read(sound: Path) -> None:
    assert read_pdf(sound).page_count == 3


def test_a_missing_file(tmp_path: Path) -> None:
    assert "no such file" in message(tmp_path / "puuttuu.pdf")


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in message(tmp_path)


def test_a_file_that_may_not_be_read() -> None:
    with open_folder() as folder:
        path = folder / "kielletty.pdf"
        path.touch(0)
        with ordinary_user():
            assert "cannot be opened" in message(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"<html><body>Sivua ei l\xc3\xb6ydy</body></html>", "not a PDF"),
        (b"PK\x03\x04" + b"docx" * 500, "not a PDF"),
        (b"%PDF-1.7\n", "cut off"),
        (b"%PDF-1.7\n" + b"x" * 3000 + b"\n%%EOF\n", "damaged"),
    ],
)
def test_what_is_no_readable_pdf(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "koe.pdf"
    path.write_bytes(content)
    assert reason in message(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_file(sound: Path, share: float) -> None:
    data = sound.read_bytes()
    sound.write_bytes(data[: int(share * len(data))])
    assert "cut off" in message(sound)


def test_an_encrypted_file(tmp_path: Path) -> None:
    assert "encrypted" in message(Path(shutil.copy(ENCRYPTED, tmp_path)))


def test_a_file_without_pages(tmp_path: Path) -> None:
    assert "no pages" in message(write_pdf(tmp_path / "tyhjä.pdf"))


def test_more_pages_than_minutes_have(tmp_path: Path, sound: Path) -> None:
    data = sound.read_bytes().replace(b"/Count 3", b"/Count 99999")
    path = tmp_path / "valtava.pdf"
    path.write_bytes(data)
    assert "more than the 5000 of POYTAKIRJA_PAGES" in message(path)


def test_the_file_is_known_by_its_content(sound: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(sound, tmp_path / "toinen nimi.pdf"))
    one, two = read_pdf(sound), read_pdf(copy)
    assert one.sha256 == two.sha256
    assert (one.file, two.file) == ("ehjä.pdf", "toinen nimi.pdf")
    assert one.text == two.text
