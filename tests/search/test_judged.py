"""What the search finds in the samples, against what a reader finds, beside plain FTS5."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.ingest import ingest_paths
from pipeline.search import search_items
from pipeline.store import Store, open_store
from tests.building import connect

JUDGED: dict[str, list[str]] = json.loads((Path(__file__).parent / "judged.json").read_text())[
    "queries"
]
PLAIN = """
SELECT documents.file, items.path FROM plain JOIN search_entries ON search_entries.id = plain.rowid
JOIN documents ON documents.id = search_entries.document_id
JOIN items ON items.id = search_entries.item_id WHERE plain MATCH ?
"""


@pytest.fixture(scope="module")
def database(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "minutes.db"
    with open_store(str(path), create=True) as store:
        ingest_paths([str(samples)], store)
    return path


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(database: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """The samples in a database of each kind."""
    with open_store(str(database)) as opened:
        if request.param == "sqlite":
            yield opened
            return
        with open_store(request.getfixturevalue("postgresql").new()) as other:
            for document in opened.documents():
                other.save_record(opened.load_record(document.sha256, document.part))
            yield other


def name(file: str, item: str | None) -> str:
    return f"{file.removesuffix('.pdf')} {item}"


def found_by_us(store: Store, words: str) -> set[str]:
    hits = (found.hit for found in search_items(store, words, most=1000))
    return {name(hit.file, hit.item) for hit in hits if hit.item}


def found_by_plain_fts5(database: Path) -> dict[str, set[str]]:
    with connect(database) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.plain USING fts5(title, text)")
        connection.execute(
            "INSERT INTO plain(rowid, title, text) SELECT id, title, text FROM search_entries"
        )
        return {
            words: {name(*row) for row in connection.execute(PLAIN, (words,))} for words in JUDGED
        }


def recall_and_precision(found: dict[str, set[str]]) -> tuple[float, float]:
    right = sum(len(found[words] & set(items)) for words, items in JUDGED.items())
    wanted = sum(map(len, JUDGED.values()))
    return right / wanted, right / max(1, sum(map(len, found.values())))


def test_far_more_is_found_than_by_plain_full_text_search(store: Store, database: Path) -> None:
    ours = {words: found_by_us(store, words) for words in JUDGED}
    recall, precision = recall_and_precision(ours)
    plain_recall, _ = recall_and_precision(found_by_plain_fts5(database))
    missed = {words: set(items) - ours[words] for words, items in JUDGED.items()}
    extra = {words: ours[words] - set(items) for words, items in JUDGED.items()}
    assert recall >= 0.95, {words: items for words, items in missed.items() if items}
    assert precision >= 0.9, {words: items for words, items in extra.items() if items}
    assert plain_recall < 0.6


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ("kuljetus toimielin:sivistyslautakunnan sisältää:päätös", ["lautakunta-2024-09-17 63"]),
        ('"kosteuskartoitus 4.12. mennessä"', ["taloyhtio-2024-11-27 6"]),
        ("=Urakasta", ["taloyhtio-2024-11-27 4"]),
        ("kosteuskart*", ["taloyhtio-2024-11-27 6"]),
        ("urakka -katto aika:2024..", ["taloyhtio-2024-11-27 4"]),
        ("kosteus OR laajakaista", ["kylatoimikunta-2024-10-03 4", "taloyhtio-2024-11-27 6"]),
        ("henkilö:Ollilaakso sisältää:tehtävä", ["yhdistys-2025-03-22 10"]),
        ("organisaatio:Museovirasto", ["yhdistys-2025-03-22 10"]),
        ("maksu laji:esityslista", ["esityslista-2025-05-20 33"]),
        ("koira", []),
    ],
)  # fmt: skip
def test_the_query_language(store: Store, words: str, items: list[str]) -> None:
    assert found_by_us(store, words) == set(items)


def test_the_best_comes_first_and_its_words_are_marked(store: Store) -> None:
    first = search_items(store, "koulukuljetus")[0]
    assert [first.title.text[a:b] for a, b in first.title.marks] == ["Koulukuljetusperiaatteiden"]
    found = search_items(store, "kosteuskartoitus")[0]
    assert [found.snippet.text[a:b] for a, b in found.snippet.marks] == ["kosteuskartoitus"]
