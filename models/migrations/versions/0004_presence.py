"""Presence that begins or ends while an item is treated, and how bad a warning is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OF_MEETING = """JOIN meetings ON meetings.document_id = coalesce(
    (SELECT other_id FROM document_links WHERE document_id = documents.id AND kind = 'part'),
    documents.id)"""
_MEETING = "documents.file, meetings.date, coalesce(meetings.title, documents.file) AS meeting"

VIEWS = (
    f"""
CREATE VIEW presence_by_item AS
-- Who was there when an item was treated, who was not, and why? 'unknown': nothing says so.
WITH stretches AS (
    SELECT presences.*, attendees.document_id,
        starts.position AS first, ends.position AS last,
        (starts.id IS NULL AND coalesce(from_time, from_item) IS NOT NULL)
            OR (ends.id IS NULL AND coalesce(to_time, to_item) IS NOT NULL)
            OR (starts.id IS NULL AND ends.id IS NULL) AS is_open
    FROM presences
    JOIN attendees ON attendees.id = presences.attendee_id
    LEFT JOIN items AS starts
        ON starts.document_id = attendees.document_id AND starts.path = presences.from_item
    LEFT JOIN items AS ends
        ON ends.document_id = attendees.document_id AND ends.path = presences.to_item
),
standings AS (
    SELECT items.id AS item_id, stretches.attendee_id,
        min(CASE
            WHEN items.position < first OR items.position > last THEN 3
            WHEN is_open THEN 2
            WHEN items.position = first AND from_within THEN 1
            WHEN items.position = last AND to_within THEN 1
            ELSE 0
        END) AS standing,
        group_concat(CASE WHEN items.position >= coalesce(first, 0)
            AND items.position <= coalesce(last, items.position)
            THEN nullif(coalesce(from_time, '') || '–' || coalesce(to_time, ''), '–') END, ', ')
            AS times,
        substr(min(printf('%06d%04d', max(items.position - coalesce(last, items.position),
            coalesce(first, items.position) - items.position), stretches.position)
            || stretches.reason), 11) AS reason -- of the stretch that is nearest
    FROM items
    JOIN stretches ON stretches.document_id = items.document_id
    WHERE items.depth = 1
    GROUP BY items.id, stretches.attendee_id
)
SELECT {_MEETING}, items.path AS item, items.title, attendees.name, attendees.role,
    attendees.mode, attendees.deputy_for,
    CASE
        WHEN attendees.mode = 'absent' THEN 'absent'
        WHEN standings.standing IS NULL THEN 'present'
        WHEN standings.standing = 0 THEN 'present'
        WHEN standings.standing = 1 THEN 'partly'
        WHEN standings.standing = 2 THEN 'unknown'
        ELSE 'away'
    END AS standing,
    CASE WHEN attendees.mode <> 'absent' THEN standings.times END AS times,
    CASE
        WHEN attendees.mode = 'absent'
            THEN (SELECT max(reason) FROM presences WHERE attendee_id = attendees.id)
        WHEN standings.standing > 0 THEN standings.reason
    END AS reason,
    items.id AS item_id, attendees.id AS attendee_id
FROM items
JOIN attendees ON attendees.document_id = items.document_id
JOIN documents ON documents.id = items.document_id
{_OF_MEETING}
LEFT JOIN standings
    ON standings.item_id = items.id AND standings.attendee_id = attendees.id
WHERE items.depth = 1
ORDER BY meetings.date, documents.file, items.position, attendees.position
""",
    f"""
CREATE VIEW warnings_by_severity AS
-- What does not agree in a document, or could not be read, the worst first?
SELECT {_MEETING}, warnings.severity, warnings.code, warnings.message, warnings.page,
    warnings.item, items.title, warnings.stage
FROM warnings
JOIN documents ON documents.id = warnings.document_id
{_OF_MEETING}
LEFT JOIN items ON items.document_id = warnings.document_id AND items.path = warnings.item
ORDER BY CASE warnings.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,
    meetings.date, documents.file, warnings.page, warnings.position
""",
)


def upgrade() -> None:
    """Add the columns, then the views over them."""
    for column in ("from_within", "to_within"):
        op.add_column(
            "presences", sa.Column(column, sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.add_column(
        "warnings", sa.Column("severity", sa.String(), server_default="warning", nullable=False)
    )
    for view in VIEWS:
        op.execute(view.strip())


def downgrade() -> None:
    """Drop what this migration added."""
    for view in reversed(VIEWS):
        op.execute("DROP VIEW " + view.split()[2])
    op.drop_column("warnings", "severity")
    op.drop_column("presences", "to_within")
    op.drop_column("presences", "from_within")
