"""Writes small PDFs to the point: what stands where, in which encoding, is what tests are about.

A library that makes PDFs would choose positions, spaces and character codes itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

A4 = (595.0, 842.0)
ODD = {
    "\ufb01": 1, "\ufb02": 2, "\u00ad": 3, "\u200b": 4, "\uf0b7": 5, "\uf0a7": 6, "\uf0d8": 7,
    "\u0308": 8, "\u2009": 9, "\ufffd": 11, "\ue123": 12, "\u00a0": 14,
}  # fmt: skip
"""Characters that Windows' code page lacks or that must not be normalised on the way, by code."""


@dataclass
class Page:
    """One page; positions are points from the top left, ``top`` being that of the baseline."""

    size: tuple[float, float] = A4
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    content: list[str] = field(default_factory=list)
    links: list[tuple[str, list[tuple[float, float, float, float]]]] = field(default_factory=list)
    raw: bytes | None = None

    def text(
        self, x: float, top: float, words: str, size: float = 11, font: str = "F1",
        matrix: tuple[float, float, float, float] = (1, 0, 0, 1), spacing: float = 0,
        tracking: float = 0,
    ) -> Page:  # fmt: skip
        """Print words; ``font`` is F1 (plain), F2 (bold) or F3 (italic)."""
        place = " ".join(map(str, (*matrix, x, self.size[1] - top)))
        self.content.append(
            f"BT /{font} {size} Tf {spacing} Tw {tracking} Tc {place} Tm "
            f"<{encoded(words).hex()}> Tj ET"
        )
        return self

    def lines(
        self, x: float, top: float, lines: Sequence[str], size: float = 11, leading: float = 14,
        font: str = "F1",
    ) -> Page:  # fmt: skip
        """Print lines one below the other."""
        for number, line in enumerate(lines):
            self.text(x, top + number * leading, line, size, font)
        return self

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> Page:
        """Draw a straight line."""
        height = self.size[1]
        self.content.append(f"{x0} {height - top} m {x1} {height - bottom} l S")
        return self

    def grid(self, xs: Sequence[float], tops: Sequence[float]) -> Page:
        """Draw the rules of a table."""
        for x in xs:
            self.rule(x, tops[0], x, tops[-1])
        for top in tops:
            self.rule(xs[0], top, xs[-1], top)
        return self

    def image(self, x: float, top: float, width: float, height: float) -> Page:
        """Show a grey picture."""
        y = self.size[1] - top - height
        self.content.append(
            f"q {width} 0 0 {height} {x} {y} cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q"
        )
        return self

    def link(self, url: str, *boxes: tuple[float, float, float, float]) -> Page:
        """A link over boxes (x0, top, x1, bottom); several become quads of one annotation."""
        self.links.append((url, list(boxes)))
        return self


def encoded(words: str) -> bytes:
    """The bytes of a string in the test font's encoding."""
    return b"".join(
        bytes([ODD[letter]]) if letter in ODD else letter.encode("cp1252") for letter in words
    )


def write_pdf(path: Path, *pages: Page) -> Path:
    """Write the pages as a PDF file and return its path."""
    objects: list[bytes] = [b"", b""]
    fonts = " ".join(f"/F{n} {_font(objects, name)} 0 R" for n, name in enumerate(FONTS, 1))
    kids = [_page(objects, page, fonts) for page in pages]
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    path.write_bytes(_file(objects))
    return path


FONTS = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")


def _font(objects: list[bytes], name: str) -> int:
    entries = "\n".join(f"<{code:02x}> <{ord(char):04x}>" for char, code in ODD.items())
    mapped = "\n".join(
        f"<{code:02x}> <{ord(bytes([code]).decode('cp1252')):04x}>"
        for code in range(0x20, 0x100)
        if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Test def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(ODD)} beginbfchar\n{entries}\nendbfchar\n"
        + "".join(
            f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n"
            for part in _parts(mapped.split("\n"), 100)
        )
        + "endcmap end end"
    )
    to_unicode = _add(objects, _stream(cmap.encode()))
    shapes = " ".join(f"{code} /a" for code in ODD.values())
    return _add(
        objects,
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /ToUnicode {to_unicode} 0 R "
        f"/Encoding << /BaseEncoding /WinAnsiEncoding /Differences [{shapes}] >> >>".encode(),
    )


def _parts(lines: Sequence[str], size: int) -> list[Sequence[str]]:
    return [lines[at : at + size] for at in range(0, len(lines), size)]


def _page(objects: list[bytes], page: Page, fonts: str) -> int:
    content = page.raw if page.raw is not None else "\n".join(page.content).encode("latin-1")
    body = _add(objects, _stream(content, is_packed=page.raw is None))
    notes = " ".join(f"{_annotation(objects, page, *link)} 0 R" for link in page.links)
    crop = f"/CropBox [{' '.join(map(str, page.crop))}] " if page.crop else ""
    width, height = page.size
    return _add(
        objects,
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] {crop}"
        f"/Rotate {page.rotate} /Resources << /Font << {fonts} >> >> "
        f"/Contents {body} 0 R /Annots [{notes}] >>".encode(),
    )


def _annotation(
    objects: list[bytes], page: Page, url: str, boxes: list[tuple[float, float, float, float]]
) -> int:
    height = page.size[1]
    turned = [(x0, height - bottom, x1, height - top) for x0, top, x1, bottom in boxes]
    quads = " ".join(f"{a} {d} {c} {d} {a} {b} {c} {b}" for a, b, c, d in turned)
    xs, ys = [x for box in turned for x in box[::2]], [y for box in turned for y in box[1::2]]
    quad_points = f"/QuadPoints [{quads}] " if len(boxes) > 1 else ""
    return _add(
        objects,
        f"<< /Type /Annot /Subtype /Link /Rect [{min(xs)} {min(ys)} {max(xs)} {max(ys)}] "
        f"{quad_points}/A << /S /URI /URI ({url}) >> >>".encode(),
    )


def _stream(data: bytes, is_packed: bool = True) -> bytes:
    packed = zlib.compress(data) if is_packed else data
    head = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
    return head + packed + b"\nendstream"


def _add(objects: list[bytes], body: bytes) -> int:
    objects.append(body)
    return len(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        data
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}"
            f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
        ).encode()
    )
