"""Views of the facts that had none: items, their sections, mentions and ballots; warnings say of
which document they are."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MEETING = "documents.file, meetings.date, coalesce(meetings.title, documents.file) AS meeting"
JOINS = """
JOIN documents ON documents.id = {0}.document_id
JOIN meetings ON meetings.document_id = coalesce(
    (SELECT other_id FROM document_links WHERE document_id = documents.id AND kind = 'part'),
    documents.id)
""".strip()
TOPS = """
LEFT JOIN items AS tops ON tops.document_id = items.document_id
    AND tops.path = substr(items.path || '.', 1, instr(items.path || '.', '.') - 1)
""".strip()
VIEWS = {
    "items_by_meeting": f"""
-- Which items and points has a meeting, and what do they say?
SELECT {MEETING}, items.path AS item, items.label, items.depth, items.title, items.text,
    items.language, items.secret, items.page, items.parent_id, items.document_id, items.id
FROM items
{JOINS.format("items")}
ORDER BY meetings.date NULLS FIRST, documents.file, items.document_id, items.position
""",
    "sections_by_item": f"""
-- Which named parts has a formal item: proposal, decision, dissent ..., and what do they say?
SELECT {MEETING}, items.path AS item, items.title, sections.kind, sections.heading, sections.text,
    sections.page, sections.document_id, sections.item_id, sections.id
FROM sections
{JOINS.format("sections")}
JOIN items ON items.id = sections.item_id
ORDER BY meetings.date NULLS FIRST, documents.file, sections.document_id, sections.position
""",
    "mentions_by_item": f"""
-- In which words is which person, organisation or place named, and where?
SELECT {MEETING}, items.path AS item, coalesce(items.title, tops.title) AS title, mentions.label,
    coalesce(people.name, organisations.name) AS name,
    substr(document_texts.text, mentions.span_start + 1, mentions.span_end - mentions.span_start)
        AS quote,
    mentions.page, mentions.confidence, mentions.document_id, mentions.item_id, mentions.id
FROM mentions
{JOINS.format("mentions")}
JOIN document_texts ON document_texts.document_id = mentions.document_id
LEFT JOIN items ON items.id = mentions.item_id
{TOPS}
LEFT JOIN people ON people.id = mentions.person_id
LEFT JOIN organisations ON organisations.id = mentions.organisation_id
ORDER BY meetings.date NULLS FIRST, documents.file, mentions.document_id, mentions.span_start,
    mentions.position
""",
    "ballots_by_decision": f"""
-- Who voted how on which decision, where names are printed?
SELECT {MEETING}, items.path AS item, coalesce(items.title, tops.title) AS title,
    ballots.name, ballots.choice, decisions.text, decisions.page, decisions.document_id,
    decisions.item_id, decisions.id AS decision_id, ballots.position
FROM ballots
JOIN decisions ON decisions.id = ballots.decision_id
{JOINS.format("decisions")}
LEFT JOIN items ON items.id = decisions.item_id
{TOPS}
ORDER BY meetings.date NULLS FIRST, documents.file, decisions.document_id, decisions.position,
    ballots.position
""",
}
WARNINGS = f"""
CREATE VIEW warnings_by_severity AS
-- What does not agree in a document, or could not be read, the worst first?
SELECT {MEETING}, warnings.severity, warnings.code, warnings.message, warnings.page,
    warnings.item, items.title, warnings.stage, warnings.document_id, warnings.position
FROM warnings
{JOINS.format("warnings")}
LEFT JOIN items ON items.document_id = warnings.document_id AND items.path = warnings.item
ORDER BY CASE warnings.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,
    meetings.date NULLS FIRST, documents.file, warnings.page NULLS FIRST, warnings.position
""".strip()


def upgrade() -> None:
    """Add the views, and columns to the one."""
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS{query.rstrip()}")
    op.execute("DROP VIEW warnings_by_severity")
    op.execute(WARNINGS)


def downgrade() -> None:
    """Take them away."""
    for name in VIEWS:
        op.execute(f"DROP VIEW {name}")
    op.execute("DROP VIEW warnings_by_severity")
    op.execute(WARNINGS.replace(", warnings.document_id, warnings.position\n", "\n"))
