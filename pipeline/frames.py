"""The database as pandas frames, for notebooks: one frame for each kind of fact, joins done.

>>> minutes = open_minutes("minutes.db")
>>> minutes.actions[["assignees", "due", "text"]].head()
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline.store import FACTS, Column, FactTable, fact_table, open_facts

DTYPES: dict[str, Any] = {
    "text": "string",
    "id": "string",
    "time": "string",
    "period": "string",
    "word": "category",
    "whole": "Int64",
    "number": "float64",
    "truth": "boolean",
}
"""The dtype of each type of column but days and moments."""


def open_minutes(database: str = "minutes.db") -> MinutesFrames:
    """The frames of the database at a path or SQLAlchemy URL. Nothing is written to it, but that a
    database of an older version is upgraded.

    Raises StoreError if it is missing, damaged, or not ours.
    """
    return MinutesFrames(database)


class MinutesFrames:
    """A frame for each kind of fact, read when it is first asked for and then kept:
    ``minutes.actions``, ``minutes.attendance`` ... (``dir(minutes)`` lists them).

    Days are ``datetime64``, moments the same in UTC, words of a vocabulary ``category``, counts
    ``Int64``, truths ``boolean``, other words ``string``; what is missing is missing (``<NA>``,
    ``NaT``). A date that may be a month or a year stays a word, with the first and the last day
    that it covers beside it: ``due``, ``due_from``, ``due_until``. Rows are ordered by the
    meetings' days. What columns mean is said by ``about`` and in ``docs/schema.md``.
    """

    def __init__(self, database: str) -> None:
        self._database = database

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in self.names:
            raise AttributeError(f"there is no frame {name!r}: there are {', '.join(self.names)}")
        frame = self._read(fact_table(name))
        setattr(self, name, frame)  # from now on it is found without asking here
        return frame

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.names]

    @property
    def names(self) -> list[str]:
        """The names of all frames."""
        return [table.name for table in FACTS]

    def about(self, name: str) -> pd.DataFrame:
        """What the columns of a frame hold and mean: a row a column.

        Raises KeyError if there is no such frame.
        """
        told = [(one.name, one.type, one.meaning) for one in fact_table(name).columns]
        return pd.DataFrame(told, columns=["column", "type", "meaning"]).set_index("column")

    def _read(self, table: FactTable) -> pd.DataFrame:
        with open_facts(self._database) as facts:
            rows = list(facts.rows(table))
        columns = zip(*rows, strict=True) if rows else [()] * len(table.columns)
        return pd.DataFrame(
            {
                column.name: _series(column, values)
                for column, values in zip(table.columns, columns, strict=True)
            }
        )


def _series(column: Column, values: Sequence[Any]) -> pd.Series[Any]:
    if column.type == "day":
        return pd.Series(np.array(values, "datetime64[s]"))
    series: pd.Series[Any] = pd.Series(values, dtype="object")
    if column.type == "moment":
        return pd.to_datetime(series, utc=True).astype("datetime64[us, UTC]")
    if column.type == "word":
        words: Any = pd.CategoricalDtype(list(column.words)) if column.words else "category"
        return series.astype("string").astype(words)
    return series.astype(DTYPES[column.type])
