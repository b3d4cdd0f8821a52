"""The words of a passage, with what capitals and neighbours say about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from models.records import DocumentText, EntityLabel, Minutes, Passage, PassageRole, Span
from pipeline.language import Languages
from pipeline.morphology import analyse
from pipeline.rulebook import lexicon

WORD = re.compile(r"[^\W_]+(?:[-‐‑:'’][^\W_]+)*(?:-(?= ja | tai | sekä | och | eller |, ))?")
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:fi|com|org|net|eu)\b\S*"
)
ADDRESS_HINT = re.compile(r"@|://|www\.|\.(?:fi|com|org|net|eu)\b")
SENTENCE_END = re.compile(r"[.!?:•▪◦●■]\W*$")
_QUOTES = frozenset('"”“„»')
NAMING_ROLES: frozenset[PassageRole] = frozenset(
    {"heading", "text", "section_heading", "history", "preamble", "appeal", "tail"}
)


@dataclass(slots=True)
class Word:
    """One word; ``opens`` if it may have its capital from its place; ``joined`` if only a space
    stands between it and the word before; ``quoted`` if it stands alone in quotation marks."""

    text: str
    start: int
    end: int
    capital: bool
    opens: bool
    joined: bool
    quoted: bool = False


@dataclass(slots=True)
class NamingPassage:
    """A passage that can hold names, cut into words; ``capitals`` are the places of those with a
    capital."""

    passage: Passage
    text: str
    words: list[Word]
    swedish: bool = False
    capitals: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.capitals = [at for at, word in enumerate(self.words) if word.capital]

    def span(self, first: int, last: int) -> Span:
        """From the beginning of word ``first`` to the end of word ``last``."""
        return Span(self.words[first].start, self.words[last].end)

    def places(self, span: Span) -> list[int]:
        """The words that lie wholly inside ``span``."""
        return [
            at for at, w in enumerate(self.words) if span.start <= w.start and w.end <= span.end
        ]

    def between(self, at: int) -> str:
        """What stands between the word at ``at`` and the next one."""
        offset = self.passage.span.start
        return self.text[self.words[at].end - offset : self.words[at + 1].start - offset]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words ``first`` to ``last`` of a passage that may be a mention; low ``rank`` goes first."""

    rank: int
    first: int
    last: int
    label: EntityLabel
    found_by: str
    confidence: float


def naming_passages(document: DocumentText, minutes: Minutes) -> list[NamingPassage]:
    """The passages whose names count: not attendance, signatures or appeal instructions."""
    languages = Languages(document, minutes)
    listed = {a.span.start for a in minutes.attendees if len(a.span)}
    return [
        _cut(document, passage, languages.is_swedish(passage.span.start))
        for passage in minutes.passages
        if passage.role in NAMING_ROLES and passage.section != "appeal"
        if passage.span.start not in listed or _tells(document, passage)
    ]


def _tells(document: DocumentText, passage: Passage) -> bool:
    """True unless the passage is an entry of an attendance list inside an item: a sentence ends or
    somebody does something."""
    text = document.text[passage.span.start : passage.span.end]
    words = re.findall(r"\b[a-zåäö]{3,}\b", re.sub(r"\([^)]*\)", "", text))
    acts = any(r.mood and r.person for word in words for r in analyse(word))
    return acts or text.rstrip().endswith(".")


def _cut(document: DocumentText, passage: Passage, swedish: bool) -> NamingPassage:
    start, end = passage.span.start, passage.span.end
    text = document.text[start:end].replace("\n", " ")
    return NamingPassage(passage, text, list(text_to_words(text, start)), swedish)


def text_to_words(text: str, offset: int = 0) -> Iterator[Word]:
    """The words of ``text``, addresses left out; ``offset`` is added to their places."""
    if ADDRESS_HINT.search(text):
        text = ADDRESS.sub(lambda match: "\0" * len(match[0]), text)
    last_end, last_text = -1, ""
    quotes = not _QUOTES.isdisjoint(text)
    for match in WORD.finditer(text):
        start, end = match.span()
        word = match[0]
        between = text[last_end:start] if last_end >= 0 else ""
        opens = last_end < 0 or (between != " " and _ends_sentence(between, last_text))
        quoted = quotes and text[start - 1 : start] in _QUOTES and text[end : end + 1] in _QUOTES
        yield Word(
            word, start + offset, end + offset, word[0].isupper(), opens, between == " ", quoted
        )
        last_end, last_text = end, word


def _ends_sentence(between: str, before: str) -> bool:
    if between in (", ", "-"):
        return False
    if "\t" in between:
        return True
    if between == ". ":
        initial = len(before) == 1 and before.isupper()
        return not initial and before.casefold() not in _abbreviations()
    return SENTENCE_END.search(between) is not None or between.lstrip()[:1] in ("-", "–", "o")


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(word.rstrip(".").casefold() for word in lexicon("abbreviations"))


def select(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best candidates that share no word, in text order."""
    taken: set[int] = set()
    found = []
    for candidate in sorted(candidates, key=_order):
        places = range(candidate.first, candidate.last + 1)
        if not taken.intersection(places):
            taken.update(places)
            found.append(candidate)
    return sorted(found, key=lambda candidate: candidate.first)


def _order(candidate: Candidate) -> tuple[int, int, int]:
    return (candidate.rank, candidate.first - candidate.last, candidate.first)
