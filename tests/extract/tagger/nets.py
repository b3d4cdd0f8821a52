"""Small networks and word tables for tests."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from pipeline.extract.tagger.arrays import Floats
from pipeline.extract.tagger.words import BUCKETS, TABLES, WordBatch

WIDTH = 8


def lookup(words: Sequence[str]) -> Floats:
    """A vector for each word, the same whenever it is asked for."""
    rows = [np.random.default_rng(zlib.crc32(word.encode())).random(WIDTH) for word in words]
    return np.array(rows, np.float32).reshape(len(words), WIDTH)


def table(rows: int, dense: int, seed: int = 1) -> WordBatch:
    """A table of words that are nothing but numbers."""
    chance = np.random.default_rng(seed)
    buckets = chance.integers(0, BUCKETS, (rows, TABLES))
    return WordBatch(chance.standard_normal((rows, dense)).astype(np.float32), buckets)
