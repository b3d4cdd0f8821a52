"""Runs, metrics, copies, and what is done again, as an operator types them."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.settings import FREE, JOBS, SETTINGS
from pipeline.store import check_database, locked_for_run
from tests.building import connect
from tests.stages import use_invented_stages


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two documents to be."""
    use_invented_stages(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POYTAKIRJA_JOBS", "0")
    (tmp_path / "kokoukset").mkdir()
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / "kokoukset" / name).write_text(f"content of {name}")
    return tmp_path


NOTHING_DONE = "Nothing to process again.\n"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_runs_are_kept_with_what_they_did(folder: Path) -> None:
    assert run("ingest", "kokoukset").exit_code == 0
    (folder / "kokoukset" / "c.pdf").write_text("broken")
    (folder / "kokoukset" / "a.pdf").unlink()
    assert run("ingest", "kokoukset").exit_code == 7
    newest, first = sorted(run("runs").stdout.splitlines(), key=lambda line: "failed" not in line)
    assert "exit code 7  1 unchanged, 1 failed, 1 gone  (ingest kokoukset)" in newest
    assert "exit code 0  2 stored, 4 pages  (ingest kokoukset)" in first
    with connect("minutes.db") as connection:
        [(spent,)] = connection.execute("SELECT seconds FROM runs WHERE exit_code = 0")
    assert {"read", "segment", "extract", "resolve", "store"} <= set(re.findall(r'"(\w+)"', spent))


def change_everything(folder: Path) -> None:
    """One file of each kind since the first run: changed, new, moved, gone, broken."""
    place = folder / "kokoukset"
    for name in ("c.pdf", "d.pdf"):
        (place / name).write_text(f"content of {name}")
    assert run("ingest", "kokoukset").exit_code == 0
    (place / "a.pdf").write_text("content of another a.pdf")
    (place / "b.pdf").rename(place / "b2.pdf")
    (place / "c.pdf").unlink()
    (place / "e.pdf").write_text("content of e.pdf")


def test_the_summary_names_what_is_new_changed_moved_gone_and_failed(folder: Path) -> None:
    change_everything(folder)
    (folder / "kokoukset" / "x.pdf").write_text("broken")
    lines = run("ingest", "kokoukset").stdout.splitlines()
    assert lines[0].startswith("2 stored, 1 changed, 1 stored already, 1 moved, 1 gone, 1 failed (")
    assert any(re.fullmatch(r"a\.pdf replaces [0-9a-f]{12}\.", line) for line in lines)
    assert "b2.pdf was b.pdf." in lines
    assert f"Gone: {folder / 'kokoukset' / 'c.pdf'}" in lines
    assert "Failed: 1 in read (InputError): 'poytakirja failures' says why." in lines
    assert lines[-2].startswith("Next: poytakirja show ")


def test_a_dry_run_says_what_would_be_done_and_does_nothing(folder: Path) -> None:
    change_everything(folder)
    with connect("minutes.db") as connection:
        before = list(connection.iterdump())
    done = run("ingest", "kokoukset", "--dry-run")
    lines = done.stdout.splitlines()
    assert done.exit_code == 0
    assert lines[0].startswith("2 to be read, 1 changed, 1 stored already, 1 moved, 1 gone (")
    assert {"To be read: a.pdf", "To be read: e.pdf", "b2.pdf was b.pdf."} <= set(lines)
    assert lines[-1].startswith("A dry run: nothing was stored.")
    with connect("minutes.db") as connection:
        assert list(connection.iterdump()) == before


def test_a_dry_run_makes_no_database(folder: Path) -> None:
    lines = run("ingest", "kokoukset", "ei.pdf", "--dry-run").stdout.splitlines()
    assert lines[0].startswith("2 to be read, 1 failed (")
    assert sorted(path.name for path in folder.iterdir()) == ["kokoukset"]


def test_a_run_that_ends_in_an_error_has_its_code(folder: Path) -> None:
    (folder / "modelless.pdf").write_text("x")
    assert run("ingest", "modelless.pdf").exit_code == 5
    assert "exit code 5" in run("runs").stdout


def test_a_run_that_was_killed_has_no_end(folder: Path) -> None:
    run("ingest", "kokoukset")
    with connect("minutes.db") as connection:
        connection.execute("UPDATE runs SET ended_at = NULL, exit_code = NULL")
        connection.commit()
    assert "no end: going on, or killed" in run("runs").stdout


def test_the_log_has_a_json_object_for_each_event(folder: Path) -> None:
    (folder / "kokoukset" / "c.pdf").write_text("broken")
    run("ingest", "kokoukset", "--log", "ajo.log")
    first = [json.loads(line) for line in (folder / "ajo.log").read_text().splitlines()]
    told = [one["event"] for one in first]
    assert (told[0], told[-1]) == ("run begins", "run ends")
    assert sorted(told[1:-1]) == ["failed", "stored", "stored"]
    [failed] = [one for one in first if one["event"] == "failed"]
    assert (failed["level"], failed["stage"], len(failed["document"])) == ("error", "read", 64)
    assert failed["reason"] == "c.pdf is broken: export it again"
    assert {one["run"] for one in first} == {run("runs").stdout.split()[0]}
    assert (first[-1]["exit_code"], first[-1]["stored"]) == (7, 2)
    (folder / "ajo.log").rename(folder / "ajo.log.1")  # as logrotate does
    run("ingest", "kokoukset", "--log", "ajo.log")
    again = [json.loads(line) for line in (folder / "ajo.log").read_text().splitlines()]
    assert [one["event"] for one in again] == ["run begins", "run ends"]


def test_a_run_that_cannot_begin_is_in_the_log(folder: Path) -> None:
    with locked_for_run("minutes.db"):
        assert run("ingest", "kokoukset", "--log", "ajot.log").exit_code == 10
    [line] = (folder / "ajot.log").read_text().splitlines()
    event = json.loads(line)
    assert (event["event"], event["command"]) == ("run fails", "ingest kokoukset")
    assert event["reason"].startswith("Another run writes minutes.db")


def test_what_has_moved_is_not_gone(folder: Path) -> None:
    run("ingest", "kokoukset")
    (folder / "kokoukset" / "a.pdf").rename(folder / "kokoukset" / "z.pdf")
    assert run("ingest", "kokoukset").exit_code == 0
    assert "exit code 0  1 unchanged, 1 moved  (ingest kokoukset)" in run("runs").stdout


def test_a_log_goes_to_standard_error_or_nowhere(folder: Path) -> None:
    assert json.loads(run("ingest", "kokoukset", "--log", "-").stderr.splitlines()[0])["run"]
    assert run("ingest", "kokoukset").stderr == ""
    refused = run("ingest", "kokoukset", "--log", "ei/ajo.log")
    assert refused.exit_code == 3
    assert "cannot be written" in refused.stderr


def free_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a settings file puts into the environment is taken away after the test."""
    for one in SETTINGS:
        monkeypatch.setenv(one.variable, "0" if one is JOBS else "")


def test_option_goes_before_environment_before_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free_environment(monkeypatch)
    (folder / "poytakirja.toml").write_text('db = "tiedosto.db"\nfree = 1\n')
    assert run("ingest", "kokoukset").exit_code == 0
    assert (folder / "tiedosto.db").exists()
    assert FREE.number() == 1
    monkeypatch.setenv("POYTAKIRJA_DB", "ympäristö.db")
    run("ingest", "kokoukset")
    assert (folder / "ympäristö.db").exists()
    run("ingest", "kokoukset", "--db", "valinta.db")
    assert (folder / "valinta.db").exists()
    assert not (folder / "minutes.db").exists()


def test_another_settings_file_can_be_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free_environment(monkeypatch)
    (folder / "oma.toml").write_text('db = "oma.db"\n')
    assert run("--settings", "oma.toml", "ingest", "kokoukset").exit_code == 0
    assert (folder / "oma.db").exists()
    missing = run("--settings", "ei.toml", "list")
    assert (missing.exit_code, "ei.toml cannot be read" in missing.stderr) == (3, True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("job = 4\n", "there is no setting 'job': do you mean 'jobs'?"),
        ("jobs = true\n", "jobs is True: give a number"),
        ("[jobs]\nnumber = 4\n", "give a number"),
        ("jobs 4\n", "is no TOML"),
        ('ocr = "maybe"\n', "set it to auto or off"),
    ],
)
def test_a_wrong_settings_file_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, content: str, message: str
) -> None:
    free_environment(monkeypatch)
    (folder / "poytakirja.toml").write_text(content)
    done = run("ingest", "kokoukset")
    assert done.exit_code == 3
    assert message in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(shell: str) -> None:
    assert "_POYTAKIRJA_COMPLETE" in run("completion", shell).stdout


def test_metrics_are_written_whole(folder: Path) -> None:
    (folder / "kokoukset" / "c.pdf").write_text("broken")
    run("ingest", "kokoukset", "--metrics", "luvut.prom")
    lines = (folder / "luvut.prom").read_text().splitlines()
    assert 'poytakirja_run_files{result="stored"} 2' in lines
    assert 'poytakirja_run_files{result="failed"} 1' in lines
    assert 'poytakirja_failures{reason="InputError"} 1' in lines
    assert "poytakirja_run_pages 4" in lines
    assert "poytakirja_run_exit_code 7" in lines
    assert any(line.startswith("poytakirja_last_success") for line in lines)
    assert any(re.fullmatch(r"poytakirja_last_run_timestamp_seconds \d{10}\.0", x) for x in lines)
    assert [path.name for path in folder.iterdir() if "luvut" in path.name] == ["luvut.prom"]


def last_success(file: Path) -> float | None:
    found = re.search(r"^poytakirja_last_success_\w+ (.+)$", file.read_text(), re.MULTILINE)
    return float(found[1]) if found else None


def test_a_success_is_an_ingest_that_reached_its_end_with_some_document(folder: Path) -> None:
    metrics = folder / "luvut.prom"

    def code(*words: str) -> int:
        return run(*words, "--metrics", str(metrics)).exit_code

    (folder / "c.pdf").write_text("broken")
    assert (code("ingest", "c.pdf"), last_success(metrics)) == (8, None)
    (folder / "modelless.pdf").write_text("x")
    assert (code("ingest", "modelless.pdf"), last_success(metrics)) == (5, None)
    assert "poytakirja_run_exit_code 5" in metrics.read_text()
    assert (code("retry"), last_success(metrics)) == (0, None)
    assert code("ingest", "c.pdf", "kokoukset") == 7
    assert last_success(metrics)


def test_a_run_that_did_not_see_all_is_no_success(folder: Path) -> None:
    metrics = folder / "luvut.prom"
    away = run("ingest", "kokoukset", "ei-ole", "--metrics", str(metrics))
    assert away.exit_code == 11
    assert away.stdout.startswith("2 stored, 1 failed (")
    assert "Not searched: ei-ole." in away.stdout
    assert "failures" not in away.stdout  # where nothing is noted of it
    assert last_success(metrics) is None
    assert "exit code 11" in run("runs").stdout
    assert run("ingest", "kokoukset", "--metrics", str(metrics)).exit_code == 0
    assert last_success(metrics)


def test_retry_takes_what_may_work_now(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "kokoukset" / "c.pdf").write_text("broken")
    run("ingest", "kokoukset")
    assert run("retry").stdout.startswith("Nothing to try again.")
    assert run("retry", "--all").exit_code == 8
    monkeypatch.setattr(sys.modules["pipeline.rulebook"], "rules_version", lambda: "new")
    assert "1 failed" in run("retry").stdout


def test_retry_finds_a_name_that_is_no_text(folder: Path) -> None:
    odd = folder / "kokoukset" / os.fsdecode(b"p\xf6yt\xe4.pdf")
    odd.write_text("broken")
    assert run("ingest", "kokoukset").exit_code == 7
    [path] = [line for line in run("failures").stdout.splitlines() if line.startswith("file:")]
    assert path == f"file://{folder}/kokoukset/p%F6yt%E4.pdf"
    odd.write_text("mended")
    assert "1 stored" in run("retry", "--all").stdout
    assert run("failures").stdout == "No failures.\n"


def test_the_failure_of_a_file_that_is_gone_is_over(folder: Path) -> None:
    for name in ("c.pdf", "d.pdf", "e.pdf"):
        (folder / "kokoukset" / name).write_text(f"broken {name}")
    run("ingest", "kokoukset")
    (folder / "kokoukset" / "c.pdf").unlink()
    assert run("ingest", "kokoukset").exit_code == 0
    assert run("failures").stdout.count("InputError") == 2
    (folder / "kokoukset" / "d.pdf").unlink()
    assert "kokoukset/d.pdf (find): there is no such file" in run("retry", "--all").stderr
    assert run("failures").stdout.count("InputError") == 1
    assert run("remove", "kokoukset/e.pdf").stdout.startswith("Forgot that")
    assert run("failures").stdout == "No failures.\n"


def test_retry_ends_what_failed_in_a_redo(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("ingest", "kokoukset")
    (folder / "kokoukset" / "a.pdf").unlink()  # which a redo does not need, nor its retry
    with monkeypatch.context() as broken:
        broken.setattr(sys.modules["pipeline.resolve"], "resolve_names", lambda *_parts: 1 / 0)
        assert run("redo", "a.pdf").exit_code == 8
    assert "ZeroDivisionError" in run("failures").stdout
    assert run("retry", "--all").exit_code == 0
    assert run("failures").stdout == "No failures.\n"


def test_the_list_marks_what_is_replaced_and_what_is_gone(folder: Path) -> None:
    run("ingest", "kokoukset")
    assert "state" not in run("list").stdout
    (folder / "kokoukset" / "a.pdf").write_text("content of another a.pdf")
    (folder / "kokoukset" / "b.pdf").unlink()
    run("ingest", "kokoukset")
    lines = run("list").stdout.splitlines()
    assert "state" in lines[0]
    assert len([line for line in lines if re.search(r"a\.pdf .* replaced 20\d\d-", line)]) == 1
    assert len([line for line in lines if re.search(r"b\.pdf .* gone 20\d\d-", line)]) == 1


def test_redo_takes_what_is_outdated(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("ingest", "kokoukset")
    assert run("redo").exit_code == 2
    monkeypatch.setattr(sys.modules["pipeline.rulebook"], "rules_version", lambda: "new")
    assert "2 were made with other rules" in run("ingest", "kokoukset").stdout
    assert "1 stored (" in run("redo", "a.pdf").stdout
    assert "1 stored (" in run("redo", "--outdated").stdout
    assert run("ingest", "kokoukset").stdout == "2 stored already: nothing to do (0 s).\n"


def test_redo_takes_what_older_rules_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("ingest", "kokoukset/a.pdf")
    with connect("minutes.db") as connection:
        connection.execute("UPDATE runs SET started_at = '2024-01-01T00:00:00'")
    monkeypatch.setattr(sys.modules["pipeline.rulebook"], "rules_version", lambda: "fedcba654321")
    run("ingest", "kokoukset/b.pdf")
    assert "rules fedcba654321" in run("runs").stdout
    assert run("redo", "--rules-older-than", "0000").exit_code == 3
    assert run("redo", "--rules-older-than", "abcdef").stdout == NOTHING_DONE
    assert run("redo", "--rules-older-than", "2020-01-01").stdout == NOTHING_DONE
    newer = run("redo", "--rules-older-than", "fedcba")
    assert newer.stdout.startswith("1 stored (")
    assert [line for line in newer.stdout.splitlines() if line.startswith("a.pdf")]
    assert run("redo", "--rules-older-than", "fedcba").stdout == NOTHING_DONE
    assert run("redo", "--rules-older-than", "2999-01-01").stdout.startswith("2 stored (")


def test_what_no_run_tells_of_is_older_than_all_rules(folder: Path) -> None:
    run("ingest", "kokoukset")
    with connect("minutes.db") as connection:
        connection.execute("UPDATE documents SET rules_version = 'before' WHERE file = 'a.pdf'")
    assert run("redo", "--rules-older-than", "2020-01-01").stdout.startswith("1 stored (")


def test_redo_reads_the_file_again_where_that_is_asked_for(folder: Path) -> None:
    run("ingest", "kokoukset")
    assert run("redo", "--stage", "read", "a.pdf").stdout.startswith("1 stored (")
    (folder / "kokoukset" / "a.pdf").unlink()
    assert run("redo", "--stage", "read", "a.pdf").exit_code == 8
    assert "a.pdf" in run("list").stdout
    assert run("redo", "--stage", "extract", "a.pdf").stdout.startswith("1 stored (")


def test_a_copy_is_whole_and_can_be_put_back(folder: Path) -> None:
    run("ingest", "kokoukset")
    with connect("minutes.db") as writer:  # others may write while it is made
        writer.execute("BEGIN IMMEDIATE")
        assert run("backup", "kopio.db").exit_code == 0
    run("remove", "a.pdf")
    assert run("restore", "kopio.db").exit_code == 0
    assert "a.pdf" in run("list").stdout
    assert "a.pdf" not in run("list", "--db", "minutes.db.before-restore").stdout
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("words", [("backup", "a.db"), ("restore", "a.db")])
def test_no_copy_is_made_over_a_file_or_of_rubbish(folder: Path, words: tuple[str, ...]) -> None:
    run("ingest", "kokoukset")
    (folder / "a.db").write_text("no database" * 100)
    before = (folder / "minutes.db").read_bytes()
    done = run(*words)
    assert done.exit_code == 6, done.output
    assert (folder / "a.db").read_text().startswith("no database")
    assert (folder / "minutes.db").read_bytes() == before


def test_a_copy_is_open_to_those_alone_who_may_read_the_database(folder: Path) -> None:
    run("ingest", "kokoukset")
    database, copy = Path("minutes.db"), Path("copy.db")
    database.chmod(0o640)
    run("backup", "copy.db")
    assert copy.stat().st_mode & 0o777 == 0o640
    copy.chmod(0o644)
    run("restore", "copy.db")
    kept = Path("minutes.db.before-restore")
    assert [one.stat().st_mode & 0o777 for one in (database, kept)] == [0o640, 0o640]
    if os.geteuid() == 0:  # who may put back what is another's
        os.chown(database, 65534, 65534)
        run("restore", "copy.db")
        assert (database.stat().st_uid, database.stat().st_gid) == (65534, 65534)


def test_the_doctor_finds_a_row_whose_document_is_missing(folder: Path) -> None:
    run("ingest", "kokoukset")
    with connect("minutes.db") as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("DELETE FROM meetings")
        connection.execute("DELETE FROM documents WHERE file = 'a.pdf'")
        connection.commit()
    assert "its documents is missing" in check_database("minutes.db")[0]


def test_a_manifest_says_where_files_come_from(folder: Path) -> None:
    (folder / "luettelo.csv").write_text(
        "file,address,organisation,archive_id\n"
        "kokoukset/a.pdf,https://kunta.example.fi/a,Testilän kunta,\n"
    )
    assert run("ingest", "kokoukset", "--manifest", "luettelo.csv").exit_code == 0
    with connect("minutes.db") as connection:
        query = "SELECT file, address, organisation, archive_id FROM files_overview ORDER BY file"
        found = connection.execute(query).fetchall()
    a = ("a.pdf", "https://kunta.example.fi/a", "Testilän kunta", None)
    assert found == [a, ("b.pdf", None, None, None)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("file,osoite\na.pdf,x\n", "'osoite' is not one of"),
        ("address\nx\n", "has no column 'file'"),
        ("file,address\na.pdf\n", "line 2"),
        ("file,address\n,x\n", "line 2"),
        ('file,address\n"a', "is no manifest"),
    ],
)
def test_a_manifest_that_is_wrong_is_refused(folder: Path, content: str, message: str) -> None:
    (folder / "luettelo.csv").write_text(content)
    done = run("ingest", "kokoukset", "--manifest", "luettelo.csv")
    assert done.exit_code == 3
    assert message in done.stderr
