"""Who does what a clause says: the doers that a document knows, and where a clause names one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from models.records import DocumentText, Mention, Minutes, Span
from pipeline.extract.clauses import Clause
from pipeline.extract.readings import NAMES, Form, Word, is_noun, word_set
from pipeline.morphology import Analysis

AgentKind = Literal["person", "organisation", "role", "group", "everybody", "pronoun"]

_MODIFIERS = frozenset(("adjective", "noun_adjective", "numeral", "pronoun"))


@dataclass(frozen=True, slots=True)
class Agent:
    """A doer as the words name it; ``spans`` has one entry for each of 'Aino ja Eino'."""

    spans: tuple[Span, ...]
    kind: AgentKind
    is_one: bool = False
    """True if the words are in the singular and name one doer."""


class Cast:
    """The people and bodies that a document names, to be looked up word by word."""

    def __init__(
        self, document: DocumentText, minutes: Minutes, mentions: Iterable[Mention]
    ) -> None:
        self._text = document.flat
        self._body = (minutes.meeting.body or "").casefold()
        self._mentions = sorted(mentions, key=lambda mention: mention.span)
        self._starts = [mention.span.start for mention in self._mentions]
        self._people = {p for a in minutes.attendees for p in a.name.casefold().split()}
        self._bodies = {
            a.affiliation.casefold() for a in minutes.attendees if a.affiliation
        } - self._people

    def mention_of(self, word: Word) -> Mention | None:
        """The mention that ``word`` is part of."""
        at = bisect_right(self._starts, word.start) - 1
        if at >= 0 and self._mentions[at].span.end >= word.end:
            return self._mentions[at]
        return None

    def is_person(self, start: int, end: int) -> bool:
        """True if ``start`` to ``end`` is a part of a person's name."""
        at = bisect_right(self._starts, start) - 1
        mention = self._mentions[at] if at >= 0 else None
        return mention is not None and mention.label == "PER" and mention.span.end >= end

    def is_deciding_body(self, span: Span) -> bool:
        """True if ``span`` names the body that meets: 'lautakunta' for 'Tekninen lautakunta'."""
        words = self._text[span.start : span.end].casefold()
        return bool(self._body) and self._body.endswith(words.split()[-1])

    def kind_of(self, word: Word) -> AgentKind | None:
        """What kind of doer ``word`` names, None where it names none."""
        mention = self.mention_of(word)
        if mention is not None:
            return "person" if mention.label == "PER" else "organisation"
        if word.text[:1].isupper():
            names = word.bases | {word.lower}
            if names & self._people:
                return "person"
            if names & self._bodies:
                return "organisation"
        return _common_kind(word.form)


@lru_cache(maxsize=20_000)
def _common_kind(form: Form) -> AgentKind | None:
    """The kind of doer that a common noun or a pronoun names."""
    if form.bases & word_set("person_pronouns"):
        return "pronoun"
    if form.bases & word_set("everybody_words"):
        return "everybody"
    heads = {head for reading in form.readings for head in _heads(reading)}
    if heads & word_set("role_nouns"):
        return "role"
    return "group" if heads & word_set("group_nouns") else None


def _heads(reading: Analysis) -> tuple[str, ...]:
    """The base form of a noun, and of the last parts of a compound: 'työryhmä', 'ryhmä'."""
    if not is_noun(reading):
        return ()
    base = reading.base.casefold().replace("=", "")
    ends = ("".join(reading.parts[i:]).casefold() for i in range(1, len(reading.parts)))
    return (base, base.rpartition("-")[2], *ends)


# --- where a clause names its doer ----------------------------------------------------------------


def find_subject(clause: Clause, cast: Cast) -> Agent | None:
    """The doer in the nominative before the verb, else one after it ('Kutsun lähettää NN')."""
    before = clause.before
    for at in range(len(before) - 1, -1, -1):
        if _is_object(before[at], clause, cast):
            continue
        if _may_be_subject(before[at], cast) and not _is_no_doer(before, at, cast):
            return _agent_at(before, at, "nominative", cast)
    return _subject_after(clause, cast)


def _is_object(word: Word, clause: Clause, cast: Cast) -> bool:
    """True for things in the plural before a verb in the singular: 'Kutsut lähettää NN'."""
    verb = clause.verb
    if verb is None or verb.lower.endswith(("vat", "vät")) or not word.is_nominal("nominative"):
        return False
    forms = [r for r in word.readings if is_noun(r) and r.case == "nominative"]
    third = bool(verb.finite) and all(r.person == "3" for r in verb.finite)
    return third and all(r.plural for r in forms) and cast.kind_of(word) is None


def _subject_after(clause: Clause, cast: Cast) -> Agent | None:
    """A doer after the verb: a person, or with 'voi' anybody ('Sen voi jokainen tarkistaa')."""
    after = clause.after[:4]
    at = next((i for i, w in enumerate(after) if _is_in(w, "nominative", cast)), None)
    agent = None if at is None else _agent_at(after, at, "nominative", cast)
    if agent is None or clause.verb is None:
        return None
    is_modal = "voida" in clause.verb.bases
    return agent if is_modal or agent.kind == "person" else None


def has_subject(clause: Clause, cast: Cast) -> bool:
    """True if something in the nominative stands before the verb."""
    return any(_may_be_subject(word, cast) for word in clause.before)


def find_in_case(words: Sequence[Word], case: str, cast: Cast) -> Agent | None:
    """The last doer in ``case`` among ``words``."""
    for at in range(len(words) - 1, -1, -1):
        if _is_in(words[at], case, cast) and cast.kind_of(words[at]):
            return _agent_at(words, at, case, cast)
    return None


def _may_be_subject(word: Word, cast: Cast) -> bool:
    if any(r.word_class == "numeral" and r.case == "nominative" for r in word.readings):
        return not word.text[0].isdigit()
    if not _is_in(word, "nominative", cast):
        return False
    if cast.kind_of(word) is not None:
        return True
    is_particle = any(r.word_class in ("adverb", "conjunction") for r in word.readings)
    is_time = bool(word.bases & word_set("time_words")) or word.text[0].isdigit()
    return not is_particle and not is_time


def _is_no_doer(words: Sequence[Word], at: int, cast: Cast) -> bool:
    """True for 'joku muu jäsen' (whoever else may do it), and for a name within a compound."""
    if at + 1 < len(words) and words[at + 1].text.startswith("-"):
        return True  # 'Puhdas Pirkanmaa -hanke': the name goes with what follows
    first = _first_of_phrase(words, at, "nominative", cast)
    return any(word.bases & word_set("somebody_words") for word in words[first : at + 1])


def _is_in(word: Word, case: str, cast: Cast) -> bool:
    """True if ``word`` is a noun, a name or a pronoun that may stand in ``case``."""
    mention = cast.mention_of(word)
    if mention is not None:
        if word.end < mention.span.end:
            return False  # the last word of a name bears its case: 'Aino Esimerkille'
        # A name in a mention is read as a name where it can be: 'Aallon' is no wave.
        names = [r for r in word.readings if r.word_class in NAMES]
        return any(r.case == case for r in names or word.readings)
    is_everybody = bool(word.bases & word_set("everybody_words"))
    return word.is_nominal(case) or (is_everybody and any(r.case == case for r in word.readings))


def _agent_at(words: Sequence[Word], at: int, case: str, cast: Cast) -> Agent | None:
    kind = cast.kind_of(words[at])
    if kind is None:
        return None
    first = _first_of_phrase(words, at, case, cast)
    spans: tuple[Span, ...] = (Span(words[first].start, _end_of_phrase(words, at, kind, cast)),)
    is_one = any(r.case == case and not r.plural for r in words[at].readings)
    before = first - 1
    if before >= 0 and words[before].lower in word_set("joining_words"):
        before -= 1
    if before >= 0 and _is_in(words[before], case, cast):
        other = _agent_at(words, before, case, cast)
        if other is not None and _are_alike(other.kind, kind):
            spans = other.spans + spans
            is_one = False
    return Agent(spans, kind, is_one)


def _end_of_phrase(words: Sequence[Word], at: int, kind: AgentKind, cast: Cast) -> int:
    """Where the phrase ends; 'jokainen ryhmää' (for 'ryhmä') takes the group along."""
    if kind == "everybody" and at + 1 < len(words):
        following = words[at + 1]
        if cast.kind_of(following) in ("role", "group") and not following.finite:
            return following.end
    return words[at].end


def _are_alike(one: AgentKind, other: AgentKind) -> bool:
    common = ("role", "group")
    return (
        one == other
        or {one, other} == {"person", "organisation"}
        or (one in common and other in common)
    )


def _first_of_phrase(words: Sequence[Word], at: int, case: str, cast: Cast) -> int:
    """Where the phrase that ends with the word ``at`` begins."""
    mention = cast.mention_of(words[at])
    first = at
    while first > 0 and mention is not None and cast.mention_of(words[first - 1]) is mention:
        first -= 1
    if cast.kind_of(words[at]) == "person":
        while first > 0 and _is_same_name(words[first - 1], words[first], cast):
            first -= 1
        return first
    if mention is not None:
        return first
    while first > 0 and _modifies(words[first - 1], case, cast):
        first -= 1
    return first


def _is_same_name(word: Word, following: Word, cast: Cast) -> bool:
    """True for 'Aino Esimerkki' where no mention holds both words."""
    return word.end + 1 == following.start and cast.kind_of(word) == "person"


def _modifies(word: Word, case: str, cast: Cast) -> bool:
    """True if ``word`` can belong to the noun after it: 'kaikille', 'oman', 'lukion'."""
    if word.finite or word.text[0].isdigit():
        return False
    if cast.kind_of(word) in ("person", "pronoun"):
        return False
    if any(
        r.case == "genitive" and (is_noun(r) or r.word_class in _MODIFIERS) for r in word.readings
    ):
        return True
    return any(
        r.case == case and (r.word_class in _MODIFIERS or r.participle) for r in word.readings
    ) or bool(word.bases & word_set("everybody_words"))
