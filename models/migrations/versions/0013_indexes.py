"""Indexes by which pages over many documents find what they show without reading all the rest."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LONGER = {
    ("people", "document_id"): ["document_id", "name"],
    ("appearances", "person_id"): ["person_id", "document_id"],
    ("organisations", "name"): ["name", "kind"],
}
"""By table and column of an index that there was the columns of the one in its place."""


def upgrade() -> None:
    """Put longer indexes in the place of those that are their beginnings."""
    for (table, column), columns in LONGER.items():
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def downgrade() -> None:
    """Put the shorter ones back."""
    for (table, column), columns in LONGER.items():
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table)
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
