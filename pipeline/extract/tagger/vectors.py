"""The word vectors and the tokenizer of an installed spaCy model, without its pipes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import MissingModelError
from pipeline.extract.tagger.words import Lookup, vector_lookup

if TYPE_CHECKING:
    from spacy.language import Language


LOOKUPS = "lookups"
"""spaCy's name for tables of words: how frequent half a million are, which nothing here asks."""


def load_pipes(name: str, wanted: frozenset[str]) -> Language:
    """An installed spaCy model, or one in a folder, with the wanted pipes alone.

    Raises OSError or ImportError where there is none.
    """
    import spacy

    pipes = spacy.util.load_config(_config_path(name))["nlp"]["pipeline"]
    unwanted = [pipe for pipe in pipes if pipe not in wanted]
    return spacy.load(name, exclude=[*unwanted, LOOKUPS])


def _config_path(name: str) -> str:
    import spacy

    if spacy.util.is_package(name):
        package = spacy.util.get_package_path(name)
        return str(next(package.glob("*/config.cfg"), package / "config.cfg"))
    return str(Path(name) / "config.cfg")


@lru_cache(maxsize=2)
def load_language(name: str) -> Language:
    """The tokenizer and the vectors of an installed model. Raises MissingModelError without it."""
    try:
        return load_pipes(name, frozenset())
    except (OSError, ImportError) as error:
        raise MissingModelError(
            f"the word vectors of {name!r} are not installed; run: pip install {name}"
        ) from error


def load_vectors(name: str) -> Lookup:
    """The lookup of the model's vectors. Raises MissingModelError without it."""
    return vector_lookup(load_language(name).vocab.vectors)
