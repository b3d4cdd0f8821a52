"""The statistical recogniser of names: spaCy's Finnish model, its NER alone."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from models.records import EntityLabel
from pipeline.errors import MissingModelError
from pipeline.settings import MODEL

if TYPE_CHECKING:
    from spacy.language import Language

LABELS: dict[str, EntityLabel] = {"PERSON": "PER", "PER": "PER", "ORG": "ORG"}
"""Labels of spaCy's models that we use, and ours for them."""
BATCH = 128


def model_version() -> str:
    """Name and version of the model, read without loading it; raises MissingModelError."""
    return _version(MODEL.value())


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
        f"the language model {name!r} is not installed; run: pip install {MODEL.default}, "
        f"or set {MODEL.variable} to an installed model or a model's folder"
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
    for doc in _load(MODEL.value()).pipe(texts, batch_size=BATCH):
        yield tuple(
            (ent.start_char, ent.end_char, LABELS[ent.label_])
            for ent in doc.ents
            if ent.label_ in LABELS
        )
