"""Corrections applied to the rows of a document whenever it is stored.

The rows of a corrected document say what holds, so that every reader sees the same. What was
extracted is kept beside them, compressed, and the corrections are applied to that anew each time:
what holds depends on what was extracted and said alone, not on how often it was applied.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    bindparam,
    create_engine,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from models.records import Record
from models.tables import CORRECTIONS, EXTRACTED_ROWS, METADATA
from pipeline.store.asking import Query
from pipeline.store.corrections import Corrected, Correction, correct_record
from pipeline.store.inserting import insert_rows
from pipeline.store.reading import TABLES, read_record
from pipeline.store.rows import Rows, record_to_rows
from pipeline.store.searching import write_entries

KEPT = ("documents", "document_texts", "pages")
"""Tables whose rows no correction changes."""
_PLAIN = (
    "id", "sha256", "part", "kind", "verdict", "target", "quote", "item", "start",
    "entered_by", "entered_at",
)  # fmt: skip
_CORRECTED = Query(
    select(1).where(
        or_(
            exists(CORRECTIONS.c.number),
            exists().where(EXTRACTED_ROWS.c.document_id == bindparam("key")),
        )
    )
)
"""A row where any document is corrected, or this one was."""


def apply_corrections(connection: Connection, key: str) -> None:
    """Have the rows of a document be what was extracted with all corrections applied; nothing is
    done where there never was one."""
    if not _CORRECTED.rows(connection, key=key):
        return
    corrections = corrections_of(connection, key)
    if not corrections:
        if extracted := _read_extracted(connection, key):
            _put(connection, key, extracted)
            connection.execute(delete(EXTRACTED_ROWS).where(EXTRACTED_ROWS.c.document_id == key))
        return
    record = extracted_record(connection, key)
    if not _is_extracted_kept(connection, key):
        _keep_extracted(connection, key, record)
    corrected = correct_record(record, corrections)
    _put(connection, key, _changing(record_to_rows(corrected.record)))
    _note_states(connection, corrections, corrected)


def corrections_of(connection: Connection, key: str) -> list[Correction]:
    """The corrections of a document: those of all documents that name one of its organisations,
    then its own, in the order in which they were entered."""
    documents, organisations = TABLES["documents"], TABLES["organisations"]
    place = connection.execute(
        select(documents.c.sha256, documents.c.part).where(documents.c.id == key)
    ).one()
    everywhere = read_corrections(connection, CORRECTIONS.c.verdict == "same")
    if everywhere and not _is_extracted_kept(connection, key):
        names = select(organisations.c.name).where(organisations.c.document_id == key)
        named = set(connection.execute(names).scalars())
        if named.isdisjoint(said.target for said in everywhere):
            everywhere = []
    own = read_corrections(
        connection, CORRECTIONS.c.sha256 == place.sha256, CORRECTIONS.c.part == place.part
    )
    return [*everywhere, *own]


def _changing(rows: Rows) -> Rows:
    return {table: found for table, found in rows.items() if table not in KEPT}


def _put(connection: Connection, key: str, rows: Rows) -> None:
    """Put these rows in the place of the document's; what hangs on them leaves with them."""
    for table in reversed(list(rows)):
        if "document_id" in TABLES[table].c:
            connection.execute(delete(TABLES[table]).where(TABLES[table].c.document_id == key))
    insert_all(connection, rows)


def insert_all(connection: Connection, rows: Rows) -> None:
    """Insert the rows of a document, table by table."""
    for table, found in rows.items():
        if table == "search_entries":
            write_entries(connection, found)
        else:
            insert_rows(connection, TABLES[table], found)


def _read_extracted(connection: Connection, key: str) -> Rows | None:
    query = select(EXTRACTED_ROWS.c.rows).where(EXTRACTED_ROWS.c.document_id == key)
    packed = connection.execute(query).scalar_one_or_none()
    return json.loads(zlib.decompress(packed)) if packed else None


def _is_extracted_kept(connection: Connection, key: str) -> bool:
    query = select(EXTRACTED_ROWS.c.document_id).where(EXTRACTED_ROWS.c.document_id == key)
    return connection.execute(query).first() is not None


def _keep_extracted(connection: Connection, key: str, record: Record) -> None:
    packed = zlib.compress(json.dumps(_changing(record_to_rows(record))).encode())
    connection.execute(insert(EXTRACTED_ROWS).values(document_id=key, rows=packed))


def _note_states(
    connection: Connection, corrections: Sequence[Correction], corrected: Corrected
) -> None:
    for said in corrections:
        state = "unanchored" if said.id in corrected.unanchored else "applied"
        connection.execute(
            update(CORRECTIONS).where(CORRECTIONS.c.id == said.id).values(state=state)
        )


def read_corrections(connection: Connection, *conditions: Any) -> list[Correction]:
    """The corrections that meet the conditions, in the order in which they hold."""
    query = select(TABLES["corrections"]).where(*conditions).order_by(CORRECTIONS.c.number)
    return [row_to_correction(row) for row in connection.execute(query).mappings()]


def row_to_correction(row: RowMapping) -> Correction:
    """The correction that a row tells of."""
    values, before = json.loads(row["new"]), json.loads(row["old"])
    return Correction(**{name: row[name] for name in _PLAIN}, values=values, before=before)


def correction_to_row(said: Correction) -> dict[str, Any]:
    """The columns of the table of corrections, but for the number."""
    return {name: getattr(said, name) for name in _PLAIN} | {
        "new": json.dumps(said.values, ensure_ascii=False),
        "old": json.dumps(said.before, ensure_ascii=False),
        "state": "applied",
    }


def extracted_record(connection: Connection, key: str) -> Record:
    """What was extracted of a document: its rows are read back in a database of their own, so that
    nothing is written where others read."""
    extracted = _read_extracted(connection, key)
    if extracted is None:
        return read_record(connection, key)
    return rows_to_record(_kept_rows(connection, key) | extracted)


def rows_to_record(rows: Rows) -> Record:
    """The record of which these rows were made."""
    beside = create_engine("sqlite://")
    try:
        METADATA.create_all(beside)
        with beside.begin() as memory:
            for table, found in rows.items():
                insert_rows(memory, TABLES[table], found)
            return read_record(memory, rows["documents"][0]["id"])
    finally:
        beside.dispose()


def _kept_rows(connection: Connection, key: str) -> Rows:
    """The rows of a document that no correction changes."""
    columns = {table: "id" if table == "documents" else "document_id" for table in KEPT}
    return {
        table: [
            dict(row)
            for row in connection.execute(
                select(TABLES[table]).where(TABLES[table].c[column] == key)
            ).mappings()
        ]
        for table, column in columns.items()
    }
