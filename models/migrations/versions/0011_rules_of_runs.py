"""With which rules a run worked, so that rules have an order: that of their first runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the column; of older runs nobody knows."""
    op.add_column(
        "runs",
        sa.Column("rules_version", TEXT, nullable=True, comment="empty: an older run"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_column("runs", "rules_version")
