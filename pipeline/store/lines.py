"""Lines of the lists: documents that are stored, files that failed, warnings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from models.records import Versions
from models.warnings import Severity
from pipeline.store.identity import document_id


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A line of the list of documents; ``needs_ocr`` says that pages of its file wait for OCR."""

    sha256: str
    part: int
    parts: int
    file: str
    pages: int
    title: str | None
    date: str | None
    versions: Versions
    needs_ocr: bool = False

    @property
    def name(self) -> str:
        """What names it in commands: its file, and which of the file's meetings it is."""
        return f"{self.file}#{self.part}" if self.parts > 1 else self.file

    @property
    def key(self) -> str:
        """The same with the beginning of the hash."""
        return f"{self.sha256[:12]}#{self.part}" if self.parts > 1 else self.sha256[:12]

    @property
    def id(self) -> str:
        """Its key in the database."""
        return document_id(self.sha256, self.part)


class StoredContent(NamedTuple):
    """A content that is stored: the name of its file, what its first document was made with, and
    whether pages of it wait for OCR. There may be a hundred thousand."""

    sha256: str
    file: str
    versions: Versions
    needs_ocr: bool = False


@dataclass(frozen=True, slots=True)
class FailureNote:
    """A file that could not be processed: where and why, and how often it was tried.

    ``transient`` says that the cause may pass by itself, ``versions`` what failed (None where
    nothing had been begun, or the language model is not installed), ``tried`` when it did last, in
    UTC.
    """

    path: str
    sha256: str | None
    stage: str
    error: str
    reason: str
    attempts: int = 1
    transient: bool = False
    versions: Versions | None = None
    tried: str | None = None


@dataclass(frozen=True, slots=True)
class StoredWarning:
    """A warning and the name of the document that it is about."""

    name: str
    severity: Severity
    code: str
    message: str
    page: int | None
    item: str | None


_PLAIN = ("path", "sha256", "stage", "error", "reason", "attempts", "transient", "tried")
_VERSIONS = {"code_version": "code", "rules_version": "rules", "model_version": "model"}


def failure_to_row(failure: FailureNote) -> dict[str, Any]:
    """The columns of the table of failures, but for the key."""
    versions = {column: getattr(failure.versions, name, None) for column, name in _VERSIONS.items()}
    return {name: getattr(failure, name) for name in _PLAIN} | versions


def row_to_failure(row: Mapping[str, Any]) -> FailureNote:
    """The failure that a row tells of."""
    known = row["code_version"] is not None
    versions = Versions(*(row[column] for column in _VERSIONS)) if known else None
    return FailureNote(
        **{name: row[name] for name in _PLAIN if name != "transient"},
        transient=bool(row["transient"]),
        versions=versions,
    )
