"""The figures of the scorer: worked out by hand, and equal to another's where it is there."""

from __future__ import annotations

import importlib.util
import json
import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluate import Accuracy, Measured, Observation, Report, Score, report_to_json
from pipeline.evaluate.agreement import normal, overlap, same_heading, same_statistic, same_text
from pipeline.evaluate.scoring import figures, score_record

SHARED = Path(__file__).parents[2] / "shared"

GOLD: dict[str, Any] = {
    "meeting": {"title": "Työryhmän kokous", "date": "2024-05-02", "place": None},
    "attendees": [
        {"name": "Aino Esimerkki", "role": "chair"},
        {"name": "Olli Otos", "role": "member"},
    ],
    "items": [{"path": "1", "title": "Avaus"}, {"path": "1.a"}, {"path": "2", "title": "Muut"}],
    "people": [{"name": "Aino Esimerkki", "items": ["1", "1.a", "2"]}],
    "statistics": [
        {"item": "1", "value": 71.0, "unit": "%", "previous": 45.0, "comparator": "exact"},
        {"item": "2", "value": 3.0, "unit": "viikko", "optional": True},
    ],
    "actions": [
        {"item": "2", "text": "Aino lähettää muistion kaikille", "assignees": ["Aino Esimerkki"]}
    ],
}  # fmt: skip


def scored(predicted: dict[str, Any], gold: dict[str, Any] = GOLD) -> dict[str, Score | Accuracy]:
    return figures(score_record(gold, predicted))


def test_a_record_equal_to_its_gold_has_no_fault() -> None:
    predicted = deepcopy(GOLD)
    predicted["people"] = [
        {"name": "Aino Esimerkki", "mentions": [{"item": "1"}, {"item": "1.a"}, {"item": "2"}]}
    ]
    found = scored(predicted)
    assert found["people"] == Score(found=2, missed=0, extra=0)
    assert found["people_document"] == Score(1, 0, 0)
    assert found["items"] == Score(3, 0, 0)
    assert found["headings"] == Score(2, 0, 0)
    assert found["statistics"] == Score(1, 0, 0)
    assert found["meeting"] == Accuracy(2, 2)
    assert found["actions.assignees"] == Accuracy(1, 1)
    assert "actions.due" not in found
    assert "dates" not in found


def test_nothing_predicted_is_everything_missed() -> None:
    found = scored({})
    assert found["attendees"] == Score(0, 2, 0)
    assert found["meeting"] == Accuracy(0, 2)


def test_precision_recall_and_f1() -> None:
    score = Score(found=3, missed=1, extra=2)
    assert (score.gold, score.precision, score.recall) == (4, 0.6, 0.75)
    assert score.f1 == pytest.approx(2 * 0.6 * 0.75 / (0.6 + 0.75))
    assert Score(0, 0, 0).f1 == 0.0


def test_what_was_not_there_is_extra() -> None:
    attendees = [
        {"name": "aino esimerkki", "role": "member"},
        {"name": "Uuno Uusi", "role": "member"},
    ]
    found = scored({"attendees": attendees})
    assert found["attendees"] == Score(1, 1, 1)
    assert found["attendees.role"] == Accuracy(0, 1)


def test_optional_entries_are_neither_missed_nor_extra() -> None:
    statistic = {"item": "2", "value": 3, "unit": "vk"}
    assert scored({"statistics": [statistic]})["statistics"] == Score(0, 1, 0)


def test_finding_the_same_figure_again_costs_nothing_but_another_does() -> None:
    again = [dict(GOLD["statistics"][0]) for _ in range(3)]
    assert scored({"statistics": again})["statistics"] == Score(1, 0, 0)
    again[2]["value"] = 72
    assert scored({"statistics": again})["statistics"] == Score(1, 0, 1)


def test_predictions_outside_items_count_only_where_the_gold_has_such() -> None:
    outside = {"item": None, "value": 8, "unit": "%"}
    assert scored({"statistics": [outside]})["statistics"] == Score(0, 1, 0)
    gold = {"statistics": [{"item": None, "value": 9, "unit": "%"}]}
    assert scored({"statistics": [outside]}, gold)["statistics"] == Score(0, 1, 1)


def test_the_best_agreement_is_paired_first() -> None:
    gold = {"actions": [{"item": "1", "text": "Olli kokoaa luettelon kouluista ja kirjastoista"}]}
    near = {"item": "1", "text": "Olli kokoaa luettelon kouluista", "due": "2024-06-01"}
    exact = {"item": "1", "text": "Olli kokoaa luettelon kouluista ja kirjastoista"}
    found = scored({"actions": [near, exact]}, gold)
    assert found["actions"] == Score(1, 0, 1)
    assert "actions.due" not in found


def test_text_many_times_longer_does_not_agree() -> None:
    agree = same_text(2.5, 15)
    task = {"item": "1", "text": "Aino soittaa"}
    assert agree(task, {"item": "1.b", "text": "Sovittiin, että Aino soittaa"}) > 0
    assert agree(task, {"item": "2", "text": "Aino soittaa"}) == 0
    assert agree(task, {"item": "1", "text": "Aino soittaa " + "sana " * 30}) == 0


def test_units_agree_spelt_out_or_not() -> None:
    gold = {"item": "1", "value": 40, "unit": "henkilötyövuosi"}
    assert same_statistic(gold, {"item": "1", "value": 40.0, "unit": "htv"})
    assert not same_statistic(gold, {"item": "1", "value": 40.0, "unit": "EUR"})
    assert not same_statistic(gold, {"item": "1", "value": None, "unit": "htv"})


def test_headings_agree_by_path_and_title() -> None:
    gold = {"path": "3", "title": "Talousarvio"}
    assert same_heading(gold, {"path": "3", "title": "TALOUSARVIO."})
    assert same_heading(gold, {"path": "3", "title": "Talousarvio vuodelle 2025"})
    assert not same_heading(gold, {"path": "3", "title": "Muut asiat"})
    assert not same_heading(gold, {"path": "4", "title": "Talousarvio"})


def test_texts_are_compared_without_typography() -> None:
    assert normal(" Etelä\u2013 \u00adPohjanmaa. ") == "etelä-pohjanmaa"
    assert overlap("kaksi sanaa", "kaksi muuta sanaa") == pytest.approx(0.8)


# --- against another scorer with the same definitions, where it lies beside the project -----------


def test_figures_equal_those_of_the_other_scorer() -> None:
    script = SHARED / "tools" / "score.py"
    folders = [SHARED / "gold", SHARED / "seed"]
    if not script.exists():
        pytest.skip("there is no ../shared/tools/score.py to compare with")
    spec = importlib.util.spec_from_file_location("other_scorer", script)
    assert spec
    assert spec.loader
    other = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(other)
    tally, seen = other.Tally(), dict[str, tuple[Observation, ...]]()
    chance = random.Random(7)
    for path in sorted(path for folder in folders for path in folder.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        predicted = _spoilt(gold, chance)
        other.score(gold, predicted, tally)
        seen[path.name] = tuple(score_record(gold, predicted))
    report = Report(tuple(Measured(file, found) for file, found in seen.items()))
    layers = report_to_json(report)["layers"]
    for figure in layers.values():
        figure.pop("interval", None)
    assert layers == tally.report()


def _spoilt(gold: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The gold record as an export would hold it, with things left out, doubled and changed."""
    record: dict[str, Any] = {"source": gold["source"], "meeting": dict(gold["meeting"])}
    record["meeting"].pop(chance.choice(list(record["meeting"])))
    for layer, entries in gold.items():
        if isinstance(entries, list):
            kept = [_changed(layer, entry, chance) for entry in entries if chance.random() < 0.85]
            record[layer] = kept + [dict(entry) for entry in kept if chance.random() < 0.1]
    return record


def _changed(layer: str, entry: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    entry = {key: value for key, value in entry.items() if key != "optional"}
    if layer in ("people", "organisations"):
        entry["mentions"] = [{"item": item} for item in [*entry.pop("items"), None]]
    changes: dict[str, Any] = {
        "item": None, "text": "jotain aivan muuta", "title": "Muut asiat", "name": "Uuno Uusi",
        "value": 12, "unit": "kpl", "end": "2030", "due": "2030-01-01", "kind": "other",
        "role": "other", "mode": "unknown", "anchor": None, "assignees": [], "upper": 3,
        "comparator": "over", "precision": "year",
    }  # fmt: skip
    for key in [key for key in entry if key in changes and chance.random() < 0.1]:
        entry[key] = changes[key]
    if "text" in entry and chance.random() < 0.3:
        entry["text"] = " ".join(entry["text"].split()[: chance.randint(1, 40)])
    return entry
