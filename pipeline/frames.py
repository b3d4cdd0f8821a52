"""The database as pandas frames, for notebooks: one frame for each kind of fact, joins done.

>>> minutes = open_minutes("minutes.db")
>>> minutes.actions[["assignees", "due", "text"]].head()
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

import pandas as pd

from pipeline.store import View, read_view
from pipeline.values.periods import period_of

CATEGORIES = frozenset({
    "body", "comparator", "due_precision", "kind", "language", "mode", "precision", "role",
    "severity", "stage", "standing", "status", "text_layer", "unit", "code",
})  # fmt: skip
DAYS = frozenset({"date", "first", "last"})
WHOLE = frozenset({
    "against_count", "for_count", "mentions", "meetings", "page", "pages", "part",
})  # fmt: skip
NUMBERS = frozenset({"confidence", "previous", "upper"})
TRUTHS = frozenset({"attendee", "overdue"})
PARTIAL = frozenset({"due", "value", "end"})
"""Columns of dates as exact as the words are: '2025', '2025-W07'."""


def open_minutes(database: str = "minutes.db") -> MinutesFrames:
    """The frames of the database at a path or SQLAlchemy URL. Nothing is written to it, but that a
    database of an older version is upgraded.

    Raises StoreError if it is missing, damaged, or not ours.
    """
    return MinutesFrames(database)


class MinutesFrames:
    """A frame for each kind of fact, read when it is first asked for and then kept.

    Days are ``datetime64``, words of a vocabulary ``category``, counts ``Int64``, truths
    ``boolean``, other words ``string``; what is missing is missing (``<NA>``, ``NaT``). A date that
    may be a month or a year stays a word, with the first and the last day that it covers beside it:
    ``due``, ``due_from``, ``due_until``. Rows are ordered by the meetings' days.
    """

    def __init__(self, database: str) -> None:
        self._database = database

    def _frame(self, view: View) -> pd.DataFrame:
        columns, rows = read_view(self._database, view)
        return _typed(pd.DataFrame.from_records(rows, columns=columns))

    @cached_property
    def meetings(self) -> pd.DataFrame:
        """Each meeting once, with its latest document."""
        return self._frame("meetings_overview")

    @cached_property
    def documents(self) -> pd.DataFrame:
        """Each document, and how much was found in it."""
        frame = self._frame("documents_overview")
        counts = frame.columns[frame.columns.get_loc("items") : -1]
        return frame.astype(dict.fromkeys(counts, "Int64"))

    @cached_property
    def attendance(self) -> pd.DataFrame:
        """Who was there, in which role, on whose behalf, and how: a row a person and document."""
        return self._frame("attendance_by_meeting")

    @cached_property
    def presence(self) -> pd.DataFrame:
        """Who was there when an item was treated: a row a person and item."""
        return self._frame("presence_by_item")

    @cached_property
    def people(self) -> pd.DataFrame:
        """Who is named in which items: a row a person and document."""
        return self._frame("people_by_meeting")

    @cached_property
    def persons(self) -> pd.DataFrame:
        """People across documents: a row a person."""
        return self._frame("people_through_time")

    @cached_property
    def affiliations(self) -> pd.DataFrame:
        """On whose behalf and in which role somebody was there, from when to when."""
        return self._frame("affiliations_through_time")

    @cached_property
    def organisations(self) -> pd.DataFrame:
        """Which organisations are named in which items: a row an organisation and document."""
        return self._frame("organisations_by_meeting")

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """What was decided about what, with the counts of votes."""
        return self._frame("decisions_with_items")

    @cached_property
    def actions(self) -> pd.DataFrame:
        """Who has to do what by when; ``assignees`` and ``recipients`` are names with commas."""
        return self._frame("open_actions")

    @cached_property
    def statistics(self) -> pd.DataFrame:
        """Figures with unit, comparator and the paragraph that they stand in."""
        frame = self._frame("statistics_with_context")
        return frame.astype({"value": "float64"})

    @cached_property
    def dates(self) -> pd.DataFrame:
        """Dates that are spoken of, as exact as the words are."""
        return self._frame("dates_by_meeting")

    @cached_property
    def links(self) -> pd.DataFrame:
        """Web and e-mail addresses."""
        return self._frame("links_by_meeting")

    @cached_property
    def references(self) -> pd.DataFrame:
        """Statutes, sections, attachments and records that are referred to."""
        return self._frame("references_by_meeting")

    @cached_property
    def warnings(self) -> pd.DataFrame:
        """What does not agree in a document, or could not be read."""
        return self._frame("warnings_by_severity")


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with each column in its type, and the bounds of dates that may be partial."""
    made: dict[str, pd.Series] = {}
    for name in frame.columns:
        column = frame[name]
        if name in PARTIAL and not pd.api.types.is_numeric_dtype(column.dropna()):
            periods = [period_of(value) if isinstance(value, str) else None for value in column]
            made[name] = column.astype("string")
            made[f"{name}_from"] = _days([one.first if one else None for one in periods])
            made[f"{name}_until"] = _days([one.last if one else None for one in periods])
        else:
            made[name] = _typed_column(name, column)
    return pd.DataFrame(made, index=frame.index)


def _typed_column(name: str, column: pd.Series) -> pd.Series:
    if name in DAYS:
        return pd.to_datetime(column, format="%Y-%m-%d")
    if name in CATEGORIES:
        return column.astype("string").astype("category")
    if name in WHOLE:
        return column.astype("Int64")
    if name in NUMBERS:
        return column.astype("float64")
    if name in TRUTHS:
        return column.astype("boolean")
    return column if pd.api.types.is_numeric_dtype(column) else column.astype("string")


def _days(values: list[date | None]) -> pd.Series:
    words = pd.Series([one.isoformat() if one else None for one in values], dtype="object")
    return pd.to_datetime(words, format="%Y-%m-%d")
