"""A matter across meetings: every item that bears its record number."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

VIEW = """
CREATE VIEW matters_through_time AS
-- In which meetings was a matter treated, in which items, and what was decided each time?
WITH treated AS (
    SELECT DISTINCT document_references.ref AS matter, document_references.document_id,
        tops.id AS item_id
    FROM document_references
    JOIN items ON items.id = document_references.item_id
    JOIN items AS tops ON tops.document_id = items.document_id
        AND tops.path = substr(items.path || '.', 1, instr(items.path || '.', '.') - 1)
    WHERE document_references.kind = 'record'
)
SELECT treated.matter, documents.file, meetings.date,
    coalesce(meetings.title, documents.file) AS meeting, meetings.body, items.path AS item,
    items.title,
    row_number() OVER (
        PARTITION BY treated.matter ORDER BY meetings.date, documents.file, items.position
    ) AS step,
    count(*) OVER (PARTITION BY treated.matter) AS steps,
    (SELECT group_concat(kind, ', ') FROM
        (SELECT DISTINCT decisions.kind FROM decisions
        JOIN items AS points ON points.id = decisions.item_id
        WHERE points.document_id = items.document_id
            AND (points.path = items.path OR points.path LIKE items.path || '.%')
        ORDER BY decisions.position)
    ) AS decisions,
    items.page, items.id
FROM treated
JOIN items ON items.id = treated.item_id
JOIN documents ON documents.id = treated.document_id
JOIN meetings ON meetings.document_id = coalesce(
    (SELECT other_id FROM document_links WHERE document_id = documents.id AND kind = 'part'),
    documents.id)
ORDER BY treated.matter, step
"""


def upgrade() -> None:
    """Add the view."""
    op.execute(VIEW.strip())


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP VIEW matters_through_time")
