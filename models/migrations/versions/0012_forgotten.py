"""People who were forgotten, without their names; copies of the database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "backups",
        sa.Column("path", TEXT, nullable=False, comment="absolute"),
        sa.Column(
            "made_at", TEXT, nullable=False, comment="UTC; the copy holds what was stored then"
        ),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_backups")),
    )
    op.create_table(
        "forgettings",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("done_at", TEXT, nullable=False, comment="UTC"),
        sa.Column("done_by", TEXT, nullable=False),
        sa.Column("reason", TEXT),
        sa.Column("documents", sa.Integer(), nullable=False, comment="in which words were masked"),
        sa.Column(
            "places", sa.Integer(), nullable=False, comment="stretches of text that were masked"
        ),
        sa.Column(
            "swept_at",
            TEXT,
            comment="when free pages and the log were overwritten, UTC; empty: still to be done",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgettings")),
    )
    op.create_table(
        "forgotten_names",
        sa.Column("hash", TEXT, nullable=False),
        sa.Column(
            "context_hash",
            TEXT,
            nullable=False,
            comment="of the name with an affiliation, home or body, where the name has other "
            "bearers; else empty",
        ),
        sa.Column("salt", TEXT, nullable=False, comment="the same for all names of a database"),
        sa.Column("method", TEXT, nullable=False, comment="'scrypt', n, r and p"),
        sa.Column("forgetting_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["forgetting_id"],
            ["forgettings.id"],
            name=op.f("fk_forgotten_names_forgetting_id_forgettings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", "context_hash", name=op.f("pk_forgotten_names")),
    )
    op.create_index(op.f("ix_forgotten_names_forgetting_id"), "forgotten_names", ["forgetting_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_forgotten_names_forgetting_id"), "forgotten_names")
    for table in ("forgotten_names", "forgettings", "backups"):
        op.drop_table(table)
