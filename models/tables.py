"""The database: one class for each table, with keys, constraints and indexes; no queries.

The migrations in ``models/migrations`` create exactly these tables (a test compares the two), and
``docs/schema.md`` is generated from them: a ``comment`` is the column's description there.

Everything hangs on a document and leaves with it. ``id`` columns are stable ids
(``records.stable_id``), made from the document's hash and the place or content of what is named,
never from row numbers. ``position`` counts from 0 in the order of the record.
"""

from __future__ import annotations

from typing import Any, ClassVar, get_args

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models import records

REVISION = "0011"
"""The newest migration: a database that stands there needs no upgrade."""

APPLICATION_ID = 0x506F7974
"""SQLite's ``application_id`` of our databases: 'Poyt'."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


TEXT = String().with_variant(String(collation="C"), "postgresql")
"""Text that every database sorts as SQLite does, by its code points."""
LARGE = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """All tables, with one way to name constraints."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {float: Double(), str: TEXT}


def _is_one_of(column: str, choices: Any) -> CheckConstraint:
    """The constraint that ``column`` holds one of a ``Literal``'s words (or nothing)."""
    words = ", ".join(f"'{word}'" for word in get_args(choices))
    return CheckConstraint(f"{column} IN ({words})", name=column)


def _parent(column: str, index: bool = True) -> Any:
    """A foreign key whose rows leave with the row they hang on."""
    return mapped_column(ForeignKey(column, ondelete="CASCADE"), index=index)


class Spanned:
    """A stretch of a document's text."""

    span_start: Mapped[int] = mapped_column(
        sort_order=10, comment="offset into document_texts.text, in characters from 0"
    )
    span_end: Mapped[int] = mapped_column(sort_order=11, comment="offset of the character after")
    page: Mapped[int] = mapped_column(sort_order=12, comment="page on which it starts, from 1")


class Fact(Spanned):
    """Something found in the text, by a rule or by the model."""

    id: Mapped[str] = mapped_column(primary_key=True, sort_order=-10)
    document_id: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), index=True, sort_order=-9
    )
    position: Mapped[int] = mapped_column(sort_order=-8)
    item_id: Mapped[str | None] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"),
        index=True,
        sort_order=-7,
        comment="empty before the first item and after the last",
    )
    found_by: Mapped[str] = mapped_column(sort_order=20, comment="rule, model or stage")
    confidence: Mapped[float] = mapped_column(sort_order=21, comment="0 to 1")


# --- documents ----------------------------------------------------------------------------------


class Document(Base):
    """One meeting of a PDF file, known by the SHA-256 of the file's content, and what it was
    processed with. Nearly every file holds one meeting."""

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("sha256", "part"),
        _is_one_of("language", records.Language),
        _is_one_of("text_layer", records.TextLayer),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    part: Mapped[int] = mapped_column(
        server_default="1", comment="which of the file's meetings, from 1"
    )
    file: Mapped[str] = mapped_column(index=True, comment="file name without folders")
    page_count: Mapped[int]
    language: Mapped[str]
    text_layer: Mapped[str] = mapped_column(comment="where the words come from")
    code_version: Mapped[str]
    rules_version: Mapped[str]
    model_version: Mapped[str]
    ocr_version: Mapped[str | None] = mapped_column(
        comment="program and languages; empty where no page was a scan, or OCR was not to be had"
    )


class DocumentTextRow(Base):
    """A document's text as it was read, to which all offsets refer."""

    __tablename__ = "document_texts"
    document_id: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str]
    layout: Mapped[bytes] = mapped_column(
        comment="link areas, tables, how scans lie: compressed JSON, first byte its version"
    )


class Page(Base):
    """A page and where its characters stand."""

    __tablename__ = "pages"
    __table_args__ = (CheckConstraint("text_layer IN ('digital', 'ocr', 'none')", "text_layer"),)
    document_id: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="from 1")
    width: Mapped[float] = mapped_column(comment="points")
    height: Mapped[float] = mapped_column(comment="points")
    text_layer: Mapped[str]
    geometry: Mapped[bytes] = mapped_column(
        comment="lines and characters with their edges, and where OCR read the page how sure it is "
        "of each: packed and compressed, first byte the version; load_document unpacks them"
    )


class DocumentLink(Base):
    """What a document is to another one of the same meeting."""

    __tablename__ = "document_links"
    __table_args__ = (_is_one_of("kind", records.DocumentLinkKind),)
    document_id: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[str] = mapped_column(comment="what the document is to the other")
    position: Mapped[int] = mapped_column(comment="of a part, from 1; else 0")
    found_by: Mapped[str] = mapped_column(comment="user, rule, or file: another content lay there")


class WarningRow(Base):
    """Trouble inside a readable document."""

    __tablename__ = "warnings"
    document_id: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(comment="read, segment, extract or ingest")
    code: Mapped[str] = mapped_column(index=True)
    message: Mapped[str]
    page: Mapped[int | None]
    item: Mapped[str | None] = mapped_column(comment="path of the item")
    severity: Mapped[str] = mapped_column(
        server_default="warning", comment="`error` `warning` `note`: see models/warnings.py"
    )


class Failure(Base):
    """A file that could not be processed; the next run tries again where that makes sense."""

    __tablename__ = "failures"
    id: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(index=True)
    sha256: Mapped[str | None] = mapped_column(index=True, comment="empty: could not be opened")
    stage: Mapped[str]
    error: Mapped[str] = mapped_column(comment="class of the exception")
    reason: Mapped[str]
    attempts: Mapped[int]
    transient: Mapped[bool] = mapped_column(
        server_default="0", comment="true: the cause may pass by itself"
    )
    tried: Mapped[str | None] = mapped_column(comment="when it failed last, in UTC")
    code_version: Mapped[str | None] = mapped_column(comment="what failed")
    rules_version: Mapped[str | None]
    model_version: Mapped[str | None]


# --- corrections --------------------------------------------------------------------------------


class CorrectionRow(Base):
    """What somebody said of a fact; it stays when documents leave and come again."""

    __tablename__ = "corrections"
    __table_args__ = (
        Index(None, "sha256", "part"),
        CheckConstraint(
            "verdict IN ('set', 'delete', 'add', 'confirm', 'complete', 'same')", "verdict"
        ),
        CheckConstraint("state IN ('applied', 'unanchored')", "state"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True, comment="in the order in which they hold")
    sha256: Mapped[str] = mapped_column(comment="of the document; empty: every document")
    part: Mapped[int] = mapped_column(comment="which of the file's meetings; 0: every document")
    kind: Mapped[str] = mapped_column(comment="of the fact")
    verdict: Mapped[str]
    target: Mapped[str] = mapped_column(comment="id of the fact as it was extracted")
    quote: Mapped[str | None] = mapped_column(comment="the words that it stands on")
    item: Mapped[str | None] = mapped_column(comment="path of their item")
    start: Mapped[int | None] = mapped_column(comment="their offset when it was entered")
    new: Mapped[str] = mapped_column(comment="JSON: the fields that were set")
    old: Mapped[str] = mapped_column(comment="JSON: the fields as they were")
    entered_by: Mapped[str]
    entered_at: Mapped[str] = mapped_column(comment="UTC")
    state: Mapped[str] = mapped_column(comment="`unanchored`: the words are gone")


class ExtractedRow(Base):
    """What was extracted from a document that was corrected."""

    __tablename__ = "extracted_rows"
    document_id: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )
    rows: Mapped[bytes] = mapped_column(comment="JSON by table, compressed with zlib")


# --- files and runs -----------------------------------------------------------------------------


class FileRow(Base):
    """A content that a file has had, and where it was seen. A path keeps a row for each content;
    the one without `replaced_at` is what lies there now, or lay there last."""

    __tablename__ = "files"
    path: Mapped[str] = mapped_column(
        primary_key=True, comment="absolute; a file: URL where the name is no valid text"
    )
    sha256: Mapped[str] = mapped_column(primary_key=True, index=True)
    size: Mapped[int] = mapped_column(LARGE, comment="bytes")
    mtime_ns: Mapped[int] = mapped_column(BigInteger, comment="as the file system gives it")
    inode: Mapped[int] = mapped_column(BigInteger)
    hashed_ns: Mapped[int] = mapped_column(
        BigInteger, comment="when its content was read, nanoseconds since 1970"
    )
    first_seen: Mapped[str] = mapped_column(comment="UTC, as are all times of files and runs")
    last_seen: Mapped[str]
    gone_since: Mapped[str | None] = mapped_column(comment="the run that missed it")
    replaced_at: Mapped[str | None] = mapped_column(
        comment="the run that found another content there"
    )


class FileOriginRow(Base):
    """What a manifest says of the file at a path."""

    __tablename__ = "file_origins"
    path: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str | None] = mapped_column(comment="where the file was published")
    organisation: Mapped[str | None]
    archive_id: Mapped[str | None]


class RunRow(Base):
    """A run of a command that stores documents."""

    __tablename__ = "runs"
    id: Mapped[str] = mapped_column(primary_key=True, comment="when it began, and a few letters")
    command: Mapped[str] = mapped_column(comment="as typed")
    started_at: Mapped[str] = mapped_column(index=True)
    ended_at: Mapped[str | None] = mapped_column(comment="empty: going on, or killed")
    exit_code: Mapped[int | None]
    code_version: Mapped[str]
    rules_version: Mapped[str | None] = mapped_column(comment="empty: an older run")
    stored: Mapped[int] = mapped_column(server_default="0", comment="files")
    unchanged: Mapped[int] = mapped_column(server_default="0")
    moved: Mapped[int] = mapped_column(server_default="0")
    duplicate: Mapped[int] = mapped_column(server_default="0")
    failed: Mapped[int] = mapped_column(server_default="0")
    gone: Mapped[int] = mapped_column(server_default="0")
    pages: Mapped[int] = mapped_column(server_default="0", comment="of what was stored")
    seconds: Mapped[str] = mapped_column(
        server_default="{}", comment="JSON: seconds by stage, over all processes"
    )


# --- minutes ------------------------------------------------------------------------------------


class MeetingRow(Base):
    """What a document says of its meeting."""

    __tablename__ = "meetings"
    __table_args__ = (
        _is_one_of("kind", records.MeetingKind),
        _is_one_of("status", records.DocumentStatus),
    )
    document_id: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )
    title: Mapped[str | None]
    body: Mapped[str | None] = mapped_column(index=True, comment="the organ that met")
    kind: Mapped[str | None]
    number: Mapped[str | None] = mapped_column(comment="running number as printed")
    date: Mapped[str | None] = mapped_column(index=True, comment="YYYY-MM-DD")
    starts_at: Mapped[str | None] = mapped_column(comment="HH:MM")
    ends_at: Mapped[str | None] = mapped_column(comment="HH:MM")
    place: Mapped[str | None]
    next_date: Mapped[str | None] = mapped_column(comment="of the next meeting, YYYY-MM-DD")
    status: Mapped[str | None] = mapped_column(comment="what the document says of itself")


class AttendeeRow(Spanned, Base):
    """Somebody listed as present, remote or absent."""

    __tablename__ = "attendees"
    __table_args__ = (
        Index(None, "document_id", "name"),
        _is_one_of("role", records.AttendeeRole),
        _is_one_of("mode", records.AttendanceMode),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = _parent("documents.id", index=False)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(index=True, comment="base form, first name first")
    role: Mapped[str]
    mode: Mapped[str]
    title: Mapped[str | None] = mapped_column(comment="job title as printed")
    affiliation: Mapped[str | None]
    deputy_for: Mapped[str | None] = mapped_column(comment="whom a deputy stands in for")


class PresenceRow(Base):
    """A stretch of an attendee's presence; an attendee without any was there throughout."""

    __tablename__ = "presences"
    attendee_id: Mapped[str] = mapped_column(
        ForeignKey("attendees.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    from_time: Mapped[str | None] = mapped_column(comment="HH:MM")
    to_time: Mapped[str | None] = mapped_column(comment="HH:MM")
    from_item: Mapped[str | None]
    to_item: Mapped[str | None]
    reason: Mapped[str | None] = mapped_column(comment="as printed")
    from_within: Mapped[bool] = mapped_column(
        server_default=false(), comment="begins while from_item is treated"
    )
    to_within: Mapped[bool] = mapped_column(
        server_default=false(), comment="ends while to_item is treated"
    )


class ItemRow(Spanned, Base):
    """An agenda item or a point under one; its span is its heading or its first line."""

    __tablename__ = "items"
    __table_args__ = (
        UniqueConstraint("document_id", "path"),
        _is_one_of("language", records.Language),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = _parent("documents.id", index=False)
    parent_id: Mapped[str | None] = _parent("items.id")
    position: Mapped[int]
    path: Mapped[str] = mapped_column(comment="'7.a.i'")
    label: Mapped[str] = mapped_column(comment="as printed")
    depth: Mapped[int]
    title: Mapped[str | None]
    text: Mapped[str] = mapped_column(comment="own text, without heading and children")
    language: Mapped[str]
    secret: Mapped[bool]
    title_start: Mapped[int | None]
    title_end: Mapped[int | None]
    text_spans: Mapped[str] = mapped_column(comment="JSON: [[start, end], ...]")


class SectionRow(Spanned, Base):
    """A named part of a formal item."""

    __tablename__ = "sections"
    __table_args__ = (_is_one_of("kind", records.SectionKind),)
    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = _parent("documents.id")
    item_id: Mapped[str] = _parent("items.id")
    position: Mapped[int]
    kind: Mapped[str]
    heading: Mapped[str] = mapped_column(comment="as printed")
    text: Mapped[str]
    heading_start: Mapped[int]
    heading_end: Mapped[int]


class PassageRow(Base):
    """A paragraph of the document: a stretch of text that no sentence crosses."""

    __tablename__ = "passages"
    __table_args__ = (
        _is_one_of("role", records.PassageRole),
        _is_one_of("section", records.SectionKind),
    )
    document_id: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str | None] = _parent("items.id")
    role: Mapped[str]
    section: Mapped[str | None]
    span_start: Mapped[int]
    span_end: Mapped[int]


class SearchEntry(Base):
    """What the search looks through: the words of an agenda item and of all points under it, or
    those that no item holds.

    ``search_index`` is the full-text index over it: SQLite's FTS5, in step by triggers, or a table
    with a ``tsvector`` for each entry in PostgreSQL.
    """

    __tablename__ = "search_entries"
    id: Mapped[int] = mapped_column(
        LARGE,
        primary_key=True,
        autoincrement=False,
        comment="made of the item's or the document's id",
    )
    document_id: Mapped[str] = _parent("documents.id")
    item_id: Mapped[str | None] = _parent("items.id")
    title: Mapped[str]
    text: Mapped[str]
    title_keys: Mapped[str] = mapped_column(
        comment="the title's words in base form, and the parts of compounds"
    )
    keys: Mapped[str] = mapped_column(comment="the same of the text")
    people: Mapped[str] = mapped_column(comment="words of the names of those who are named in it")
    organisations: Mapped[str]


# --- findings -----------------------------------------------------------------------------------


class PersonRow(Base):
    """A person that one document mentions."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = _parent("documents.id")
    position: Mapped[int]
    name: Mapped[str] = mapped_column(index=True, comment="base form, first name first")
    attendee: Mapped[bool] = mapped_column(comment="listed in the attendance")


class PersonAcrossRow(Base):
    """One person across all documents: who it is taken to be, as the stored documents say today."""

    __tablename__ = "persons"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True, comment="the commonest spelling")


class AppearanceRow(Base):
    """A full name in a document, and whose it is: attendees and people have the same names."""

    __tablename__ = "appearances"
    document_id: Mapped[str] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(primary_key=True)
    name_key: Mapped[str] = mapped_column(index=True, comment="the name in small letters")
    affiliation: Mapped[str | None]
    home: Mapped[str | None] = mapped_column(comment="municipality whose minutes these are")
    body: Mapped[str | None] = mapped_column(comment="the organ that met, where there is no home")
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"), index=True)
    reason: Mapped[str | None] = mapped_column(
        comment="'first', 'ruled', or what it shares with another of the person's: 'home: Vihti'"
    )


class RulingRow(Base):
    """What a user said of two appearances; it stays when documents leave and come again."""

    __tablename__ = "identity_rulings"
    __table_args__ = (CheckConstraint("verdict IN ('same', 'apart')", "verdict"),)
    document_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    other_document_id: Mapped[str] = mapped_column(primary_key=True)
    other_name: Mapped[str] = mapped_column(primary_key=True)
    verdict: Mapped[str]


class OrganisationRow(Base):
    """An organisation that one document mentions."""

    __tablename__ = "organisations"
    __table_args__ = (_is_one_of("kind", records.OrganisationKind),)
    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = _parent("documents.id")
    position: Mapped[int]
    name: Mapped[str] = mapped_column(index=True, comment="canonical name")
    kind: Mapped[str | None]
    identifier: Mapped[str | None] = mapped_column(comment="municipality code, Y-tunnus, ...")


class MentionRow(Fact, Base):
    """Words that name a person, an organisation or a place."""

    __tablename__ = "mentions"
    __table_args__ = (_is_one_of("label", records.EntityLabel),)
    label: Mapped[str]
    person_id: Mapped[str | None] = _parent("people.id")
    organisation_id: Mapped[str | None] = _parent("organisations.id")
    extracted: Mapped[bool] = mapped_column(comment="found before names were resolved")


class LinkRow(Fact, Base):
    """A web or e-mail address."""

    __tablename__ = "links"
    __table_args__ = (
        Index(None, "url", postgresql_using="hash"),  # a B-tree refuses long addresses
        _is_one_of("kind", records.LinkKind),
    )
    url: Mapped[str]
    anchor: Mapped[str | None]
    kind: Mapped[str]


class StatisticRow(Fact, Base):
    """A figure: 'previous' to 'value' for a change, 'value' to 'upper' for a range."""

    __tablename__ = "statistics"
    __table_args__ = (_is_one_of("comparator", records.Comparator),)
    value: Mapped[float]
    unit: Mapped[str] = mapped_column(index=True)
    comparator: Mapped[str]
    previous: Mapped[float | None]
    upper: Mapped[float | None]
    subject: Mapped[str | None]


class DateRow(Fact, Base):
    """A date, as exact as the words are."""

    __tablename__ = "dates"
    __table_args__ = (_is_one_of("precision", records.Precision),)
    value: Mapped[str] = mapped_column(index=True, comment="'2025-01-31', '2025-W07', ...")
    precision: Mapped[str]
    end: Mapped[str | None] = mapped_column(comment="of a range")


class ReferenceRow(Fact, Base):
    """A statute, section, attachment or record that is referred to."""

    __tablename__ = "document_references"
    __table_args__ = (_is_one_of("kind", records.ReferenceKind),)
    kind: Mapped[str]
    ref: Mapped[str] = mapped_column(index=True)
    title: Mapped[str | None]
    url: Mapped[str | None]


class DecisionRow(Fact, Base):
    """What the meeting decided, in the document's words."""

    __tablename__ = "decisions"
    __table_args__ = (_is_one_of("kind", records.DecisionKind),)
    text: Mapped[str]
    kind: Mapped[str]


class VoteRow(Base):
    """The counts of a vote, as printed."""

    __tablename__ = "votes"
    decision_id: Mapped[str] = mapped_column(
        ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True
    )
    for_count: Mapped[int] = mapped_column(comment="for the presenter's proposal")
    against_count: Mapped[int]
    abstain_count: Mapped[int | None]
    blank_count: Mapped[int | None]
    absent_count: Mapped[int | None]


class BallotRow(Base):
    """How a person voted, where names are printed."""

    __tablename__ = "ballots"
    __table_args__ = (_is_one_of("choice", records.VoteChoice),)
    decision_id: Mapped[str] = mapped_column(
        ForeignKey("votes.decision_id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    choice: Mapped[str]


class ActionRow(Fact, Base):
    """Something that somebody is to do after the meeting."""

    __tablename__ = "actions"
    __table_args__ = (_is_one_of("due_precision", records.Precision),)
    text: Mapped[str]
    due: Mapped[str | None] = mapped_column(index=True, comment="in the forms of dates.value")
    due_precision: Mapped[str | None]
    condition: Mapped[str | None]
    owner_spans: Mapped[str] = mapped_column(comment="JSON: [[start, end], ...]")
    recipient_spans: Mapped[str] = mapped_column(comment="JSON: [[start, end], ...]")


class AssigneeRow(Base):
    """Who is to do it: a person, or a group or role in base form."""

    __tablename__ = "action_assignees"
    action_id: Mapped[str] = mapped_column(
        ForeignKey("actions.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[str | None] = _parent("people.id")


class RecipientRow(Base):
    """For whom it is done."""

    __tablename__ = "action_recipients"
    action_id: Mapped[str] = mapped_column(
        ForeignKey("actions.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[str | None] = _parent("people.id")
