"""The statistical recogniser: our tagger, a spaCy model, and what is said where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import MissingModelError
from pipeline.extract.recogniser import forget_words, model_version, own_model, recognise
from pipeline.settings import MODEL

TEXT = "Pääministeri Sauli Testinen matkusti eilen Tampereelle."
VECTORS = "spacy_fi_experimental_web_md"


@pytest.mark.parametrize("model", [MODEL.default, VECTORS])
def test_names_are_found_and_equal_texts_answered_alike(
    model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MODEL.variable, model)
    first, nothing, again = recognise([TEXT, "Kokous päättyi.", TEXT])
    assert [(TEXT[a:b], label) for a, b, label in first] == [
        ("Sauli Testinen", "PER"),
        ("Tampereelle", "LOC"),
    ]
    assert (first, nothing) == (again, ())
    assert recognise([]) == []


def test_places_are_right_in_later_sentences_and_after_wide_gaps() -> None:
    text = f"Kokous päättyi.\t {TEXT}  {TEXT}"
    [names] = recognise([text])
    assert [text[a:b] for a, b, label in names if label == "PER"] == ["Sauli Testinen"] * 2


def test_names_that_are_not_sure_enough_are_left_out() -> None:
    [names] = recognise([TEXT])
    assert len(names) == 2
    assert recognise([TEXT], certainty=1.0) == [()]


def test_a_tagger_in_a_folder_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = recognise([TEXT])
    monkeypatch.setenv(MODEL.variable, str(own_model()))
    assert recognise([TEXT]) == usual
    forget_words()
    assert recognise([TEXT]) == usual


def test_version_names_the_model_and_its_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    assert model_version().startswith(f"{MODEL.default} ")
    assert f" with {VECTORS} " in model_version()
    monkeypatch.setenv(MODEL.variable, VECTORS)
    assert model_version().startswith(f"{VECTORS} ")


def test_missing_model_says_what_to_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("fi_malli_jota_ei_ole", str(tmp_path)):
        monkeypatch.setenv(MODEL.variable, name)
        with pytest.raises(MissingModelError, match="pip install"):
            model_version()
        with pytest.raises(MissingModelError, match=MODEL.variable):
            recognise(["Aino Esimerkki."])
