"""How long the pages take on a database of many documents, all different in text.

    python -m benchmarks.web [--documents 10000] [--database many.db]

The database is made of the rows of the samples (once, if it is not there: a quarter of an hour):
each copy has another hash, other ids, another day, names that it shares with a few others, and
other words. Then every page is asked for several times, in one process, after it was asked once.
The middle one of the times counts, and so does the time that the processor worked, which says
more where other programs want the processor, too: a page is slow where this one is over the limit.
Ends with 1 where one is.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipeline.ingest import ingest_file
from pipeline.questions import questions
from pipeline.serve import Site, open_site
from pipeline.serve.site import NAME
from pipeline.store import MeetingFilter, Rows, document_id, open_store, record_to_rows

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
LIMIT_MS = 300
TIMES = 7
KIN = 40
"""Documents in which a name is written the same way, and so is one person's or organisation's."""
ID = re.compile(r"[a-z]+_[0-9a-f]{16}")
WORD = re.compile(r"[^\W\d_]{5,}")
FIRST_DAY, DAYS = date(2005, 1, 1), 7300
NAMES = ("name", "name_key", "affiliation", "home", "body", "title", "deputy_for", "people",
         "organisations")  # fmt: skip


def main() -> int:
    """Make the database if need be, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--database", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.database or Path(folder) / "many.db"
        if not path.exists():
            make_database(path, arguments.documents)
        site = open_site(str(path))
        slow = asyncio.run(measure(site))
        site.close()
    return 1 if slow else 0


# --- many documents out of few --------------------------------------------------------------------


def make_database(path: Path, documents: int) -> None:
    """The rows of the samples over and over, no two documents alike."""
    made = [
        record_to_rows(one) for pdf in sorted(SAMPLES.glob("*.pdf")) for one in ingest_file(pdf)
    ]
    began = time.monotonic()
    with open_store(str(path), create=True, repeatable=True) as store:
        for number in range(documents):
            store.save_rows([varied(made[number % len(made)], number)])
            if number % 100 == 99:
                print(f"\r{number + 1} documents, {time.monotonic() - began:.0f} s", end="")
    print()


def varied(rows: Rows, number: int) -> Rows:
    """The rows of another document: as long, so that every offset still holds."""
    chance = random.Random(number)
    day = (FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat()
    own, shared = Respelling(number), Respelling(number // KIN)
    copies: Rows = {}
    for table, found in rows.items():
        copies[table] = [
            {column: _value(column, value, number, own, shared) for column, value in row.items()}
            for row in found
        ]
    copies["documents"][0]["sha256"] = _hash(str(number))
    copies["documents"][0]["file"] = f"{number:05d}.pdf"
    if copies["meetings"][0]["date"]:
        copies["meetings"][0]["date"] = day
    return copies


def _value(column: str, value: Any, number: int, own: Respelling, shared: Respelling) -> Any:
    if column == "id" and isinstance(value, int):
        return _number_of(f"{value}{number}")
    if not isinstance(value, str):
        return value
    if value.startswith("doc_") and ID.fullmatch(value):
        return document_id(_hash(str(number)))
    if ID.fullmatch(value):
        return f"{value.partition('_')[0]}_{_hash(value + str(number))[:16]}"
    if column in NAMES:
        return WORD.sub(shared, value)
    if column in ("text", "keys", "title_keys"):
        return WORD.sub(lambda m: own(m) if m[0].islower() else shared(m), value)
    return value


class Respelling:
    """Writes some words with one letter changed: the same word always in the same way."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def __call__(self, match: re.Match[str]) -> str:
        word = match[0]
        key = int(_hash(f"{word.casefold()}{self._seed}")[:8], 16)
        if key % 3:
            return word
        at = 1 + key // 3 % (len(word) - 1)
        return word[:at] + "aeioukst"[key // 99 % 8] + word[at + 1 :]


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _number_of(words: str) -> int:
    return int(_hash(words)[:15], 16)


# --- pages ----------------------------------------------------------------------------------------


async def measure(site: Site) -> list[str]:
    """Print what each page takes; those that take too long come back."""
    await site.invoke_startup()
    slow = []
    counts = site.store.overviews.counts()
    print(", ".join(f"{n} {name}" for name, n in counts.items()))
    print(f"load {os.getloadavg()[0]:.1f}; milliseconds")
    print(f"{'cpu':>5} {'taken':>6} {'first':>6} {'kB':>6}  page")
    for path in pages(site):
        worked, took = [], []
        for _ in range(1 + TIMES):
            began, busy = time.perf_counter(), time.process_time()
            answer = await site.client.get(path, headers={"host": "localhost"})
            took.append(1000 * (time.perf_counter() - began))
            worked.append(1000 * (time.process_time() - busy))
            if answer.status_code != 200:
                print(f"{answer.status_code} {path}")
                break
        cpu, middle = (statistics.median(times[1:] or times) for times in (worked, took))
        size = len(answer.content) / 1000
        print(f"{cpu:5.0f} {middle:6.0f} {took[0]:6.0f} {size:6.0f}  {path}")
        if cpu > LIMIT_MS or answer.status_code != 200:
            slow.append(path)
    print(f"{len(slow)} pages over {LIMIT_MS} ms" + "".join(f"\n  {path}" for path in slow))
    return slow


def pages(site: Site) -> Iterator[str]:
    """The address of every kind of page, of what there is most of."""
    overviews = site.store.overviews
    longest = max(overviews.meetings(MeetingFilter()), key=lambda line: line.items)
    person, organisation = overviews.people("")[0], overviews.organisations("")[0]
    body = overviews.bodies(1)[0].body
    yield from ("/", "/meetings", f"/meetings?body={body}", "/meetings?words=hallitus&page=3")
    yield f"/meeting/{longest.document_id}"
    yield from ("/people", "/people?words=virta", f"/person/{person.id}")
    yield from ("/organisations", "/organisations?words=kunta")
    yield f"/organisation?name={organisation.name}"
    yield from ("/actions", "/actions?owner=sari&due_before=2030-01-01", "/actions?page=20")
    yield from ("/actions?status=overdue&as_of=2026-01-01&confidence=80", "/actions?status=done")
    yield from ("/search", "/search?q=koulukuljetus", "/search?q=kokous", "/search?q=ko*")
    yield from ("/search?q=kokous&since=2020-01-01&has=decision&confidence=80", "/about")
    yield from ("/minutes", "/minutes/meetings", "/minutes/decisions")
    views = site.get_database(NAME).all_views()
    yield from (f"/minutes/{name}" for name in (*questions(), *views))


if __name__ == "__main__":
    sys.exit(main())
