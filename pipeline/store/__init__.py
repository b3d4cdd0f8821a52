"""The only place that knows a session: records into rows, rows back into records."""

from __future__ import annotations

from pipeline.store.backup import back_up, check_database, restore
from pipeline.store.catalogue import FACTS, VERSION, Column, FactTable
from pipeline.store.correcting import State, StoredFact
from pipeline.store.corrections import Correction, Verdict, kind_id
from pipeline.store.database import (
    MAPPED,
    database_exists,
    database_file,
    fold_likes,
    is_server_address,
    open_engine,
)
from pipeline.store.facts import (
    FIELDS,
    FIXED,
    KINDS,
    PREFIXES,
    Kind,
    find_words,
    item_at,
    plain,
    stands_in,
)
from pipeline.store.files import Files, KnownFile, Origin
from pipeline.store.identity import RecordIds, document_id, record_ids
from pipeline.store.lines import FailureNote, StoredContent, StoredDocument, StoredWarning
from pipeline.store.lock import locked_for_run, require_space
from pipeline.store.matching import AllOf, AnyOf, Match, Phrase, Without
from pipeline.store.overviews import (
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
from pipeline.store.tasklines import Task, TaskFilter, TaskStep
from pipeline.store.views import FactReader, fact_table, open_facts, read_view, run_query

__all__ = [
    "FACTS",
    "FIELDS",
    "FIXED",
    "KINDS",
    "MAPPED",
    "PREFIXES",
    "VERSION",
    "AllOf",
    "AnyOf",
    "Column",
    "Conditions",
    "Correction",
    "FactKind",
    "FactReader",
    "FactTable",
    "FailureNote",
    "Files",
    "Finding",
    "Hit",
    "Kind",
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
    "State",
    "Store",
    "StoredContent",
    "StoredDocument",
    "StoredFact",
    "StoredPerson",
    "StoredRun",
    "StoredWarning",
    "Task",
    "TaskFilter",
    "TaskStep",
    "Verdict",
    "Without",
    "back_up",
    "check_database",
    "database_exists",
    "database_file",
    "document_id",
    "fact_table",
    "find_words",
    "fold_likes",
    "is_server_address",
    "item_at",
    "joined_text",
    "kind_id",
    "locked_for_run",
    "open_engine",
    "open_facts",
    "open_for_reading",
    "open_store",
    "plain",
    "read_view",
    "record_ids",
    "record_to_rows",
    "require_space",
    "restore",
    "run_query",
    "stands_in",
    "text_layer",
]
