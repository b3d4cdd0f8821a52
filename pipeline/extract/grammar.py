"""Questions to a clause: tense, meaning, infinitives, how whole its object is."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extract.clauses import Clause
from pipeline.extract.readings import Word, is_infinitive, is_noun, word_set
from pipeline.morphology import Analysis

_OBJECT_CASES = frozenset(("nominative", "genitive", "partitive"))
_PLACE_CASES = frozenset(("inessive", "illative", "elative", "adessive", "allative", "ablative"))


def is_agreement(clause: Clause) -> bool:
    """True for 'sovittiin', 'päätettiin', 'sovitaan', 'sovittu': what follows was agreed."""
    if any(w.lower in word_set("earlier_words") for w in clause.words):
        return False
    if infinitives(clause) & word_set("proposing_verbs"):
        return False  # 'päätettiin esittää, että ...': another body decides
    words = (clause.verb,) if clause.verb else clause.words
    return any(
        r.base in word_set("agreeing_verbs") | word_set("agreed_words")
        for w in words
        for r in w.readings
    )


def is_present(reading: Analysis) -> bool:
    """True for the third person of the present indicative."""
    return (
        reading.mood == "indicative" and reading.tense == "present_simple" and reading.person == "3"
    )


def is_in_person(verb: Word, person: str) -> bool:
    """True if the finite verb may stand in ``person`` ('4' is the passive)."""
    return any(r.person == person for r in verb.finite)


def doing() -> frozenset[str]:
    """The verbs whose meaning can be a task."""
    return word_set("task_verbs") | word_set("doing_verbs")


def is_doing(verbs: Iterable[str], *, bounded: bool) -> bool:
    """True if one of the verbs can be a task; with a whole object also 'painattaa', 'monistaa'."""
    endings = tuple(word_set("doing_endings"))
    no_doing = word_set("state_verbs") | word_set("narration_verbs")
    return any(
        verb in doing() or (bounded and verb not in no_doing and verb.endswith(endings))
        for verb in verbs
    )


def meaning(clause: Clause, readings: Iterable[Analysis]) -> frozenset[str]:
    """The verbs that say what is done: the infinitive's where the finite verb only helps."""
    bases = frozenset(r.base for r in readings)
    phrases = {f"{base} {w.lower}" for base in bases for w in clause.after}
    if phrases & word_set("doing_phrases"):
        return frozenset(("tehdä",))
    if bases & word_set("helping_verbs"):
        lent = infinitives(clause)
        if lent and bases & word_set("going_verbs"):
            return frozenset(("tehdä",)) if lent - word_set("state_verbs") else frozenset()
        return (lent or bases) & doing()
    return bases


def is_telling(clause: Clause, verbs: Iterable[str]) -> bool:
    """True for 'merkitsee tiedoksi': doing that is done by saying so."""
    phrases = {f"{verb} {w.lower}" for verb in verbs for w in clause.after}
    return bool(phrases & word_set("telling_phrases"))


def infinitives(clause: Clause) -> frozenset[str]:
    """The base forms of the infinitives beside the finite verb."""
    beside = [w for w in clause.words if w is not clause.verb]
    return frozenset(r.base for w in beside for r in w.readings if is_infinitive(r))


def is_ma_illative(word: Word) -> bool:
    """True for the '-maan' form: 'selvittämään'."""
    return any(r.mood == "MA-infinitive" and r.case == "illative" for r in word.readings)


def up_to_infinitive(clause: Clause) -> tuple[Word, ...]:
    """The words between the finite verb and its infinitive (the next three where none is)."""
    after = clause.after
    for at, word in enumerate(after):
        if any(map(is_infinitive, word.readings)):
            return after[:at]
    return after[:3]


def has_duty_verb(clause: Clause) -> bool:
    """True for 'pitää lähettää', 'tulee selvittää': a verb of duty with something to do."""
    verb = clause.verb
    is_duty = verb is not None and any(
        r.base in word_set("duty_verbs") and r.person == "3" and r.tense != "past_imperfective"
        for r in verb.finite
    )
    return is_duty and bool(infinitives(clause) & doing())


def has_necessive(clause: Clause) -> bool:
    """True for 'on lähetettävä' and 'on syytä lähettää'."""
    if clause.verb is None or "olla" not in {r.base for r in clause.verb.finite}:
        return False
    if any(w.lower in word_set("duty_words") for w in clause.after):
        return bool(infinitives(clause) & doing())
    return any(
        r.participle == "present_passive" and r.case == "nominative"
        for w in clause.after
        for r in w.readings
    )


def is_habitual(clause: Clause) -> bool:
    """True for what goes on anyway: 'yleensä', 'joka kuukausi'."""
    pairs = zip(clause.words, clause.words[1:], strict=False)
    return any(w.lower in word_set("habit_words") for w in clause.words) or any(
        word.lower == "joka" and following.bases & word_set("time_words")
        for word, following in pairs
    )


def tells_custom(clause: Clause) -> bool:
    """True for what somebody usually does: 'NN käy usein ...'."""
    return any(w.lower in word_set("usual_words") for w in clause.words)


def tells_perfect(clause: Clause) -> bool:
    """True for 'on ollut': an active participle of the past behind the verb."""
    return any(r.participle == "past_active" for w in clause.after for r in w.readings)


def has_role_essive(clause: Clause) -> bool:
    """True for 'jatkaa sihteerinä': being something, not doing it; 'perjantaina' is a time."""
    return any(
        w.is_nominal("essive")
        and not w.is_nominal("partitive")
        and w.bases.isdisjoint(word_set("time_words"))
        for w in clause.after
    )


def has_bounded_object(clause: Clause) -> bool:
    """True if the verb has a whole object: 'vie tiedon', 'vievät tiedot', not 'vie tietoa'.

    'Vie tiedon ryhmille' has one too, unless something else is the object ('tekee ryhmän tiloissa
    työtä').
    """
    after = clause.after
    before_place = False
    for at, word in enumerate(after):
        following = after[at + 1] if at + 1 < len(after) else None
        if word.is_nominal("partitive") and not word.is_nominal("nominative", "genitive"):
            return False
        belongs = not word.is_nominal("nominative") and _may_belong(following, _OBJECT_CASES)
        if _is_whole(word) and not belongs:
            if not _may_belong(following, _PLACE_CASES):
                return True
            before_place = True
    return before_place


def _is_whole(word: Word) -> bool:
    """True for 'tiedon', 'tiedot' and 'tietonsa'."""
    nouns = [r for r in word.readings if is_noun(r)]
    if any(r.word_class in ("adverb", "adposition") for r in word.readings):
        return False
    return any(
        (r.case == "nominative" and (r.plural or r.possessive))
        or (r.case == "genitive" and not r.plural)
        for r in nouns
    )


def _may_belong(following: Word | None, cases: frozenset[str]) -> bool:
    """True if a genitive before ``following`` may be its modifier: 'tiedon jakoa'."""
    return following is not None and any(
        r.case in cases or r.word_class == "adposition" for r in following.readings
    )
