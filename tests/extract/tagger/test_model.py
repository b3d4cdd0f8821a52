"""The tagger that is part of the program, on invented sentences and where it is told to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import MissingModelError
from pipeline.extract.recogniser import own_model, recognise
from pipeline.extract.tagger.corpus import read_corpus
from pipeline.extract.tagger.model import NameTagger, read_description, read_members
from pipeline.extract.tagger.network import new_weights
from pipeline.extract.tagger.scoring import count_names, to_scores
from tests.extract.tagger.nets import WIDTH, lookup

DEVELOPMENT = Path(__file__).parents[4] / "shared" / "ner" / "turku-ner-dev.tsv"
FLOORS = {"PER": 0.86, "ORG": 0.7, "LOC": 0.8}
INVENTED = [
    ("Kokouksen avasi puheenjohtaja Aino Esimerkkilä.", {("Aino Esimerkkilä", "PER")}),
    ("Sihteerinä toimi Matti Testinen.", {("Matti Testinen", "PER")}),
    ("Seuraava kokous pidetään Joensuussa.", {("Joensuussa", "LOC")}),
    ("Kela lähettää ohjeen maaliskuussa.", {("Kela", "ORG")}),
    ("Hanke on käynnissä Oulussa ja Rovaniemellä.", {("Oulussa", "LOC"), ("Rovaniemellä", "LOC")}),
    ("Liisa Mallikas esitteli talousarvion.", {("Liisa Mallikas", "PER")}),
    ("Sopimuksen allekirjoittivat Nokia ja Kone.", {("Nokia", "ORG"), ("Kone", "ORG")}),
    ("Pekka Kuvitelmainen muutti Tampereelta Turkuun.",
     {("Pekka Kuvitelmainen", "PER"), ("Tampereelta", "LOC"), ("Turkuun", "LOC")}),
    ("Raportin laati Helsingin yliopisto.", {("Helsingin yliopisto", "ORG")}),
    ("Todettiin kokous lailliseksi ja päätösvaltaiseksi.", set()),
    ("Hyväksyttiin esityslista kokouksen työjärjestykseksi.", set()),
    ("Keskusteltiin talven lumitilanteesta ja laduista.", set()),
]  # fmt: skip
"""Sentences with the names in them."""


def test_names_of_invented_sentences_are_found() -> None:
    found = recognise([text for text, _ in INVENTED])
    right = extra = 0
    for (text, names), row in zip(INVENTED, found, strict=True):
        told = {(text[start:end], label) for start, end, label in row}
        right += len(told & names)
        extra += len(told - names)
    assert right >= 0.8 * sum(len(names) for _, names in INVENTED)
    assert extra <= 1


def test_the_development_part_is_read_as_well_as_the_card_says() -> None:
    if not DEVELOPMENT.is_file():
        pytest.skip("there is no ../shared/ner/turku-ner-dev.tsv to measure on")
    from benchmarks.names import to_tags

    sentences = read_corpus(DEVELOPMENT)
    found = recognise([" ".join(sentence.words) for sentence in sentences])
    tags = [to_tags(s.words, names) for s, names in zip(sentences, found, strict=True)]
    scores = to_scores(count_names([s.tags for s in sentences], tags))
    assert {kind: scores[kind].f1 >= floor for kind, floor in FLOORS.items()} == dict.fromkeys(
        FLOORS, True
    )


def test_long_empty_and_repeated_sentences() -> None:
    tagger = NameTagger([new_weights(2 * WIDTH + 86, 8, 4, seed=1)], lookup)
    lengths = [0, 1, 450, 3]
    tagged = tagger.tag([["sana"] * length for length in lengths])
    assert [len(tags) for tags in tagged] == lengths
    assert tagger.tag([]) == []


def test_certainties_are_those_of_the_types() -> None:
    tagger = NameTagger([new_weights(2 * WIDTH + 86, 8, 4, seed=1)], lookup)
    [tagging] = tagger.read([["Aino", "tuli", "Ouluun"]])
    assert len(tagging.certainties) == len(tagging.tags) == 3
    assert all(0 < certainty < 1 for certainty in tagging.certainties)


def test_other_networks_read_what_the_first_is_not_sure_of(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (new_weights(2 * WIDTH + 86, 8, 4, seed=seed) for seed in (1, 2))
    words = [["Aino", "tuli", "Ouluun"], ["Kokous", "päättyi"]]
    alone = NameTagger([first], lookup).read(words)
    monkeypatch.setattr("pipeline.extract.tagger.model.SURE", 0.0)
    assert NameTagger([first, second], lookup).read(words) == alone
    monkeypatch.setattr("pipeline.extract.tagger.model.SURE", 1.1)
    assert NameTagger([first, second], lookup).read(words) != alone
    both = NameTagger([first, second], lookup).read(words)
    turned = NameTagger([second, first], lookup).read(words)
    for one, other in zip(both, turned, strict=True):
        assert one.certainties == pytest.approx(other.certainties, abs=1e-5)


def test_words_that_are_forgotten_are_read_again() -> None:
    tagger = NameTagger([new_weights(2 * WIDTH + 86, 8, 4, seed=1)], lookup)
    words = ["Aino", "tuli", "Ouluun"]
    first = tagger.tag([words])
    tagger.forget()
    assert tagger.tag([words]) == first


def test_a_folder_without_weights_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingModelError, match="install poytakirja again"):
        read_description(tmp_path)
    with pytest.raises(MissingModelError, match="install poytakirja again"):
        read_members(tmp_path)


def test_the_weights_are_small_and_say_what_they_need() -> None:
    folder = own_model()
    assert sum(path.stat().st_size for path in folder.iterdir()) < 25_000_000
    assert read_description(folder).vectors == "spacy_fi_experimental_web_md"
    assert "CC BY-SA" in (folder / "README.md").read_text(encoding="utf-8")
