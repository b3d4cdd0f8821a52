"""Make the sample PDFs again from their sources.

    pip install -e '.[samples]'
    python data/samples/make.py [NAME ...]

Every ``sources/NAME.html`` gives ``NAME.pdf`` beside this file; the same source, fonts and
WeasyPrint give the same bytes. ``<meta name="scan" content="2">`` in a source names the pages that
become pictures without a text layer, as a scanner leaves them; with ``<meta name="scan-kind"
content="black-and-white">`` in one bit a pixel.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import regex
import weasyprint
from PIL import Image, ImageDraw, ImageFilter

HERE = Path(__file__).parent
SCAN_DPI, SCAN_TILT = 150, 0.4
BLACK_DPI, BLACK = 200, 150
BLACK_AND_WHITE = '<meta name="scan-kind" content="black-and-white">'
SCAN_PAGES = regex.compile(r'<meta name="scan" content="([\d ]+)">')
EPOCH = "1700000000"


def page_to_scan(pdf: bytes, number: int, black: bool = False) -> bytes:
    """Returns a one-page PDF: page ``number`` (from 1) as a slightly tilted picture, grey or
    ``black`` and white."""
    page = pypdfium2.PdfDocument(pdf)[number - 1]
    dpi = BLACK_DPI if black else SCAN_DPI
    image = page.render(scale=dpi / 72).to_pil().convert("L")
    tilted = image.rotate(SCAN_TILT, resample=Image.Resampling.BICUBIC, fillcolor=255)
    ImageDraw.Draw(tilted).line([(0, 6), (tilted.width, 9)], fill=200, width=2)
    paper = tilted.filter(ImageFilter.GaussianBlur(0.5)).point(lambda grey: min(grey + 6, 247))
    out = io.BytesIO()
    if black:
        bits = paper.point(lambda grey: 255 if grey > BLACK else 0).convert("1")
        bits.save(out, format="PDF", resolution=dpi)
    else:
        paper.save(out, format="PDF", resolution=dpi, quality=70)
    return out.getvalue()


def scan_pages(pdf: bytes, numbers: list[int], black: bool = False) -> bytes:
    """Returns the PDF with the pages ``numbers`` (from 1) replaced by pictures of themselves."""
    whole = pikepdf.open(io.BytesIO(pdf))
    for number in numbers:
        scanned = pikepdf.open(io.BytesIO(page_to_scan(pdf, number, black)))
        whole.pages[number - 1] = scanned.pages[0]
    out = io.BytesIO()
    whole.save(out, deterministic_id=True)
    return out.getvalue()


def source_to_pdf(source: Path) -> bytes:
    """Returns the PDF that the HTML file ``source`` describes."""
    html = source.read_text(encoding="utf-8")
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    pdf: bytes = weasyprint.HTML(filename=str(source)).write_pdf(pdf_identifier=identifier)
    scanned = SCAN_PAGES.search(html)
    numbers = [int(n) for n in scanned[1].split()] if scanned else []
    return scan_pages(pdf, numbers, BLACK_AND_WHITE in html) if numbers else pdf


def main(names: list[str]) -> None:
    """Makes the samples ``names``, or all of them, and prints each name when its PDF is written."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", EPOCH)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    for source in sorted((HERE / "sources").glob("*.html")):
        if not names or source.stem in names:
            (HERE / f"{source.stem}.pdf").write_bytes(source_to_pdf(source))
            print(source.stem)


if __name__ == "__main__":
    main(sys.argv[1:])
