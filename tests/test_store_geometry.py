"""Packing loses nothing, whatever the numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.records import Characters
from pipeline.store.geometry import pack_document, unpack_document
from tests.building import make_document

edges = st.floats(width=32, allow_nan=False)
lines = st.lists(st.text("aä 1", max_size=5), max_size=4)


@given(st.lists(lines, min_size=1, max_size=3), st.data())
def test_characters_and_lines_come_back_exactly(
    pages: list[list[str]], data: st.DataObject
) -> None:
    plain = make_document(pages)
    size = len(plain.text)
    arrays = [
        np.array(data.draw(st.lists(edges, min_size=size, max_size=size)), np.float32)
        for _ in range(2)
    ]
    style = np.array(data.draw(st.lists(st.integers(0, 255), min_size=size, max_size=size)))
    document = replace(plain, chars=Characters(arrays[0], arrays[1], style.astype(np.uint8)))
    back = unpack_document(
        pack_document(document),
        file=document.file,
        sha256=document.sha256,
        page_sizes=document.page_sizes,
    )
    assert back.lines == document.lines
    if document.lines:  # characters are kept with the lines that they stand in
        np.testing.assert_array_equal(back.chars.x0, document.chars.x0)
        np.testing.assert_array_equal(back.chars.x1, document.chars.x1)
        np.testing.assert_array_equal(back.chars.style, document.chars.style)


def test_a_page_takes_few_bytes() -> None:
    document = make_document([["Kokous avattiin ja todettiin päätösvaltaiseksi. " * 2] * 40])
    [page] = pack_document(document).pages
    assert len(page) < len(document.text)  # raw, the arrays would take nine bytes a character
