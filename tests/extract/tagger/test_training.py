"""A tagger learns a few invented sentences by heart, and stays the same on disk."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from pipeline.extract.tagger import __main__ as command
from pipeline.extract.tagger.__main__ import chosen, learn
from pipeline.extract.tagger.corpus import Sentence
from pipeline.extract.tagger.model import NameTagger, read_description, read_members
from pipeline.extract.tagger.network import Weights
from pipeline.extract.tagger.training import Plan
from tests.extract.tagger.nets import lookup

SENTENCES = [
    Sentence(("Aino", "Esimerkki", "avasi", "kokouksen"), ("B-PER", "I-PER", "O", "O")),
    Sentence(("Kela", "lähettää", "ohjeen", "Ouluun"), ("B-ORG", "O", "O", "B-LOC")),
    Sentence(("Kokous", "päättyi", "kello", "15"), ("O", "O", "O", "O")),
    Sentence(("Onni", "Testi", "kiitti", "Kelaa"), ("B-PER", "I-PER", "O", "B-ORG")),
]
PLAN = Plan(
    epochs=40,
    rate=0.02,
    words=8,
    width=8,
    hidden=6,
    drop_tables=0,
    drop_vectors=0.1,
    drop_outputs=0.1,
    warm_up=5,
    averaging=0.9,
)


def test_what_was_taught_is_found_again() -> None:
    losses: list[float] = []

    def report(_epoch: int, loss: float, _weights: Weights) -> None:
        losses.append(loss)

    weights = learn(SENTENCES, lookup, PLAN, report)
    assert len(losses) == PLAN.epochs
    assert losses[-1] < losses[0] / 4
    tagged = NameTagger([weights], lookup).tag([sentence.words for sentence in SENTENCES])
    assert tagged == [list(sentence.tags) for sentence in SENTENCES]


def test_sentences_that_can_teach_are_kept() -> None:
    dull = Sentence(("kokous", "päättyi"), ("O", "O"))
    long = Sentence(("Aino",) * 151, ("B-PER",) * 151)
    kept = chosen([*SENTENCES, *[dull] * 200, long], seed=1)
    assert [s for s in kept if s != dull] == SENTENCES[:2] + [s for s in SENTENCES[2:] if s in kept]
    assert 40 < kept.count(dull) < 120


def test_the_command_writes_what_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "pieni.tsv"
    rows = ("\n".join(map("\t".join, zip(s.words, s.tags, strict=True))) for s in SENTENCES)
    corpus.write_text("\n\n".join(rows), encoding="utf-8")
    monkeypatch.setattr(command, "load_vectors", lambda _name: lookup)
    output = tmp_path / "malli"
    small = ["--epochs", "2", "--width", "8", "--hidden", "6", "--members", "2"]
    arguments = ["tagger", str(corpus), "--output", str(output), "--check", str(corpus), *small]
    monkeypatch.setattr(sys, "argv", arguments)
    command.main()
    assert read_description(output).name == "poytakirja_names"
    members = read_members(output)
    assert [member["output"].shape[0] for member in members] == [12, 12]
    assert not np.array_equal(members[0]["word"], members[1]["word"])
    [tags] = NameTagger(members, lookup).tag([("Aino", "Esimerkki")])
    assert len(tags) == 2
