"""The statistical recogniser of names: our own tagger, or the NER of a spaCy model."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from models.records import EntityLabel
from pipeline.errors import MissingModelError
from pipeline.settings import MODEL

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.extract.tagger.texts import TextTagger

LABELS: dict[str, EntityLabel] = {
    "PERSON": "PER",
    "PER": "PER",
    "ORG": "ORG",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
}
"""Labels of the models that we use, and ours for them."""
BATCH = 128
LIKELY = 0.5
"""How sure our tagger must be of a name, as a probability: one less sure is oftener wrong than
right. On the development parts, certainties are the shares of names that are right."""
COLLECT = 20_000, 20, 20
"""New objects before a look at the youngest, and such looks before one at older ones."""
Names = tuple[tuple[int, int, EntityLabel], ...]
"""Names in a text as (start, end, label)."""


def own_model() -> Path:
    """The folder of the tagger that is part of the program."""
    import models

    return Path(str(models.__file__)).with_name("tagger")


def model_version() -> str:
    """Name and version of the model, read without loading it; raises MissingModelError."""
    return _version(MODEL.value())


@lru_cache(maxsize=4)
def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    if _is_tagger(name):
        from pipeline.extract.tagger.model import read_description

        told = read_description(_folder(name))
        return f"{told.name} {told.version} with {_version(told.vectors)}"
    try:
        return f"{name} {version(name.replace('_', '-'))}"
    except PackageNotFoundError:
        return _version_of_folder(name)


def _is_tagger(name: str) -> bool:
    from pipeline.extract.tagger.model import DESCRIPTION

    return name == MODEL.default or (Path(name) / DESCRIPTION).is_file()


def _folder(name: str) -> Path:
    return own_model() if name == MODEL.default else Path(name)


def _version_of_folder(name: str) -> str:
    import json

    meta = Path(name) / "meta.json"
    if not meta.is_file():
        raise _missing(name)
    told = json.loads(meta.read_text(encoding="utf-8"))
    return f"{told.get('lang', 'fi')}_{told.get('name', 'model')} {told.get('version', '0')}"


def _missing(name: str) -> MissingModelError:
    return MissingModelError(
        f"the language model {name!r} is not installed; run: pip install {name}, "
        f"or set {MODEL.variable} to an installed model or a model's folder"
    )


def recognise(
    texts: Sequence[str], certainty: float = LIKELY, model: str | None = None
) -> list[Names]:
    """For each text the names in it, as (start, end, label); each distinct text is read once.

    ``model`` is another one than the setting's.

    Names that the tagger is less sure of than ``certainty`` (0 to 1) are left out; a spaCy model
    does not say how sure it is, and all of its names are given.
    Raises MissingModelError where the model is not installed.
    """
    distinct = list(dict.fromkeys(texts))
    if not distinct:
        return []
    name = model or MODEL.value()
    read = _tagged(name, distinct, certainty) if _is_tagger(name) else _recognised(name, distinct)
    found = dict(zip(distinct, read, strict=True))
    return [found[text] for text in texts]


def forget_words() -> None:
    """Forget which words were read, so that the next text takes its full time."""
    name = MODEL.value()
    if _is_tagger(name):
        _load_tagger(name).tagger.forget()


def _keep_objects() -> None:
    """A model's objects stay: without this the garbage collector looks through them every time.

    It also looks less often: what a document leaves behind is mostly gone without it, and its looks
    took a twentieth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT)


# --- our tagger ---------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def _load_tagger(name: str) -> TextTagger:
    from pipeline.extract.tagger.texts import load_text_tagger

    tagger = load_text_tagger(_folder(name))
    _keep_objects()
    return tagger


def _tagged(name: str, texts: Sequence[str], certainty: float) -> Iterator[Names]:
    for names in _load_tagger(name).find(texts, certainty):
        yield tuple((start, end, LABELS[kind]) for start, end, kind in names if kind in LABELS)


# --- a spaCy model ------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def _load(name: str) -> Language:
    from thinc.api import NumpyOps, set_current_ops

    from pipeline.extract.tagger.vectors import load_pipes

    # OpenBLAS multiplies twice as fast as BLIS here, and finds the same names.
    set_current_ops(NumpyOps(use_blis=False))
    try:
        model = load_pipes(name, frozenset({"ner"}))
    except (OSError, ImportError) as error:
        raise _missing(name) from error
    _keep_objects()
    return model


def _recognised(name: str, texts: Sequence[str]) -> Iterator[Names]:
    """The names that a spaCy model's recogniser finds."""
    for doc in _load(name).pipe(texts, batch_size=BATCH):
        yield tuple(
            (ent.start_char, ent.end_char, LABELS[ent.label_])
            for ent in doc.ents
            if ent.label_ in LABELS
        )
