"""How well and how fast names are found: our tagger against a spaCy model's recogniser.

    python benchmarks/names.py CORPUS [--model spacy_fi_experimental_web_md] [--rounds 5]

The corpus has two columns, token and IOB2 tag, and an empty line between sentences. Both
recognisers are given the sentences with a space between tokens, and a name counts if its type and
both its ends are right. The interval says where the difference of F1 lies 95 times of a hundred
(paired bootstrap over sentences). In each round both read the corpus once, on one core and with
nothing remembered of its words.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

Names = Iterable[tuple[int, int, str]]
Recogniser = Callable[[Sequence[str]], Sequence[Names]]


def to_tags(words: Sequence[str], names: Names) -> list[str]:
    """The names of a text of words and spaces as tags of its words."""
    starts, ends, at = {}, {}, 0
    for place, word in enumerate(words):
        starts[at] = place
        at += len(word)
        ends[at] = place
        at += 1
    tags = ["O"] * len(words)
    for start, end, kind in names:
        if start in starts and end in ends:
            first, last = starts[start], ends[end]
            tags[first : last + 1] = [f"B-{kind}", *[f"I-{kind}"] * (last - first)]
    return tags


def recogniser(model: str) -> Recogniser:
    """The program's own way to ask a model, with nothing remembered from the time before."""
    from pipeline import morphology
    from pipeline.extract import recogniser as asked
    from pipeline.settings import MODEL

    def recognise(texts: Sequence[str]) -> Sequence[Names]:
        os.environ[MODEL.variable] = model
        morphology.analyse.cache_clear()
        asked.forget_words()
        return asked.recognise(texts)

    return recognise


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("corpus", type=Path)
    options.add_argument("--model", default="spacy_fi_experimental_web_md")
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[threads] = "1"  # read when numpy is imported

    from pipeline.extract.tagger.corpus import read_corpus
    from pipeline.extract.tagger.scoring import count_names, difference_intervals, to_scores
    from pipeline.settings import MODEL

    sentences = read_corpus(chosen.corpus)
    texts = [" ".join(sentence.words) for sentence in sentences]
    ways = {"tagger": recogniser(MODEL.default), "spaCy": recogniser(chosen.model)}
    counts, seconds = {}, dict[str, list[float]]((name, []) for name in ways)
    for way in ways.values():
        way(texts[:20])  # loads the model
    for number in range(chosen.rounds):
        for name in sorted(ways, reverse=number % 2 == 1):
            start = time.process_time()
            found = ways[name](texts)
            seconds[name].append(time.process_time() - start)
            tags = [to_tags(s.words, names) for s, names in zip(sentences, found, strict=True)]
            counts[name] = count_names([s.tags for s in sentences], tags)
    intervals = difference_intervals(counts["tagger"], counts["spaCy"])
    print(
        f"{len(sentences)} sentences\n{'':8}{'tagger P R F1':>24}{'spaCy P R F1':>24}  difference"
    )
    for kind, (low, high) in intervals.items():
        row = "".join(
            f"{score.precision:12.3f}{score.recall:6.3f}{score.f1:6.3f}"
            for score in (to_scores(counts[name])[kind] for name in ("tagger", "spaCy"))
        )
        print(f"{kind:8}{row}  {low:+.3f} to {high:+.3f}")
    ratios = [a / b for a, b in zip(seconds["tagger"], seconds["spaCy"], strict=True)]
    words = sum(len(sentence.words) for sentence in sentences)
    for name, taken in seconds.items():
        print(f"{name}: {1e6 * statistics.median(taken) / words:.0f} µs of one core a word")
    print(f"the tagger takes {statistics.median(ratios):.2f} times as long (median of rounds)")


if __name__ == "__main__":
    main()
