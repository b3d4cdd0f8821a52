"""Other names in the place of names, so that the tagger learns places rather than names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.extract.tagger.corpus import Sentence, spans
from pipeline.morphology import analyse

Kind = tuple[str, str, bool]
"""Type, case of the last word, and whether the name has several words."""
INVENTED = 0.25
"""Share of the new people who get a common noun for a surname."""
SURNAME_LENGTHS = range(4, 14)
MOVED = 0.5
"""Share of the organisations with a place for their first word that are moved to another place."""


@dataclass(frozen=True)
class NamePool:
    """The names of a corpus, by what they can stand in the place of."""

    names: dict[Kind, list[tuple[str, ...]]]
    nouns: dict[str, list[str]]

    @property
    def words(self) -> list[str]:
        """Every word that may stand in the place of another."""
        named = (word for names in self.names.values() for name in names for word in name)
        return [*named, *(noun for nouns in self.nouns.values() for noun in nouns)]

    def rename(self, sentence: Sentence, share: float, chance: np.random.Generator) -> Sentence:
        """The sentence with about ``share`` of its names replaced by others of the same kind.

        A quarter of the new people have a surname that is a common noun, as many Finns have.
        """
        words: list[str] = []
        tags: list[str] = []
        at = 0
        for first, end, kind in spans(sentence.tags):
            name = sentence.words[first:end]
            if chance.random() < share:
                others = self.names[_kind(kind, name)]
                name = others[chance.integers(len(others))]
                if kind == "PER" and len(name) > 1 and chance.random() < INVENTED:
                    name = self._with_invented_surname(name, chance)
            if kind == "ORG" and len(name) > 1 and chance.random() < MOVED * bool(share):
                name = self._moved(name, chance)
            words += [*sentence.words[at:first], *name]
            tags += [*sentence.tags[at:first], f"B-{kind}", *[f"I-{kind}"] * (len(name) - 1)]
            at = end
        return Sentence((*words, *sentence.words[at:]), (*tags, *sentence.tags[at:]))

    def _with_invented_surname(
        self, name: tuple[str, ...], chance: np.random.Generator
    ) -> tuple[str, ...]:
        nouns = self.nouns.get(_case(name[-1]))
        return (*name[:-1], nouns[chance.integers(len(nouns))]) if nouns else name

    def _moved(self, name: tuple[str, ...], chance: np.random.Generator) -> tuple[str, ...]:
        """The organisation of another place, if its name opens with one's genitive."""
        readings = analyse(name[0])
        of_place = any(r.word_class == "place" and r.case == "genitive" for r in readings)
        places = self.names.get(_kind("LOC", name[:1])) if of_place else None
        return (*places[chance.integers(len(places))], *name[1:]) if places else name


def to_name_pool(sentences: Sequence[Sentence]) -> NamePool:
    """The names of the sentences, each as often as it stands there, and their common nouns."""
    names: dict[Kind, list[tuple[str, ...]]] = {}
    for sentence in sentences:
        for first, end, kind in spans(sentence.tags):
            name = sentence.words[first:end]
            names.setdefault(_kind(kind, name), []).append(name)
    return NamePool(names, _capitalised_nouns(sentences))


def _capitalised_nouns(sentences: Sequence[Sentence]) -> dict[str, list[str]]:
    """The common nouns of the sentences by case, each once and with a capital."""
    nouns: dict[str, list[str]] = {}
    for word in dict.fromkeys(word for sentence in sentences for word in sentence.words):
        if word.islower() and word.isalpha() and len(word) in SURNAME_LENGTHS:
            readings = analyse(word)
            if readings and readings[0].word_class == "noun" and len(readings[0].parts) < 3:
                nouns.setdefault(_case(word), []).append(word.capitalize())
    return nouns


def _kind(kind: str, name: Sequence[str]) -> Kind:
    return kind, _case(name[-1]), len(name) > 1


def _case(word: str) -> str:
    """The case of a word, else its last two letters."""
    cases = (reading.case for reading in analyse(word))
    return next(filter(None, cases), word[-2:].lower())
