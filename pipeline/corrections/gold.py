"""Gold records for ``evaluate``: of documents of which a person went through whole layers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.corrections.entering import LAYERS
from pipeline.errors import EntryError, InputError
from pipeline.export import record_to_json
from pipeline.store import Store, StoredDocument

_FIELDS: dict[str, tuple[str, ...]] = {
    "attendees": ("name", "role", "title", "affiliation", "mode", "deputy_for"),
    "items": ("path", "title"),
    "people": ("name", "attendee"),
    "organisations": ("name", "kind", "identifier"),
    "links": ("item", "url", "anchor"),
    "statistics": ("item", "value", "previous", "upper", "unit", "comparator"),
    "dates": ("item", "value", "precision", "end"),
    "references": ("item", "kind", "ref"),
    "decisions": ("item", "text", "kind", "votes"),
    "actions": ("item", "text", "assignees", "due"),
}
"""What is judged of each layer, and what names it."""


def write_gold(store: Store, folder: Path) -> list[Path]:
    """Write ``NAME.gold.json`` for each document with a layer that somebody has gone through, with
    those layers alone; the PDFs belong beside them.

    Raises InputError if a file cannot be written, EntryError if there is no such document.
    """
    made = [
        (folder / _file_name(document), gold)
        for document in store.documents()
        if len(gold := document_to_gold(store, document)) > 1
    ]
    if not made:
        raise EntryError(
            "Nobody has gone through a layer: 'poytakirja correct confirm DOC --layer actions'"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, gold in made:
            text = json.dumps(gold, ensure_ascii=False, indent=1)
            path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{folder} cannot be written: name another folder") from error
    return [path for path, _ in made]


def document_to_gold(store: Store, document: StoredDocument) -> dict[str, Any]:
    """The gold record of a document: where it comes from, and its layers that are complete."""
    exported = record_to_json(store.load_record(document.sha256, document.part))
    source = {name: exported["source"][name] for name in ("file", "sha256", "pages", "language")}
    gold: dict[str, Any] = {"source": source | {"part": document.part}}
    for layer in _complete_layers(store, document):
        if layer == "meeting":
            gold[layer] = exported[layer]
        else:
            gold[layer] = [_to_gold(layer, entry) for entry in exported[layer]]
    return gold


def _complete_layers(store: Store, document: StoredDocument) -> Iterator[str]:
    """The layers that were gone through, without those of which a correction has lost its words."""
    said = store.corrections.all(document)
    complete = {one.kind for one, _, _ in said if one.verdict == "complete"}
    lost = {one.kind for one, state, _ in said if state == "unanchored"}
    return (layer for layer, kind in LAYERS.items() if kind in complete - lost)


def _to_gold(layer: str, entry: dict[str, Any]) -> dict[str, Any]:
    made = {name: entry[name] for name in _FIELDS[layer] if entry.get(name) is not None}
    if layer == "items":
        made["title"] = entry["title"]
    if "mentions" in entry:
        paths = (mention["item"] for mention in entry["mentions"] if mention["item"] is not None)
        made["items"] = list(dict.fromkeys(paths))
    return made


def _file_name(document: StoredDocument) -> str:
    part = f"-{document.part}" if document.part > 1 else ""
    return f"{Path(document.file).stem}{part}.gold.json"
