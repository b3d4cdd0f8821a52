"""Search that knows Finnish: a question in words finds the items that speak of it in any form."""

from __future__ import annotations

from pipeline.search.finding import Found, search_items
from pipeline.search.query import Query, to_query
from pipeline.search.snippets import Snippet, mark_words, to_snippet

__all__ = ["Found", "Query", "Snippet", "mark_words", "search_items", "to_query", "to_snippet"]
