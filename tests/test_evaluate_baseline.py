"""The naive way, on texts of a few lines; and what kind of layout a record has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.records import Item
from pipeline.evaluate import baseline
from pipeline.evaluate.layouts import Layout, record_layout
from pipeline.evaluate.places import Places
from tests.building import find, make_document, make_record

LINES = (
    "Retkiryhmän kokous",
    "Aika: 4.3.2025 klo 17.30–19.00",
    "Paikka: Kirjasto",
    "Läsnä: Aino Esimerkki, puheenjohtaja",
    "Olli Otos",
    "Poissa: Uuno Uusi",
    "1. Avaus",
    "Puheenjohtaja avasi kokouksen.",
    "2. Kevätretki",
    "Retkelle lähti 38 henkilöä ja se maksoi 1 250 euroa, ks. www.retki.example/kevat.",
    "Päätettiin lähteä uudestaan. Olli Otos selvittää hinnan 14.3. mennessä (Liite 2).",
)


@pytest.fixture(scope="module")
def naive() -> dict[str, Any]:
    return dict(baseline.naive_record(make_document([LINES])))


def test_heading_and_attendance(naive: dict[str, Any]) -> None:
    assert naive["meeting"] == {
        "title": "Retkiryhmän kokous", "date": "2025-03-04", "starts_at": "17:30",
        "ends_at": "19:00", "number": None, "place": "Kirjasto",
    }  # fmt: skip
    assert [(one["name"], one["role"], one["mode"]) for one in naive["attendees"]] == [
        ("Aino Esimerkki", "chair", "in_person"),
        ("Olli Otos", "member", "in_person"),
        ("Uuno Uusi", "member", "absent"),
    ]


def test_items_and_what_is_in_them(naive: dict[str, Any]) -> None:
    assert [(item["path"], item["title"]) for item in naive["items"]] == [
        ("1", "Avaus"), ("2", "Kevätretki")
    ]  # fmt: skip
    assert [(one["value"], one["unit"]) for one in naive["statistics"]] == [
        (38.0, "henkilö"), (1250.0, "EUR")
    ]  # fmt: skip
    assert [link["url"] for link in naive["links"]] == ["www.retki.example/kevat"]
    assert [(date["item"], date["value"]) for date in naive["dates"]] == [("2", "2025-03-14")]
    assert [one["ref"] for one in naive["references"]] == ["Liite 2"]
    assert [one["text"] for one in naive["decisions"]] == ["Päätettiin lähteä uudestaan."]
    [task] = naive["actions"]
    assert (task["assignees"], task["due"]) == (["Olli Otos"], "2025-03-14")


def test_a_table_of_contents_is_passed_over() -> None:
    lines = ["§ 7 Avaus 1", "§ 8 Talous 2", "§ 7", "Avaus", "Avattiin.", "8 § Talous", "Todettiin."]
    found = baseline.naive_record(make_document([lines]))
    assert [(one["path"], one["title"]) for one in found["items"]] == [
        ("7", "Avaus"), ("8", "Talous")
    ]  # fmt: skip


def test_a_decision_is_what_follows_its_last_heading() -> None:
    lines = [
        "1. Talous",
        "Päätös",
        "Vanha.",
        "Päätös",
        "Hyväksyttiin. Jatketaan. Muuta.",
        "2. Muut",
    ]
    [decision] = baseline.naive_record(make_document([lines]))["decisions"]
    assert (decision["item"], decision["text"]) == ("1", "Hyväksyttiin. Jatketaan.")


def test_a_text_without_anything_is_an_empty_record() -> None:
    found = baseline.naive_record(make_document([["Tervetuloa"]]))
    assert found["meeting"]["title"] == "Tervetuloa"
    assert not any(entries for layer, entries in found.items() if layer != "meeting")


# --- layouts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "layout"),
    [
        (("§ 4", "5 §"), "sections"),
        (("1.", "2.", ""), "numbered"),
        (("", "–", "1."), "unnumbered"),
        ((), "no items"),
    ],
)
def test_the_layout_is_that_of_most_items(labels: tuple[str, ...], layout: Layout) -> None:
    record = make_record()
    document = make_document([LINES])
    items = tuple(
        Item(str(at), label, 1, find(document, "1. Avaus")) for at, label in enumerate(labels, 1)
    )
    minutes = replace(record.minutes, items=items)
    assert record_layout(replace(record, document=document, minutes=minutes)) == layout


def test_a_scan_and_a_document_of_tables_are_known() -> None:
    record = make_record()
    assert record_layout(record) == "scan"
    document = make_document([LINES])
    lines = tuple(replace(line, cell=(0, at, 0)) for at, line in enumerate(document.lines))
    assert record_layout(replace(record, document=replace(document, lines=lines))) == "table"


# --- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "quote"),
    [
        ({"item": "2", "name": "Olli Otos"}, "Olli Otos"),
        ({"item": "2", "value": 1250.0, "unit": "EUR"}, "1 250"),
        ({"item": "2", "value": "2025-03-14"}, "14.3."),
        ({"item": "2.a", "text": "päätettiin lähteä uudestaan"}, "Päätettiin lähteä uudestaan"),
        ({"item": "2", "value": 99.0}, "2. Kevätretki"),
        ({"name": "Uuno Uusi"}, "Uuno Uusi"),
    ],
)
def test_what_was_missed_is_looked_for_in_its_item(entry: dict[str, Any], quote: str) -> None:
    document = make_document([LINES])
    items = tuple(
        Item(path, f"{path}.", 1, find(document, head))
        for path, head in (("1", "1. Avaus"), ("2", "2. Kevätretki"))
    )
    record = make_record()
    minutes = replace(record.minutes, items=items)
    place = Places(replace(record, document=document, minutes=minutes)).of(entry)
    assert place
    assert (place.page, place.quote) == (1, quote)
