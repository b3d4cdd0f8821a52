"""Questions: each has one query, whose answer on the samples is true and stands in docs/sql.md."""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.answers import answer_to_csv
from pipeline.cli import main
from pipeline.errors import InputError, StoreError
from pipeline.questions import Question, ask, question_named, questions, text_to_question
from pipeline.store import open_store

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "sql.md"
HEAD = """# Questions in SQL

Each of these is one query. `poytakirja ask` lists them, `poytakirja ask NAME parameter=value`
asks one, `--csv` prints the answer for a spreadsheet, and `--sql` prints the query; any program
that reads SQLite can run it, with a text for each `:parameter` (an empty one narrows nothing down).
The answers shown are those of the sample minutes without their scanned pages, ten rows at most,
long cells cut off. The queries are the files in `pipeline/questions/`; the tests make this page of
them (`make golden`). Questions that count leave out drafts, agendas and extracts
of meetings whose minutes are there; those that list show every document.
"""
Rows = Sequence[Sequence[Any]]


def answered(database: Path, name: str, **values: str) -> list[dict[str, Any]]:
    columns, rows = ask(str(database), question_named(name), values)
    return [dict(zip(columns, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def gold(samples: Path) -> dict[str, dict[str, Any]]:
    """What a careful reader found in each sample."""
    return {
        path.name.removesuffix(".gold.json"): json.loads(path.read_text(encoding="utf-8"))
        for path in samples.glob("*.gold.json")
    }


# --- the page -------------------------------------------------------------------------------------


def shown(value: object) -> str:
    text = "" if value is None else str(value).replace("|", "\\|")
    return text if len(text) <= 60 else text[:59].rstrip() + "…"


def section(database: Path, question: Question) -> str:
    values = {name: value for name, value in question.examples.items() if value}
    columns, rows = ask(str(database), question, values)
    call = " ".join(["poytakirja ask", question.name, *(f"{n}={v}" for n, v in values.items())])
    lines = [f"## {question.en}", "", f"*{question.fi}*", ""]
    lines += [f"- `{one.name}`: {one.en}" for one in question.parameters]
    lines += [""] * bool(question.parameters)
    lines += [question.note, ""] if question.note else []
    lines += ["```sql", question.sql, "```", "", "```sh", call, "```", ""]
    lines += [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(map(shown, row))} |" for row in rows[:10]]
    lines += ["", f"… and {len(rows) - 10} more."] if len(rows) > 10 else []
    return "\n".join(lines) + "\n"


def test_the_page_shows_every_query_with_what_it_answers(
    sample_database: Path, pytestconfig: pytest.Config
) -> None:
    page = "\n".join([HEAD, *(section(sample_database, one) for one in questions().values())])
    if pytestconfig.getoption("--update-golden"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page


@pytest.mark.parametrize("question", questions().values(), ids=list(questions()))
def test_every_question_has_an_answer(sample_database: Path, question: Question) -> None:
    assert ask(str(sample_database), question, question.examples)[1]
    ask(str(sample_database), question, {})  # and runs without any parameter


def test_nothing_that_is_asked_can_write(sample_database: Path) -> None:
    wicked = text_to_question("wicked", "-- en: a\n-- fi: b\nDELETE FROM documents")
    with pytest.raises(StoreError, match="cannot be written"):
        ask(str(sample_database), wicked, {})
    assert answered(sample_database, "votes")


@pytest.fixture(scope="module")
def on_a_server(postgresql: Any, sample_database: Path) -> str:
    """The documents of the samples in PostgreSQL."""
    address: str = postgresql.new()
    with open_store(str(sample_database)) as one, open_store(address, create=True) as other:
        for document in one.documents():
            other.save_record(one.load_record(document.sha256, document.part))
    return address


@pytest.mark.parametrize("question", questions().values(), ids=list(questions()))
def test_postgresql_answers_the_same(
    sample_database: Path, on_a_server: str, question: Question
) -> None:
    for values in (question.examples, {"words": "KOULU", "organisation": "KUNTA", "body": "RYHMÄ"}):
        known = {name: value for name, value in values.items() if name in question.examples}
        columns, rows = ask(str(sample_database), question, known)
        assert ask(on_a_server, question, known)[0] == columns
        assert told(ask(on_a_server, question, known)[1]) == told(rows)


def told(rows: Rows) -> list[tuple[object, ...]]:
    """The rows in one order, as are the names in a cell; numbers as numbers."""

    def cell(value: object) -> object:
        if isinstance(value, str):
            return ",".join(sorted(part.strip() for part in value.split(",")))
        return None if value is None else round(float(str(value)), 6)

    return sorted((tuple(map(cell, row)) for row in rows), key=str)


# --- the answers are true -------------------------------------------------------------------------
# Against the gold records, which people wrote reading the documents; where a finding is missing or
# wrong in the database, the test of that answer says so by name.


REPEATED = ("Jorma Särkikangas", "Riku Haapasuokko", "Tapani Vesaharju")
"""Whose tasks a later memo gives again, once each: they are one task."""


def test_owners_of_actions(sample_database: Path, gold: dict[str, dict[str, Any]]) -> None:
    owned = Counter(
        owner
        for record in gold.values()
        if record["meeting"]["date"] >= "2024-11-01"
        for action in record["actions"]
        if not action.get("optional")
        for owner in action.get("assignees", ())
    )
    owned.subtract(REPEATED)
    found = answered(sample_database, "actions-by-owner", since="2024-11-01")
    counts = {row["owner"]: row["actions"] for row in found}
    assert found[0]["owner"] == max(owned, key=lambda name: owned[name])
    assert {name: counts.get(name, 0) for name, times in owned.items() if times > 1} == {
        name: times for name, times in owned.items() if times > 1
    }


def test_what_is_due(sample_database: Path, gold: dict[str, dict[str, Any]]) -> None:
    due = sorted(
        action["due"]
        for record in gold.values()
        for action in record["actions"]
        if (action.get("due") or "").startswith("2025-01")
    )
    assert [row["due"] for row in answered(sample_database, "actions-due", month="2025-01")] == due
    weeks = [row["due"] for row in answered(sample_database, "actions-due", month="2025-04")]
    assert "2025-W16" in weeks  # 14 to 20 April
    assert "2025-W18" not in weeks  # its Thursday is 1 May
    assert "2025-W18" in {
        row["due"] for row in answered(sample_database, "actions-due", month="2025-05")
    }


def test_absences(sample_database: Path, gold: dict[str, dict[str, Any]]) -> None:
    away = {
        (attendee["name"], record["meeting"]["date"])
        for record in gold.values()
        for attendee in record["attendees"]
        if attendee.get("mode") == "absent"
    }
    found = answered(sample_database, "absences")
    assert {(row["name"], day) for row in found for day in row["days"].split(",")} == away
    assert [row["absent"] for row in found] == sorted(
        (row["absent"] for row in found), reverse=True
    )


def test_votes(sample_database: Path, gold: dict[str, dict[str, Any]]) -> None:
    fell = {
        (record["meeting"]["date"], decision["votes"]["for"], decision["votes"]["against"])
        for record in gold.values()
        for decision in record["decisions"]
        if decision.get("votes")
    }
    found = answered(sample_database, "votes")
    assert {(row["date"], row["for"], row["against"]) for row in found} == fell
    [named] = [row for row in found if row["names_against"]]
    assert named["names_against"] == "Ritva Sarajuuri, Anna-Liisa Torppaniemi"


def test_links(sample_database: Path, gold: dict[str, dict[str, Any]]) -> None:
    urls = {link["url"] for record in gold.values() for link in record["links"]}
    there = {url for url in urls if "example.org" in url}
    found = answered(sample_database, "links-to-domain", domain="Example.org")
    assert {row["url"] for row in found} == there
    assert answered(sample_database, "links-to-domain", domain="xample.org") == []


def test_figures(sample_database: Path, gold: dict[str, dict[str, Any]]) -> None:
    given = Counter(
        figure["value"]
        for record in gold.values()
        for figure in record["statistics"]
        if figure["unit"] == "%" and not figure.get("optional")
    )
    found = Counter(row["value"] for row in answered(sample_database, "figures-of-unit", unit="%"))
    assert not given - found


def test_shares(sample_database: Path) -> None:
    found = answered(sample_database, "change-between-meetings", words="Nuuskaa kokeilleiden")
    told = [(row["previous"], row["value"], row["change"]) for row in found if row["previous"]]
    assert told == [(38.0, 27.0, -11.0)]


def test_shares_of_one_subject_are_compared_and_no_others(sample_database: Path) -> None:
    found = answered(sample_database, "change-between-meetings", body="Saavutettavuus")
    assert [(row["value"], row["last_time"], row["change"]) for row in found] == [
        (54.0, None, None), (58.0, 54.0, 4.0), (65.0, 58.0, 7.0),
    ]  # fmt: skip
    every = answered(sample_database, "change-between-meetings", words="")
    subjects = {
        row["value"]: row["subject"]
        for row in answered(sample_database, "figures-of-unit", unit="%")
    }
    assert not [row for row in every if row["last_time"] and not subjects[row["value"]]]


def test_overdue(sample_database: Path) -> None:
    found = answered(sample_database, "actions-overdue", day="2025-12-05", owner="Vesaharju")
    assert [(row["due"], row["date"], row["opened"]) for row in found] == [
        ("2025-11-30", "2025-10-09", "2025-08-28")
    ]
    assert answered(sample_database, "actions-overdue", day="2025-11-30", owner="Vesaharju") == []
    then = answered(sample_database, "actions-overdue", day="2025-10-20", owner="Vesaharju")
    assert then == []  # put off on 9 October
    before = answered(sample_database, "actions-overdue", day="2025-10-01")
    assert "Jorma Särkikangas" in {row["assignees"] for row in before}


def test_matters_that_came_back(sample_database: Path) -> None:
    found = answered(sample_database, "matters-that-came-back", matter="214/")
    assert [(row["matter"], row["step"], row["date"]) for row in found] == [
        ("214/10.03.02/2025", 1, "2025-08-28"),
        ("214/10.03.02/2025", 2, "2025-10-09"),
        ("214/10.03.02/2025", 3, "2025-11-27"),
    ]


def test_spokespeople(sample_database: Path, gold: dict[str, dict[str, Any]]) -> None:
    speaking = {
        (attendee["affiliation"], attendee["name"])
        for record in gold.values()
        for attendee in record["attendees"]
        if "hyvinvointialue" in (attendee.get("affiliation") or "")
    }
    found = answered(sample_database, "spokespeople", organisation="hyvinvointialue")
    assert {(row["affiliation"], row["name"]) for row in found} == speaking


def test_disqualified(sample_database: Path) -> None:
    found = answered(sample_database, "disqualified")
    assert [(row["date"], row["item"], row["name"]) for row in found] == [
        ("2023-08-14", "155", "Eija Rantasalo-Holmi"),
        ("2024-09-17", "62", "Matias Hedenberg"),
    ]


def test_organisations_together(sample_database: Path) -> None:
    found = answered(
        sample_database, "organisations-together", organisation="Pohjois-Karjalan hyvinvointialue"
    )
    municipalities = {"Ilomantsi", "Joensuu", "Kontiolahti", "Lieksa"}
    assert municipalities <= {row["other"] for row in found if row["places"].endswith(".pdf 4")}
    pairs = [frozenset((row["organisation"], row["other"])) for row in found]
    assert len(set(pairs)) == len(pairs)


def test_decisions_and_statutes(sample_database: Path) -> None:
    found = answered(sample_database, "decisions-about", words="Koulukuljetus")
    assert [(row["date"], row["item"], row["kind"]) for row in found] == [
        ("2024-09-17", "63", "tabled")
    ]
    first = answered(sample_database, "statutes-cited")[0]
    assert (first["statute"], first["title"], first["documents"]) == ("410/2015", "kuntalaki", 2)


# --- asking ---------------------------------------------------------------------------------------


def test_the_command_lists_asks_and_shows(sample_database: Path) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(main, ["ask", *words, "--db", str(sample_database)])
        assert done.exit_code == 0, done.output
        return done.output

    assert all(name in run() for name in questions())
    head, first, *_ = run("actions-by-owner", "since=2024-11-01").splitlines()
    assert head.split() == ["owner", "actions", "with_deadline", "first_deadline", "files"]
    assert len(first) <= 160  # a long list of files is cut off, the rest is whole
    assert "Noora Vainio-Kallio" in run("actions-by-owner", "since=2024-11-01")
    assert "Nothing found" in run("actions-by-owner", "since=2099-01-01")
    assert run("votes", "--sql").strip() == question_named("votes").sql
    rows = list(csv.DictReader(io.StringIO(run("votes", "--csv"))))
    assert [row["for"] for row in rows] == [
        str(v["for"]) for v in answered(sample_database, "votes")
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nonsense"], 3, "type 'poytakirja ask'"),
        (["votes", "sinse=2024"], 3, "it has since"),
        (["votes", "2024"], 2, "2024=VALUE"),
    ],
)
def test_what_cannot_be_asked_is_explained(
    sample_database: Path, words: list[str], code: int, said: str
) -> None:
    done = CliRunner().invoke(main, ["ask", *words, "--db", str(sample_database)])
    assert (done.exit_code, said in done.output) == (code, True), done.output


def test_an_unknown_name_is_an_input_error() -> None:
    with pytest.raises(InputError):
        question_named(os.sep)


def test_csv_runs_nothing_in_a_spreadsheet() -> None:
    text = answer_to_csv(["text", "value"], [("=1+1", -1), ("- kohta", None), ("a=b", 2.5)])
    assert text == "text,value\n'=1+1,-1\n'- kohta,\na=b,2.5\n"
