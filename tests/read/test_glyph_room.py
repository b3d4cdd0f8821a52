"""The memory that PDFium's answers go to."""

from __future__ import annotations

import ctypes

from pipeline.read.direct import Room


def test_a_page_without_characters_may_come_first() -> None:
    room = Room(ctypes.c_float, 4)
    assert room.places(0) == []
    assert room.answers(0).shape == (0, 4)


def test_room_grows_and_is_empty_for_each_page() -> None:
    room = Room(ctypes.c_double)
    for count in (2, 5):
        places = room.places(count)
        assert len(places) == count
        assert not room.answers(count).any()
        room._table[:count] = 7
        assert room.answers(count).tolist() == [[7]] * count
