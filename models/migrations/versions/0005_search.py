"""The full text of all items, in base forms too, and its index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = ("title", "text", "title_keys", "keys", "people", "organisations")
INDEX = f"""
CREATE VIRTUAL TABLE search_index USING fts5(
    {", ".join(COLUMNS)}, content='search_entries', content_rowid='id',
    tokenize="unicode61 remove_diacritics 0"
)
"""
_VALUES = ", ".join(f"{{0}}.{column}" for column in COLUMNS)
TRIGGERS = {
    "search_entries_added": f"""
AFTER INSERT ON search_entries BEGIN
    INSERT INTO search_index(rowid, {", ".join(COLUMNS)})
    VALUES (new.id, {_VALUES.format("new")});
END
""",
    "search_entries_removed": f"""
AFTER DELETE ON search_entries BEGIN
    INSERT INTO search_index(search_index, rowid, {", ".join(COLUMNS)})
    VALUES ('delete', old.id, {_VALUES.format("old")});
END
""",
}


def upgrade() -> None:
    """Add the table, the index over it, and what keeps it in step."""
    op.create_table(
        "search_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=True),
        *(sa.Column(column, sa.String(), nullable=False) for column in COLUMNS),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], op.f("fk_search_entries_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], op.f("fk_search_entries_item_id_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entries")),
    )  # fmt: skip
    for column in ("document_id", "item_id"):
        op.create_index(op.f(f"ix_search_entries_{column}"), "search_entries", [column])
    op.execute(INDEX.strip())
    for name, does in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {does.strip()}")


def downgrade() -> None:
    """Drop what this migration added."""
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    op.execute("DROP TABLE search_index")
    op.drop_table("search_entries")
