"""What people say of facts: entered, taken back, carried to another database."""

from __future__ import annotations

from pipeline.corrections.carrying import export_corrections, import_corrections
from pipeline.corrections.entering import (
    LAYERS,
    Said,
    correct,
    enter,
    find_fact,
    merge_organisations,
    one_document,
    undo,
)
from pipeline.corrections.fields import choices_of, fields_to_type
from pipeline.corrections.gold import document_to_gold, write_gold

__all__ = [
    "LAYERS",
    "Said",
    "choices_of",
    "correct",
    "document_to_gold",
    "enter",
    "export_corrections",
    "fields_to_type",
    "find_fact",
    "import_corrections",
    "merge_organisations",
    "one_document",
    "undo",
    "write_gold",
]
