"""What the neighbours of an unknown capitalised word say: what acts, stands in a row with
organisations, or heads a point among points that organisations head, is an organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.extract.organisation_words import head_class, products
from pipeline.extract.people import is_everyday_word
from pipeline.extract.words import Candidate, NamingPassage, Word
from pipeline.inflection import base_by_tail, base_name_candidates, surname_tails
from pipeline.morphology import analyse
from pipeline.names import is_first_name
from pipeline.registers import find_organisation
from pipeline.rulebook import lexicon_map

JOINING = frozenset({"ja", "sekä"})
MOST_WORDS = 3
LEAST_SIBLINGS = 3
PARTY = re.compile(r"[^\W\d_]{3,}(?<![aeoäöu]i)l(?:t[aä]|le)$")
LOCAL = re.compile(r"(?:ss[aä]|ll[aä]|(?P<vowel>[aeiouyäö])(?P=vowel)n)(?:kin|k[aä][aä]n)?$")
OBLIQUE = re.compile(r"(?:ss[aä]|st[aä]|l[lt][aä]|lle)$")
DONE = re.compile(r"(?:nn|[nslr])[uy]t$")


def unexplained(passage: NamingPassage, found: Sequence[Candidate]) -> list[int]:
    """Places of capitalised words in no mention that do not merely open a sentence."""
    explained = {place for c in found for place in range(c.first, c.last + 1)}
    words = passage.words
    return [
        at
        for at in passage.capitals
        if at not in explained and not (words[at].opens and is_everyday_word(words[at].text))
    ]


def is_possible_name(word: str) -> bool:
    """True for a word that could be an organisation's name: no everyday word, product or number."""
    head, hyphen, tail = word.rpartition("-")
    if hyphen and head and not tail[:1].isupper():
        return False
    if len(word) < 3 or any(map(str.isdigit, word)) or is_everyday_word(word):
        return False
    return not (is_first_name(word) or bases_of(word) & products())


def may_be_place(words: Sequence[Word], at: int) -> bool:
    """True for a name that ends as places do ('Testikallio'), for one in a case in which things
    lie somewhere or come from there, and for one that says where a library or a school is."""
    word = words[at].text
    if LOCAL.search(word) or word.casefold().endswith(surname_tails()) or base_by_tail(word):
        return True
    behind = words[at + 1] if at + 1 < len(words) and words[at + 1].joined else None
    return behind is not None and head_class(behind.text) is not None


def is_possible_whole(words: Sequence[Word]) -> bool:
    """True for words with capitals side by side that could be an organisation's name: 'Esimerkin
    Vasama'."""
    if len(words) < 2 or not all(word.capital and len(word.text) > 1 for word in words):
        return False
    if any("-" in word.text and word.text.rpartition("-")[2].islower() for word in words):
        return False
    if all(word.text.isupper() for word in words) and is_everyday_word(words[-1].text):
        return False  # a heading in capitals
    first = words[0].text
    if any(_is_apart(word.text, behind.text) for word, behind in pairwise(words)):
        return False  # two names side by side
    if first.endswith("n") and not analyse(first):
        return False  # what somebody owns: 'Esimerkkiksen Kone'
    joined = all(word.joined for word in words[1:]) and not words[-1].opens
    return joined and not any(bases_of(word.text) & products() for word in words)


def side_by_side(words: Sequence[Word], places: Sequence[int]) -> Iterator[list[int]]:
    """The places of each name of those that one was taken for: 'Testilältä Esimerkkiselle'."""
    part: list[int] = []
    for at in places:
        part.append(at)
        if at < places[-1] and _is_apart(words[at].text, words[at + 1].text):
            yield part
            part = []
    if part:
        yield part


def _is_apart(word: str, behind: str) -> bool:
    """True if ``word`` stands in a case of its own, and is no adjective of what is behind it."""
    ending = OBLIQUE.search(word)
    return ending is not None and not behind.endswith(ending[0])


@lru_cache(maxsize=20_000)
def bases_of(word: str) -> frozenset[str]:
    """Lower-case names that ``word`` may be a form of."""
    return frozenset(base.casefold() for base in base_name_candidates(word))


# --- acting -------------------------------------------------------------------------------------


def acting_names(
    passages: Sequence[NamingPassage], chosen: Sequence[Sequence[Candidate]]
) -> frozenset[str]:
    """Possible base forms, in lower case, of the unknown names that act somewhere."""
    found: set[str] = set()
    for passage, candidates in zip(passages, chosen, strict=True):
        for at in unexplained(passage, candidates):
            word = passage.words[at]
            if is_possible_name(word.text) and (acts(passage.words, at) or is_party(word.text)):
                found |= bases_of(word.text)
    return frozenset(found)


def acts(words: Sequence[Word], at: int) -> bool:
    """True if the word at ``at`` is the subject of a doing verb, or owns what organisations own."""
    after = at + 1
    while after + 1 < len(words) and words[after].text in JOINING and words[after + 1].capital:
        after += 2
    if after >= len(words) or not words[after].joined:
        return False
    cues = lexicon_map("actor_cues")
    if after + 1 < len(words) and has_done(words[after].text, words[after + 1].text):
        return not words[at].text.endswith("n")
    for reading in analyse(words[after].text):
        finite = reading.mood and reading.person == "3"
        if reading.base in cues["verbs"] and finite:
            return not words[at].text.endswith("n")
        if reading.base in cues["nouns"] and not finite:
            return words[at].text.endswith("n")
    return False


def is_party(word: str) -> bool:
    """True for a name in a case in which one gives to somebody and gets from somebody."""
    return PARTY.search(word) is not None


@lru_cache(maxsize=20_000)
def has_done(verb: str, participle: str) -> bool:
    """True for 'on tarjonnut': a form of being, and what somebody who acts has done."""
    if not any(r.base == "olla" and r.person == "3" for r in analyse(verb)):
        return False
    stems = {DONE.sub("", r.base) for r in analyse(participle) if r.participle == "past_active"}
    return not stems.isdisjoint(_stems_of_doing())


@lru_cache(maxsize=1)
def _stems_of_doing() -> frozenset[str]:
    """What the verbs of acting have before '-nut': 'tarjota' and 'toimittaa' lose two letters and
    one."""
    verbs = lexicon_map("actor_cues")["verbs"]
    return frozenset(verb[:-cut] for verb in verbs for cut in (1, 2))


# --- in a row -----------------------------------------------------------------------------------


def coordinated(passage: NamingPassage, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Unknown names in a row ('A, B ja C'): of first names with a person, of two words between
    people named in full, of others with an organisation that is no municipality."""
    words = passage.words
    unknown = unexplained(passage, found) if found else []
    if not unknown:
        return
    yield from _pairs_among_people(passage, found, unknown)
    people = {place for c in found if c.label == "PER" for place in (c.first, c.last)}
    known = [c for c in found if c.label == "ORG" and not _is_municipality(passage, c)]
    bodies = {place for c in known for place in (c.first, c.last)}
    for at in unknown:
        near = (_next_in_row(passage, at), _before_in_row(passage, at))
        if not people.isdisjoint(near) and is_first_name(words[at].text):
            yield Candidate(5, at, at, "PER", "rule:in-a-row", 0.7)
        if not bodies.isdisjoint(near) and is_possible_name(words[at].text):
            yield Candidate(5, _with_owner(words, at, unknown), at, "ORG", "rule:in-a-row", 0.6)


def _with_owner(words: Sequence[Word], at: int, unknown: Sequence[int]) -> int:
    """The first word of 'Kodin Esimerkkis', 'Kivityö Esimerkkis': with a capital in a sentence."""
    if not at or not words[at].joined:
        return at
    before = words[at - 1]
    if not before.capital or before.opens:
        return at
    is_name_itself = at - 1 in unknown and is_possible_name(before.text)
    return at if is_name_itself else at - 1


def _pairs_among_people(
    passage: NamingPassage, found: Sequence[Candidate], unknown: Sequence[int]
) -> Iterator[Candidate]:
    """'A B' in 'Aino Testilä, A B ja Eero Testilä', though B be a municipality."""
    words = passage.words
    full = [c for c in found if c.label == "PER" and c.last > c.first]
    firsts, lasts = {c.first for c in full}, {c.last for c in full}
    for at in unknown if full else ():
        pair = at + 1 < len(words) and words[at + 1].joined and words[at + 1].capital
        among = pair and _before_in_row(passage, at) in lasts
        if among and _next_in_row(passage, at + 1) in firsts:
            yield Candidate(1, at, at + 1, "PER", "rule:in-a-row", 0.8)


def _is_municipality(passage: NamingPassage, candidate: Candidate) -> bool:
    known = find_organisation(passage.words[candidate.first].text)
    if candidate.last > candidate.first:
        return False  # 'Testilän kunta' acts as a municipality; a bare name may be a place
    return known is not None and known.kind == "municipality"


def _next_in_row(passage: NamingPassage, at: int) -> int:
    words = passage.words
    if at + 2 < len(words) and words[at + 1].text in JOINING:
        behind = at + 2
        if behind + 1 < len(words) and _describes(words[behind].text):
            behind += 1  # 'Esimerkkis ja ruotsalainen Provis'
        if words[behind].capital:
            return behind
    if at + 1 < len(words) and passage.between(at) == ", " and words[at + 1].capital:
        return at + 1
    return -1


@lru_cache(maxsize=20_000)
def _describes(word: str) -> bool:
    """True for an adjective in lower case before a name."""
    readings = analyse(word) if word.islower() else ()
    return any(r.word_class in ("adjective", "noun_adjective") for r in readings)


def _before_in_row(passage: NamingPassage, at: int) -> int:
    words = passage.words
    if at >= 2 and words[at - 1].text in JOINING:
        return at - 2
    if at >= 3 and words[at - 2].text in JOINING and _describes(words[at - 1].text):
        return at - 3
    if at >= 1 and passage.between(at - 1) == ", " and words[at - 1].capital:
        return at - 1
    return -1


# --- heads of points ----------------------------------------------------------------------------


def sibling_heads(
    passages: Sequence[NamingPassage], chosen: Sequence[Sequence[Candidate]]
) -> Iterator[tuple[int, Candidate]]:
    """Heads of points among points that are headed by organisations: (passage, candidate).

    A head is a whole heading or the words before a colon; it counts between two known ones.
    """
    rows: dict[str, list[tuple[int, int, bool]]] = {}
    seen: set[str] = set()
    for index, (passage, found) in enumerate(zip(passages, chosen, strict=True)):
        item = passage.passage.item
        if item is None or item in seen:
            continue
        seen.add(item)
        last = _head_end(passage)
        if last is not None:
            known = any(c.first == 0 and c.last == last and c.label == "ORG" for c in found)
            rows.setdefault(item.rpartition(".")[0], []).append((index, last, known))
    for row in rows.values():
        yield from _unknown_between(passages, row)


def _unknown_between(
    passages: Sequence[NamingPassage], row: Sequence[tuple[int, int, bool]]
) -> Iterator[tuple[int, Candidate]]:
    known = [place for place, (_, _, is_known) in enumerate(row) if is_known]
    if len(known) < LEAST_SIBLINGS or 2 * len(known) < len(row):
        return
    for index, last, is_known in row[known[0] : known[-1]]:
        words = passages[index].words[: last + 1]
        if not is_known and all(word.capital and _may_be_singular(word.text) for word in words):
            yield index, Candidate(3, 0, last, "ORG", "rule:among-organisations", 0.6)


def _may_be_singular(word: str) -> bool:
    readings = analyse(word)
    return not readings or any(r.case == "nominative" and not r.plural for r in readings)


def _head_end(passage: NamingPassage) -> int | None:
    """The last word of a short head: all of a heading, or what stands before a colon."""
    words, text, offset = passage.words, passage.text, passage.passage.span.start
    for last, word in enumerate(words[:MOST_WORDS]):
        if not word.capital or (last and not word.joined):
            return None
        after = text[word.end - offset :].lstrip()
        if after.startswith(":") or (not after and passage.passage.role == "heading"):
            return last
    return None
