"""Which documents are meant: those of an organ, of a stretch of days."""

from __future__ import annotations

from sqlalchemy import Connection, text

from pipeline.store.searching import bodies_named

_MEETINGS = """
SELECT documents.id, meetings.body, meetings.date FROM documents
JOIN meetings ON meetings.document_id = coalesce(
    (SELECT other_id FROM document_links WHERE document_id = documents.id AND kind = 'part'),
    documents.id)
"""


def documents_of(connection: Connection, organ: str, since: str, until: str) -> set[str]:
    """The ids of the documents of meetings of organs whose names have the words of ``organ``, in
    any inflection, on days from ``since`` to ``until``. Empty words choose all; a meeting without a
    day is left out where days are asked for. A part of a meeting is chosen with its first part."""
    organs = set(bodies_named(connection, organ)) if organ else None
    return {
        key
        for key, body, day in connection.execute(text(_MEETINGS)).tuples()
        if (organs is None or body in organs)
        and (not since or (day and day >= since))
        and (not until or (day and day <= until))
    }
