"""Decisions: in formal minutes what stands under 'Päätös', elsewhere sentences that decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from typing import get_args

from models.records import (
    Decision,
    DecisionKind,
    DocumentText,
    Item,
    Mention,
    Minutes,
    Passage,
    Section,
    Span,
)
from pipeline.extract.clauses import Clause, split_clauses
from pipeline.extract.headed import passages_under
from pipeline.extract.preludes import is_prelude
from pipeline.extract.tables import table_rows
from pipeline.extract.votes import read_votes
from pipeline.rulebook import Rule, lexicon
from pipeline.scanning import possible_rules
from pipeline.sentences import split_sentences

_MOST_WORDS = 80
_OTHERS_SECTIONS = frozenset(
    ("background", "preparation", "proposal", "attachment", "distribution", "appeal", "dissent")
)


def extract_decisions(
    document: DocumentText, minutes: Minutes, mentions: Iterable[Mention]
) -> tuple[Decision, ...]:
    """The decisions of this meeting in reading order."""
    formal = [d for item in minutes.items for d in _formal_decision(document, minutes, item)]
    decided = {decision.item for decision in formal}
    tabled = list(_tabled_decisions(document, minutes))
    told = [
        decision
        for passage in minutes.passages
        if _may_decide(passage, decided)
        for decision in passage_decisions(document, passage)
    ]
    told = [d for d in told if not any(d.span.overlaps(other.span) for other in tabled)]
    told = [d for d in told if not is_prelude(d, told)]
    told = [part for d in told for part in _point_by_point(document, minutes, d) or (d,)]
    told += _headed_decisions(document, minutes, [*formal, *tabled, *told])
    told = [_with_votes_of_item(document, minutes, decision) for decision in told]
    return tuple(sorted(formal + tabled + told, key=lambda decision: decision.span))


def _with_votes_of_item(document: DocumentText, minutes: Minutes, decision: Decision) -> Decision:
    """A decision that prints a count, with the names and blank votes that its item prints."""
    if decision.votes is None:
        return decision
    texts = [
        document.flat[passage.span.start : passage.span.end]
        for passage in minutes.passages
        if passage.item == decision.item and passage.span.start <= decision.span.start
    ]
    fuller = read_votes(" ".join(texts), minutes.attendees)
    counts = (decision.votes.for_, decision.votes.against)
    if fuller is None or (fuller.for_, fuller.against) != counts:
        return decision
    return replace(decision, votes=fuller)


def _point_by_point(document: DocumentText, minutes: Minutes, decision: Decision) -> list[Decision]:
    """The decisions in the points under 'Päätettiin:' that are clauses; none where they list
    people or things, or the words end otherwise."""
    if not decision.text.rstrip().endswith(":"):
        return []
    points = [
        passage
        for passage in minutes.passages
        if passage.role == "text"
        and passage.span.start >= decision.span.end
        and f"{passage.item}".startswith(f"{decision.item}.")
    ]
    decided = takewhile(lambda each: _is_decided_point(document, each), points)
    return [_point(document, decision, passage) for passage in decided]


def _is_decided_point(document: DocumentText, passage: Passage) -> bool:
    text = document.flat[passage.span.start : passage.span.end]
    return any(rule.pattern.search(text) for rule in possible_rules(text, "DECIDED_POINT"))


def _point(document: DocumentText, decision: Decision, passage: Passage) -> Decision:
    """What the passage says, decided by the words before it."""
    text = document.flat[passage.span.start : passage.span.end]
    kind = decision_kind(text)[1]
    return replace(
        decision, span=passage.span, item=passage.item, text=text,
        kind=decision.kind if kind == "other" else kind, votes=read_votes(text, ()),
    )  # fmt: skip


# --- formal minutes -------------------------------------------------------------------------------


def _formal_decision(document: DocumentText, minutes: Minutes, item: Item) -> Iterator[Decision]:
    """The text under the item's last decision heading, in both languages where it is said twice."""
    section = next((s for s in reversed(item.sections) if s.kind == "decision"), None)
    if section is None or not document.quote(section.span).strip():
        return
    decided = _said_twice(document, item, section) or section.span
    words = document.flat[decided.start : decided.end]
    rule, kind = decision_kind(words)
    span = first_sentences(document, decided)
    yield Decision(
        span=span,
        item=item.path,
        text=document.flat[span.start : span.end],
        kind=kind,
        found_by=rule.found_by if rule else "section:decision",
        confidence=0.95 if rule else 0.8,
        votes=read_votes(" ".join(_voted(document, item, section)), minutes.attendees),
    )


def _said_twice(document: DocumentText, item: Item, section: Section) -> Span | None:
    """A decision and the same in the other language right before it: 'BESLUT: ... PÄÄTÖS: ...'."""
    at = item.sections.index(section)
    before = item.sections[at - 1] if at else section
    if before.kind != "decision" or before is section:
        return None
    heads = {_is_swedish_head(before.heading), _is_swedish_head(section.heading)}
    return Span(before.span.start, section.span.end) if len(heads) == 2 else None


@lru_cache(maxsize=1000)
def _is_swedish_head(heading: str) -> bool:
    """True if a heading is in Swedish."""
    return any(heading.casefold().endswith(word) for word in lexicon("swedish_decision_heads"))


def _voted(document: DocumentText, item: Item, decision: Section) -> Iterator[str]:
    """The texts of an item that may hold the count of its vote, up to its decision."""
    told = False
    earlier = [s.span.start for s in item.sections if s.kind == "decision"][:-1]
    since = max(earlier, default=0)
    for section in item.sections:
        told = section.kind in ("vote", "discussion") or (told and section.kind == "proposal")
        if told and section.span.start > since:  # 'Vastaehdotus: NN ...' is part of the discussion
            yield document.flat[section.span.start : section.span.end]
    yield document.flat[decision.span.start : decision.span.end]


def first_sentences(document: DocumentText, span: Span) -> Span:
    """The sentences at the head of ``span`` up to about eighty words, at least one."""
    text = document.flat[span.start : span.end]
    end = count = 0
    first = None
    for sentence_start, sentence_end in split_sentences(text):
        first = sentence_start if first is None else first
        words = len(text[sentence_start:sentence_end].split())
        if end and count + words > _MOST_WORDS:
            break
        end, count = sentence_end, count + words
    return Span(span.start + (first or 0), span.start + end)


# --- tables ---------------------------------------------------------------------------------------


def _tabled_decisions(document: DocumentText, minutes: Minutes) -> Iterator[Decision]:
    """The cells under the head 'Päätös', but for those that say that there was none."""
    for columns, row in table_rows(document):
        at = columns.places.get("decision")
        cell = row[at] if at is not None else None
        if cell is None or not document.quote(cell).strip(" \n-–—."):
            continue
        text = document.flat[cell.start : cell.end]
        passage = next((p for p in minutes.passages if p.span.overlaps(cell) and p.item), None)
        if passage is not None and not _says_none(text):
            kind = decision_kind(text)[1]
            yield Decision(
                span=cell, item=passage.item, text=text, kind="agreed" if kind == "other" else kind,
                found_by="table:decisions", confidence=0.9, votes=read_votes(text, ()),
            )  # fmt: skip


def _says_none(text: str) -> bool:
    return any(rule.pattern.search(text) for rule in possible_rules(text, "NO_DECISION"))


# --- under a heading ------------------------------------------------------------------------------

_FEWEST_WORDS = 3


def _headed_decisions(
    document: DocumentText, minutes: Minutes, found: Sequence[Decision]
) -> Iterator[Decision]:
    """The points under the title 'Päätökset' in which no decision was found otherwise."""
    tables = [cell for table in document.tables for row in table.cells for cell in row if cell]
    for passage in passages_under(minutes, "decisions"):
        text = document.flat[passage.span.start : passage.span.end]
        few = len(text.split()) < _FEWEST_WORDS or text.rstrip().endswith(":")
        taken = any(passage.span.overlaps(decision.span) for decision in found)
        tabled = any(passage.span.overlaps(cell) for cell in tables)
        if not (few or taken or tabled or _says_none(text)):
            kind = decision_kind(text)[1]
            yield Decision(
                span=passage.span, item=passage.item, text=text,
                kind="agreed" if kind == "other" else kind,
                found_by="heading:decisions", confidence=0.8, votes=read_votes(text, ()),
            )  # fmt: skip


# --- memos and associations -----------------------------------------------------------------------


def _may_decide(passage: Passage, decided: set[str | None]) -> bool:
    return (
        passage.role == "text"
        and (passage.item is None or passage.item not in decided)
        and passage.section not in _OTHERS_SECTIONS
    )


def passage_decisions(document: DocumentText, passage: Passage) -> list[Decision]:
    """The decisions told in a passage, a sentence each."""
    text = document.flat[passage.span.start : passage.span.end]
    found: list[Decision] = []
    for start, end in split_sentences(text):
        at = passage.span.start + start
        labelled = _labelled(document, passage, Span(at, passage.span.start + end))
        if labelled is not None:
            found.append(labelled)
        elif (rule := deciding_rule(text[start:end])) is not None:
            span = Span(at, passage.span.start + end)
            found.append(_decision(document, passage, span, rule, 0.85))
    return found


def _labelled(document: DocumentText, passage: Passage, sentence: Span) -> Decision | None:
    """'Päätös: Otetaan käyttöön.' without its label."""
    text = document.flat[sentence.start : sentence.end]
    for rule in possible_rules(text, "DECISION_LABEL"):
        match = rule.pattern.search(text)
        if match and match.end() < len(text):
            span = Span(sentence.start + match.end(), sentence.end)
            return _decision(document, passage, span, rule, 0.95)
    return None


def _decision(
    document: DocumentText, passage: Passage, span: Span, rule: Rule, confidence: float
) -> Decision:
    text = document.flat[span.start : span.end]
    kind = decision_kind(text)[1]
    return Decision(
        span=span,
        item=passage.item,
        text=text,
        kind="agreed" if kind == "other" else kind,
        found_by=rule.found_by,
        confidence=confidence,
        votes=read_votes(text, ()),
    )


def deciding_rule(sentence: str) -> Rule | None:
    """The rule by which a sentence decides something at this meeting, if any."""
    if sentence.rstrip(" ”\"'").endswith("?"):
        return None
    if any(rule.pattern.search(sentence) for rule in possible_rules(sentence, "NOT_DECIDING")):
        return None
    for rule in possible_rules(sentence, "DECIDING"):
        match = rule.pattern.search(sentence)
        if match and not _is_told(sentence, match.start()):
            return rule
    return None


def _is_told(sentence: str, offset: int) -> bool:
    """True if the word at ``offset`` stands in a clause that only tells: 'jossa päätettiin ...'."""
    clauses = split_clauses(sentence, 0, len(sentence))
    clause = next((c for c in clauses if _holds(c, offset)), None)
    return clause is not None and clause.link in ("relative", "if", "reason", "question")


def _holds(clause: Clause, offset: int) -> bool:
    return any(word.start <= offset < word.end for word in clause.words)


def decision_kind(text: str) -> tuple[Rule | None, DecisionKind]:
    """The kind of a decided text, by the first rule that is found; 'other' where none is."""
    kinds: tuple[DecisionKind, ...] = get_args(DecisionKind)
    by_label = {f"DECISION_{kind.upper()}": kind for kind in kinds}
    for rule in possible_rules(text):
        if rule.label in by_label and rule.pattern.search(text):
            return rule, by_label[rule.label]
    return None, "other"
