"""Files made of what is stored, for other programs to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pipeline.export.cells import plain_cell
from pipeline.export.folders import write_csv
from pipeline.export.output import Advance, new_file, new_folder, refuse_existing
from pipeline.export.parquet import write_parquet
from pipeline.export.popolo import facts_to_popolo
from pipeline.export.pseudonyms import Disguise
from pipeline.export.records import (
    Format,
    export_records,
    record_to_json,
    record_to_line,
    write_export,
)
from pipeline.export.schedule import facts_to_schedule
from pipeline.export.tables import Tables
from pipeline.export.workbook import write_xlsx
from pipeline.store import Store, StoredDocument

TableForm = Literal["csv", "parquet", "xlsx"]
TextForm = Literal["ics", "popolo"]
Form = Literal[TableForm, TextForm, Format]
"""What an export may be written as."""
WRITERS = {"csv": write_csv, "parquet": write_parquet, "xlsx": write_xlsx}
MAKERS = {"ics": facts_to_schedule, "popolo": facts_to_popolo}
FOLDERS = ("csv", "parquet")
"""Those that are folders of several files."""


def export_tables(
    store: Store,
    documents: Sequence[StoredDocument] | None,
    form: TableForm,
    output: str,
    disguise: Disguise | None = None,
    advance: Advance = lambda *_: None,
) -> int:
    """Write the tables of facts of these documents, of all without any, to ``output``; returns how
    many rows they have.

    With a ``disguise`` people have pseudonyms. Raises InputError if it cannot be written.
    """
    begin = new_folder if form in FOLDERS else new_file
    with store.facts(documents) as facts, begin(output) as path:
        return WRITERS[form](Tables(facts, disguise), path, advance)


def export_text(
    store: Store,
    documents: Sequence[StoredDocument] | None,
    form: TextForm,
    disguise: Disguise | None = None,
    advance: Advance = lambda *_: None,
) -> Iterator[str]:
    """A calendar of the meetings and tasks of these documents (of all without any), or their people
    and votes in Popolo's JSON, as pieces of text that belong together."""
    with store.facts(documents) as facts:
        yield from MAKERS[form](Tables(facts, disguise), advance)


__all__ = [
    "FOLDERS",
    "WRITERS",
    "Advance",
    "Disguise",
    "Form",
    "Format",
    "TableForm",
    "Tables",
    "TextForm",
    "export_records",
    "export_tables",
    "export_text",
    "plain_cell",
    "record_to_json",
    "record_to_line",
    "refuse_existing",
    "write_export",
]
