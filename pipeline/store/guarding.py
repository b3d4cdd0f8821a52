"""Names that were forgotten do not come back: what is about to be stored is asked for them, and
they are masked before anything is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select

from models.records import stable_id
from models.tables import FORGETTINGS, FORGOTTEN_NAMES
from pipeline.bearers import PART, Bearer
from pipeline.inflection import base_name_candidates
from pipeline.masks import MASK, cover, is_masked, label_of
from pipeline.names import is_first_name
from pipeline.store.applying import rows_to_record
from pipeline.store.corrections import Correction
from pipeline.store.facts import PREFIXES, masked_pattern
from pipeline.store.hashing import hash_all, keys_of_name
from pipeline.store.identity import document_id
from pipeline.store.masking import mask_record
from pipeline.store.persons import CONTEXTS, Ruling
from pipeline.store.rows import Row, Rows, record_to_rows
from pipeline.wordkeys import WORD

BASES = 3
"""How many base forms of an inflected name are asked for."""
NAMING = (
    ("attendees", "name"), ("attendees", "deputy_for"), ("people", "name"), ("ballots", "name"),
    ("action_assignees", "name"), ("action_recipients", "name"),
)  # fmt: skip
"""Columns with names of people."""
NAME_FIELDS = ("name", "deputy_for", "assignees", "recipients")
OF_NAMES = ("attendee", "person", "link")
"""Kinds of facts whose ids are made of words that may name somebody."""


def with_context(key: str, context: str) -> str:
    """What is hashed of a name in a context."""
    return f"{key}\x1f{context}"


def context_key(kind: str, value: str) -> str:
    """What an affiliation, a home or a body is known by."""
    return f"{kind}: {value.casefold()}"


def names_at(text: str) -> Iterator[str]:
    """What may be full names in a text, in base form: two capitalised words in a row."""
    words = list(WORD.finditer(text))
    for one, other in pairwise(words):
        if text[one.end() : other.start()].strip(" ,") == "":
            yield from _full_names(one[0], other[0])


def _full_names(one: str, other: str) -> Iterator[str]:
    if not (one[0].isupper() and other[0].isupper()):
        return
    for base in (other, *base_name_candidates(other, surname=True)[:BASES]):
        yield f"{one} {base}"
    if is_first_name(other):  # the surname first
        yield f"{other} {one}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of the list: whose it was, by the order of forgetting, and in which contexts it counts
    (none: everywhere)."""

    order: int
    contexts: frozenset[str]


@dataclass(frozen=True)
class Guard:
    """The list of names that were forgotten."""

    entries: Mapping[str, Entry]
    salt: str
    method: str

    def forgotten(self, names: Mapping[str, frozenset[str]]) -> dict[str, int]:
        """Which of these names were forgotten, with whose it was; each name comes with the contexts
        in which it stands."""
        keys = {name: keys_of_name(name) for name in names}
        hashes = self._hash(key for found in keys.values() for key in found)
        found: dict[str, int] = {}
        for name, contexts in names.items():
            for key in keys[name]:
                entry = self.entries.get(hashes[key])
                if entry and (not entry.contexts or self._meet(key, contexts, entry)):
                    found[name] = entry.order
        return found

    def _meet(self, key: str, contexts: frozenset[str], entry: Entry) -> bool:
        hashes = self._hash(with_context(key, context) for context in contexts)
        return not entry.contexts.isdisjoint(hashes.values())

    def _hash(self, words: Iterable[str]) -> dict[str, str]:
        return hash_all(words, self.salt, self.method)

    # --- documents ------------------------------------------------------------------------------

    def mask_rows(self, rows: Rows) -> Rows:
        """The rows of a document without the people who were forgotten."""
        people = self.people_in(rows)
        if not people:
            return rows
        record = rows_to_record(rows)
        for names in people:
            record = mask_record(record, names).record
            bearer = Bearer(names)
            file = record.document.file
            covered = cover(file, bearer.find_in_address(file, alone=False))
            record = replace(record, document=replace(record.document, file=covered))
        return record_to_rows(record)

    def people_in(self, rows: Rows) -> list[tuple[str, ...]]:
        """The names of each forgotten person in the rows, who was forgotten first first."""
        forgotten = self.forgotten(_names_with_contexts(rows))
        return [
            tuple(name for name, whose in forgotten.items() if whose == order)
            for order in sorted(set(forgotten.values()))
        ]

    def mask_path(self, path: str) -> str:
        """A path without the names of people who were forgotten: first name and surname side by
        side."""
        parts = list(PART.finditer(path))
        pairs: dict[str, frozenset[str]] = {}
        for one, other in pairwise(parts):
            for given, surname in ((one[0], other[0]), (other[0], one[0])):
                if is_first_name(given.capitalize()):
                    pairs[f"{given} {surname}"] = frozenset()
        names = tuple(self.forgotten(pairs)) if pairs else ()
        return cover(path, Bearer(names).find_in_address(path, alone=False)) if names else path

    # --- what people say ------------------------------------------------------------------------

    def mask_correction(self, said: Correction, text: str, masks: int) -> Correction:
        """The correction without the people who were forgotten. ``text`` is that of its document,
        where it is stored, ``masks`` how many are forgotten in it."""
        strings = list(_strings([said.values, said.before, said.entered_by, said.quote]))
        asked = [*strings, *(name for words in strings for name in names_at(words))]
        names = tuple(self.forgotten(dict.fromkeys(asked, frozenset())))
        bearer = Bearer(names)
        words = _masked_words(said.quote, said.start, text) if said.quote else None
        if not names and words is None:
            return said
        label = label_of(max(1, masks))

        def masked(value: Any, name: str = "") -> Any:
            if isinstance(value, dict):
                return {key: masked(inner, key) for key, inner in value.items()}
            if isinstance(value, list):
                return [masked(inner, name) for inner in value]
            if not isinstance(value, str):
                return value
            made = cover(value, [*bearer.find(value), *bearer.find_in_address(value)])
            made = _as_masked(made, said.quote or "", words) if words else made
            return label if name in NAME_FIELDS and is_masked(made) and made != value else made

        target = said.target
        if said.kind in OF_NAMES and said.verdict != "add":
            target = stable_id(PREFIXES[said.kind], document_id(said.sha256), words or "", said.id)
        quote = words or (masked(said.quote) if said.quote else said.quote)
        return replace(
            said,
            target=target,
            quote=quote,
            values=masked(said.values),
            before=masked(said.before),
            entered_by=masked(said.entered_by),
        )

    def keeps(self, ruling: Ruling) -> bool:
        """True unless the ruling is about somebody who was forgotten."""
        names = dict.fromkeys((ruling.one[1], ruling.other[1]), frozenset[str]())
        return not self.forgotten(names)


def _masked_words(quote: str, start: int | None, text: str) -> str | None:
    """The document's words in the place of a quote some of which is masked there."""
    matches = masked_pattern(quote, MASK).finditer(text)
    found = min(matches, key=lambda match: abs(match.start() - (start or 0)), default=None)
    return " ".join(found[0].split()) if found and MASK in found[0] else None


def _as_masked(value: str, quote: str, words: str) -> str:
    """The value with those words masked that are so in the quote."""
    plain = " ".join(quote.split())
    gone = {
        plain[match.start() : match.end()]
        for match in re.finditer(rf"{MASK}+", words)
        if match.end() - match.start() > 1
    }
    for word in gone:
        value = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda match: cover_all(match[0]), value)
    return value


def cover_all(words: str) -> str:
    """Signs in the place of all letters and digits."""
    return "".join(MASK if letter.isalnum() else letter for letter in words)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def _names_with_contexts(rows: Rows) -> dict[str, frozenset[str]]:
    """The people that the rows name, and the contexts in which each stands."""
    contexts: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows["appearances"]:
        contexts[row["name"]] |= _contexts(row)
    home = {context for row in rows["appearances"] for context in _contexts(row, ("home", "body"))}
    names = {row[column] for table, column in NAMING for row in rows[table] if row[column]}
    names |= set(_quoted(rows))
    return {name: frozenset(contexts.get(name, home)) for name in names if " " in name}


def _contexts(row: Row, kinds: Sequence[Any] = CONTEXTS) -> set[str]:
    return {context_key(kind, row[kind]) for kind in kinds if row[kind]}


def _quoted(rows: Rows) -> Iterator[str]:
    """What inflected full names may be in base form, whatever they were resolved to."""
    text, people = rows["document_texts"][0]["text"], {r["id"]: r["name"] for r in rows["people"]}
    for row in rows["mentions"]:
        words = " ".join(text[row["span_start"] : row["span_end"]].split())
        if row["label"] == "PER" and " " in words and words != people.get(row["person_id"]):
            yield from names_at(words)


def read_guard(connection: Connection) -> Guard | None:
    """The list of names that were forgotten; None where nobody was."""
    order = select(FORGETTINGS.c.id).order_by(FORGETTINGS.c.done_at, FORGETTINGS.c.id)
    rows = connection.execute(select(FORGOTTEN_NAMES)).mappings().all()
    if not rows:
        return None
    numbers = {key: at for at, key in enumerate(connection.execute(order).scalars())}
    entries: dict[str, Entry] = {}
    for row in rows:
        before = entries.get(row["hash"])
        contexts = frozenset(filter(None, [row["context_hash"]]))
        if before is None:
            entries[row["hash"]] = Entry(numbers[row["forgetting_id"]], contexts)
        elif not before.contexts or not contexts:  # somewhere is less than everywhere
            entries[row["hash"]] = replace(before, contexts=frozenset())
        else:
            entries[row["hash"]] = replace(before, contexts=before.contexts | contexts)
    return Guard(entries, rows[0]["salt"], rows[0]["method"])
