"""The network from words to scores of tags: each word by itself, then the words in their order."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pipeline.extract.tagger.arrays import Floats, Ints
from pipeline.extract.tagger.lstm import backwards, run_lstm
from pipeline.extract.tagger.words import BUCKETS, TABLES, WordBatch

Weights = Mapping[str, Floats]
"""The network's parameters by name."""
TYPES = ("PER", "ORG", "LOC", "PRO", "EVENT")
TAGS = ("O", *(f"{place}-{name}" for name in TYPES for place in "BI"))
IMPOSSIBLE = np.float32(-1e4)
LETTER_WIDTH = 32


def new_weights(dense: int, width: int, hidden: int, seed: int) -> dict[str, Floats]:
    """Untrained weights, for words with ``dense`` features besides their letters."""
    chance = np.random.default_rng(seed)

    def spread(*shape: int) -> Floats:
        values: Floats = (chance.standard_normal(shape) / np.sqrt(shape[-2])).astype(np.float32)
        return values

    bias = np.zeros((2, 4 * hidden), np.float32)
    bias[:, hidden : 2 * hidden] = 1  # a cell keeps what it has until it learns to forget
    return {
        "letters": 0.1 * spread(TABLES, BUCKETS, LETTER_WIDTH) * np.sqrt(np.float32(BUCKETS)),
        "word": spread(dense + TABLES * LETTER_WIDTH, 2 * width),
        "word_bias": np.zeros(2 * width, np.float32),
        "input": spread(2, width, 4 * hidden),
        "input_bias": bias,
        "recurrent": spread(2, hidden, 4 * hidden),
        "output": spread(2 * hidden, len(TAGS)),
        "output_bias": np.zeros(len(TAGS), np.float32),
        "transitions": np.zeros((len(TAGS), len(TAGS)), np.float32),
        "starts": np.zeros(len(TAGS), np.float32),
    }


def letters_of(weights: Weights, words: WordBatch) -> Floats:
    """The vectors of the words' letters, those of all tables side by side."""
    picked = weights["letters"][np.arange(TABLES), words.buckets]
    flat: Floats = picked.reshape(len(words.buckets), -1)
    return flat


def word_vectors(weights: Weights, words: WordBatch) -> Floats:
    """A vector for each word, whatever stands around it."""
    features = np.concatenate([words.dense, letters_of(weights, words)], axis=1)
    pairs = features @ weights["word"] + weights["word_bias"]
    vectors: Floats = np.maximum(*np.split(pairs, 2, axis=1))
    return vectors


def tag_scores(weights: Weights, vectors: Floats, lengths: Ints) -> Floats:
    """Scores (time, sentence, tag) for word vectors (time, sentence, width), padded at the end."""
    longest, size, _ = vectors.shape
    turned, columns = backwards(lengths, longest), np.arange(size)
    ahead, back = (
        run_lstm(_put_on(weights, way, side), weights["recurrent"][way])
        for way, side in enumerate((vectors, vectors[turned, columns]))
    )
    outputs = np.concatenate([ahead, back[turned, columns]], axis=2)
    scores: Floats = outputs @ weights["output"] + weights["output_bias"]
    return scores


def _put_on(weights: Weights, way: int, vectors: Floats) -> Floats:
    """The vectors with the input's weights of one way of reading."""
    flat = vectors.reshape(-1, vectors.shape[2]) @ weights["input"][way]
    flat += weights["input_bias"][way]
    put: Floats = flat.reshape(*vectors.shape[:2], -1)
    return put


def allowed(weights: Weights) -> tuple[Floats, Floats]:
    """Transitions and starts, with those ruled out that no sequence of tags can have."""
    inside = np.array([tag[0] == "I" for tag in TAGS])
    kind = np.array([tag[2:] for tag in TAGS])
    wrong = inside[None, :] & (kind[:, None] != kind[None, :])
    transitions: Floats = np.where(wrong, IMPOSSIBLE, weights["transitions"])
    starts: Floats = np.where(inside, IMPOSSIBLE, weights["starts"])
    return transitions, starts


def type_shares(shares: Floats) -> Floats:
    """For each tag the probability of its type, B and I together, from those of the tags."""
    kind = np.array([tag[2:] for tag in TAGS])
    same: Floats = shares @ (kind[:, None] == kind[None, :]).astype(np.float32)
    return same
