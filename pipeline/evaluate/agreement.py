"""When an entry of a gold record and a predicted one are the same."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Entry = Mapping[str, Any]

# The scorer's own, so that the measure does not lean on the rules that it measures.
_UNITS = {
    "prosentti": "%", "pros": "%", "prosenttia": "%", "prosenttiyksikkö": "%-yks",
    "euro": "eur", "euroa": "eur", "€": "eur", "htv": "henkilötyövuosi", "hlö": "henkilö",
    "v": "vuosi", "kk": "kuukausi", "vk": "viikko", "vrk": "vuorokausi", "pv": "päivä",
    "h": "tunti", "t": "tunti", "kpl": "kappale",
}  # fmt: skip


def normal(text: object) -> str:
    """The text without differences of case, of dashes, of spaces and of marks round it."""
    plain = unicodedata.normalize("NFKC", str(text or "")).casefold()
    plain = re.sub("[\u00ad\u200b-\u200d\u2060\ufeff]", "", plain)
    plain = re.sub(r"\s*[\u2010-\u2015\u2212-]\s*", "-", plain)
    return re.sub(r"\s+", " ", plain).strip(" .,:;\"'”’")


def overlap(gold: object, predicted: object) -> float:
    """F1, 0 to 1, of the two texts' words, each word as often as it stands there."""
    wanted, got = words(gold), words(predicted)
    total = len(wanted) + len(got)
    return 2 * shared_words(wanted, got) / total if total else 0.0


def words(text: object) -> list[str]:
    return re.findall(r"\w+", normal(text))


def shared_words(wanted: Iterable[str], got: Iterable[str]) -> int:
    return sum((Counter(wanted) & Counter(got)).values())


def same(gold: object, predicted: object) -> bool:
    return normal(gold) == normal(predicted)


def nearly_same(gold: object, predicted: object) -> bool:
    return same(gold, predicted) or overlap(gold, predicted) >= 0.8


def top_level(entry: Entry) -> str | None:
    path = entry.get("item")
    return None if path is None else str(path).split(".")[0]


def same_item(gold: Entry, predicted: Entry) -> bool:
    return top_level(gold) == top_level(predicted)


def same_name(gold: Entry, predicted: Entry) -> bool:
    return same(gold["name"], predicted.get("name"))


def same_path(gold: Entry, predicted: Entry) -> bool:
    return bool(gold["path"] == predicted.get("path"))


def same_heading(gold: Entry, predicted: Entry) -> bool:
    if not same_path(gold, predicted):
        return False
    wanted, got = normal(gold.get("title")), normal(predicted.get("title"))
    if not wanted:
        return not gold.get("title")
    begins = got.startswith(wanted) and len(words(got)) <= 2 * len(words(wanted)) + 3
    return bool(got) and (nearly_same(wanted, got) or begins)


def same_address(gold: Entry, predicted: Entry) -> bool:
    return same_item(gold, predicted) and address(gold["url"]) == address(predicted.get("url"))


def address(url: object) -> str:
    """The address with its host (or its mailbox) in lower case and without a slash at its end."""
    bare = str(url or "").strip().removesuffix("/")
    return re.sub(r"^\w+://[^/]+|^mailto:.*", lambda found: found[0].lower(), bare)


def same_statistic(gold: Entry, predicted: Entry) -> bool:
    value, previous = predicted.get("value"), gold.get("previous")
    return (
        same_item(gold, predicted)
        and isinstance(value, int | float)
        and abs(gold["value"] - value) < 1e-6
        and previous in (None, predicted.get("previous"))
        and _same_unit(gold["unit"], predicted.get("unit"))
    )


def _same_unit(gold: object, predicted: object) -> bool:
    wanted, got = (_UNITS.get(normal(unit), normal(unit)) for unit in (gold, predicted))
    return wanted == got or overlap(wanted, got) >= 0.5


def same_date(gold: Entry, predicted: Entry) -> bool:
    end = gold.get("end")
    return (
        same_item(gold, predicted)
        and gold["value"] == predicted.get("value")
        and (not end or end == predicted.get("end"))
    )


def same_reference(gold: Entry, predicted: Entry) -> bool:
    return same_item(gold, predicted) and same(gold["ref"], predicted.get("ref"))


def same_text(times: float, plus: int) -> Callable[[Entry, Entry], float]:
    """Agreement by words, where the predicted text has at most ``times`` the words and ``plus``."""

    def agreement(gold: Entry, predicted: Entry) -> float:
        wanted, got = words(gold["text"]), words(predicted.get("text"))
        if not same_item(gold, predicted) or not wanted or not got:
            return 0.0
        if len(got) > times * len(wanted) + plus:
            return 0.0
        shared = shared_words(wanted, got)
        f1, covered = 2 * shared / (len(wanted) + len(got)), shared / len(wanted)
        return max(f1, 0.9 * covered) if f1 >= 0.5 or covered >= 0.8 else 0.0

    return agreement
