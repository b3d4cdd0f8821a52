"""The query language: words, exact words, beginnings of words, fields, and what is not wanted.

A word finds all its forms and the compounds that it is a part of; ``"in quotes"`` and ``=form``
find what is printed so; ``opisk*`` finds what begins so; ``-word`` leaves out; ``a OR b`` finds
either. Fields are ``toimielin:`` (body), ``aika:`` (date), ``henkilö:`` (person), ``organisaatio:``
(org), ``laji:`` (kind) and ``sisältää:`` (has).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from models.records import MeetingKind
from pipeline.errors import InputError
from pipeline.store import AllOf, AnyOf, Conditions, FactKind, Match, Phrase, Without
from pipeline.wordkeys import HYPHENS, WORD, whole_keys

T = TypeVar("T", bound=str)

SHORTEST = 2
"""Letters that a beginning of words has at least."""
TOKEN = re.compile(r'(?P<minus>-)?(?:(?P<field>[^\W\d_]+):)?(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+))')
FIELDS = {
    "toimielin": "body", "body": "body", "aika": "date", "date": "date", "henkilö": "person",
    "person": "person", "organisaatio": "org", "org": "org", "laji": "kind", "kind": "kind",
    "sisältää": "has", "has": "has",
}  # fmt: skip
KINDS: dict[str, MeetingKind] = {
    "pöytäkirja": "minutes", "muistio": "memo", "esityslista": "agenda", "kutsu": "invitation",
    "tiedote": "bulletin", "liite": "attachment", "ote": "extract", "muu": "other",
}  # fmt: skip
FACTS: dict[str, FactKind] = {
    "päätös": "decision", "tehtävä": "action", "luku": "statistic", "päivä": "date",
    "linkki": "link", "viittaus": "reference",
}  # fmt: skip
PERIOD = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
EVERYWHERE = ("title_keys", "keys", "people", "organisations")
PRINTED = ("title", "text")


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: ``conditions`` for the database; ``keys``, ``forms`` (as printed) and
    ``starts`` of words are what a snippet marks."""

    conditions: Conditions
    keys: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    starts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Term:
    match: Match
    minus: bool = False
    keys: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()


def to_query(words: str, least_confidence: float = 0.0) -> Query:
    """The query that ``words`` write.

    Raises InputError where they ask for nothing, or a field has a value that it cannot have.
    """
    conditions = Conditions(least_confidence=least_confidence)
    groups: list[list[_Term]] = []
    either = False
    for match in TOKEN.finditer(words):
        if match["bare"] in ("OR", "TAI") and not match["field"] and groups:
            either = True
            continue
        field = FIELDS.get((match["field"] or "").casefold())
        value = match["quoted"] if match["quoted"] is not None else match["bare"]
        if field in FILTERS:
            conditions = FILTERS[field](conditions, value)
            continue
        term = _to_term(match, field, value)
        if term is None:
            continue
        if either and not term.minus:
            groups[-1].append(term)
        else:
            groups.append([term])
        either = False
    return _joined(conditions, groups)


def _to_term(match: re.Match[str], field: str | None, value: str) -> _Term | None:
    """A word or phrase to look for; None for mere punctuation."""
    if match["field"] and field is None:  # 'LUVN:n' is a word
        value = f"{match['field']}:{value}"
    minus = bool(match["minus"])
    if field in ("person", "org"):
        columns = ("people",) if field == "person" else ("organisations",)
        found = [_any_of(whole_keys(word), columns) for word in WORD.findall(value)]
        return _Term(AllOf(tuple(found)), minus) if found else None
    forms = tuple(WORD.findall(value))
    if not forms:
        return None
    if match["quoted"] is not None or value.startswith("="):
        low = tuple(form.casefold() for form in forms)
        return _Term(Phrase(" ".join(forms), PRINTED), minus, forms=low)
    if value.endswith("*"):
        start = " ".join(forms).casefold()
        if len(start) < SHORTEST:
            raise InputError(f"{value!r} begins too many words: write {SHORTEST} letters at least")
        printed = Phrase(start, PRINTED, beginning=True)
        keyed = Phrase(start.translate(HYPHENS), EVERYWHERE, beginning=True)
        return _Term(AnyOf((printed, keyed)), minus, starts=(start,))
    keys = [whole_keys(form) for form in forms]
    found = [
        AnyOf((*_any_of(each, EVERYWHERE).parts, Phrase(form, PRINTED)))
        for form, each in zip(forms, keys, strict=True)
    ]
    return _Term(AllOf(tuple(found)), minus, keys=tuple(key for each in keys for key in each))


def _joined(conditions: Conditions, groups: list[list[_Term]]) -> Query:
    wanted = [group for group in groups if not group[0].minus]
    unwanted = [group[0].match for group in groups if group[0].minus]
    if unwanted and not wanted:
        raise InputError(
            "The query says only what is not wanted: name a word that is, as in 'koulu -ruoka'"
        )
    asked = [AnyOf(tuple(term.match for term in group)) for group in wanted]
    match: Match | None = AllOf(tuple(asked)) if asked else None
    for each in unwanted:
        match = Without(match, each) if match else None
    if not match and conditions == Conditions(least_confidence=conditions.least_confidence):
        raise InputError("The query is empty: type words to look for, as in 'koulukuljetus'")
    terms = [term for group in wanted for term in group]
    return Query(
        replace(conditions, match=match),
        frozenset(key for term in terms for key in term.keys),
        frozenset(form for term in terms for form in term.forms),
        tuple(start for term in terms for start in term.starts),
    )


def _any_of(keys: Iterable[str], columns: tuple[str, ...]) -> AnyOf:
    return AnyOf(tuple(Phrase(key, columns) for key in keys))


# --- fields that narrow down -------------------------------------------------------------------


def _with_body(conditions: Conditions, value: str) -> Conditions:
    return replace(conditions, body=f"{conditions.body or ''} {value}".strip())


def _with_date(conditions: Conditions, value: str) -> Conditions:
    """Days, months or years: '2024', '2024-03', '2024-03..2024-06', '..2024', '2024-05-01..'."""
    first, dots, last = value.partition("..")
    since = _end_of(first, is_first=True) if first else None
    until = _end_of(last if dots else first, is_first=False) if last or not dots else None
    if since is None and until is None:
        raise InputError(f"{value!r} is no time: write 2024, 2024-03 or 2024-03..2024-06")
    return replace(conditions, since=since, until=until)


def _end_of(value: str, is_first: bool) -> str:
    match = PERIOD.fullmatch(value)
    year, month, day = match.groups() if match else (None, None, None)
    if year is None or not 1 <= int(month or 1) <= 12:
        raise InputError(f"{value!r} is no time: write 2024, 2024-03 or 2024-03..2024-06")
    if is_first:
        return f"{year}-{month or '01'}-{day or '01'}"
    month = month or "12"
    return f"{year}-{month}-{day or monthrange(int(year), int(month))[1]}"


def _with_kind(conditions: Conditions, value: str) -> Conditions:
    return replace(conditions, kinds=(*conditions.kinds, _one_of(KINDS, value)))


def _with_fact(conditions: Conditions, value: str) -> Conditions:
    return replace(conditions, facts=(*conditions.facts, _one_of(FACTS, value)))


def _one_of(words: Mapping[str, T], value: str) -> T:
    """What one of ``words`` stands for; it may be named itself, too."""
    named = {**words, **{str(kind): kind for kind in words.values()}}
    if value.casefold() not in named:
        raise InputError(f"{value!r} cannot be asked for: write one of {', '.join(words)}")
    return named[value.casefold()]


FILTERS: dict[str | None, Callable[[Conditions, str], Conditions]] = {
    "body": _with_body,
    "date": _with_date,
    "kind": _with_kind,
    "has": _with_fact,
}
