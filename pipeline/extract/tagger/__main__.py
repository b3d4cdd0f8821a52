"""Trains the tagger again: python -m pipeline.extract.tagger CORPUS... --output FOLDER.

Corpora that stand first decide where several have the same sentence. With --check CORPUS the
scores on another corpus are told after each round. What the shipped weights were trained with is
in models/tagger/README.md.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np

from pipeline.extract.tagger.corpus import Sentence, read_corpus, tag_numbers, united
from pipeline.extract.tagger.model import Description, NameTagger, write_tagger
from pipeline.extract.tagger.network import Weights
from pipeline.extract.tagger.renaming import to_name_pool
from pipeline.extract.tagger.scoring import count_names, to_scores
from pipeline.extract.tagger.training import Example, Plan, train
from pipeline.extract.tagger.vectors import load_vectors
from pipeline.extract.tagger.words import Lookup, words_to_batch

LOG = logging.getLogger("tagger")
LONGEST = 150
"""Words of the longest sentence to learn from."""
NAMELESS = 0.4
"""Share of the sentences that is kept among those with neither a name nor a capital inside."""
MEMBERS = 2
"""Networks that are trained, each from another start."""
VERSION = "0.10.0"
VECTORS = "spacy_fi_experimental_web_md"


def chosen(sentences: Sequence[Sentence], seed: int) -> list[Sentence]:
    """The sentences to learn from."""
    chance = np.random.default_rng(seed)
    return [
        sentence
        for sentence in sentences
        if len(sentence.words) <= LONGEST and (_may_teach(sentence) or chance.random() < NAMELESS)
    ]


def _may_teach(sentence: Sentence) -> bool:
    named = any(tag != "O" for tag in sentence.tags)
    return named or any(word[:1].isupper() for word in sentence.words[1:])


def learn(
    sentences: Sequence[Sentence],
    lookup: Lookup,
    plan: Plan,
    report: Callable[[int, float, Weights], None],
) -> Weights:
    """The weights that the sentences teach."""
    pool, chance = to_name_pool(sentences), np.random.default_rng(plan.seed)
    seen = (word for sentence in sentences for word in sentence.words)
    words = list(dict.fromkeys([*seen, *pool.words]))
    places = {word: place for place, word in enumerate(words)}

    def examples(_epoch: int) -> list[Example]:
        renamed = (pool.rename(sentence, plan.renamed, chance) for sentence in sentences)
        return [
            Example(np.array([places[word] for word in s.words]), np.array(tag_numbers(s.tags)))
            for s in renamed
        ]

    return train(examples, words_to_batch(words, lookup), plan, report)


def _reporter(check: Sequence[Sentence], lookup: Lookup) -> Callable[[int, float, Weights], None]:
    def report(epoch: int, loss: float, weights: Weights) -> None:
        LOG.info("round %d: loss %.3f", epoch, loss)
        if check:
            found = NameTagger([weights], lookup).tag([s.words for s in check])
            scores = to_scores(count_names([s.tags for s in check], found))
            LOG.info("  %s", ", ".join(f"{kind} {score.f1:.3f}" for kind, score in scores.items()))

    return report


def main() -> None:
    """Read the command line, train, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.extract.tagger", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS")
    parser.add_argument("--output", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--check", type=Path, metavar="CORPUS")
    parser.add_argument("--members", type=int, default=MEMBERS)
    for setting in fields(Plan):
        kind = type(setting.default)
        parser.add_argument(
            f"--{setting.name.replace('_', '-')}", type=kind, default=setting.default
        )
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    plan = Plan(**{setting.name: getattr(asked, setting.name) for setting in fields(Plan)})
    sentences = chosen(united(map(read_corpus, asked.corpora)), plan.seed)
    check = read_corpus(asked.check) if asked.check else []
    lookup = load_vectors(VECTORS)
    report = _reporter(check, lookup)
    members = [
        learn(sentences, lookup, replace(plan, seed=plan.seed + number), report)
        for number in range(asked.members)
    ]
    write_tagger(asked.output, members, Description("poytakirja_names", VERSION, VECTORS))


if __name__ == "__main__":
    main()
