"""Tasks whose doer a label, brackets or a column of a table names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.records import DocumentText, Mention, Minutes, Passage, Span
from pipeline.extract.agents import Cast, find_in_case
from pipeline.extract.clauses import split_clauses
from pipeline.extract.grammar import doing
from pipeline.extract.headed import passages_under
from pipeline.extract.readings import split_words, word_set
from pipeline.extract.tables import table_rows
from pipeline.rulebook import Rule, load_rules
from pipeline.sentences import split_sentences

_LABELLED, _TABLED, _BRACKETED = 0.9, 0.9, 0.75


@dataclass(frozen=True, slots=True)
class LabelledTask:
    """A task and where its doer and its deadline stand."""

    span: Span
    item: str | None
    owners: tuple[Span, ...]
    found_by: str
    confidence: float
    due_span: Span


def labelled_tasks(
    document: DocumentText, passages: Sequence[Passage], cast: Cast
) -> Iterator[LabelledTask]:
    """'Tilataan kyltit. Vastuuhenkilö: NN' and 'Tilataan kyltit (NN)', passage by passage."""
    before: Passage | None = None
    for passage in passages:
        for rule in load_rules("TASK_OWNER"):
            yield from _by_rule(document, passage, before, cast, rule)
        for rule in load_rules("TASK_OWNER_BRACKETS"):
            yield from _in_brackets(document, passage, cast, rule)
        for rule in load_rules("TASKS_LISTED"):
            yield from _listed(document, passage, cast, rule)
        before = passage


def _by_rule(
    document: DocumentText, passage: Passage, before: Passage | None, cast: Cast, rule: Rule
) -> Iterator[LabelledTask]:
    text, start = document.flat, passage.span.start
    for match in rule.pattern.finditer(text, start, passage.span.end):
        task = _trimmed(text, start, _before_label(text, start, match.start()))
        if task is None and before is not None and before.item is not None:
            task = before.span  # the label stands alone: its task is the paragraph before
        start = match.end()
        owners = _owners(document, Span(*match.span("owner")), cast)
        if task is not None and owners:
            due_span = Span(task.start, _end_of_label(text, match.start(), passage.span.end))
            item = passage.item if passage.span.holds(task) else before.item if before else None
            yield LabelledTask(task, item, owners, rule.found_by, _LABELLED, due_span)


def _before_label(text: str, start: int, label: int) -> int:
    """Where the task ends: before 'Kampanjan' in 'Järjestetään kampanja. Kampanjan vastuu: NN'."""
    last = split_sentences(text[start:label])[-1:]
    is_of_label = last and last[0][0] > 0 and not split_words(text, start + last[0][0], label)[1:]
    return start + last[0][0] if is_of_label else label


def _end_of_label(text: str, label: int, end: int) -> int:
    """Where what is said with a label ends: before the next sentence that has a verb."""
    sentences = split_sentences(text[label:end])
    for first, last in sentences[1:]:
        if any(clause.verb for clause in split_clauses(text, label + first, label + last)):
            return label + first
    return end


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The words of ``text[start:end]`` without what joins them to a label."""
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip(" .,;)"))
    right = start + len(piece.rstrip(" .,;(–-"))
    return Span(left, right) if right - left > 2 else None


def _owners(document: DocumentText, span: Span, cast: Cast) -> tuple[Span, ...]:
    """The doers named in ``span``, in the nominative or in the basic form of a list."""
    words = [w for w in split_words(document.flat, span.start, span.end) if not w.is_mark]
    found: list[Span] = []
    while (agent := find_in_case(words, "nominative", cast)) is not None:
        found = [*agent.spans, *found]
        first = min(owner.start for owner in agent.spans)
        words = [word for word in words if word.end <= first]
    return tuple(found)


def _in_brackets(
    document: DocumentText, passage: Passage, cast: Cast, rule: Rule
) -> Iterator[LabelledTask]:
    """'Tilataan kyltit (NN)': plans in the passive with nothing but names in brackets."""
    text = document.flat
    for first, last in split_sentences(text[passage.span.start : passage.span.end]):
        start, end = passage.span.start + first, passage.span.start + last
        for match in rule.pattern.finditer(text, start, end):
            task = _trimmed(text, start, match.start())
            owners = _all_owners(document, Span(*match.span("owner")), cast)
            if owners and task is not None and _is_plan(document, task):
                due = Span(task.start, end)
                yield LabelledTask(task, passage.item, owners, rule.found_by, _BRACKETED, due)
                start = match.end()


def _listed(
    document: DocumentText, passage: Passage, cast: Cast, rule: Rule
) -> Iterator[LabelledTask]:
    """'Tehtävät: tilavaraus (NN, 30.11.), kutsut (NN ja NN)': tasks behind a label that says so."""
    text = document.flat[passage.span.start : passage.span.end]
    label = rule.pattern.match(text)
    for match in load_rules("TASK_OWNED")[0].pattern.finditer(text, label.end()) if label else ():
        task, owner = (
            Span(*(passage.span.start + at for at in match.span(g))) for g in ("task", "owner")
        )
        owners = _all_owners(document, owner, cast)
        if owners:
            due = Span(task.start, passage.span.start + match.end())
            yield LabelledTask(task, passage.item, owners, rule.found_by, _LABELLED, due)


def headed_tasks(document: DocumentText, minutes: Minutes, cast: Cast) -> Iterator[LabelledTask]:
    """'NN: varaa tilat' and 'Tilojen varaus – NN' as points under the title 'Toimenpiteet'."""
    for passage in passages_under(minutes, "tasks"):
        start = passage.span.start
        for rule in load_rules("TASK_OWNER_POINT"):
            match = rule.pattern.search(document.flat[start : passage.span.end])
            if match is None:
                continue
            owner, task = (Span(*(start + at for at in match.span(g))) for g in ("owner", "task"))
            owners = _all_owners(document, owner, cast)
            if owners:
                yield LabelledTask(
                    task, passage.item, owners, rule.found_by, _LABELLED, passage.span
                )
                break


def _all_owners(document: DocumentText, span: Span, cast: Cast) -> tuple[Span, ...]:
    """The doers named in ``span`` if it names nothing else."""
    words = [w for w in split_words(document.flat, span.start, span.end) if not w.is_mark]
    joining = word_set("joining_words")
    if all(cast.kind_of(word) == "person" or word.lower in joining for word in words):
        return _owners(document, span, cast)
    return ()


def _is_plan(document: DocumentText, span: Span) -> bool:
    """True if the words are a plan in the passive present: 'tilataan kyltit'."""
    clauses = split_clauses(document.flat, span.start, span.end)
    return any(
        r.person == "4" and r.tense == "present_simple" and r.base in doing()
        for clause in clauses
        if clause.verb is not None and clause.link == "main"
        for r in clause.verb.finite
    )


# --- tables ---------------------------------------------------------------------------------------


def tabled_tasks(
    document: DocumentText, minutes: Minutes, mentions: Sequence[Mention], cast: Cast
) -> Iterator[LabelledTask]:
    """The rows of tables with a column for the task and one for its doer."""
    for columns, row in table_rows(document):
        task_at, owner_at, due_at = columns.task, *map(columns.places.get, ("owner", "due"))
        if task_at is None or owner_at is None:
            continue
        task, owner = row[task_at], row[owner_at]
        if task is None or owner is None:
            continue
        due = row[due_at] if due_at is not None else None
        yield _row_to_task(document, minutes, (task, owner, due), mentions, cast)


def _row_to_task(
    document: DocumentText,
    minutes: Minutes,
    cells: tuple[Span, Span, Span | None],
    mentions: Sequence[Mention],
    cast: Cast,
) -> LabelledTask:
    task, owner, due = cells
    named = tuple(m.span for m in mentions if owner.holds(m.span) and m.label != "LOC")
    item = next((p.item for p in minutes.passages if p.span.overlaps(task)), None)
    owners = named or _owners(document, owner, cast) or (owner,)
    return LabelledTask(task, item, owners, "table:tasks", _TABLED, due or task)
