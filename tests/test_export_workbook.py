"""Workbooks that openpyxl reads, Parquet files that DuckDB reads: as many rows as are stored, in
types of their own, and no words that are run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.errors import InputError
from pipeline.export import WRITERS, Disguise, TableForm, export_tables, workbook
from pipeline.store import FACTS, VERSION, open_store
from tests.building import make_record

FORMULA = '=HYPERLINK("http://x.example","a")'
PARTS = ("Aino", "Esimerk", "Onni", "Koemie", "muistio.pdf")


@pytest.fixture(scope="module")
def counts(sample_database: Path) -> dict[str, int]:
    with open_store(str(sample_database)) as store, store.facts() as facts:
        return {table.name: facts.count(table) for table in FACTS}


def exported(form: TableForm, folder: Path, record: Any = None, **options: Any) -> Path:
    output = folder / f"out.{form}"
    with open_store(str(folder / "minutes.db"), create=True) as store:
        store.save_record(record or make_record())
        export_tables(store, None, form, str(output), **options)
    return output


def with_title(title: str, **fields: Any) -> Any:
    record = make_record()
    meeting = replace(record.minutes.meeting, title=title, **fields)
    return replace(record, minutes=replace(record.minutes, meeting=meeting))


# --- workbooks ------------------------------------------------------------------------------------


def rows_of(path: Path, name: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(path, read_only=True)
    head, *rows = book[name].iter_rows(values_only=True)
    book.close()
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_a_workbook_has_a_sheet_a_table_with_all_rows(
    sample_database: Path, tmp_path: Path, counts: dict[str, int]
) -> None:
    path = tmp_path / "facts.xlsx"
    words = ["export", "--db", str(sample_database), "--format", "xlsx", "-o", str(path)]
    assert CliRunner().invoke(main, words).exit_code == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["README", *counts]
    assert {name: book[name].max_row - 1 for name in counts} == counts
    for table in FACTS:
        sheet = book[table.name]
        assert [cell.value for cell in sheet[1]] == [column.name for column in table.columns]
        assert sheet.freeze_panes == "A2"
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"s", "inlineStr", "n", "d", "b"}, "no formulas"
        assert not any(cell.hyperlink for row in sheet.iter_rows(max_row=50) for cell in row)
    told = [(row[0].value, row[1].value) for row in book["README"].iter_rows()]
    assert set(counts.items()) <= set(told)


def test_days_are_dates_and_truths_truths(tmp_path: Path) -> None:
    path = exported("xlsx", tmp_path)
    [action], [item, *_] = rows_of(path, "actions"), rows_of(path, "items")
    assert action["date"] == datetime(2024, 12, 12)
    assert (action["due"], action["due_until"]) == ("2025-01-31", datetime(2025, 1, 31))
    assert (item["secret"], item["depth"], item["page"]) == (False, 1, 1)
    [figure] = rows_of(path, "statistics")
    assert (figure["value"], figure["previous"], figure["upper"]) == (45, 41, None)


@pytest.mark.parametrize("title", [FORMULA, "{=1+1}", "http://x.example", "007", "-1", "\x0bx"])
def test_words_stay_words(tmp_path: Path, title: str) -> None:
    path = exported("xlsx", tmp_path, with_title(title))
    [meeting] = rows_of(path, "meetings")
    assert meeting["meeting"].replace("_x000B_", "\x0b") == title
    cell = openpyxl.load_workbook(path)["meetings"]["D2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)


def test_a_text_that_is_too_long_is_cut_and_said_to_be(tmp_path: Path) -> None:
    path = exported("xlsx", tmp_path, with_title("ä" * 40_000))
    [meeting] = rows_of(path, "meetings")
    assert len(meeting["meeting"]) == workbook.CHARACTERS
    assert meeting["meeting"].endswith("ä […]")
    lines = [row[0].value for row in openpyxl.load_workbook(path)["README"].iter_rows()]
    assert any("too long" in str(line) for line in lines)


def test_more_rows_than_a_sheet_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "ROWS", 3)
    with pytest.raises(InputError, match=r"more than 2 rows.*--from"):
        exported("xlsx", tmp_path)
    assert not (tmp_path / "out.xlsx").exists()
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


# --- Parquet --------------------------------------------------------------------------------------


@pytest.fixture
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def test_duckdb_reads_all_rows_in_their_types(
    sample_database: Path, tmp_path: Path, counts: dict[str, int], duck: duckdb.DuckDBPyConnection
) -> None:
    folder = tmp_path / "facts"
    words = ["export", "--db", str(sample_database), "--format", "parquet", "-o", str(folder)]
    assert CliRunner().invoke(main, words).exit_code == 0
    found = {
        name: duck.sql(f"SELECT count(*) FROM '{folder}/{name}.parquet'").fetchall()[0][0]
        for name in counts
    }
    assert found == counts
    types = {"day": "DATE", "moment": "TIMESTAMP WITH TIME ZONE", "whole": "BIGINT",
             "number": "DOUBLE", "truth": "BOOLEAN"}  # fmt: skip
    for table in FACTS:
        told = duck.sql(f"DESCRIBE SELECT * FROM '{folder}/{table.name}.parquet'").fetchall()
        assert [(name, kind) for name, kind, *_ in told] == [
            (column.name, types.get(column.type, "VARCHAR")) for column in table.columns
        ]
    joined = duck.sql(f"""
        SELECT count(*) FROM '{folder}/actions.parquet' AS actions
        JOIN '{folder}/items.parquet' AS items ON items.id = actions.item_id
        WHERE actions.due_until < DATE '2025-03-31' AND items.document_id = actions.document_id
    """).fetchall()
    assert joined[0][0] > 3


def test_a_parquet_file_says_what_its_columns_mean(tmp_path: Path) -> None:
    from pyarrow import parquet

    folder = exported("parquet", tmp_path)
    schema = parquet.read_schema(folder / "actions.parquet")
    assert schema.metadata[b"poytakirja"] == VERSION.encode()
    assert schema.field("due").metadata[b"meaning"].startswith(b"until when")
    table = parquet.read_table(folder / "actions.parquet")
    assert table["due_precision"].to_pylist() == ["day"]
    assert (folder / "datapackage.json").exists()


# --- all of them ----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_the_same_facts_give_the_same_bytes(tmp_path: Path, form: TableForm) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        exported(form, tmp_path / name)
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.*") if path.is_file()}
        for name in ("one", "two")
    )
    same = {name for name in one if "minutes.db" not in name}
    assert same
    assert [name for name in same if one[name] != two[name]] == []


def test_pseudonyms(tmp_path: Path, duck: duckdb.DuckDBPyConnection) -> None:
    disguise = Disguise("s")
    path = exported("xlsx", tmp_path, disguise=disguise)
    book = openpyxl.load_workbook(path)
    kept = [table.name for table in FACTS if table.named != "unsure"]
    assert book.sheetnames == ["README", *kept]
    words = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert [part for part in PARTS if part in words] == []
    assert disguise.name("Onni Koemies") in words
    folder = exported("parquet", tmp_path, disguise=disguise)
    words = " ".join(
        str(duck.sql(f"SELECT * FROM '{folder}/{name}.parquet'").fetchall()) for name in kept
    )
    assert [part for part in PARTS if part in words] == []
    assert disguise.name("Onni Koemies") in words
