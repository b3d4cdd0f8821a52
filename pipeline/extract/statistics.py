"""Figures inside items."""

from __future__ import annotations

from models.records import DocumentText, Minutes, Span, Statistic
from pipeline.extract.passages import item_words
from pipeline.language import Languages
from pipeline.rulebook import lexicon_keys
from pipeline.values.quantities import Quantity, find_quantities


def extract_statistics(document: DocumentText, minutes: Minutes) -> tuple[Statistic, ...]:
    """The figures in the items' words, in reading order."""
    words = item_words(document, minutes)
    languages = Languages(document, minutes)
    return tuple(
        Statistic(
            span=Span(found.start, found.end),
            item=words.item_at(found.start),
            value=found.value,
            unit=_in_language(found, words.text, languages.is_swedish(found.start)),
            comparator=found.comparator,
            found_by=f"rule:{found.rule_id}",
            confidence=found.confidence,
            previous=found.previous,
            upper=found.upper,
            subject=found.subject,
        )
        for found in find_quantities(words.text)
    )


def _in_language(found: Quantity, text: str, swedish: bool) -> str:
    """The unit of an abbreviation ('km') as the language of its passage spells it out; a unit that
    is printed in full is in its own."""
    in_full = found.unit[:3] in text[found.start : found.end].lower()
    named = None if in_full or not swedish else lexicon_keys("units_swedish").get(found.unit)
    return named or found.unit
