"""What the program needs and what of it is there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import MissingModelError, PipelineError, StoreError


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is needed: ``exit_code`` is 0 where the program can do without it."""

    name: str
    fine: bool
    found: str
    remedy: str = ""
    exit_code: int = 0


def examine(database: str) -> list[Check]:
    """A check for each thing outside the program; nothing is changed or made."""
    return [_rules(), _model(), _morphology(), _ocr(), _database(database)]


def _rules() -> Check:
    from pipeline.rulebook import load_rules, rules_version

    try:
        return Check("rules", True, f"{len(load_rules())} rules, version {rules_version()}")
    except PipelineError as error:
        return Check("rules", False, str(error), "poytakirja rules check", error.exit_code)


def _model() -> Check:
    from pipeline.extract import model_version

    try:
        return Check("language model", True, model_version())
    except MissingModelError as error:
        remedy = "pip install spacy_fi_experimental_web_md"
        return Check("language model", False, str(error), remedy, error.exit_code)


def _morphology() -> Check:
    from pipeline.morphology import analyse

    try:
        analyse("talo")
    except MissingModelError as error:
        remedy = "sudo apt install libvoikko1 voikko-fi"
        return Check("Finnish morphology", False, str(error), remedy, error.exit_code)
    if _answers(_native_voikko):
        return Check("Finnish morphology", True, "Voikko, native library")
    return Check("Finnish morphology", True, "pyvoikko (slower than Debian's libvoikko1)")


def _native_voikko() -> object:
    import libvoikko

    return libvoikko.Voikko("fi")


def _answers(make: Callable[[], object]) -> bool:
    """True if the library can be loaded: it says otherwise by many kinds of exceptions."""
    try:
        make()
    except Exception:  # noqa: BLE001 (libvoikko's own exception cannot be named without it)
        return False
    return True


def _ocr() -> Check:
    remedy = "sudo apt install tesseract-ocr tesseract-ocr-fin"
    program = shutil.which("tesseract")
    if program is None:
        return Check("Tesseract", False, "not installed", remedy)
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20
    )
    languages = listed.stdout.split()
    if "fin" not in languages:
        return Check("Tesseract", False, "knows no Finnish", remedy)
    return Check("Tesseract", True, "with Finnish; scanned pages are only marked so far")


def _database(database: str) -> Check:
    from pipeline.store import open_store

    if "://" not in database and not Path(database).expanduser().exists():
        return Check("database", True, f"{database} is not there yet: 'ingest' makes it")
    try:
        with open_store(database, busy_seconds=1) as store:
            count, failures = len(store.documents()), len(store.failures())
    except StoreError as error:
        return Check("database", False, str(error), "another --db", error.exit_code)
    failed = f", {failures} files failed" if failures else ""
    return Check("database", True, f"{database}: {count} documents{failed}")
