"""Values in text: dates, quantities and references. Text in, values with offsets out; no model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date


def _dates(text: str) -> set[str]:
    from pipeline.values.dates import find_dates

    return {one.rule_id for one in find_dates(text, date(2024, 12, 12))}


def _quantities(text: str) -> set[str]:
    from pipeline.values.quantities import find_quantities

    return {one.rule_id for one in find_quantities(text)}


def _references(text: str) -> set[str]:
    from pipeline.values.references import find_references

    return {one.rule_id for one in find_references(text)}


FINDERS: Mapping[str, Callable[[str], set[str]]] = {
    "DATE": _dates,
    "STATISTIC": _quantities,
    "REFERENCE": _references,
}
"""For each label with a grammar: the ids of the rules that find something in a text."""
