"""Whether confidence means something: of what is called 90 % sure, are 90 of 100 right?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, cast, get_args

from models.records import DocumentText, Organisation, Person, Record, Span
from pipeline.calibration import Kind, Measured, Tally, calibrate, claim_of
from pipeline.evaluate.agreement import Entry
from pipeline.evaluate.layers import LAYERS, Layer

EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
"""Borders of the bands of a curve: finer where most findings are."""
FEWEST_FINDINGS = 30
"""Findings below which there is no curve: so few say nothing about others."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A finding of which a gold record says whether it is right.

    ``certainty`` is how surely its words were read, which is part of ``confidence``.
    """

    kind: Kind
    found_by: str
    confidence: float
    is_right: bool
    certainty: float = 1.0

    @property
    def share(self) -> float:
        """The confidence if its words had been read surely."""
        return min(self.confidence / self.certainty, 1.0) if self.certainty else 0.0


def judge_record(gold: Entry, record: Record) -> Iterator[Judgement]:
    """Every finding of the layers that ``gold`` has; not those that it calls optional."""
    from pipeline.export import record_to_json

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
            yield from _judge(layer, wanted, got, record.document)


def _mentions(named: Iterable[Person | Organisation]) -> list[dict[str, Any]]:
    """Each mention inside an item as an entry of its own."""
    return [
        {
            "name": one.name, "item": mention.item,
            "found_by": mention.found_by, "confidence": mention.confidence,
            "source": {"start": mention.span.start, "end": mention.span.end},
        }
        for one in named
        for mention in one.mentions
        if mention.item is not None
    ]  # fmt: skip


def _judge(
    layer: Layer, wanted: Sequence[Entry], got: Sequence[Entry], document: DocumentText
) -> Iterator[Judgement]:
    kind = cast(Kind, layer.name)
    for entry in got:
        agreeing = [gold for gold in wanted if layer.agree(gold, entry)]
        is_right = any(not gold.get("optional") for gold in agreeing)
        if is_right or not agreeing:
            read = document.certainty(Span(entry["source"]["start"], entry["source"]["end"]))
            yield Judgement(kind, entry["found_by"], entry["confidence"], is_right, read)


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
        replace(one, confidence=one.certainty * calibrate(one.share, _tally(one, measured)))
        for one in judgements
    ]


def claims(judgements: Iterable[Judgement], measured: Measured) -> list[Judgement]:
    """The same judgements as sure as their authors claim: what ``restate`` calibrates."""
    return [
        replace(one, confidence=one.certainty * claim_of(one.share, _tally(one, measured)))
        for one in judgements
    ]


def _tally(one: Judgement, measured: Measured) -> Tally | None:
    return measured.get((one.kind, one.found_by))


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


# --- of all documents, and of layouts that were left out ------------------------------------------


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A layout's findings: the calibration error as found, and calibrated on others alone."""

    layout: str
    count: int
    error: float
    left_out_error: float


@dataclass(frozen=True)
class Reliability:
    """What confidence is worth over documents, whose judgements stand by layout.

    ``measured`` is what their confidence was calibrated by.
    """

    layouts: Mapping[str, Sequence[Judgement]]
    measured: Measured

    @property
    def count(self) -> int:
        """How many findings were judged."""
        return sum(map(len, self.layouts.values()))

    @cached_property
    def curve(self) -> list[Band]:
        """The curve of all findings as found; empty under FEWEST_FINDINGS."""
        if self.count < FEWEST_FINDINGS:
            return []
        return reliability_curve(one for judged in self.layouts.values() for one in judged)

    @property
    def error(self) -> float | None:
        """The expected calibration error as found; None where there is no curve."""
        return calibration_error(self.curve) if self.curve else None

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Each layout that has a curve, and last all of them; empty where no two have one."""
        tried = self._tried
        if len(tried) < 2:
            return ()
        parts = [_left_out(name, self.layouts[name], other) for name, other in tried.items()]
        together = [one for name in tried for one in self.layouts[name]]
        others = [one for other in tried.values() for one in other]
        return (*parts, _left_out("together", together, others))

    @property
    def _tried(self) -> dict[str, list[Judgement]]:
        """The judgements calibrated on the other layouts, of the layouts that have a curve."""
        claimed = [claims(judged, self.measured) for judged in self.layouts.values()]
        tried = zip(self.layouts, cross_validate(claimed), strict=True)
        return {name: judged for name, judged in tried if len(judged) >= FEWEST_FINDINGS}


def _left_out(name: str, found: Sequence[Judgement], other: Sequence[Judgement]) -> LeftOut:
    errors = (calibration_error(reliability_curve(judged)) for judged in (found, other))
    return LeftOut(name, len(found), *errors)
