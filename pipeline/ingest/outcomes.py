"""What became of one file: stored, left alone, or how it failed."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from pipeline.errors import PipelineError, SearchError
from pipeline.places import Place, printable

Status = Literal["stored", "new", "unchanged", "duplicate", "moved", "failed", "quarantined"]
Stage = Literal["find", "read", "segment", "extract", "resolve", "store", "worker"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    ``counts`` are rows by table of what was stored, ``seconds`` what each stage took, ``meetings``
    how many the file holds; ``twin`` is the file name under which a duplicate's content is stored;
    ``outdated`` says that what is stored was made with other rules or another model than today's;
    ``needs_ocr`` that pages of it wait for OCR; ``trace`` is set where a failure was our own bug. A
    file that is ``quarantined`` failed before and was left alone, because trying again would not
    help. One that ``moved`` has the content of ``twin``, which lies nowhere any more; ``replaces``
    is the hash of what lay at the path before. What is ``new`` would be processed, were it not for
    a dry run.
    """

    path: Place
    status: Status
    sha256: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    meetings: int = 1
    twin: str | None = None
    replaces: str | None = None
    outdated: bool = False
    needs_ocr: bool = False
    stage: Stage | None = None
    error: str | None = None
    reason: str | None = None
    trace: str | None = None

    @property
    def name(self) -> str:
        """The file's name, fit to be printed."""
        return printable(self.path.name)

    @property
    def is_unsearched(self) -> bool:
        """True if this is no file, but what could not be searched for any."""
        return self.error == SearchError.__name__


Progress = Callable[[int, int, Outcome], None]
"""Called with how many files are done, how many there are, and what became of the last."""


def failed(path: Place, stage: Stage, error: Exception, sha256: str | None = None) -> Outcome:
    """A failure in words: our own messages as they are, a bug's with its class and trace."""
    expected = isinstance(error, PipelineError) or stage == "find"
    reason = str(error) if expected else f"{type(error).__name__}: {error} (a bug: --debug)"
    return Outcome(
        path,
        "failed",
        sha256,
        stage=stage,
        error=type(error).__name__,
        reason=printable(reason),
        trace=None if expected else printable("".join(traceback.format_exception(error))),
    )
