"""The sample documents: complete, consistent, true to their PDFs, and invented."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pdfplumber
import pypdfium2
import pytest

from models import records

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "data" / "samples"
SHARED = ROOT.parent / "shared"
NAMES = sorted(path.stem for path in (SAMPLES / "sources").glob("*.html"))
LAYERS = ("links", "statistics", "dates", "references", "decisions", "actions")
LAYER_FIELDS = {
    ("attendees", "role"): records.AttendeeRole,
    ("attendees", "mode"): records.AttendanceMode,
    ("statistics", "comparator"): records.Comparator,
    ("dates", "precision"): records.Precision,
    ("references", "kind"): records.ReferenceKind,
    ("decisions", "kind"): records.DecisionKind,
}
DATE = re.compile(
    r"\d{4}(-\d\d(-\d\d)?|-W\d\d|-Q[1-4]|-H[12]|-(spring|summer|autumn|winter|early|mid|late))?"
)
PRECISION_FORMS = {
    "day": r"\d{4}-\d\d-\d\d",
    "week": r"\d{4}-W\d\d",
    "month": r"\d{4}-\d\d",
    "season": r"\d{4}-(spring|summer|autumn|winter)",
    "part_of_year": r"\d{4}-(early|mid|late)",
    "year": r"\d{4}",
}

each_sample = pytest.mark.parametrize("name", NAMES)


@cache
def gold_of(name: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((SAMPLES / f"{name}.gold.json").read_text("utf-8"))
    return record


def plain(text: str) -> str:
    """Lower-case text without the hyphens of line ends, soft hyphens and runs of space."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("\u00ad", "")
    return re.sub(r"\s+", " ", re.sub(r"[\u2010-\u2015-]\n?", "-", folded))


def letters(text: str) -> str:
    """The letters and digits alone: the same however the lines break."""
    return re.sub(r"\W", "", plain(text))


@cache
def text_of(name: str) -> str:
    """The PDF's text; the source's where pages are scanned, and for two columns."""
    source = (SAMPLES / "sources" / f"{name}.html").read_text("utf-8")
    if 'name="scan"' in source or "columns: 2" in source:
        return re.sub(r"&\w+;", "", re.sub(r"<[^>]+>", "", source.split("<body>")[1]))
    with pdfplumber.open(SAMPLES / f"{name}.pdf") as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def quotes(gold: dict[str, Any]) -> Iterator[str]:
    """Every stretch of the document's own words in a gold record."""
    yield from (entry["text"] for layer in ("decisions", "actions") for entry in gold[layer])
    yield from (link["anchor"] for link in gold["links"] if link.get("anchor"))
    yield from (item["title"] for item in gold["items"] if item["title"])


def test_there_are_at_least_nine_samples() -> None:
    assert len(NAMES) >= 9


def test_every_pdf_and_gold_record_has_a_source() -> None:
    made = {path.stem for path in SAMPLES.glob("*.pdf")}
    gold = {path.name.removesuffix(".gold.json") for path in SAMPLES.glob("*.gold.json")}
    assert made == gold == set(NAMES)


@each_sample
def test_readme_says_why_a_sample_is_here(name: str) -> None:
    pages = gold_of(name)["source"]["pages"]
    language = gold_of(name)["source"]["language"]
    assert f"| `{name}` | {pages} | {language} | " in (SAMPLES / "README.md").read_text("utf-8")


@each_sample
def test_source_tells_file_and_pages(name: str) -> None:
    source = gold_of(name)["source"]
    assert source["file"] == f"{name}.pdf"
    assert source["pages"] == len(pypdfium2.PdfDocument(SAMPLES / f"{name}.pdf"))


@each_sample
def test_paths_are_unique_and_have_their_parents(name: str) -> None:
    paths = [item["path"] for item in gold_of(name)["items"]]
    assert len(paths) == len(set(paths))
    assert all(path.rpartition(".")[0] in {"", *paths} for path in paths)


@each_sample
def test_facts_stand_in_items_that_exist(name: str) -> None:
    gold = gold_of(name)
    paths = {item["path"] for item in gold["items"]}
    named = {
        path for layer in ("people", "organisations") for e in gold[layer] for path in e["items"]
    }
    placed = {entry["item"] for layer in LAYERS for entry in gold[layer]}
    assert named | placed <= paths


@each_sample
def test_people_and_organisations_are_named_once(name: str) -> None:
    for layer in ("attendees", "people", "organisations"):
        found = [entry["name"] for entry in gold_of(name)[layer]]
        assert len(found) == len(set(found)), layer


@each_sample
def test_values_are_those_of_the_schema(name: str) -> None:
    gold = gold_of(name)
    assert gold["source"]["language"] in get_args(records.Language)
    for (layer, field), allowed in LAYER_FIELDS.items():
        given = {entry[field] for entry in gold[layer] if field in entry}
        assert given <= set(get_args(allowed)), (layer, field)


@each_sample
def test_dates_have_a_form_that_fits_their_precision(name: str) -> None:
    gold = gold_of(name)
    for entry in gold["dates"]:
        assert re.fullmatch(PRECISION_FORMS[entry["precision"]], entry["value"]), entry
        assert DATE.fullmatch(entry.get("end", entry["value"])), entry
    assert all(DATE.fullmatch(action["due"]) for action in gold["actions"] if action["due"])


@each_sample
def test_required_actions_have_an_owner(name: str) -> None:
    assert all(a["assignees"] for a in gold_of(name)["actions"] if not a.get("optional"))


@each_sample
def test_quoted_words_stand_in_the_document(name: str) -> None:
    words = set(re.findall(r"\w+", plain(text_of(name))))
    joined = letters(text_of(name))
    for quote in quotes(gold_of(name)):
        missing = [w for w in re.findall(r"\w+", plain(quote)) if w not in words]
        assert not missing or letters(quote) in joined, (quote, missing)


@each_sample
def test_link_addresses_stand_in_the_document(name: str) -> None:
    with pdfplumber.open(SAMPLES / f"{name}.pdf") as pdf:
        linked = {link["uri"] for page in pdf.pages for link in page.hyperlinks}
    for link in gold_of(name)["links"]:
        bare = re.sub(r"^(https://|mailto:)", "", link["url"])
        assert link["url"] in linked or letters(bare) in letters(text_of(name)), link


def test_one_sample_has_a_page_without_text() -> None:
    with pdfplumber.open(SAMPLES / "ohjausryhma-2025-02-12.pdf") as pdf:
        assert [bool(page.chars) for page in pdf.pages] == [True, False]


def shared_text() -> str:
    """All words of the documents beside the repository, as ``plain`` leaves them."""
    pdfs = [pypdfium2.PdfDocument(path) for path in sorted(SHARED.glob("*/*.pdf"))]
    pages = [page.get_textpage().get_text_range() for pdf in pdfs for page in pdf]
    records_text = [path.read_text("utf-8") for path in sorted(SHARED.glob("*/*.gold.json"))]
    return plain("\n".join([*pages, *records_text]).replace("\ufffe", ""))


def public_names() -> set[str]:
    """Names of municipalities, which real and invented documents share."""
    with (SHARED / "registers" / "municipalities.csv").open(encoding="utf-8") as rows:
        return {row[key] for row in csv.DictReader(rows) for key in ("name_fi", "name_sv")}


@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared documents beside the repository")
def test_people_and_private_bodies_are_invented() -> None:
    known, public = shared_text(), public_names()
    private = re.compile(r"\b(ry|rf|oy|ky|osk)$", re.IGNORECASE)
    for name in NAMES:
        gold = gold_of(name)
        full = {e["name"] for layer in ("people", "attendees") for e in gold[layer]}
        full |= {o["name"] for o in gold["organisations"] if private.search(o["name"])}
        assert not {n for n in full - public if plain(n) in known}, name
