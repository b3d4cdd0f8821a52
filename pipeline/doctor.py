"""What the program needs and what of it is there."""

from __future__ import annotations

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
    database_check = _database(database)
    checks = [_rules(), _model(), _morphology(), _ocr(), database_check]
    return [*checks, *(_forgotten(database) if database_check.fine else [])]


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
    from pipeline.read import OCR_PACKAGES, is_ocr_off, is_ocr_on, ocr_version

    remedy = f"sudo apt install {OCR_PACKAGES}"
    try:
        if is_ocr_off():
            return Check("OCR", True, "switched off: scanned pages are not read")
        if not is_ocr_on():
            return Check("OCR", False, "no Tesseract that knows Finnish", remedy)
    except PipelineError as error:
        return Check("OCR", False, str(error), "export POYTAKIRJA_OCR=auto", error.exit_code)
    version = ocr_version() or ""
    swedish = "" if "swe" in version else "; for Swedish: sudo apt install tesseract-ocr-swe"
    return Check("OCR", True, version + swedish)


def _forgotten(database: str) -> list[Check]:
    """Nothing, but where what was masked is still to be overwritten."""
    from pipeline.store import database_exists, open_store

    if not database_exists(database):
        return []
    with open_store(database, busy_seconds=1) as store:
        waits = store.is_sweep_due()
    found, remedy = "deleted pages may still hold names", "poytakirja forget --finish"
    return [Check("forgotten people", False, found, remedy)] if waits else []


def _database(database: str) -> Check:
    from pipeline.store import check_database, open_store

    if "://" not in database and not Path(database).expanduser().exists():
        return Check("database", True, f"{database} is not there yet: 'ingest' makes it")
    try:
        with open_store(database, busy_seconds=1) as store:
            count, failures = len(store.documents()), len(store.failures())
        damage = check_database(database)
    except StoreError as error:
        return Check("database", False, str(error), "another --db", error.exit_code)
    if damage:
        remedy = "poytakirja restore FILE"
        return Check("database", False, f"{database}: {damage[0]}", remedy, StoreError.exit_code)
    failed = f", {failures} files failed" if failures else ""
    return Check("database", True, f"{database}: {count} documents{failed}")
