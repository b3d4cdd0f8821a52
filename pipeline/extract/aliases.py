"""Short names that a document gives to organisations: 'Esimerkkilän laitos (EL)'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.records import Span
from pipeline.extract.organisation_words import head_class
from pipeline.extract.people import is_everyday_word
from pipeline.extract.words import Candidate, NamingPassage, Word
from pipeline.names import is_first_name
from pipeline.registers import find_organisation
from pipeline.rulebook import load_rules


def alias_candidates(passage: NamingPassage, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The short names that stand right after an organisation, or before it in its initials."""
    for candidate in found:
        if candidate.label != "ORG":
            continue
        place = _alias_after(passage, candidate)
        if place is not None:
            yield Candidate(1, place, place, "ORG", "alias", 0.85)
        elif _is_alias_before(passage, candidate):
            place = candidate.first - 1
            yield Candidate(1, place, place, "ORG", "alias", 0.85)


def explained_names(passage: NamingPassage) -> Iterator[Candidate]:
    """Names whose initials stand in brackets behind: 'Esimerkkien yhteinen neuvosto (EYN)'."""
    words = passage.words
    for at in range(2, len(words)):
        short = words[at].text
        if len(short) < 3 or not short.isupper() or passage.between(at - 1) != " (":
            continue
        first = at - len(short)
        name = words[first:at] if first >= 0 else []
        if name and name[0].capital and _are_initials(short, name):
            yield Candidate(1, first, at - 1, "ORG", "rule:explained-name", 0.85)


def _are_initials(short: str, name: Sequence[Word]) -> bool:
    """True if the words of an organisation's name begin with the letters of ``short``."""
    whole = all(word.joined for word in name[1:]) and head_class(name[-1].text) is not None
    return whole and all(w.text[0].upper() == c for w, c in zip(name, short, strict=True))


def _alias_after(passage: NamingPassage, candidate: Candidate) -> int | None:
    end = passage.words[candidate.last].end - passage.passage.span.start
    for rule in load_rules("ALIAS"):
        match = rule.pattern.match(passage.text[end : end + 60])
        if match is None:
            continue
        start = passage.passage.span.start + end
        places = passage.places(Span(start + match.start("name"), start + match.end("name")))
        if places and _may_be_alias(passage.words[places[0]].text):
            return places[0]
    return None


def _may_be_alias(word: str) -> bool:
    if find_organisation(word) or is_first_name(word):
        return False
    return word.isupper() or not is_everyday_word(word)


def _is_alias_before(passage: NamingPassage, candidate: Candidate) -> bool:
    """True for 'EL (Esimerkkilän laitos)': capitals that are the initials of what follows."""
    if candidate.first == 0 or passage.between(candidate.first - 1) != " (":
        return False
    short = passage.words[candidate.first - 1].text
    names = passage.words[candidate.first : candidate.last + 1]
    if len(short) < 2 or not short.isupper() or not _may_be_alias(short):
        return False
    return short[0].casefold() == names[0].text[0].casefold() and len(short) <= len(names) + 3
