"""Tables of decisions and tasks: what their columns are for, and the rows under the heads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.records import DocumentText, Span, Table
from pipeline.rulebook import lexicon_map

KINDS = ("task", "decision", "matter", "owner", "due", "aside")


@dataclass(frozen=True, slots=True)
class Columns:
    """The place of each kind of column that a table has."""

    places: Mapping[str, int]
    width: int

    @property
    def task(self) -> int | None:
        """The column that tells the task: its own, else the decision, else the matter where no
        other column could."""
        if "task" in self.places or "decision" in self.places:
            return self.places.get("task", self.places.get("decision"))
        return self.places.get("matter") if len(self.places) == self.width else None


def table_rows(document: DocumentText) -> Iterator[tuple[Columns, Sequence[Span | None]]]:
    """The rows below the heads of every table that has a column of a known kind."""
    before: Table | None = None
    columns: Columns | None = None
    for table in document.tables:
        own = _columns(document, table)
        goes_on = own is None and before is not None and _continues(table, before)
        columns = columns if goes_on else own
        before = table
        if columns is not None:
            for row in table.cells if goes_on else table.cells[1:]:
                yield columns, row


def _continues(table: Table, before: Table) -> bool:
    """True if ``table`` goes on with the one before on the next page, without a head."""
    widths = [len(each.cells[0]) for each in (table, before) if each.cells]
    return table.page == before.page + 1 and len(widths) == 2 and widths[0] == widths[1]


def _columns(document: DocumentText, table: Table) -> Columns | None:
    if not table.cells:
        return None
    heads = [document.quote(cell) if cell else "" for cell in table.cells[0]]
    plain = [" ".join(head.casefold().split()).strip(" :") for head in heads]
    known = lexicon_map("task_tables")
    places: dict[str, int] = {}
    for kind in KINDS:
        found = [at for at, head in enumerate(plain) if head in known[kind]]
        if found:
            places[kind] = found[0]
    return Columns(places, len(heads)) if len(places) > 1 else None
