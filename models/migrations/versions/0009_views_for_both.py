"""Views in SQL that SQLite and PostgreSQL both understand, and that both sort alike."""

from __future__ import annotations

from collections.abc import Iterable

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OLD_STANDINGS = """
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
"""
_STANDINGS = """
pairs AS (
    SELECT items.id AS item_id, items.position AS item_position, stretches.*,
        items.position - coalesce(last, items.position) AS after,
        coalesce(first, items.position) - items.position AS before
    FROM items
    JOIN stretches ON stretches.document_id = items.document_id
    WHERE items.depth = 1
    ORDER BY items.id, stretches.attendee_id, stretches.position
),
standings AS (
    SELECT item_id, attendee_id,
        min(CASE
            WHEN item_position < first OR item_position > last THEN 3
            WHEN is_open THEN 2
            WHEN item_position = first AND from_within THEN 1
            WHEN item_position = last AND to_within THEN 1
            ELSE 0
        END) AS standing,
        group_concat(CASE WHEN after <= 0 AND before <= 0
            THEN nullif(coalesce(from_time, '') || '–' || coalesce(to_time, ''), '–') END, ', ')
            AS times,
        substr(min(CAST(50000000000 + position
            + 10000 * CASE WHEN after > before THEN after ELSE before END AS text)
            || reason), 12) AS reason -- of the stretch that is nearest
    FROM pairs
    GROUP BY item_id, attendee_id
)
"""
CHANGES = {
    # SQLite has no date before all dates, PostgreSQL after them.
    "ORDER BY meetings.date, ": "ORDER BY meetings.date NULLS FIRST, ",
    "    meetings.date, documents.file, warnings.page, ": (
        "    meetings.date NULLS FIRST, documents.file, warnings.page NULLS FIRST, "
    ),
    "ORDER BY persons.name, first": "ORDER BY persons.name, first NULLS FIRST",
    # A table made by a query has a name.
    "action_assignees WHERE action_id = actions.id ORDER BY position)\n": (
        "action_assignees WHERE action_id = actions.id ORDER BY position) AS assigned\n"
    ),
    "action_recipients WHERE action_id = actions.id ORDER BY position)\n": (
        "action_recipients WHERE action_id = actions.id ORDER BY position) AS served\n"
    ),
    "position, others.file, others.part)\n": "position, others.file, others.part) AS linked\n",
    "WHERE own.person_id = persons.id ORDER BY name)\n": (
        "WHERE own.person_id = persons.id ORDER BY name) AS forms\n"
    ),
    # Grouped by all that is shown.
    "GROUP BY people.id\n": (
        "GROUP BY people.id, documents.file, meetings.date, meetings.title, attendees.role,\n"
        "    attendees.affiliation\n"
    ),
    "GROUP BY organisations.id\n": (
        "GROUP BY organisations.id, documents.file, meetings.date, meetings.title\n"
    ),
    "(SELECT DISTINCT decisions.kind FROM decisions\n": "(SELECT decisions.kind FROM decisions\n",
    "        ORDER BY decisions.position)\n": (
        "        GROUP BY decisions.kind ORDER BY min(decisions.position)) AS kinds\n"
    ),
    # Days are text, as CURRENT_DATE is in SQLite alone; line ends are written out.
    "date('now')": "CAST(CURRENT_DATE AS text)",
    "strftime('%Y-%m', 'now')": "substr(CAST(CURRENT_DATE AS text), 1, 7)",
    "strftime('%Y', 'now')": "substr(CAST(CURRENT_DATE AS text), 1, 4)",
    "char(10)": "'\n'",
    # The stretches of a presence one after the other, and the nearest without printf and max.
    _OLD_STANDINGS: _STANDINGS,
}  # fmt: skip


def upgrade() -> None:
    """Make the views anew."""
    _rewrite(CHANGES.items())


def downgrade() -> None:
    """Put back what SQLite alone understands."""
    _rewrite([(new, old) for old, new in reversed(CHANGES.items())])


def _rewrite(changes: Iterable[tuple[str, str]]) -> None:
    """Put other words in the place of some in all views. SQLite alone has older ones."""
    rows = op.get_bind().exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'view' ORDER BY rowid"
    )
    for name, sql in rows.tuples().all():
        rewritten = sql
        for old, new in changes:
            rewritten = rewritten.replace(old, new)
        if rewritten != sql:
            op.execute(f"DROP VIEW {name}")
            op.execute(rewritten.replace(":", r"\:"))
