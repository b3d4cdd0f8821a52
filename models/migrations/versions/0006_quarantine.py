"""What is known of a failure: whether it may pass, what failed and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "failures", sa.Column("transient", sa.Boolean(), server_default="0", nullable=False)
    )
    for name in ("tried", "code_version", "rules_version", "model_version"):
        op.add_column("failures", sa.Column(name, sa.String(), nullable=True))


def downgrade() -> None:
    for name in ("model_version", "rules_version", "code_version", "tried", "transient"):
        op.drop_column("failures", name)
