"""What the statistical recogniser says of names, where the words bear it out or it is very sure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from models.records import Span
from pipeline.extract.neighbours import (
    acting_names,
    bases_of,
    coordinated,
    is_possible_name,
    is_possible_whole,
    may_be_place,
    side_by_side,
    unexplained,
)
from pipeline.extract.people import is_surname_like, is_unknown_person
from pipeline.extract.recogniser import recognise
from pipeline.extract.words import Candidate, NamingPassage, Word, select

SURE = 0.85
"""How sure, as a probability, the model must be of a single word that nothing else says to be an
organisation."""


def add_recognised(passages: Sequence[NamingPassage], chosen: Sequence[list[Candidate]]) -> None:
    """Add what the model finds where its word could count.

    Asked are only passages with an unknown name that acts, or with two unknown capitals in a row,
    and of these none in which no answer could count.
    """
    acting = acting_names(passages, chosen)
    asked = [
        (passage, found)
        for passage, found in zip(passages, chosen, strict=True)
        if _is_worth_asking(passage, found, acting) and _may_be_borne_out(passage.words, acting)
    ]
    names = recognise([passage.text for passage, _ in asked])
    for (passage, found), entities in zip(asked, names, strict=True):
        start = passage.passage.span.start
        told = [
            (part, label)
            for a, b, label in entities
            for part in side_by_side(passage.words, passage.places(Span(a + start, b + start)))
        ]
        _add(passage, found, [_recognised(passage, *each, acting) for each in told])
    _add_sure(list(zip(passages, chosen, strict=True)))


def _add_sure(read: Sequence[tuple[NamingPassage, list[Candidate]]]) -> None:
    """Add single words of which the model is so sure that nothing else need bear them out."""
    open_yet = [(passage, found) for passage, found in read if _single_names(passage, found)]
    names = recognise([passage.text for passage, _ in open_yet], certainty=SURE)
    for (passage, found), entities in zip(open_yet, names, strict=True):
        start, free = passage.passage.span.start, _single_names(passage, found)
        places = [
            passage.places(Span(a + start, b + start)) for a, b, kind in entities if kind == "ORG"
        ]
        sure = [place[0] for place in places if len(place) == 1 and place[0] in free]
        _add(passage, found, [Candidate(6, at, at, "ORG", "ner-sure", 0.6) for at in sure])


def _add(passage: NamingPassage, found: list[Candidate], more: Sequence[Candidate | None]) -> None:
    extra = [candidate for candidate in more if candidate is not None]
    if extra:
        found[:] = select([*found, *extra])
        found[:] = select([*found, *coordinated(passage, found)])


def _single_names(passage: NamingPassage, found: Sequence[Candidate]) -> list[int]:
    """Places of unknown words that alone could be an organisation's name, written as one."""
    words = passage.words
    return [
        at
        for at in unexplained(passage, found)
        if words[at].text[1:].islower()
        and is_possible_name(words[at].text)
        and not may_be_place(words, at)
    ]


def _is_worth_asking(
    passage: NamingPassage, found: Sequence[Candidate], acting: frozenset[str]
) -> bool:
    free = unexplained(passage, found)
    if any(bases_of(passage.words[at].text) & acting for at in free):
        return True
    places = set(free)
    words = passage.words
    named = any(
        at + 1 in places and words[at + 1].joined and is_surname_like(words[at].text) for at in free
    )
    return named or any(at and is_possible_whole(words[at - 1 : at + 1]) for at in free)


def _may_be_borne_out(words: Sequence[Word], acting: frozenset[str]) -> bool:
    """True if some words would do for what the model may say."""
    pairs = list(pairwise(words))
    possible = any(is_unknown_person(pair) or is_possible_whole(pair) for pair in pairs)
    return possible or _acts(words, acting)


def _acts(words: Sequence[Word], acting: frozenset[str]) -> bool:
    return bool(acting) and any(bases_of(word.text) & acting for word in words)


def _recognised(
    passage: NamingPassage, places: Sequence[int], label: str, acting: frozenset[str]
) -> Candidate | None:
    """What the model says, if the words bear it out: a full name, an organisation that acts."""
    words = passage.words[places[0] : places[-1] + 1]
    if label == "PER" and is_unknown_person(words):
        return Candidate(4, places[0], places[-1], "PER", "ner", 0.6)
    if label == "ORG" and _acts(words, acting):
        return Candidate(6, places[0], places[-1], "ORG", "ner", 0.5)
    if label == "ORG" and is_possible_whole(words):
        return Candidate(3, places[0], places[-1], "ORG", "ner", 0.5)
    return None
