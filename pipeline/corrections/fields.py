"""The fields of facts as people give them: checked, and put into their types."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ValidationError, create_model

from models import records
from pipeline.errors import EntryError
from pipeline.store import FIELDS, Kind
from pipeline.values.periods import period_of

_CLASSES: dict[Kind, type] = {
    "meeting": records.Meeting, "attendee": records.Attendee, "item": records.Item,
    "person": records.Person, "organisation": records.Organisation, "link": records.Link,
    "statistic": records.Statistic, "date": records.DateMention, "reference": records.Reference,
    "decision": records.Decision, "action": records.ActionItem,
}  # fmt: skip
_PERIODS = {("date", "value"), ("date", "end"), ("action", "due")}
_DERIVED = {("date", "precision"), ("action", "due_precision")}
_DAYS = {("meeting", "date"), ("meeting", "next_date")}


def check_fields(kind: Kind, fields: dict[str, Any], paths: set[str]) -> dict[str, Any]:
    """The fields in their types, '' as nothing; EntryError says which one does not fit and why."""
    if unknown := fields.keys() - set(FIELDS[kind]):
        wrong = ", ".join(sorted(unknown))
        raise EntryError(f"{kind} has no {wrong}: its fields are {', '.join(FIELDS[kind])}")
    given = {name: _given(kind, name, value) for name, value in fields.items()}
    try:
        checked = _model(kind).model_validate(given).model_dump(include=set(given))
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else kind
        raise EntryError(f"{name}={fields.get(name)}: {first['msg']}") from error
    for name, value in list(checked.items()):
        if value is not None and (kind, name) in _PERIODS | _DAYS:
            _check_time(kind, name, value)
    if (item := checked.get("item")) is not None and item not in paths:
        raise EntryError(f"There is no item {item!r} in the document: 'poytakirja show' shows them")
    return _with_precision(kind, checked)


def fields_to_type(kind: Kind) -> tuple[str, ...]:
    """The fields that a person fills in: how exact a time is follows from its form."""
    return tuple(name for name in FIELDS[kind] if (kind, name) not in _DERIVED)


def choices_of(kind: Kind, name: str) -> tuple[str, ...]:
    """What a field may be, where that is one of a few words; '' where it may be empty."""
    hint = _hints(kind)[name]
    if hint is bool:
        return ("true", "false")
    for one in (hint, *get_args(hint)):
        if get_origin(one) is Literal:
            empty = ("",) if type(None) in get_args(hint) else ()
            return (*empty, *get_args(one))
    return ()


def _given(kind: Kind, name: str, value: Any) -> Any:
    if value == "":
        return None
    if isinstance(value, str) and float in (_hints(kind)[name], *get_args(_hints(kind)[name])):
        return "".join(value.split()).replace(",", ".")  # as Finnish writes numbers
    is_list = get_origin(_hints(kind)[name]) is tuple
    if is_list and isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _check_time(kind: Kind, name: str, value: str) -> None:
    period = period_of(value)
    if period is None or ((kind, name) in _DAYS and period.precision != "day"):
        forms = "2025-01-31" if (kind, name) in _DAYS else (
            "2025-01-31, 2025-01, 2025, 2025-W07, 2025-Q1, 2025-H1, 2025-spring, 2025-early"
        )  # fmt: skip
        raise EntryError(f"{name}={value} is no time: write it as {forms}")


def _with_precision(kind: Kind, values: dict[str, Any]) -> dict[str, Any]:
    for main, precision in (("value", "precision"), ("due", "due_precision")):
        if kind in ("date", "action") and main in values:
            period = period_of(values[main]) if values[main] else None
            values[precision] = period.precision if period else None
    return values


@cache
def _hints(kind: Kind) -> dict[str, Any]:
    return get_type_hints(_CLASSES[kind])


@cache
def _model(kind: Kind) -> type[BaseModel]:
    """A model with the types of the record's fields; lists are as JSON has them."""
    fields: dict[str, Any] = {}
    for name in FIELDS[kind]:
        hint = _hints(kind)[name]
        fields[name] = (list[get_args(hint)[0]] if get_origin(hint) is tuple else hint, None)  # type: ignore[misc]
    made: type[BaseModel] = create_model(kind, **fields)
    return made
