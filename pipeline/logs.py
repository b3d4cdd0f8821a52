"""What a run does, as it does it: lines for people on a terminal, else a JSON object a line."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

from pipeline.errors import InputError

LOGGER = logging.getLogger("poytakirja")
LOGGER.addHandler(logging.NullHandler())  # silent where nobody asked for a log


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time in UTC, level, event, and the event's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = {"time": moment, "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps(told | _fields(record), ensure_ascii=False)


class PlainFormatter(logging.Formatter):
    """The same for people: the time of day, the event, and its fields that say something."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created).strftime("%H:%M:%S")
        fields = (f"{name}={value}" for name, value in _fields(record).items() if value)
        return " ".join((moment, record.getMessage(), *fields))


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = getattr(record, "fields", {})
    return fields


def log(event: str, *, level: int = logging.INFO, **fields: Any) -> None:
    """Tell of an event; fields without a value are left out."""
    given = {name: value for name, value in fields.items() if value is not None}
    LOGGER.log(level, event, extra={"fields": given})


@contextmanager
def logging_to(target: str) -> Iterator[None]:
    """In the block events are added to the file ``target``; ``-`` is standard error, and nothing
    is written where it is empty. A file that is moved away is begun anew.

    Raises InputError if the file cannot be written.
    """
    if not target:
        yield
        return
    handler = _handler(target)
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    try:
        yield
    finally:
        LOGGER.removeHandler(handler)
        handler.close()


def _handler(target: str) -> logging.Handler:
    handler: logging.Handler
    try:
        is_stderr = target == "-"
        handler = (
            logging.StreamHandler(sys.stderr)
            if is_stderr
            else WatchedFileHandler(Path(target).expanduser(), encoding="utf-8")
        )
    except OSError as error:
        raise InputError(f"The log {target} cannot be written: {error.strerror}") from error
    plain = is_stderr and sys.stderr.isatty()
    handler.setFormatter(PlainFormatter() if plain else JsonFormatter())
    return handler
