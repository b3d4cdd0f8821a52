"""Mentions of people and organisations: what the document lists, rules, registers, then spaCy."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.records import DocumentText, Mention, Minutes
from pipeline.extract.aliases import alias_candidates, explained_names
from pipeline.extract.neighbours import (
    coordinated,
    is_possible_name,
    sibling_heads,
)
from pipeline.extract.offers import offering
from pipeline.extract.organisation_words import words_for
from pipeline.extract.organisations import (
    Gazetteer,
    again_candidates,
    organisation_candidates,
)
from pipeline.extract.people import (
    SURNAME_FIRST,
    pattern_candidates,
    people_candidates,
)
from pipeline.extract.recognised import add_recognised
from pipeline.extract.words import Candidate, NamingPassage, naming_passages, select
from pipeline.inflection import nominative
from pipeline.names import (
    NameBook,
    attending_book,
    base_person_name,
    swedish_nominative,
    swedish_person_name,
    to_name_book,
)
from pipeline.registers import without_mark

SPREADING = frozenset(
    {"rule:compound", "rule:in-a-row", "rule:acronym-inflected", "rule:acronym-of-body", "ner"}
)
"""Sources that are sure enough of a word to find it again anywhere in the document."""
REGISTERED = "rule:registered-name"
TITLE_OF = re.compile(r"\s[-–]\w*(?:hank|projekt|ohjelm|kampanj|kysely|tapahtum)")
FOLLOWING = 80
"""Characters after a name that are looked at to tell its case."""


def find_mentions(document: DocumentText, minutes: Minutes) -> tuple[Mention, ...]:
    """Every mention of a person or an organisation in the passages that count, in text order.

    Raises MissingModelError where the language model is needed and not installed.
    """
    passages = naming_passages(document, minutes)
    attending = attending_book(tuple(a.name for a in minutes.attendees), document.flat)
    own = own_names(minutes)
    chosen = [select(_first_round(passage, attending, own)) for passage in passages]
    _add_neighbours(passages, chosen)
    if minutes.language != "sv":  # the model knows Finnish alone
        add_recognised(passages, chosen)
    for index, candidate in list(offering(passages, chosen)):
        chosen[index][:] = select([candidate, *chosen[index]])
    _add_later(passages, chosen, attending)
    return tuple(
        _mention(passage, candidate)
        for passage, found in zip(passages, chosen, strict=True)
        for candidate in found
    )


def _first_round(passage: NamingPassage, attending: NameBook, own: Gazetteer) -> list[Candidate]:
    found = [*organisation_candidates(passage, own), *explained_names(passage)]
    return [
        *people_candidates(passage, attending, "attendance"),
        *pattern_candidates(passage),
        *(c for c in found if not (c.found_by.startswith("rule:") and _is_title(passage, c))),
    ]


def _is_title(passage: NamingPassage, candidate: Candidate) -> bool:
    """True for what a project is called: 'Lukeva koulu -hanke'."""
    end = passage.words[candidate.last].end - passage.passage.span.start
    return TITLE_OF.match(passage.text, end) is not None


def own_names(minutes: Minutes) -> Gazetteer:
    """The organisations that the attendance list names, with their 'Oy' and without."""
    names = [a.affiliation for a in minutes.attendees if a.affiliation and _is_told(a.affiliation)]
    return Gazetteer([*names, *map(without_mark, names)])


def _is_told(affiliation: str) -> bool:
    """True for what says which: not for 'oppilaskunta', of which each school has one."""
    return affiliation.casefold() not in words_for("generic")


def _mention(passage: NamingPassage, candidate: Candidate) -> Mention:
    span = passage.span(candidate.first, candidate.last)
    item = passage.passage.item
    return Mention(span, candidate.label, item, candidate.found_by, candidate.confidence)


def _add_neighbours(passages: Sequence[NamingPassage], chosen: Sequence[list[Candidate]]) -> None:
    for index, candidate in list(sibling_heads(passages, chosen)):
        chosen[index][:] = select([candidate, *chosen[index]])
    for passage, found in zip(passages, chosen, strict=True):
        aliases = list(alias_candidates(passage, found))
        found[:] = select([*found, *aliases, *coordinated(passage, found)])


def _add_later(
    passages: Sequence[NamingPassage], chosen: Sequence[list[Candidate]], attending: NameBook
) -> None:
    """Find again, by a part of the name or at a sentence's start, what was found once."""
    people = _introduced_people(passages, chosen, attending)
    bodies = _introduced_organisations(passages, chosen, SPREADING)
    aliases = _introduced_organisations(passages, chosen, frozenset({"alias"}))
    firms = _firms_in_short(passages, chosen)
    for passage, found in zip(passages, chosen, strict=True):
        parts = people_candidates(passage, people, "rule:named-before")
        later = [
            *(c for c in parts if c.rank > 2 and not _is_in_full(c, found)),
            *again_candidates(passage, bodies, "rule:named-elsewhere"),
            *again_candidates(passage, aliases, "alias"),
            *again_candidates(passage, firms, "rule:named-elsewhere"),
        ]
        if later:
            found[:] = select([*found, *later])


def _is_in_full(part: Candidate, found: Sequence[Candidate]) -> bool:
    """True if a part of a name lies in a person's full name that was found already."""
    return any(c.label == "PER" and c.first <= part.first <= c.last > c.first for c in found)


def _introduced_organisations(
    passages: Sequence[NamingPassage],
    chosen: Sequence[Sequence[Candidate]],
    sources: frozenset[str],
) -> Gazetteer:
    """The one-word organisations that some of the ``sources`` found somewhere."""
    seen = _capitalised(passages)
    names = {
        _nominative(passage, c.first, seen)
        for passage, found in zip(passages, chosen, strict=True)
        for c in found
        if c.label == "ORG" and c.first == c.last and c.found_by in sources
    }
    return Gazetteer(sorted(names))


def _firms_in_short(
    passages: Sequence[NamingPassage], chosen: Sequence[Sequence[Candidate]]
) -> Gazetteer:
    """The one word, told from everyday ones, by which a registered name is known without 'Oy'."""
    names = (
        without_mark(nominative(" ".join(w.text for w in passage.words[c.first : c.last + 1])))
        for passage, found in zip(passages, chosen, strict=True)
        for c in found
        if c.found_by == REGISTERED
    )
    return Gazetteer(name for name in names if is_possible_name(name) and " " not in name)


def _nominative(passage: NamingPassage, at: int, seen: frozenset[str]) -> str:
    word = passage.words[at].text
    return swedish_nominative(word, seen) if passage.swedish else nominative(word, seen)


def _capitalised(passages: Sequence[NamingPassage]) -> frozenset[str]:
    return frozenset([p.words[at].text for p in passages for at in p.capitals])


def _introduced_people(
    passages: Sequence[NamingPassage], chosen: Sequence[Sequence[Candidate]], attending: NameBook
) -> NameBook:
    """People named in full whom the attendance list does not have."""
    seen = _capitalised(passages)
    listed = {name.name for name in attending.names}
    names = []
    for passage, found in zip(passages, chosen, strict=True):
        for c in found:
            if c.label == "PER" and c.last > c.first and c.found_by != "attendance":
                words = [word.text for word in passage.words[c.first : c.last + 1]]
                if c.found_by == SURNAME_FIRST:
                    words = [*words[1:], words[0]]
                names.append(_person_name(passage, words, seen, _following(passage, c.last)))
    return to_name_book(name for name in names if name not in listed)


def _person_name(
    passage: NamingPassage, words: Sequence[str], seen: frozenset[str], following: str
) -> str:
    if passage.swedish:
        return swedish_person_name(words, seen)
    return base_person_name(words, seen, following)


def _following(passage: NamingPassage, last: int) -> str:
    start = passage.words[last].end - passage.passage.span.start
    return passage.text[start : start + FOLLOWING]
