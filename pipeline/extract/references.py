"""References inside items and in what follows them."""

from __future__ import annotations

from collections.abc import Iterator

from models.records import DocumentText, Minutes, Reference, Span
from pipeline.extract.passages import ReadingText, cited_words
from pipeline.rulebook import load_rules
from pipeline.values.references import ReferenceValue, find_references

_LISTED = 0.9


def extract_references(document: DocumentText, minutes: Minutes) -> tuple[Reference, ...]:
    """Statutes, sections, attachments and record numbers, in reading order.

    Those after the last item (appeal instructions) have no item.
    """
    words = cited_words(document, minutes)
    cited = [
        Reference(
            span=Span(found.start, found.end),
            item=words.item_at(found.start),
            kind=found.kind,
            ref=found.ref,
            found_by=f"rule:{found.rule_id}",
            confidence=found.confidence,
            title=found.title,
            url=found.url,
        )
        for found in find_references(words.text)
        if not _is_own_number(words, found)
    ]
    listed = _listed_attachments(document, minutes)
    return tuple(sorted((*cited, *listed), key=lambda one: (one.span.start, one.span.end)))


def _is_own_number(words: ReadingText, found: ReferenceValue) -> bool:
    """True for the item's own number in the line over it that says where it was treated."""
    passage = words.passage_at(found.start)
    if passage is None or passage.role != "history" or passage.item is None:
        return False
    return found.kind == "section" and found.ref == f"§ {passage.item}"


def _listed_attachments(document: DocumentText, minutes: Minutes) -> Iterator[Reference]:
    """The numbered lines of an item's list of attachments, each with its title."""
    for passage in minutes.passages:
        if passage.section != "attachment" or passage.item is None:
            continue
        for rule in load_rules("ATTACHMENT_LINE"):
            for match in rule.pattern.finditer(document.text, passage.span.start, passage.span.end):
                yield Reference(
                    span=Span(match.start("number"), match.end("title")),
                    item=passage.item,
                    kind="attachment",
                    ref=f"Liite {match['number']}",
                    found_by=rule.found_by,
                    confidence=_LISTED,
                    title=match["title"].strip(),
                )
