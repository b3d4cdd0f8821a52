"""Which files hold what, what replaced what, what is gone; and the runs that found it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

VIEW = """
CREATE VIEW files_overview AS
-- Where does each document lie, is it still there, and what replaced it?
SELECT files.path, documents.file, documents.part, meetings.date,
    coalesce(meetings.title, documents.file) AS meeting,
    CASE
        WHEN files.replaced_at IS NOT NULL THEN 'replaced'
        WHEN files.gone_since IS NOT NULL THEN 'gone'
        ELSE 'there'
    END AS state,
    files.first_seen, files.last_seen, files.replaced_at, files.gone_since,
    (SELECT sha256 FROM files AS newer
        WHERE newer.path = files.path AND newer.replaced_at IS NULL
        AND files.replaced_at IS NOT NULL) AS replaced_by,
    file_origins.address, file_origins.organisation, file_origins.archive_id, files.sha256
FROM files
LEFT JOIN documents ON documents.sha256 = files.sha256
LEFT JOIN meetings ON meetings.document_id = documents.id
LEFT JOIN file_origins ON file_origins.path = coalesce(
    (SELECT path FROM file_origins AS own WHERE own.path = files.path),
    (SELECT min(known.path) FROM file_origins AS known
        JOIN files AS held ON held.path = known.path WHERE held.sha256 = files.sha256)
)
ORDER BY files.path, files.replaced_at IS NULL, files.replaced_at, documents.part
"""


def _times(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=True) for name in names]


def _counts(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in names]


def upgrade() -> None:
    """Make the tables and the view."""
    op.create_table(
        "files",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=False),
        sa.Column("inode", sa.BigInteger(), nullable=False),
        sa.Column("hashed_ns", sa.BigInteger(), nullable=False),
        sa.Column("first_seen", sa.String(), nullable=False),
        sa.Column("last_seen", sa.String(), nullable=False),
        *_times("gone_since", "replaced_at"),
        sa.PrimaryKeyConstraint("path", "sha256", name=op.f("pk_files")),
    )
    op.create_index(op.f("ix_files_sha256"), "files", ["sha256"], unique=False)
    op.create_table(
        "file_origins",
        sa.Column("path", sa.String(), nullable=False),
        *_times("address", "organisation", "archive_id"),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_file_origins")),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.Column("exit_code", sa.Integer(), nullable=True),
        sa.Column("code_version", sa.String(), nullable=False),
        *_counts("stored", "unchanged", "moved", "duplicate", "failed", "gone", "pages"),
        sa.Column("seconds", sa.String(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index(op.f("ix_runs_started_at"), "runs", ["started_at"], unique=False)
    op.execute(VIEW.strip())


def downgrade() -> None:
    """Forget where files were seen, and the runs."""
    op.execute("DROP VIEW files_overview")
    for table in ("runs", "file_origins", "files"):
        op.drop_table(table)
