"""The people of one document: whom a full name, a first name or a surname in any case means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from pipeline.inflection import PARTICLES, base_by_tail, base_name_candidates, word_matches
from pipeline.morphology import analyse
from pipeline.rulebook import lexicon, lexicon_map

JOINED = 6, 9
"""Letters that the two halves of a joined name have at most: 'Sirkkamargareeta'."""
DASH = re.compile(r"\s*[-‐-―−]\s*")


@dataclass(frozen=True)
class FullName:
    """A name cut into given names and surname; ``surname`` is '' where only one word is printed."""

    name: str
    given: tuple[str, ...]
    surname: str


def clean_name(name: str) -> str:
    """The name with plain hyphens and single spaces: 'Aino Esi – Merkki' is 'Aino Esi-Merkki'."""
    return " ".join(DASH.sub("-", name).split())


def to_full_name(name: str) -> FullName:
    """``name`` (first name first) cut into parts; particles belong to the surname."""
    words = clean_name(name).split()
    if len(words) < 2:
        return FullName(" ".join(words), tuple(words), "")
    at = next((i for i, w in enumerate(words[1:], 1) if w.casefold() in PARTICLES), len(words) - 1)
    return FullName(" ".join(words), tuple(words[:at]), " ".join(words[at:]))


MOST_INITIALS = 3


@dataclass(frozen=True)
class NameBook:
    """Names of people known in a document, and which of them some words may mean; ``initials``
    are those that the document writes for some of them."""

    names: tuple[FullName, ...]
    initials: Mapping[str, FullName] = field(default_factory=dict)
    swedish: bool = False

    @cached_property
    def in_swedish(self) -> NameBook:
        """The same people as Swedish text names them: as they are, or with a genitive's s."""
        return NameBook(self.names, self.initials, swedish=True)

    @cached_property
    def _prefixes(self) -> dict[str, list[tuple[FullName, str, str]]]:
        index: dict[str, list[tuple[FullName, str, str]]] = {}
        for name in self.names:
            parts = [("given", given) for given in name.given]
            parts += [("surname", word) for word in name.surname.split()[-1:]]
            for part, word in parts:
                index.setdefault(word[:2].casefold(), []).append((name, part, word))
        return index

    def meant_by(self, word: str) -> tuple[tuple[FullName, str], ...]:
        """Names that have ``word`` as 'given', 'surname' or 'initials' in any case, exact spellings
        first."""
        whose = self.initials.get(word.partition(":")[0]) if self.initials else None
        if whose is not None:
            return ((whose, "initials"),)
        possible = self._prefixes.get(word[:2].casefold())
        if possible is None:
            return ()
        is_form = is_swedish_form if self.swedish else is_form_of_name
        found = [
            (name, part, known.casefold() != word.casefold())
            for name, part, known in possible
            if is_form(known, word)
        ]
        exact = [(name, part) for name, part, inflected in found if not inflected]
        return tuple(exact or [(name, part) for name, part, _ in found])

    def _by_initial(self, given: str, initial: str) -> FullName | None:
        """The only one of that first name whose surname begins so: 'Aino E.'."""
        meant = {name for name, part in self.meant_by(given) if part == "given"}
        found = [name for name in meant if name.surname[:1] == initial]
        return found[0] if len(found) == 1 else None

    def full(self, words: Sequence[str]) -> FullName | None:
        """The known name that all ``words`` together are, surname inflected; None if no one's."""
        clean = clean_name(" ".join(words)).split()
        if len(clean) == 2 and len(clean[1]) == 1:
            return self._by_initial(*clean)
        for name, part in self.meant_by(clean[-1]) if len(clean) > 1 else ():
            if part == "surname" and _given_agree(name, clean[:-1]):
                return name
        for name, part in self.meant_by(clean[0]) if len(clean) == 2 else ():
            if part == "surname" and any(is_form_of_name(g, clean[1]) for g in name.given[:1]):
                return name  # surname first
        return self._by_half(clean)

    def _by_half(self, words: Sequence[str]) -> FullName | None:
        """The only one of that surname whose double first name has the other for one half."""
        if len(words) != 2:
            return None
        meant = {name for name, part in self.meant_by(words[1]) if part == "surname"}
        found = [name for name in meant if name.given and _is_half(name.given[0], words[0])]
        return found[0] if len(found) == 1 else None


def _is_half(one: str, other: str) -> bool:
    """True for 'Anna-Maija' and 'Anna'."""
    short, long = sorted((one, other), key=len)
    return "-" in long and short in long.split("-")


def _given_agree(name: FullName, words: Sequence[str]) -> bool:
    """True if the words before a surname are the person's first names, or their initials."""
    rest = [w for w in words if w.casefold() not in PARTICLES]
    if not rest or not name.given:
        return False
    if initials := _initials(rest):
        known = "".join(part[0] for given in name.given for part in re.findall(r"\w+", given))
        return known.startswith(initials) or initials.startswith(known)
    given = [g.casefold() for g in name.given]
    return all(w.casefold() in given or _short_for(w, given) for w in rest)


def _initials(words: Sequence[str]) -> str:
    """The letters of initials alone, however they are spaced: 'JK' of 'J.K.' and 'J', 'K'."""
    letters = "".join(re.findall(r"\w", "".join(words)))
    lone = all(re.fullmatch(r"(?:\w\.?-?){1,2}", word) for word in words)
    return letters if lone and letters.isupper() and len(letters) <= MOST_INITIALS else ""


def _short_for(word: str, given: Sequence[str]) -> bool:
    """True for an initial among first names: 'Aino M. Esimerkki'."""
    return len(word.rstrip(".")) == 1 and any(g[:1] == word[0].casefold() for g in given)


@lru_cache(maxsize=50_000)
def is_form_of_name(name: str, word: str) -> bool:
    """True if ``word`` is a person's name part in some case; another first name is not a form."""
    if not word[:1].isupper() or not word_matches(name, word, False):
        return False
    if word.casefold() == name.casefold():
        return True
    # 'Karina' is a name of its own, not 'as Kari'; genitives ('Karin') stay forms.
    return word.casefold().endswith("n") or not is_given_name(word)


@lru_cache(maxsize=50_000)
def is_given_name(word: str) -> bool:
    """True if ``word`` is a first name in the nominative; of a double name the parts are asked."""
    if any(
        r.word_class == "given_name" and r.base.casefold() == word.casefold() for r in analyse(word)
    ):
        return True
    parts = word.split("-")
    return len(parts) == 2 and all(part[:1].isupper() and is_given_name(part) for part in parts)


def is_swedish_form(name: str, word: str) -> bool:
    """True if ``word`` is a person's name part as Swedish has it: unchanged, or a genitive."""
    low, base = word.casefold(), name.casefold()
    return word[:1].isupper() and low in (base, base + "s", base + ":s", base + "’s")


def to_name_book(names: Iterable[str]) -> NameBook:
    """A book of the names, each once, in order."""
    return NameBook(tuple(to_full_name(name) for name in dict.fromkeys(map(clean_name, names))))


# --- initials -----------------------------------------------------------------------------------

_WORD_ALONE = re.compile(r"(?<![\w.])\w++(?!\.[\w.]*\w)")
_IN_BRACKETS = re.compile(r"\(([A-ZÅÄÖ]{2,3})\)")
_BEFORE = re.compile(r"[^\W\d_][^\n()]{2,60}\Z")


@lru_cache(maxsize=4)  # extracting and resolving ask for the same document's
def attending_book(names: tuple[str, ...], text: str) -> NameBook:
    """A book of the names of those present, with the initials that ``text`` writes for them: those
    that it explains, 'Aino Esimerkki (AE)', or those of several of them."""
    book = to_name_book(names)
    own: dict[str, list[FullName]] = {}
    for name in book.names:
        for initials in _initials_of(name):
            own.setdefault(initials, []).append(name)
    unique = {initials: found[0] for initials, found in own.items() if len(found) == 1}
    explained = {
        initials
        for initials, before in _in_brackets(text)
        if initials in unique and unique[initials].surname in before
    }
    asked = unique.keys() - lexicon("no_initials")
    written = {initials for initials in asked if _stands_alone(initials, text)}
    several = written if len({unique[initials].name for initials in written}) > 1 else set()
    used = {initials: unique[initials] for initials in unique if initials in explained | several}
    return replace(book, initials=used)


def _in_brackets(text: str) -> Iterator[tuple[str, str]]:
    """Initials in brackets, and what stands before them on the line; the brackets are looked for
    first, for words are many."""
    for match in _IN_BRACKETS.finditer(text):
        before = _BEFORE.search(text, max(0, match.start() - 61), match.start())
        if before:
            yield match[1], before[0]


def _stands_alone(initials: str, text: str) -> bool:
    """True if the text has them as a word; looked for one by one, for words are many."""
    at = text.find(initials)
    while at >= 0:
        word = _WORD_ALONE.match(text, at)
        if word and word[0] == initials:
            return True
        at = text.find(initials, at + 1)
    return False


def _initials_of(name: FullName) -> set[str]:
    """'AE' for Aino Esimerkki; a double name gives one letter or two."""
    parts = [*name.given[:1], name.surname]
    short = "".join(part[:1] for part in parts)
    long = "".join(word[:1] for part in parts for word in re.split(r"[-\s]", part))
    return {found.upper() for found in (short, long) if len(found) > 1}


@lru_cache(maxsize=50_000)
def is_first_name(word: str) -> bool:
    """True if Voikko or the list of first names knows ``word`` as one in the nominative."""
    if word[:1].isupper() and (word in _given_names() or is_given_name(word)):
        return True
    parts = word.split("-")
    if len(parts) == 2:
        return all(part[:1].isupper() and is_first_name(part) for part in parts)
    return _is_joined_name(word)


def _is_joined_name(word: str) -> bool:
    """True for two first names written as one ('Annakaisa') that are no other word."""
    if len(word) < 7 or not (word[:1].isupper() and word[1:].islower()) or analyse(word):
        return False
    return any(
        is_given_name(word[:at]) and is_given_name(word[at:].capitalize())
        for at in range(max(3, len(word) - JOINED[1]), min(JOINED[0], len(word) - 3) + 1)
    )


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    return frozenset(lexicon("given_names"))


# --- base forms of names that the document does not list ----------------------------------------


def base_person_name(words: Sequence[str], seen: frozenset[str], following: str) -> str:
    """The base form of a person's name, first name first, as it stands in a sentence.

    ``seen`` are the capitalised words of the document: a base form among them wins; ``following``
    is the text after the name, which tells a genitive from a surname in -n.
    """
    clean = clean_name(" ".join(words)).split()
    base = base_name_part(clean[-1], seen, following, surname=len(clean) > 1)
    return " ".join([*clean[:-1], base])


def base_name_part(word: str, seen: frozenset[str], following: str, surname: bool = False) -> str:
    """The base form of one part of a name, standing last; ``surname`` if others stand before."""
    readings = [r for r in analyse(word.rpartition("-")[2]) if r.word_class in PERSONAL]
    if any(r.case == "nominative" and not r.plural for r in readings):
        return word
    candidates = base_name_candidates(word, surname)
    evident = [base for base in candidates if base in seen and base != word]
    if evident:
        return evident[0]
    if len(candidates) > 1 and word[-1] in "aä" and ASKED.match(following):
        return candidates[1]  # 'pyydetään Aino Esimerkkiä laskuttamaan'
    known = {r.base for r in readings} | {base_by_tail(word.rpartition("-")[2])}
    if surname:  # 'Aino Kosken': many surnames are places too
        places = (r for r in analyse(word) if r.word_class == "place" and r.case == "genitive")
        known |= {r.base for r in places}
    sure = candidates[0].rpartition("-")[2] in known
    if word.endswith("n") and not sure and not is_genitive_place(following):
        return word
    return candidates[0]


def swedish_person_name(words: Sequence[str], seen: frozenset[str]) -> str:
    """The base form of a person's name, first name first, as it stands in a Swedish sentence.

    ``seen`` are the capitalised words of the document: a base form among them wins.
    """
    clean = clean_name(" ".join(words)).split()
    return " ".join([*clean[:-1], without_genitive(clean[-1], seen)])


def without_genitive(word: str, seen: frozenset[str]) -> str:
    """A Swedish name without the s of its genitive, where that is not its own: 'Anderssons', but
    'Wallenius'."""
    word = re.sub(r"[:’']s$", "", word)
    base = word[:-1]
    if not word.endswith("s") or len(base) < 3:
        return word
    if base in seen:
        return base
    shapes = lexicon_map("swedish_names")
    if (word in seen and is_first_name(word)) or word.casefold().endswith(shapes["own_s"]):
        return word
    known = is_first_name(base) or any(r.word_class in PERSONAL for r in analyse(base))
    return base if known or base.casefold().endswith(shapes["surname_ends"]) else word


def swedish_nominative(name: str, seen: frozenset[str]) -> str:
    """The name of an organisation without the s of its genitive: 'Provverkets', 'Prov Ab:s'."""
    name = re.sub(r"[:’']s$", "", name)
    base = name[:-1]
    ends = lexicon_map("swedish_names")["genitive_ends"]
    is_genitive = name.endswith("s") and (base.casefold().endswith(ends) or base in seen)
    return base if is_genitive else name


PERSONAL = ("surname", "given_name")
ASKED = re.compile(r"^\s+[a-zåäö]+m(?:aan|ään)\b")
"""What somebody in the partitive is asked to do: an infinitive in '-maan'."""
NEXT_WORD = re.compile(
    r"^\s+(?:(?:ja|sekä|tai)\s+)?"
    r"(?:[^\W\d_a-zåäö][\w-]*,?\s+(?:(?:ja|sekä)\s+)?)*"  # more names in the row
    r"([a-zåäö][\w-]*)"
)
"""The first lower-case word after a name."""


@lru_cache(maxsize=20_000)
def is_genitive_place(following: str) -> bool:
    """True if the words after a name can be the head of a genitive: a noun or an adposition."""
    match = NEXT_WORD.match(following)
    if match is None:
        return False
    readings = analyse(match[1])
    verb = any(r.mood and r.person for r in readings)
    nominal = any(r.case or r.word_class == "adposition" for r in readings)
    return nominal and not verb
