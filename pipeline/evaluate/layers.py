"""The layers that are scored: which entries they have, when two agree, what is asked of a pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.agreement import (
    Entry,
    address,
    normal,
    overlap,
    same,
    same_address,
    same_date,
    same_heading,
    same_item,
    same_name,
    same_path,
    same_reference,
    same_statistic,
    same_text,
    top_level,
)

# --- which entries a layer has, in the gold record and in the predicted one -----------------------

Entries = tuple[list[Entry], list[Entry]]


def _listed(source: str) -> Callable[[Entry, Entry], Entries]:
    return lambda gold, predicted: (gold[source], predicted.get(source) or [])


def _inside_items(source: str) -> Callable[[Entry, Entry], Entries]:
    """The entries of both; the predicted ones outside all items only where the gold has such."""

    def entries(gold: Entry, predicted: Entry) -> Entries:
        wanted, got = gold[source], predicted.get(source) or []
        if all(entry.get("item") is not None for entry in wanted):
            got = [entry for entry in got if entry.get("item") is not None]
        return wanted, got

    return entries


def _points(gold: Entry, predicted: Entry) -> Entries:
    """All items; none where the gold record has headings alone."""
    if all("." not in item["path"] for item in gold["items"]):
        return [], []
    return gold["items"], predicted.get("items") or []


def _headings(gold: Entry, predicted: Entry) -> Entries:
    wanted, got = (
        [item for item in record.get("items") or [] if "." not in item["path"]]
        for record in (gold, predicted)
    )
    return wanted, got


def _links(gold: Entry, predicted: Entry) -> Entries:
    """The links; of several predicted with one address under one top-level item the last."""
    wanted, got = _inside_items("links")(gold, predicted)
    return wanted, list(
        {(top_level(link), address(link.get("url"))): link for link in got}.values()
    )


def _names_by_item(source: str) -> Callable[[Entry, Entry], Entries]:
    """Each name once for every top-level item in which it is mentioned."""

    def entries(gold: Entry, predicted: Entry) -> Entries:
        return _by_item(gold[source]), _by_item(predicted.get(source) or [])

    return entries


def _by_item(named: Iterable[Entry]) -> list[Entry]:
    found: dict[tuple[str, str | None], Entry] = {}
    for entry in named:
        for item, source in _mentions_of(entry):
            place = top_level({"item": item})
            key = normal(entry["name"]), place
            before = found.get(key)
            found[key] = {
                "name": entry["name"],
                "item": place,
                "optional": bool(entry.get("optional")) and (before or entry)["optional"],
                "source": before["source"] if before else source,
            }
    return list(found.values())


def _mentions_of(entry: Entry) -> list[tuple[str, Entry | None]]:
    """The paths under which a name stands, in a gold entry or in an exported one, which also says
    where on the page."""
    if "items" in entry:
        return [(path, None) for path in entry["items"] if path is not None]
    mentions = entry.get("mentions") or []
    return [
        (mention["item"], mention.get("source"))
        for mention in mentions
        if mention.get("item") is not None
    ]


def _names(source: str) -> Callable[[Entry, Entry], Entries]:
    """Each name once, without those that are predicted outside all items alone."""

    def entries(gold: Entry, predicted: Entry) -> Entries:
        got: list[Entry] = [
            {**name, "source": mentions[0][1]}
            for name in predicted.get(source) or []
            if (mentions := _mentions_of(name))
        ]
        return gold[source], got

    return entries


# --- what is asked of a pair ----------------------------------------------------------------------

Answer = tuple[str, bool, object, object]
"""Name of the accuracy, whether it is right, and what stood in the gold and in the prediction."""
Question = Callable[[Entry, Entry], Iterator[Answer]]


def _ask(
    name: str,
    field: str,
    agree: Callable[[Any, Any], bool] = same,
    when: Callable[[Entry, Entry, str], bool] = lambda gold, _, field: field in gold,
) -> Question:
    def question(gold: Entry, predicted: Entry) -> Iterator[Answer]:
        if when(gold, predicted, field):
            wanted, got = gold.get(field), predicted.get(field)
            yield name, agree(wanted, got), wanted, got

    return question


def _said(gold: Entry, _: Entry, field: str) -> bool:
    return bool(gold.get(field))


def _said_by_either(gold: Entry, predicted: Entry, field: str) -> bool:
    return gold.get(field) is not None or predicted.get(field) is not None


def _always(*_: object) -> bool:
    return True


def _equal(gold: object, predicted: object) -> bool:
    return gold == predicted


def _same_words(gold: object, predicted: object) -> bool:
    return overlap(gold, predicted) >= 0.8


def _same_people(gold: Iterable[str] | None, predicted: Iterable[str] | None) -> bool:
    return {normal(name) for name in gold or ()} == {normal(name) for name in predicted or ()}


def _same_counts(gold: Entry, predicted: Entry | None) -> bool:
    counts = {choice: count for choice, count in gold.items() if isinstance(count, int)}
    return all((predicted or {}).get(choice) == count for choice, count in counts.items())


@dataclass(frozen=True, slots=True)
class Layer:
    """``source`` is the record's list; ``repeats_are_free`` where finding one again is no fault."""

    name: str
    source: str
    entries: Callable[[Entry, Entry], Entries]
    agree: Callable[[Entry, Entry], float]
    shown: Sequence[str]
    questions: tuple[Question, ...] = ()
    repeats_are_free: bool = False


def _names_layers(source: str) -> tuple[Layer, Layer]:
    def agree(gold: Entry, predicted: Entry) -> bool:
        return same_item(gold, predicted) and same_name(gold, predicted)

    return (
        Layer(source, source, _names_by_item(source), agree, ("name", "item")),
        Layer(f"{source}_document", source, _names(source), same_name, ("name",)),
    )


LAYERS = (
    Layer(
        "attendees", "attendees", _listed("attendees"), same_name, ("name",),
        tuple(_ask(f"attendees.{field}", field) for field in ("role", "affiliation", "mode")),
    ),
    Layer("items", "items", _points, same_path, ("path",)),
    Layer("headings", "items", _headings, same_heading, ("path", "title")),
    *_names_layers("people"),
    *_names_layers("organisations"),
    Layer(
        "links", "links", _links, same_address, ("item", "url"),
        (
            _ask("links.anchor", "anchor", _same_words, _said),
            _ask("links.item", "item", _equal, _said),
        ),
    ),
    Layer(
        "statistics", "statistics", _inside_items("statistics"), same_statistic,
        ("item", "previous", "value", "unit"),
        (
            _ask("statistics.comparator", "comparator", _equal),
            _ask("statistics.upper", "upper", _equal, _said_by_either),
            _ask("statistics.item", "item", _equal, _said),
        ),
        repeats_are_free=True,
    ),
    Layer(
        "dates", "dates", _inside_items("dates"), same_date, ("item", "value", "end"),
        (
            _ask("dates.precision", "precision", _equal),
            _ask("dates.item", "item", _equal, _said),
        ),
        repeats_are_free=True,
    ),
    Layer(
        "references", "references", _inside_items("references"), same_reference, ("item", "ref"),
        (_ask("references.kind", "kind", _equal),),
        repeats_are_free=True,
    ),
    Layer(
        "decisions", "decisions", _inside_items("decisions"), same_text(4, 60), ("item", "text"),
        (
            _ask("decisions.item", "item", _equal, _said),
            _ask("decisions.kind", "kind", _equal, _said),
            _ask("decisions.votes", "votes", _same_counts, _said),
        ),
    ),
    Layer(
        "actions", "actions", _inside_items("actions"), same_text(2.5, 15), ("item", "text"),
        (
            _ask("actions.item", "item", _equal, _said),
            _ask("actions.assignees", "assignees", _same_people, _always),
            _ask("actions.due", "due", _equal, _said_by_either),
        ),
    ),
)  # fmt: skip
