"""What Datasette is told of the database: questions with answers, facets, what tables are about."""

from __future__ import annotations

from typing import Any

from pipeline.questions import Question, questions

FACETS = {
    "actions": ["due_precision"],
    "attendees": ["role", "mode"],
    "decisions": ["kind"],
    "document_references": ["kind"],
    "documents": ["language", "text_layer"],
    "meetings": ["kind", "status"],
    "organisations": ["kind"],
    "statistics": ["unit"],
    "warnings": ["severity", "code"],
}
INNER = (
    "alembic_version", "document_texts", "file_origins", "files", "failures", "identity_rulings",
    "pages", "passages", "search_entries", "search_index",
)  # fmt: skip
"""Tables that say nothing to most readers; they can be opened nonetheless."""


def metadata(database: str) -> dict[str, Any]:
    """Datasette's metadata; its pages know one language, so titles are in both."""
    tables: dict[str, dict[str, Any]] = {name: {"hidden": True} for name in INNER}
    tables |= {name: {"facets": columns} for name, columns in FACETS.items()}
    return {
        "title": "Pöytäkirja",
        "databases": {
            database: {
                "title": "Taulut ja kyselyt – Tables and queries",
                "description": "Kysymykset ovat valmiita, taulut ja näkymät vapaasti "
                "rajattavissa. The questions are ready; tables and views can be filtered at will.",
                "tables": tables,
                "queries": {name: _query(one) for name, one in questions().items()},
            }
        },
    }


def _query(question: Question) -> dict[str, Any]:
    """A question as Datasette shows it, with what its parameters are."""
    asked = [
        f":{one.name} – {one.fi} – {one.en}" + (f" ({one.example})" if one.example else "")
        for one in question.parameters
    ]
    return {
        "title": f"{question.fi} – {question.en}",
        "description": " · ".join(asked),
        "sql": question.sql,
        "hide_sql": True,
    }
