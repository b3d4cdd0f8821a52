"""What pages show of many documents: meetings, organs, people, organisations.

Every question has a limit or is about one thing, so that it is answered at once however much is
stored. A document that was replaced by a later version of its meeting is left out where things are
counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, text

T = TypeVar("T")

PAGE = 50
"""Lines of a list that are shown at a time."""
_LATEST = """NOT EXISTS (SELECT 1 FROM document_links WHERE document_links.document_id = {0}
    AND document_links.kind IN ('earlier', 'part'))"""
_MEETING = """documents.id AS document_id, documents.file, meetings.date,
    coalesce(meetings.title, meetings.body, documents.file) AS meeting, meetings.body"""


@dataclass(frozen=True, slots=True)
class MeetingFilter:
    """Which meetings: of an organ, of days from ``since`` to ``until``, with a word in the name."""

    body: str = ""
    since: str = ""
    until: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in a list, and how much was found in it."""

    document_id: str
    file: str
    date: str | None
    meeting: str
    body: str | None
    kind: str | None
    status: str | None
    items: int
    decisions: int
    actions: int


@dataclass(frozen=True, slots=True)
class BodyLine:
    """An organ, how often it met, and when it did last."""

    body: str
    meetings: int
    last: str | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person in a list."""

    id: str
    name: str
    meetings: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class AppearanceLine:
    """A meeting in which a person appears: as what (None: only named), and on whose behalf."""

    document_id: str
    date: str | None
    meeting: str
    role: str | None
    affiliation: str | None


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation in a list: by how many documents it is named."""

    name: str
    kind: str | None
    documents: int


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item that names somebody or something, and how often."""

    document_id: str
    file: str
    date: str | None
    meeting: str
    body: str | None
    item_id: str | None
    item: str | None
    title: str | None
    mentions: int


class Overviews:
    """Lists of what is stored; every method is one transaction."""

    def __init__(self, transaction: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._transaction = transaction

    def _lines(self, kind: type[T], query: str, **values: Any) -> list[T]:
        with self._transaction() as connection:
            return [kind(**row) for row in connection.execute(text(query), values).mappings()]

    def counts(self) -> dict[str, int]:
        """How many documents, meetings, people, organisations, decisions and tasks there are."""
        queries = {
            "documents": "SELECT count(*) FROM documents",
            "meetings": "SELECT count(*) FROM documents WHERE " + _LATEST.format("documents.id"),
            "people": "SELECT count(*) FROM persons",
            "organisations": "SELECT count(DISTINCT name) FROM organisations",
            "decisions": "SELECT count(*) FROM decisions",
            "actions": "SELECT count(*) FROM actions",
        }
        with self._transaction() as connection:
            return {
                name: connection.exec_driver_sql(query).scalar_one()
                for name, query in queries.items()
            }

    def meetings(self, asked: MeetingFilter, page: int = 1) -> list[MeetingLine]:
        """The meetings, the newest first; one more than a page has where there are more."""
        where, values = _filter_meetings(asked)
        counted = ", ".join(
            f"(SELECT count(*) FROM {table} WHERE document_id = documents.id{more}) AS {table}"
            for table, more in (("items", " AND depth = 1"), ("decisions", ""), ("actions", ""))
        )
        query = f"""
        SELECT {_MEETING}, meetings.kind, meetings.status, {counted}
        FROM meetings JOIN documents ON documents.id = meetings.document_id
        WHERE {where} ORDER BY meetings.date DESC, meetings.document_id LIMIT :most OFFSET :start
        """
        return self._lines(MeetingLine, query, **values, **_window(page))

    def bodies(self, most: int) -> list[BodyLine]:
        """The organs that met most often."""
        query = f"""
        SELECT body, count(*) AS meetings, max(date) AS last FROM meetings
        WHERE body IS NOT NULL AND {_LATEST.format("meetings.document_id")}
        GROUP BY body ORDER BY meetings DESC, body LIMIT :most
        """
        return self._lines(BodyLine, query, most=most)

    def people(self, words: str, page: int = 1) -> list[PersonLine]:
        """The people one of whose names holds ``words``, who came to most meetings first."""
        where = "instr(name_key, :words)" if words else "person_id IS NOT NULL"
        query = f"""
        WITH most AS (
            SELECT person_id, count(*) AS times FROM appearances WHERE {where}
            GROUP BY person_id ORDER BY times DESC, person_id LIMIT :most OFFSET :start
        )
        SELECT persons.id, persons.name, count(DISTINCT appearances.document_id) AS meetings,
            min(meetings.date) AS first, max(meetings.date) AS last
        FROM most JOIN persons ON persons.id = most.person_id
        CROSS JOIN appearances ON appearances.person_id = most.person_id
        JOIN meetings ON meetings.document_id = appearances.document_id
        GROUP BY persons.id ORDER BY meetings DESC, persons.name
        """
        return self._lines(PersonLine, query, words=words.casefold(), **_window(page))

    def person(self, key: str) -> PersonLine | None:
        """The person with this id, in how many documents and from when to when; None: nobody."""
        query = """
        SELECT persons.id, persons.name, count(DISTINCT appearances.document_id) AS meetings,
            min(meetings.date) AS first, max(meetings.date) AS last
        FROM persons JOIN appearances ON appearances.person_id = persons.id
        JOIN meetings ON meetings.document_id = appearances.document_id
        WHERE persons.id = :person GROUP BY persons.id
        """
        return next(iter(self._lines(PersonLine, query, person=key)), None)

    def names_and_reasons(self, person_id: str) -> tuple[set[str], set[str]]:
        """What a person is called in all documents, and why it is taken to be the same one."""
        query = "SELECT DISTINCT name, reason FROM appearances WHERE person_id = :person"
        with self._transaction() as connection:
            found = connection.execute(text(query), {"person": person_id}).tuples().all()
        return {name for name, _ in found}, {reason for _, reason in found}

    def appearances(self, person_id: str, page: int = 1) -> list[AppearanceLine]:
        """The meetings in which a person appears, the latest first."""
        query = """
        SELECT documents.id AS document_id, meetings.date,
            coalesce(meetings.title, meetings.body, documents.file) AS meeting,
            (SELECT role FROM attendees WHERE attendees.document_id = documents.id
                AND attendees.name = chosen.name ORDER BY position LIMIT 1) AS role,
            chosen.affiliation
        FROM (
            SELECT appearances.*, meetings.date FROM appearances
            JOIN meetings ON meetings.document_id = appearances.document_id
            WHERE person_id = :person
            ORDER BY meetings.date DESC, appearances.document_id, name LIMIT :most OFFSET :start
        ) AS chosen
        JOIN documents ON documents.id = chosen.document_id
        JOIN meetings ON meetings.document_id = documents.id
        ORDER BY meetings.date DESC, documents.id, chosen.name
        """
        return self._lines(AppearanceLine, query, person=person_id, **_window(page))

    def document_of(self, sha256: str, part: int) -> str | None:
        """The id of a document, None where it is not stored."""
        query = "SELECT id FROM documents WHERE sha256 = :sha256 AND part = :part"
        with self._transaction() as connection:
            values = {"sha256": sha256, "part": part}
            found: str | None = connection.execute(text(query), values).scalar_one_or_none()
            return found

    def persons_in(self, document_id: str) -> dict[str, str]:
        """By the names in a document whose they are."""
        query = "SELECT name, person_id FROM appearances WHERE document_id = :document"
        with self._transaction() as connection:
            rows = connection.execute(text(query), {"document": document_id}).tuples()
            return {name: person for name, person in rows if person}

    def items_naming(self, person_id: str, page: int = 1) -> list[ItemLine]:
        """The items that name a person, the newest first."""
        query = _ITEMS.format(
            named="""appearances JOIN people ON people.document_id = appearances.document_id
                AND people.name = appearances.name
            JOIN mentions ON mentions.person_id = people.id
                AND mentions.item_id IS NOT NULL""",
            where="appearances.person_id = :person",
        )
        return self._lines(ItemLine, query, person=person_id, **_window(page))

    # --- organisations --------------------------------------------------------------------------

    def organisations(self, words: str, page: int = 1) -> list[OrganisationLine]:
        """The organisations whose names hold ``words``, named by most documents first."""
        where = "WHERE instr(fold(name), :words)" if words else ""
        query = f"""
        SELECT name, max(kind) AS kind, count(*) AS documents FROM organisations {where}
        GROUP BY name ORDER BY documents DESC, name LIMIT :most OFFSET :start
        """
        return self._lines(OrganisationLine, query, words=words.casefold(), **_window(page))

    def organisation_years(self, name: str) -> list[tuple[str, int, int]]:
        """By year in how many documents an organisation is named, and how often."""
        query = """
        SELECT substr(meetings.date, 1, 4) AS year, count(DISTINCT organisations.document_id),
            count(mentions.id)
        FROM organisations JOIN meetings ON meetings.document_id = organisations.document_id
        LEFT JOIN mentions ON mentions.organisation_id = organisations.id
        WHERE organisations.name = :name GROUP BY year ORDER BY year
        """
        with self._transaction() as connection:
            rows = connection.execute(text(query), {"name": name}).tuples()
            return [(year or "", documents, mentions) for year, documents, mentions in rows]

    def items_about(self, name: str, page: int = 1) -> list[ItemLine]:
        """The items that name an organisation, the newest first."""
        query = _ITEMS.format(
            named="organisations JOIN mentions ON mentions.organisation_id = organisations.id",
            where="organisations.name = :name",
        )
        return self._lines(ItemLine, query, name=name, **_window(page))

    def named_together(self, name: str, most: int) -> list[OrganisationLine]:
        """The organisations that are named in the same items, the most frequent first."""
        query = """
        SELECT others.name, max(others.kind) AS kind, count(DISTINCT named.item_id) AS documents
        FROM organisations JOIN mentions AS named ON named.organisation_id = organisations.id
        JOIN mentions AS beside ON beside.item_id = named.item_id
        JOIN organisations AS others ON others.id = beside.organisation_id
        WHERE organisations.name = :name AND others.name <> :name
        GROUP BY others.name ORDER BY documents DESC, others.name LIMIT :most
        """
        return self._lines(OrganisationLine, query, name=name, most=most)

    def representatives(self, name: str, most: int) -> list[PersonLine]:
        """The people who came to meetings on an organisation's behalf."""
        query = """
        SELECT persons.id, persons.name, count(*) AS meetings, min(meetings.date) AS first,
            max(meetings.date) AS last
        FROM organisations JOIN appearances ON appearances.document_id = organisations.document_id
            AND appearances.affiliation = organisations.name
        JOIN persons ON persons.id = appearances.person_id
        JOIN meetings ON meetings.document_id = appearances.document_id
        WHERE organisations.name = :name
        GROUP BY persons.id ORDER BY meetings DESC, persons.name LIMIT :most
        """
        return self._lines(PersonLine, query, name=name, most=most)


# What a page shows is chosen before it is looked up: reading all that could be shown takes longer.
_ITEMS = f"""
WITH chosen AS (
    SELECT mentions.document_id, mentions.item_id, meetings.date, count(*) AS mentions,
        min(mentions.span_start) AS place
    FROM {{named}} JOIN meetings ON meetings.document_id = mentions.document_id
    WHERE {{where}} GROUP BY mentions.document_id, mentions.item_id
    ORDER BY meetings.date DESC, mentions.document_id, place LIMIT :most OFFSET :start
)
SELECT {_MEETING}, items.id AS item_id, items.path AS item,
    coalesce(items.title, CASE WHEN length(items.text) > 120
        THEN rtrim(substr(items.text, 1, 120)) || '…' ELSE items.text END) AS title,
    chosen.mentions
FROM chosen
JOIN documents ON documents.id = chosen.document_id
JOIN meetings ON meetings.document_id = documents.id
LEFT JOIN items ON items.id = chosen.item_id
ORDER BY meetings.date DESC, documents.id, chosen.place
"""


def _window(page: int) -> dict[str, int]:
    """A page's lines and one more, which says that there is another page."""
    return {"most": PAGE + 1, "start": PAGE * (max(1, page) - 1)}


def _filter_meetings(asked: MeetingFilter) -> tuple[str, dict[str, str]]:
    conditions = [
        (asked.body, "meetings.body = :body", "body"),
        (asked.since, "meetings.date >= :since", "since"),
        (asked.until, "meetings.date <= :until", "until"),
        (asked.words, f"instr(fold({_NAMES}), :words)", "words"),
    ]
    where, values = _all_of(conditions)
    return f"{where} AND {_LATEST.format('meetings.document_id')}", values


_NAMES = "coalesce(meetings.title, '') || ' ' || coalesce(meetings.body, '') || documents.file"


def _all_of(conditions: Sequence[tuple[str, str, str]]) -> tuple[str, dict[str, str]]:
    """Those conditions that are asked for, in SQL, and the values of their parameters."""
    asked = [(value, sql, name) for value, sql, name in conditions if value]
    where = " AND ".join(sql for _, sql, _ in asked) or "true"
    return where, {name: value.casefold() if name == "words" else value for value, _, name in asked}
