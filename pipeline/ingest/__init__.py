"""The story of one document, and of many.

Documents are known by the SHA-256 of their content: what is stored already is left alone, whatever
its file is called.
"""

from __future__ import annotations

from pipeline.ingest.document import ingest_file, process_document
from pipeline.ingest.many import chosen_limits, ingest_paths, preview_paths, redo_documents
from pipeline.ingest.outcomes import Outcome
from pipeline.ingest.tasks import Task
from pipeline.ingest.versions import is_outdated, todays_versions, versions_of_today

__all__ = [
    "Outcome",
    "Task",
    "chosen_limits",
    "ingest_file",
    "ingest_paths",
    "is_outdated",
    "preview_paths",
    "process_document",
    "redo_documents",
    "todays_versions",
    "versions_of_today",
]
