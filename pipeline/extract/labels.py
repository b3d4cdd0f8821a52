"""Tasks whose doer a label, brackets or a column of a table names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.records import DocumentText, Mention, Minutes, Passage, Span, Table
from pipeline.extract.agents import Cast, find_in_case
from pipeline.extract.clauses import split_clauses
from pipeline.extract.grammar import doing
from pipeline.extract.readings import split_words, word_set
from pipeline.rulebook import Rule, lexicon_map, load_rules

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
        before = passage


def _by_rule(
    document: DocumentText, passage: Passage, before: Passage | None, cast: Cast, rule: Rule
) -> Iterator[LabelledTask]:
    text, start = document.flat, passage.span.start
    for match in rule.pattern.finditer(text, start, passage.span.end):
        task = _trimmed(text, start, match.start())
        if task is None and before is not None and before.item is not None:
            task = before.span  # the label stands alone: its task is the paragraph before
        start = match.end()
        owners = _owners(document, Span(*match.span("owner")), cast)
        if task is not None and owners:
            due_span = Span(task.start, passage.span.end)
            item = passage.item if passage.span.holds(task) else before.item if before else None
            yield LabelledTask(task, item, owners, rule.found_by, _LABELLED, due_span)


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
    """'Tilataan kyltit (NN)': a plan in the passive with nothing but names in brackets."""
    text = document.flat
    match = rule.pattern.search(text, passage.span.start, passage.span.end)
    if match is None:
        return
    inside = Span(*match.span("owner"))
    names = [w for w in split_words(text, inside.start, inside.end) if not w.is_mark]
    task = Span(passage.span.start, match.start())
    if all(
        cast.kind_of(w) == "person" or w.lower in word_set("joining_words") for w in names
    ) and _is_plan(document, task):
        owners = _owners(document, inside, cast)
        if owners:
            yield LabelledTask(task, passage.item, owners, rule.found_by, _BRACKETED, passage.span)


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
    before: Table | None = None
    columns: _Columns | None = None
    for table in document.tables:
        own = _columns(document, table)
        goes_on = own is None and before is not None and _continues(table, before)
        columns = columns if goes_on else own
        before = table
        if columns is None:
            continue
        for row in table.cells if goes_on else table.cells[1:]:
            task = _row_to_task(document, minutes, row, columns, mentions, cast)
            if task is not None:
                yield task


def _continues(table: Table, before: Table) -> bool:
    """True if ``table`` goes on with the one before on the next page, without a head."""
    widths = [len(each.cells[0]) for each in (table, before) if each.cells]
    return table.page == before.page + 1 and len(widths) == 2 and widths[0] == widths[1]


@dataclass(frozen=True, slots=True)
class _Columns:
    task: int
    owner: int
    due: int | None


def _columns(document: DocumentText, table: Table) -> _Columns | None:
    """Where a table has task, doer and deadline; None where it is no table of tasks."""
    if not table.cells:
        return None
    heads = [_words_of(document, cell).casefold().strip(" :") for cell in table.cells[0]]
    task, owner, due = (_place_of(kind, heads) for kind in ("task", "owner", "due"))
    return None if task is None or owner is None else _Columns(task, owner, due)


def _words_of(document: DocumentText, cell: Span | None) -> str:
    return document.flat[cell.start : cell.end] if cell else ""


def _place_of(kind: str, heads: Sequence[str]) -> int | None:
    words = lexicon_map("task_tables")[kind]
    return next((at for at, head in enumerate(heads) if head in words), None)


def _row_to_task(
    document: DocumentText,
    minutes: Minutes,
    row: Sequence[Span | None],
    columns: _Columns,
    mentions: Sequence[Mention],
    cast: Cast,
) -> LabelledTask | None:
    task, owner = row[columns.task], row[columns.owner]
    if task is None or owner is None:
        return None
    named = tuple(m.span for m in mentions if owner.holds(m.span) and m.label != "LOC")
    due = row[columns.due] if columns.due is not None else None
    item = next((p.item for p in minutes.passages if p.span.overlaps(task)), None)
    owners = named or _owners(document, owner, cast) or (owner,)
    return LabelledTask(task, item, owners, "table:tasks", _TABLED, due or task)
