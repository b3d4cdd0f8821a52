"""Whether a clause gives a task: one small judge for each form that tasks take in Finnish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.records import Span
from pipeline.extract.agents import Agent, Cast, find_in_case, find_subject, has_subject
from pipeline.extract.clauses import Clause
from pipeline.extract.deadlines import Deadlines
from pipeline.extract.grammar import (
    doing,
    has_bounded_object,
    has_duty_verb,
    has_necessive,
    has_role_essive,
    infinitives,
    is_agreement,
    is_doing,
    is_habitual,
    is_in_person,
    is_ma_illative,
    is_present,
    is_telling,
    meaning,
    tells_custom,
    tells_perfect,
    up_to_infinitive,
)
from pipeline.extract.readings import word_set

SURE, LIKELY, DOUBTFUL = 0.9, 0.75, 0.6
_MAY_BE_PAST = 0.1  # what 'kontaktoi' and 'tutkivat', present or past, cost


@dataclass(frozen=True, slots=True)
class Task:
    """What a clause gives: whose task it is; ``is_bare`` where the words before say what it is."""

    owners: tuple[Span, ...]
    found_by: str
    confidence: float
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A clause among those of its sentence, with what is needed to judge it."""

    clauses: Sequence[Clause]
    at: int
    cast: Cast
    deadlines: Deadlines
    subject: Agent | None

    @property
    def clause(self) -> Clause:
        return self.clauses[self.at]

    @property
    def has_due(self) -> bool:
        """True if the clause names a deadline or a coming date, or relates to one."""
        relates = self.clause.link == "relative" and any(
            w.lower in word_set("deadline_after") for w in self.clause.words
        )
        return relates or self.deadlines.has(self.clause.span)

    @property
    def has_deadline(self) -> bool:
        """True if the clause says a date as a deadline: '31.5. mennessä'."""
        return self.deadlines.said_in(self.clause.span) is not None

    @property
    def is_agreed(self) -> bool:
        """True if the clause says what was agreed: 'Sovittiin, että ...', 'Päätös: ...'."""
        if any(w.lower in word_set("decision_labels") for w in self.clause.label):
            return True
        governor = self.governor
        return self.clause.link == "that" and governor is not None and is_agreement(governor)

    @property
    def governor(self) -> Clause | None:
        """The clause that an 'että' clause completes."""
        before = [clause for clause in self.clauses[: self.at] if clause.link == "main"]
        return before[-1] if before else None

    @property
    def has_content_clause(self) -> bool:
        """True if an 'että' clause or a question follows: 'selvittää, voiko ...'."""
        following = self.clauses[self.at + 1 : self.at + 2]
        return bool(following) and following[0].link in ("that", "question")

    @property
    def is_bounded(self) -> bool:
        """True if what is done comes to an end: a whole object, a content clause or a deadline."""
        return has_bounded_object(self.clause) or self.has_content_clause or self.has_due


def clause_task(
    clauses: Sequence[Clause],
    at: int,
    cast: Cast,
    deadlines: Deadlines,
    doer: Agent | None,
    last: Agent | None,
) -> tuple[Task | None, Agent | None]:
    """The task that the clause gives, if any, and whose doing the next clause may go on with.

    ``doer`` is the subject of the clauses before in the same sentence, ``last`` of the sentence
    before ('Hän ...').
    """
    clause = clauses[at]
    subject = _subject(clause, cast, doer, last)
    carried = subject or (None if has_subject(clause, cast) else doer)
    scene = Scene(clauses, at, cast, deadlines, subject)
    if clause.negated or not _is_open(scene):
        return None, carried
    tasks = (judge(scene) for judge in _JUDGES)
    return next((task for task in tasks if task is not None), None), carried


def _is_open(scene: Scene) -> bool:
    """True if a clause of this kind can give a task at all."""
    link = scene.clause.link
    if link == "that":
        return scene.is_agreed
    return link == "main" or (link == "relative" and scene.has_due)


def _subject(clause: Clause, cast: Cast, doer: Agent | None, last: Agent | None) -> Agent | None:
    """Who does what the clause says: named in it, meant by 'hän', or left out after 'ja'."""
    found = find_subject(clause, cast)
    if found is not None and found.kind == "pronoun":
        return doer or last
    if found is not None or doer is None or has_subject(clause, cast):
        return found
    return doer if clause.verb is not None and is_in_person(clause.verb, "3") else None


# --- the judges -----------------------------------------------------------------------------------


def _by_label(scene: Scene) -> Task | None:
    """'Tehtäväksi NN:lle: vähentää ...', 'NN: lähettää ...': the doer stands before the colon."""
    clause, label = scene.clause, scene.clause.label
    if any(w.lower in word_set("handover_words") for w in label):
        owner = find_in_case(label, "allative", scene.cast)
        return Task(owner.spans, "clause:task-label", SURE) if owner else None
    owner = find_in_case(label[-1:], "nominative", scene.cast)
    if owner is None or clause.before or clause.verb is None:
        return None
    verbs = frozenset(r.base for r in clause.verb.finite if is_present(r))
    return Task(owner.spans, "clause:name-label", LIKELY) if verbs & doing() else None


def _by_handover(scene: Scene) -> Task | None:
    """'... menee NN:n tehtäväksi', '... annetaan tehtäväksi NN:lle'."""
    words, verb = scene.clause.words, scene.clause.verb
    if verb is None or not verb.bases & word_set("handing_verbs"):
        return None
    where = next((i for i, w in enumerate(words) if w.lower in word_set("handover_words")), None)
    if where is None:
        return None
    owner = find_in_case(words[:where][-3:], "genitive", scene.cast) or find_in_case(
        words, "allative", scene.cast
    )
    return Task(owner.spans, "clause:handover", LIKELY) if owner else None


def _by_assignment(scene: Scene) -> Task | None:
    """'Pyydetään NN:ää selvittämään ...': the doer is the object of a verb that gives tasks."""
    clause, subject = scene.clause, scene.subject
    where = next((i for i, w in enumerate(clause.words) if is_ma_illative(w)), None)
    if clause.verb is None or where is None:
        return None
    if is_in_person(clause.verb, "4"):
        subject = None  # 'NN valtuutettiin ...': whoever stands there is the object
    if subject and subject.kind == "person":
        return None
    verbs = frozenset(r.base for r in clause.verb.finite)
    if verbs & word_set("agreeing_verbs"):
        verbs |= infinitives(clause)
    if not verbs & word_set("assigning_verbs"):
        return None
    objects = tuple(
        w for w in clause.words[:where] if not subject or w.start >= subject.spans[-1].end
    )
    owners = (find_in_case(objects, case, scene.cast) for case in _OBJECT_CASES)
    owner = next((o for o in owners if o is not None and o.kind != "pronoun"), None)
    return Task(owner.spans, "clause:assignment", LIKELY) if owner else None


_OBJECT_CASES = ("partitive", "genitive", "nominative")


def _by_request(scene: Scene) -> Task | None:
    """'NN:ltä pyydetään kommentit ...': whoever is asked is the doer, and nobody in the passive
    asks. 'NN pyytää ...' is a task of NN's own."""
    clause = scene.clause
    if clause.verb is None or not any(
        r.person == "4" and r.tense == "present_simple" and r.base in word_set("requesting_verbs")
        for r in clause.verb.finite
    ):
        return None
    owner = find_in_case(clause.words, "ablative", scene.cast)
    return Task(owner.spans, "clause:request", LIKELY) if owner else None


def _by_promise(scene: Scene) -> Task | None:
    """'NN lupasi selvittää ...': a promise is a task in any tense."""
    clause, subject = scene.clause, scene.subject
    if subject is None or clause.verb is None:
        return None
    if clause.verb.bases & word_set("promising_verbs") and infinitives(clause) - {"olla"}:
        return Task(subject.spans, "clause:promise", LIKELY)
    return None


def _by_charge(scene: Scene) -> Task | None:
    """'NN:n tehtävänä on varata ...', '... on NN:n vastuulla', 'vastuu ... on NN:llä'."""
    clause, words = scene.clause, scene.clause.words
    if clause.verb is None or "olla" not in clause.verb.bases or tells_perfect(clause):
        return None
    at = next((i for i, w in enumerate(words) if w.lower in ("tehtävänä", "vastuulla")), None)
    if at is not None and (words[at].lower == "vastuulla" or infinitives(clause)):
        owner = find_in_case(words[max(at - 3, 0) : at], "genitive", scene.cast)
    elif any(w.lower == "vastuu" for w in clause.before):
        owner = find_in_case(words, "adessive", scene.cast)
    else:
        return None
    is_somebody = owner is not None and owner.kind == "person"
    return Task(owner.spans, "clause:charge", LIKELY) if owner and is_somebody else None


def _by_office(scene: Scene) -> Task | None:
    """'Juhlan vastuuhenkilöksi NN', 'vastuuhenkilönä toimii NN'."""
    clause = scene.clause
    office = next((w for w in clause.words if w.bases & word_set("office_words")), None)
    if office is None or not office.is_nominal("translative", "essive") or tells_perfect(clause):
        return None
    verb = clause.verb
    if verb is not None and not verb.bases & word_set("office_verbs"):
        return None
    if verb is not None and office.is_nominal("essive") and not any(map(is_present, verb.finite)):
        return None  # 'NN toimi vastuuhenkilönä' tells of before
    owner = find_in_case(clause.words, "nominative", scene.cast)
    is_somebody = owner is not None and owner.kind == "person"
    return Task(owner.spans, "clause:office", LIKELY) if owner and is_somebody else None


def _by_present(scene: Scene) -> Task | None:
    """'NN lähettää ...': the present tense of a doing verb with its doer."""
    clause, subject = scene.clause, scene.subject
    if subject is None or clause.verb is None or has_duty_verb(clause):
        return None
    verbs = meaning(clause, filter(is_present, clause.verb.finite))
    is_own = scene.is_agreed or (scene.has_due and subject.kind == "person")
    thinks = is_own and bool(verbs & word_set("thinking_verbs"))
    narrates = verbs & word_set("narration_verbs") and not (scene.is_agreed or thinks)
    if is_telling(clause, verbs) or narrates:
        return None
    if not (thinks or is_doing(verbs, bounded=has_bounded_object(clause))):
        return None
    if has_role_essive(clause):
        return None
    confidence = _confidence(scene, subject, is_errand=bool(verbs & word_set("task_verbs")))
    if confidence is None:
        return None
    if any(r.tense == "past_imperfective" for r in clause.verb.finite):
        confidence -= _MAY_BE_PAST
    return Task(subject.spans, "clause:present", confidence, is_bare=not clause.after)


def _confidence(scene: Scene, subject: Agent, *, is_errand: bool) -> float | None:
    """How sure it is that a doing verb in the present is a task; None for a mere statement."""
    is_habit = is_habitual(scene.clause)
    if scene.is_agreed:
        return SURE
    if subject.kind == "person":
        if tells_custom(scene.clause) and not scene.has_deadline:
            return None
        return SURE if scene.is_bounded or not is_habit else LIKELY
    if is_habit and not scene.has_deadline:
        return None
    if is_errand and (
        subject.kind == "organisation" or (subject.kind == "role" and subject.is_one)
    ):
        return LIKELY
    # A coming date alone is not enough: 'kirjasto muuttaa uusiin tiloihin 1.4.'
    is_errand_in_time = scene.has_due and (is_errand or scene.has_deadline)
    is_whole = has_bounded_object(scene.clause) or scene.has_content_clause
    return LIKELY if is_whole or is_errand_in_time else None


def _by_wish(scene: Scene) -> Task | None:
    """'Jokainen voisi selvittää ... mennessä': a wish becomes a task with a deadline."""
    clause, subject = scene.clause, scene.subject
    if subject is None or clause.verb is None or not (scene.has_due or scene.is_agreed):
        return None
    is_wish = any(r.base == "voida" and r.mood == "conditional" for r in clause.verb.finite)
    if is_wish and infinitives(clause) & doing():
        return Task(subject.spans, "clause:wish", DOUBTFUL)
    return None


def _by_duty(scene: Scene) -> Task | None:
    """'NN:n pitää lähettää ...', 'NN:n on lähetettävä ...': the doer is in the genitive."""
    clause, cast = scene.clause, scene.cast
    if not has_duty_verb(clause) and not has_necessive(clause):
        return None
    between = up_to_infinitive(clause)
    owner = find_in_case(clause.before, "genitive", cast) or find_in_case(between, "genitive", cast)
    if owner is None and scene.has_due:
        owner = find_in_case(between, "inessive", cast)
    if owner is None or _is_modifier(owner, clause):
        return None
    return Task(owner.spans, "clause:duty", DOUBTFUL)


def _is_modifier(owner: Agent, clause: Clause) -> bool:
    """True if the genitive belongs to the noun after it: 'lautakunnan päätös pitää lähettää'."""
    after = next((w for w in clause.words if w.start >= owner.spans[-1].end), clause.verb)
    return (
        after is not None and after is not clause.verb and after.is_nominal() and not after.finite
    )


def _by_plan(scene: Scene) -> Task | None:
    """'Sovittiin, että selvitetään ...': a plan in the passive, whose owner is nobody."""
    clause = scene.clause
    if clause.verb is None or clause.link != "that" or not scene.is_agreed:
        return None
    planned = doing() - word_set("deciding_verbs")
    is_plan = any(
        r.person == "4" and r.tense == "present_simple" and r.base in planned
        for r in clause.verb.finite
    )
    return Task((), "clause:plan", DOUBTFUL) if is_plan else None


_JUDGES: tuple[Callable[[Scene], Task | None], ...] = (
    _by_label, _by_handover, _by_assignment, _by_request, _by_promise, _by_charge, _by_office,
    _by_present, _by_wish, _by_duty, _by_plan,
)  # fmt: skip
