"""How sure a finding is: its author's claim, calibrated, times how surely its words were read."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from models.records import (
    ActionItem,
    DateMention,
    Decision,
    DocumentText,
    EntityLabel,
    Findings,
    Link,
    Mention,
    Reference,
    Statistic,
)
from pipeline import calibration
from pipeline.calibration import Kind, calibrate

_One = TypeVar("_One", Mention, Link, Statistic, DateMention, Reference, Decision, ActionItem)

_FACTS: tuple[Kind, ...] = (
    "links", "statistics", "dates", "references", "decisions", "actions"
)  # fmt: skip
_NAMED: dict[EntityLabel, Kind] = {
    "PER": "people", "ORG": "organisations", "LOC": "places"
}  # fmt: skip


def settle_confidence(findings: Findings, document: DocumentText) -> Findings:
    """The findings with the confidence that a reader can take for a share of right ones."""
    measured = calibration.measured()

    def settled(kind: Kind, one: _One) -> _One:
        sure = calibrate(one.confidence, measured.get((kind, one.found_by)))
        return replace(one, confidence=round(sure * document.certainty(one.span), 3))

    return replace(
        findings,
        mentions=tuple(settled(_NAMED[one.label], one) for one in findings.mentions),
        **{kind: tuple(settled(kind, one) for one in getattr(findings, kind)) for kind in _FACTS},
    )
