"""Pages as a scanner leaves them: pictures of the samples' pages, askew, grey and speckled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


def scanned(
    folder: Path, name: str, pages: Sequence[int] = (0,), *, tilt: float = 0.0, turn: int = 0
) -> Path:
    """A PDF of pictures of a sample's pages (from 0), turned by so many degrees clockwise."""
    document = pypdfium2.PdfDocument(SAMPLES / f"{name}.pdf")
    pictures = [_picture(document[page], tilt).rotate(-turn, expand=True) for page in pages]
    path = folder / f"{name}.pdf"
    first, *others = pictures
    first.save(path, format="PDF", resolution=200, save_all=True, append_images=others)
    return path


def _picture(page: pypdfium2.PdfPage, tilt: float) -> Image.Image:
    grey = page.render(scale=200 / 72).to_pil().convert("L")
    askew = grey.rotate(-tilt, resample=Image.Resampling.BICUBIC, fillcolor=255)
    paper = 30 + np.asarray(askew).astype(np.float64) * 0.8
    paper += np.random.default_rng(1).normal(0, 8, paper.shape)
    return Image.fromarray(paper.clip(0, 255).astype(np.uint8))
