"""Reading a PDF through pdfplumber: the slow way with which the pipeline's own is compared.

Characters, words, rows, links, tables and structure are those that pdfplumber finds. Only what is
done with them afterwards (running heads, columns, reading order, joined lines) is the pipeline's
own. Text that does not run from left to right is left out, and nothing is read by OCR.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
from pdfplumber.utils.clustering import cluster_objects

from models.records import BOLD, ITALIC, PRINTED, DocumentText
from pipeline.read.cleaning import SOFT_HYPHEN, clean_character, is_garbage
from pipeline.read.content import PageContent
from pipeline.read.flow import drafts_to_text
from pipeline.read.glyphs import BOLD_NAMES, ITALIC_NAMES, Glyphs
from pipeline.read.layout import cell_spans, pages_to_drafts
from pipeline.read.links import Annotation, link_areas
from pipeline.read.opening import file_identity
from pipeline.read.pages import Frame
from pipeline.read.rows import Words
from pipeline.read.ruled import MANY_PATHS, Grid
from pipeline.read.tags import INLINE

Thing = dict[str, Any]
GAP = 0.18
"""Blank that parts two words, in font sizes; pdfplumber's default of 3 points glues labels."""
SAME_ROW = 3
"""Points between baselines of one row: pdfplumber's default."""


def read_plainly(path: Path) -> DocumentText:
    """The document at ``path``, as ``read_pdf`` gives it."""
    with pdfplumber.open(path) as pdf:
        pages = []
        for number, page in enumerate(pdf.pages, start=1):
            pages.append(_content(page, number))
            page.close()
    drafts, grids = pages_to_drafts(pages)
    urls = [note.url for page in pages for note in page.annotations]
    text, lines, chars = drafts_to_text(drafts, urls)
    notes = [(page.number, note) for page in pages for note in page.annotations]
    name, sha256 = file_identity(path, path.read_bytes())
    return DocumentText(
        name, sha256, text, lines, chars,
        tuple((page.frame.width, page.frame.height) for page in pages),
        links=link_areas(notes, text, lines, chars),
        tables=cell_spans(grids, lines),
    )  # fmt: skip


def _content(page: Any, number: int) -> PageContent:
    width, height = float(page.width), float(page.height)
    frame = Frame(width, height, (1.0, 0.0, 0.0, -1.0, 0.0, height), (0.0, 0.0, width, height))
    level = page.filter(lambda thing: thing["object_type"] != "char" or thing["upright"])
    codes = np.array([ord(char["text"][0]) for char in level.chars if char["text"]], np.int32)
    garbage = is_garbage(codes)
    words = _words([] if garbage else _rows(level, height), frame, level.chars, height)
    images = [abs(image["width"] * image["height"]) for image in page.images]
    paths = len(page.rects) + len(page.lines) + len(page.curves)
    return PageContent(
        number, frame, words, (),
        tuple(
            Annotation(link["uri"], ((link["x0"], link["top"], link["x1"], link["bottom"]),))
            for link in page.hyperlinks
        ),
        dict(_roles(page.structure_tree, "")), _grids(page),
        bool(images) or paths > MANY_PATHS, max(images, default=0.0) / (width * height), garbage,
    )  # fmt: skip


def _rows(page: Any, height: float) -> list[list[Thing]]:
    """pdfplumber's words by row, from left to right."""
    words = page.extract_words(x_tolerance_ratio=GAP, return_chars=True)
    rows = cluster_objects(words, lambda word: _baseline(word["chars"][0], height), SAME_ROW)
    return [sorted(row, key=lambda word: word["x0"]) for row in rows]


def _baseline(char: Thing, height: float) -> float:
    return height - float(char["matrix"][5])


def _words(
    rows: Sequence[Sequence[Thing]], frame: Frame, printed: Sequence[Thing], height: float
) -> Words:
    """The rows' words as the pipeline has them: arrays of characters, and of words over them."""
    place = {id(char): at for at, char in enumerate(printed)}
    glyphs: list[tuple[Any, ...]] = []
    words: list[tuple[Any, ...]] = []
    letters: list[str] = []
    for number, row in enumerate(rows):
        for word in row:
            start, chars = len(letters), word["chars"]
            for char in chars:
                for letter in _letters(char):
                    letters.append(letter)
                    glyphs.append(_glyph(char, letter, height))
            if len(letters) == start:
                continue
            at = place[id(chars[0])]
            spaced = at > 0 and printed[at - 1]["text"].isspace()
            soft = chars[-1]["text"] == chr(SOFT_HYPHEN)
            own = glyphs[start:]
            words.append((
                start, len(letters), number, spaced, soft, own[0][1],
                max(glyph[2] for glyph in own), own[0][3], max(glyph[4] for glyph in own),
            ))  # fmt: skip
    columns = list(zip(*words, strict=True)) or [()] * 9
    kinds = (np.int64, np.int64, np.int64, np.bool_, np.bool_, *(np.float32,) * 4)
    arrays: list[Any] = [
        np.array(column, kind) for column, kind in zip(columns, kinds, strict=True)
    ]
    return Words(frame, "".join(letters), _glyphs(glyphs), *arrays)


def _letters(char: Thing) -> Iterator[str]:
    for letter in char["text"]:
        yield from clean_character(ord(letter))


def _glyph(char: Thing, letter: str, height: float) -> tuple[Any, ...]:
    name, mark = char["fontname"].lower(), char.get("mcid")
    style = (BOLD if any(word in name for word in BOLD_NAMES) else 0) | (
        ITALIC if any(word in name for word in ITALIC_NAMES) else 0
    )
    return (
        ord(letter), char["x0"], char["x1"], _baseline(char, height), char["size"], style,
        -1 if mark is None else mark, 0, PRINTED,
    )  # fmt: skip


def _glyphs(rows: Sequence[tuple[Any, ...]]) -> Glyphs:
    columns = list(zip(*rows, strict=True)) or [()] * 9
    kinds = (np.int32, *(np.float32,) * 4, np.uint8, np.int32, np.uint8, np.uint8)
    return Glyphs(*(np.array(column, kind) for column, kind in zip(columns, kinds, strict=True)))


def _grids(page: Any) -> tuple[Grid, ...]:
    """The tables of pdfplumber's finder, those of one column left out."""
    grids = (tuple(tuple(row.cells) for row in table.rows) for table in page.find_tables())
    return tuple(grid for grid in grids if len(grid[0]) > 1)


def _roles(elements: Sequence[Thing], outer: str) -> Iterator[tuple[int, str]]:
    for element in elements:
        kind = element.get("type", "")
        role = outer if not kind or kind in INLINE else kind
        if role:
            yield from ((mark, role) for mark in element.get("mcids", ()))
        yield from _roles(element.get("children", ()), role)
