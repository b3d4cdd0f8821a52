"""Whether confidence means something: of what is called 90 % sure, are 90 of 100 right?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, cast, get_args

from models.records import Organisation, Person, Record
from pipeline.calibration import Kind, Measured, Tally, calibrate
from pipeline.evaluate.agreement import Entry
from pipeline.evaluate.layers import LAYERS, Layer
from pipeline.export import record_to_json

EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
"""Borders of the bands of a curve: finer where most findings are."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A finding of which a gold record says whether it is right."""

    kind: Kind
    found_by: str
    confidence: float
    is_right: bool


def judge_record(gold: Entry, record: Record) -> Iterator[Judgement]:
    """Every finding of the layers that ``gold`` has; not those that it calls optional."""
    predicted = {
        **record_to_json(record),
        "people": _mentions(record.findings.people),
        "organisations": _mentions(record.findings.organisations),
    }
    for layer in LAYERS:
        if layer.name in get_args(Kind) and layer.source in gold:
            wanted, got = layer.entries(gold, predicted)
            if layer.name in ("people", "organisations"):
                got = predicted[layer.name]
            yield from _judge(layer, wanted, got)


def _mentions(named: Iterable[Person | Organisation]) -> list[dict[str, Any]]:
    """Each mention inside an item as an entry of its own."""
    return [
        {
            "name": one.name, "item": mention.item,
            "found_by": mention.found_by, "confidence": mention.confidence,
        }
        for one in named
        for mention in one.mentions
        if mention.item is not None
    ]  # fmt: skip


def _judge(layer: Layer, wanted: Sequence[Entry], got: Sequence[Entry]) -> Iterator[Judgement]:
    for entry in got:
        agreeing = [gold for gold in wanted if layer.agree(gold, entry)]
        is_right = any(not gold.get("optional") for gold in agreeing)
        if is_right or not agreeing:
            kind = cast(Kind, layer.name)
            yield Judgement(kind, entry["found_by"], entry["confidence"], is_right)


# --- fitted on some, tried on others --------------------------------------------------------------


def count_right(judgements: Iterable[Judgement]) -> Measured:
    """How often each author was right."""
    judged = list(judgements)
    of = Counter((one.kind, one.found_by) for one in judged)
    right = Counter((one.kind, one.found_by) for one in judged if one.is_right)
    return {author: Tally(right[author], count) for author, count in sorted(of.items())}


def cross_validate(documents: Sequence[Sequence[Judgement]]) -> list[list[Judgement]]:
    """The documents' claims calibrated, each document's by what was measured on the others."""
    tried = []
    for number, document in enumerate(documents):
        others = [*documents[:number], *documents[number + 1 :]]
        tried.append(restate(document, count_right(one for other in others for one in other)))
    return tried


def restate(judgements: Iterable[Judgement], measured: Measured) -> list[Judgement]:
    """The same judgements with their claims calibrated."""
    return [
        replace(
            one, confidence=calibrate(one.confidence, measured.get((one.kind, one.found_by)))
        )
        for one in judgements
    ]  # fmt: skip


# --- the curve ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Band:
    """Findings of like confidence: how many, how sure they are on the mean, the share right."""

    low: float
    high: float
    count: int
    stated: float
    right: float


def reliability_curve(judgements: Iterable[Judgement]) -> list[Band]:
    """The bands that have findings, the least sure first."""
    judged = list(judgements)
    curve = []
    for low, high in pairwise(EDGES):
        inside = [
            one for one in judged if low <= one.confidence < high or one.confidence == high == 1
        ]
        if inside:
            stated = sum(one.confidence for one in inside) / len(inside)
            right = sum(one.is_right for one in inside) / len(inside)
            curve.append(Band(low, high, len(inside), stated, right))
    return curve


def calibration_error(curve: Sequence[Band]) -> float:
    """The expected calibration error: how far the stated share is from the right one, 0 to 1."""
    count = sum(band.count for band in curve)
    return (
        sum(band.count * abs(band.stated - band.right) for band in curve) / count if count else 0.0
    )
