"""The tables of facts as they are exported: of chosen documents, with people's names or without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from pipeline.export.pseudonyms import Disguise, Disguised
from pipeline.store import FACTS, Column, FactReader, FactTable, fact_table

AT_HAND = 64
"""Documents whose names are kept: rows come a document after the other, but for a few tables."""
LEFT_OUT = ("others",)
"""Columns that have no pseudonyms: they name other files."""
PSEUDONYMOUS = (
    "People have pseudonyms; files, corrections and affiliations are left out, for names in them "
    "could not be found for certain. This is still personal data."
)
_Row = Callable[[tuple[Any, ...]], tuple[Any, ...]]
UNTOUCHED = ("day", "moment", "period", "time", "whole", "number", "truth")


class Tables:
    """The tables of an export. With a ``disguise`` there are those alone in which every name of
    a person can be found, in whatever words it stands."""

    def __init__(self, facts: FactReader, disguise: Disguise | None = None) -> None:
        self._facts, self._disguise = facts, disguise
        self._words = lru_cache(AT_HAND)(self._disguised)

    @property
    def pseudonymous(self) -> bool:
        """Whether people have other names."""
        return self._disguise is not None

    def all(self) -> list[FactTable]:
        """The tables, in the order of the catalogue."""
        return [one for one in FACTS if not self._disguise or one.named != "unsure"]

    def rows(self, table: FactTable) -> Iterator[tuple[Any, ...]]:
        """The rows as ``FactReader`` gives them."""
        rows = self._facts.rows(table)
        if self._disguise is None:
            return rows
        if table.named == "columns":  # sorted anew: the order would tell of the names
            return iter(sorted(map(_by_columns(table, self._disguise), rows)))
        return map(self._by_document(table), rows)

    def named_rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of the table of this name, by the names of their columns; none of a table that
        is left out."""
        table = fact_table(name)
        if table not in self.all():
            return
        columns = [column.name for column in table.columns]
        for row in self.rows(table):
            yield dict(zip(columns, row, strict=True))

    def _disguised(self, document: str) -> Disguised:
        assert self._disguise is not None
        return self._disguise.words(self._facts.names(document))

    def _by_document(self, table: FactTable) -> _Row:
        """What disguises a row by the names of its document."""
        names = [column.name for column in table.columns]
        keys = [_key(column) for column in table.columns]
        document, file = names.index("document_id"), names.index("file")
        title = names.index("meeting")

        def disguised(row: tuple[Any, ...]) -> tuple[Any, ...]:
            words = self._words(row[document])
            made = [
                value if key is None else words.value(value, key)
                for value, key in zip(row, keys, strict=True)
            ]
            if row[title] == row[file]:  # a meeting without a title is called by its file
                made[title] = made[file]
            return tuple(
                None if name in LEFT_OUT else value for name, value in zip(names, made, strict=True)
            )

        return disguised


def _by_columns(table: FactTable, disguise: Disguise) -> _Row:
    """What disguises a row in which names stand in columns of their own."""
    words = disguise.words([])

    def disguised(row: tuple[Any, ...]) -> tuple[Any, ...]:
        made = []
        for column, value in zip(table.columns, row, strict=True):
            if column.name == "name":
                made.append(disguise.name(value))
            elif column.name == "names":
                made.append(", ".join(sorted({disguise.name(one) for one in value.split(", ")})))
            else:
                key = _key(column)
                made.append(value if key is None else words.value(value, key))
        return tuple(made)

    return disguised


def _key(column: Column) -> str | None:
    """As which field of a record the column's values are disguised; None for those that are not."""
    if column.type in UNTOUCHED:
        return None
    if column.name == "sha256":
        return "sha256"
    return "id" if column.type == "id" else column.name
