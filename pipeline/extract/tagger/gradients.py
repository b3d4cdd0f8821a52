"""How the loss of a batch changes with each of the network's weights.

Each part of the network has a function that reads, with some of what it reads left out by chance,
and one that goes back over the same way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.extract.tagger.arrays import Floats, Ints, Mask
from pipeline.extract.tagger.crf import crf_gradients
from pipeline.extract.tagger.lstm import Trace, backwards, lstm_gradients, trace_lstm
from pipeline.extract.tagger.network import Weights, allowed, letters_of
from pipeline.extract.tagger.words import TABLES, WordBatch

By = dict[str, Floats]
"""Derivatives of the loss by the weights of that name."""


@dataclass(frozen=True)
class Batch:
    """Sentences side by side, (time, sentence), padded at the end: rows of words, and tags."""

    words: Ints
    tags: Ints
    mask: Mask

    @property
    def lengths(self) -> Ints:
        """Words of each sentence."""
        counted: Ints = self.mask.sum(0)
        return counted


@dataclass(frozen=True)
class Dropout:
    """The share that is left out of a word's features, of its letters (single numbers, and whole
    tables), of its vector (single numbers, and whole words), and of what the LSTM gives out."""

    chance: np.random.Generator
    features: float = 0.0
    letters: float = 0.0
    tables: float = 0.0
    vectors: float = 0.0
    words: float = 0.0
    outputs: float = 0.0

    def kept(self, shape: tuple[int, ...], share: float) -> Floats:
        """0 where something is left out, and elsewhere a factor that makes up for it."""
        kept = self.chance.random(shape, np.float32) >= share
        return kept.astype(np.float32) / np.float32(1 - share)


def gradients(
    weights: Weights, table: WordBatch, batch: Batch, dropout: Dropout
) -> tuple[float, By]:
    """The mean loss of a batch, and its derivatives by all weights.

    ``table`` has a row for each word that there is; the batch names words by their rows.
    """
    words = _read_words(weights, table, batch, dropout)
    sentences = _read_sentences(weights, words, batch, dropout)
    transitions, starts = allowed(weights)
    crf = crf_gradients(sentences.scores, transitions, starts, batch.tags, batch.mask)
    by, by_vectors = _back_from_scores(weights, sentences, crf.scores)
    by |= _back_from_vectors(weights, words, batch, by_vectors)
    return crf.loss, by | {"transitions": crf.transitions, "starts": crf.starts}


# --- words by themselves ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Words:
    """The different words of a batch, and where each stands; ``first_won`` of each two values."""

    found: WordBatch
    place: Ints
    features: Floats
    kept_letters: Floats
    first_won: Mask
    kept_vectors: Floats
    vectors: Floats


def _read_words(weights: Weights, table: WordBatch, batch: Batch, dropout: Dropout) -> _Words:
    rows, place = np.unique(batch.words, return_inverse=True)
    place = place.reshape(batch.words.shape)
    found = WordBatch(table.dense[rows], table.buckets[rows])
    letters = letters_of(weights, found)
    kept_letters = dropout.kept(letters.shape, dropout.letters)
    whole_tables = dropout.kept((len(rows), TABLES), dropout.tables)
    kept_letters *= np.repeat(whole_tables, letters.shape[1] // TABLES, axis=1)
    dense = found.dense * dropout.kept(found.dense.shape, dropout.features)
    features = np.concatenate([dense, letters * kept_letters], axis=1)
    first, second = np.split(features @ weights["word"] + weights["word_bias"], 2, axis=1)
    vectors = np.maximum(first, second)[place]
    kept_vectors = dropout.kept(vectors.shape, dropout.vectors)
    kept_vectors *= dropout.chance.random((*place.shape, 1), np.float32) >= dropout.words
    return _Words(
        found, place, features, kept_letters, first >= second, kept_vectors, vectors * kept_vectors
    )


def _back_from_vectors(weights: Weights, words: _Words, batch: Batch, by_vectors: Floats) -> By:
    count, width = words.first_won.shape
    by_words = np.zeros((count, width), np.float32)
    by_placed = by_vectors * words.kept_vectors
    np.add.at(by_words, words.place[batch.mask], by_placed[batch.mask])
    by_pairs = np.concatenate([by_words * words.first_won, by_words * ~words.first_won], axis=1)
    letters_from = words.found.dense.shape[1]
    by_letters = (by_pairs @ weights["word"][letters_from:].T) * words.kept_letters
    by_tables = np.zeros_like(weights["letters"])
    by_rows = by_letters.reshape(count, TABLES, -1)
    np.add.at(by_tables, (np.arange(TABLES), words.found.buckets), by_rows)
    return {
        "word": words.features.T @ by_pairs,
        "word_bias": by_pairs.sum(0),
        "letters": by_tables,
    }


# --- words in their order -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Sentences:
    """Both readings of the sentences; ``turned`` are the places of the one that goes backwards."""

    turned: tuple[Ints, Ints]
    sides: tuple[Floats, Floats]
    traces: tuple[Trace, Trace]
    kept_outputs: Floats
    outputs: Floats
    scores: Floats


def _read_sentences(weights: Weights, words: _Words, batch: Batch, dropout: Dropout) -> _Sentences:
    longest, size = batch.words.shape
    turned = backwards(batch.lengths, longest), np.arange(size)
    sides = words.vectors, words.vectors[turned]
    ahead, back = (
        trace_lstm(side @ weights["input"][n] + weights["input_bias"][n], weights["recurrent"][n])
        for n, side in enumerate(sides)
    )
    outputs = np.concatenate([ahead.outputs[1:], back.outputs[1:][turned]], axis=2)
    kept = dropout.kept(outputs.shape, dropout.outputs)
    outputs = outputs * kept
    scores = outputs @ weights["output"] + weights["output_bias"]
    return _Sentences(turned, sides, (ahead, back), kept, outputs, scores)


def _back_from_scores(
    weights: Weights, sentences: _Sentences, by_scores: Floats
) -> tuple[By, Floats]:
    """Derivatives by the weights and by the words' vectors."""
    by_outputs = (by_scores @ weights["output"].T) * sentences.kept_outputs
    by_ahead, by_back = np.split(by_outputs, 2, axis=2)
    by_sides, by_input, by_bias, by_recurrent = [], [], [], []
    for n, by_output in enumerate((by_ahead, by_back[sentences.turned])):
        by_gates, by_weights = lstm_gradients(
            sentences.traces[n], weights["recurrent"][n], by_output
        )
        by_recurrent.append(by_weights)
        by_input.append(_flat(sentences.sides[n]).T @ _flat(by_gates))
        by_bias.append(_flat(by_gates).sum(0))
        by_sides.append(by_gates @ weights["input"][n].T)
    by: By = {
        "output": _flat(sentences.outputs).T @ _flat(by_scores),
        "output_bias": _flat(by_scores).sum(0),
        "input": np.stack(by_input),
        "input_bias": np.stack(by_bias),
        "recurrent": np.stack(by_recurrent),
    }
    return by, by_sides[0] + by_sides[1][sentences.turned]


def _flat(values: Floats) -> Floats:
    return values.reshape(-1, values.shape[-1])
