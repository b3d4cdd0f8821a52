"""Public registers of organisations: municipalities, wellbeing counties, authorities, firms.

A name is looked up by its words in any case; the answer says what it is called in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from models.records import OrganisationKind
from pipeline.inflection import nominative_plural, unchanging_start, word_matches
from pipeline.morphology import analyse
from pipeline.rulebook import lexicon_map, lexicon_rows


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation under its canonical name; ``register`` says which list knows it.

    ``swedish`` is what it is called in Swedish, '' where that is not known.
    """

    name: str
    kind: OrganisationKind | None
    identifier: str | None
    register: str
    swedish: str = ""


@dataclass(frozen=True, slots=True)
class KnownName:
    """One way to write an organisation's name, cut into words."""

    words: tuple[str, ...]
    organisation: KnownOrganisation


@lru_cache(maxsize=1)
def known_names() -> tuple[KnownName, ...]:
    """Every name of every register, aliases and Swedish names included."""
    return tuple(
        KnownName(tuple(name.replace(",", "").split()), organisation)
        for organisation, names in _registers()
        for name in dict.fromkeys((organisation.name, *names))
        if name
    )


def _registers() -> Iterator[tuple[KnownOrganisation, tuple[str, ...]]]:
    codes = {}
    for row in lexicon_rows("municipalities"):
        codes[row["name"]] = row["code"]
        yield _municipality(row["name"], row["code"], row["name_sv"]), (row["name_sv"],)
    for row in lexicon_rows("former_municipalities"):
        yield _municipality(row["name"], None), ()
    for row in lexicon_rows("wellbeing_counties"):
        county = KnownOrganisation(
            row["name"], "wellbeing_county", row["code"], "wellbeing_county", row["name_sv"]
        )
        short = row["name"].replace("hyvinvointialue", "hva")
        yield (
            county,
            (row["name_sv"], short, short.replace("hva", "HVA"), *_several(row, "aliases")),
        )
    for row in lexicon_rows("authorities"):
        kind: OrganisationKind = row["kind"] or "other"  # type: ignore[assignment]
        authority = KnownOrganisation(row["name"], kind, None, "authority", row["name_sv"])
        yield authority, (row["name_sv"], *_several(row, "aliases"))
    for row in lexicon_rows("companies"):
        firm = KnownOrganisation(row["name"], "company", None, "company")
        yield firm, _several(row, "aliases")


def _municipality(name: str, code: str | None, swedish: str = "") -> KnownOrganisation:
    return KnownOrganisation(name, "municipality", code, "municipality", swedish)


def _several(row: Mapping[str, str], column: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in row[column].split(";") if part.strip())


@lru_cache(maxsize=1)
def _starts() -> Mapping[str, Sequence[tuple[int, KnownName]]]:
    """The names with their ranks, longest first, by what all forms of their first words begin
    with."""
    index: dict[str, list[tuple[int, KnownName]]] = {}
    ranked = sorted(known_names(), key=lambda known: -len(known.words))
    for rank, known in enumerate(ranked):
        index.setdefault(unchanging_start(known.words[0].casefold()), []).append((rank, known))
    return index


@lru_cache(maxsize=1)
def _start_lengths() -> Sequence[int]:
    return sorted(set(map(len, _starts())))


@lru_cache(maxsize=1)
def _of_one_word() -> Mapping[str, Sequence[KnownName]]:
    """The names of one word by that."""
    index: dict[str, list[KnownName]] = {}
    for known in known_names():
        if len(known.words) == 1:
            index.setdefault(known.words[0], []).append(known)
    return index


@lru_cache(maxsize=50_000)
def names_beginning(word: str) -> tuple[KnownName, ...]:
    """The known names whose first word ``word`` is, or is a form of; longest names first."""
    low, starts = word.casefold(), _starts()
    possible = [starts.get(low[:length], ()) for length in _start_lengths() if length <= len(low)]
    ranked = [pair for names in possible for pair in names if _begins(pair[1], word)]
    found = [known for _, known in sorted(ranked, key=itemgetter(0))]
    if not found and word[:1].isupper() and not word.isupper():
        # both parts of the name inflect (Uudenkaupungin): Voikko knows
        bases = {reading.base for reading in analyse(word) if reading.word_class == "place"}
        found = [known for base in sorted(bases) for known in _of_one_word().get(base, ())]
    return tuple(found)


@lru_cache(maxsize=50_000)
def begins_in_lower_case(word: str) -> bool:
    """True if a register has a name that begins with ``word`` in lower case ('eduskunta')."""
    return word.casefold().startswith(_lower_case_starts()) and any(
        not known.words[0][0].isupper() for known in names_beginning(word)
    )


@lru_cache(maxsize=1)
def _lower_case_starts() -> tuple[str, ...]:
    return tuple(
        start
        for start, names in _starts().items()
        if any(not known.words[0][0].isupper() for _, known in names)
    )


def _begins(known: KnownName, word: str) -> bool:
    first = known.words[0]
    if len(known.words) > 1:
        return first.casefold() == word.casefold() or (
            _may_agree(first) and word_matches(first, word)
        )
    return is_written_as(first, word) and _is_form_of(known, word)


def _may_agree(word: str) -> bool:
    """True for a nominative before its head ('korkein hallinto-oikeus'), not for a genitive."""
    return not word.endswith("n") or word.endswith("in")


def is_written_as(name: str, word: str) -> bool:
    """True if ``word`` has the capitals that ``name`` has: OKM:n, not okm:n; Vaasan, not vaasan."""
    if len(name) > 1 and name.isupper():
        return word[: len(name)].isupper() or (len(name) > 3 and word[:1].isupper())
    if len(word) < 4 and word.isupper():
        return False  # II is a number, not the municipality of Ii
    inner = max((at for at, letter in enumerate(name) if letter.isupper()), default=0)
    if inner and " " not in name and "-" not in name:  # MuniIT is in no form a 'Munia'
        return word.startswith(name[: inner + 1]) or word.casefold().startswith(name.casefold())
    return not name[0].isupper() or word[0].isupper()


def _is_form_of(known: KnownName, word: str) -> bool:
    name = known.words[0]
    if not word_matches(name, word):
        return False
    if word.casefold() == name.casefold() or known.organisation.kind != "municipality":
        return True
    # A reading of the form that Voikko knows beats our generous patterns.
    readings = analyse(word)
    bases = {reading.base.casefold() for reading in readings}
    bases |= {nominative_plural(r.base).casefold() for r in readings if r.plural}
    return not readings or name.casefold() in bases or not _is_known_place(name)


@lru_cache(maxsize=1000)
def _is_known_place(name: str) -> bool:
    return any(reading.word_class == "place" for reading in analyse(name))


@lru_cache(maxsize=20_000)
def find_organisation(phrase: str) -> KnownOrganisation | None:
    """The organisation that ``phrase``, in any case, names in a register; None if it names none."""
    words = phrase.replace(",", "").split()
    for known in names_beginning(words[0]) if words else ():
        if len(words) == len(known.words) == 1 or matches_words(known.words, words):
            return known.organisation
    return None


@lru_cache(maxsize=10_000)
def is_short_for(short: str, name: str) -> bool:
    """True if ``short`` is made of the first letters of all the words of ``name``, in order.

    Between them more letters of each word may stand: 'EsHVA' for 'Esimerkin hyvinvointialue'.
    """
    parts = re.split(r"[\s-]+", name.casefold())
    if len(parts) < 2 or len(short) < len(parts) + 1 or not short[:1].isupper():
        return False
    letters = (part[0] + "".join(f"{re.escape(c)}?" for c in part[1:]) for part in parts if part)
    return re.fullmatch("".join(letters), short.casefold()) is not None


def matches_words(name: tuple[str, ...], words: list[str]) -> bool:
    """True if ``words`` are the words of ``name``, the last one in any case."""
    if len(name) != len(words) or not is_written_as(name[-1], words[-1]):
        return False
    if not word_matches(name[-1], words[-1]):
        return False
    return all(
        n.casefold() == w.casefold() or (_may_agree(n) and word_matches(n, w))
        for n, w in zip(name[:-1], words[:-1], strict=True)
    )


@lru_cache(maxsize=10_000)
def without_mark(name: str) -> str:
    """The name without 'Oy', 'ry' and the like before or behind it; whole if nothing else is left
    that could be told from everyday words."""
    words, marks = name.split(), _marks()
    bare = [word for word in words if word not in marks]
    told = any(not analyse(word.lower()) for word in bare)
    return " ".join(bare) if len(bare) > 1 or told else name


@lru_cache(maxsize=1)
def _marks() -> frozenset[str]:
    known = lexicon_map("organisation_words")
    return frozenset((*known["company_marks"], *known["association_marks"]))
