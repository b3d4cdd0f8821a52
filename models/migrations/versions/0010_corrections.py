"""What people say of facts, and what was extracted where they did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
VIEW = """
CREATE VIEW facts_corrected AS
-- Which facts did somebody change, add, delete or confirm: who, when, from what to what?
SELECT documents.file, meetings.date, coalesce(meetings.title, documents.file) AS meeting,
    corrections.verdict, corrections.kind, corrections.item, corrections.quote, corrections.old,
    corrections.new, corrections.entered_by, corrections.entered_at, corrections.state,
    corrections.target, corrections.id
FROM corrections
JOIN documents ON documents.sha256 = corrections.sha256 AND documents.part = corrections.part
JOIN meetings ON meetings.document_id = documents.id
ORDER BY corrections.number
"""


def upgrade() -> None:
    """Add the tables and the view."""
    op.create_table(
        "corrections",
        sa.Column("id", TEXT, nullable=False),
        sa.Column(
            "number", sa.Integer(), nullable=False, comment="in the order in which they hold"
        ),
        sa.Column("sha256", TEXT, nullable=False, comment="of the document; empty: every document"),
        sa.Column(
            "part",
            sa.Integer(),
            nullable=False,
            comment="which of the file's meetings; 0: every document",
        ),
        sa.Column("kind", TEXT, nullable=False, comment="of the fact"),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("target", TEXT, nullable=False, comment="id of the fact as it was extracted"),
        sa.Column("quote", TEXT, comment="the words that it stands on"),
        sa.Column("item", TEXT, comment="path of their item"),
        sa.Column("start", sa.Integer(), comment="their offset when it was entered"),
        sa.Column("new", TEXT, nullable=False, comment="JSON: the fields that were set"),
        sa.Column("old", TEXT, nullable=False, comment="JSON: the fields as they were"),
        sa.Column("entered_by", TEXT, nullable=False),
        sa.Column("entered_at", TEXT, nullable=False, comment="UTC"),
        sa.Column("state", TEXT, nullable=False, comment="`unanchored`: the words are gone"),
        sa.CheckConstraint(
            "verdict IN ('set', 'delete', 'add', 'confirm', 'complete', 'same')",
            name=op.f("ck_corrections_verdict"),
        ),
        sa.CheckConstraint("state IN ('applied', 'unanchored')", name=op.f("ck_corrections_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        sa.UniqueConstraint("number", name=op.f("uq_corrections_number")),
    )
    op.create_index(op.f("ix_corrections_sha256_part"), "corrections", ["sha256", "part"])
    op.create_table(
        "extracted_rows",
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column(
            "rows", sa.LargeBinary(), nullable=False, comment="JSON by table, compressed with zlib"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_extracted_rows_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_extracted_rows")),
    )
    op.execute(VIEW.strip())


def downgrade() -> None:
    """Drop them."""
    op.execute("DROP VIEW facts_corrected")
    op.drop_table("extracted_rows")
    op.drop_index(op.f("ix_corrections_sha256_part"), "corrections")
    op.drop_table("corrections")
