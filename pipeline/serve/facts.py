"""A record's findings as marks: what was understood, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

from models.records import ActionItem, DateMention, Decision, Record, Statistic, Votes
from pipeline.serve.language import Words
from pipeline.serve.marking import Mark, MarkKind
from pipeline.store import Finding, RecordIds

SIGNS = {"about": "≈ ", "over": "> ", "under": "< ", "at_least": "≥ ", "at_most": "≤ "}
WEB = ("http://", "https://", "mailto:")
"""What a link may lead to: nothing that a browser runs."""


def record_to_marks(
    record: Record, ids: RecordIds, persons: Mapping[str, str], say: Words
) -> list[Mark]:
    """Every finding as a mark; ``persons`` are the ids of people by their names here."""
    found = record.findings
    marks = list(_attendees(record, ids, persons, say))
    marks += [
        _decision(key, one, say) for key, one in zip(ids.decisions, found.decisions, strict=True)
    ]
    marks += [_action(key, one, say) for key, one in zip(ids.actions, found.actions, strict=True)]
    for key, figure in zip(ids.statistics, found.statistics, strict=True):
        details = ((say("field.subject"), figure.subject),) if figure.subject else ()
        marks.append(_mark(key, "statistic", figure, figure_in_words(figure, say), details=details))
    for key, day in zip(ids.dates, found.dates, strict=True):
        marks.append(_mark(key, "date", day, date_in_words(day)))
    for key, link in zip(ids.links, found.links, strict=True):
        href = link.url if link.url.startswith(WEB) else ""
        marks.append(_mark(key, "link", link, link.url, href))
    for key, reference in zip(ids.references, found.references, strict=True):
        value = " · ".join(
            filter(None, [say(f"reference.{reference.kind}"), reference.ref, reference.title])
        )
        marks.append(_mark(key, "reference", reference, value))
    marks += _names(record, ids, persons, say)
    return marks


def _mark(
    key: str,
    kind: MarkKind,
    one: Finding,
    value: str,
    href: str = "",
    details: tuple[tuple[str, str], ...] = (),
    fact: str = "",
) -> Mark:
    return Mark(
        key, kind, one.span, one.item, value, one.found_by, one.confidence, href, details, fact
    )


def _decision(key: str, one: Decision, say: Words) -> Mark:
    details = ((say("field.votes"), votes_in_words(one.votes, say)),) if one.votes else ()
    return _mark(key, "decision", one, say(f"decision.{one.kind}"), details=details)


def votes_in_words(votes: Votes, say: Words) -> str:
    """The counts, and who voted how where names are printed."""
    named = {
        "for": votes.for_, "against": votes.against, "abstain": votes.abstain,
        "blank": votes.blank, "absent": votes.absent,
    }  # fmt: skip
    counts = [f"{say(f'vote.{name}')} {n}" for name, n in named.items() if n is not None]
    choices = [f"{name}: {say(f'vote.{choice}')}" for name, choice in votes.names]
    return ", ".join(counts + choices)


def _action(key: str, one: ActionItem, say: Words) -> Mark:
    said = {
        "owner": ", ".join(one.assignees), "due": one.due, "recipient": ", ".join(one.recipients),
        "condition": one.condition,
    }  # fmt: skip
    details = tuple((say(f"field.{name}"), value) for name, value in said.items() if value)
    return _mark(key, "action", one, say("mark.action"), details=details)


def _attendees(
    record: Record, ids: RecordIds, persons: Mapping[str, str], say: Words
) -> Iterator[Mark]:
    for key, one in zip(ids.attendees, record.minutes.attendees, strict=True):
        known = persons.get(one.name)
        value = f"{one.name} · {say(f'role.{one.role}')}"
        href = f"/person/{quote(known)}" if known else ""
        yield Mark(key, "person", one.span, None, value, "attendance", 1.0, href)


def _names(
    record: Record, ids: RecordIds, persons: Mapping[str, str], say: Words
) -> Iterator[Mark]:
    listed = {attendee.span for attendee in record.minutes.attendees}
    for at, person in enumerate(record.findings.people):
        known = persons.get(person.name)
        href = f"/person/{quote(known)}" if known else ""
        for nth, mention in enumerate(person.mentions):
            if any(mention.span.overlaps(span) for span in listed):
                continue
            key = f"per-{at}-{nth}"
            yield _mark(key, "person", mention, person.name, href, fact=ids.people[at])
    for at, organisation in enumerate(record.findings.organisations):
        kind = say(f"organisation.{organisation.kind}") if organisation.kind else ""
        value = " · ".join(filter(None, [organisation.name, kind]))
        href = organisation_address(organisation.name)
        for nth, mention in enumerate(organisation.mentions):
            key = f"org-{at}-{nth}"
            yield _mark(key, "organisation", mention, value, href, fact=ids.organisations[at])


def organisation_address(name: str) -> str:
    """The page of an organisation: it has no id across documents but its name."""
    return f"/organisation?{urlencode({'name': name})}"


def figure_in_words(one: Statistic, say: Words) -> str:
    """'≈ 41 → 45 %', '8–12 EUR'."""
    value = _number(one.value, say)
    if one.previous is not None:
        value = f"{_number(one.previous, say)} → {value}"
    if one.upper is not None:
        value = f"{value}–{_number(one.upper, say)}"
    return f"{SIGNS.get(one.comparator, '')}{value} {one.unit}".strip()


def _number(value: float, say: Words) -> str:
    """With the spaces and the decimal mark of the language."""
    words = f"{value:,.10g}" if value != int(value) else f"{int(value):,}"
    return words.replace(",", "\u00a0").replace(".", say("number.point"))


def date_in_words(one: DateMention) -> str:
    """The date as the contract writes it, which says how exact it is."""
    return f"{one.value} – {one.end}" if one.end else one.value
