"""Action items: what somebody is to do after the meeting, by whom, for whom and by when.

Clauses come from ``clauses``, their doers from ``agents``; ``tasks`` judges whether a clause gives
a task, ``labels`` finds labelled tasks and tables, ``deadlines`` knows the dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from models.records import ActionItem, DateMention, DocumentText, Mention, Minutes, Passage, Span
from pipeline.extract.agents import Agent, Cast
from pipeline.extract.clauses import Clause, split_clauses
from pipeline.extract.deadlines import Deadlines, Due, add_deadlines_beside
from pipeline.extract.labels import LabelledTask, headed_tasks, labelled_tasks, tabled_tasks
from pipeline.extract.readings import word_set
from pipeline.extract.recipients import find_recipients
from pipeline.extract.swedish import swedish_tasks
from pipeline.extract.tasks import Task, clause_task
from pipeline.scanning import possible_rules
from pipeline.sentences import split_sentences

_MEMO_SECTIONS = frozenset((None, "decision", "discussion", "execution", "other"))
_LONGEST_BEFORE = 200  # characters of the sentence that a bare 'NN tekee' refers back to


def extract_actions(
    document: DocumentText,
    minutes: Minutes,
    mentions: Iterable[Mention],
    dates: Iterable[DateMention],
) -> tuple[ActionItem, ...]:
    """The tasks of the document in reading order; owners as spans, for the resolving stage."""
    mentions = tuple(mentions)
    cast = Cast(document, minutes, mentions)
    deadlines = Deadlines(document, minutes, dates)
    passages = tuple(task_passages(minutes))
    told = [a for p in passages for a in passage_actions(document, p, cast, deadlines)]
    labelled = [
        _labelled_action(document, task, deadlines)
        for task in (
            *tabled_tasks(document, minutes, mentions, cast),
            *labelled_tasks(document, passages, cast),
            *headed_tasks(document, minutes, cast),
            *swedish_tasks(document, minutes, passages, mentions),
        )
    ]
    found = sorted(_without_repeats(told, labelled), key=lambda action: action.span)
    return tuple(add_deadlines_beside(document, passages, found, deadlines))


def task_passages(minutes: Minutes) -> Iterator[Passage]:
    """The passages in which this meeting gives tasks.

    In formal items that is the last decision and its execution; the rest argues or quotes.
    """
    decided = {
        item.path: [s.span for s in item.sections if s.kind == "decision"] for item in minutes.items
    }
    for passage in minutes.passages:
        if passage.role != "text":
            continue
        decisions = decided.get(passage.item or "")
        if decisions:
            follows = passage.section == "execution" and passage.span.start > decisions[-1].start
            if follows or decisions[-1].overlaps(passage.span):
                yield passage
        elif passage.section in _MEMO_SECTIONS:
            yield passage


def _labelled_action(
    document: DocumentText, task: LabelledTask, deadlines: Deadlines
) -> ActionItem:
    due = deadlines.of(task.due_span, task.due_span)
    return ActionItem(
        span=task.span,
        item=task.item,
        text=document.flat[task.span.start : task.span.end],
        found_by=task.found_by,
        confidence=task.confidence,
        owner_spans=task.owners,
        due=due.value if due else None,
        due_precision=due.precision if due else None,
    )


def _without_repeats(
    told: Sequence[ActionItem], labelled: Sequence[ActionItem]
) -> list[ActionItem]:
    """All actions but those that another tells better: an owner named beats none."""
    owned = [action for action in told if action.owner_spans]
    new = [a for a in labelled if not any(a.span.overlaps(other.span) for other in owned)]
    plans = [
        a
        for a in told
        if not a.owner_spans and not any(a.span.overlaps(other.span) for other in new)
    ]
    return [*owned, *new, *plans]


# --- sentences ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Draft:
    """A task and the clauses that tell it, from ``start``."""

    task: Task
    clauses: tuple[Clause, ...]
    start: int
    end: int | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end or max(clause.end for clause in self.clauses))

    def goes_on(self, clause: Clause) -> _Draft:
        return replace(self, clauses=(*self.clauses, clause))


def passage_actions(
    document: DocumentText, passage: Passage, cast: Cast, deadlines: Deadlines
) -> list[ActionItem]:
    """The tasks that the sentences of a passage tell."""
    found: list[ActionItem] = []
    last: Agent | None = None
    before: Span | None = None
    text = document.flat
    for start, end in split_sentences(text[passage.span.start : passage.span.end]):
        sentence = Span(passage.span.start + start, passage.span.start + end)
        if not _is_no_task(text[sentence.start : sentence.end]):
            clauses = split_clauses(text, sentence.start, sentence.end, cast.is_person)
            drafts, last = sentence_drafts(clauses, cast, deadlines, last)
            condition = next((c.span for c in clauses if c.link == "if"), None)
            for draft in drafts:
                if passage.section == "decision" and _is_the_decision(draft, cast):
                    continue
                action = _to_action(document, passage, _filled(draft, sentence, before), cast)
                due = deadlines.of(draft.span, sentence)
                found.append(_with_due(_with_condition(action, document, condition), due))
        before = sentence
    return found


def _is_the_decision(draft: _Draft, cast: Cast) -> bool:
    """True if the words are what the body itself decides: no plan of others, no task."""
    owners = draft.task.owners
    return not owners or all(cast.is_deciding_body(owner) for owner in owners)


def _is_no_task(sentence: str) -> bool:
    """True for a question, and for what a statute says."""
    asks = sentence.rstrip(" ”\"'").endswith("?")
    return asks or any(
        rule.pattern.search(sentence) for rule in possible_rules(sentence, "NOT_TASK")
    )


def _filled(draft: _Draft, sentence: Span, before: Span | None) -> _Draft:
    """A bare 'NN tekee' with what stands before it in the sentence, else the sentence before."""
    if not draft.task.is_bare or len(draft.clauses) > 1:
        return draft
    if draft.start > sentence.start:
        return replace(draft, start=sentence.start, end=sentence.end)
    if before is not None and len(before) <= _LONGEST_BEFORE:
        return replace(draft, start=before.start)
    return draft


def sentence_drafts(
    clauses: Sequence[Clause], cast: Cast, deadlines: Deadlines, last: Agent | None
) -> tuple[list[_Draft], Agent | None]:
    """The tasks of a sentence, and who 'he' or 'she' is in the next one."""
    drafts: list[_Draft] = []
    doer: Agent | None = None
    for at, clause in enumerate(clauses):
        task, doer = clause_task(clauses, at, cast, deadlines, doer, last)
        goes_on = bool(drafts) and drafts[-1].clauses[-1] is clauses[at - 1]
        if task is None:
            if goes_on and clause.link not in ("main", "if"):
                drafts[-1] = drafts[-1].goes_on(clause)
        elif goes_on and task.owners == drafts[-1].task.owners:
            drafts[-1] = drafts[-1].goes_on(clause)
        else:
            drafts.append(_Draft(task, (clause,), _start_of(clause, task, clauses)))
    owned = [draft for draft in drafts if draft.task.owners]
    return owned or drafts, doer or last


def _start_of(clause: Clause, task: Task, clauses: Sequence[Clause]) -> int:
    """Where the words of a task begin: at the doer where an earlier clause names the doer."""
    openers = word_set("clause_fillers")
    first = next((w.start for w in clause.words if w.lower not in openers), clause.start)
    owner = task.owners[0].start if task.owners else first
    in_label = clause.label and owner < clause.start and clause.label[-1].end >= owner
    return owner if clauses[0].start <= owner < first and not in_label else first


def _to_action(document: DocumentText, passage: Passage, draft: _Draft, cast: Cast) -> ActionItem:
    recipients = [span for clause in draft.clauses for span in find_recipients(clause, cast)]
    return ActionItem(
        span=draft.span,
        item=passage.item,
        text=document.flat[draft.span.start : draft.span.end],
        found_by=draft.task.found_by,
        confidence=draft.task.confidence,
        owner_spans=draft.task.owners,
        recipient_spans=tuple(span for span in recipients if span not in draft.task.owners),
    )


def _with_condition(action: ActionItem, document: DocumentText, span: Span | None) -> ActionItem:
    """The action with the words of its 'kun' or 'jos' clause, as printed."""
    return replace(action, condition=document.flat[span.start : span.end]) if span else action


def _with_due(action: ActionItem, due: Due | None) -> ActionItem:
    return replace(action, due=due.value, due_precision=due.precision) if due else action
