"""The tables of facts: what they hold is what the database holds, on both databases; folders of CSV
files that csv and pandas read back."""

from __future__ import annotations

import csv
import json
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from models.records import Presence, Record
from pipeline.cli import main
from pipeline.cli.exporting import FORMS
from pipeline.corrections import Said, correct
from pipeline.errors import InputError
from pipeline.export import Disguise, export_tables, plain_cell
from pipeline.export.output import new_file, new_folder, refuse_existing
from pipeline.store import FACTS, FactTable, Store, fact_table, open_store
from tests.building import make_record
from tests.postgres import Databases
from tests.test_documentation import blocks, our_commands, shell, shell_lines

PAGE = Path(__file__).parents[1] / "docs" / "exports.md"

STORED = {
    "documents": "documents",
    "items": "items",
    "sections": "sections",
    "attendance": "attendees",
    "people": "people",
    "persons": "persons",
    "mentions": "mentions",
    "organisations": "organisations",
    "decisions": "decisions",
    "ballots": "ballots",
    "actions": "actions",
    "task_steps": "actions_through_time",
    "statistics": "statistics",
    "dates": "dates",
    "links": "links",
    "references": "document_references",
    "warnings": "warnings",
    "corrections": "corrections",
    "files": "files",
    "meetings": "documents WHERE id NOT IN (SELECT document_id FROM document_links)",
    "presence": "items JOIN attendees ON attendees.document_id = items.document_id WHERE depth = 1",
    "matters": "matters_through_time",
    "affiliations": "affiliations_through_time",
}
"""What is counted in the database for each kind of facts."""
PARTS = ("Aino", "Esimerk", "Onni", "Koemie")


def records() -> list[Record]:
    """Two meetings of an organ and one of another, whose votes and people are the same."""
    made = []
    for name, day, body in (
        ("a.pdf", "2024-12-12", "Testilän kunnanhallitus"),
        ("b.pdf", "2025-02-03", "Testilän kunnanhallitus"),
        ("c.pdf", "2025-03-04", "Sivistyslautakunta"),
    ):
        record = make_record(name, name)
        meeting = replace(record.minutes.meeting, date=day, body=body)
        made.append(replace(record, minutes=replace(record.minutes, meeting=meeting)))
    return made


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with open_store(address, create=True) as opened:
        for record in records():
            opened.save_record(record)
        yield opened


@pytest.fixture
def database(tmp_path: Path) -> str:
    with open_store(str(tmp_path / "minutes.db"), create=True) as store:
        for record in records():
            store.save_record(record)
    return str(tmp_path / "minutes.db")


def rows_of(store: Store, table: FactTable, *names: str) -> list[dict[str, Any]]:
    documents = store.choose_documents(names) if names else None
    with store.facts(documents) as facts:
        columns = [column.name for column in table.columns]
        return [dict(zip(columns, row, strict=True)) for row in facts.rows(table)]


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["export", *words])


def read(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- what the tables hold -------------------------------------------------------------------------


def test_a_table_has_a_row_for_every_fact(store: Store) -> None:
    for table in FACTS:
        found = rows_of(store, table)
        with store.engine.connect() as connection:
            query = f"SELECT count(*) FROM {STORED[table.name]}"
            assert len(found) == connection.exec_driver_sql(query).scalar_one(), table.name
        keys = [tuple(row[name] for name in table.key) for row in found]
        assert not table.key or len(set(keys)) == len(keys), table.name
        assert not any(None in key for key in keys), table.name
        chosen = rows_of(store, table, "b.pdf")
        assert {row["file"] for row in chosen if "file" in row} <= {"b.pdf"}
        assert len(chosen) <= len(found)


def test_values_have_the_types_that_are_told(store: Store) -> None:
    kinds = {"day": date, "moment": datetime, "whole": int, "number": float, "truth": bool}
    for table in FACTS:
        for row in rows_of(store, table):
            for column in table.columns:
                value = row[column.name]
                assert value is None or type(value) is kinds.get(column.type, str), column
                assert not column.words or value is None or value in column.words, column


@pytest.mark.parametrize("name", ["persons", "affiliations"])
def test_facts_over_all_documents_are_those_of_their_view(store: Store, name: str) -> None:
    table = fact_table(name)
    with store.engine.connect() as connection:
        view = connection.exec_driver_sql(f"SELECT * FROM {table.view}").mappings().all()
    shown = [{key: row[key] for key in row if key != "confidence"} for row in view]
    found = [
        {key: str(value) if isinstance(value, date) else value for key, value in row.items()}
        for row in rows_of(store, table)
    ]
    assert sorted(map(str, map(sorted_items, found))) == sorted(map(str, map(sorted_items, shown)))


def sorted_items(row: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted(dict(row).items())


def test_of_chosen_documents_people_are_counted_in_those_alone(store: Store) -> None:
    everywhere = {row["name"]: row["meetings"] for row in rows_of(store, fact_table("persons"))}
    chosen = rows_of(store, fact_table("persons"), "a.pdf", "b.pdf")
    assert max(everywhere.values()) <= 3
    assert {row["meetings"] for row in chosen} <= {1, 2}
    assert {row["first"] for row in chosen} <= {date(2024, 12, 12), date(2025, 2, 3)}


def test_coarse_dates_keep_their_words_and_have_bounds(tmp_path: Path) -> None:
    record = make_record()
    [action] = record.findings.actions
    found = replace(action, due="2025-autumn", due_precision="season")
    with open_store(str(tmp_path / "minutes.db"), create=True) as store:
        store.save_record(replace(record, findings=replace(record.findings, actions=(found,))))
        [row] = rows_of(store, fact_table("actions"))
    assert (row["due"], row["due_from"], row["due_until"]) == (
        "2025-autumn",
        date(2025, 8, 1),
        date(2025, 11, 30),
    )


# --- folders of CSV files -------------------------------------------------------------------------


def test_both_databases_give_the_same_bytes(database: str, postgresql: Databases) -> None:
    folder = Path(database).parent
    with open_store(postgresql.new()) as other, open_store(database) as store:
        for record in reversed(records()):
            other.save_record(record)
        export_tables(store, None, "csv", str(folder / "one"))
        export_tables(other, None, "csv", str(folder / "two"))
        export_tables(
            store, store.choose_documents(organ="sivistyslautakunta"), "csv", str(folder / "three")
        )
    names = sorted(path.name for path in (folder / "one").iterdir())
    assert len(names) == len(FACTS) + 2
    for name in names:
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes(), name


def test_csv_reads_what_the_package_describes(sample_database: Path, tmp_path: Path) -> None:
    done = run("--db", str(sample_database), "--format", "csv", "-o", str(tmp_path / "facts"))
    assert done.exit_code == 0, done.output
    package = json.loads((tmp_path / "facts" / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert set(resources) == {table.name for table in FACTS}
    parsers: dict[str, Any] = {
        "date": date.fromisoformat,
        "datetime": datetime.fromisoformat,
        "integer": int,
        "number": float,
        "boolean": {"true": True, "false": False}.__getitem__,
        "string": str,
    }
    values: dict[str, dict[str, set[str]]] = {}
    for name, resource in resources.items():
        rows = read(tmp_path / "facts", name)
        assert len(rows) == resource["rows"]
        raw = (tmp_path / "facts" / f"{name}.csv").read_bytes()
        assert raw.endswith(b"\r\n")
        for field in resource["schema"]["fields"]:
            cells = [row[field["name"]] for row in rows]
            values.setdefault(name, {})[field["name"]] = set(filter(None, cells))
            allowed = field.get("constraints", {}).get("enum")
            for cell in filter(None, cells):
                parsers[field["type"]](cell)
                assert allowed is None or cell in allowed
    for name, resource in resources.items():
        for key in resource["schema"]["foreignKeys"]:
            target = values[key["reference"]["resource"]][key["reference"]["fields"]]
            assert values[name][key["fields"]] <= target, (name, key)


def test_pandas_reads_as_many_rows_as_there_are(sample_database: Path, tmp_path: Path) -> None:
    with open_store(str(sample_database)) as store:
        total = export_tables(store, None, "csv", str(tmp_path / "facts"))
        with store.facts() as facts:
            counts = {table.name: facts.count(table) for table in FACTS}
    read_back = {
        name: len(pd.read_csv(tmp_path / "facts" / f"{name}.csv", keep_default_na=False))
        for name in counts
    }
    assert read_back == counts
    assert total == sum(counts.values()) > 1000


@pytest.mark.parametrize(
    "text", ["=1+1", "+358 40", "-kohta", "@nimi", "\tsarkain", "\nrivi", "＝1", "'lainaus", "''"]
)
def test_no_cell_is_run_and_every_text_comes_back(text: str) -> None:
    cell = plain_cell(text)
    assert cell == f"'{text}"
    assert str(cell)[1:] == text
    assert plain_cell("tavallinen") == "tavallinen"
    assert plain_cell(-5.0) == -5.0


def test_a_formula_in_a_document_is_a_text_in_the_file(tmp_path: Path) -> None:
    record = make_record()
    formula = '=HYPERLINK("http://x.example","a")'
    meeting = replace(record.minutes.meeting, title=formula, place="-tila")
    with open_store(str(tmp_path / "minutes.db"), create=True) as store:
        store.save_record(replace(record, minutes=replace(record.minutes, meeting=meeting)))
        export_tables(store, None, "csv", str(tmp_path / "facts"))
    [row] = read(tmp_path / "facts", "meetings")
    assert (row["meeting"], row["place"]) == (f"'{formula}", "'-tila")


def test_the_readme_of_the_folder_counts_the_rows(database: str, tmp_path: Path) -> None:
    assert run("--db", database, "--format", "csv", "-o", str(tmp_path / "facts")).exit_code == 0
    text = (tmp_path / "facts" / "README.md").read_text(encoding="utf-8")
    counts = {name: int(rows) for name, rows in re.findall(r"\| `(\w+)\.csv` \| (\d+) \|", text)}
    assert counts == {table.name: len(read(tmp_path / "facts", table.name)) for table in FACTS}


# --- which documents ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ((), {"a.pdf", "b.pdf", "c.pdf"}),
        (("--organ", "kunnanhallituksen"), {"a.pdf", "b.pdf"}),
        (("--from", "2025"), {"b.pdf", "c.pdf"}),
        (("--to", "2025-02"), {"a.pdf", "b.pdf"}),
        (("--from", "2025-02-03", "--to", "2025-02-03"), {"b.pdf"}),
        (("a.pdf", "c.pdf", "--organ", "lautakunta"), {"c.pdf"}),
    ],
)
def test_filters(database: str, tmp_path: Path, words: tuple[str, ...], files: set[str]) -> None:
    lines = run("--db", database, "--format", "jsonl", *words).stdout.splitlines()
    assert {json.loads(line)["source"]["file"] for line in lines} == files
    done = run("--db", database, "--format", "csv", "-o", str(tmp_path / "facts"), *words)
    assert done.exit_code == 0
    for table in FACTS:
        if table.name not in ("persons", "affiliations", "files", "matters", "corrections"):
            assert {row["file"] for row in read(tmp_path / "facts", table.name)} == files


def test_a_filter_that_finds_nothing_says_so(database: str) -> None:
    done = run("--db", database, "--organ", "valtuusto")
    assert done.exit_code == InputError.exit_code
    assert "poytakirja list" in done.output
    assert run("--db", database, "--from", "eilen").exit_code == 2


def test_a_meeting_without_a_day_is_in_no_stretch_of_days(database: str) -> None:
    record = make_record("d.pdf", "d")
    meeting = replace(record.minutes.meeting, date=None)
    with open_store(database) as store:
        store.save_record(replace(record, minutes=replace(record.minutes, meeting=meeting)))
        assert "d.pdf" in {one.file for one in store.choose_documents()}
        assert "d.pdf" not in {one.file for one in store.choose_documents(until="2030-01-01")}


# --- corrections and pseudonyms -------------------------------------------------------------------


def test_what_people_corrected_is_in_the_tables(database: str, tmp_path: Path) -> None:
    with open_store(database) as store:
        [action] = rows_of(store, fact_table("actions"), "a.pdf")
    fields = {"due": "2025-02", "assignees": ["Onni Koemies"]}
    said = Said(doc="a.pdf", verdict="set", id=action["id"], fields=fields, by="Testi")
    correct(database, said)
    run("--db", database, "--format", "csv", "-o", str(tmp_path / "facts"), "a.pdf")
    [row] = read(tmp_path / "facts", "actions")
    assert (row["due"], row["due_until"], row["assignees"]) == (
        "2025-02",
        "2025-02-28",
        "Onni Koemies",
    )
    assert row["id"] == action["id"]
    [told] = read(tmp_path / "facts", "corrections")
    assert (told["verdict"], told["entered_by"]) == ("set", "Testi")


def test_pseudonyms_are_in_every_table_and_no_name_is_left(database: str, tmp_path: Path) -> None:
    done = run("--db", database, "--format", "csv", "-o", str(tmp_path / "facts"),
               "--pseudonymise", "--salt", "s")  # fmt: skip
    assert done.exit_code == 0
    folder = tmp_path / "facts"
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    kept = {table.name for table in FACTS if table.named != "unsure"}
    assert set(texts) == {f"{name}.csv" for name in kept} | {"README.md", "datapackage.json"}
    everything = "\n".join(texts.values())
    assert [part for part in (*PARTS, "a.pdf", "muistio.pdf") if part in everything] == []
    assert records()[0].document.sha256 not in everything
    name = Disguise("s").name("Onni Koemies")
    assert name in {row["name"] for row in read(folder, "attendance")}
    assert name in {row["name"] for row in read(folder, "persons")}
    assert read(folder, "actions")[0]["assignees"].startswith(name)
    assert {row["item_id"] for row in read(folder, "actions")} <= {
        row["id"] for row in read(folder, "items")
    }
    people = [row["name"] for row in read(folder, "persons")]
    assert people == sorted(people)


def test_pseudonyms_are_those_of_the_records(database: str, tmp_path: Path) -> None:
    """The same words are replaced as in JSON, field by field."""
    words = ("--db", database, "--pseudonymise", "--salt", "s", "a.pdf")
    run("--format", "csv", "-o", str(tmp_path / "facts"), *words)
    record = json.loads(run(*words).stdout)
    columns = {"actions": ("text", "due"), "decisions": ("text",), "links": ("url",),
               "items": ("text", "title"), "dates": ("value",)}  # fmt: skip
    for name, fields in columns.items():
        rows = read(tmp_path / "facts", name)
        for row, fact in zip(rows, record[name], strict=True):
            assert row["id"] == fact["id"]
            assert {field: row[field] for field in fields} == {
                field: fact[field] or "" for field in fields
            }


def test_no_name_of_the_samples_is_left(sample_database: Path, tmp_path: Path) -> None:
    words = ("--format", "csv", "-o", str(tmp_path / "facts"), "--pseudonymise")
    assert run("--db", str(sample_database), *words).exit_code == 0
    with open_store(str(sample_database)) as store:
        people = [row["name"] for row in rows_of(store, fact_table("persons"))]
    assert len(people) > 50
    everything = "\n".join(
        path.read_text(encoding="utf-8") for path in (tmp_path / "facts").glob("*.csv")
    )
    assert [name for name in people if re.search(rf"\b{re.escape(name)}", everything)] == []


# --- files that are there already -----------------------------------------------------------------


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_what_is_there_is_replaced_with_force_alone(
    database: str, tmp_path: Path, form: str
) -> None:
    output = tmp_path / "out"
    words = ("--db", database, "--format", form, "-o", str(output))
    assert run(*words, "a.pdf").exit_code == 0
    before = {path: path.read_bytes() for path in output.rglob("*.csv")} or output.read_bytes()
    refused = run(*words)
    assert refused.exit_code == InputError.exit_code
    assert "--force" in refused.output
    after = {path: path.read_bytes() for path in output.rglob("*.csv")} or output.read_bytes()
    assert after == before
    assert run(*words, "--force").exit_code == 0
    after = {path: path.read_bytes() for path in output.rglob("*.csv")} or output.read_bytes()
    assert after != before
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith(".")} == set()


def test_a_folder_with_other_files_is_never_replaced(database: str, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "thesis.odt").write_text("x")
    words = ("--db", database, "--format", "csv", "-o", str(folder), "--force")
    refused = run(*words)
    assert refused.exit_code == InputError.exit_code
    assert "thesis.odt" in refused.output
    assert run("--db", database, "-o", str(folder), "--force").exit_code == InputError.exit_code
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="folder"):
        refuse_existing(str(tmp_path / "file"), force=True, folder=True)


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("vanha")
    with pytest.raises(ZeroDivisionError), new_file(str(tmp_path / "old")) as part:
        part.write_text(str(1 / (part.write_text("puoli") - 5)))
    with pytest.raises(ZeroDivisionError), new_folder(str(tmp_path / "folder")) as part:
        part.with_name(str(1 / ((part / "a.csv").write_text("puoli") - 5)))
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert (tmp_path / "old").read_text() == "vanha"
    with pytest.raises(InputError, match="-o"), new_folder(str(tmp_path / "none" / "here")):
        pass


def test_a_folder_is_named_for_tables(database: str) -> None:
    done = run("--db", database, "--format", "csv")
    assert done.exit_code == 2
    assert "-o" in done.output


def test_rows_come_as_they_are_read(database: str) -> None:
    """Nothing is gathered: whatever is stored, some rows at a time are in memory."""
    with open_store(database) as store, store.facts() as facts:
        rows = facts.rows(fact_table("items"))
        assert next(rows)
        assert iter(rows) is rows


def test_presence_has_stretches(tmp_path: Path) -> None:
    record = make_record()
    away = replace(record.minutes.attendees[0], presence=(Presence(to_item="1", reason="poistui"),))
    attendees = (away, *record.minutes.attendees[1:])
    with open_store(str(tmp_path / "minutes.db"), create=True) as store:
        store.save_record(replace(record, minutes=replace(record.minutes, attendees=attendees)))
        found = rows_of(store, fact_table("presence"))
    standing = {(row["name"], row["item"]): row["standing"] for row in found}
    assert standing["Aino Esimerkki", "1"] == "present"
    assert standing["Aino Esimerkki", "2"] == "away"


# --- the page about exports -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def tried(sample_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every command of the page was run on the samples."""
    folder = tmp_path_factory.mktemp("exports")
    (folder / "minutes.db").write_bytes(sample_database.read_bytes())
    for line in shell_lines(PAGE):
        shell(line, folder)
    return folder


def test_the_commands_of_the_page_write_what_it_says(tried: Path) -> None:
    named = {name for words in our_commands(PAGE) for name in words[words.index("-o") + 1 :][:1]}
    assert named == {
        path.name for path in tried.iterdir() if not path.name.startswith("minutes.db")
    }
    assert {row["body"] for row in read(tried / "facts-of-council", "documents")} == {
        "Kunnanhallitus"
    }


@pytest.mark.parametrize("code", blocks(PAGE, "python"))
def test_the_python_of_the_page_prints_something(tried: Path, code: str) -> None:
    assert shell(f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}", tried).strip()


def test_the_page_names_every_table_and_format() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [table.name for table in FACTS if f"`{table.name}`" not in text] == []
    assert [form for form in FORMS if f"`{form}`" not in text] == []


def test_every_table_is_in_the_schema_with_every_column() -> None:
    text = (PAGE.parent / "schema.md").read_text(encoding="utf-8")
    for table in FACTS:
        section = text.partition(f"### Facts: {table.name}\n")[2].partition("\n###")[0]
        told = re.findall(r"^\| `(\w+)` \| (\w+) \| [\w`]", section, re.MULTILINE)
        assert told == [(column.name, column.type) for column in table.columns]
