"""The pages on which people correct facts and say who is who: what they show, and what they do.

All goes the way of ``poytakirja correct`` and ``poytakirja people``: this only fills forms and
reads them. A function ``show_...`` gives values to a template, a function ``do_...`` takes what
was sent and returns the address to go on with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline.corrections import LAYERS, Said, choices_of, enter, fields_to_type, find_fact, undo
from pipeline.errors import InputError
from pipeline.serve.language import Words
from pipeline.store import FIXED, KINDS, Correction, Kind, StoredDocument, StoredFact, open_store

if TYPE_CHECKING:
    from pipeline.serve.site import Site

Context = dict[str, Any]
Form = Mapping[str, list[str]]
CORRECTION = re.compile("cor_[0-9a-f]{16}")
LATEST = 100
"""Corrections that are listed."""
LABELS = {
    ("attendee", "role"): "role", ("attendee", "mode"): "mode", ("decision", "kind"): "decision",
    ("organisation", "kind"): "organisation", ("reference", "kind"): "reference",
    ("meeting", "kind"): "kind", ("meeting", "status"): "status",
}  # fmt: skip
"""Where the words for what a field may be are."""
LONG = ("text", "title", "subject", "condition")
"""Fields that want more than a line."""
MAIN = ("name", "title", "text", "value", "unit", "url", "ref")
"""Fields whose values need no name beside them."""
ADDED = tuple(kind for kind in KINDS if kind not in FIXED)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its value as it is typed, and what it may be with the words for it, where
    that is one of a few."""

    name: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...]
    is_long: bool


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """What somebody said, of which document, and what became of it."""

    said: Correction
    state: str
    document_id: str | None
    name: str
    changes: tuple[tuple[str, str, str], ...]


# --- what was said --------------------------------------------------------------------------------


def show_latest(site: Site, _request: Any, say: Words) -> Context:
    """What was said last, of any document."""
    return {"said": _lines(site, None, say)[:LATEST]}


def _lines(site: Site, document: StoredDocument | None, say: Words) -> list[CorrectionLine]:
    """Corrections, the latest first."""
    return [
        CorrectionLine(
            said, state, site.store.overviews.document_of(said.sha256, said.part), name,
            tuple(
                (_label(said.kind, field, say), to_words(said.before.get(field)), to_words(value))
                for field, value in said.values.items()
                if field in fields_to_type(said.kind)
            ),
        )
        for said, state, name in reversed(site.store.corrections.all(document))
    ]  # fmt: skip


def do_undo(site: Site, request: Any, _by: str, form: Form) -> str:
    """Take one correction back."""
    key = _one(form, "id")
    if not CORRECTION.fullmatch(key):  # the beginning of an id would take back several
        raise InputError(f"There is no correction {key!r}")
    with open_store(site.database) as store:
        undo(store, [key])
    return _next(request)


# --- the facts of a document ----------------------------------------------------------------------


def show_facts(site: Site, request: Any, say: Words) -> Context:
    """All facts of a document by kind, and what was said of them."""
    document = _document(site, request, say)
    facts = site.store.corrections.facts(document)
    said = _lines(site, document, say)
    return {
        "document": document,
        "said": said,
        "entered": request.args.get("entered") in {line.said.id for line in said},
        "layers": [
            (layer, kind, [(fact, _told(fact, say)) for fact in facts if fact.kind == kind])
            for layer, kind in LAYERS.items()
        ],
        "complete": {line.said.kind for line in said if line.said.verdict == "complete"},
        "fixed": FIXED,
    }


def _told(fact: StoredFact, say: Words) -> str:
    """What a fact says, for a list: what it is first, then the rest with the names of fields."""
    told = []
    for name in fields_to_type(fact.kind):
        value = fact.values[name]
        if name == "item" or value in (None, [], "", False):
            continue
        words = _choice_words(fact.kind, name, to_words(value), say)
        is_named = name in MAIN and (fact.kind, name) != ("attendee", "title")
        told.append(words if is_named else f"{_label(fact.kind, name, say)}: {words}")
    return " · ".join(told)


def do_layer(site: Site, request: Any, by: str, form: Form) -> str:
    """Say that all facts of a layer are there and right."""
    document = site.store.document(request.url_vars["document"])
    kind = _kind(_one(form, "kind"))
    return _enter(site, Said(doc=_name(document), verdict="complete", kind=kind, by=by), document)


# --- one fact -------------------------------------------------------------------------------------


def show_fact(site: Site, request: Any, say: Words) -> Context:
    """A form with the fields of a fact."""
    document = _document(site, request, say)
    facts = site.store.corrections.facts(document)
    fact = find_fact(facts, request.url_vars["fact"])
    typed = {name: to_words(fact.values[name]) for name in fields_to_type(fact.kind)}
    return {
        "document": document,
        "fact": fact,
        "fields": _fields(fact.kind, typed, _paths(facts), say),
        "is_fixed": fact.kind in FIXED,
    }


def do_fact(site: Site, request: Any, by: str, form: Form) -> str:
    """Change, confirm or delete the fact."""
    document = site.store.document(request.url_vars["document"])
    facts = site.store.corrections.facts(document)
    fact = find_fact(facts, request.url_vars["fact"])
    verdict = _one(form, "verdict")
    said = Said(doc=_name(document), verdict="set", id=fact.id, by=by)
    if verdict in ("confirm", "delete"):
        said = said.model_copy(update={"verdict": verdict})
    else:
        fields = {
            name: value
            for name in fields_to_type(fact.kind)
            if (value := _one(form, name, to_words(fact.values[name])))
            != to_words(fact.values[name])
        }
        said = said.model_copy(update={"fields": fields})
    return _enter(site, said, document)


def show_new(site: Site, request: Any, say: Words) -> Context:
    """Kinds of facts to be added, or a form for the one that was chosen."""
    document = _document(site, request, say)
    kind = request.args.get("kind") or ""
    context: Context = {"document": document, "kinds": ADDED, "kind": kind}
    if kind in ADDED:
        facts = site.store.corrections.facts(document)
        names = [name for name in fields_to_type(_kind(kind)) if name != "item"]
        typed = dict.fromkeys(names, "") | {"item": request.args.get("item") or ""}
        context["fields"] = _fields(_kind(kind), typed, _paths(facts), say, is_new=True)
    return context


def do_new(site: Site, request: Any, by: str, form: Form) -> str:
    """Add a fact on words of the document."""
    document = site.store.document(request.url_vars["document"])
    kind = _kind(request.args.get("kind") or "")
    names = dict.fromkeys((*fields_to_type(kind), "item"))
    fields = {name: value for name in names if (value := _one(form, name))}
    said = Said(
        doc=_name(document), verdict="add", kind=kind, quote=_one(form, "quote"), fields=fields,
        by=by,
    )  # fmt: skip
    return _enter(site, said, document)


def _enter(site: Site, said: Said, document: StoredDocument) -> str:
    with open_store(site.database) as store:
        made = enter(store, said)
    return f"/meeting/{document.id}/facts?entered={quote(made[-1].id)}"


def _fields(
    kind: Kind, typed: Mapping[str, str], paths: list[str], say: Words, is_new: bool = False
) -> list[Field]:
    """The fields of a form; of a new fact a choice may be left to what is assumed."""
    fields = []
    for name, value in typed.items():
        choices = ("", *paths) if name == "item" else choices_of(kind, name)
        if choices and is_new and "" not in choices:
            choices = ("", *choices)
        named = tuple((one, _choice_words(kind, name, one, say) or "–") for one in choices)
        fields.append(Field(name, _label(kind, name, say), value, named, name in LONG))
    return fields


def _choice_words(kind: Kind, name: str, choice: str, say: Words) -> str:
    if choice in ("true", "false"):
        return say(f"field.{choice}")
    group = LABELS.get((kind, name))
    return say(f"{group}.{choice}") if group and choice else choice


def _label(kind: Kind, name: str, say: Words) -> str:
    return say("field.job" if (kind, name) == ("attendee", "title") else f"field.{name}")


def to_words(value: Any) -> str:
    """A field's value as one types it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return f"{value:.12g}" if isinstance(value, float) else str(value)


# --- who is who -----------------------------------------------------------------------------------


def show_person(site: Site, request: Any, say: Words) -> Context:
    """A person's documents, and what may be said: one with somebody else, or several."""
    try:
        return {"person": site.store.persons.by_id(request.url_vars["person"])}
    except InputError as error:
        raise InputError(say("site.no_person")) from error


def do_person(site: Site, request: Any, _by: str, form: Form) -> str:
    """Join the person with another, take it apart, or take back what was said."""
    with open_store(site.database) as store:
        person, verdict = store.persons.by_id(request.url_vars["person"]), _one(form, "verdict")
        if verdict == "merge":
            other = store.persons.one(_one(form, "other"))
            if other.id == person.id:
                raise InputError(f"{person.name} ({person.id}) cannot be joined with themselves")
            return f"/person/{store.persons.merge([person, other]).id}"
        if verdict == "split":
            store.persons.split(person, form.get("document", []))
        else:
            store.persons.undo(person.name)
        return f"/people?words={quote(person.name)}"


# --- what was asked -------------------------------------------------------------------------------


def _document(site: Site, request: Any, say: Words) -> StoredDocument:
    try:
        return site.store.document(request.url_vars["document"])
    except InputError as error:
        raise InputError(say("site.no_document")) from error


def _name(document: StoredDocument) -> str:
    """By what a document is found, whatever its file is called."""
    return f"{document.sha256}#{document.part}"


def _kind(name: str) -> Kind:
    for kind in KINDS:
        if kind == name:
            return kind
    raise InputError(f"There are no facts of the kind {name!r}")


def _paths(facts: list[StoredFact]) -> list[str]:
    return [fact.item for fact in facts if fact.kind == "item" and fact.item]


def _one(form: Form, name: str, otherwise: str = "") -> str:
    """A field as it was sent, with the line ends of a text."""
    return form.get(name, [otherwise])[0].replace("\r\n", "\n").strip()


def _next(request: Any) -> str:
    """The same page again."""
    return str(request.path)
