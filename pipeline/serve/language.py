"""Finnish or English: which one a reader wants, and the words of the pages in it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Tongue = Literal["fi", "en"]
TONGUES: tuple[Tongue, ...] = get_args(Tongue)
Words = Callable[..., str]
"""The words under a key, such as ``role.chair``; fields in braces are filled from names, and of
``one|many`` the first is taken where ``n`` is 1."""


def tongue_of(asked: str | None, kept: str | None, accepted: str) -> Tongue:
    """What the address asks for, else what the cookie keeps, else what the browser prefers."""
    for named in (asked, kept):
        for tongue in TONGUES:
            if named == tongue:
                return tongue
    return _preferred(accepted)


def _preferred(accepted: str) -> Tongue:
    """The first of ours by the weights of Accept-Language; Finnish where it names neither."""
    found: list[tuple[float, Tongue]] = []
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";q=")
        for tongue in TONGUES:
            if name.casefold().partition("-")[0] == tongue:
                found.append((_weight(weight), tongue))
    found.sort(key=lambda each: -each[0])
    return found[0][1] if found and found[0][0] > 0 else "fi"


def _weight(words: str) -> float:
    try:
        return float(words or 1)
    except ValueError:
        return 0.0


@cache
def words_in(tongue: Tongue) -> Words:
    """The function that gives the words of the pages in this language."""
    table, at = texts(), TONGUES.index(tongue)

    def say(key: str, **fields: object) -> str:
        group, _, name = key.partition(".")
        pair = table.get(group, {}).get(name)
        if pair is None:  # a vocabulary that has grown shows its own word
            return name.replace("_", " ")
        words = pair[at].format(**fields) if fields else pair[at]
        one, _, many = words.partition("|")
        return many if many and fields.get("n") != 1 else one

    return say


@cache
def texts() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """All words: by group and name in Finnish and English."""
    content = files("pipeline.serve").joinpath("texts.toml").read_text(encoding="utf-8")
    return {
        group: {name: (pair[0], pair[1]) for name, pair in named.items()}
        for group, named in tomllib.loads(content).items()
    }
