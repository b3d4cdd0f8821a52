"""One person across documents, with the reasons, and what users rule about that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

VIEWS = (
    """
CREATE VIEW people_through_time AS
-- Who appears in how many meetings, from when to when, under which names?
SELECT persons.name, count(DISTINCT appearances.document_id) AS meetings,
    min(meetings.date) AS first, max(meetings.date) AS last,
    (SELECT group_concat(form, ', ') FROM
        (SELECT DISTINCT name AS form FROM appearances AS own
        WHERE own.person_id = persons.id ORDER BY name)
    ) AS names,
    persons.id
FROM persons
JOIN appearances ON appearances.person_id = persons.id
JOIN meetings ON meetings.document_id = appearances.document_id
GROUP BY persons.id
ORDER BY persons.name, persons.id
""",
    """
CREATE VIEW affiliations_through_time AS
-- On whose behalf, with which title and in which role was somebody there, from when to when?
SELECT persons.name, attendees.affiliation, attendees.title, attendees.role, meetings.body,
    count(DISTINCT attendees.document_id) AS meetings,
    min(meetings.date) AS first, max(meetings.date) AS last, persons.id
FROM persons
JOIN appearances ON appearances.person_id = persons.id
JOIN attendees ON attendees.document_id = appearances.document_id
    AND attendees.name = appearances.name
JOIN meetings ON meetings.document_id = appearances.document_id
GROUP BY persons.id, attendees.affiliation, attendees.title, attendees.role, meetings.body
ORDER BY persons.name, first
""",
    """
CREATE VIEW forms_of_people AS
-- In which words is somebody named, and how often?
SELECT persons.name,
    substr(document_texts.text, mentions.span_start + 1, mentions.span_end - mentions.span_start)
        AS form,
    count(*) AS mentions, count(DISTINCT mentions.document_id) AS documents, persons.id
FROM persons
JOIN appearances ON appearances.person_id = persons.id
JOIN people ON people.document_id = appearances.document_id AND people.name = appearances.name
JOIN mentions ON mentions.person_id = people.id
JOIN document_texts ON document_texts.document_id = mentions.document_id
GROUP BY persons.id, form
ORDER BY persons.name, mentions DESC, form
""",
)


def upgrade() -> None:
    """Make the tables and the views; opening the database finds out who is who."""
    op.create_table(
        "persons",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="the commonest spelling"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_index(op.f("ix_persons_name"), "persons", ["name"], unique=False)
    op.create_table(
        "appearances",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False, comment="the name in small letters"),
        sa.Column("affiliation", sa.String(), nullable=True),
        sa.Column(
            "home", sa.String(), nullable=True, comment="municipality whose minutes these are"
        ),
        sa.Column(
            "body",
            sa.String(),
            nullable=True,
            comment="the organ that met, where there is no home",
        ),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column(
            "reason",
            sa.String(),
            nullable=True,
            comment="'first', 'ruled', or what it shares with another of the person's: "
            "'home: Vihti'",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_appearances_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_appearances_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("document_id", "name", name=op.f("pk_appearances")),
    )
    op.create_index(op.f("ix_appearances_name_key"), "appearances", ["name_key"], unique=False)
    op.create_index(op.f("ix_appearances_person_id"), "appearances", ["person_id"], unique=False)
    op.create_table(
        "identity_rulings",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("other_document_id", sa.String(), nullable=False),
        sa.Column("other_name", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('same', 'apart')", name=op.f("ck_identity_rulings_verdict")
        ),
        sa.PrimaryKeyConstraint(
            "document_id",
            "name",
            "other_document_id",
            "other_name",
            name=op.f("pk_identity_rulings"),
        ),
    )
    for view in VIEWS:
        op.execute(view.strip())


def downgrade() -> None:
    """Forget who is who."""
    for view in reversed(VIEWS):
        op.execute("DROP VIEW " + view.split()[2])
    for table in ("identity_rulings", "appearances", "persons"):
        op.drop_table(table)
