"""Several meetings in one file, one meeting over several files, and the versions of minutes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OWN = re.compile(r"JOIN meetings ON meetings\.document_id = (\w+)\.document_id\b")
_OWN_AGAIN = r"JOIN meetings ON meetings.document_id = \1.document_id"
_OF_FIRST = r"""JOIN meetings ON meetings.document_id = coalesce(
    (SELECT other_id FROM document_links WHERE document_id = \1.document_id AND kind = 'part'),
    \1.document_id)"""
_JOINED = re.compile(re.escape(_OF_FIRST).replace(r"\\1", r"(\w+)", 1).replace(r"\\1", r"\1"))
"""The meeting of a document itself, and the one of the first of those that are joined."""
INDEXES = {"documents": ["file"], "meetings": ["body", "date"]}
STATUS = "status IN ('draft', 'checked')"
_PAGES, _PART = "documents.page_count AS pages", "documents.part, documents.page_count AS pages"

OVERVIEW = """
CREATE VIEW meetings_overview AS
-- Which meetings are there, in which latest document, and which other documents belong to each?
SELECT meetings.date, coalesce(meetings.title, documents.file) AS meeting, meetings.body,
    meetings.number, meetings.kind, meetings.status, documents.file, documents.part,
    (SELECT group_concat(kind || ': ' || file, ', ') FROM
        (SELECT document_links.kind, others.file FROM document_links
        JOIN documents AS others ON others.id = document_links.document_id
        WHERE document_links.other_id = documents.id
        ORDER BY document_links.kind, document_links.position, others.file, others.part)
    ) AS others,
    documents.sha256
FROM documents
JOIN meetings ON meetings.document_id = documents.id
WHERE NOT EXISTS (SELECT 1 FROM document_links WHERE document_id = documents.id)
ORDER BY meetings.date, documents.file, documents.part
"""


def upgrade() -> None:
    """Number a file's meetings, keep links between documents; views tell of joined meetings."""
    _refuse_cascades()
    views = _take_views()
    _copy(
        "documents",
        _documents(
            _part(), sa.UniqueConstraint("sha256", "part", name=op.f("uq_documents_sha256_part"))
        ),
    )
    _copy(
        "meetings",
        _meetings(_status(), sa.CheckConstraint(STATUS, name=op.f("ck_meetings_status"))),
    )
    _create_links()
    for sql in views:
        op.execute(_OWN.sub(_OF_FIRST, sql).replace(_PAGES, _PART))
    op.execute(OVERVIEW.strip())


def downgrade() -> None:
    """Forget the links; a file that holds several meetings must be removed before."""
    _refuse_cascades()
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM documents WHERE part > 1").scalar_one():
        raise RuntimeError("remove the files that hold several meetings first")
    op.execute("DROP VIEW meetings_overview")
    views = _take_views()
    op.drop_table("document_links")
    _copy("meetings", _meetings())
    _copy("documents", _documents(sa.UniqueConstraint("sha256", name=op.f("uq_documents_sha256"))))
    for sql in views:
        op.execute(_JOINED.sub(_OWN_AGAIN, sql).replace(_PART, _PAGES))


def _refuse_cascades() -> None:
    """SQLite copies a table to change it and drops the old one: with foreign keys on, every row
    that hangs on it would be dropped too. They cannot be turned off inside a transaction."""
    if op.get_bind().exec_driver_sql("PRAGMA foreign_keys").scalar_one():
        raise RuntimeError("turn foreign keys off before this migration: rows would be lost")


def _take_views() -> list[str]:
    """The statements that make the views, which are dropped: a table under one cannot change."""
    rows = op.get_bind().exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'view' ORDER BY rowid"
    )
    views: dict[str, str] = dict(rows.tuples().all())
    for name in views:
        op.execute(f"DROP VIEW {name}")
    return list(views.values())


# --- the tables that are changed ----------------------------------------------------------------


def _copy(name: str, items: Sequence[SchemaItem]) -> None:
    """Put a table of these columns and constraints in the place of the one with this name, with all
    its rows. Alembic's batches do the same, but set the constraints in another order each time."""
    columns = op.get_bind().exec_driver_sql(f"PRAGMA table_info({name})").mappings()
    old = {column["name"] for column in columns}
    kept = ", ".join(i.name for i in items if isinstance(i, sa.Column) and i.name in old)
    op.create_table(f"_{name}", *items)
    op.execute(f"INSERT INTO _{name} ({kept}) SELECT {kept} FROM {name}")
    op.execute(f"DROP TABLE {name}")
    op.execute(f"ALTER TABLE _{name} RENAME TO {name}")
    for column in INDEXES[name]:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def _part() -> sa.Column[int]:
    meaning = "which of the file's meetings, from 1"
    return sa.Column("part", sa.Integer(), nullable=False, server_default="1", comment=meaning)


def _status() -> sa.Column[str]:
    return sa.Column("status", sa.String(), comment="what the document says of itself")


def _documents(*further: SchemaItem) -> list[SchemaItem]:
    return [
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False, comment="file name without folders"),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text_layer", sa.String(), nullable=False, comment="where the words come from"),
        sa.Column("code_version", sa.String(), nullable=False),
        sa.Column("rules_version", sa.String(), nullable=False),
        sa.Column("model_version", sa.String(), nullable=False),
        sa.Column("ocr_version", sa.String()),
        sa.CheckConstraint(
            "language IN ('fi', 'sv', 'en', 'und')", name=op.f("ck_documents_language")
        ),
        sa.CheckConstraint(
            "text_layer IN ('digital', 'ocr', 'mixed', 'none')",
            name=op.f("ck_documents_text_layer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        *further,
    ]


def _meetings(*further: SchemaItem) -> list[SchemaItem]:
    return [
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("title", sa.String()),
        sa.Column("body", sa.String(), comment="the organ that met"),
        sa.Column("kind", sa.String()),
        sa.Column("number", sa.String(), comment="running number as printed"),
        sa.Column("date", sa.String(), comment="YYYY-MM-DD"),
        sa.Column("starts_at", sa.String(), comment="HH:MM"),
        sa.Column("ends_at", sa.String(), comment="HH:MM"),
        sa.Column("place", sa.String()),
        sa.Column("next_date", sa.String(), comment="of the next meeting, YYYY-MM-DD"),
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
        *further,
    ]


def _create_links() -> None:
    op.create_table(
        "document_links",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("other_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False, comment="what the document is to the other"),
        sa.Column("position", sa.Integer(), nullable=False, comment="of a part, from 1; else 0"),
        sa.Column("found_by", sa.String(), nullable=False, comment="user or rule"),
        sa.CheckConstraint(
            "kind IN ('part', 'earlier', 'agenda', 'invitation', 'extract')",
            name=op.f("ck_document_links_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_document_links_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["documents.id"],
            name=op.f("fk_document_links_other_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "other_id", name=op.f("pk_document_links")),
    )
    op.create_index(
        op.f("ix_document_links_other_id"), "document_links", ["other_id"], unique=False
    )
