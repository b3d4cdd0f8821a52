"""The commands as one types them: what they print, and how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.read.ocr.tesseract import tesseract_languages
from pipeline.store import open_store
from tests.building import connect, make_record
from tests.stages import use_invented_stages


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two documents to be."""
    use_invented_stages(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POYTAKIRJA_DB", raising=False)
    monkeypatch.setenv("POYTAKIRJA_JOBS", "0")  # the stages are invented in this process alone
    (tmp_path / "kokoukset").mkdir()
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / "kokoukset" / name).write_text(f"content of {name}")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.fixture
def ingested(folder: Path) -> Path:
    assert run("ingest", "kokoukset").exit_code == 0
    return folder / "minutes.db"


# --- ingest -------------------------------------------------------------------------------------


def test_ingest_says_what_it_found_and_what_to_type_next(folder: Path) -> None:
    done = run("ingest", "kokoukset")
    assert done.exit_code == 0, done.output
    table = [line.split() for line in done.stdout.splitlines()]
    assert table[1][:3] == ["document", "pages", "items"]
    assert table[2] == ["a.pdf", "2", "3", "2", "1", "1", "1", "1", "1"]
    assert done.stdout.startswith("2 stored (")
    assert "poytakirja show a.pdf" in done.stdout
    assert (folder / "minutes.db").exists()


def test_a_second_ingest_does_nothing_and_says_so(ingested: Path) -> None:
    done = run("ingest", "kokoukset")
    assert done.exit_code == 0
    assert done.stdout == "2 stored already: nothing to do (0 s).\n"


def test_a_duplicate_is_named_with_its_twin(ingested: Path) -> None:
    Path("kopio.pdf").write_text("content of a.pdf")
    done = run("ingest", "kopio.pdf")
    assert done.exit_code == 0
    assert "kopio.pdf has the content of a.pdf." in done.stdout


def test_another_database_is_named_in_what_to_type_next(folder: Path) -> None:
    done = run("ingest", "kokoukset", "--db", "toinen.db")
    assert "poytakirja show a.pdf --db toinen.db" in done.stdout
    assert (folder / "toinen.db").exists()


def test_the_environment_names_the_database(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POYTAKIRJA_DB", str(folder / "ympäristö.db"))
    assert "--db" not in run("ingest", "kokoukset").stdout
    assert (folder / "ympäristö.db").exists()
    assert not (folder / "minutes.db").exists()


def test_quiet_prints_failures_alone(folder: Path) -> None:
    Path("kokoukset/c.pdf").write_text("broken")
    done = run("ingest", "kokoukset", "--quiet")
    assert done.stdout == ""
    assert done.stderr.startswith("Failed: kokoukset/c.pdf (read): c.pdf is broken")


def test_more_than_twenty_documents_are_summed_up() -> None:
    for number in range(23):
        Path(f"kokoukset/n{number:02}.pdf").write_text(f"number {number}")
    done = run("ingest", "kokoukset")
    assert "… and 5 more" in done.stdout
    assert "25 stored (" in done.stdout


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        (("a.pdf", "rikki.pdf"), 7),
        (("rikki.pdf",), 8),
        (("ei.pdf",), 8),
        (("a.pdf", "rikki.pdf", "ei"), 11),
        (("a.pdf", "ei", "--dry-run"), 11),
    ],
)
def test_failures_have_exit_codes_of_their_own(paths: tuple[str, ...], code: int) -> None:
    Path("a.pdf").write_text("fine")
    Path("rikki.pdf").write_text("broken")
    assert run("ingest", *paths).exit_code == code


def test_a_bug_shows_its_trace_on_request_alone() -> None:
    Path("bug.pdf").write_text("x")
    plain, debug = run("ingest", "bug.pdf"), run("--debug", "ingest", "bug.pdf")
    assert "Failed: bug.pdf (extract): KeyError" in plain.stderr
    assert "Traceback" not in plain.stderr
    assert "Traceback" in debug.stderr
    assert plain.exit_code == debug.exit_code == 8


def test_an_interrupt_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["pipeline.read"], "read_pdf", interrupted)
    done = run("ingest", "kokoukset")
    assert done.exit_code == 130
    assert done.stderr == "Interrupted: what was finished is kept.\n"
    assert "Traceback" not in done.output


# --- what a user can get wrong ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("ingest",), 2, "Missing argument"),
        (("ingest", "kokoukset", "--jobs", "-1"), 2, "--jobs"),
        (("ingest", "tyhjä"), 3, "No PDF files in tyhjä"),
        (("list",), 6, "poytakirja ingest"),
        (("show", "a.pdf"), 6, "poytakirja ingest"),
        (("list", "--db", "kirje.txt"), 6, "not a database"),
        (("list", "--db", "vieras.db"), 6, "another program"),
        (("list", "--db", "mysql://kone/kanta"), 6, "only sqlite"),
        (("ingest", "kokoukset", "--db", "ei/minutes.db"), 6, "no folder"),
        (("ingest", "modelless.pdf"), 5, "pip install"),
        (("export", "--format", "xml"), 2, "xml"),
    ],
)
def test_mistakes_are_one_line(words: tuple[str, ...], code: int, message: str) -> None:
    Path("tyhjä").mkdir()
    Path("kirje.txt").write_text("Hyvä vastaanottaja, " * 200)
    Path("modelless.pdf").write_text("x")
    with connect("vieras.db") as connection:
        connection.execute("CREATE TABLE t (x)")
    done = run(*words)
    assert done.exit_code == code, done.output
    assert message in done.stderr
    assert "Traceback" not in done.output
    if code != 2:
        assert len(done.stderr.splitlines()) == 1


def test_a_mistake_leaves_no_database_behind(folder: Path) -> None:
    run("list")
    run("show", "a.pdf")
    assert not list(folder.glob("*.db"))


@pytest.mark.parametrize("command", ["show", "remove"])
def test_an_unknown_document_is_named(ingested: Path, command: str) -> None:
    done = run(command, "ei.pdf")
    assert done.exit_code == 3
    assert done.stderr == "Error: No document 'ei.pdf' is stored: 'poytakirja list' shows what is\n"


def test_a_locked_database_is_one_line(ingested: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(open_store.__kwdefaults__ or {}, "busy_seconds", 0.05)
    with connect(ingested) as connection:
        connection.execute("BEGIN IMMEDIATE")
        done = run("remove", "a.pdf")
    assert done.exit_code == 6
    assert "another process" in done.stderr


# --- check --------------------------------------------------------------------------------------


def test_check_lists_what_does_not_agree(ingested: Path) -> None:
    done = run("check")
    assert done.exit_code == 9
    lines = done.stdout.splitlines()
    assert "warning: a.pdf, item 2: item-gap: Kohta 3 puuttuu" in lines
    assert lines[-1].endswith(" in 2 of 2 documents.")


def test_check_lists_the_documents_that_are_named(ingested: Path) -> None:
    lines = run("check", "b.pdf").stdout.splitlines()
    assert all(" b.pdf" in line for line in lines[:-1])
    assert lines[-1].endswith(" in 1 of 1 document.")


def test_check_leaves_out_what_is_less_bad(ingested: Path) -> None:
    done = run("check", "--severity", "error")
    assert (done.exit_code, done.stdout) == (0, "No warnings in 2 documents.\n")


def test_check_lists_one_code_alone(ingested: Path) -> None:
    done = run("check", "--code", "numbering_gap")
    assert (done.exit_code, done.stdout) == (0, "No warnings in 2 documents.\n")
    assert run("check", "--code", "ei-ole").exit_code == 2


# --- reading ------------------------------------------------------------------------------------


def test_list_shows_documents_and_failures(ingested: Path) -> None:
    Path("rikki.pdf").write_text("broken")
    run("ingest", "rikki.pdf")
    done = run("list")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[1].split()[1:4] == ["a.pdf", "2024-12-12", "2"]
    assert lines[-1].startswith("Failed once: ")


def test_failures_tells_whether_trying_again_helps(ingested: Path) -> None:
    assert run("failures").stdout == "No failures.\n"
    Path("kokoukset/rikki.pdf").write_text("broken")
    run("ingest", "kokoukset")
    lines = run("failures").stdout.splitlines()
    assert lines[0].endswith("kokoukset/rikki.pdf")
    assert lines[1] == "  read: InputError: rikki.pdf is broken: export it again"
    assert lines[2].startswith("  tried once, last 20")
    assert lines[2].endswith("permanent: name the file to try it")
    assert lines[3] == "1 failed; 1 of them in quarantine, which 'ingest' leaves alone."
    later = run("ingest", "kokoukset")
    assert later.exit_code == 0
    assert "1 failed before and left alone" in later.stdout


@pytest.mark.parametrize(
    ("variable", "value"),
    [("SECONDS", "soon"), ("MEMORY", "1000"), ("PAGES", "0")],
)
def test_a_limit_is_a_number(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POYTAKIRJA_JOBS", "1")
    monkeypatch.setenv(f"POYTAKIRJA_{variable}", value)
    done = run("ingest", "kokoukset")
    assert done.exit_code == 3
    assert f"POYTAKIRJA_{variable} is '{value}': give a number from" in done.stderr


def test_show_is_a_page_to_read(ingested: Path) -> None:
    done = run("show", "a.pdf")
    assert done.exit_code == 0
    for words in (
        "Testityöryhmän muistio",
        "2024-12-12",
        "Aino Esimerkki",
        "Testilän kunta",
        "1. Kokouksen avaus",
        "decision (approved, 7–2): Hyväksyttiin äänin 7–2.",
        "action (Onni Koemies, työryhmä, due 2025-01-31): Onni Koemies lähettää ohjeen",
        "41 → 45 %",
        "https://ohje.example/uusi",
        "Kohta 3 puuttuu",
    ):
        assert words in done.stdout, words


def test_show_knows_the_hash_that_list_prints(ingested: Path) -> None:
    key = run("list").stdout.splitlines()[2].split()[0]
    assert "b.pdf" in run("show", key).stdout


def test_export_is_the_same_bytes_however_it_was_made(ingested: Path) -> None:
    first = run("export").stdout_bytes
    assert len(first.splitlines()) == 2
    ingested.unlink()
    run("ingest", "kokoukset/b.pdf")
    run("ingest", "kokoukset")
    assert run("export").stdout_bytes == first
    assert run("export", "-o", "out.jsonl").stdout_bytes == b""
    assert Path("out.jsonl").read_bytes() == first


def test_export_of_some_documents(ingested: Path) -> None:
    done = run("export", "--format", "json", "b.pdf", "a.pdf", "b.pdf")
    files = [record["source"]["file"] for record in json.loads(done.stdout)]
    assert files == ["a.pdf", "b.pdf"]


def test_remove_forgets_and_ingest_finds_it_new(ingested: Path) -> None:
    done = run("remove", "a.pdf")
    assert done.exit_code == 0
    assert done.stdout.startswith("Removed a.pdf (")
    assert "a.pdf" not in run("list").stdout
    assert "1 stored, 1 stored already (" in run("ingest", "kokoukset").stdout


def test_remove_forgets_a_failure_by_its_path(ingested: Path) -> None:
    Path("rikki.pdf").write_text("broken")
    run("ingest", "rikki.pdf")
    path = str(Path("rikki.pdf").absolute())
    assert run("remove", path).stdout == f"Forgot that {path} failed.\n"
    assert "Failed" not in run("list").stdout


def test_a_file_name_that_is_not_text_is_printed_and_stored(folder: Path) -> None:
    name = os.fsdecode(b"kokoukset/k\xf6ysi.pdf")  # Latin-1 on a UTF-8 system
    Path(name).write_text("x")
    Path(name.replace("ysi", "li")).write_text("broken")
    done = run("ingest", "kokoukset")
    assert done.exit_code == 7, done.output
    assert run("list").exit_code == 0
    assert run("export").exit_code == 0


def test_other_rules_are_mentioned_and_again_renews(
    ingested: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["pipeline.rulebook"], "rules_version", lambda: "new")
    done = run("ingest", "kokoukset")
    assert (
        "2 were made with other rules or another model: 'poytakirja redo --outdated' renews them."
        in done.stdout
    )
    assert "2 stored (" in run("ingest", "kokoukset", "--again").stdout
    assert "other rules" not in run("ingest", "kokoukset").stdout


def test_doctor_says_what_is_there_and_what_to_type(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("POYTAKIRJA_OCR", "auto")
    monkeypatch.setattr("shutil.which", lambda _program: None)
    tesseract_languages.cache_clear()
    done = run("doctor")
    tesseract_languages.cache_clear()
    assert "language model" in done.stdout
    assert "type: sudo apt install tesseract-ocr tesseract-ocr-fin tesseract-ocr-swe" in done.stdout
    assert "minutes.db is not there yet" in done.stdout
    assert not (folder / "minutes.db").exists()


def test_a_setting_that_is_none_is_said_before_anything_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POYTAKIRJA_OCR", "maybe")
    done = run("ingest", "kokoukset")
    assert done.exit_code == 3
    assert "POYTAKIRJA_OCR is 'maybe': set it to auto or off" in done.stderr
    assert not (folder / "minutes.db").exists()


def test_what_waits_for_ocr_is_said(folder: Path) -> None:
    (folder / "kokoukset" / "scan.pdf").write_text("a scan")
    expected = "1 with pages that need OCR: 'poytakirja doctor' says how to get it."
    assert expected in run("ingest", "kokoukset").stdout
    assert expected in run("ingest", "kokoukset").stdout


# --- several meetings in a file, one meeting in several files -----------------------------------


@pytest.fixture
def three_in_one(folder: Path) -> Path:
    Path("kolme.pdf").write_text("three meetings")
    assert "kolme.pdf (3 meetings)" in run("ingest", "kolme.pdf").stdout
    return folder / "minutes.db"


def test_each_meeting_of_a_file_has_a_name(three_in_one: Path) -> None:
    lines = run("list").stdout.splitlines()[1:]
    assert [line.split()[1] for line in lines] == ["kolme.pdf#1", "kolme.pdf#2", "kolme.pdf#3"]
    assert "kolme.pdf#2" in run("show", "kolme.pdf#2").stdout
    assert "kolme.pdf#1" not in run("show", "kolme.pdf#2").stdout
    assert run("show", "kolme.pdf").stdout.count("Testityöryhmän muistio") == 3
    assert len(run("export").stdout.splitlines()) == 3
    assert len(run("export", "kolme.pdf#3").stdout.splitlines()) == 1
    assert run("show", "kolme.pdf#4").exit_code == 3


def test_a_file_is_stored_and_removed_with_all_its_meetings(three_in_one: Path) -> None:
    assert run("ingest", "kolme.pdf").stdout == "1 stored already: nothing to do (0 s).\n"
    refused = run("remove", "kolme.pdf#2")
    assert refused.exit_code == 3
    assert "remove the whole file" in refused.stderr
    assert run("remove", "kolme.pdf").stdout.startswith("Removed kolme.pdf (")
    assert run("list").stdout.startswith("No documents")


def test_joined_files_are_shown_as_one_meeting(ingested: Path) -> None:
    alone = run("show", "a.pdf").stdout
    exported = run("export").stdout
    assert run("join", "b.pdf", "a.pdf").stdout == "One meeting: b.pdf, a.pdf.\n"
    shown = run("show", "a.pdf").stdout
    assert shown == run("show", "b.pdf").stdout
    assert shown.index("b.pdf ·") < shown.index("a.pdf ·")
    assert shown.count("1. Kokouksen avaus") == 2
    assert shown.count("deputy") == 1
    assert run("export").stdout == exported
    assert run("join", "--undo", "a.pdf").stdout == "a.pdf: joined with nothing.\n"
    assert run("show", "a.pdf").stdout == alone


def test_show_names_the_other_documents_of_the_meeting(ingested: Path) -> None:
    with open_store("minutes.db") as store:
        for name, kind in (("valmis.pdf", "minutes"), ("lista.pdf", "agenda")):
            record = make_record(name, name)
            meeting = replace(record.minutes.meeting, kind=kind, body="Työryhmä")  # type: ignore[arg-type]
            store.save_record(replace(record, minutes=replace(record.minutes, meeting=meeting)))
    assert "the agenda is lista.pdf" in run("show", "valmis.pdf").stdout
    assert "an agenda of valmis.pdf" in run("show", "lista.pdf").stdout


def test_one_document_alone_cannot_be_joined(ingested: Path) -> None:
    assert run("join", "a.pdf").exit_code == 2
    assert run("join", "a.pdf", "ei.pdf").exit_code == 3


# --- the program itself -------------------------------------------------------------------------


def python(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_version_is_the_distributions() -> None:
    from importlib.metadata import version

    assert run("--version").stdout.strip().endswith(version("poytakirja"))


def imported_by(*words: str) -> set[str]:
    """The modules that a command has imported when it ends."""
    code = (
        f"import sys; sys.argv = ['poytakirja', *{words!r}]\n"
        "from pipeline.cli import main\n"
        "try: main()\n"
        "except SystemExit as ended: assert not ended.code\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


HEAVY = {"alembic", "sqlalchemy.orm", "sqlalchemy.dialects.postgresql", "spacy", "thinc", "yaml",
         "pydantic", "pypdfium2", "pdfplumber", "pandas", "regex", "pebble"}  # fmt: skip


def test_help_imports_nothing_heavy() -> None:
    assert imported_by("--help") & (HEAVY | {"sqlalchemy", "numpy", "rich"}) == set()


def test_reading_the_database_imports_no_more_than_it_needs(folder: Path) -> None:
    with open_store("minutes.db", create=True) as store:
        store.save_record(make_record("a.pdf"))
    for words in (["list"], ["show", "a.pdf"]):
        assert imported_by(*words) & (HEAVY | {"numpy", "rich.progress"}) == set()


def test_a_closed_pipe_is_no_traceback(folder: Path) -> None:
    with open_store("minutes.db", create=True) as store:
        for number in range(30):
            store.save_record(make_record(f"{number}.pdf", str(number)))
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m pipeline.cli export | head -c 10"],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert len(done.stdout) == 10
    assert done.stderr == ""
