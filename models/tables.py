"""The database: its tables with keys, constraints and indexes; no queries.

The migrations in ``models/migrations`` create exactly these tables (a test compares the two), and
``docs/schema.md`` is generated from them: what ``_table`` says of a table and the ``comment`` of a
column are the descriptions there.

They are tables of SQLAlchemy's Core: objects would cost every command the import of the ORM, and no
row here is ever an object.

Everything hangs on a document and leaves with it. ``id`` columns are stable ids
(``records.stable_id``), made from the document's hash and the place or content of what is named,
never from row numbers. ``position`` counts from 0 in the order of the record.
"""

from __future__ import annotations

from typing import Any, get_args

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
)
from sqlalchemy.schema import SchemaItem

from models import records

REVISION = "0017"
"""The newest migration: a database that stands there needs no upgrade."""

APPLICATION_ID = 0x506F7974
"""SQLite's ``application_id`` of our databases: 'Poyt'."""

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""All tables, with one way to name constraints."""


TEXT = String().with_variant(String(collation="C"), "postgresql")
"""Text that every database sorts as SQLite does, by its code points."""
LARGE = BigInteger().with_variant(Integer, "sqlite")


def _table(name: str, about: str, *parts: SchemaItem) -> Table:
    """A table; what it is ``about`` stands in its ``info``."""
    return Table(name, METADATA, *parts, info={"about": about})


def _always(name: str, kind: Any, **options: Any) -> Column[Any]:
    """A column that is never empty."""
    return Column(name, kind, nullable=False, **options)


def _parent(name: str, key: str, **options: Any) -> Column[Any]:
    """A foreign key whose rows leave with the row they hang on."""
    return Column(name, TEXT, ForeignKey(key, ondelete="CASCADE"), **options)


def _is_one_of(column: str, choices: Any) -> CheckConstraint:
    """The constraint that ``column`` holds one of a ``Literal``'s words (or nothing)."""
    words = ", ".join(f"'{word}'" for word in get_args(choices))
    return CheckConstraint(f"{column} IN ({words})", name=column)


def _found() -> tuple[Column[Any], ...]:
    """What every fact begins with."""
    return (
        Column("id", TEXT, primary_key=True),
        _parent("document_id", "documents.id", nullable=False, index=True),
        _always("position", Integer),
        _parent(
            "item_id",
            "items.id",
            index=True,
            comment="empty before the first item and after the last",
        ),
    )


def _span() -> tuple[Column[Any], ...]:
    """A stretch of a document's text."""
    return (
        _always(
            "span_start", Integer, comment="offset into document_texts.text, in characters from 0"
        ),
        _always("span_end", Integer, comment="offset of the character after"),
        _always("page", Integer, comment="page on which it starts, from 1"),
    )


def _author() -> tuple[Column[Any], ...]:
    """By whom a fact was found: a rule or the model."""
    return (
        _always("found_by", TEXT, comment="rule, model or stage"),
        _always("confidence", Double, comment="0 to 1"),
    )


# --- documents ----------------------------------------------------------------------------------

DOCUMENTS = _table(
    "documents",
    "One meeting of a PDF file, known by the SHA-256 of the file's content, and what it was "
    "processed with. Nearly every file holds one meeting.",
    Column("id", TEXT, primary_key=True),
    _always("sha256", TEXT),
    _always("part", Integer, server_default="1", comment="which of the file's meetings, from 1"),
    _always("file", TEXT, index=True, comment="file name without folders"),
    _always("page_count", Integer),
    _always("language", TEXT),
    _always("text_layer", TEXT, comment="where the words come from"),
    _always("code_version", TEXT),
    _always("rules_version", TEXT),
    _always("model_version", TEXT),
    Column(
        "ocr_version",
        TEXT,
        comment="program and languages; empty where no page was a scan, or OCR was not to be had",
    ),
    UniqueConstraint("sha256", "part"),
    _is_one_of("language", records.Language),
    _is_one_of("text_layer", records.TextLayer),
)
DOCUMENT_TEXTS = _table(
    "document_texts",
    "A document's text as it was read, to which all offsets refer.",
    _parent("document_id", "documents.id", primary_key=True),
    _always("text", TEXT),
    _always(
        "layout",
        LargeBinary,
        comment="link areas, tables, how scans lie: compressed JSON, first byte its version",
    ),
)
PAGES = _table(
    "pages",
    "A page and where its characters stand.",
    _parent("document_id", "documents.id", primary_key=True),
    Column("number", Integer, primary_key=True, comment="from 1"),
    _always("width", Double, comment="points"),
    _always("height", Double, comment="points"),
    _always("text_layer", TEXT),
    _always(
        "geometry",
        LargeBinary,
        comment="lines and characters with their edges, and where OCR read the page how sure it is "
        "of each: packed and compressed, first byte the version; load_document unpacks them",
    ),
    CheckConstraint("text_layer IN ('digital', 'ocr', 'none')", "text_layer"),
)
DOCUMENT_LINKS = _table(
    "document_links",
    "What a document is to another one of the same meeting.",
    _parent("document_id", "documents.id", primary_key=True),
    _parent("other_id", "documents.id", primary_key=True, index=True),
    _always("kind", TEXT, comment="what the document is to the other"),
    _always("position", Integer, comment="of a part, from 1; else 0"),
    _always("found_by", TEXT, comment="user, rule, or file: another content lay there"),
    _is_one_of("kind", records.DocumentLinkKind),
)
WARNINGS = _table(
    "warnings",
    "Trouble inside a readable document.",
    _parent("document_id", "documents.id", primary_key=True),
    Column("position", Integer, primary_key=True),
    _always("stage", TEXT, comment="read, segment, extract or ingest"),
    _always("code", TEXT, index=True),
    _always("message", TEXT),
    Column("page", Integer),
    Column("item", TEXT, comment="path of the item"),
    _always(
        "severity",
        TEXT,
        server_default="warning",
        comment="`error` `warning` `note`: see models/warnings.py",
    ),
)
FAILURES = _table(
    "failures",
    "A file that could not be processed; the next run tries again where that makes sense.",
    Column("id", TEXT, primary_key=True),
    _always("path", TEXT, index=True),
    Column("sha256", TEXT, index=True, comment="empty: could not be opened"),
    _always("stage", TEXT),
    _always("error", TEXT, comment="class of the exception"),
    _always("reason", TEXT),
    _always("attempts", Integer),
    _always("transient", Boolean, server_default="0", comment="true: the cause may pass by itself"),
    Column("tried", TEXT, comment="when it failed last, in UTC"),
    Column("code_version", TEXT, comment="what failed"),
    Column("rules_version", TEXT),
    Column("model_version", TEXT),
)

# --- corrections --------------------------------------------------------------------------------

CORRECTIONS = _table(
    "corrections",
    "What somebody said of a fact; it stays when documents leave and come again.",
    Column("id", TEXT, primary_key=True),
    _always("number", Integer, unique=True, comment="in the order in which they hold"),
    _always("sha256", TEXT, comment="of the document; empty: every document"),
    _always("part", Integer, comment="which of the file's meetings; 0: every document"),
    _always("kind", TEXT, comment="of the fact"),
    _always("verdict", TEXT),
    _always("target", TEXT, comment="id of the fact as it was extracted"),
    Column("quote", TEXT, comment="the words that it stands on"),
    Column("item", TEXT, comment="path of their item"),
    Column("start", Integer, comment="their offset when it was entered"),
    _always("new", TEXT, comment="JSON: the fields that were set"),
    _always("old", TEXT, comment="JSON: the fields as they were"),
    _always("entered_by", TEXT),
    _always("entered_at", TEXT, comment="UTC"),
    _always("state", TEXT, comment="`unanchored`: the words are gone"),
    Index(None, "sha256", "part"),
    CheckConstraint(
        "verdict IN ('set', 'delete', 'add', 'confirm', 'complete', 'same')", "verdict"
    ),
    CheckConstraint("state IN ('applied', 'unanchored')", "state"),
)
EXTRACTED_ROWS = _table(
    "extracted_rows",
    "What was extracted from a document that was corrected.",
    _parent("document_id", "documents.id", primary_key=True),
    _always("rows", LargeBinary, comment="JSON by table, compressed with zlib"),
)

# --- files and runs -----------------------------------------------------------------------------

FILES = _table(
    "files",
    "A content that a file has had, and where it was seen. A path keeps a row for each "
    "content; the one without `replaced_at` is what lies there now, or lay there last.",
    Column(
        "path",
        TEXT,
        primary_key=True,
        comment="absolute; a file: URL where the name is no valid text",
    ),
    Column("sha256", TEXT, primary_key=True, index=True),
    _always("size", LARGE, comment="bytes"),
    _always("mtime_ns", BigInteger, comment="as the file system gives it"),
    _always("inode", BigInteger),
    _always("hashed_ns", BigInteger, comment="when its content was read, nanoseconds since 1970"),
    _always("first_seen", TEXT, comment="UTC, as are all times of files and runs"),
    _always("last_seen", TEXT),
    Column("gone_since", TEXT, comment="the run that missed it"),
    Column("replaced_at", TEXT, comment="the run that found another content there"),
)
FILE_ORIGINS = _table(
    "file_origins",
    "What a manifest says of the file at a path.",
    Column("path", TEXT, primary_key=True),
    Column("address", TEXT, comment="where the file was published"),
    Column("organisation", TEXT),
    Column("archive_id", TEXT),
)
RUNS = _table(
    "runs",
    "A run of a command that stores documents.",
    Column("id", TEXT, primary_key=True, comment="when it began, and a few letters"),
    _always("command", TEXT, comment="as typed"),
    _always("started_at", TEXT, index=True),
    Column("ended_at", TEXT, comment="empty: going on, or killed"),
    Column("exit_code", Integer),
    _always("code_version", TEXT),
    Column("rules_version", TEXT, comment="empty: an older run"),
    _always("stored", Integer, server_default="0", comment="files"),
    _always("unchanged", Integer, server_default="0"),
    _always("moved", Integer, server_default="0"),
    _always("duplicate", Integer, server_default="0"),
    _always("failed", Integer, server_default="0"),
    _always("gone", Integer, server_default="0"),
    _always("pages", Integer, server_default="0", comment="of what was stored"),
    _always(
        "seconds", TEXT, server_default="{}", comment="JSON: seconds by stage, over all processes"
    ),
)
BACKUPS = _table(
    "backups",
    "A copy of the database that 'backup' wrote, or 'restore' kept.",
    Column("path", TEXT, primary_key=True, comment="absolute"),
    _always("made_at", TEXT, comment="UTC; the copy holds what was stored then"),
)

# --- forgotten people ---------------------------------------------------------------------------

FORGETTINGS = _table(
    "forgettings",
    "That somebody was forgotten; who it was is not kept.",
    Column("id", TEXT, primary_key=True),
    _always("done_at", TEXT, comment="UTC"),
    _always("done_by", TEXT),
    Column("reason", TEXT),
    _always("documents", Integer, comment="in which words were masked"),
    _always("places", Integer, comment="stretches of text that were masked"),
    Column(
        "swept_at",
        TEXT,
        comment="when free pages and the log were overwritten, UTC; empty: still to be done",
    ),
)
FORGOTTEN_NAMES = _table(
    "forgotten_names",
    "A name that later documents must not bring back, as a slow salted hash.",
    Column("hash", TEXT, primary_key=True),
    Column(
        "context_hash",
        TEXT,
        primary_key=True,
        comment="of the name with an affiliation, home or body, where the name has other bearers; "
        "else empty",
    ),
    _always("salt", TEXT, comment="the same for all names of a database"),
    _always("method", TEXT, comment="'scrypt', n, r and p"),
    _parent("forgetting_id", "forgettings.id", nullable=False, index=True),
)

# --- minutes ------------------------------------------------------------------------------------

MEETINGS = _table(
    "meetings",
    "What a document says of its meeting.",
    _parent("document_id", "documents.id", primary_key=True),
    Column("title", TEXT),
    Column("body", TEXT, index=True, comment="the organ that met"),
    Column("kind", TEXT),
    Column("number", TEXT, comment="running number as printed"),
    Column("date", TEXT, index=True, comment="YYYY-MM-DD"),
    Column("starts_at", TEXT, comment="HH:MM"),
    Column("ends_at", TEXT, comment="HH:MM"),
    Column("place", TEXT),
    Column("next_date", TEXT, comment="of the next meeting, YYYY-MM-DD"),
    Column("status", TEXT, comment="what the document says of itself"),
    _is_one_of("kind", records.MeetingKind),
    _is_one_of("status", records.DocumentStatus),
)
ATTENDEES = _table(
    "attendees",
    "Somebody listed as present, remote or absent.",
    Column("id", TEXT, primary_key=True),
    _parent("document_id", "documents.id", nullable=False),
    _always("position", Integer),
    _always("name", TEXT, index=True, comment="base form, first name first"),
    _always("role", TEXT),
    _always("mode", TEXT),
    Column("title", TEXT, comment="job title as printed"),
    Column("affiliation", TEXT),
    Column("deputy_for", TEXT, comment="whom a deputy stands in for"),
    *_span(),
    Index(None, "document_id", "name"),
    _is_one_of("role", records.AttendeeRole),
    _is_one_of("mode", records.AttendanceMode),
)
PRESENCES = _table(
    "presences",
    "A stretch of an attendee's presence; an attendee without any was there throughout.",
    _parent("attendee_id", "attendees.id", primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("from_time", TEXT, comment="HH:MM"),
    Column("to_time", TEXT, comment="HH:MM"),
    Column("from_item", TEXT),
    Column("to_item", TEXT),
    Column("reason", TEXT, comment="as printed"),
    _always(
        "from_within", Boolean, server_default=false(), comment="begins while from_item is treated"
    ),
    _always("to_within", Boolean, server_default=false(), comment="ends while to_item is treated"),
)
ITEMS = _table(
    "items",
    "An agenda item or a point under one; its span is its heading or its first line.",
    Column("id", TEXT, primary_key=True),
    _parent("document_id", "documents.id", nullable=False),
    _parent("parent_id", "items.id", index=True),
    _always("position", Integer),
    _always("path", TEXT, comment="'7.a.i'"),
    _always("label", TEXT, comment="as printed"),
    _always("depth", Integer),
    Column("title", TEXT),
    _always("text", TEXT, comment="own text, without heading and children"),
    _always("language", TEXT),
    _always("secret", Boolean),
    Column("title_start", Integer),
    Column("title_end", Integer),
    _always("text_spans", TEXT, comment="JSON: [[start, end], ...]"),
    *_span(),
    UniqueConstraint("document_id", "path"),
    _is_one_of("language", records.Language),
)
SECTIONS = _table(
    "sections",
    "A named part of a formal item.",
    Column("id", TEXT, primary_key=True),
    _parent("document_id", "documents.id", nullable=False, index=True),
    _parent("item_id", "items.id", nullable=False, index=True),
    _always("position", Integer),
    _always("kind", TEXT),
    _always("heading", TEXT, comment="as printed"),
    _always("text", TEXT),
    _always("heading_start", Integer),
    _always("heading_end", Integer),
    *_span(),
    _is_one_of("kind", records.SectionKind),
)
PASSAGES = _table(
    "passages",
    "A paragraph of the document: a stretch of text that no sentence crosses.",
    _parent("document_id", "documents.id", primary_key=True),
    Column("position", Integer, primary_key=True),
    _parent("item_id", "items.id", index=True),
    _always("role", TEXT),
    Column("section", TEXT),
    _always("span_start", Integer),
    _always("span_end", Integer),
    _is_one_of("role", records.PassageRole),
    _is_one_of("section", records.SectionKind),
)
SEARCH_ENTRIES = _table(
    "search_entries",
    "What the search looks through: the words of an agenda item and of all points under it, "
    "or those that no item holds.\n\n"
    "``search_index`` is the full-text index over it: SQLite's FTS5, in step by triggers, or "
    "a table with a ``tsvector`` for each entry in PostgreSQL.",
    Column(
        "id",
        LARGE,
        primary_key=True,
        autoincrement=False,
        comment="made of the item's or the document's id",
    ),
    _parent("document_id", "documents.id", nullable=False, index=True),
    _parent("item_id", "items.id", index=True),
    _always("title", TEXT),
    _always("text", TEXT),
    _always(
        "title_keys", TEXT, comment="the title's words in base form, and the parts of compounds"
    ),
    _always("keys", TEXT, comment="the same of the text"),
    _always("people", TEXT, comment="words of the names of those who are named in it"),
    _always("organisations", TEXT),
)

# --- findings -----------------------------------------------------------------------------------

PEOPLE = _table(
    "people",
    "A person that one document mentions.",
    Column("id", TEXT, primary_key=True),
    _parent("document_id", "documents.id", nullable=False),
    _always("position", Integer),
    _always("name", TEXT, index=True, comment="base form, first name first"),
    _always("attendee", Boolean, comment="listed in the attendance"),
    Index(None, "document_id", "name"),
)
PERSONS = _table(
    "persons",
    "One person across all documents: who it is taken to be, as the stored documents say today.",
    Column("id", TEXT, primary_key=True),
    _always("name", TEXT, index=True, comment="the commonest spelling"),
)
APPEARANCES = _table(
    "appearances",
    "A full name in a document, and whose it is: attendees and people have the same names.",
    _parent("document_id", "documents.id", primary_key=True),
    Column("name", TEXT, primary_key=True),
    _always("name_key", TEXT, index=True, comment="the name in small letters"),
    Column("affiliation", TEXT),
    Column("home", TEXT, comment="municipality whose minutes these are"),
    Column("body", TEXT, comment="the organ that met, where there is no home"),
    Column("person_id", TEXT, ForeignKey("persons.id")),
    Column(
        "reason",
        TEXT,
        comment="'first', 'ruled', or what it shares with another of the person's: 'home: Vihti'",
    ),
    Index(None, "person_id", "document_id"),
)
IDENTITY_RULINGS = _table(
    "identity_rulings",
    "What a user said of two appearances; it stays when documents leave and come again.",
    Column("document_id", TEXT, primary_key=True),
    Column("name", TEXT, primary_key=True),
    Column("other_document_id", TEXT, primary_key=True),
    Column("other_name", TEXT, primary_key=True),
    _always("verdict", TEXT),
    CheckConstraint("verdict IN ('same', 'apart')", "verdict"),
)
ORGANISATIONS = _table(
    "organisations",
    "An organisation that one document mentions.",
    Column("id", TEXT, primary_key=True),
    _parent("document_id", "documents.id", nullable=False, index=True),
    _always("position", Integer),
    _always("name", TEXT, comment="canonical name"),
    Column("kind", TEXT),
    Column("identifier", TEXT, comment="municipality code, Y-tunnus, ..."),
    Index(None, "name", "kind"),
    _is_one_of("kind", records.OrganisationKind),
)
MENTIONS = _table(
    "mentions",
    "Words that name a person, an organisation or a place.",
    *_found(),
    _always("label", TEXT),
    _parent("person_id", "people.id", index=True),
    _parent("organisation_id", "organisations.id", index=True),
    _always("extracted", Boolean, comment="found before names were resolved"),
    *_span(),
    *_author(),
    _is_one_of("label", records.EntityLabel),
)
LINKS = _table(
    "links",
    "A web or e-mail address.",
    *_found(),
    _always("url", TEXT),
    Column("anchor", TEXT),
    _always("kind", TEXT),
    *_span(),
    *_author(),
    Index(None, "url"),
    _is_one_of("kind", records.LinkKind),
)
STATISTICS = _table(
    "statistics",
    "A figure: 'previous' to 'value' for a change, 'value' to 'upper' for a range.",
    *_found(),
    _always("value", Double),
    _always("unit", TEXT, index=True),
    _always("comparator", TEXT),
    Column("previous", Double),
    Column("upper", Double),
    Column("subject", TEXT),
    *_span(),
    *_author(),
    _is_one_of("comparator", records.Comparator),
)
DATES = _table(
    "dates",
    "A date, as exact as the words are.",
    *_found(),
    _always("value", TEXT, index=True, comment="'2025-01-31', '2025-W07', ..."),
    _always("precision", TEXT),
    Column("end", TEXT, comment="of a range"),
    *_span(),
    *_author(),
    _is_one_of("precision", records.Precision),
)
DOCUMENT_REFERENCES = _table(
    "document_references",
    "A statute, section, attachment or record that is referred to.",
    *_found(),
    _always("kind", TEXT),
    _always("ref", TEXT, index=True),
    Column("title", TEXT),
    Column("url", TEXT),
    *_span(),
    *_author(),
    _is_one_of("kind", records.ReferenceKind),
)
DECISIONS = _table(
    "decisions",
    "What the meeting decided, in the document's words.",
    *_found(),
    _always("text", TEXT),
    _always("kind", TEXT),
    *_span(),
    *_author(),
    _is_one_of("kind", records.DecisionKind),
)
VOTES = _table(
    "votes",
    "The counts of a vote, as printed.",
    _parent("decision_id", "decisions.id", primary_key=True),
    _always("for_count", Integer, comment="for the presenter's proposal"),
    _always("against_count", Integer),
    Column("abstain_count", Integer),
    Column("blank_count", Integer),
    Column("absent_count", Integer),
)
BALLOTS = _table(
    "ballots",
    "How a person voted, where names are printed.",
    _parent("decision_id", "votes.decision_id", primary_key=True),
    Column("position", Integer, primary_key=True),
    _always("name", TEXT, index=True),
    _always("choice", TEXT),
    _is_one_of("choice", records.VoteChoice),
)
ACTIONS = _table(
    "actions",
    "Something that somebody is to do after the meeting.",
    *_found(),
    _always("text", TEXT),
    Column("due", TEXT, index=True, comment="in the forms of dates.value"),
    Column("due_precision", TEXT),
    Column("condition", TEXT),
    _always("owner_spans", TEXT, comment="JSON: [[start, end], ...]"),
    _always("recipient_spans", TEXT, comment="JSON: [[start, end], ...]"),
    *_span(),
    *_author(),
    Column("due_until", TEXT, index=True, comment="the last day of what due says"),
    _is_one_of("due_precision", records.Precision),
)
ACTION_ASSIGNEES = _table(
    "action_assignees",
    "Who is to do it: a person, or a group or role in base form.",
    _parent("action_id", "actions.id", primary_key=True),
    Column("position", Integer, primary_key=True),
    _always("name", TEXT, index=True),
    _parent("person_id", "people.id", index=True),
)
ACTION_RECIPIENTS = _table(
    "action_recipients",
    "For whom it is done.",
    _parent("action_id", "actions.id", primary_key=True),
    Column("position", Integer, primary_key=True),
    _always("name", TEXT, index=True),
    _parent("person_id", "people.id", index=True),
)

# --- tasks through time ---------------------------------------------------------------------------

MEETING_SERIES = _table(
    "meeting_series",
    "Which row of meetings a document belongs to: those of one organ.",
    _parent("document_id", "documents.id", primary_key=True),
    _always("series", TEXT, comment="the organ's name, or the title without numbers, folded"),
    _always("date", TEXT),
    Index(None, "series", "date"),
)
TASK_STEPS = _table(
    "task_steps",
    "That a later meeting says a task again, or that it was done, and why it is taken to be that "
    "task.",
    _parent("action_id", "actions.id", primary_key=True),
    Column("kind", TEXT, primary_key=True),
    _parent("document_id", "documents.id", nullable=False, index=True, comment="the later one"),
    _parent("later_id", "actions.id", index=True, comment="the task there; empty: a report"),
    *_span(),
    _always("score", Double, comment="0.6 words + 0.2 owner + 0.1 verb + 0.05 due + 0.05 record"),
    _always("words", Double, comment="share of their words' weight that both have, 0 to 1"),
    _always("owner", Double, comment="1: the same, 0.5: one of them names nobody"),
    _always("verb", Double, comment="1: the same verb"),
    _always("due", Double, comment="1: the same deadline"),
    _always("record", Double, comment="1: the same record number"),
    CheckConstraint("kind IN ('repeated', 'done')", name="kind"),
)
