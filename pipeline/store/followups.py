"""Tasks that go on: the same one said again in a later meeting, or reported done there.

Whether two tasks are one depends on the two documents in which they stand and on nothing else in
the database: neither on other documents nor on the order in which they came. Where it is not clear
they are two.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import regex

StepKind = Literal["repeated", "done"]
Rarity = Callable[[str], float]
WORD = re.compile(r"[^\W\d_][\w]*(?:[-‐‑:'’][^\W_]+)*")
LEAST = 0.6
"""The score from which two tasks are one."""
COMMON = 2
"""Words of content that two tasks must share."""
STANDING_WORDS, STANDING = 3, 0.8
"""What tasks of a role or a body must share instead: these have many tasks in the same words."""
PASSIVE_WORDS, PASSIVE = 2, 0.8
"""The same for a report that names nobody."""
WEIGHTS = {"words": 0.6, "owner": 0.2, "verb": 0.1, "due": 0.05, "record": 0.05}
CLOSE = 0.05
"""A report of two tasks whose scores differ by less is of neither."""
COMMONEST = 0.1
"""The weight of a word that stands everywhere."""
STEM = 3
"""Letters with which a verb and its participle begin alike."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of content: the keys of its base forms, and whether it is a verb's form."""

    keys: frozenset[str]
    is_verb: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """What a document says of a task: that it is to be done, or that it was.

    ``action_id`` is None for a report. ``owners`` are names in small letters; ``standing`` where
    none of them is a person. ``listed`` is a report in a list of the last meeting's tasks, which
    needs no verb.
    """

    document_id: str
    start: int
    end: int
    page: int
    words: tuple[Word, ...]
    owners: frozenset[str]
    action_id: str | None = None
    standing: bool = False
    due: str | None = None
    records: frozenset[str] = frozenset()
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a series: its statements in order, the people named there, and the keys of each
    of its places, with blanks round every one; ``day`` is its meeting's."""

    document_id: str
    day: str
    people: frozenset[str] = frozenset()
    statements: tuple[Statement, ...] = ()
    places: Sequence[str] = ()

    @property
    def tasks(self) -> list[Statement]:
        return [said for said in self.statements if said.action_id]


@dataclass(frozen=True, slots=True)
class Score:
    """Why two statements are of one task: shares from 0 to 1, and what they come to."""

    words: float
    owner: float
    verb: float
    due: float
    record: float

    @property
    def total(self) -> float:
        total: float = sum(WEIGHTS[name] * getattr(self, name) for name in WEIGHTS)
        return round(total, 3)


@dataclass(frozen=True, slots=True)
class Step:
    """A task of an earlier meeting, and what a later one says of it."""

    task: Statement
    later: Statement
    score: Score

    @property
    def kind(self) -> StepKind:
        return "repeated" if self.later.action_id else "done"


# --- words --------------------------------------------------------------------------------------


def words_of(text: str, names: frozenset[str]) -> tuple[Word, ...]:
    """The words of content in ``text``, each once; those that are in ``names`` left out."""
    found = dict.fromkeys(filter(None, map(_word, WORD.findall(text))))
    return tuple(word for word in found if not word.keys & names)


@lru_cache(maxsize=50_000)
def _word(form: str) -> Word | None:
    from pipeline.morphology import NAMES, analyse
    from pipeline.wordkeys import whole_keys

    readings = analyse(form)
    keys = frozenset(whole_keys(form))
    if len(form) < STEM or keys & _fillers():
        return None
    if not readings:
        return Word(keys)
    first = readings[0]
    if first.word_class == "verb" or first.participle:
        return Word(keys, is_verb=True)
    content = {"noun", "adjective", "noun_adjective", "abbreviation", *NAMES}
    return Word(keys) if first.word_class in content else None


@cache
def _fillers() -> frozenset[str]:
    """Words that say nothing of which task it is."""
    from pipeline.rulebook import lexicon

    return frozenset(word.casefold() for word in lexicon("task_fillers"))


@cache
def _routine() -> frozenset[str]:
    from pipeline.rulebook import lexicon

    return frozenset(word.casefold() for word in lexicon("routine_words"))


def is_routine(words: Iterable[Word]) -> bool:
    """True if these are the words of a task of every meeting: to invite to it, to sign."""
    return all(word.is_verb or word.keys & _routine() for word in words)


# --- two statements -----------------------------------------------------------------------------


def score_of(task: Statement, later: Statement, rarity: Rarity) -> Score | None:
    """Why the later statement is of this task; None if it is not, or not clearly.

    ``rarity`` says how rare a key is in the two documents.
    """
    owner = _owner_share(task.owners, later.owners)
    verb = _verbs_agree(task.words, later.words)
    apart = task.records and later.records and not task.records & later.records
    if owner == 0 or apart or is_routine(task.words):
        return None
    shared, words = _shared(task.words, later.words, rarity)
    if not _enough(task, later, owner, shared, words):
        return None
    if not later.action_id and not later.listed and not verb:
        return None
    due = bool(task.due) and task.due == later.due
    record = bool(task.records & later.records)
    score = Score(round(words, 3), owner, float(verb), float(due), float(record))
    return score if score.total >= LEAST else None


def _enough(task: Statement, later: Statement, owner: float, shared: int, words: float) -> bool:
    if task.standing:
        return shared >= STANDING_WORDS and words >= STANDING
    if owner < 1:
        return shared >= PASSIVE_WORDS and words >= PASSIVE
    return shared >= COMMON


def _owner_share(some: frozenset[str], others: frozenset[str]) -> float:
    """1 if somebody is in both, 0.5 if one of them names nobody, else 0. A first name alone is
    anybody's who is called so."""
    if not some or not others:
        return 0.5
    if some & others:
        return 1.0
    alone = {name for name in some | others if " " not in name}
    return float(any(n.partition(" ")[0] in alone for n in (some ^ others) - alone))


def _is_alike(verb: str, form: str) -> bool:
    """True if they begin alike, as 'laatia' and 'laatinut', for which the morphology has two base
    forms."""
    start = max(STEM, min(len(verb), len(form)) // 2)
    return len(form) >= start and verb[:start] == form[:start]


def _shared(some: Sequence[Word], others: Sequence[Word], rarity: Rarity) -> tuple[int, float]:
    """How many words that are no verbs stand in both, and which part of the weight they have: the
    mean of that of the shorter text and that of both."""
    one, two = ([w for w in words if not w.is_verb] for words in (some, others))
    common = [w for w in one if any(w.keys & other.keys for other in two)]
    joint, first, second = (sum(_weight(w, rarity) for w in each) for each in (common, one, two))
    if not joint:
        return 0, 0.0
    return len(common), min(1.0, (joint / min(first, second) + 2 * joint / (first + second)) / 2)


def _weight(word: Word, rarity: Rarity) -> float:
    return max(map(rarity, word.keys))


def _verbs_agree(some: Sequence[Word], others: Sequence[Word]) -> bool:
    one, two = ({key for w in words if w.is_verb for key in w.keys} for words in (some, others))
    return bool(one & two) or any(_is_alike(a, b) for a in one for b in two)


# --- two documents, and a series of them --------------------------------------------------------


def steps_between(earlier: Paper, later: Paper) -> list[Step]:
    """Which statements of the later document are of which tasks of the earlier one: pairs of which
    each is the other's best."""
    if earlier.people and later.people and not earlier.people & later.people:
        return []  # another organ of the same name
    rarity = _rarity(earlier, later)
    found = [
        Step(task, said, score)
        for task in earlier.tasks
        for said in later.statements
        if (score := score_of(task, said, rarity))
    ]
    return [step for step in found if _is_best(step, found)]


def _rarity(*papers: Paper) -> Callable[[str], float]:
    """How rare a key is: 1 if it stands in one place of the documents, 0.1 if it stands in all."""
    entries = [place for paper in papers for place in paper.places]
    size = max(2, len(entries))

    @cache
    def weight(key: str) -> float:
        word = f" {key} "
        places = max(1, sum(word in entry for entry in entries))
        return max(COMMONEST, math.log(size / places) / math.log(size))

    return weight


def _is_best(step: Step, found: Sequence[Step]) -> bool:
    return not any(
        other.kind == step.kind and (_takes_task(other, step) or _takes_later(other, step))
        for other in found
        if other is not step
    )


def _takes_task(other: Step, step: Step) -> bool:
    mine, theirs = (step.score.total, other.score.total)
    return other.task is step.task and (-theirs, other.later.start) < (-mine, step.later.start)


def _takes_later(other: Step, step: Step) -> bool:
    if other.later is not step.later:
        return False
    mine, theirs = (step.score.total, other.score.total)
    if step.kind == "done":
        return theirs > mine - CLOSE
    return (-theirs, other.task.start) < (-mine, step.task.start)


def steps_through(papers: Sequence[Paper], reach: int) -> list[Step]:
    """How the tasks of a series go on: each to the next meeting that speaks of it, within ``reach``
    meetings. What a meeting says goes back to the latest meeting that has the task."""
    days = sorted({paper.day for paper in papers})
    at = {paper.document_id: days.index(paper.day) for paper in papers}
    steps = [
        step
        for early in papers
        if early.tasks
        for late in papers
        if 0 < at[late.document_id] - at[early.document_id] <= reach
        for step in steps_between(early, late)
    ]
    return [step for step in steps if not any(_is_nearer(other, step, at) for other in steps)]


def _is_nearer(other: Step, step: Step, at: Mapping[str, int]) -> bool:
    if other.kind != step.kind:
        return False
    if other.task is step.task:
        return _place(other.later, at) < _place(step.later, at)
    if other.later is step.later:
        return _place(other.task, at) > _place(step.task, at)
    return False


def _place(said: Statement, at: Mapping[str, int]) -> tuple[int, str]:
    return at[said.document_id], said.document_id


# --- reports ------------------------------------------------------------------------------------


def reports_in(text: str, listed: bool) -> Iterator[tuple[int, int]]:
    """The sentences that say that something was done, as half-open pairs; ``listed`` under a
    heading of the last meeting's tasks."""
    from pipeline.sentences import split_sentences

    labels = ("REPORT_DONE", "REPORT_LISTED") if listed else ("REPORT_DONE",)
    if not any(_matches(label, text) for label in labels):
        return
    for start, end in split_sentences(text):
        sentence = text[start:end]
        said = any(_matches(label, sentence) for label in labels)
        if said and not _matches("REPORT_UNDONE", sentence):
            yield start, end


def is_follow_up(title: str) -> bool:
    """True for the heading of a list of what the last meeting gave to do."""
    return _matches("REPORT_TITLE", title)


def _matches(label: str, text: str) -> bool:
    return any(pattern.search(text) for pattern in _patterns(label))


@cache
def _patterns(label: str) -> tuple[regex.Pattern[str], ...]:
    from pipeline.rulebook import load_rules

    return tuple(rule.pattern for rule in load_rules(label))
