"""The first database: all tables, and views that read like questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MEETING = "documents.file, meetings.date, coalesce(meetings.title, documents.file) AS meeting"
_QUOTE = "substr(document_texts.text, {0}.span_start + 1, {0}.span_end - {0}.span_start) AS quote"
# A point without a heading of its own bears the title of its top-level item.
_TITLE = "coalesce(items.title, tops.title) AS title"
_OF_MEETING = """
JOIN documents ON documents.id = {0}.document_id
JOIN meetings ON meetings.document_id = {0}.document_id"""
_IN_ITEM = (
    _OF_MEETING
    + """
JOIN document_texts ON document_texts.document_id = {0}.document_id
LEFT JOIN items ON items.id = {0}.item_id
LEFT JOIN items AS tops ON tops.document_id = items.document_id
    AND tops.path = substr(items.path || '.', 1, instr(items.path || '.', '.') - 1)"""
)

VIEWS = (
    f"""
CREATE VIEW open_actions AS
-- Who has to do what by when? No document says that it was done; overdue is 1 once due has passed.
SELECT {_MEETING}, items.path AS item, {_TITLE},
    (SELECT group_concat(name, ', ') FROM
        (SELECT name FROM action_assignees WHERE action_id = actions.id ORDER BY position)
    ) AS assignees,
    (SELECT group_concat(name, ', ') FROM
        (SELECT name FROM action_recipients WHERE action_id = actions.id ORDER BY position)
    ) AS recipients,
    actions.text, actions.due, actions.due_precision,
    CASE actions.due_precision
        WHEN 'day' THEN actions.due < date('now')
        WHEN 'month' THEN actions.due < strftime('%Y-%m', 'now')
        ELSE substr(actions.due, 1, 4) < strftime('%Y', 'now')
    END AS overdue,
    actions.condition, actions.page, actions.confidence, actions.id
FROM actions{_IN_ITEM.format("actions")}
ORDER BY meetings.date, documents.file, actions.position
""",
    f"""
CREATE VIEW attendance_by_meeting AS
-- Who was there, in which role, on whose behalf, and how?
SELECT {_MEETING}, attendees.name, attendees.role, attendees.mode, attendees.title,
    attendees.affiliation, attendees.deputy_for, attendees.id
FROM attendees{_OF_MEETING.format("attendees")}
ORDER BY meetings.date, documents.file, attendees.position
""",
    f"""
CREATE VIEW people_by_meeting AS
-- Who is named in which items of which meeting, and was it somebody present?
SELECT {_MEETING}, people.name, people.attendee, attendees.role, attendees.affiliation,
    count(mentions.id) AS mentions, group_concat(DISTINCT items.path) AS items, people.id
FROM people{_OF_MEETING.format("people")}
LEFT JOIN attendees ON attendees.id = (
    SELECT min(id) FROM attendees AS present
    WHERE present.document_id = people.document_id AND present.name = people.name
)
LEFT JOIN mentions ON mentions.person_id = people.id
LEFT JOIN items ON items.id = mentions.item_id
GROUP BY people.id
ORDER BY meetings.date, documents.file, people.name
""",
    f"""
CREATE VIEW organisations_by_meeting AS
-- Which organisations are named in which items of which meeting?
SELECT {_MEETING}, organisations.name, organisations.kind, organisations.identifier,
    count(mentions.id) AS mentions, group_concat(DISTINCT items.path) AS items, organisations.id
FROM organisations{_OF_MEETING.format("organisations")}
LEFT JOIN mentions ON mentions.organisation_id = organisations.id
LEFT JOIN items ON items.id = mentions.item_id
GROUP BY organisations.id
ORDER BY meetings.date, documents.file, organisations.name
""",
    f"""
CREATE VIEW decisions_with_items AS
-- What was decided about what, and how did the votes fall?
SELECT {_MEETING}, items.path AS item, {_TITLE}, decisions.kind, decisions.text,
    votes.for_count, votes.against_count, decisions.page, decisions.confidence, decisions.id
FROM decisions{_IN_ITEM.format("decisions")}
LEFT JOIN votes ON votes.decision_id = decisions.id
ORDER BY meetings.date, documents.file, decisions.position
""",
    f"""
CREATE VIEW statistics_with_context AS
-- Which figures are given, of what, and in which paragraph?
SELECT {_MEETING}, items.path AS item, {_TITLE}, statistics.subject, statistics.comparator,
    statistics.previous, statistics.value, statistics.upper, statistics.unit,
    {_QUOTE.format("statistics")},
    replace(substr(document_texts.text, passages.span_start + 1,
        passages.span_end - passages.span_start), char(10), ' ') AS context,
    statistics.page, statistics.confidence, statistics.id
FROM statistics{_IN_ITEM.format("statistics")}
LEFT JOIN passages ON passages.document_id = statistics.document_id AND passages.position = (
    SELECT min(position) FROM passages AS around
    WHERE around.document_id = statistics.document_id
        AND around.span_start <= statistics.span_start
        AND around.span_end >= statistics.span_end
)
ORDER BY meetings.date, documents.file, statistics.position
""",
    f"""
CREATE VIEW dates_by_meeting AS
-- Which dates does a meeting speak of?
SELECT {_MEETING}, items.path AS item, {_TITLE}, dates.value, dates."end", dates.precision,
    {_QUOTE.format("dates")}, dates.page, dates.confidence, dates.id
FROM dates{_IN_ITEM.format("dates")}
ORDER BY meetings.date, documents.file, dates.position
""",
    f"""
CREATE VIEW links_by_meeting AS
-- Which addresses are given, and on which words?
SELECT {_MEETING}, items.path AS item, {_TITLE}, links.url, links.anchor, links.kind,
    {_QUOTE.format("links")}, links.page, links.id
FROM links{_IN_ITEM.format("links")}
ORDER BY meetings.date, documents.file, links.position
""",
    f"""
CREATE VIEW references_by_meeting AS
-- Which statutes, sections, attachments and records are referred to?
SELECT {_MEETING}, items.path AS item, {_TITLE}, document_references.kind,
    document_references.ref, document_references.title AS reference_title,
    document_references.url, {_QUOTE.format("document_references")},
    document_references.page, document_references.id
FROM document_references{_IN_ITEM.format("document_references")}
ORDER BY meetings.date, documents.file, document_references.position
""",
    f"""
CREATE VIEW documents_overview AS
-- What is in the database, and how much was found in each document?
SELECT {_MEETING}, documents.page_count AS pages, documents.language, documents.text_layer,
    (SELECT count(*) FROM items WHERE document_id = documents.id) AS items,
    (SELECT count(*) FROM attendees WHERE document_id = documents.id) AS attendees,
    (SELECT count(*) FROM people WHERE document_id = documents.id) AS people,
    (SELECT count(*) FROM organisations WHERE document_id = documents.id) AS organisations,
    (SELECT count(*) FROM decisions WHERE document_id = documents.id) AS decisions,
    (SELECT count(*) FROM actions WHERE document_id = documents.id) AS actions,
    (SELECT count(*) FROM statistics WHERE document_id = documents.id) AS statistics,
    (SELECT count(*) FROM warnings WHERE document_id = documents.id) AS warnings,
    documents.sha256
FROM documents
JOIN meetings ON meetings.document_id = documents.id
ORDER BY meetings.date, documents.file
""",
)


def upgrade() -> None:
    """Create the tables, then the views over them."""
    _create_tables()
    for view in VIEWS:
        op.execute(view.strip())


def downgrade() -> None:
    """Drop everything."""
    for view in reversed(VIEWS):
        op.execute("DROP VIEW " + view.split()[2])
    op.drop_table("ballots")
    op.drop_table("votes")
    op.drop_table("action_recipients")
    op.drop_table("action_assignees")
    op.drop_table("statistics")
    op.drop_table("sections")
    op.drop_table("presences")
    op.drop_table("passages")
    op.drop_table("mentions")
    op.drop_table("links")
    op.drop_table("document_references")
    op.drop_table("decisions")
    op.drop_table("dates")
    op.drop_table("actions")
    op.drop_table("warnings")
    op.drop_table("people")
    op.drop_table("pages")
    op.drop_table("organisations")
    op.drop_table("meetings")
    op.drop_table("items")
    op.drop_table("document_texts")
    op.drop_table("attendees")
    op.drop_table("failures")
    op.drop_table("documents")


def _create_tables() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False, comment="file name without folders"),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text_layer", sa.String(), nullable=False, comment="where the words come from"),
        sa.Column("code_version", sa.String(), nullable=False),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.Column("model_version", sa.String(), nullable=False),
        sa.Column("ocr_version", sa.String(), nullable=True),
        sa.CheckConstraint(
            "language IN ('fi', 'sv', 'en', 'und')", name=op.f("ck_documents_language")
        ),
        sa.CheckConstraint(
            "text_layer IN ('digital', 'ocr', 'mixed', 'none')",
            name=op.f("ck_documents_text_layer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("sha256", name=op.f("uq_documents_sha256")),
    )
    op.create_index(op.f("ix_documents_file"), "documents", ["file"], unique=False)
    op.create_table(
        "failures",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True, comment="empty: could not be opened"),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False, comment="class of the exception"),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failures")),
    )
    op.create_index(op.f("ix_failures_path"), "failures", ["path"], unique=False)
    op.create_index(op.f("ix_failures_sha256"), "failures", ["sha256"], unique=False)
    op.create_table(
        "attendees",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="base form, first name first"),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True, comment="job title as printed"),
        sa.Column("affiliation", sa.String(), nullable=True),
        sa.Column("deputy_for", sa.String(), nullable=True, comment="whom a deputy stands in for"),
        sa.Column(
            "span_start",
            sa.Integer(),
            nullable=False,
            comment="offset into document_texts.text, in characters from 0",
        ),
        sa.Column(
            "span_end", sa.Integer(), nullable=False, comment="offset of the character after"
        ),
        sa.Column("page", sa.Integer(), nullable=False, comment="page on which it starts, from 1"),
        sa.CheckConstraint(
            "mode IN ('in_person', 'remote', 'absent', 'unknown')", name=op.f("ck_attendees_mode")
        ),
        sa.CheckConstraint(
            (
                "role IN ('chair', 'vice_chair', 'secretary', 'member', 'deputy', "
                "'presenter', 'examiner', 'expert', 'guest', 'other')"
            ),
            name=op.f("ck_attendees_role"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_attendees_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendees")),
    )
    op.create_index(
        op.f("ix_attendees_document_id_name"), "attendees", ["document_id", "name"], unique=False
    )
    op.create_index(op.f("ix_attendees_name"), "attendees", ["name"], unique=False)
    op.create_table(
        "document_texts",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "layout",
            sa.LargeBinary(),
            nullable=False,
            comment="link areas, tables and unread pages: compressed JSON, first byte its version",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_document_texts_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_texts")),
    )
    op.create_table(
        "items",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False, comment="'7.a.i'"),
        sa.Column("label", sa.String(), nullable=False, comment="as printed"),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column(
            "text", sa.String(), nullable=False, comment="own text, without heading and children"
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("title_start", sa.Integer(), nullable=True),
        sa.Column("title_end", sa.Integer(), nullable=True),
        sa.Column("text_spans", sa.String(), nullable=False, comment="JSON: [[start, end], ...]"),
        sa.Column(
            "span_start",
            sa.Integer(),
            nullable=False,
            comment="offset into document_texts.text, in characters from 0",
        ),
        sa.Column(
            "span_end", sa.Integer(), nullable=False, comment="offset of the character after"
        ),
        sa.Column("page", sa.Integer(), nullable=False, comment="page on which it starts, from 1"),
        sa.CheckConstraint("language IN ('fi', 'sv', 'en', 'und')", name=op.f("ck_items_language")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_items_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["items.id"], name=op.f("fk_items_parent_id_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.UniqueConstraint("document_id", "path", name=op.f("uq_items_document_id_path")),
    )
    op.create_index(op.f("ix_items_parent_id"), "items", ["parent_id"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=True, comment="the organ that met"),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True, comment="running number as printed"),
        sa.Column("date", sa.String(), nullable=True, comment="YYYY-MM-DD"),
        sa.Column("starts_at", sa.String(), nullable=True, comment="HH:MM"),
        sa.Column("ends_at", sa.String(), nullable=True, comment="HH:MM"),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column(
            "next_date", sa.String(), nullable=True, comment="of the next meeting, YYYY-MM-DD"
        ),
        sa.CheckConstraint(
            (
                "kind IN ('minutes', 'memo', 'agenda', 'invitation', 'bulletin', "
                "'attachment', 'extract', 'other')"
            ),
            name=op.f("ck_meetings_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_meetings_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_meetings")),
    )
    op.create_index(op.f("ix_meetings_body"), "meetings", ["body"], unique=False)
    op.create_index(op.f("ix_meetings_date"), "meetings", ["date"], unique=False)
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="canonical name"),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column(
            "identifier", sa.String(), nullable=True, comment="municipality code, Y-tunnus, ..."
        ),
        sa.CheckConstraint(
            (
                "kind IN ('municipality', 'wellbeing_county', 'state', 'school', 'company', "
                "'association', 'body', 'other')"
            ),
            name=op.f("ck_organisations_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_organisations_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_index(
        op.f("ix_organisations_document_id"), "organisations", ["document_id"], unique=False
    )
    op.create_index(op.f("ix_organisations_name"), "organisations", ["name"], unique=False)
    op.create_table(
        "pages",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="from 1"),
        sa.Column("width", sa.Double(), nullable=False, comment="points"),
        sa.Column("height", sa.Double(), nullable=False, comment="points"),
        sa.Column("text_layer", sa.String(), nullable=False),
        sa.Column(
            "geometry",
            sa.LargeBinary(),
            nullable=False,
            comment="lines and characters: packed arrays, compressed, first byte their version",
        ),
        sa.CheckConstraint(
            "text_layer IN ('digital', 'ocr', 'none')", name=op.f("ck_pages_text_layer")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_pages_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_pages")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="base form, first name first"),
        sa.Column("attendee", sa.Boolean(), nullable=False, comment="listed in the attendance"),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_people_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_document_id"), "people", ["document_id"], unique=False)
    op.create_index(op.f("ix_people_name"), "people", ["name"], unique=False)
    op.create_table(
        "warnings",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False, comment="read, segment, extract or ingest"),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("item", sa.String(), nullable=True, comment="path of the item"),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_warnings_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("pk_warnings")),
    )
    op.create_index(op.f("ix_warnings_code"), "warnings", ["code"], unique=False)
    op.create_table(
        "actions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "item_id",
            sa.String(),
            nullable=True,
            comment="empty before the first item and after the last",
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=True, comment="in the forms of dates.value"),
        sa.Column("due_precision", sa.String(), nullable=True),
        sa.Column("condition", sa.String(), nullable=True),
        sa.Column("owner_spans", sa.String(), nullable=False, comment="JSON: [[start, end], ...]"),
        sa.Column(
            "recipient_spans", sa.String(), nullable=False, comment="JSON: [[start, end], ...]"
        ),
        sa.Column(
            "span_start",
            sa.Integer(),
            nullable=False,
            comment="offset into document_texts.text, in characters from 0",
        ),
        sa.Column(
            "span_end", sa.Integer(), nullable=False, comment="offset of the character after"
        ),
        sa.Column("page", sa.Integer(), nullable=False, comment="page on which it starts, from 1"),
        sa.Column("found_by", sa.String(), nullable=False, comment="rule, model or stage"),
        sa.Column("confidence", sa.Double(), nullable=False, comment="0 to 1"),
        sa.CheckConstraint(
            (
                "due_precision IN ('day', 'week', 'month', 'quarter', 'half', 'season', "
                "'part_of_year', 'year')"
            ),
            name=op.f("ck_actions_due_precision"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_actions_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_actions_item_id_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    op.create_index(op.f("ix_actions_document_id"), "actions", ["document_id"], unique=False)
    op.create_index(op.f("ix_actions_due"), "actions", ["due"], unique=False)
    op.create_index(op.f("ix_actions_item_id"), "actions", ["item_id"], unique=False)
    op.create_table(
        "dates",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "item_id",
            sa.String(),
            nullable=True,
            comment="empty before the first item and after the last",
        ),
        sa.Column("value", sa.String(), nullable=False, comment="'2025-01-31', '2025-W07', ..."),
        sa.Column("precision", sa.String(), nullable=False),
        sa.Column("end", sa.String(), nullable=True, comment="of a range"),
        sa.Column(
            "span_start",
            sa.Integer(),
            nullable=False,
            comment="offset into document_texts.text, in characters from 0",
        ),
        sa.Column(
            "span_end", sa.Integer(), nullable=False, comment="offset of the character after"
        ),
        sa.Column("page", sa.Integer(), nullable=False, comment="page on which it starts, from 1"),
        sa.Column("found_by", sa.String(), nullable=False, comment="rule, model or stage"),
        sa.Column("confidence", sa.Double(), nullable=False, comment="0 to 1"),
        sa.CheckConstraint(
            (
                "precision IN ('day', 'week', 'month', 'quarter', 'half', 'season', "
                "'part_of_year', 'year')"
            ),
            name=op.f("ck_dates_precision"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_dates_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_dates_item_id_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dates")),
    )
    op.create_index(op.f("ix_dates_document_id"), "dates", ["document_id"], unique=False)
    op.create_index(op.f("ix_dates_item_id"), "dates", ["item_id"], unique=False)
    op.create_index(op.f("ix_dates_value"), "dates", ["value"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "item_id",
            sa.String(),
            nullable=True,
            comment="empty before the first item and after the last",
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "span_start",
            sa.Integer(),
            nullable=False,
            comment="offset into document_texts.text, in characters from 0",
        ),
        sa.Column(
            "span_end", sa.Integer(), nullable=False, comment="offset of the character after"
        ),
        sa.Column("page", sa.Integer(), nullable=False, comment="page on which it starts, from 1"),
        sa.Column("found_by", sa.String(), nullable=False, comment="rule, model or stage"),
        sa.Column("confidence", sa.Double(), nullable=False, comment="0 to 1"),
        sa.CheckConstraint(
            (
                "kind IN ('agreed', 'approved', 'rejected', 'amended', 'noted', 'returned', "
                "'tabled', 'elected', 'assigned', 'other')"
            ),
            name=op.f("ck_decisions_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_decisions_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_decisions_item_id_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_document_id"), "decisions", ["document_id"], unique=False)
    op.create_index(op.f("ix_decisions_item_id"), "decisions", ["item_id"], unique=False)
    op.create_table(
        "document_references",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "item_id",
            sa.String(),
            nullable=True,
            comment="empty before the first item and after the last",
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column(
            "span_start",
            sa.Integer(),
            nullable=False,
            comment="offset into document_texts.text, in characters from 0",
        ),
        sa.Column(
            "span_end", sa.Integer(), nullable=False, comment="offset of the character after"
        ),
        sa.Column("page", sa.Integer(), nullable=False, comment="page on which it starts, from 1"),
        sa.Column("found_by", sa.String(), nullable=False, comment="rule, model or stage"),
        sa.Column("confidence", sa.Double(), nullable=False, comment="0 to 1"),
        sa.CheckConstraint(
            "kind IN ('statute', 'section', 'attachment', 'record', 'other')",
            name=op.f("ck_document_references_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_document_references_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["items.id"],
            name=op.f("fk_document_references_item_id_items"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_references")),
    )
    op.create_index(
        op.f("ix_document_references_document_id"),
        "document_references",
        ["document_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_document_references_item_id"), "document_references", ["item_id"], unique=False
    )
    op.create_index(
        op.f("ix_document_references_ref"), "document_references", ["ref"], unique=False
    )
    op.create_table(
        "links",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "item_id",
            sa.String(),
            nullable=True,
            comment="empty before the first item and after the last",
        ),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("anchor", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "span_start",
            sa.Integer(),
            nullable=False,
            comment="offset into document_texts.text, in characters from 0",
        ),
        sa.Column(
            "span_end", sa.Integer(), nullable=False, comment="offset of the character after"
        ),
        sa.Column("page", sa.Integer(), nullable=False, comment="page on which it starts, from 1"),
        sa.Column("found_by", sa.String(), nullable=False, comment="rule, model or stage"),
        sa.Column("confidence", sa.Double(), nullable=False, comment="0 to 1"),
        sa.CheckConstraint("kind IN ('annotation', 'text', 'email')", name=op.f("ck_links_kind")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_links_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_links_item_id_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_document_id"), "links", ["document_id"], unique=False)
    op.create_index(op.f("ix_links_item_id"), "links", ["item_id"], unique=False)
    op.create_index(op.f("ix_links_url"), "links", ["url"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "item_id",
            sa.String(),
            nullable=True,
            comment="empty before the first item and after the last",
        ),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("organisation_id", sa.String(), nullable=True),
        sa.Column(
            "extracted", sa.Boolean(), nullable=False, comment="found before names were resolved"
        ),
        sa.Column(
            "span_start",
            sa.Integer(),
            nullable=False,
            comment="offset into document_texts.text, in characters from 0",
        ),
        sa.Column(
            "span_end", sa.Integer(), nullable=False, comment="offset of the character after"
        ),
        sa.Column("page", sa.Integer(), nullable=False, comment="page on which it starts, from 1"),
        sa.Column("found_by", sa.String(), nullable=False, comment="rule, model or stage"),
        sa.Column("confidence", sa.Double(), nullable=False, comment="0 to 1"),
        sa.CheckConstraint("label IN ('PER', 'ORG', 'LOC')", name=op.f("ck_mentions_label")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_mentions_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_mentions_item_id_items"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_mentions_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_mentions_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentions")),
    )
    op.create_index(op.f("ix_mentions_document_id"), "mentions", ["document_id"], unique=False)
    op.create_index(op.f("ix_mentions_item_id"), "mentions", ["item_id"], unique=False)
    op.create_index(
        op.f("ix_mentions_organisation_id"), "mentions", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_mentions_person_id"), "mentions", ["person_id"], unique=False)
    op.create_table(
        "passages",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            (
                "role IN ('heading', 'text', 'section_heading', 'preamble', 'attendance', "
                "'contents', 'history', 'signatures', 'appeal', 'tail')"
            ),
            name=op.f("ck_passages_role"),
        ),
        sa.CheckConstraint(
            (
                "section IN ('background', 'preparation', 'proposal', 'discussion', "
                "'decision', 'vote', 'dissent', 'disqualification', 'attachment', "
                "'distribution', 'execution', 'appeal', 'other')"
            ),
            name=op.f("ck_passages_section"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_passages_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_passages_item_id_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("pk_passages")),
    )
    op.create_index(op.f("ix_passages_item_id"), "passages", ["item_id"], unique=False)
    op.create_table(
        "presences",
        sa.Column("attendee_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("from_time", sa.String(), nullable=True, comment="HH:MM"),
        sa.Column("to_time", sa.String(), nullable=True, comment="HH:MM"),
        sa.Column("from_item", sa.String(), nullable=True),
        sa.Column("to_item", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True, comment="as printed"),
        sa.ForeignKeyConstraint(
            ["attendee_id"],
            ["attendees.id"],
            name=op.f("fk_presences_attendee_id_attendees"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attendee_id", "position", name=op.f("pk_presences")),
    )
    op.create_table(
        "sections",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False, comment="as printed"),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("heading_start", sa.Integer(), nullable=False),
        sa.Column("heading_end", sa.Integer(), nullable=False),
        sa.Column(
            "span_start",
            sa.Integer(),
            nullable=False,
            comment="offset into document_texts.text, in characters from 0",
        ),
        sa.Column(
            "span_end", sa.Integer(), nullable=False, comment="offset of the character after"
        ),
        sa.Column("page", sa.Integer(), nullable=False, comment="page on which it starts, from 1"),
        sa.CheckConstraint(
            (
                "kind IN ('background', 'preparation', 'proposal', 'discussion', 'decision', "
                "'vote', 'dissent', 'disqualification', 'attachment', 'distribution', "
                "'execution', 'appeal', 'other')"
            ),
            name=op.f("ck_sections_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_sections_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_sections_item_id_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sections")),
    )
    op.create_index(op.f("ix_sections_document_id"), "sections", ["document_id"], unique=False)
    op.create_index(op.f("ix_sections_item_id"), "sections", ["item_id"], unique=False)
    op.create_table(
        "statistics",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "item_id",
            sa.String(),
            nullable=True,
            comment="empty before the first item and after the last",
        ),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("comparator", sa.String(), nullable=False),
        sa.Column("previous", sa.Double(), nullable=True),
        sa.Column("upper", sa.Double(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column(
            "span_start",
            sa.Integer(),
            nullable=False,
            comment="offset into document_texts.text, in characters from 0",
        ),
        sa.Column(
            "span_end", sa.Integer(), nullable=False, comment="offset of the character after"
        ),
        sa.Column("page", sa.Integer(), nullable=False, comment="page on which it starts, from 1"),
        sa.Column("found_by", sa.String(), nullable=False, comment="rule, model or stage"),
        sa.Column("confidence", sa.Double(), nullable=False, comment="0 to 1"),
        sa.CheckConstraint(
            ("comparator IN ('exact', 'about', 'over', 'under', 'at_least', 'at_most')"),
            name=op.f("ck_statistics_comparator"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_statistics_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_statistics_item_id_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistics")),
    )
    op.create_index(op.f("ix_statistics_document_id"), "statistics", ["document_id"], unique=False)
    op.create_index(op.f("ix_statistics_item_id"), "statistics", ["item_id"], unique=False)
    op.create_index(op.f("ix_statistics_unit"), "statistics", ["unit"], unique=False)
    op.create_table(
        "action_assignees",
        sa.Column("action_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["actions.id"],
            name=op.f("fk_action_assignees_action_id_actions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_action_assignees_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("action_id", "position", name=op.f("pk_action_assignees")),
    )
    op.create_index(op.f("ix_action_assignees_name"), "action_assignees", ["name"], unique=False)
    op.create_index(
        op.f("ix_action_assignees_person_id"), "action_assignees", ["person_id"], unique=False
    )
    op.create_table(
        "action_recipients",
        sa.Column("action_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["actions.id"],
            name=op.f("fk_action_recipients_action_id_actions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_action_recipients_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("action_id", "position", name=op.f("pk_action_recipients")),
    )
    op.create_index(op.f("ix_action_recipients_name"), "action_recipients", ["name"], unique=False)
    op.create_index(
        op.f("ix_action_recipients_person_id"), "action_recipients", ["person_id"], unique=False
    )
    op.create_table(
        "votes",
        sa.Column("decision_id", sa.String(), nullable=False),
        sa.Column(
            "for_count", sa.Integer(), nullable=False, comment="for the presenter's proposal"
        ),
        sa.Column("against_count", sa.Integer(), nullable=False),
        sa.Column("abstain_count", sa.Integer(), nullable=True),
        sa.Column("blank_count", sa.Integer(), nullable=True),
        sa.Column("absent_count", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("fk_votes_decision_id_decisions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_votes")),
    )
    op.create_table(
        "ballots",
        sa.Column("decision_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.CheckConstraint(
            "choice IN ('for', 'against', 'abstain', 'blank', 'absent')",
            name=op.f("ck_ballots_choice"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["votes.decision_id"],
            name=op.f("fk_ballots_decision_id_votes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("decision_id", "position", name=op.f("pk_ballots")),
    )
    op.create_index(op.f("ix_ballots_name"), "ballots", ["name"], unique=False)
