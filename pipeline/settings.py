"""What a user can set, with the names of the environment variables and the defaults.

The command line reads this table for its options, its help and its documentation.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.errors import InputError


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: an option of the commands, or an environment variable where it is not given.

    ``option`` is empty for what is set by the variable alone; ``choices`` are all that it may be,
    or empty.
    """

    option: str
    variable: str
    default: str
    meaning: str
    choices: tuple[str, ...] = ()

    def value(self) -> str:
        """What the environment says, else the default; InputError if it is none of the choices."""
        value = os.environ.get(self.variable) or self.default
        if self.choices and value not in self.choices:
            raise InputError(f"{self.variable} is {value!r}: set it to {' or '.join(self.choices)}")
        return value

    def number(self, minimum: int = 1) -> int:
        """The same where it is a whole number; InputError if it is none, or below ``minimum``."""
        value = self.value()
        if not value.isascii() or not value.isdecimal() or int(value) < minimum:
            raise InputError(f"{self.variable} is {value!r}: give a number from {minimum} up")
        return int(value)


DATABASE = Setting(
    option="--db",
    variable="POYTAKIRJA_DB",
    default="minutes.db",
    meaning="the database: a file, or a URL such as sqlite:////srv/minutes.db",
)
JOBS = Setting(
    option="--jobs",
    variable="POYTAKIRJA_JOBS",
    default="1",
    meaning="how many documents are processed at a time, each in a process of its own; "
    "0: in the command's own process, without limits",
)
EXECUTOR = Setting(
    option="--executor",
    variable="POYTAKIRJA_EXECUTOR",
    default="processes",
    meaning="who processes documents: 'processes' of this machine, or the workers of a 'dask' "
    "cluster",
    choices=("processes", "dask"),
)
SCHEDULER = Setting(
    option="--scheduler",
    variable="POYTAKIRJA_SCHEDULER",
    default="",
    meaning="the address of the cluster's scheduler, such as tcp://host:8786",
)
MODEL = Setting(
    option="",
    variable="POYTAKIRJA_MODEL",
    default="poytakirja_names",
    meaning="the model that recognises names: ours, an installed spaCy model, or a model's folder",
)
OCR = Setting(
    option="",
    variable="POYTAKIRJA_OCR",
    default="auto",
    meaning="whether scanned pages are read: 'auto' where Tesseract is installed, or 'off'",
    choices=("auto", "off"),
)
SECONDS = Setting(
    option="",
    variable="POYTAKIRJA_SECONDS",
    default="1800",
    meaning="how many seconds one document may take before it is given up",
)
MEMORY = Setting(
    option="",
    variable="POYTAKIRJA_MEMORY",
    default="4096",
    meaning="how many MiB of address space a process that reads documents may take, 1024 at least",
)
PAGES = Setting(
    option="",
    variable="POYTAKIRJA_PAGES",
    default="5000",
    meaning="how many pages a document may have",
)
FREE = Setting(
    option="",
    variable="POYTAKIRJA_FREE",
    default="500",
    meaning="how many MiB must be free on the database's disk before documents are read",
)
ENDPOINT = Setting(
    option="",
    variable="POYTAKIRJA_ENDPOINT",
    default="",
    meaning="the address of an S3-compatible storage, where s3:// does not mean Amazon's",
)
LOG = Setting(
    option="--log",
    variable="POYTAKIRJA_LOG",
    default="",
    meaning="a file to which what a run does is added, a JSON object a line; '-': standard error, "
    "for people where that is a terminal",
)
SETTINGS = (
    DATABASE, JOBS, EXECUTOR, SCHEDULER, MODEL, OCR, SECONDS, MEMORY, PAGES, FREE, ENDPOINT, LOG,
)  # fmt: skip


SETTINGS_FILE = "poytakirja.toml"
"""In the working folder, unless POYTAKIRJA_SETTINGS or the command line names another."""


def read_settings(path: Path | None) -> None:
    """Take what the file says for what the environment does not: a line ``jobs = 4`` counts as
    POYTAKIRJA_JOBS, for this process and its workers.

    Without a path the file of the working folder is read, where there is one. Raises InputError if
    it is missing, no TOML, or sets what there is not.
    """
    file = path or Path(SETTINGS_FILE)
    if path is None and not file.is_file():
        return
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"{file} is no TOML: {error}") from error
    for key, value in found.items():
        variable = _known_variable(file, key)
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise InputError(f"{file}: {key} is {value!r}: give a number or a text in quotes")
        if not os.environ.get(variable):
            os.environ[variable] = str(value)


def _known_variable(file: Path, key: str) -> str:
    names = {one.variable.removeprefix("POYTAKIRJA_").lower(): one.variable for one in SETTINGS}
    if key not in names:
        near = get_close_matches(key, names, 1, cutoff=0)
        raise InputError(f"{file}: there is no setting {key!r}: do you mean {near[0]!r}?")
    return names[key]


def code_version() -> str:
    """The version of the installed package, 'unknown' where it is run without being installed."""
    try:
        return version("poytakirja")
    except PackageNotFoundError:
        return "unknown"


def limit_threads() -> None:
    """Let the number libraries use one thread each: documents are what runs side by side.

    Only works before numpy is imported; worker processes inherit it.
    """
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
