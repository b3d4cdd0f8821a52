"""The statistical recogniser: the installed model, and what is said where there is none."""

from __future__ import annotations

import pytest

from pipeline.errors import MissingModelError
from pipeline.extract.recogniser import model_version, recognise
from pipeline.settings import MODEL


def test_names_are_found_and_equal_texts_answered_alike() -> None:
    text = "Pääministeri Sauli Testinen matkusti eilen Tampereelle."
    first, nothing, again = recognise([text, "Kokous päättyi.", text])
    assert ("Sauli Testinen", "PER") in [(text[a:b], label) for a, b, label in first]
    assert (first, nothing) == (again, ())


def test_version_names_the_model() -> None:
    assert model_version().startswith(MODEL.default)


def test_missing_model_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POYTAKIRJA_MODEL", "fi_malli_jota_ei_ole")
    with pytest.raises(MissingModelError, match="pip install"):
        model_version()
    with pytest.raises(MissingModelError, match="POYTAKIRJA_MODEL"):
        recognise(["Aino Esimerkki."])
