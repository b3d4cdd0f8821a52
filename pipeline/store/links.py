"""Which documents are of one meeting, and what each is to another.

Links that a rule finds depend on what is stored alone, not on the order in which it came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, bindparam, delete, or_, select, text

from models.tables import DOCUMENT_LINKS, DOCUMENTS, METADATA
from pipeline.store.asking import Query

TABLES = METADATA.tables
USER, RULE, FILE = "user", "rule", "file"
Occasion = tuple[str, str]
"""A day, and the subject of a meeting on it: documents of one meeting have both in common."""

_RANKS = {"draft": 0, None: 1, "checked": 2}
"""How far minutes have come by what they say of themselves."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a document is to another; ``position`` counts the parts of a joined meeting from 1."""

    document_id: str
    other_id: str
    kind: str
    position: int = 0
    found_by: str = RULE


@dataclass(frozen=True, slots=True)
class Version:
    """What tells which meeting a document is of, and how late in its course it was written."""

    id: str
    kind: str | None
    status: str | None
    number: str | None
    subject: str
    people: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()

    @property
    def is_minutes(self) -> bool:
        return self.kind in ("minutes", "memo")

    @property
    def rank(self) -> int:
        return _RANKS[self.status]

    def agrees(self, other: Version) -> bool:
        """True unless another body or running number is printed, or other people met, or they had
        other items: boards of many associations are called just that."""
        numbers = {self.number, other.number} - {None}
        if self.subject != other.subject or len(numbers) > 1:
            return False
        return _overlap(self.people, other.people) and _overlap(self.titles, other.titles)


def _overlap(some: frozenset[str], others: frozenset[str]) -> bool:
    """True if one of the two is empty, or half of the smaller is in both."""
    smaller = min(len(some), len(others))
    return 2 * len(some & others) >= smaller


def links_of_day(versions: Iterable[Version]) -> list[Link]:
    """The links between documents of one day: each earlier version, agenda, invitation and extract
    to the latest minutes of its meeting."""
    ordered = sorted(versions, key=lambda each: (-each.rank, each.id))
    minutes = [each for each in ordered if each.is_minutes]
    links = []
    for each in ordered:
        kind = "earlier" if each.is_minutes else each.kind
        if kind not in ("earlier", "agenda", "invitation", "extract"):
            continue
        latest = next((other for other in minutes if other.agrees(each)), None)
        if latest and not (each.is_minutes and latest.rank <= each.rank):
            links.append(Link(each.id, latest.id, kind))
    return links


# --- in the database ----------------------------------------------------------------------------


_ADD = """
INSERT INTO document_links (document_id, other_id, kind, position, found_by)
VALUES (:document_id, :other_id, :kind, :position, :found_by)
ON CONFLICT (document_id, other_id) DO
"""
_BESIDE = text(f"{_ADD} NOTHING")
_INSTEAD = text(
    f"{_ADD} UPDATE SET kind = excluded.kind, position = excluded.position, "
    "found_by = excluded.found_by"
)
_UNLINK = delete(DOCUMENT_LINKS).where(
    DOCUMENT_LINKS.c.found_by == RULE, DOCUMENT_LINKS.c.document_id == bindparam("key")
)
_MEETINGS = TABLES["meetings"].c
_OCCASIONS = Query(
    select(_MEETINGS.date, _MEETINGS.body, _MEETINGS.title)
    .join(DOCUMENTS, DOCUMENTS.c.id == _MEETINGS.document_id)
    .where(DOCUMENTS.c.sha256 == bindparam("sha256"))
)
_OF_DAY = Query(
    select(
        _MEETINGS.document_id, _MEETINGS.kind, _MEETINGS.status, _MEETINGS.number, _MEETINGS.body,
        _MEETINGS.title,
    ).where(_MEETINGS.date == bindparam("day"))
)  # fmt: skip


def occasions_of(connection: Connection, sha256: str) -> set[Occasion]:
    """When a file that is stored has meetings, and of whom."""
    return {
        (day, subject)
        for day, body, title in _OCCASIONS.rows(connection, sha256=sha256)
        if day and (subject := _subject(body, title))
    }


def _subject(body: str | None, title: str | None) -> str:
    """Whose meeting it is, in folded case."""
    return (body or title or "").casefold()


def link_again(connection: Connection, occasions: Iterable[Occasion]) -> None:
    """Find the links of all documents of these occasions anew; those of other subjects on the same
    days cost next to nothing, for there may be hundreds of them."""
    for day, subject in sorted(occasions):
        versions = _versions(connection, day, subject)
        if versions:
            connection.execute(_UNLINK, [{"key": each.id} for each in versions])
        add_links(connection, links_of_day(versions))


def _versions(connection: Connection, day: str, subject: str) -> list[Version]:
    """What is known of the documents of an occasion; of one alone its people and titles are not
    asked, which nothing is compared with."""
    rows = [row for row in _OF_DAY.rows(connection, day=day) if _subject(*row[-2:]) == subject]
    keys = [row[0] for row in rows] if len(rows) > 1 else []
    people = _grouped(connection, "attendees", "name", keys)
    titles = _grouped(connection, "items", "title", keys)
    nothing: frozenset[str] = frozenset()
    return [
        Version(
            key, kind, status, number, subject, people.get(key, nothing), titles.get(key, nothing)
        )
        for key, kind, status, number, *_ in rows
    ]


def _grouped(
    connection: Connection, table: str, column: str, keys: Sequence[str]
) -> dict[str, frozenset[str]]:
    """For each document the values of a column, in folded case."""
    if not keys:
        return {}
    found: dict[str, set[str]] = {key: set() for key in keys}
    rows = TABLES[table]
    query = select(rows.c.document_id, rows.c[column]).where(rows.c.document_id.in_(keys))
    for key, value in connection.execute(query).tuples():
        if value:
            found[key].add(value.casefold())
    return {key: frozenset(values) for key, values in found.items()}


def add_links(connection: Connection, links: Sequence[Link], *, instead: bool = False) -> None:
    """Store links between documents that are stored; one that is there already stays, or goes where
    it is ``instead``."""
    rows = [{n: getattr(link, n) for n in Link.__dataclass_fields__} for link in links]
    if rows:
        connection.execute(_INSTEAD if instead else _BESIDE, rows)


def joins_of(connection: Connection, keys: Iterable[str]) -> list[Link]:
    """The links by which a user joined these documents with others."""
    links, known = TABLES["document_links"], list(keys)
    if not known:
        return []
    query = select(links).where(
        links.c.found_by == USER, or_(links.c.document_id.in_(known), links.c.other_id.in_(known))
    )
    return [_row_to_link(row) for row in connection.execute(query).mappings()]


def joined_order(connection: Connection, key: str) -> list[str]:
    """The documents of the meeting that a user joined this one to, in their order; it alone where
    it is joined to none."""
    links = TABLES["document_links"]
    ofs = (links.c.kind == "part", links.c.document_id == key)
    first = connection.execute(select(links.c.other_id).where(*ofs)).scalar_one_or_none() or key
    parts = (
        select(links.c.document_id)
        .where(links.c.kind == "part", links.c.other_id == first)
        .order_by(links.c.position)
    )
    return [first, *connection.execute(parts).scalars()]


def join(connection: Connection, keys: Sequence[str]) -> None:
    """Make one meeting of these documents and of those they are joined with already."""
    order = list(dict.fromkeys(k for key in keys for k in joined_order(connection, key)))
    take_apart(connection, order)
    links = [Link(key, order[0], "part", at, USER) for at, key in enumerate(order) if at]
    connection.execute(
        delete(DOCUMENT_LINKS).where(
            DOCUMENT_LINKS.c.document_id.in_(order[1:]), DOCUMENT_LINKS.c.other_id == order[0]
        )
    )
    add_links(connection, links)


def take_apart(connection: Connection, keys: Sequence[str]) -> None:
    """Take apart what was joined with any of these documents."""
    joined = {k for key in keys for k in joined_order(connection, key)}
    connection.execute(
        delete(DOCUMENT_LINKS).where(
            DOCUMENT_LINKS.c.kind == "part", DOCUMENT_LINKS.c.document_id.in_(sorted(joined))
        )
    )


def links_to_others(connection: Connection, key: str) -> dict[str, list[tuple[str, bool]]]:
    """By kind the documents that the one with this key is linked with, and whether they are what
    the kind says (else it is)."""
    links = TABLES["document_links"]
    query = select(links).where(or_(links.c.document_id == key, links.c.other_id == key))
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for row in connection.execute(query.order_by(links.c.position)).mappings():
        theirs = row["other_id"] == key
        found[row["kind"]].append((row["document_id"] if theirs else row["other_id"], theirs))
    return found


def _row_to_link(row: RowMapping) -> Link:
    return Link(**{n: row[n] for n in Link.__dataclass_fields__})
