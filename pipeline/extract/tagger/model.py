"""The trained tagger: words in, names out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import MissingModelError
from pipeline.extract.tagger.arrays import Floats, Ints, Mask
from pipeline.extract.tagger.crf import best_tags, tag_shares
from pipeline.extract.tagger.network import (
    TAGS,
    Weights,
    allowed,
    tag_scores,
    type_shares,
    word_vectors,
)
from pipeline.extract.tagger.words import Lookup, words_to_batch

DESCRIPTION = "tagger.json"
WEIGHTS = "weights.npz"
SENTENCES = 128
"""Sentences that are read side by side."""
SURE = 0.9
"""A sentence is read by one network alone if it gives every word's type this probability."""
REMEMBERED = 30_000
"""Words whose vectors are kept, at some kilobytes each."""
LONGEST = 200
"""Words of a sentence that are read at a time."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """Tags of a sentence's words, and for each the probability of its type, from 0 to 1."""

    tags: list[str]
    certainties: list[float]


@dataclass(frozen=True)
class NameTagger:
    """Networks whose scores are averaged, the vectors of words that they were trained with, and
    what is remembered of the words read so far."""

    members: Sequence[Weights]
    lookup: Lookup
    _known: dict[str, Floats] = field(default_factory=dict)

    def read(self, sentences: Sequence[Sequence[str]]) -> list[Tagging]:
        """For each sentence the tags of its words, and how sure each is."""
        pieces = [
            (number, words[start : start + LONGEST])
            for number, words in enumerate(sentences)
            for start in range(0, len(words), LONGEST)
        ]
        found = [Tagging([], []) for _ in sentences]
        read = self._read_pieces([words for _, words in pieces])
        for (number, _), piece in zip(pieces, read, strict=True):
            found[number].tags.extend(piece.tags)
            found[number].certainties.extend(piece.certainties)
        return found

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """For each sentence the tags of its words, such as B-PER, I-PER and O."""
        return [tagging.tags for tagging in self.read(sentences)]

    def forget(self) -> None:
        """Forget the words read so far."""
        self._known.clear()

    def _read_pieces(self, pieces: Sequence[Sequence[str]]) -> list[Tagging]:
        vectors = self._vectors_of(dict.fromkeys(word for words in pieces for word in words))
        order = sorted(range(len(pieces)), key=lambda number: len(pieces[number]))
        found: dict[int, Tagging] = {}
        for start in range(0, len(order), SENTENCES):
            numbers = order[start : start + SENTENCES]
            batch = self._read_batch([pieces[number] for number in numbers], vectors)
            found.update(zip(numbers, batch, strict=True))
        return [found[number] for number in range(len(pieces))]

    def _read_batch(
        self, batch: Sequence[Sequence[str]], vectors: dict[str, Floats]
    ) -> Iterator[Tagging]:
        lengths = np.array([len(words) for words in batch])
        width = len(next(iter(vectors.values())))
        padded = np.zeros((int(lengths.max()), len(batch), width), np.float32)
        for column, words in enumerate(batch):
            padded[: len(words), column] = [vectors[word] for word in words]
        scores = self._scores(padded, lengths)
        sure = type_shares(tag_shares(scores, *self._order, lengths))
        for column, numbers in enumerate(best_tags(scores, *self._order, lengths)):
            shares = sure[np.arange(len(numbers)), column, numbers]
            yield Tagging([TAGS[number] for number in numbers], shares.tolist())

    def _scores(self, padded: Floats, lengths: Ints) -> Floats:
        """The scores of tags. The first network reads all, the others the sentences with a word
        that it is not sure of; there the mean of all counts."""
        parts = np.split(padded, len(self.members), axis=2)
        scores = tag_scores(self.members[0], parts[0], lengths)
        doubtful = _doubtful(tag_shares(scores, *self._order, lengths), lengths)
        if len(self.members) > 1 and doubtful.any():
            others = (
                tag_scores(member, part[:, doubtful], lengths[doubtful])
                for member, part in zip(self.members[1:], parts[1:], strict=True)
            )
            scores[:, doubtful] = _mean([scores[:, doubtful], *others])
        return scores

    @cached_property
    def _order(self) -> tuple[Floats, Floats]:
        """The mean scores of transitions and of starts."""
        transitions, starts = zip(*map(allowed, self.members), strict=True)
        return _mean(transitions), _mean(starts)

    def _vectors_of(self, words: dict[str, None]) -> dict[str, Floats]:
        known = self._known
        new = [word for word in words if word not in known]
        if len(known) + len(new) > REMEMBERED:
            known.clear()
            new = list(words)
        if new:
            batch = words_to_batch(new, self.lookup)
            rows = np.concatenate([word_vectors(one, batch) for one in self.members], axis=1)
            known.update(zip(new, rows, strict=True))
        return known


def _doubtful(shares: Floats, lengths: Ints) -> Mask:
    """For each sentence whether the type of any of its words is less than sure."""
    unsure = type_shares(shares).max(axis=2) < SURE
    there = np.arange(len(shares))[:, None] < lengths
    found: Mask = (unsure & there).any(axis=0)
    return found


def _mean(values: Iterable[Floats]) -> Floats:
    mean: Floats = np.mean(list(values), axis=0)
    return mean


@dataclass(frozen=True, slots=True)
class Description:
    """What a folder of weights says of itself; ``vectors`` is the spaCy model that it needs."""

    name: str
    version: str
    vectors: str


def read_description(folder: Path) -> Description:
    """Read it without the weights. Raises MissingModelError where there is none."""
    try:
        told = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        return Description(told["name"], told["version"], told["vectors"])
    except (OSError, ValueError, KeyError) as error:
        raise MissingModelError(
            f"{folder} holds no tagger of names ({error}); install poytakirja again"
        ) from None


def read_members(folder: Path) -> list[Weights]:
    """The weights of a folder's networks. Raises MissingModelError where they cannot be read."""
    members: list[dict[str, Floats]] = []
    try:
        with np.load(folder / WEIGHTS) as stored:
            for name in stored.files:
                number, _, part = name.partition(".")
                members += [{} for _ in range(int(number) + 1 - len(members))]
                members[int(number)][part] = stored[name].astype(np.float32)
    except (OSError, ValueError) as error:
        raise MissingModelError(
            f"the weights in {folder} cannot be read ({error}); install poytakirja again"
        ) from None
    return list(members)


def write_tagger(folder: Path, members: Sequence[Weights], description: Description) -> None:
    """Write weights (in half precision) and description into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    half: dict[str, Any] = {
        f"{number}.{part}": value.astype(np.float16)
        for number, weights in enumerate(members)
        for part, value in weights.items()
    }
    np.savez_compressed(folder / WEIGHTS, **half)
    told = {
        "name": description.name,
        "version": description.version,
        "vectors": description.vectors,
    }
    (folder / DESCRIPTION).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
