"""Tasks through time: what later meetings say of a task, in whichever order they come."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from itertools import islice, permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from models.records import Record, Span
from pipeline.cli import main
from pipeline.corrections import Said, enter, undo
from pipeline.errors import InputError
from pipeline.store import Store, Task, TaskFilter, open_store, threads
from pipeline.store.followups import (
    Paper,
    Score,
    Statement,
    is_follow_up,
    reports_in,
    score_of,
    steps_through,
    words_of,
)
from tests.building import make_record

FIRST, SECOND, THIRD = (f"saavutettavuus-2025-{day}.pdf" for day in ("08-28", "10-09", "11-27"))
DONE_BY = "2025-12-05"
NAMES = frozenset({"aino", "virta", "eino", "koski"})
BECAME = {
    "Annukka Mäenlaita": ["opened 08-28", "done 10-09"],
    "Jorma Särkikangas": ["opened 08-28", "repeated 10-09", "done 11-27"],
    "Outi Lamminperä": ["opened 08-28", "done 10-09"],
    "Helinä Kuusipelto": ["opened 10-09", "done 11-27"],
    "Riku Haapasuokko": ["opened 10-09", "repeated 11-27"],
}
"""What a reader finds in the three memos, of people who have one task."""


@pytest.fixture(scope="module")
def series(sample_database: Path) -> dict[str, Record]:
    """The records of the three memos by file."""
    with open_store(str(sample_database)) as store:
        return {
            name: store.load_record(store.find_documents(name)[0].sha256)
            for name in (FIRST, SECOND, THIRD)
        }


def stored(address: str, records: Sequence[Record]) -> Store:
    store = open_store(address, create=True)
    for record in records:
        store.save_record(record)
    return store


def steps(store: Store) -> list[dict[str, Any]]:
    with store._transaction() as connection:
        query = "SELECT * FROM task_steps ORDER BY action_id, kind"
        return [dict(row) for row in connection.exec_driver_sql(query).mappings()]


def became(task: Task) -> list[str]:
    return [f"{step.kind} {(step.date or '')[5:]}" for step in task.steps]


def everything(store: Store, as_of: str = DONE_BY) -> list[Task]:
    return store.tasks.list(TaskFilter(organ="saavutettavuus", status="all", as_of=as_of))


# --- the three memos ------------------------------------------------------------------------------


def test_what_became_of_the_tasks(address: str, series: dict[str, Record]) -> None:
    with stored(address, [series[FIRST], series[SECOND], series[THIRD]]) as store:
        found = everything(store)
        owned = {task.owners: became(task) for task in found if task.owners != ("sihteeri",)}
        assert {name: owned[(name,)] for name in BECAME} == BECAME
        loop, plan = (task for task in found if task.owners == ("Tapani Vesaharju",))
        assert became(loop) == ["opened 08-28", "repeated 10-09"]
        assert became(plan) == ["opened 11-27"]  # 'laatia luonnos', as another's task that is done
        assert (loop.status, loop.due_until) == ("overdue", "2025-11-30")
        assert [became(t) for t in found if t.owners == ("sihteeri",)] == [
            ["opened 11-27"], ["opened 10-09"], ["opened 08-28"],
        ]  # fmt: skip


def test_evidence_is_what_the_documents_say(tmp_path: Path, series: dict[str, Record]) -> None:
    with stored(str(tmp_path / "minutes.db"), list(series.values())) as store:
        for task in everything(store):
            for step in task.steps:
                record = series[step.file]
                assert step.quote in " ".join(record.document.text.split())
                assert (step.evidence is None) == (step.kind == "opened")
        [asked] = [t for t in everything(store) if t.owners == ("Jorma Särkikangas",)]
        done = asked.steps[-1]
        assert done.quote == "Uimahallin luiskan hinta-arvion pyytäminen (Jorma): toteutettu."
        assert done.evidence
        assert (done.evidence.owner, done.evidence.words) == (1.0, 1.0)


def test_a_day_knows_nothing_of_later_meetings(tmp_path: Path, series: dict[str, Record]) -> None:
    with stored(str(tmp_path / "minutes.db"), list(series.values())) as store:
        then = {task.owners: task for task in everything(store, "2025-10-01")}
        assert {became(task)[-1] for task in then.values()} == {"opened 08-28"}
        assert then["Annukka Mäenlaita",].status == "overdue"
        assert then["Tapani Vesaharju",].status == "open"
        assert everything(store, "2025-01-01") == []


def test_the_order_of_documents_does_not_matter(tmp_path: Path, series: dict[str, Record]) -> None:
    ends = []
    for number, order in enumerate(islice(permutations(series.values()), 1, None, 2)):
        with stored(str(tmp_path / f"{number}.db"), order) as store:
            ends.append(steps(store))
    assert ends[0]
    assert all(end == ends[0] for end in ends)


def test_documents_leave_and_come_back(address: str, series: dict[str, Record]) -> None:
    with stored(address, list(series.values())) as store:
        before = steps(store)
        store.remove_document(series[SECOND].document.sha256)
        [task] = [t for t in everything(store) if t.owners == ("Jorma Särkikangas",)]
        assert became(task) == ["opened 08-28", "done 11-27"]
        store.save_record(series[SECOND])
        assert steps(store) == before
        store.save_record(series[THIRD])  # again
        assert steps(store) == before


def test_a_corrected_owner_parts_what_was_one(tmp_path: Path, series: dict[str, Record]) -> None:
    with stored(str(tmp_path / "minutes.db"), list(series.values())) as store:
        before = steps(store)
        [task] = [t for t in everything(store) if t.owners == ("Riku Haapasuokko",)]
        said = Said(
            doc=THIRD, verdict="set", by="Testaaja", id=task.steps[-1].action_id,
            fields={"assignees": "Outi Lamminperä"},
        )  # fmt: skip
        entered = enter(store, said)
        [first] = [t for t in everything(store) if t.owners == ("Riku Haapasuokko",)]
        assert became(first) == ["opened 10-09"]
        undo(store, [entered[-1].id])
        assert steps(store) == before


def test_an_older_database_is_filled_when_it_is_opened(
    tmp_path: Path, series: dict[str, Record]
) -> None:
    path = str(tmp_path / "minutes.db")
    with stored(path, list(series.values())) as store:
        before = steps(store)
        with store._transaction(writing=True) as connection:
            connection.exec_driver_sql("DELETE FROM task_steps")
            connection.exec_driver_sql("DELETE FROM meeting_series")
    with open_store(path) as store:
        assert steps(store) == before


def test_only_the_neighbours_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    def record(number: int) -> Record:
        made = make_record(content=str(number))
        meeting = replace(made.minutes.meeting, body="Testiryhmä", date=f"2024-01-{number + 1:02}")
        return replace(made, minutes=replace(made.minutes, meeting=meeting))

    read: list[str] = []
    real = threads._paper

    def counted(connection: Any, key: str, day: str, tasks: bool, reports: bool) -> Paper:
        read.append(key)
        return real(connection, key, day, tasks, reports)

    monkeypatch.setattr(threads, "_paper", counted)
    with stored(str(tmp_path / "minutes.db"), [record(number) for number in range(20)]) as store:
        read.clear()
        store.save_record(record(10))
        assert 1 < len(read) == len(set(read)) <= 2 * threads.REACH + 1


def test_the_view_says_what_became_of_each(address: str, series: dict[str, Record]) -> None:
    with stored(address, list(series.values())) as store:
        query = "SELECT assignees, date, repeated_on, done_on, overdue, due_until FROM open_actions"
        with store.engine.connect() as connection:
            rows = connection.exec_driver_sql(query).mappings().all()
    asked = [row for row in rows if row["assignees"] == "Jorma Särkikangas"]
    assert [(row["date"], row["repeated_on"], row["done_on"]) for row in asked] == [
        ("2025-08-28", "2025-10-09", None),
        ("2025-10-09", None, "2025-11-27"),
    ]
    assert not any(row["overdue"] for row in asked)
    late = [row for row in rows if row["overdue"]]
    assert late
    assert all(row["due_until"] and not row["done_on"] for row in late)


def test_an_older_database_gets_the_last_days_of_its_deadlines(
    tmp_path: Path, series: dict[str, Record]
) -> None:
    path, days = str(tmp_path / "minutes.db"), "SELECT id, due_until FROM actions ORDER BY id"
    with stored(path, list(series.values())) as store:
        with store._transaction() as connection:
            before = connection.exec_driver_sql(days).all()
        with store._transaction(writing=True) as connection:
            connection.exec_driver_sql("UPDATE actions SET due_until = NULL")
    with open_store(path) as store, store._transaction() as connection:
        assert connection.exec_driver_sql(days).all() == before
    assert any(day for _, day in before)


def test_a_page_of_tasks(tmp_path: Path, series: dict[str, Record]) -> None:
    with stored(str(tmp_path / "minutes.db"), list(series.values())) as store:
        whole = store.tasks.list(TaskFilter(status="all"))
        assert store.tasks.list(TaskFilter(status="all"), 2, 1) == whole[1:3]
        [sure] = {task.confidence >= 0.9 for task in store.tasks.list(TaskFilter(confidence=0.9))}
        assert sure


# --- two statements -------------------------------------------------------------------------------


def said(text: str, *owners: str, action: str | None = None, **more: Any) -> Statement:
    return Statement(
        "doc", 0, len(text), 1, words_of(text, NAMES), frozenset(owners), action, **more
    )


def score(task: str, later: str, *owners: str, **more: Any) -> Score | None:
    named = owners or ("aino virta",)
    one = said(task, *named, action="a", **more.pop("of_task", {}))
    return score_of(one, said(later, *more.pop("by", named), **more), lambda _: 1.0)


@pytest.mark.parametrize(
    ("task", "later"),
    [
        ("Aino laatii ohjeen uusille käyttäjille", "Aino tekee uusien käyttäjien ohjeen"),
        ("Aino kokoaa palautteen kyselystä", "Kyselyn palautteen Aino kokoaa vielä"),
    ],
)
def test_the_same_task_in_other_words(task: str, later: str) -> None:
    found = score(task, later, action="b")
    assert found
    assert found.total >= 0.6


@pytest.mark.parametrize(
    ("task", "later"),
    [
        ("Aino lähettää kokouskutsun jäsenille", "Aino lähettää kokouskutsun jäsenille"),
        ("Aino tekee tiketin", "Aino tekee tiketin"),
        ("Aino laatii luonnoksen esitteestä", "Aino laatii luonnoksen ohjelmasta"),
        ("Aino korjaa virheen", "Aino selvittää kyselyn palautteen"),
    ],
)
def test_two_tasks_stay_two(task: str, later: str) -> None:
    assert score(task, later, action="b") is None


def test_whose_it_is_and_of_which_matter_counts() -> None:
    words = "Aino laatii ohjeen käyttäjille"
    assert score(words, words, action="b")
    assert score(words, words, action="b", by=("eino koski",)) is None
    assert score(words, words, action="b", by=("aino",))
    refs = {"records": frozenset({"1/2025"})}
    assert score(words, words, action="b", of_task=refs, **refs)
    assert score(words, words, action="b", of_task=refs, records=frozenset({"2/2025"})) is None


def test_a_role_has_many_tasks_in_the_same_words() -> None:
    words = "valtuutetaan päällikkö allekirjoittamaan sopimus"
    assert score(words, words, "päällikkö", action="b", of_task={"standing": True}) is None


def test_a_report_that_fits_two_tasks_is_of_neither() -> None:
    def task(at: int, text: str) -> Statement:
        return Statement(
            "a", at, at + 1, 1, words_of(text, NAMES), frozenset({"aino virta"}), f"t{at}"
        )

    report = Statement(
        "b", 0, 9, 1, words_of("Aino on laatinut ohjeen käyttäjille", NAMES),
        frozenset({"aino virta"}),
    )  # fmt: skip
    tasks = (
        task(0, "Aino laatii ohjeen käyttäjille Joensuussa"),
        task(5, "Aino laatii ohjeen käyttäjille Lieksassa"),
    )
    later = Paper("b", "2025-02-01", statements=(report,), places=("",) * 5)
    assert (
        steps_through([Paper("a", "2025-01-01", statements=tasks, places=("",) * 5), later], 3)
        == []
    )
    [step] = steps_through(
        [Paper("a", "2025-01-01", statements=tasks[:1], places=("",) * 5), later], 3
    )
    assert (step.kind, step.task.action_id) == ("done", "t0")


def test_other_people_are_another_organ() -> None:
    task = said("Aino laatii ohjeen käyttäjille", "aino virta", action="t")
    one = Paper("a", "2025-01-01", frozenset({"aino virta"}), (task,), places=("",) * 5)
    two = Paper("b", "2025-02-01", frozenset({"eino koski"}), (task,), places=("",) * 5)
    assert steps_through([one, two], 3) == []


@pytest.mark.parametrize(
    ("text", "listed", "found"),
    [
        ("Aino on laatinut ohjeen. Kahvia juotiin.", False, ["Aino on laatinut ohjeen."]),
        ("Ohjeen laatiminen (Aino): tehty.", True, ["Ohjeen laatiminen (Aino): tehty."]),
        ("Ohjeen laatiminen (Aino): tehty.", False, []),
        ("Ohjetta ei ole tehty.", True, []),
        ("Ohje on vielä kesken.", True, []),
        ("Aino laatii ohjeen.", True, []),
    ],
)
def test_what_reports_that_something_was_done(text: str, listed: bool, found: list[str]) -> None:
    assert [text[slice(*pair)] for pair in reports_in(text, listed)] == found


def test_headings_of_lists_of_old_tasks() -> None:
    assert is_follow_up("Edellisen kokouksen tehtävät")
    assert not is_follow_up("Tehtävät")


# --- the command ----------------------------------------------------------------------------------


def run(database: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(main, ["actions", *words, "--db", str(database)])
    assert done.exit_code == code, done.output
    return done.output


def test_the_command_lists_tasks(sample_database: Path) -> None:
    at = ("--organ", "saavutettavuus", "--as-of", DONE_BY)
    rows = list(csv.DictReader(io.StringIO(run(sample_database, *at, "--format", "csv"))))
    assert {row["status"] for row in rows} == {"open", "overdue"}
    late = json.loads(run(sample_database, *at, "--status", "overdue", "--format", "json"))
    assert [task["owners"] for task in late] == [["Tapani Vesaharju"]]
    assert [step["kind"] for step in late[0]["steps"]] == ["opened", "repeated"]
    soon = run(sample_database, *at, "--owner", "riku", "--due-before", "2025-12-12")
    assert "Riku taittaa" in soon
    assert "No such task" in run(sample_database, *at, "--due-before", "2025-01-01")


def test_the_command_shows_the_history_of_one(sample_database: Path) -> None:
    found = json.loads(
        run(sample_database, "--owner", "Jorma", "--status", "all", "--format", "json")
    )
    shown = run(sample_database, found[0]["steps"][1]["action_id"][:12])
    assert [word in shown for word in ("opened", "repeated", "done", "same owner")] == [True] * 4
    assert "no task has the id" in run(sample_database, "act_ffff", code=InputError.exit_code)
    assert "2025-13-01" in run(sample_database, "--as-of", "2025-13-01", code=2)


def test_a_month_is_overdue_when_it_is_over(tmp_path: Path) -> None:
    from dataclasses import replace

    made = make_record()
    action = replace(made.findings.actions[0], due="2025-01", due_precision="month")
    assert isinstance(action.span, Span)
    record = replace(made, findings=replace(made.findings, actions=(action,)))
    with stored(str(tmp_path / "minutes.db"), [record]) as store:
        for day, status in (("2025-01-31", "open"), ("2025-02-01", "overdue")):
            assert store.tasks.list(TaskFilter(as_of=day))[0].status == status
