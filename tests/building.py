"""Documents and records made by hand for the tests: every name in them is invented."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.records import (
    BOLD,
    PRINTED,
    ActionItem,
    Attendee,
    Characters,
    DateMention,
    Decision,
    DocumentText,
    Findings,
    Item,
    Line,
    Link,
    LinkArea,
    Meeting,
    Mention,
    Minutes,
    Organisation,
    Passage,
    Person,
    Presence,
    Record,
    Reference,
    Section,
    Span,
    Statistic,
    Table,
    Versions,
    Votes,
    Warning,
)

PAGES = (
    (
        "Testityöryhmän muistio",
        "Aika: 12.12.2024 klo 12.00",
        "Läsnä: Aino Esimerkki, Onni Koemies",
        "1. Kokouksen avaus",
        "Aino Esimerkki avasi kokouksen. Käyttäjiä on noin 45 %",
        "(edellisellä kerralla 41 %).",
    ),
    (
        "2. Seuraavat toimet",
        "Päätös: Hyväksyttiin äänin 7–2.",
        "Onni Koemies lähettää ohjeen (Liite 1) Kuvitteellinen Oy:lle",
        "31.1.2025 mennessä: ohje.example/uusi",
        "Testilän kunta 1 (2)",
    ),
)
ADVANCE = 5.0
"""Points from one character to the next on our pages, where all are equally wide."""


def make_document(
    pages: Sequence[Sequence[str]] = PAGES, file: str = "muistio.pdf", content: str = ""
) -> DocumentText:
    """A document with one line of text for each string; ``content`` makes another hash."""
    words = [(page, line) for page, lines in enumerate(pages, start=1) for line in lines]
    text = "\n".join(line for _, line in words)
    lines, start = [], 0
    for number, (page, line) in enumerate(words):
        top = 50.0 + 14.4 * number
        width = ADVANCE * len(line)
        span = Span(start, start + len(line))
        lines.append(Line(span, page, 56.7, top, 56.7 + width, top + 11.2, 11.0, bold=number == 0))
        start = span.end + 1
    return DocumentText(
        file=file,
        sha256=hashlib.sha256((content or text).encode()).hexdigest(),
        text=text,
        lines=tuple(lines),
        chars=_characters(text, lines),
        page_sizes=tuple((595.3, 841.9) for _ in pages),
    )


def _characters(text: str, lines: Sequence[Line]) -> Characters:
    x0 = np.zeros(len(text), np.float32)
    style = np.zeros(len(text), np.uint8)
    for line in lines:
        at = slice(line.span.start, line.span.end)
        x0[at] = line.x0 + ADVANCE * np.arange(len(line.span))
        style[at] = BOLD if line.bold else 0
    printed = np.array([not character.isspace() for character in text])
    return Characters(x0, x0 + np.where(printed, ADVANCE, 0).astype(np.float32), style)


def _confidence(document: DocumentText) -> NDArray[np.uint8]:
    """That of a text layer on page 1 and of OCR on page 2."""
    pages = np.array([document.page_of(offset) for offset in range(len(document.text))])
    return np.where(pages == 2, 87, PRINTED).astype(np.uint8)


def find(document: DocumentText, words: str, nth: int = 0) -> Span:
    """Where ``words`` stand in the document, the ``nth`` time."""
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(words, start + 1)
    return Span(start, start + len(words))


def make_record(file: str = "muistio.pdf", content: str = "") -> Record:
    """A record that has at least one of everything that can be stored."""
    document = make_document(file=file, content=content)
    document = replace(
        document,
        lines=(
            *document.lines[:-2],
            replace(document.lines[-2], cell=(0, 0, 1), role="TD", column=1, italic=True),
            replace(document.lines[-1], furniture=True),
        ),
        links=(LinkArea("https://ohje.example/uusi", 2, (find(document, "ohje.example/uusi"),)),),
        tables=(Table(2, ((None, find(document, "31.1.2025 mennessä: ohje.example/uusi")),)),),
        unread_pages=(2,),
        ocr_pages=(2,),
        ocr="ocr-5",
        tilts=((2, 0.7),),
        chars=replace(document.chars, confidence=_confidence(document)),
        warnings=(Warning("ocr-doubtful", "Sivun 2 sanat ovat epävarmoja", page=2),),
    )
    return Record(
        document,
        _minutes(document),
        _findings(document),
        Versions("1.2.3", "abcdef123456", "malli-1", "ocr-5"),
        (Warning("dense-page", "Sivu on tiheä", page=1),),
    )


def _minutes(document: DocumentText) -> Minutes:
    decision = find(document, "Hyväksyttiin äänin 7–2.")
    first = find(document, "Aino Esimerkki avasi kokouksen. Käyttäjiä on noin 45 %")
    rest = find(document, "(edellisellä kerralla 41 %).")
    task = Span(
        find(document, "Onni Koemies lähettää").start, find(document, "ohje.example/uusi").end
    )
    return Minutes(
        meeting=Meeting(
            title="Testityöryhmän muistio",
            kind="memo",
            number="4/2024",
            date="2024-12-12",
            starts_at="12:00",
            next_date="2025-01-16",
        ),
        attendees=(
            Attendee("Aino Esimerkki", "chair", "in_person", find(document, "Aino Esimerkki")),
            Attendee(
                "Onni Koemies",
                "deputy",
                "remote",
                find(document, "Onni Koemies"),
                title="suunnittelija",
                affiliation="Testilän kunta",
                deputy_for="Veikko Varalla",
                presence=(Presence("12:10", "13:00", None, "2", "saapui"), Presence("13:30")),
            ),
        ),
        items=(
            Item(
                "1",
                "1.",
                1,
                find(document, "1. Kokouksen avaus"),
                title="Kokouksen avaus",
                title_span=find(document, "Kokouksen avaus"),
                text_spans=(first, rest),
                language="fi",
            ),
            Item(
                "2",
                "2.",
                1,
                find(document, "2. Seuraavat toimet"),
                title="Seuraavat toimet",
                title_span=find(document, "Seuraavat toimet"),
                sections=(Section("decision", "Päätös:", find(document, "Päätös:"), decision),),
                language="fi",
                secret=True,
            ),
            Item("2.1", "", 2, find(document, "Onni Koemies lähettää"), text_spans=(task,)),
        ),
        passages=(
            Passage(find(document, "Testityöryhmän muistio"), "preamble"),
            Passage(Span(first.start, rest.end), "text", "1"),
            Passage(decision, "text", "2", "decision"),
            Passage(task, "text", "2.1"),
        ),
        language="fi",
        warnings=(Warning("item-gap", "Kohta 3 puuttuu", item="2"),),
    )


def _findings(document: DocumentText) -> Findings:
    aino = Mention(find(document, "Aino Esimerkki", 1), "PER", "1", "ner", 0.9)
    onni = Mention(find(document, "Onni Koemies", 1), "PER", "2.1", "attendance", 1.0)
    company = Mention(find(document, "Kuvitteellinen Oy:lle"), "ORG", "2.1", "ner", 0.8)
    place = Mention(find(document, "Testilän kunta"), "LOC", None, "ner", 0.5)
    return Findings(
        mentions=(company, aino, place),
        people=(Person("Onni Koemies", True, (onni,)), Person("Aino Esimerkki", True, (aino,))),
        organisations=(Organisation("Kuvitteellinen Oy", "company", None, (company,)),),
        links=(
            Link(
                find(document, "ohje.example/uusi"),
                "2.1",
                "https://ohje.example/uusi",
                None,
                "text",
                "rule:bare-address",
                1.0,
            ),
        ),
        statistics=(
            Statistic(
                Span(find(document, "noin 45 %").start, find(document, "41 %").end),
                "1",
                45.0,
                "%",
                "about",
                "rule:percent",
                0.9,
                previous=41.0,
                subject="käyttäjiä",
            ),
        ),
        dates=(
            DateMention(find(document, "31.1.2025"), "2.1", "2025-01-31", "day", "rule:date", 1.0),
        ),
        references=(
            Reference(find(document, "Liite 1"), "2.1", "attachment", "Liite 1", "rule:liite", 1.0),
        ),
        decisions=(
            Decision(
                find(document, "Hyväksyttiin äänin 7–2."),
                "2",
                "Hyväksyttiin äänin 7–2.",
                "approved",
                "rule:paatos",
                0.9,
                votes=Votes(7, 2, blank=1, names=(("Aino Esimerkki", "for"),)),
            ),
        ),
        actions=(
            ActionItem(
                find(document, "Onni Koemies lähettää ohjeen"),
                "2.1",
                "Onni Koemies lähettää ohjeen",
                "rule:name-does",
                0.7,
                owner_spans=(find(document, "Onni Koemies", 1),),
                recipient_spans=(find(document, "Kuvitteellinen Oy:lle"),),
                assignees=("Onni Koemies", "työryhmä"),
                recipients=("Kuvitteellinen Oy",),
                due="2025-01-31",
                due_precision="day",
            ),
        ),
        warnings=(Warning("ambiguous-name", "Onni voi olla kaksi henkilöä", item="2.1"),),
    )


def connect(path: Path | str) -> closing[sqlite3.Connection]:
    """A connection beside the program's own, for ``with``: what is executed is written at once."""
    return closing(sqlite3.connect(path, isolation_level=None))
