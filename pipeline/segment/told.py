"""Attendance that a sentence of an item tells: 'Närvarande var ledamöterna NN och NN.'"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.records import Attendee, DocumentText, Passage, Span
from pipeline.morphology import analyse
from pipeline.rulebook import load_rules
from pipeline.scanning import possible_rules
from pipeline.segment.gathered import gather
from pipeline.segment.lists import Line, Region, to_region
from pipeline.segment.rows import Row
from pipeline.sentences import split_sentences

SENTENCE_ENDS = (".", "!", ":")
LABEL = re.compile(r"\w+(?: \w+)?:")
WORD = re.compile(r"[^\W\d_]{2,}")
OFFICERS = ("chair", "vice_chair", "secretary")


def is_officers_alone(listed: Sequence[Attendee]) -> bool:
    """True if a list names nobody but who ran the meeting and kept its minutes."""
    return all(attendee.role in OFFICERS for attendee in listed)


def with_told_role(document: DocumentText, passage: Passage) -> Passage:
    """A paragraph of minutes without items as their text, where it tells something: sentences, no
    line of a head ('Aika: ...')."""
    text = document.flat[passage.span.start : passage.span.end].rstrip()
    tells = (
        passage.role == "preamble" and text.endswith(SENTENCE_ENDS) and LABEL.match(text) is None
    )
    acts = tells and any(
        r.mood and r.person for w in WORD.findall(text) for r in analyse(w.lower())
    )
    return replace(passage, role="text") if acts else passage


def find_told_regions(
    document: DocumentText, rows: Sequence[Row], passages: Sequence[Passage]
) -> list[Region]:
    """The first list of those present that a sentence of an item holds; none where none does."""
    for passage in passages:
        if passage.role != "text" or passage.item is None:
            continue
        for names in _told(document, passage.span):
            row = next(row for row in rows if row.span.end > names.start)
            return [to_region("in_person.member", [Line((gather(document, [names]),), row)])]
    return []


def _told(document: DocumentText, span: Span) -> Iterator[Span]:
    """The rest of each sentence behind the words that say who was there."""
    text = document.flat[span.start : span.end]
    for start, end in split_sentences(text) if possible_rules(text, "PRESENT_TOLD") else ():
        for rule in load_rules("PRESENT_TOLD"):
            match = rule.pattern.match(text[start:end])
            if match:
                words = text[start + match.end() : end].rstrip(" .\n")
                begin = span.start + start + match.end()
                yield Span(begin, begin + len(words))
