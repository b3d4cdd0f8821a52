"""Precision, recall and accuracies of exported records against records that a careful reader wrote.

A gold record holds only the layers that were read through completely, and only those are scored.
Entries are paired one to one within a document, the best agreement first; most must stand under the
same top-level item. A gold entry marked ``optional`` is neither missed nor false, a predicted one
outside all items counts only where the gold layer has such, and finding the same statistic, date or
reference again costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.evaluate.agreement import Entry, nearly_same, same
from pipeline.evaluate.layers import LAYERS, Layer
from pipeline.evaluate.places import Place

Outcome = Literal["found", "missed", "extra", "right", "wrong"]
FAULTS: tuple[Outcome, ...] = ("missed", "extra", "wrong")
Locate = Callable[[Entry], Place | None]


def _nowhere(_: Entry) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Observation:
    """One entry found, missed or extra, or one property of a found entry right or wrong.

    ``place`` is where an entry stands that is at fault.
    """

    layer: str
    outcome: Outcome
    shown: str
    place: Place | None = None

    @property
    def is_fault(self) -> bool:
        """True of what was missed, extra or wrong."""
        return self.outcome in FAULTS


def score_record(gold: Entry, predicted: Entry, locate: Locate = _nowhere) -> Iterator[Observation]:
    """Everything that can be said of one document's record against its gold record.

    ``locate`` is asked where the entries stand that are at fault.
    """
    yield from _score_meeting(gold.get("meeting") or {}, predicted.get("meeting") or {}, locate)
    for layer in LAYERS:
        if layer.source in gold:
            yield from _score_layer(layer, *layer.entries(gold, predicted), locate)


_EXACT_MEETING_FIELDS = ("date", "starts_at", "ends_at", "number", "kind")


def _score_meeting(gold: Entry, predicted: Entry, locate: Locate) -> Iterator[Observation]:
    for field, wanted in gold.items():
        if wanted is not None:
            got = predicted.get(field)
            agree = same if field in _EXACT_MEETING_FIELDS else nearly_same
            shown = f"{field}: {wanted!r} != {got!r}"
            named: Entry = {"value" if field == "date" else "text": wanted}
            yield _judged("meeting", agree(wanted, got), shown, named, locate)


def _score_layer(
    layer: Layer, wanted: Sequence[Entry], got: Sequence[Entry], locate: Locate
) -> Iterator[Observation]:
    pairs = _paired(wanted, got, layer.agree)
    taken = set(pairs.values())
    for index, entry in enumerate(wanted):
        if not entry.get("optional"):
            outcome: Outcome = "found" if index in pairs else "missed"
            place = None if index in pairs else locate(entry)
            yield Observation(layer.name, outcome, _show(layer, entry), place)
    for index, entry in enumerate(got):
        repeated = layer.repeats_are_free and any(layer.agree(gold, entry) for gold in wanted)
        if index not in taken and not repeated:
            yield Observation(layer.name, "extra", _show(layer, entry), locate(entry))
    for index, other in pairs.items():
        if not wanted[index].get("optional"):
            yield from _ask_all(layer, wanted[index], got[other], locate)


def _paired(
    wanted: Sequence[Entry], got: Sequence[Entry], agree: Callable[[Entry, Entry], float]
) -> dict[int, int]:
    """One-to-one pairs by index: entries that must be found first, then the best agreement."""
    ranked = sorted(
        (bool(entry.get("optional")), -agreement, index, other)
        for index, entry in enumerate(wanted)
        for other, candidate in enumerate(got)
        if (agreement := float(agree(entry, candidate)))
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, index, other in ranked:
        if index not in pairs and other not in taken:
            pairs[index] = other
            taken.add(other)
    return pairs


def _ask_all(layer: Layer, gold: Entry, predicted: Entry, locate: Locate) -> Iterator[Observation]:
    for question in layer.questions:
        for name, right, wanted, got in question(gold, predicted):
            shown = f"{_show(layer, gold)}: {wanted!r} != {got!r}"
            yield _judged(name, right, shown, predicted, locate)


def _judged(name: str, right: bool, shown: str, entry: Entry, locate: Locate) -> Observation:
    place = None if right else locate(entry)
    return Observation(name, "right" if right else "wrong", shown, place)


def _show(layer: Layer, entry: Entry) -> str:
    return " ".join(str(entry.get(field) or "-")[:90] for field in layer.shown)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of a layer over all documents; the shares are 0 where there is nothing to share."""

    found: int
    missed: int
    extra: int

    @property
    def gold(self) -> int:
        """How many entries there are to find."""
        return self.found + self.missed

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.found / (self.found + self.extra) if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found."""
        return self.found / self.gold if self.found else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.found / (2 * self.found + self.missed + self.extra) if self.found else 0.0


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often a property of what was found is right."""

    right: int
    asked: int

    @property
    def share(self) -> float:
        """The share of the answers that are right."""
        return self.right / self.asked


def figures(observations: Iterable[Observation]) -> dict[str, Score | Accuracy]:
    """The figures of everything that was observed: each layer, and after it its properties."""
    counts = Counter((seen.layer, seen.outcome) for seen in observations)

    def figure(name: str) -> Score | Accuracy:
        right, wrong = counts[name, "right"], counts[name, "wrong"]
        if right or wrong:
            return Accuracy(right, right + wrong)
        return Score(counts[name, "found"], counts[name, "missed"], counts[name, "extra"])

    places = {name: place for place, name in enumerate(["meeting", *(one.name for one in LAYERS)])}
    names = dict.fromkeys(name for name, _ in counts)
    in_order = sorted(names, key=lambda name: (places[name.split(".")[0]], "." in name))
    return {name: figure(name) for name in in_order}
