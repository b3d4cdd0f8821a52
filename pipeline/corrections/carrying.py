"""Corrections carried from one database to another: JSON lines."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.corrections.fields import check_fields
from pipeline.errors import EntryError, InputError
from pipeline.store import FIELDS, Correction, Kind, Ruling, Store, Verdict


def export_corrections(store: Store) -> list[str]:
    """All that was said of facts and of who is who, a JSON line each."""
    lines = [asdict(said) | {"file": name} for said, _, name in store.corrections.all()] + [
        {"ruling": asdict(ruling)} for ruling in store.persons.rulings()
    ]
    return [json.dumps(line, ensure_ascii=False) + "\n" for line in lines]


class _Line(BaseModel):
    """A line of a file of corrections."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern="^cor_[0-9a-f]{16}$")
    sha256: str = Field(pattern="^([0-9a-f]{64})?$")
    part: int = Field(ge=0)
    kind: Kind
    verdict: Verdict
    target: str
    quote: str | None
    item: str | None
    start: int | None
    values: dict[str, Any]
    before: dict[str, Any]
    entered_by: str
    entered_at: str
    file: str


class _RulingLine(BaseModel):
    model_config = ConfigDict(extra="forbid")

    ruling: Ruling


def import_corrections(store: Store, path: Path) -> int:
    """Take over what a file says, as 'corrections export' wrote it; what is known already stays
    once. Returns how many lines there were.

    Raises InputError if the file cannot be read, or a line is no correction.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: name a file that 'export' wrote") from error
    said: list[Correction] = []
    rulings: list[Ruling] = []
    for number, line in enumerate(lines, start=1):
        try:
            if line.startswith('{"ruling"'):
                rulings.append(_RulingLine.model_validate_json(line).ruling)
            else:
                fields = _Line.model_validate_json(line).model_dump(exclude={"file"})
                _check_line(fields)
                said.append(Correction(**fields))
        except (ValidationError, EntryError) as error:
            raise InputError(f"{path}, line {number} is no correction: {error}") from error
    store.corrections.enter(said)
    store.persons.rule(rulings)
    return len(lines)


def _check_line(fields: dict[str, Any]) -> None:
    """What a file brings is checked like what is typed."""
    for name in ("values", "before"):
        known = {k: v for k, v in fields[name].items() if k != "item"}
        if unknown := known.keys() - set(FIELDS[fields["kind"]]):
            raise EntryError(f"{fields['kind']} has no {', '.join(sorted(unknown))}")
        check_fields(fields["kind"], known, set())
