"""A part of a document has its lines' words, places, links and tables, and offsets of its own."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.records import DocumentText, Line
from pipeline.segment.parts import cut_document, in_page_order
from tests.building import make_document, make_record

WHOLE = make_record().document
ORDER = in_page_order(WHOLE)


def printed(document: DocumentText, line: Line) -> tuple[object, ...]:
    """A line's words and where each of its characters stands."""
    at = slice(line.span.start, line.span.end)
    edges = (document.chars.x0[at].tolist(), document.chars.x1[at].tolist())
    return document.quote(line.span), line.page, line.top, document.chars.style[at].tolist(), edges


@given(st.sets(st.integers(1, len(ORDER) - 1), max_size=3))
def test_no_line_is_lost_and_none_changes(cuts: set[int]) -> None:
    bounds = [0, *sorted(cuts), len(ORDER)]
    parts = cut_document(WHOLE, [ORDER[a:b] for a, b in pairwise(bounds)])
    found = [printed(part, line) for part in parts for line in part.lines]
    whole = [printed(WHOLE, line) for line in WHOLE.lines]
    assert sorted(found, key=str) == sorted(whole, key=str)
    for part in parts:
        assert len(part.text) == len(part.chars.x0) == part.lines[-1].span.end
        assert part.text.split("\n") == [part.quote(line.span) for line in part.lines]
        assert part.page_sizes == WHOLE.page_sizes


def test_links_tables_and_trouble_go_with_their_lines() -> None:
    middle = next(at for at, index in enumerate(ORDER) if WHOLE.lines[index].page == 2)
    first, second = cut_document(WHOLE, [ORDER[:middle], ORDER[middle:]])
    assert (first.links, first.tables, first.unread_pages) == ((), (), ())
    [link] = second.links
    assert second.quote(link.spans[0]) == "ohje.example/uusi"
    [table] = second.tables
    assert [c and second.quote(c) for c in table.cells[0]] == [
        None,
        "31.1.2025 mennessä: ohje.example/uusi",
    ]
    assert [line.cell for line in second.lines if line.cell] == [(0, 0, 1)]
    assert (second.unread_pages, second.ocr_pages) == ((2,), (2,))
    assert [warning.page for warning in second.warnings] == [2]


def test_a_whole_document_as_its_only_part_is_the_same() -> None:
    document = make_document()
    [part] = cut_document(document, [in_page_order(document)])
    assert (part.text, part.lines) == (document.text, document.lines)
