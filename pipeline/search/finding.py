"""From a question to what is found: one query to the database, a snippet for each hit."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.search.query import to_query
from pipeline.search.snippets import Snippet, mark_words, to_snippet
from pipeline.store import Hit, Store


@dataclass(frozen=True, slots=True)
class Found:
    """A hit, with its title and the best stretch of its text marked."""

    hit: Hit
    title: Snippet
    snippet: Snippet


def search_items(
    store: Store, words: str, *, most: int = 20, least_confidence: float = 0.0
) -> list[Found]:
    """The items that ``words`` ask for, the best first.

    ``least_confidence`` is how sure the facts must be that the query says the item has. Raises
    InputError where the query cannot be understood.
    """
    query = to_query(words, least_confidence)
    return [
        Found(hit, mark_words(hit.title, query), to_snippet(hit.text, query))
        for hit in store.search.find(query.conditions, most)
    ]
