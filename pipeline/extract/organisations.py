"""Mentions of organisations: registers, the document's own affiliations, and name patterns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from models.records import Span
from pipeline.extract.neighbours import acts, bases_of
from pipeline.extract.organisation_words import (
    OWN_NAME_HEADS,
    head_class,
    is_adjective_of_board,
    is_body_compound,
    is_genitive,
    is_mark,
    is_named_body,
    is_of_interest,
    is_of_school,
    is_organisation_compound,
    is_trade,
    is_trade_end,
    is_trade_with_name,
    names_business,
    names_kind,
    names_municipality,
    names_people,
    products,
    words_for,
)
from pipeline.extract.people import is_common_word, is_everyday_word, is_surname
from pipeline.extract.registered import end_of_capitals, registered_names
from pipeline.extract.swedish_organisations import end_of_region, swedish_candidates
from pipeline.extract.words import Candidate, NamingPassage, Word
from pipeline.inflection import word_matches
from pipeline.morphology import analyse
from pipeline.names import clean_name, is_first_name
from pipeline.registers import (
    KnownName,
    begins_in_lower_case,
    find_organisation,
    is_written_as,
    matches_words,
    names_beginning,
)
from pipeline.scanning import possible_rules


class Gazetteer:
    """Names of organisations that a document itself introduces, found by their first word."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_prefix: dict[str, list[tuple[str, ...]]] = {}
        for name in dict.fromkeys(map(clean_name, names)):
            words = tuple(name.split())
            if words and words[0][0].isalpha():
                self._by_prefix.setdefault(words[0][:2].casefold(), []).append(words)

    def may_begin(self, word: str) -> bool:
        """A quick no for most words."""
        return word[:2].casefold() in self._by_prefix or word[1:2] == "-"

    def beginning(self, word: str) -> Iterator[tuple[str, ...]]:
        """The names whose first word is ``word``, in any case where it is the only one."""
        for name in self._by_prefix.get(word[:2].casefold(), ()):
            if len(name) > 1:
                if name[0].casefold() == word.casefold():
                    yield name
            elif is_written_as(name[0], word) and _is_form(name[0], word):
                yield name


@lru_cache(maxsize=50_000)
def _is_form(name: str, word: str) -> bool:
    if not word_matches(name, word):
        return False
    capitals_lost = name.isupper() and not word[: len(name)].isupper()
    return not (capitals_lost and is_first_name(word))


def organisation_candidates(passage: NamingPassage, own: Gazetteer) -> Iterator[Candidate]:
    """All that may be a mention of an organisation, by register, affiliation or pattern."""
    words, swedish = passage.words, passage.swedish
    yield from _by_rules(passage)
    for at, word in enumerate(words):
        if own.may_begin(word.text):
            yield from _by_affiliation(words, at, own)
        behind_name = word.joined and at > 0 and words[at - 1].capital
        may_name = behind_name or word.capital or is_of_interest(word.text)
        if may_name:
            yield from _by_register(words, at, swedish)
            yield from registered_names(passage, at)
        if swedish:
            yield from swedish_candidates(passage, at)
        elif at > 1 and words[at - 2].capital and is_of_school(words[at - 1].text):
            yield from _by_head(words, at)
        elif may_name:
            yield from _by_head(words, at)
            yield from _by_compound(words, at)
            yield from _by_trade(words, at)
            yield from _by_apposition(words, at)
            yield from _by_ampersand(passage, at)
            yield from _by_body(words, at)


def again_candidates(passage: NamingPassage, names: Gazetteer, found_by: str) -> list[Candidate]:
    """Further mentions, in any place of a sentence, of names that the document has shown."""
    words = passage.words
    return [
        Candidate(5, at, at, "ORG", found_by, 0.7)
        for at in passage.capitals
        if names.may_begin(words[at].text)
        and any(True for _ in names.beginning(words[at].text))
        and not (words[at].opens and is_common_word(words[at].text))
    ]


# --- lists --------------------------------------------------------------------------------------


def _by_affiliation(words: Sequence[Word], at: int, own: Gazetteer) -> Iterator[Candidate]:
    word = words[at]
    for name in own.beginning(word.text):
        if len(name) == 1 or _match(name, words, at):
            rank = 1 if len(name) > 1 else 3
            yield Candidate(rank, at, at + len(name) - 1, "ORG", "attendance", 0.95)
            return
    head, hyphen, _ = word.text.partition("-")
    if not hyphen or is_body_compound(word.text):
        return
    if any(name == (head,) for name in own.beginning(head)):
        yield Candidate(3, at, at, "ORG", "attendance-compound", 0.8)


def _match(name: tuple[str, ...], words: Sequence[Word], at: int) -> bool:
    return matches_words(name, [word.text for word in words[at : at + len(name)]])


def _by_register(words: Sequence[Word], at: int, swedish: bool) -> Iterator[Candidate]:
    word = words[at]
    if not word.capital and not begins_in_lower_case(word.text):
        return
    for known in names_beginning(word.text):
        last = at + len(known.words) - 1
        if last > at and not _match(known.words, words, at):
            continue
        register = known.organisation.register
        if register == "municipality":
            if _is_doubtful_place(words, at, known):
                return
            last += _has_municipality_head(words, last + 1)
        elif known.organisation.kind == "company" and last == at and _may_only_open(words, at):
            return
        if swedish and register == "authority":
            last = end_of_region(words, last)
        if register == "authority" and last > at and _is_of_region(words, at):
            yield Candidate(1, at - 1, last, "ORG", f"register:{register}", 0.9)
        # one word may be a person's name as well: Salla, Salo
        rank = 1 if last > at else 4 + (register == "municipality")
        yield Candidate(rank, at, last, "ORG", f"register:{register}", 0.9)
        return


def _may_only_open(words: Sequence[Word], at: int) -> bool:
    """True for 'Postissa', 'Kuntarahoituksesta' at a sentence's start: no name that acts."""
    readings = analyse(words[at].text.lower())
    is_thing = any(r.word_class == "noun" and r.case for r in readings)
    return words[at].opens and is_thing and not acts(words, at)


def _is_of_region(words: Sequence[Word], at: int) -> bool:
    """True if a region stands before one of several authorities of a name in lower case."""
    named = at > 0 and words[at].joined and words[at - 1].capital and words[at].text.islower()
    return named and not words[at - 1].opens and is_genitive(words[at - 1].text)


def _is_doubtful_place(words: Sequence[Word], at: int, known: KnownName) -> bool:
    """True for a post office, for what stands alone in quotation marks, and for an everyday word
    that may only open the sentence."""
    word = words[at]
    if word.quoted:
        return True
    if at and word.joined and len(words[at - 1].text) == 5 and words[at - 1].text.isdigit():
        return True
    return word.opens and len(known.words) == 1 and is_common_word(word.text)


def _has_municipality_head(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and words[at].joined and head_class(words[at].text) == "municipality"


# --- patterns -----------------------------------------------------------------------------------


def _by_rules(passage: NamingPassage) -> Iterator[Candidate]:
    for rule in possible_rules(passage.text, "ORGANISATION"):
        for match in rule.pattern.finditer(passage.text):
            group = "name" if "name" in rule.pattern.groupindex else 0
            start = passage.passage.span.start
            places = passage.places(Span(match.start(group) + start, match.end(group) + start))
            if places:
                yield Candidate(0, places[0], places[-1], "ORG", rule.found_by, 0.85)


def _by_head(words: Sequence[Word], at: int) -> Iterator[Candidate]:
    """A genitive with a capital before the kind of organisation ('Esimerkkilän museo'), before a
    capital that names its people ('Esimerkkilän Ratsastajat'), or before a school's own."""
    if at == 0 or not words[at].joined:
        return
    before = _with_other_part(words, at) - 1
    if before > 0 and not words[before].capital and words[before].joined:
        if not words[before - 1].capital or not is_of_school(words[before].text):
            return
        before -= 1  # 'Esimerkkilän koulun vanhempainyhdistys'
    if before < 0 or not words[before].capital or not is_genitive(words[before].text):
        return
    kind = _kind_of_head(words, at)
    if kind is None:
        return
    if words[before].text.isupper() and is_everyday_word(words[before].text):
        return  # a heading in capitals
    first = _first_of_places(words, before, shared=kind != "municipality")
    opens = first == before and words[first].opens and not words[at].capital
    if opens and (_merely_opens(words[first].text) or _are_those_of_it(words, first, at)):
        return
    yield Candidate(1, first, at, "ORG", f"rule:{kind.replace('_', '-')}-name", 0.8)


def _are_those_of_it(words: Sequence[Word], first: int, at: int) -> bool:
    """True for 'Kylätalon yhdistykset' at a sentence's start: whichever the thing has."""
    several = all(r.plural for r in analyse(words[at].text) if r.case)
    return several and is_everyday_word(words[first].text)


def _merely_opens(word: str) -> bool:
    """True for an everyday word that has its capital from its place: 'Kaupungin museo'."""
    if find_organisation(word) is not None:
        return False
    return is_common_word(word) or any(
        r.base in words_for("generic") for r in analyse(word.lower())
    )


def _are_places_of_one(words: Sequence[Word], at: int) -> bool:
    """True for two places of one organisation, the second at ``at``: 'A:n ja B:n liitto'."""
    if at < 2 or words[at - 1].text != "ja" or not (words[at].joined and words[at - 1].joined):
        return False
    return all(words[i].capital and _is_of_place(words[i].text) for i in (at - 2, at))


@lru_cache(maxsize=10_000)
def _is_of_place(word: str) -> bool:
    """True for a place's genitive."""
    return any(r.word_class == "place" and r.case == "genitive" for r in analyse(word))


def _first_of_places(words: Sequence[Word], before: int, shared: bool) -> int:
    """The first word of the genitives that end with ``before``; of two places ``shared`` by one
    organisation, the first."""
    first = before
    while first and words[first].joined and not words[first].opens and words[first - 1].capital:
        if not is_genitive(words[first - 1].text):
            break
        first -= 1
    if first > 1 and words[first - 1].text == "ja" and words[first - 2].text.endswith("-"):
        return first - 2  # 'Länsi- ja Sisä-Suomen aluehallintovirasto'
    return first - 2 if shared and _are_places_of_one(words, first) else first


def _kind_of_head(words: Sequence[Word], at: int) -> str | None:
    """What kind of name the word ends; 'group' for people that a place or a name stands before."""
    kind = head_class(words[at].text)
    if names_municipality(words[at].text) and not is_everyday_word(words[at - 1].text):
        return kind  # one that no register has
    if kind is not None:
        return kind if kind in OWN_NAME_HEADS else None
    people, before = words[at].capital and names_people(words[at].text), words[at - 1].text
    if words[at].capital and not people and _is_of_place(before) and names_business(words[at].text):
        return "group"
    if not people or bases_of(before) & products():
        return None
    if is_everyday_word(before) and not _is_of_place(before):
        return None
    return "group"


def _by_compound(words: Sequence[Word], at: int) -> Iterator[Candidate]:
    """A capitalised compound that ends in a word for organisations: 'Esimerkkivirasto'."""
    word = words[at]
    if word.capital and is_body_compound(word.text):
        yield Candidate(3, at, at, "ORG", "rule:hyphened-body", 0.75)
    plain = word.capital and not word.opens and not word.text.isupper()
    if plain and is_organisation_compound(word.text):
        yield Candidate(5, at, at, "ORG", "rule:compound", 0.7)


def _by_trade(words: Sequence[Word], at: int) -> Iterator[Candidate]:
    """A trade and a name, without a registered mark: 'Rakennuspalvelu Aino Esimerkki'."""
    if not words[at].capital:
        return
    if is_trade_with_name(words[at].text):
        yield Candidate(3, at, at, "ORG", "rule:trade-name", 0.7)
    last = end_of_capitals(words, at)
    ends_in_trade = last == at + 1 and is_trade_end(words[last].text)
    if last > at and (is_trade(words[at].text) or ends_in_trade):
        yield Candidate(1, at, last, "ORG", "rule:trade-name", 0.7)


def _by_apposition(words: Sequence[Word], at: int) -> Iterator[Candidate]:
    """A name right behind what it is: 'vakuutusyhtiö Esimerkkis', 'ravintola Esimerkin'."""
    if at == 0 or not words[at].capital or not words[at].joined or is_mark(words[at].text):
        return
    if is_first_name(words[at].text) or is_surname(words[at].text):
        return
    if names_kind(words[at - 1].text):
        last = end_of_capitals(words, at)
        yield Candidate(5, at, last, "ORG", "rule:behind-its-kind", 0.7)


def _by_ampersand(passage: NamingPassage, at: int) -> Iterator[Candidate]:
    """Two names with '&' between them that are no two first names: 'Testilä & Pojat'."""
    words = passage.words
    if at == 0 or not words[at - 1].capital or passage.between(at - 1) != " & ":
        return
    both = is_first_name(words[at].text) and is_first_name(words[at - 1].text)
    if both or (at > 1 and words[at - 1].joined and is_first_name(words[at - 2].text)):
        return  # 'Aino & Eero', 'Aino Testilä & Eero Esimerkki'
    first = at - 1
    if first and words[first].joined and words[first - 1].capital:
        first -= is_trade(words[first - 1].text)
    yield Candidate(0, first, at, "ORG", "rule:ampersand", 0.8)


def _with_other_part(words: Sequence[Word], at: int) -> int:
    """The first word of 'Sosiaali- ja terveyslautakunta'."""
    joined = at > 1 and words[at].joined and words[at - 1].joined and words[at - 1].text == "ja"
    return at - 2 if joined and words[at - 2].text.endswith("-") else at


def _by_body(words: Sequence[Word], at: int) -> Iterator[Candidate]:
    """A body that minutes name, with or without a capital: 'sivistyslautakunta'."""
    if is_named_body(words[at].text):
        yield Candidate(3, _with_other_part(words, at), at, "ORG", "rule:named-body", 0.6)
    elif at and words[at].joined and is_adjective_of_board(words[at - 1].text, words[at].text):
        yield Candidate(3, at - 1, at, "ORG", "rule:named-body", 0.6)
