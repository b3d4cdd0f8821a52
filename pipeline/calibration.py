"""Confidence that means a share: what an author claims, corrected by how often it was right.

An author (``found_by``) claims how sure it is of a finding. Gold records say how often it was right
in fact (``rules/lexicon/reliability.csv``, written by ``benchmarks/confidence.py``). The claim is
the mean of a beta distribution and what was measured its evidence, so that an author who was never
measured keeps its claim, and one who was measured often has the share that was measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from pipeline.rulebook import lexicon_rows

Kind = Literal[
    "people", "organisations", "places",
    "links", "statistics", "dates", "references", "decisions", "actions",
]  # fmt: skip

CLAIM_WEIGHT = 8
"""For how many measured findings a claim counts: the best of 1, 2, 4 ... 32 by log loss, each
document judged by what was measured on the others."""


class Tally(NamedTuple):
    """How many of an author's findings of one kind were right, of how many."""

    right: int
    of: int


Measured = Mapping[tuple[Kind, str], Tally]
"""The tallies by kind and author."""


@lru_cache(maxsize=1)
def measured() -> Measured:
    """What was measured of the authors on gold records."""
    return {
        (cast(Kind, row["kind"]), row["found_by"]): Tally(int(row["right"]), int(row["of"]))
        for row in lexicon_rows("reliability")
    }


def add_tallies(one: Measured, other: Measured) -> Measured:
    """What was measured on the documents of both, by kind and author."""
    none = Tally(0, 0)
    total = {}
    for author in sorted({*one, *other}):
        first, second = one.get(author, none), other.get(author, none)
        total[author] = Tally(first.right + second.right, first.of + second.of)
    return total


def calibrate(claim: float, tally: Tally | None) -> float:
    """The share of such findings that can be expected to be right, 0 to 1."""
    right, of = tally or Tally(0, 0)
    return (right + CLAIM_WEIGHT * claim) / (of + CLAIM_WEIGHT)


def claim_of(share: float, tally: Tally | None) -> float:
    """What was claimed of a finding that ``calibrate`` gave this share, 0 to 1.

    As near as the share is: a confidence of three decimals of an author who was measured ``of``
    times tells the claim to within ``of / 16000``.
    """
    right, of = tally or Tally(0, 0)
    return min(max((share * (of + CLAIM_WEIGHT) - right) / CLAIM_WEIGHT, 0.0), 1.0)
