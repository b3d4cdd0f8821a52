"""Training the tagger: batches of sentences, Adam with a falling rate, averaged weights."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.extract.tagger.arrays import Floats, Ints
from pipeline.extract.tagger.gradients import Batch, Dropout, gradients
from pipeline.extract.tagger.network import Weights, new_weights
from pipeline.extract.tagger.words import WordBatch

LARGEST = 5.0
"""Length to which longer gradients are cut."""


@dataclass(frozen=True)
class Example:
    """A sentence: the rows of its words in the table of words, and their tags by number."""

    words: Ints
    tags: Ints


@dataclass(frozen=True)
class Plan:
    """How to train; ``words`` is how many words a batch holds at most, padding included."""

    epochs: int = 5
    rate: float = 0.002
    words: int = 1200
    width: int = 192
    hidden: int = 128
    drop_features: float = 0.3
    drop_letters: float = 0.2
    drop_tables: float = 0.5
    drop_vectors: float = 0.5
    drop_words: float = 0.1
    drop_outputs: float = 0.5
    renamed: float = 0.3
    warm_up: int = 200
    averaging: float = 0.998
    seed: int = 1

    def rate_at(self, step: int, total: int) -> float:
        """The rate of a step, counted from 0: it rises, then falls in a straight line."""
        return self.rate * min(1.0, (step + 1) / self.warm_up) * max(0.02, 1 - step / total)

    def dropout(self, chance: np.random.Generator) -> Dropout:
        """What is left out while training."""
        return Dropout(
            chance,
            features=self.drop_features,
            letters=self.drop_letters,
            tables=self.drop_tables,
            vectors=self.drop_vectors,
            words=self.drop_words,
            outputs=self.drop_outputs,
        )


def to_batch(examples: Sequence[Example]) -> Batch:
    """The examples side by side."""
    longest = max(len(example.words) for example in examples)
    words = np.zeros((longest, len(examples)), np.int64)
    tags, mask = np.zeros_like(words), np.zeros(words.shape, bool)
    for column, example in enumerate(examples):
        end = len(example.words)
        words[:end, column], tags[:end, column] = example.words, example.tags
        mask[:end, column] = True
    return Batch(words, tags, mask)


def batches(examples: Sequence[Example], most: int, chance: np.random.Generator) -> Iterator[Batch]:
    """Batches of sentences of like length, in random order."""
    noise = chance.random(len(examples)) * 4
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].words) + noise[i])
    groups: list[list[Example]] = [[]]
    for place in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(examples[place].words) > most:
            groups.append([])
        groups[-1].append(examples[place])
    for number in chance.permutation(len(groups)):
        yield to_batch(groups[number])


@dataclass
class Adam:
    """Adam's moments, and the running average of the weights that is kept in the end."""

    averaging: float
    steps: int = 0
    mean: dict[str, Floats] = field(default_factory=dict)
    square: dict[str, Floats] = field(default_factory=dict)
    average: dict[str, Floats] = field(default_factory=dict)

    def step(self, weights: dict[str, Floats], by: Weights, rate: float) -> None:
        """Change the weights in place."""
        self.steps += 1
        length = float(np.sqrt(sum(float(np.vdot(value, value)) for value in by.values())))
        scale = np.float32(min(1.0, LARGEST / (length + 1e-6)))
        pace = np.float32(rate * np.sqrt(1 - 0.999**self.steps) / (1 - 0.9**self.steps))
        kept = np.float32(min(self.averaging, self.steps / (self.steps + 20)))
        for name, value in weights.items():
            gradient = by[name] * scale
            mean = self.mean.setdefault(name, np.zeros_like(value))
            square = self.square.setdefault(name, np.zeros_like(value))
            mean += np.float32(0.1) * (gradient - mean)
            square += np.float32(0.001) * (gradient * gradient - square)
            value -= pace * mean / (np.sqrt(square) + np.float32(1e-8))
            average = self.average.setdefault(name, value.copy())
            average += (1 - kept) * (value - average)


def train(
    examples: Callable[[int], Sequence[Example]],
    table: WordBatch,
    plan: Plan,
    report: Callable[[int, float, Weights], None],
) -> dict[str, Floats]:
    """Train new weights on the examples of each epoch, counted from 1.

    ``report`` is told the epoch, its mean loss and the averaged weights.
    """
    weights = new_weights(table.dense.shape[1], plan.width, plan.hidden, plan.seed)
    chance = np.random.default_rng(plan.seed)
    dropout, adam = plan.dropout(chance), Adam(plan.averaging)
    total = plan.epochs * sum(1 for _ in batches(examples(1), plan.words, chance))
    for epoch in range(1, plan.epochs + 1):
        losses = []
        for batch in batches(examples(epoch), plan.words, chance):
            loss, by = gradients(weights, table, batch, dropout)
            adam.step(weights, by, plan.rate_at(adam.steps, total))
            losses.append(loss)
        report(epoch, float(np.mean(losses)), adam.average)
    return adam.average
