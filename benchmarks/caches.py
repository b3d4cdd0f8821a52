"""The caches of the pipeline: emptying them, counting what they answer, doing without them.

Two kinds of ``lru_cache`` are told apart by their size: those that hold what is loaded once (rules,
registers, compiled patterns: ``LOADED`` entries at most) are part of what is loaded before anything
is measured; the others hold words and paragraphs of documents.
"""

from __future__ import annotations

import functools
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

LOADED = 256


def forget() -> None:
    """Empty every cache of words and paragraphs, so that the next document takes its full time."""
    from pipeline.extract.recogniser import forget_words

    for _, cache in _caches():
        cache.cache_clear()
    forget_words()


def rates() -> dict[str, dict[str, int]]:
    """For each cache that was asked how often it knew the answer, how often not, and how many
    answers it holds and may hold."""
    told = {name: cache.cache_info() for name, cache in _caches()}
    return {
        name: {
            "hits": info.hits,
            "misses": info.misses,
            "held": info.currsize,
            "most": info.maxsize,
        }
        for name, info in told.items()
        if info.hits + info.misses
    } | ({WORDS: dict(_words)} if _words else {})


def _caches() -> Iterator[tuple[str, Any]]:
    for module_name, module in sorted(sys.modules.items()):
        if not _is_ours(module_name):
            continue
        for name, value in vars(module).items():
            if getattr(value, "__module__", None) == module_name and _holds_words(value):
                yield f"{module_name}.{name}", value


def _holds_words(value: object) -> bool:
    size = value.cache_parameters()["maxsize"] if hasattr(value, "cache_parameters") else 0
    return size is None or size > LOADED


# --- words of the tagger, which keeps them by itself --------------------------------------------

WORDS = "pipeline.extract.tagger.model.NameTagger (vectors of words)"
_words: Counter[str] = Counter()


def count_words() -> None:
    """From now on count which words the tagger has vectors of; the counts are part of ``rates``."""
    from pipeline.extract.tagger.model import REMEMBERED, NameTagger

    read = NameTagger._vectors_of

    def counted(self: NameTagger, words: dict[str, None]) -> Any:
        known = sum(word in self._known for word in words)
        found = read(self, words)
        _words.update(hits=known, misses=len(words) - known)
        _words.update(held=len(self._known) - _words["held"], most=REMEMBERED - _words["most"])
        return found

    NameTagger._vectors_of = counted  # type: ignore[method-assign]


# --- without them ---------------------------------------------------------------------------------


def do_without() -> None:
    """Have no caches of words and paragraphs at all; called before ``pipeline`` is imported."""
    if any(name.split(".")[0] == "pipeline" for name in sys.modules):
        raise RuntimeError("too late: the pipeline was imported before, with its caches")
    functools.lru_cache = _without_words(functools.lru_cache)


def _without_words(lru_cache: Any) -> Any:
    """The same decorator, which leaves functions of the pipeline alone if their cache would be
    larger than those of what is loaded."""

    def decorate(maxsize: Any = 128, typed: bool = False) -> Callable[[Any], Any]:
        cached: Callable[[Any], Any] = lru_cache(maxsize, typed)
        if callable(maxsize) or (maxsize is not None and maxsize <= LOADED):
            return cached
        return lambda function: function if _is_ours(function.__module__) else cached(function)

    return decorate


def _is_ours(module: str) -> bool:
    return module.split(".")[0] in ("pipeline", "models", "rules")
