"""Annotated sentences are read as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.extract.tagger.corpus import Sentence, our_tags, read_corpus, spans, united

TEXT = """-DOCSTART-\tO

Aino\tB-PERSON
Esimerkki\tI-PERSON
asuu\tO
Oulussa\tB-GPE

Kela\tB-ORG
päätti\tO
"""


def test_sentences_without_document_marks(tmp_path: Path) -> None:
    path = tmp_path / "pieni.tsv"
    path.write_text(TEXT, encoding="utf-8")
    assert read_corpus(path) == [
        Sentence(("Aino", "Esimerkki", "asuu", "Oulussa"), ("B-PER", "I-PER", "O", "B-LOC")),
        Sentence(("Kela", "päätti"), ("B-ORG", "O")),
    ]


def test_what_is_no_corpus_is_said(tmp_path: Path) -> None:
    path = tmp_path / "teksti.tsv"
    path.write_text("Aino\tB-PER\nEsimerkki\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"line 2: no tag"):
        read_corpus(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_corpus(tmp_path / "puuttuu.tsv")


def test_other_types_are_no_names_and_a_name_opens_with_b() -> None:
    assert our_tags(["B-DATE", "I-DATE", "I-ORG", "B-FAC", "I-FAC"]) == (
        "O",
        "O",
        "B-ORG",
        "B-LOC",
        "I-LOC",
    )


def test_the_first_corpus_decides() -> None:
    first = Sentence(("Kela",), ("B-ORG",))
    other = Sentence(("Oulu",), ("B-LOC",))
    assert united([[first], [Sentence(("Kela",), ("O",)), other]]) == [first, other]


def test_spans_of_names_side_by_side() -> None:
    assert spans(["B-PER", "I-PER", "B-PER", "O", "B-ORG"]) == [
        (0, 2, "PER"),
        (2, 3, "PER"),
        (4, 5, "ORG"),
    ]
