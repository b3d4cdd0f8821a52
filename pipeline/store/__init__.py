"""The only place that knows a session: records into rows, rows back into records."""

from __future__ import annotations

from pipeline.store.backup import back_up, check_database, restore
from pipeline.store.database import database_exists, database_file, is_server_address, open_engine
from pipeline.store.files import Files, KnownFile, Origin
from pipeline.store.identity import RecordIds, document_id, record_ids
from pipeline.store.lines import FailureNote, StoredContent, StoredDocument, StoredWarning
from pipeline.store.lock import locked_for_run, require_space
from pipeline.store.matching import AllOf, AnyOf, Match, Phrase, Without
from pipeline.store.overviews import (
    ActionFilter,
    ActionLine,
    MeetingFilter,
    MeetingLine,
    OrganisationLine,
    PersonLine,
)
from pipeline.store.people import StoredPerson
from pipeline.store.persons import Ruling
from pipeline.store.rows import Finding, Rows, joined_text, record_to_rows, text_layer
from pipeline.store.runs import StoredRun
from pipeline.store.searching import Conditions, FactKind, Hit
from pipeline.store.store import Store, open_for_reading, open_store
from pipeline.store.views import View, read_view, run_query

__all__ = [
    "ActionFilter",
    "ActionLine",
    "AllOf",
    "AnyOf",
    "Conditions",
    "FactKind",
    "FailureNote",
    "Files",
    "Finding",
    "Hit",
    "KnownFile",
    "Match",
    "MeetingFilter",
    "MeetingLine",
    "OrganisationLine",
    "Origin",
    "PersonLine",
    "Phrase",
    "RecordIds",
    "Rows",
    "Ruling",
    "Store",
    "StoredContent",
    "StoredDocument",
    "StoredPerson",
    "StoredRun",
    "StoredWarning",
    "View",
    "Without",
    "back_up",
    "check_database",
    "database_exists",
    "database_file",
    "document_id",
    "is_server_address",
    "joined_text",
    "locked_for_run",
    "open_engine",
    "open_for_reading",
    "open_store",
    "read_view",
    "record_ids",
    "record_to_rows",
    "require_space",
    "restore",
    "run_query",
    "text_layer",
]
