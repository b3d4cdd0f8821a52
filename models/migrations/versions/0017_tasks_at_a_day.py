"""The last day of a deadline stands beside it, and views of tasks say what became of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
NAMES = """
    (SELECT group_concat(name, ', ') FROM
        (SELECT name FROM action_{0} WHERE action_id = actions.id ORDER BY position) AS {1}
    ) AS {0},"""
SHOWN = f"""
SELECT documents.file, meetings.date, coalesce(meetings.title, documents.file) AS meeting,
    items.path AS item, coalesce(items.title, tops.title) AS title,
    {NAMES.format("assignees", "assigned").strip()}
    {NAMES.format("recipients", "served").strip()}
    actions.text, actions.due, actions.due_precision,"""
MEETINGS = """
FROM actions
JOIN documents ON documents.id = actions.document_id
JOIN meetings ON meetings.document_id = coalesce(
    (SELECT other_id FROM document_links WHERE document_id = actions.document_id AND kind = 'part'),
    actions.document_id)"""
ITEMS = """
LEFT JOIN items ON items.id = actions.item_id
LEFT JOIN items AS tops ON tops.document_id = items.document_id
    AND tops.path = substr(items.path || '.', 1, instr(items.path || '.', '.') - 1)"""
ORDER = """
ORDER BY meetings.date NULLS FIRST, documents.file, actions.position"""
LATER = """
LEFT JOIN task_steps AS {0} ON {0}.action_id = actions.id AND {0}.kind = '{1}'
LEFT JOIN meetings AS {0}_in ON {0}_in.document_id = {0}.document_id"""
OPEN_ACTIONS = f"""
CREATE VIEW open_actions AS
-- Who has to do what by when? A row each time that a document says so: repeated_on and done_on are
-- the days of the later meetings that say so again, or that it was done; overdue is 1 where neither
-- is known and the last day of due has passed.{SHOWN}
    actions.due_until < CAST(CURRENT_DATE AS text)
        AND repeated.kind IS NULL AND done.kind IS NULL AS overdue,
    actions.condition, actions.page, actions.confidence, actions.id, actions.due_until,
    repeated_in.date AS repeated_on, done_in.date AS done_on{MEETINGS}
{LATER.format("repeated", "repeated").strip()}
{LATER.format("done", "done").strip()}{ITEMS}{ORDER}
""".strip()
OLD_OPEN_ACTIONS = f"""
CREATE VIEW open_actions AS
-- Who has to do what by when? No document says that it was done; overdue is 1 once due has passed.
{SHOWN.strip()}
    CASE actions.due_precision
        WHEN 'day' THEN actions.due < CAST(CURRENT_DATE AS text)
        WHEN 'month' THEN actions.due < substr(CAST(CURRENT_DATE AS text), 1, 7)
        ELSE substr(actions.due, 1, 4) < substr(CAST(CURRENT_DATE AS text), 1, 4)
    END AS overdue,
    actions.condition, actions.page, actions.confidence, actions.id{MEETINGS}
JOIN document_texts ON document_texts.document_id = actions.document_id{ITEMS}{ORDER}
""".strip()
CHAIN = """
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
        {0}(SELECT max(score) FROM task_steps WHERE later_id = actions.id) AS score
    FROM chain JOIN actions ON actions.id = chain.action_id
    UNION ALL
    SELECT chain.thread, chain.step + 1, 'done', chain.action_id, task_steps.document_id,
        task_steps.page, substr(document_texts.text, task_steps.span_start + 1,
            task_steps.span_end - task_steps.span_start), NULL, {1}task_steps.score
    FROM chain JOIN task_steps ON task_steps.action_id = chain.action_id
    JOIN document_texts ON document_texts.document_id = task_steps.document_id
    WHERE task_steps.kind = 'done'
)
SELECT told.thread, told.step, told.kind, meetings.date,
    coalesce(meetings.title, documents.file) AS meeting, meetings.body,
    (SELECT group_concat({2}) FROM {3}) AS assignees,
    told.text, told.due, told.score, documents.file, told.page, told.action_id{4}
FROM told
JOIN documents ON documents.id = told.document_id
JOIN meetings ON meetings.document_id = {5}
ORDER BY meetings.date{6}, told.thread, told.step
""".strip()
THROUGH_TIME = CHAIN.format(
    "actions.due_until, ",
    "NULL, ",
    "name, ', '",
    """(
        SELECT name FROM action_assignees WHERE action_id = told.action_id ORDER BY position
    ) AS assigned""",
    ", told.due_until, told.document_id",
    """coalesce(
    (SELECT other_id FROM document_links WHERE document_id = told.document_id AND kind = 'part'),
    told.document_id)""",
    " NULLS FIRST",
)
OLD_THROUGH_TIME = CHAIN.format(
    "",
    "",
    "action_assignees.name, ', '",
    """action_assignees
        WHERE action_assignees.action_id = told.action_id""",
    "",
    "told.document_id",
    "",
)


def upgrade() -> None:
    """Add the column, which the store fills when it is opened next, and make the views anew."""
    _drop_views()
    op.add_column("actions", sa.Column("due_until", TEXT, comment="the last day of what due says"))
    op.create_index(op.f("ix_actions_due_until"), "actions", ["due_until"])
    op.execute(OPEN_ACTIONS)
    op.execute(THROUGH_TIME)


def downgrade() -> None:
    """Take the column away, and put the old views back."""
    _drop_views()
    op.drop_index(op.f("ix_actions_due_until"), "actions")
    op.drop_column("actions", "due_until")
    op.execute(OLD_OPEN_ACTIONS)
    op.execute(OLD_THROUGH_TIME)


def _drop_views() -> None:
    for view in ("open_actions", "actions_through_time"):
        op.execute(f"DROP VIEW {view}")
