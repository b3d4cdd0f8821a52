"""The search in the database: what an index of full text and some filters find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection, column, select, table, text

from models.records import MeetingKind
from models.tables import METADATA
from pipeline.store.entries import record_to_entries
from pipeline.store.identity import record_ids
from pipeline.store.inserting import insert_rows
from pipeline.store.matching import RANKS, WEIGHTS, Match, to_fts5, to_tsquery, to_vector
from pipeline.store.reading import read_record
from pipeline.wordkeys import WORD, keys_of, whole_keys

ENTRIES = METADATA.tables["search_entries"]
VECTORS = table("search_index", column("id"), column("words"))
"""PostgreSQL's index of full text."""
FactKind = Literal["decision", "action", "statistic", "date", "link", "reference"]
FACTS = {kind: f"{kind}s" for kind in get_args(FactKind)} | {"reference": "document_references"}
MATCHES = {"sqlite": "search_index MATCH :match", "postgresql": "words @@ CAST(:match AS tsquery)"}
ROWS = {"sqlite": "rowid", "postgresql": "id"}
BEST = {
    "sqlite": f"bm25(search_index, {', '.join(map(str, WEIGHTS.values()))})",
    "postgresql": f"-ts_rank('{RANKS}', words, CAST(:match AS tsquery), 1)",
}
"""The rank of an entry, lower is better: by dialect, as is all that the full-text indexes need."""
ENTRY = """
WITH best AS (
    SELECT {id} AS id, {rank} AS rank FROM {tables}
    WHERE {conditions} ORDER BY {order}, {id} LIMIT :most
)
SELECT search_entries.title, search_entries.text, documents.sha256, documents.file,
    documents.part, meetings.title AS meeting, meetings.body, meetings.date, items.id AS item_id,
    items.path AS item, items.page, best.rank
FROM best
JOIN search_entries ON search_entries.id = best.id
JOIN documents ON documents.id = search_entries.document_id
JOIN meetings ON meetings.document_id = documents.id
LEFT JOIN items ON items.id = search_entries.item_id
ORDER BY {order}, documents.file, documents.part, search_entries.id
"""
"""The best are chosen before their texts are read: a common word stands in most of them."""
FILTERED = """
JOIN meetings ON meetings.document_id = search_entries.document_id
LEFT JOIN items ON items.id = search_entries.item_id
"""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a hit has to meet: ``match`` the full text; ``body`` words of the organ's name; days
    from ``since`` to ``until``, both as YYYY-MM-DD and included; what the document is; which facts
    the item holds, and how sure they are (0 to 1)."""

    match: Match | None = None
    body: str | None = None
    since: str | None = None
    until: str | None = None
    kinds: tuple[MeetingKind, ...] = ()
    facts: tuple[FactKind, ...] = ()
    least_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that was found; ``item`` and ``page`` are None for what stands outside the items.

    A lower ``rank`` is better.
    """

    sha256: str
    file: str
    part: int
    meeting: str | None
    body: str | None
    date: str | None
    item_id: str | None
    item: str | None
    page: int | None
    title: str
    text: str
    rank: float


class FullText:
    """The full text of all items; every method is one transaction."""

    def __init__(self, transaction: Callable[..., AbstractContextManager[Connection]]) -> None:
        self._transaction = transaction

    def fill_in_older(self) -> None:
        """Add the documents of a database that was filled before there was a search."""
        documents = select(METADATA.tables["documents"].c.id)
        with self._transaction() as connection:
            is_filled = connection.execute(select(ENTRIES.c.id).limit(1)).first()
            if is_filled or not connection.execute(documents.limit(1)).first():
                return
        with self._transaction(writing=True) as connection:
            for key in connection.execute(documents).scalars().all():
                record = read_record(connection, key)
                write_entries(connection, record_to_entries(record, record_ids(record)))

    def find(self, conditions: Conditions, most: int) -> list[Hit]:
        """The ``most`` hits that come first: by rank, or the newest where no words are asked."""
        with self._transaction() as connection:
            where, values = _where(connection, conditions)
            ranked, dialect = conditions.match is not None, connection.dialect.name
            row = f"search_index.{ROWS[dialect]}"
            join = f"JOIN search_entries ON search_entries.id = {row}"
            is_filtered = not ranked or len(where) > 1
            query = ENTRY.format(
                id=row if ranked else "search_entries.id",
                rank=BEST[dialect] if ranked else "0.0",
                tables=" ".join(
                    [
                        "search_index" if ranked else "search_entries",
                        join if ranked and is_filtered else "",
                        FILTERED if is_filtered else "",
                    ]
                ),
                conditions=" AND ".join(where) or "true",
                order="rank" if ranked else "meetings.date DESC NULLS LAST",
            )
            rows = connection.execute(text(query), {**values, "most": most}).mappings()
            return [Hit(**row) for row in rows]


def write_entries(connection: Connection, entries: Sequence[Mapping[str, Any]]) -> None:
    """Store rows of ``search_entries``, and what of them SQLite's triggers do not index."""
    insert_rows(connection, ENTRIES, entries)
    if connection.dialect.name == "postgresql":
        vectors = [{"id": entry["id"], "words": to_vector(entry)} for entry in entries]
        insert_rows(connection, VECTORS, vectors)


def _where(connection: Connection, asked: Conditions) -> tuple[list[str], dict[str, object]]:
    """The conditions in SQL, and the values of their parameters."""
    where: list[str] = []
    values: dict[str, object] = {}
    if asked.match is not None:
        dialect = connection.dialect.name
        where.append(MATCHES[dialect])
        values["match"] = (to_fts5 if dialect == "sqlite" else to_tsquery)(asked.match)
    if asked.since:
        where.append("meetings.date >= :since")
        values["since"] = asked.since
    if asked.until:
        where.append("meetings.date <= :until")
        values["until"] = asked.until
    if asked.body is not None:
        where.append(_is_one_of("meetings.body", bodies_named(connection, asked.body), values))
    if asked.kinds:
        where.append(_is_one_of("meetings.kind", asked.kinds, values))
    for kind in asked.facts:
        where.append(_holds(kind))
        values["sure"] = asked.least_confidence
    return where, values


def _is_one_of(column: str, choices: Sequence[str], values: dict[str, object]) -> str:
    names = [f"{column.partition('.')[2]}{at}" for at in range(len(choices))]
    values.update(zip(names, choices, strict=True))
    return f"{column} IN ({', '.join(':' + name for name in names)})"


def _holds(kind: FactKind) -> str:
    """The condition that the item, or a point under it, has a fact of this kind."""
    return f"""EXISTS (
        SELECT 1 FROM {FACTS[kind]} AS fact JOIN items AS point ON point.id = fact.item_id
        WHERE fact.document_id = search_entries.document_id AND fact.confidence >= :sure
            AND (point.path = items.path OR point.path LIKE items.path || '.%')
    )"""


def bodies_named(connection: Connection, words: str) -> list[str]:
    """The organs whose names have all of ``words``, in any inflection."""
    meetings = METADATA.tables["meetings"]
    named = connection.execute(select(meetings.c.body).distinct()).scalars()
    asked = [set(whole_keys(word)) for word in WORD.findall(words)]
    return sorted(body for body in named if body and all(map(set(_keys(body)).__and__, asked)))


def _keys(name: str) -> Iterator[str]:
    for word in WORD.findall(name):
        yield from keys_of(word)
