"""Writes the database of today's revision: two documents that are one meeting, a failure, a file, a
run, and what people said of people and facts."""

from __future__ import annotations

import lzma
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from models.tables import REVISION
from pipeline.corrections import Said, enter
from pipeline.store import FailureNote, KnownFile, Store, open_store
from tests.building import make_record
from tests.released import FOLDER

MOMENT = "2026-01-31T12:00:00Z"


def fill(store: Store) -> None:
    """Something in each table that people or runs fill."""
    record = make_record()
    store.save_record(record)
    store.save_record(make_record("toinen.pdf", "toinen"))
    store.join_documents(store.documents())
    broken = "rikki.pdf is broken"
    store.save_failure(FailureNote("/srv/rikki.pdf", "f" * 64, "read", "InputError", broken))
    seen = KnownFile("/srv/muistio.pdf", record.document.sha256, 10, 20, 30, 40)
    store.files.save([seen], MOMENT)
    run = store.runs.begin("ingest /srv", MOMENT, "0.1.0", "rules")
    store.runs.end(run, MOMENT, 7, {"stored": 2, "failed": 1, "pages": 4}, {"read": 1.5})
    store.persons.merge([one for one in store.persons.named() if one.name == "Aino Esimerkki"])
    facts = store.corrections.facts(store.documents()[0])
    statistic = next(fact for fact in facts if fact.kind == "statistic")
    value = {"value": "46"}
    said = Said(doc="muistio.pdf", verdict="set", id=statistic.id, by="Testaaja", fields=value)
    enter(store, said)
    gone = next(one for one in store.persons.named() if one.name == "Onni Koemies")
    sought = store.forgetting.seek(gone.id)
    store.forgetting.forget(sought, by="Testaaja", reason=None, moment=MOMENT)
    store.forgetting.sweep(MOMENT)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "minutes.db"
        with open_store(str(path), create=True) as store:
            fill(store)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("VACUUM")
        packed = lzma.compress(path.read_bytes(), preset=9)
    (FOLDER / f"{REVISION}.db.xz").write_bytes(packed)


if __name__ == "__main__":
    main()
