"""The statistical recogniser of names: spaCy's Finnish model, its NER alone."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from models.records import EntityLabel
from pipeline.errors import MissingModelError

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "spacy_fi_experimental_web_md"
LABELS: dict[str, EntityLabel] = {"PERSON": "PER", "PER": "PER", "ORG": "ORG"}
"""Labels of spaCy's models that we use, and ours for them."""
BATCH = 128


def model_name() -> str:
    """The model to use: POYTAKIRJA_MODEL, else the one that is installed with the program."""
    return os.environ.get("POYTAKIRJA_MODEL") or DEFAULT_MODEL


def model_version() -> str:
    """Name and version of the model, read without loading it; raises MissingModelError."""
    return _version(model_name())


@lru_cache(maxsize=4)
def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{name} {version(name.replace('_', '-'))}"
    except PackageNotFoundError:
        return _version_of_folder(name)


def _version_of_folder(name: str) -> str:
    import json
    from pathlib import Path

    meta = Path(name) / "meta.json"
    if not meta.is_file():
        raise _missing(name)
    told = json.loads(meta.read_text(encoding="utf-8"))
    return f"{told.get('lang', 'fi')}_{told.get('name', 'model')} {told.get('version', '0')}"


def _missing(name: str) -> MissingModelError:
    return MissingModelError(
        f"the language model {name!r} is not installed; run: pip install {DEFAULT_MODEL}, "
        "or set POYTAKIRJA_MODEL to an installed model or a model's folder"
    )


@lru_cache(maxsize=2)
def _load(name: str) -> Language:
    import spacy
    from thinc.api import NumpyOps, set_current_ops

    # OpenBLAS multiplies twice as fast as BLIS here, and finds the same names.
    set_current_ops(NumpyOps(use_blis=False))
    try:
        pipes = spacy.util.load_config(_config_path(name))["nlp"]["pipeline"]
        model = spacy.load(name, exclude=[pipe for pipe in pipes if pipe != "ner"])
    except (OSError, ImportError) as error:
        raise _missing(name) from error
    # The model's objects stay: without this the garbage collector looks through them every time.
    gc.collect()
    gc.freeze()
    return model


def _config_path(name: str) -> str:
    from pathlib import Path

    import spacy

    if spacy.util.is_package(name):
        package = spacy.util.get_package_path(name)
        return str(next(package.glob("*/config.cfg"), package / "config.cfg"))
    return str(Path(name) / "config.cfg")


def recognise(texts: Sequence[str]) -> list[tuple[tuple[int, int, EntityLabel], ...]]:
    """For each text the names in it, as (start, end, label); each distinct text is read once.

    Raises MissingModelError where the model is not installed.
    """
    distinct = list(dict.fromkeys(texts))
    found = dict(zip(distinct, _entities(distinct), strict=True))
    return [found[text] for text in texts]


def _entities(texts: Sequence[str]) -> Iterator[tuple[tuple[int, int, EntityLabel], ...]]:
    if not texts:
        return
    for doc in _load(model_name()).pipe(texts, batch_size=BATCH):
        yield tuple(
            (ent.start_char, ent.end_char, LABELS[ent.label_])
            for ent in doc.ents
            if ent.label_ in LABELS
        )
