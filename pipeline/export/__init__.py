"""Files made of what is stored, for other programs to read."""

from pipeline.export.cells import plain_cell
from pipeline.export.pseudonyms import Disguise
from pipeline.export.records import (
    Format,
    export_records,
    record_to_json,
    record_to_line,
    write_export,
)

__all__ = [
    "Disguise",
    "Format",
    "export_records",
    "plain_cell",
    "record_to_json",
    "record_to_line",
    "write_export",
]
