"""What one would write first: the installed spaCy model and a few patterns, as something to compare
with.

It reads the same text as the pipeline and makes a record of the same form. It is meant honestly: it
numbers items in order, knows running heads from text, and asks Voikko for the base form of a last
word. Its patterns stand here and not among the rules, so that better rules do not change it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.records import DocumentText, Span
from pipeline.evaluate.agreement import Entry

MODEL = "spacy_fi_experimental_web_md"
NOT_TRIED = frozenset({"attendees.affiliation", "decisions.kind", "decisions.votes"})
"""Properties that the naive way says nothing about, and which it is not asked for."""

_ITEM = re.compile(r"(?:§\s*(\d{1,3})|(\d{1,3})\s*§|(\d{1,3})\.(?=\s))\s*([A-ZÅÄÖ].{2,}|$)")
_ATTENDANCE = re.compile(r"(Läsnä|Osallistujat|Saapuvilla|Paikalla|Poissa|Närvarande)\b", re.I)
_NAME = re.compile(r"[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?(?: [A-ZÅÄÖ][\wåäöé]+(?:-\w+)?)+")
_ROLES = (("chair", r"puheenjohtaja|\bpj\b"), ("secretary", r"sihteeri|\bsiht\b"))
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]*[\w/]|[\w.+-]+@[\w-]+\.[\w.-]*\w")
_FIGURE = re.compile(r"(?<![\d.,/])(\d{1,3}(?:[ .]\d{3})+|\d+)(?:,(\d+))?\s*(%|€|[a-zåäö]{2,})")
_UNITS = {"euro": "EUR", "€": "EUR", "prosentti": "%"}
_REFERENCE = re.compile(r"\b(\d{1,4}/(?:19|20)\d\d)\b|\b(?:Liite|liite) (\d+)\b|§ ?(\d+)|(\d+) ?§")
_DECISION = re.compile(r"(?:Päätös|Beslut)(?=[:\t]|$):?\s*")
_DECIDED = re.compile(r"\b(?:päätettiin|päätti|hyväksyttiin|hyväksyi|sovittiin|beslöt)\b", re.I)
_TASK = re.compile(
    r"\b(?:mennessä|hoitaa|selvittää|laatii|lähettää|valmistelee|toimittaa|kokoaa|tehtävä)\b"
)
_SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s+[A-ZÅÄÖ])|$)", re.S)
_DAY = re.compile(r"\d{1,2}\. ?(?:\d{1,2}(?:\.|$)|[a-zäö]{3})|\d{1,2} [a-zäö]{3}")
_CLOCK = re.compile(r"(?:klo\s*)(\d{1,2})[.:](\d\d)(?:\s*[–-]\s*(?:klo\s*)?(\d{1,2})[.:](\d\d))?")


@dataclass(frozen=True, slots=True)
class _Part:
    """The text of one item, or of what stands before the first (``path`` None)."""

    path: str | None
    title: str
    heading: Span
    text: Span


def naive_record(document: DocumentText) -> Entry:
    """The document's record as the naive way makes it, in the form of an export.

    Raises MissingModelError where the spaCy model or the morphology is not installed.
    """
    parts = list(_parts(document))
    items = [part for part in parts if part.path is not None]
    meeting = _meeting(document, parts)
    dates = [date for part in items for date in _dates(document, part, meeting["date"])]
    found: dict[str, Any] = {
        "meeting": meeting,
        "attendees": _attendees(document, parts),
        "items": [
            {"path": part.path, "title": part.title, "source": _source(part.heading)}
            for part in items
        ],
        "dates": dates,
        **_names(document, items),
    }
    for layer, find in (
        ("links", _links), ("statistics", _statistics), ("references", _references),
        ("decisions", _decisions),
    ):  # fmt: skip
        found[layer] = [entry for part in items for entry in find(document, part)]
    found["actions"] = [
        entry for part in items for entry in _actions(document, part, found["people"], dates)
    ]
    return found


def _source(span: Span) -> Entry:
    return {"start": span.start, "end": span.end}


def _entry(part: _Part, start: int, end: int, **fields: object) -> Entry:
    return {"item": part.path, "source": _source(Span(start, end)), **fields}


def _parts(document: DocumentText) -> Iterator[_Part]:
    """The text before the first item, and each item."""
    body = [line.span for line in document.lines if not line.furniture]
    end = max((span.end for span in body), default=0)
    heads = _heads(document, body)
    yield _Part(None, "", Span(0, 0), Span(0, heads[0][0].start if heads else end))
    ends = [*(span.start for span, _, _ in heads[1:]), end]
    for (span, number, title), following in zip(heads, ends, strict=False):
        yield _Part(str(number), title, span, Span(span.end, following))


def _heads(document: DocumentText, body: list[Span]) -> list[tuple[Span, int, str]]:
    """Each line that has the next number, with its title; where the first number comes again, what
    was before it is a table of contents."""
    heads: list[tuple[Span, int, str]] = []
    for at, line in enumerate(body):
        found = _ITEM.match(document.quote(line))
        if not found:
            continue
        number = int(found[1] or found[2] or found[3])
        if heads and number == heads[0][1]:
            heads.clear()
        if not heads or number == heads[-1][1] + 1:
            bare = not found[4] and at + 1 < len(body)
            span = Span(line.start, body[at + 1].end if bare else line.end)
            heads.append((span, number, document.quote(body[at + 1]) if bare else found[4]))
    return heads


def _matches(document: DocumentText, part: _Part, pattern: re.Pattern[str]) -> Iterator[Any]:
    return pattern.finditer(document.flat, part.text.start, part.text.end)


# --- meeting and attendance -----------------------------------------------------------------------


def _meeting(document: DocumentText, parts: list[_Part]) -> Entry:
    head = document.quote(parts[0].text)[:3000]
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    clock = _CLOCK.search(head)
    hours = [f"{int(clock[at]):02}:{clock[at + 1]}" if clock and clock[at] else None
             for at in (1, 3)]  # fmt: skip
    number = re.search(r"\b\d{1,3}/(?:19|20)\d\d\b", head)
    place = re.search(r"(?:Paikka|Plats):?\s+(.+)", head)
    days = [day for _, day in _days(head, None)]
    return {
        "title": lines[0] if lines else None,
        "date": days[0] if days else None,
        "starts_at": hours[0],
        "ends_at": hours[1],
        "number": number[0] if number else None,
        "place": place[1].strip() if place else None,
    }


def _attendees(document: DocumentText, parts: list[_Part]) -> list[Entry]:
    """The capitalised words after a line that begins with a word for attendance."""
    found: dict[str, Entry] = {}
    mode = ""
    for line in document.lines:
        if line.furniture or line.span.start >= parts[0].text.end:
            continue
        words = document.quote(line.span)
        if label := _ATTENDANCE.match(words):
            mode = "absent" if label[1].casefold() == "poissa" else "in_person"
            words = words[label.end() :]
        for name in _NAME.finditer(words) if mode else ():
            role = next((role for role, sign in _ROLES if re.search(sign, words, re.I)), "member")
            source = _source(line.span)
            found.setdefault(
                name[0], {"name": name[0], "role": role, "mode": mode, "source": source}
            )
    return list(found.values())


# --- inside items ---------------------------------------------------------------------------------


def _names(document: DocumentText, parts: list[_Part]) -> Entry:
    """People and organisations that the spaCy model finds, the last word in base form."""
    from pipeline.extract.recogniser import recognise

    named: dict[str, dict[str, list[Entry]]] = {"PER": {}, "ORG": {}}
    texts = [document.flat[part.text.start : part.text.end] for part in parts]
    for part, text, names in zip(parts, texts, recognise(texts, model=MODEL), strict=True):
        for start, end, label in names:
            if label in named:
                at = part.text.start
                mention = _entry(part, at + start, at + end)
                named[label].setdefault(_base_form(text[start:end]), []).append(mention)
    return {
        layer: [{"name": name, "mentions": mentions} for name, mentions in named[label].items()]
        for layer, label in (("people", "PER"), ("organisations", "ORG"))
    }


def _base_form(name: str) -> str:
    *before, last = name.split() or [name]
    return " ".join([*before, _base_word(last)])


def _base_word(word: str) -> str:
    from pipeline.morphology import analyse

    base = next((reading.base for reading in analyse(word)), word)
    return base[:1].upper() + base[1:] if word[:1].isupper() else base


def _links(document: DocumentText, part: _Part) -> Iterator[Entry]:
    for area in document.links:
        if area.spans and part.text.holds(area.spans[0]):
            anchor = document.quote(area.spans[0])
            yield _entry(part, area.spans[0].start, area.spans[-1].end, url=area.url, anchor=anchor)
    for found in _matches(document, part, _URL):
        yield _entry(part, *found.span(), url=("mailto:" if "@" in found[0] else "") + found[0])


def _statistics(document: DocumentText, part: _Part) -> Iterator[Entry]:
    for found in _matches(document, part, _FIGURE):
        value = float(re.sub(r"[ .]", "", found[1]) + "." + (found[2] or "0"))
        unit = _base_word(found[3]) if found[3].isalpha() else found[3]
        unit = _UNITS.get(unit, unit)
        yield _entry(part, *found.span(), value=value, unit=unit, comparator="exact")


def _dates(document: DocumentText, part: _Part, meeting: str | None) -> Iterator[Entry]:
    text = document.flat[part.text.start : part.text.end]
    at = 0
    for words, day in _days(text, meeting):
        at = max(at, text.find(words, at))
        start = part.text.start + at
        yield _entry(part, start, start + len(words), value=day, precision="day")
        at += len(words)


def _days(text: str, meeting: str | None) -> Iterator[tuple[str, str]]:
    """Words and ISO day of what dateparser takes for dates and what has a day and a month; without
    a year it is that of the meeting."""
    from dateparser.search import search_dates

    language = (
        "sv" if len(re.findall(r"\boch\b", text)) > len(re.findall(r"\bja\b", text)) else "fi"
    )
    settings: dict[str, object] = {"DATE_ORDER": "DMY"}
    if meeting:
        settings["RELATIVE_BASE"] = datetime.fromisoformat(meeting)
    for words, moment in search_dates(text, languages=[language], settings=settings) or ():
        if _DAY.search(words):
            yield words, f"{moment:%Y-%m-%d}"


def _references(document: DocumentText, part: _Part) -> Iterator[Entry]:
    for found in _matches(document, part, _REFERENCE):
        if found[1]:
            yield _entry(part, *found.span(), kind="statute", ref=found[1])
        elif found[2]:
            yield _entry(part, *found.span(), kind="attachment", ref=f"Liite {found[2]}")
        else:
            ref = f"§ {found[3] or found[4]}"
            yield _entry(part, *found.span(), kind="section", ref=ref)


def _decisions(document: DocumentText, part: _Part) -> Iterator[Entry]:
    """What follows the last line that begins with 'Päätös'; where none does, what was decided."""
    lines = [line.span for line in document.lines_of(part.text)]
    heads = [
        line.start + found.end()
        for line in lines
        if (found := _DECISION.match(document.quote(line)))
    ]
    if heads:
        sentences = list(_sentences(document, Span(heads[-1], part.text.end)))[:2]
        if sentences:
            start, end = sentences[0].start, sentences[-1].end
            yield _entry(part, start, end, text=document.flat[start:end])
        return
    yield from _sentences_with(document, part, _DECIDED)


def _actions(
    document: DocumentText, part: _Part, people: Iterable[Entry], dates: Iterable[Entry]
) -> Iterator[Entry]:
    """Sentences with a word for a task, its people and its first date."""
    for task in _sentences_with(document, part, _TASK):
        span = Span(task["source"]["start"], task["source"]["end"])
        due = next((date["value"] for date in dates if _within(date, span)), None)
        who = [one["name"] for one in people if any(_within(at, span) for at in one["mentions"])]
        yield {**task, "assignees": who, "due": due}


def _within(entry: Entry, span: Span) -> bool:
    return bool(span.start <= entry["source"]["start"] < span.end)


def _sentences_with(
    document: DocumentText, part: _Part, pattern: re.Pattern[str]
) -> Iterator[Entry]:
    for span in _sentences(document, part.text):
        words = document.flat[span.start : span.end]
        if pattern.search(words):
            yield _entry(part, span.start, span.end, text=words)


def _sentences(document: DocumentText, within: Span) -> Iterator[Span]:
    for found in _SENTENCE.finditer(document.flat, within.start, within.end):
        yield Span(*found.span())
