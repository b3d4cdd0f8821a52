"""Tasks in Swedish: a doer and right after it a verb of errands ('NN utreder kostnaderna')."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.records import DocumentText, Mention, Minutes, Passage, Span
from pipeline.extract.labels import LabelledTask
from pipeline.extract.readings import split_words, word_set
from pipeline.language import Languages, find_language
from pipeline.rulebook import lexicon
from pipeline.scanning import possible_rules
from pipeline.sentences import split_sentences

_CONFIDENCE = 0.75


def swedish_tasks(
    document: DocumentText,
    minutes: Minutes,
    passages: Iterable[Passage],
    mentions: Iterable[Mention],
) -> Iterator[LabelledTask]:
    """The tasks that sentences in Swedish give to people and to officers.

    Finnish words end like Swedish verbs ('Toveri'): passages in Finnish have none.
    """
    languages = Languages(document, minutes)
    named = sorted(m.span for m in mentions if m.label != "LOC")
    for passage in passages:
        text = document.flat[passage.span.start : passage.span.end]
        language = find_language(text)
        if "fi" in (language, languages.at(passage.span.start) if language == "und" else ""):
            continue
        for start, end in split_sentences(text):
            sentence = Span(passage.span.start + start, passage.span.start + end)
            yield from _sentence_tasks(document, passage, sentence, named)


def _sentence_tasks(
    document: DocumentText, passage: Passage, sentence: Span, named: list[Span]
) -> Iterator[LabelledTask]:
    words = document.flat[sentence.start : sentence.end]
    behind, before = possible_rules(words, "SWEDISH_TASK"), possible_rules(words, "SWEDISH_TASK_OF")
    if not (behind or before):
        return
    doers = sorted(
        (*(span for span in named if sentence.holds(span)), *_officers(document, sentence))
    )
    for at, doer in enumerate(doers):
        owners = _partners(document, doers[:at], doer)
        rest, lead = (
            document.flat[doer.end : sentence.end],
            document.flat[sentence.start : doer.start],
        )
        rule = next((rule for rule in behind if rule.pattern.match(rest)), None)
        if rule is not None:
            task = Span(owners[0].start, sentence.end)
            yield LabelledTask(task, passage.item, owners, rule.found_by, _CONFIDENCE, task)
            continue
        rule = next((rule for rule in before if rule.pattern.fullmatch(lead)), None)
        if rule is not None and at == 0:
            yield LabelledTask(
                sentence, passage.item, (doer,), rule.found_by, _CONFIDENCE, sentence
            )


def _partners(document: DocumentText, before: list[Span], doer: Span) -> tuple[Span, ...]:
    """The doers of 'Anna, Bo och Dan beställer': those that the words join with ``doer``."""
    owners = [doer]
    for other in reversed(before):
        joint = document.flat[other.end : owners[0].start]
        if joint.strip() not in (",", "och", "samt"):
            break
        owners.insert(0, other)
    return tuple(owners)


def _officers(document: DocumentText, sentence: Span) -> Iterator[Span]:
    endings = lexicon("swedish_doer_endings")
    for word in split_words(document.flat, sentence.start, sentence.end):
        if word.lower in word_set("swedish_doers") or word.lower.endswith(endings):
            yield Span(word.start, word.end)
