"""Somebody is forgotten: no form of the name is left anywhere, and nothing else has changed."""

from __future__ import annotations

import io
import json
import re
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image
from sqlalchemy import MetaData, create_engine

from models.records import DocumentText, Record, Span
from pipeline.bearers import Bearer
from pipeline.cli import main
from pipeline.corrections import Said, enter, export_corrections, import_corrections
from pipeline.doctor import examine
from pipeline.errors import InputError, StoreError
from pipeline.inflection import word_forms
from pipeline.ingest import ingest_file, redo_documents
from pipeline.inventory import now
from pipeline.masks import MASK, cover, process_masked
from pipeline.names import to_full_name
from pipeline.search import search_items
from pipeline.serve.pictures import hidden_boxes, page_picture
from pipeline.store import (
    FailureNote,
    KnownFile,
    Ruling,
    Store,
    back_up,
    check_database,
    hashing,
    open_store,
)
from pipeline.store.masking import mask_record
from tests.building import connect, find, make_record

MOMENT = "2026-01-31T12:00:00Z"
NAME = "Onni Koemies"
FORMS = ("onni", "koemie", "koemieh")
"""With these begin all forms of the name."""


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "minutes.db")


@pytest.fixture
def store(path: str) -> Iterator[Store]:
    with open_store(path, create=True) as opened:
        opened.save_record(make_record())
        yield opened


def forget(store: Store, name: str = NAME, **options: Any) -> Any:
    sought = store.forgetting.seek(name)
    said = {"by": "Testaaja", "reason": None, "moment": MOMENT} | options
    act = store.forgetting.forget(sought, **said)
    store.forgetting.sweep(MOMENT)
    return act


def all_values(address: str) -> Iterator[tuple[str, str]]:
    """Every text of every table and view of the database, compressed ones as well."""
    engine = create_engine(address if "://" in address else f"sqlite:///{address}")
    if engine.dialect.name == "postgresql":
        engine = create_engine(engine.url.set(drivername="postgresql+psycopg"))
    found = MetaData()
    found.reflect(engine)
    with engine.connect() as connection:
        for table in found.tables.values():
            for row in connection.execute(table.select()).mappings():
                for column, value in row.items():
                    if isinstance(value, bytes):
                        yield f"{table}.{column}", _unpacked(value)
                    elif isinstance(value, str):
                        yield f"{table}.{column}", value
    engine.dispose()


def _unpacked(value: bytes) -> str:
    for skipped in (0, 1):
        try:
            return zlib.decompress(value[skipped:]).decode("utf-8", "replace")
        except zlib.error:
            continue
    return value.decode("utf-8", "replace")


def left_in_values(address: str, words: tuple[str, ...] = FORMS) -> set[tuple[str, str]]:
    """Where any of the words stands in the database, as its JSON escapes them, too."""
    return {
        (place, word)
        for place, value in all_values(address)
        for word in words
        if word in value.casefold() or json.dumps(word)[1:-1] in value.casefold()
    }


def left_in_bytes(path: str, words: tuple[str, ...] = FORMS) -> set[tuple[str, str]]:
    """Which of the files of the database hold any of the words as bytes, free pages included."""
    files = [file for file in Path(path).parent.iterdir() if file.name.startswith(Path(path).name)]
    return {
        (file.name, word)
        for file in files
        for word in words
        for spelled in (word, word.capitalize(), word.upper())
        if spelled.encode() in file.read_bytes()
    }


# --- nothing is left ----------------------------------------------------------------------------


def fill(store: Store) -> None:
    """Put the name wherever a database may hold it."""
    key = store.documents()[0].sha256

    def say(verdict: Any, **said: Any) -> None:
        enter(store, Said(doc="muistio.pdf", verdict=verdict, **{"by": NAME} | said))

    facts = {fact.kind: fact.id for fact in store.corrections.facts(store.documents()[0])}
    say("set", id=facts["action"], fields={"assignees": "Onni Koemies, Aino Esimerkki"})
    say("set", id=facts["decision"], fields={"text": "Onni Koemiehen esitys hyväksyttiin"})
    say("add", kind="action", quote="Onni Koemies lähettää ohjeen", by="o.koemies")
    say("confirm", id=next(f.id for f in store.corrections.facts(store.documents()[0])
                           if f.values.get("name") == NAME))  # fmt: skip
    document = store.documents()[0].id
    store.persons.rule([Ruling("apart", (document, NAME), (document, "Aino Esimerkki"))])
    store.save_failure(
        FailureNote("/gone/onni-koemies.pdf", None, "read", "X", "Onni Koemiestä ei voi lukea")
    )
    store.files.save([KnownFile("/gone/koemies_onni.pdf", key, 1, 2, 3, 4)], MOMENT)
    run = store.runs.begin("ingest /gone/koemies_onni.pdf", MOMENT, "1", "2")
    store.runs.end(run, MOMENT, 0, {}, {})


def test_no_form_of_the_name_is_left_in_any_value_or_byte(store: Store, path: str) -> None:
    fill(store)
    assert len({place for place, _ in left_in_values(path)}) > 15
    act = forget(store, reason="Onni Koemiehen pyyntö")
    assert (act.documents, act.reason) == (1, "████ █████████ pyyntö")
    assert left_in_values(path) == set()
    assert left_in_bytes(path) == set()
    store.close()
    assert left_in_bytes(path) == set()
    assert check_database(path) == []
    with connect(Path(path)) as connection:
        connection.execute("INSERT INTO search_index(search_index) VALUES ('integrity-check')")


def test_a_name_in_the_title_of_a_meeting_goes_from_its_series_too(store: Store, path: str) -> None:
    made = make_record(content="named")
    meeting = replace(made.minutes.meeting, body=None, title="Onni Koemiehen ohjausryhmä 3/2024")
    store.save_record(replace(made, minutes=replace(made.minutes, meeting=meeting)))
    before = left_in_values(path)
    assert {("meetings.title", "onni"), ("meeting_series.series", "koemieh")} <= before
    forget(store)
    assert left_in_values(path) == set()
    assert left_in_bytes(path) == set()
    with connect(Path(path)) as connection:
        found = connection.execute("SELECT series FROM meeting_series").fetchall()
    assert ("████ █████████ ohjausryhmä",) in found


def test_deleted_rows_of_before_are_overwritten_as_well(store: Store, path: str) -> None:
    store.save_record(make_record(content="other"))
    store.remove_document(make_record(content="other").document.sha256)
    store.save_record(make_record())
    forget(store)
    assert left_in_bytes(path) == set()


def test_what_was_corrected_holds_for_the_masked_facts(store: Store) -> None:
    fill(store)
    forget(store)
    assert {state for _, state, _ in store.corrections.all()} == {"applied"}
    record = store.load_record(store.documents()[0].sha256)
    first, second = record.findings.actions
    assert {first.assignees, second.assignees} == {("███", "Aino Esimerkki"), ()}
    assert record.findings.decisions[0].text == "████ █████████ esitys hyväksyttiin"
    assert "████ ███████ lähettää ohjeen" in {first.text, second.text}


def test_the_search_finds_the_others_alone(store: Store) -> None:
    assert search_items(store, "koemies")
    forget(store)
    assert not search_items(store, "koemies")
    assert search_items(store, "esimerkki")


def test_nobody_across_documents_is_the_forgotten(store: Store) -> None:
    forget(store)
    assert [person.name for person in store.persons.named()] == ["Aino Esimerkki"]


# --- nothing else has changed -------------------------------------------------------------------


def differences(one: Any, other: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where two values differ, but for masks."""
    if is_dataclass(one):
        for field in fields(one):
            yield from differences(
                getattr(one, field.name), getattr(other, field.name), f"{place}.{field.name}"
            )
    elif isinstance(one, tuple) and len(one) == len(other):
        for first, second in zip(one, other, strict=True):
            yield from differences(first, second, place)
    elif isinstance(one, np.ndarray):
        if not np.array_equal(one, other):
            yield place, one, other
    elif isinstance(one, str) and isinstance(other, str):
        if one != other and not is_mask_of(other, one):
            yield place, one, other
    elif one != other:
        yield place, one, other


def is_mask_of(masked: str, words: str) -> bool:
    label = masked.startswith(MASK) and not any(map(str.isalpha, masked))
    return label or (
        len(masked) == len(words)
        and all(a in (b, MASK) for a, b in zip(masked, words, strict=True))
    )


def sample_people(database: Path) -> list[tuple[str, int, str]]:
    with open_store(str(database)) as store:
        return [(person.appearances[0].key[0], 1, person.name) for person in store.persons.named()]


def test_of_any_person_of_the_samples_nothing_is_left_and_all_else_stays(
    sample_database: Path,
) -> None:
    with open_store(str(sample_database)) as store:
        people = store.persons.named()
        assert len(people) > 80
        for person in people:
            document = store.document(person.appearances[0].key[0])
            record = store.load_record(document.sha256, document.part)
            masked = mask_record(record, [person.name])
            assert masked.words, person.name
            assert_only_masked(record, masked.record)
            assert left_in_record(masked.record, masked.bearer) == set(), person.name


def assert_only_masked(before: Record, after: Record) -> None:
    changed = dict.fromkeys(place for place, _, _ in differences(before, after))
    assert set(changed) <= {".document.masks", ".document.chars.x0", ".document.chars.x1"}
    outside = np.ones(len(before.document.text), bool)
    for span in after.document.masks[-1]:
        outside[span.start : span.end] = False
        assert before.document.boxes(span) == after.document.boxes(span)
    for edge in ("x0", "x1"):
        one, other = (getattr(record.document.chars, edge) for record in (before, after))
        assert np.array_equal(one[outside], other[outside])


def left_in_record(record: Record, bearer: Bearer) -> set[str]:
    """Words of the record that are a form of one of the person's names and of nobody else's."""
    full = [to_full_name(name) for name in bearer.names]
    parts = {part.casefold() for name in full for part in (*name.given[:1], name.surname)}
    shared = {part.casefold() for name in bearer.others for part in name.split()}
    forms = {form for part in parts - shared for form in word_forms(part)}
    texts = [value for value in strings(record) if value]
    places = {m.casefold() for o in record.findings.organisations for m in o.name.split()}
    words = {word.casefold() for text in texts for word in re.findall(r"[^\W\d_]\w*", text)
             if word[0].isupper()}  # fmt: skip
    return (words & forms) - places


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from strings(inner)
    elif is_dataclass(value) and not isinstance(value, Span):
        for field in fields(value):
            if field.name not in ("found_by", "file"):
                yield from strings(getattr(value, field.name))


def test_spans_quotes_and_geometry_are_read_back_as_they_were_masked(store: Store) -> None:
    before = store.load_record(store.documents()[0].sha256)
    forget(store)
    after = store.load_record(store.documents()[0].sha256)
    assert_only_masked(before, after)
    person = next(p for p in after.findings.people if MASK in p.name)
    quotes = [after.document.quote(mention.span) for mention in person.mentions]
    assert quotes == ["████ ███████"]
    assert after.document.masks[0] == tuple(find(before.document, NAME, nth) for nth in range(2))


def test_two_who_are_forgotten_stay_two(store: Store) -> None:
    forget(store)
    forget(store, "Aino Esimerkki")
    record = store.load_record(store.documents()[0].sha256)
    assert [attendee.name for attendee in record.minutes.attendees] == ["███2", "███"]
    assert len(record.document.masks) == 2


# --- who is meant -------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["Onni Koemiehen", "O. Koemies", "Koemies", "onni koemies"])
def test_any_form_of_the_name_finds_the_person(store: Store, words: str) -> None:
    assert store.forgetting.seek(words).names == (NAME,)


def test_several_are_refused_with_their_ids(store: Store) -> None:
    other = make_record(content="other", file="toinen.pdf")
    people = tuple(
        replace(p, name="Oiva Koemies") if p.name == NAME else p for p in other.findings.people
    )
    store.save_record(replace(other, findings=replace(other.findings, people=people)))
    ids = [person.id for person in store.persons.named() if "Koemies" in person.name]
    with pytest.raises(InputError, match=f"{ids[0]}.*{ids[1]}|{ids[1]}.*{ids[0]}"):
        store.forgetting.seek("Koemies")
    assert store.forgetting.seek(ids[0]).person is not None


def test_who_is_found_nowhere_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="Nobody"):
        store.forgetting.seek("Nimetön")
    with pytest.raises(InputError, match="nowhere"):
        forget(store, "Nimi Nimetön")


def test_somebody_whom_nothing_was_said_of_is_found_by_the_words(store: Store, path: str) -> None:
    forget(store, "Veikko Varalla")
    assert left_in_values(path, ("veikko", "varalla")) == set()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Aino Virtanen ja Virtasen Aino", "████ ████████ ja ████████ ████"),
        ("VIRTANEN, AINO (pj)", "████████, ████ (pj)"),
        ("A. Virtanen, Virtanen A., A.M. Virtaselle", "█. ████████, ████████ █., █.█. ██████████"),
        ("Aino Maria Virtanen", "████ █████ ████████"),
        ("Kerro Ainolle ja Virtaselle", "Kerro ███████ ja ██████████"),
        ("Matti Virtanen, M. Virtanen", "Matti Virtanen, M. Virtanen"),
        ("Aino Koskinen ja Ainola", "Aino Koskinen ja Ainola"),
        ("aino.virtanen@testila.fi, avirtanen@x.fi", "████.████████@testila.fi, █████████@x.fi"),
        ("matti.virtanen@testila.fi", "matti.virtanen@testila.fi"),
        ("www.testila.fi/aino-virtanen/cv", "www.testila.fi/████-████████/cv"),
        ("Aino\nVirtasen esitys", "████\n████████ esitys"),
    ],
)
def test_words_of_a_person(text: str, masked: str) -> None:
    bearer = Bearer(("Aino Virtanen",))
    assert cover(text, bearer.find(text)) == masked


def test_a_particle_belongs_to_the_name() -> None:
    bearer = Bearer(("Axel von Koe",))
    text = "Axel von Koe, Axel och von Koes"
    assert cover(text, bearer.find(text)) == "████ ███ ███, ████ och von ████"


def test_a_word_that_another_bears_is_theirs() -> None:
    bearer = Bearer(("Aino Virtanen",), ("Matti Virtanen",))
    assert bearer.find("Virtanen esitti, Ainoa kannatettiin") == (Span(17, 22),)


def test_a_word_in_another_name_is_nobodys() -> None:
    bearer = Bearer(("Aino Lahti",))
    text = "Lahden kaupunki ja Lahti"
    assert bearer.find(text, things=[Span(0, 15)]) == (Span(19, 24),)


# --- how it goes --------------------------------------------------------------------------------


def test_a_path_that_is_there_is_to_be_renamed_first(store: Store, tmp_path: Path) -> None:
    there = tmp_path / "onni-koemies.pdf"
    there.write_bytes(b"")
    key = store.documents()[0].sha256
    store.files.save([KnownFile(str(there), key, 1, 2, 3, 4)], MOMENT)
    with pytest.raises(InputError, match="Rename"):
        forget(store)
    there.unlink()
    forget(store)
    assert store.files.paths_of(key) == [str(tmp_path / "████-███████.pdf")]


def test_what_fails_on_the_way_leaves_everything_as_it_was(
    store: Store, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    before = sorted(all_values(path))

    def fail(*_: object) -> None:
        raise StoreError("no room")

    monkeypatch.setattr("pipeline.store.forgetting.rebuild_index", fail)
    with pytest.raises(StoreError):
        forget(store)
    assert sorted(all_values(path)) == before


def test_who_keeps_the_log_alive_is_told_of(store: Store, path: str) -> None:
    with connect(Path(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM documents").fetchall()
        sought = store.forgetting.seek(NAME)
        store.forgetting.forget(sought, by="x", reason=None, moment=MOMENT)
        with pytest.raises(StoreError, match="--finish"):
            store.forgetting.sweep(MOMENT)
        assert [act.swept_at for act in store.forgetting.all()] == [None]
    store.forgetting.sweep(MOMENT)
    assert [act.swept_at for act in store.forgetting.all()] == [MOMENT]
    assert left_in_bytes(path) == set()


def test_the_command(store: Store, path: str) -> None:
    def run(*words: str, answer: str = "") -> Result:
        return CliRunner().invoke(main, ["forget", "--db", path, *words], input=answer)

    shown = run(NAME, "--dry-run").output
    assert "2 places in 1 documents" in shown
    assert "Onni Koemies (2)" in shown
    assert run(NAME, answer="n\n").exit_code == 1
    assert left_in_values(path)
    done = run(NAME, "--by", "Tietosuoja", "--reason", "pyyntö", answer="y\n")
    assert done.exit_code == 0, done.output
    assert left_in_values(path) == set()
    listed = run("--list").output
    assert "Tietosuoja" in listed
    assert "pyyntö" in listed
    assert run(NAME).exit_code == 3
    assert run().exit_code == 2


def test_documents_of_a_server_are_masked_too(address: str) -> None:
    with open_store(address, create=True) as store:
        store.save_record(make_record())
        forget(store)
        record = store.load_record(store.documents()[0].sha256)
        assert [a.name for a in record.minutes.attendees] == ["Aino Esimerkki", "███"]
    if "://" in address:
        assert left_in_values(address) == set()


def test_a_namesake_stays(store: Store, path: str) -> None:
    other = make_record(content="other", file="toinen.pdf")
    attendees = tuple(
        replace(a, affiliation="Muu seura") if a.name == NAME else a
        for a in other.minutes.attendees
    )
    minutes = replace(other.minutes, attendees=attendees,
                      meeting=replace(other.minutes.meeting, body="Muu seura"))  # fmt: skip
    store.save_record(replace(other, minutes=minutes))
    first, second = (person for person in store.persons.named() if person.name == NAME)
    with pytest.raises(InputError, match="several"):
        store.forgetting.seek(NAME)
    gone = next(p for p in (first, second) if p.appearances[0].file == "muistio.pdf")
    forget(store, gone.id)
    [left] = [person for person in store.persons.named() if person.name == NAME]
    assert [appearance.file for appearance in left.appearances] == ["toinen.pdf"]
    record = store.load_record(other.document.sha256)
    assert record.document.text == other.document.text


def test_backups_are_made_of_the_masked_database(store: Store, path: str, tmp_path: Path) -> None:
    forget(store)
    back_up(path, tmp_path / "copy.db")
    assert left_in_bytes(str(tmp_path / "copy.db")) == set()


# --- nothing comes back -------------------------------------------------------------------------


@pytest.fixture
def forgotten(store: Store) -> Store:
    """A store in which somebody was forgotten who stood in a document that is there, and before in
    one that is not."""
    forget(store)
    return store


def test_a_document_that_is_stored_again_or_comes_anew_is_masked(
    forgotten: Store, path: str
) -> None:
    before = forgotten.load_record(make_record().document.sha256)
    forgotten.save_record(make_record())
    assert_only_masked(before, forgotten.load_record(before.document.sha256))
    forgotten.save_record(make_record(file="onni-koemies.pdf", content="other"))
    assert left_in_values(path) == set()
    assert left_in_bytes(path) == set()
    assert {document.file for document in forgotten.documents()} == {
        "muistio.pdf",
        "████-███████.pdf",
    }


def test_paths_and_commands_that_hold_the_name_are_masked(forgotten: Store, path: str) -> None:
    there = "/srv/koemies_onni.pdf"
    forgotten.files.save([KnownFile(there, "0" * 64, 1, 2, 3, 4)], MOMENT)
    forgotten.save_failure(FailureNote(there, None, "read", "X", "broken"))
    forgotten.runs.begin(f"ingest {there}", MOMENT, "1", "2")
    assert left_in_values(path) == set()
    assert forgotten.files.paths_of("0" * 64) == ["/srv/███████_████.pdf"]


def test_corrections_do_not_bring_the_name_back(tmp_path: Path, path: str) -> None:
    other = str(tmp_path / "other.db")
    with open_store(other, create=True) as there:
        there.save_record(make_record())
        fill(there)
        lines = export_corrections(there)
    carried = tmp_path / "corrections.jsonl"
    carried.write_text("".join(lines), encoding="utf-8")
    with open_store(path, create=True) as store:
        store.save_record(make_record())
        forget(store)
        import_corrections(store, carried)
        assert left_in_values(path) == set()
        assert {state for _, state, _ in store.corrections.all()} == {"applied"}
        assert store.persons.rulings() == []
        person = store.corrections.facts(store.documents()[0])
        label = next(f.id for f in person if f.kind == "person" and MASK in f.values["name"])
        enter(store, Said(doc="muistio.pdf", verdict="set", id=label, fields={"name": NAME}))
        assert left_in_values(path) == set()


def test_another_name_is_asked_for_and_stays(forgotten: Store) -> None:
    other = make_record(content="other", file="toinen.pdf")
    forgotten.save_record(other)
    record = forgotten.load_record(other.document.sha256)
    assert "Aino Esimerkki" in {person.name for person in record.findings.people}


def test_of_a_name_with_namesakes_those_of_other_contexts_stay(store: Store) -> None:
    def of(body: str, content: str) -> Record:
        made = make_record(content=content, file=f"{content}.pdf")
        attendees = tuple(replace(a, affiliation=body) for a in made.minutes.attendees)
        return replace(made, minutes=replace(made.minutes, attendees=attendees))

    store.save_record(of("Muu seura", "namesake"))
    gone = next(
        person
        for person in store.persons.named(NAME)
        if person.appearances[0].file == "muistio.pdf"
    )
    forget(store, gone.id)
    for body, content in (("Muu seura", "a"), ("Testilän kunta", "b")):
        store.save_record(of(body, content))
    files = [a.file for person in store.persons.named(NAME) for a in person.appearances]
    assert sorted(files) == ["a.pdf", "namesake.pdf"]


def test_names_are_hashed_slowly_and_once(
    forgotten: Store, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(Path(path)) as connection:
        rows = connection.execute("SELECT hash, salt, method FROM forgotten_names").fetchall()
    assert {method for _, _, method in rows} == {"scrypt 16384 8 1"}
    assert all(len(salt) == 32 and len(key) == 32 for key, salt, _ in rows)
    hashing.hash_words.cache_clear()
    forgotten.save_record(make_record())
    first = hashing.hash_words.cache_info().misses
    forgotten.save_record(make_record())
    assert 0 < hashing.hash_words.cache_info().misses == first < 12


def test_where_nobody_was_forgotten_nothing_is_hashed(store: Store) -> None:
    assert store.guard() is None


# --- pictures of pages --------------------------------------------------------------------------


def test_masked_words_are_painted_over_in_the_picture_of_their_page(
    store: Store, samples: Path, tmp_path: Path
) -> None:
    file = "tyoryhma-2025-03-06.pdf"
    original = tmp_path / file
    shutil.copy(samples / file, original)
    [record] = ingest_file(original)
    store.save_record(record)
    sha256, size = record.document.sha256, original.stat().st_size
    store.files.save([KnownFile(str(original), sha256, size, 0, 0, 0)], MOMENT)
    before = pixels(page_picture(store, sha256, 1))
    forget(store, "Hanna Saarelma-Kontu")
    after = pixels(page_picture(store, sha256, 1))
    boxes = hidden_boxes(store, sha256, 1)
    assert len(boxes) == 1
    scale = before.shape[1] / record.document.page_sizes[0][0]
    painted = np.zeros(before.shape[:2], bool)
    for box in boxes:
        sides = [round(side * scale) for side in (box.top, box.bottom, box.x0, box.x1)]
        inside = after[sides[0] : sides[1], sides[2] : sides[3]]
        assert len(np.unique(inside.reshape(-1, 3), axis=0)) == 1
        painted[sides[0] - 12 : sides[1] + 12, sides[2] - 4 : sides[3] + 4] = True
    assert np.array_equal(before[~painted], after[~painted])
    assert not np.array_equal(before, after)


def pixels(picture: bytes) -> Any:
    return np.asarray(Image.open(io.BytesIO(picture)))


# --- copies -------------------------------------------------------------------------------------


def test_copies_that_are_older_are_named(store: Store, path: str, tmp_path: Path) -> None:
    back_up(path, tmp_path / "before.db")
    moment = now()
    sought = store.forgetting.seek(NAME)
    store.forgetting.forget(sought, by="x", reason=None, moment=moment)
    time.sleep(1.1)
    back_up(path, tmp_path / "after.db")
    [act] = store.forgetting.all()
    assert [name for name, _ in act.copies] == [str(tmp_path / "before.db")]
    assert "before.db" in CliRunner().invoke(main, ["forget", "--list", "--db", path]).output


def test_a_copy_that_is_put_back_is_masked_again(store: Store, path: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(path, copy)
    forget(store, moment=now())
    store.close()
    done = CliRunner().invoke(main, ["restore", str(copy), "--db", path])
    assert done.exit_code == 0, done.output
    assert "Masked again" in done.output
    assert left_in_values(path) == set()
    assert left_in_bytes(path) == set()
    with open_store(path) as opened:
        [act] = opened.forgetting.all()
        assert act.swept_at is not None
        assert str(copy) in {name for name, _ in act.copies}
        opened.save_record(make_record(content="other"))
    assert left_in_values(path) == set()


# --- processed again ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "nth"),
    [
        ("hanke-2025-01-29.pdf", 1),
        ("kylatoimikunta-2024-10-03.pdf", 2),
        ("radet-2025-04-09.pdf", 3),
    ],
)
def test_redo_finds_the_same_facts_in_masked_text(
    store: Store, sample_database: Path, path: str, file: str, nth: int
) -> None:
    """Whoever is listed, and acts, is found without a name, and everything else as before."""
    with open_store(str(sample_database)) as samples:
        [document] = samples.find_documents(file)
        store.save_record(samples.load_record(document.sha256))
    name = store.load_record(document.sha256).minutes.attendees[nth].name
    forget(store, name)
    before = store.load_record(document.sha256)
    [outcome] = redo_documents([document.sha256], store)
    assert outcome.status == "stored"
    after = store.load_record(document.sha256)
    assert after.document.masks == before.document.masks
    assert after.document.text == before.document.text
    assert "███" in {attendee.name for attendee in after.minutes.attendees}
    for part in ("attendees", "items"):
        assert getattr(after.minutes, part) == getattr(before.minutes, part)
    for part in ("decisions", "actions", "statistics", "dates", "links"):
        assert getattr(after.findings, part) == getattr(before.findings, part)
    assert {person.name for person in after.findings.people} == {
        person.name for person in before.findings.people
    }
    assert left_in_values(path, (name.split()[-1].casefold(),)) == set()


def test_two_in_one_document_are_told_apart_when_it_is_processed_again(store: Store) -> None:
    forget(store)
    forget(store, "Aino Esimerkki")
    document = store.load_documents(make_record().document.sha256)[0]
    seen: list[str] = []

    def process(readable: DocumentText) -> Record:
        seen.append(readable.text)
        names = [readable.quote(spans[0]) for spans in document.masks]
        made = make_record()
        attendees = tuple(
            replace(attendee, name=name)
            for attendee, name in zip(made.minutes.attendees, names, strict=True)
        )
        return replace(made, minutes=replace(made.minutes, attendees=attendees))

    made = process_masked(document, process)
    assert MASK not in seen[0]
    assert len(seen[0]) == len(document.text)
    assert [attendee.name for attendee in made.minutes.attendees] == ["███", "███2"]
    assert made.document == document


# --- killed on the way --------------------------------------------------------------------------

KILLED = """
import os, signal
from pipeline.store import open_store
from pipeline.store import forgetting

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

forgetting.{step} = die
with open_store({path!r}) as store:
    act = store.forgetting.forget(
        store.forgetting.seek({name!r}), by="x", reason=None, moment={moment!r})
    store.forgetting.sweep({moment!r})
"""


@pytest.mark.parametrize("step", ["_write_act", "rebuild_index", "sweep"])
def test_killed_on_the_way_the_database_is_as_before_or_wholly_done(
    store: Store, path: str, step: str
) -> None:
    before = sorted(all_values(path))
    code = KILLED.format(step=step, path=path, name=NAME, moment=MOMENT)
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[1])
    assert done.returncode == -signal.SIGKILL
    if step != "sweep":
        assert sorted(all_values(path)) == before
        return
    assert left_in_values(path) == set()
    [check] = [check for check in examine(path) if check.name == "forgotten people"]
    assert not check.fine
    finished = CliRunner().invoke(main, ["forget", "--finish", "--db", path])
    assert finished.exit_code == 0
    assert left_in_bytes(path) == set()
    assert "forgotten people" not in {check.name for check in examine(path)}
