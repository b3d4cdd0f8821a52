"""Files made of what is stored, for other programs to read."""

from pipeline.export.cells import plain_cell
from pipeline.export.records import (
    Format,
    export_records,
    record_to_json,
    record_to_line,
    write_export,
)

__all__ = [
    "Format",
    "export_records",
    "plain_cell",
    "record_to_json",
    "record_to_line",
    "write_export",
]
