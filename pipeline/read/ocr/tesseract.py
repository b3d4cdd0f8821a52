"""The one place that runs Tesseract: which is there, how a picture stands, what is written on it.

Pictures go in and words come out through pipes, so that no page is ever written to a disk.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from pipeline.read.ocr.pictures import Picture
from pipeline.settings import OCR

LANGUAGES = ("fin", "swe", "eng")
"""English is asked last, for the characters that the Finnish data does not have: ``§``, ``@``."""
NEEDED = "fin"
OCR_PACKAGES = "tesseract-ocr tesseract-ocr-fin tesseract-ocr-swe"
"""What Debian calls it."""
COLUMNS, ROWS = "3", "4"
"""Tesseract looks for columns, or takes a page for one, which mixes the lines of columns."""
QUICK = 20.0
"""Seconds within which the program says what it is."""
_BOX = re.compile(r"\b(?:bbox|x_bboxes) (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"\bbaseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"\bx_size ([\d.]+)")
_CONFIDENCE = re.compile(r"\bx_wconf ([\d.]+)")
_ROTATE = re.compile(r"^Rotate: (\d+)$", re.MULTILINE)
_SURE = re.compile(r"^Orientation confidence: ([\d.]+)$", re.MULTILINE)

Edges = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels."""


class OcrError(Exception):
    """Tesseract failed on a page: it crashed, or was stopped for the time it took."""


class OcrRefusedError(OcrError):
    """Tesseract ended with an error."""


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word: its letters with their edges, and how sure Tesseract is of it, 0 to 100."""

    letters: tuple[tuple[str, Edges], ...]
    edges: Edges
    confidence: int
    bold: bool = False

    @property
    def text(self) -> str:
        """The word's letters together."""
        return "".join(letter for letter, _ in self.letters)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line in pixels: where its letters stand (at its middle), and how high they reach."""

    words: tuple[ReadWord, ...]
    baseline: float
    height: float


def is_ocr_on() -> bool:
    """True if scanned pages can be read here: Tesseract knows Finnish, and is not switched off.

    Raises InputError if the setting is none.
    """
    return not is_ocr_off() and bool(tesseract_languages())


def is_ocr_off() -> bool:
    """True if the user has switched OCR off; raises InputError if the setting is none."""
    return OCR.value() == "off"


def ocr_version() -> str | None:
    """The version of what reads scanned pages here, None where nothing does."""
    return _version() if is_ocr_on() else None


@lru_cache(maxsize=1)
def tesseract_languages() -> tuple[str, ...]:
    """The languages that Tesseract is to look for; none where it is missing or knows no Finnish."""
    if shutil.which("tesseract") is None:
        return ()
    try:
        listed = _run(["--list-langs"], b"", QUICK).decode("utf-8", "replace").split()
    except OcrError:
        return ()
    return tuple(name for name in LANGUAGES if name in listed) if NEEDED in listed else ()


@lru_cache(maxsize=1)
def _version() -> str:
    """Program, version and languages, as ``tesseract-5.3.0 fin+swe+eng``."""
    first = _run(["--version"], b"", QUICK).decode("utf-8", "replace").split()
    return f"tesseract-{first[1]} {'+'.join(tesseract_languages())}"


def read_picture(
    picture: Picture, dpi: int, seconds: float, layout: str = COLUMNS
) -> list[ReadLine]:
    """The lines of text on an upright picture, in Tesseract's order.

    Raises OcrError if that takes longer than ``seconds`` or Tesseract fails.
    """
    arguments = ["-", "-", "-l", "+".join(tesseract_languages()), "--psm", layout]
    arguments += ["-c", "hocr_char_boxes=1", "--dpi", str(dpi), "hocr"]
    page = _run(arguments, _as_pgm(picture), seconds)
    try:
        return list(_lines(ElementTree.fromstring(page)))
    except ElementTree.ParseError as error:
        raise OcrError(f"its answer cannot be read ({error})") from error


def quarter_turns(picture: Picture, dpi: int, seconds: float) -> tuple[int, float]:
    """How many quarter turns clockwise set the picture upright, and how sure that is (0 unsure).

    Raises OcrError if it takes too long.
    """
    arguments = ["-", "-", "--psm", "0", "-l", "osd", "--dpi", str(dpi)]
    try:
        found = _run(arguments, _as_pgm(picture), seconds).decode("utf-8", "replace")
    except OcrRefusedError:  # too few characters to tell
        return 0, 0.0
    turn, sure = _ROTATE.search(found), _SURE.search(found)
    return (int(turn[1]) // 90 % 4, float(sure[1])) if turn and sure else (0, 0.0)


def _run(arguments: Sequence[str], data: bytes, seconds: float) -> bytes:
    # One thread: documents are what runs side by side, and more threads make a page no faster.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            ["tesseract", *arguments],
            input=data, capture_output=True, check=True, timeout=max(0.1, seconds), env=environment,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise OcrError("it took too long") from None
    except OSError as error:
        raise OcrError(f"it cannot be started ({error.strerror})") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise OcrRefusedError(said or f"it ended with {error.returncode}") from error
    return done.stdout


def _as_pgm(picture: Picture) -> bytes:
    height, width = picture.shape
    return b"P5 %d %d 255\n" % (width, height) + picture.tobytes()


def _lines(page: ElementTree.Element) -> Iterator[ReadLine]:
    for element in page.iter():
        title = element.get("title", "")
        baseline, size, box = _BASELINE.search(title), _SIZE.search(title), _BOX.search(title)
        if not (baseline and size and box):
            continue
        words = tuple(word for inner in element if (word := _word(inner)) is not None)
        if words:
            left, _, right, bottom = map(int, box.groups())
            slope, offset = map(float, baseline.groups())
            yield ReadLine(words, bottom + offset + slope * (right - left) / 2, float(size[1]))


def _word(element: ElementTree.Element) -> ReadWord | None:
    title = element.get("title", "")
    box, sure = _BOX.search(title), _CONFIDENCE.search(title)
    letters = tuple(
        ((inner.text or "").strip(), _edges(found))
        for inner in element.iter()
        if (found := _BOX.search(inner.get("title", ""))) and (inner.text or "").strip()
    )
    if not (box and sure and letters):
        return None
    return ReadWord(letters, _edges(box), round(float(sure[1])))


def _edges(match: re.Match[str]) -> Edges:
    x0, top, x1, bottom = map(int, match.groups())
    return x0, top, x1, bottom
