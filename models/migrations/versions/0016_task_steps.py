"""Tasks through time: which later meeting says a task again, or that it was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
VIEW = """
CREATE VIEW actions_through_time AS
-- What became of each task from meeting to meeting: opened, repeated, done? A row a step.
WITH RECURSIVE chain (thread, action_id, step) AS (
    SELECT id, id, 1 FROM actions
    WHERE NOT EXISTS (SELECT 1 FROM task_steps WHERE later_id = actions.id)
    UNION ALL
    SELECT chain.thread, task_steps.later_id, chain.step + 1
    FROM chain JOIN task_steps ON task_steps.action_id = chain.action_id
    WHERE task_steps.kind = 'repeated'
), told AS (
    SELECT chain.thread, chain.step,
        CASE chain.step WHEN 1 THEN 'opened' ELSE 'repeated' END AS kind,
        actions.id AS action_id, actions.document_id, actions.page, actions.text, actions.due,
        (SELECT max(score) FROM task_steps WHERE later_id = actions.id) AS score
    FROM chain JOIN actions ON actions.id = chain.action_id
    UNION ALL
    SELECT chain.thread, chain.step + 1, 'done', chain.action_id, task_steps.document_id,
        task_steps.page, substr(document_texts.text, task_steps.span_start + 1,
            task_steps.span_end - task_steps.span_start), NULL, task_steps.score
    FROM chain JOIN task_steps ON task_steps.action_id = chain.action_id
    JOIN document_texts ON document_texts.document_id = task_steps.document_id
    WHERE task_steps.kind = 'done'
)
SELECT told.thread, told.step, told.kind, meetings.date,
    coalesce(meetings.title, documents.file) AS meeting, meetings.body,
    (SELECT group_concat(action_assignees.name, ', ') FROM action_assignees
        WHERE action_assignees.action_id = told.action_id) AS assignees,
    told.text, told.due, told.score, documents.file, told.page, told.action_id
FROM told
JOIN documents ON documents.id = told.document_id
JOIN meetings ON meetings.document_id = documents.id
ORDER BY meetings.date, told.thread, told.step
"""


def upgrade() -> None:
    """Add the tables and the view; the store fills them when it is opened next."""
    op.create_table(
        "meeting_series",
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column(
            "series",
            TEXT,
            nullable=False,
            comment="the organ's name, or the title without numbers, folded",
        ),
        sa.Column("date", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_meeting_series_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_meeting_series")),
    )
    op.create_index(op.f("ix_meeting_series_series_date"), "meeting_series", ["series", "date"])
    op.create_table(
        "task_steps",
        sa.Column("action_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("document_id", TEXT, nullable=False, comment="the later one"),
        sa.Column("later_id", TEXT, comment="the task there; empty: a report"),
        sa.Column(
            "span_start",
            sa.Integer(),
            nullable=False,
            comment="offset into document_texts.text, in characters from 0",
        ),
        sa.Column(
            "span_end", sa.Integer(), nullable=False, comment="offset of the character after"
        ),
        sa.Column("page", sa.Integer(), nullable=False, comment="page on which it starts, from 1"),
        sa.Column(
            "score",
            sa.Double(),
            nullable=False,
            comment="0.6 words + 0.2 owner + 0.1 verb + 0.05 due + 0.05 record",
        ),
        sa.Column(
            "words",
            sa.Double(),
            nullable=False,
            comment="share of their words' weight that both have, 0 to 1",
        ),
        sa.Column(
            "owner",
            sa.Double(),
            nullable=False,
            comment="1: the same, 0.5: one of them names nobody",
        ),
        sa.Column("verb", sa.Double(), nullable=False, comment="1: the same verb"),
        sa.Column("due", sa.Double(), nullable=False, comment="1: the same deadline"),
        sa.Column("record", sa.Double(), nullable=False, comment="1: the same record number"),
        sa.CheckConstraint("kind IN ('repeated', 'done')", name=op.f("ck_task_steps_kind")),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_task_steps_{column}_{table}"),
                ondelete="CASCADE",
            )
            for column, table in (
                ("action_id", "actions"),
                ("document_id", "documents"),
                ("later_id", "actions"),
            )
        ),
        sa.PrimaryKeyConstraint("action_id", "kind", name=op.f("pk_task_steps")),
    )
    for column in ("document_id", "later_id"):
        op.create_index(op.f(f"ix_task_steps_{column}"), "task_steps", [column])
    op.execute(VIEW)


def downgrade() -> None:
    """Drop them."""
    op.execute("DROP VIEW actions_through_time")
    op.drop_table("task_steps")
    op.drop_table("meeting_series")
