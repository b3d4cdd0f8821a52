"""Ctrl-C and SIGTERM: the first asks for an end, the second does not wait for it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Gives a question: has somebody asked the program to stop since the block began?

    The second time it is asked to, KeyboardInterrupt is raised. Outside the main thread, which
    alone hears signals, nothing changes.
    """
    asked = False

    def hear(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    if threading.current_thread() is not threading.main_thread():
        yield lambda: asked
        return
    before = {one: signal.signal(one, hear) for one in SIGNALS}
    try:
        yield lambda: asked
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
