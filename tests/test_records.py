"""Documents as they flow between the stages: where words stand on the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.records import ASCENT, DESCENT, DocumentText
from tests.building import find, make_document

SIZE = 10.0


def set_lines(pitch: float) -> DocumentText:
    """Two lines of ten-point type, their baselines ``pitch`` points apart from 100."""
    document = make_document((("Kokous pidettiin", "etäyhteydellä"),))
    baselines = (100.0, 100.0 + pitch)
    lines = (
        replace(line, size=SIZE, top=b - ASCENT * SIZE, bottom=b + DESCENT * SIZE)
        for line, b in zip(document.lines, baselines, strict=True)
    )
    return replace(document, lines=tuple(lines))


@pytest.mark.parametrize(
    ("pitch", "bottom"),
    [
        (16.0, 101.9),  # far apart: with descenders
        (12.0, 101.0),  # single spacing: a point less than the next line's font size above it
        (9.0, 100.0),  # tight: never less than the baseline
    ],
)
def test_a_box_keeps_clear_of_the_next_line(pitch: float, bottom: float) -> None:
    document = set_lines(pitch)
    (box,) = document.boxes(find(document, "Kokous"))
    assert (box.top, box.bottom) == pytest.approx((92.5, bottom))


def test_the_last_lines_box_is_whole() -> None:
    document = set_lines(12.0)
    (box,) = document.boxes(find(document, "etäyhteydellä"))
    assert box.bottom == pytest.approx(113.9)
