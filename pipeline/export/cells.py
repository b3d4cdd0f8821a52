"""Cells of tables that a spreadsheet may open."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula, or for the beginning of a command."""
MARK = "'"


def plain_cell(value: object) -> object:
    """The value as it is; before a text that a spreadsheet might run, an apostrophe.

    Minutes are other people's words, and a bullet may begin with ``=`` or ``-``. A text that begins
    with an apostrophe gets one more, so that whoever takes one away from every text that begins
    with one has the texts as they were.
    """
    return (
        f"{MARK}{value}" if isinstance(value, str) and value.startswith((*FORMULA, MARK)) else value
    )
