"""Names to people and organisations: base forms, parts of names to whole ones, aliases to names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from models.records import (
    ActionItem,
    Attendee,
    DocumentText,
    Findings,
    Mention,
    Minutes,
    Organisation,
    OrganisationKind,
    Person,
    Span,
    Warning,
)
from pipeline.inflection import nominative, word_matches
from pipeline.language import Languages
from pipeline.morphology import analyse
from pipeline.names import (
    FullName,
    NameBook,
    attending_book,
    base_person_name,
    clean_name,
    swedish_nominative,
    swedish_person_name,
    to_name_book,
)
from pipeline.registers import (
    KnownOrganisation,
    find_organisation,
    is_short_for,
    is_written_as,
    matches_words,
    without_mark,
)
from pipeline.rulebook import lexicon, lexicon_map
from pipeline.values.identifiers import find_business_id, is_business_id

CAPITALISED = re.compile(r"\b[A-ZÅÄÖ][\w-]+")
BETWEEN_INITIALS = re.compile(r"(?<=\b\w\.)\s(?=\w\.)")
FOLLOWING = 80
ALIAS_GAP = re.compile(r"\s*[,(][^,;.]{0,20}")


def resolve_names(
    document: DocumentText, minutes: Minutes, findings: Findings
) -> tuple[Minutes, Findings]:
    """The minutes with canonical affiliations, and the findings with people, organisations and
    the owners of actions filled in. A name that two present share stays as printed, with a warning.
    """
    resolver = _Resolver(document, minutes)
    resolver.learn_short_names([m for m in findings.mentions if m.label == "ORG"])
    attendees = tuple(resolver.attendee(attendee) for attendee in minutes.attendees)
    people = resolver.people(m for m in findings.mentions if m.label == "PER")
    organisations = resolver.organisations([m for m in findings.mentions if m.label == "ORG"])
    actions = tuple(resolver.action(a, people, organisations) for a in findings.actions)
    return (
        replace(minutes, attendees=attendees),
        replace(
            findings,
            people=people,
            organisations=organisations,
            actions=actions,
            warnings=(*findings.warnings, *resolver.warnings),
        ),
    )


class _Earlier:
    """The people named so far, and where each was named last: thousands may have been."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._last_in: dict[tuple[str | None, str], int] = {}
        self._count = 0

    def note(self, name: str, item: str | None) -> None:
        """Somebody is named, in an item."""
        self._count += 1
        self._last[name] = self._last_in[item, name] = self._count

    def nearest(self, names: Iterable[str]) -> str | None:
        """Who of these was named last, None if nobody was."""
        return max((n for n in names if n in self._last), key=self._last.__getitem__, default=None)

    def nearest_in(self, item: str | None, names: Iterable[str]) -> str | None:
        """Who of these was named last in the item, None if nobody was."""
        there = ((item, name) for name in names if (item, name) in self._last_in)
        found = max(there, key=self._last_in.__getitem__, default=None)
        return found and found[1]


@dataclass
class _Resolver:
    """What one document says about the names in it."""

    document: DocumentText
    minutes: Minutes
    warnings: list[Warning] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.book = attending_book(
            tuple(a.name for a in self.minutes.attendees), self.document.flat
        )
        self.languages = Languages(self.document, self.minutes)
        self.seen = frozenset(CAPITALISED.findall(self.document.flat))
        self.absent = {clean_name(a.name) for a in self.minutes.attendees if a.mode == "absent"}
        self.affiliations = [a.affiliation for a in self.minutes.attendees if a.affiliation]
        self.aliases: dict[str, str] = {}
        self.in_short: dict[str, str] = {}

    # people

    def attendee(self, attendee: Attendee) -> Attendee:
        known = attendee.affiliation and find_organisation(attendee.affiliation)
        full = (self._called(known) or known.name) if known else None
        affiliation = full or self._in_full(attendee.affiliation)
        deputy_for = attendee.deputy_for and self.full_name(attendee.deputy_for)
        return replace(
            attendee,
            name=clean_name(attendee.name),
            affiliation=affiliation,
            deputy_for=deputy_for or attendee.deputy_for,
        )

    def full_name(self, words: str) -> str | None:
        """The attendee that ``words``, a full name in any case, means."""
        parts = clean_name(words).split()
        found = self.book.full(parts) if len(parts) > 1 else None
        if found is None and len(parts) == 1:
            meant = self.book.meant_by(parts[0])
            found = meant[0][0] if len(meant) == 1 else None
        return found.name if found else None

    def people(self, mentions: Iterable[Mention]) -> tuple[Person, ...]:
        mentions = list(mentions)
        named: dict[int, str] = {}
        for at, mention in enumerate(mentions):
            words = self._words(mention)
            if len(words) > 1:
                named[at] = self._name_of_full(words, mention)
        introduced = to_name_book(dict.fromkeys(named.values()))
        earlier = _Earlier()
        for at, mention in enumerate(mentions):
            if at not in named:
                named[at] = self._name_of_part(mention, introduced, earlier)
            earlier.note(named[at], mention.item)
        grouped: dict[str, list[Mention]] = {}
        spelling: dict[str, str] = {}  # 'J. K. Esimerkki' and 'J.K. Esimerkki' are one
        for at, mention in enumerate(mentions):
            name = spelling.setdefault(BETWEEN_INITIALS.sub("", named[at]), named[at])
            grouped.setdefault(name, []).append(mention)
        listed = {name.name for name in self.book.names}
        return tuple(Person(name, name in listed, tuple(ms)) for name, ms in grouped.items())

    def _words(self, mention: Mention) -> list[str]:
        words = clean_name(self.document.flat[mention.span.start : mention.span.end]).split()
        return [*words[1:], words[0]] if mention.found_by == "rule:surname-first" else words

    def _name_of_full(self, words: Sequence[str], mention: Mention) -> str:
        known = self._book_of(mention).full([word.rstrip(".") for word in words])
        return known.name if known else self._base_name(words, mention)

    def _base_name(self, words: Sequence[str], mention: Mention) -> str:
        if self.languages.is_swedish(mention.span.start):
            return swedish_person_name(words, self.seen)
        return base_person_name(words, self.seen, self._after(mention))

    def _book_of(self, mention: Mention) -> NameBook:
        swedish = self.languages.is_swedish(mention.span.start)
        return self.book.in_swedish if swedish else self.book

    def _after(self, mention: Mention) -> str:
        return self.document.flat[mention.span.end : mention.span.end + FOLLOWING]

    def _name_of_part(self, mention: Mention, introduced: NameBook, earlier: _Earlier) -> str:
        """Whom a first name or surname alone means; as printed (base form) if it cannot be told."""
        word = self._words(mention)[0]
        meant = self._present_of(self._book_of(mention).meant_by(word))
        if len(meant) > 1:
            nearest = earlier.nearest_in(mention.item, meant)
            meant = [nearest] if nearest else meant
        if len(meant) > 1:
            base = self._base_of_part(word, mention)
            message = f"{base} may be any of: {', '.join(meant)}"
            page = self.document.page_of(mention.span.start)
            self.warnings.append(Warning("ambiguous_name", message, page, mention.item))
            return base
        if meant and (" " in meant[0] or not introduced.meant_by(word)):
            return meant[0]
        others = [name.name for name, _ in introduced.meant_by(word)]
        nearest = earlier.nearest(others)
        return nearest or (others or [self._base_of_part(word, mention)])[0]

    def _base_of_part(self, word: str, mention: Mention) -> str:
        for name, part in self.book.meant_by(word):
            known = name.given if part == "given" else (name.surname,)
            for base in known:
                if word_matches(base, word, False):
                    return base
        return self._base_name([word], mention)

    def _present_of(self, meant: Sequence[tuple[FullName, str]]) -> list[str]:
        names = list(dict.fromkeys(name.name for name, _ in meant))
        present = [name for name in names if name not in self.absent]
        return present or names

    # organisations

    def organisations(self, mentions: Sequence[Mention]) -> tuple[Organisation, ...]:
        self._learn_aliases(mentions)
        self._learn_registered(mentions)
        found = [(self._meant(m), m) for m in mentions]
        spelling = self._spellings(known.name for known, _ in found)
        grouped: dict[str, tuple[KnownOrganisation, list[Mention]]] = {}
        for known, mention in found:
            grouped.setdefault(known.name.casefold(), (known, []))[1].append(mention)
        return tuple(
            Organisation(
                self._called(known, ms[0]) or spelling[key],
                known.kind,
                known.identifier or self._business_id(ms),
                tuple(ms),
            )
            for key, (known, ms) in grouped.items()
        )

    def _business_id(self, mentions: Sequence[Mention]) -> str | None:
        """The code that the document gives beside one of the mentions; a warning where its check
        digit is wrong."""
        for mention in mentions:
            end = mention.span.end
            code = find_business_id(self.document.flat[end : end + FOLLOWING])
            if code and is_business_id(code):
                return code
            if code:
                page = self.document.page_of(end)
                said = f"{code} is no business identity code: its check digit is wrong"
                self.warnings.append(Warning("business_id_wrong", said, page, mention.item))
        return None

    def _meant(self, mention: Mention) -> KnownOrganisation:
        swedish = self.languages.is_swedish(mention.span.start)
        return self.organisation(self._text(mention), mention.found_by, swedish)

    def _nominative(self, text: str, swedish: bool) -> str:
        return swedish_nominative(text, self.seen) if swedish else nominative(text, self.seen)

    def _called(self, known: KnownOrganisation, first: Mention | None = None) -> str | None:
        """The Swedish name of an organisation in a Swedish document, and in one of two languages
        where Swedish is that in which it is named first; None elsewhere."""
        language = self.minutes.language
        if language == "und" and first is not None:
            language = self.languages.at(first.span.start)
        return known.swedish or None if language == "sv" else None

    def _text(self, mention: Mention) -> str:
        return " ".join(self.document.quote(mention.span).replace("–", "-").split())

    def _spellings(self, names: Iterable[str]) -> Mapping[str, str]:
        """For each name the spelling of the attendance list, else the commonest one."""
        counts = Counter(names)
        best: dict[str, str] = {}
        for name, _ in counts.most_common():
            best.setdefault(name.casefold(), name)
        for affiliation in map(clean_name, self.affiliations):
            if affiliation.casefold() in best:
                best[affiliation.casefold()] = affiliation
        return best

    def organisation(
        self, text: str, found_by: str = "", swedish: bool = False
    ) -> KnownOrganisation:
        """The organisation that ``text`` in any case names, under its canonical name."""
        if found_by == "attendance-compound":
            text = text.partition("-")[0]
        known = find_organisation(text) or self._municipality_with_head(text)
        if known:
            return known
        name = self._nominative(text, swedish)
        alias = self.aliases.get(name.casefold())
        if alias:
            return self.organisation(alias)
        for affiliation in dict.fromkeys(map(clean_name, self.affiliations)):
            if is_name_form(affiliation, text) or is_name_form(without_mark(affiliation), text):
                if meant := self.aliases.get(affiliation.casefold()):
                    return self.organisation(meant)
                return KnownOrganisation(affiliation, kind_of(affiliation), None, "attendance")
        whole = self.in_short.get(name.casefold()) or self._own_body(name, found_by) or name
        return KnownOrganisation(whole, kind_of(whole), None, found_by)

    def _own_body(self, name: str, found_by: str) -> str | None:
        """The body that met, where its last word alone stands for it: 'lautakunta' of a place."""
        body = self.minutes.meeting.body or ""
        is_end = found_by == "rule:named-body" and body.casefold().endswith(f" {name.casefold()}")
        return body if is_end and name[:1].islower() else None

    def _learn_registered(self, mentions: Sequence[Mention]) -> None:
        """'Esimerkki Oy' is meant by 'Esimerkki'."""
        for mention in mentions:
            if mention.found_by == "rule:registered-name":
                name = nominative(self._text(mention), self.seen)
                short = without_mark(name)
                if short != name:
                    self.in_short.setdefault(short.casefold(), name)

    def _municipality_with_head(self, text: str) -> KnownOrganisation | None:
        """'Testilän kaupungin': the municipality itself."""
        words = text.split()
        heads = _municipality_heads()
        if len(words) != 2 or heads.isdisjoint(
            (words[1].casefold().removesuffix("s"), nominative(words[1].casefold()))
        ):
            return None
        known = find_organisation(words[0])
        return known if known and known.kind == "municipality" else None

    def learn_short_names(self, mentions: Sequence[Mention]) -> None:
        """Affiliations in the initials of the one wellbeing county that the document names."""
        known = filter(None, (find_organisation(self._text(m)) for m in mentions))
        counties = {body.name for body in known if body.kind == "wellbeing_county"}
        for short in {a for a in self.affiliations if " " not in a and not find_organisation(a)}:
            meant = [name for name in counties if is_short_for(short, name)]
            if len(meant) == 1:
                self.aliases[short.casefold()] = meant[0]

    def _in_full(self, affiliation: str | None) -> str | None:
        return self.aliases.get(affiliation.casefold(), affiliation) if affiliation else None

    def _learn_aliases(self, mentions: Sequence[Mention]) -> None:
        """'Esimerkin laitos (EL)': the second name stands for the first."""
        for left, right in pairwise(mentions):
            gap = self.document.flat[left.span.end : right.span.start]
            if not ALIAS_GAP.fullmatch(gap) or "alias" not in (left.found_by, right.found_by):
                continue
            short, name = (right, left) if right.found_by == "alias" else (left, right)
            alias = nominative(self._text(short), self.seen).casefold()
            self.aliases.setdefault(alias, self._text(name))

    # actions

    def action(
        self, action: ActionItem, people: Sequence[Person], organisations: Sequence[Organisation]
    ) -> ActionItem:
        """The action with its assignees and recipients named."""
        named = [(m.span, person.name) for person in people for m in person.mentions]
        bodies = [(m.span, body.name) for body in organisations for m in body.mentions]
        return replace(
            action,
            assignees=self._parties(action.owner_spans, named, bodies) or action.assignees,
            recipients=self._parties(action.recipient_spans, named, bodies) or action.recipients,
        )

    def _parties(
        self,
        spans: Sequence[Span],
        people: Sequence[tuple[Span, str]],
        bodies: Sequence[tuple[Span, str]],
    ) -> tuple[str, ...]:
        names: list[str] = []
        for span in spans:
            inside = [(at, name) for at, name in people if at.overlaps(span)]
            names += [name for _, name in sorted(inside)] or [self._group(span, bodies)]
        return tuple(dict.fromkeys(names))

    def _group(self, span: Span, bodies: Sequence[tuple[Span, str]]) -> str:
        for at, name in bodies:
            if at.start <= span.start and span.end <= at.end:
                return name
        text = self.document.flat[span.start : span.end]
        if self.languages.is_swedish(span.start):
            return text[:1].lower() + text[1:]
        return group_name(text)


def is_name_form(name: str, text: str) -> bool:
    """True if ``text`` is ``name`` in some case, its capitals allowing."""
    words = text.split()
    if len(words) == 1 and " " not in name:
        return is_written_as(name, text) and word_matches(name, text)
    return matches_words(tuple(name.split()), words)


def group_name(text: str) -> str:
    """A group or role in base form, in the number that it has: 'kaikille kouluille', 'koulut'."""
    words = text.split()
    while len(words) > 1 and any(r.base in _quantifiers() for r in analyse(words[0].lower())):
        words = words[1:]
    name = nominative(" ".join(words), _parties())
    first = name.split()[0] if name else ""
    everyday = any(r.base[:1].islower() for r in analyse(first.lower()))
    return name[:1].lower() + name[1:] if everyday and not first.isupper() else name


@lru_cache(maxsize=1)
def _parties() -> frozenset[str]:
    """Words for groups and roles: 'nuorille' is of 'nuori' rather than of 'nuora'."""
    return frozenset((*lexicon("group_nouns"), *lexicon("role_nouns"), *lexicon("people_words")))


@lru_cache(maxsize=1)
def _quantifiers() -> frozenset[str]:
    return frozenset(lexicon("quantifiers"))


@lru_cache(maxsize=1)
def _municipality_heads() -> frozenset[str]:
    return frozenset(lexicon_map("organisation_words")["municipality"])


KINDS: tuple[OrganisationKind, ...] = ("school", "state", "association", "company", "body")


@lru_cache(maxsize=10_000)
def kind_of(name: str) -> OrganisationKind | None:
    """The kind that a canonical name's last words tell, None where they tell nothing."""
    table = lexicon_map("organisation_words")
    words = name.split()
    if set(words) & set(table["company_marks"]):
        return "company"
    if words[-1] in table["association_marks"]:
        return "association"
    last = words[-1].casefold()
    for kind in ("wellbeing_county", *KINDS):
        if any(last.endswith(word.casefold()) for word in table[kind]):
            return kind
    return "body" if last.endswith(table["hyphen_ends"]) and "-" in last else None
