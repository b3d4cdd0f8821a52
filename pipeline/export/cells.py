"""Cells of tables that a spreadsheet may open."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula, or for the beginning of a command."""


def plain_cell(value: object) -> object:
    """The value as it is; before a text that a spreadsheet might run, an apostrophe.

    Minutes are other people's words, and a bullet may begin with ``=`` or ``-``.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
