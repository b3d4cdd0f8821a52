"""Tasks in Swedish: a doer and right after it a verb of errands ('NN utreder kostnaderna')."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.records import DocumentText, Mention, Passage, Span
from pipeline.extract.labels import LabelledTask
from pipeline.extract.readings import split_words, word_set
from pipeline.scanning import possible_rules
from pipeline.sentences import split_sentences

_CONFIDENCE = 0.75


def swedish_tasks(
    document: DocumentText, passages: Iterable[Passage], mentions: Iterable[Mention]
) -> Iterator[LabelledTask]:
    """The tasks that sentences in Swedish give to people and to officers."""
    named = sorted(m.span for m in mentions if m.label != "LOC")
    for passage in passages:
        text = document.flat[passage.span.start : passage.span.end]
        for start, end in split_sentences(text):
            sentence = Span(passage.span.start + start, passage.span.start + end)
            yield from _sentence_tasks(document, passage, sentence, named)


def _sentence_tasks(
    document: DocumentText, passage: Passage, sentence: Span, named: list[Span]
) -> Iterator[LabelledTask]:
    rules = possible_rules(document.flat[sentence.start : sentence.end], "SWEDISH_TASK")
    if not rules:
        return
    for doer in (*(span for span in named if sentence.holds(span)), *_officers(document, sentence)):
        for rule in rules:
            if rule.pattern.match(document.flat[doer.end : sentence.end]):
                task = Span(doer.start, sentence.end)
                yield LabelledTask(task, passage.item, (doer,), rule.found_by, _CONFIDENCE, task)


def _officers(document: DocumentText, sentence: Span) -> Iterator[Span]:
    for word in split_words(document.flat, sentence.start, sentence.end):
        if word.lower in word_set("swedish_doers"):
            yield Span(word.start, word.end)
