"""The view of presences looks for the meeting of a document last, not among all first."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_IS_ITS_MEETING = """meetings.document_id = coalesce(
    (SELECT other_id FROM document_links WHERE document_id = documents.id AND kind = 'part'),
    documents.id)
"""
_STANDINGS = """LEFT JOIN standings
    ON standings.item_id = items.id AND standings.attendee_id = attendees.id
WHERE items.depth = 1
"""
OLD = f"JOIN meetings ON {_IS_ITS_MEETING}{_STANDINGS}"
NEW = f"CROSS JOIN meetings\n{_STANDINGS.rstrip()} AND {_IS_ITS_MEETING}"
"""SQLite reads tables on both sides of a CROSS JOIN in this order."""


def upgrade() -> None:
    """Make the view anew."""
    _rewrite(OLD, NEW)


def downgrade() -> None:
    """Put the old one back."""
    _rewrite(NEW, OLD)


def _rewrite(old: str, new: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        return  # it finds the order itself
    query = "SELECT sql FROM sqlite_master WHERE name = 'presence_by_item'"
    sql = op.get_bind().exec_driver_sql(query).scalar_one()
    op.execute("DROP VIEW presence_by_item")
    op.execute(sql.replace(old, new).replace(":", r"\:"))
