"""The pages of many documents: front page, meetings, people, organisations, tasks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pipeline.errors import InputError
from pipeline.questions import questions
from pipeline.serve.language import Words
from pipeline.store import MeetingFilter, TaskFilter
from pipeline.store.overviews import PAGE, AppearanceLine
from pipeline.store.tasklines import Asked

if TYPE_CHECKING:
    from pipeline.serve.site import Site

T = TypeVar("T")
Context = dict[str, Any]

LATEST, BODIES, BESIDE = 12, 12, 30
"""Lines of the front page, and of what stands beside an organisation."""
CHOICES = 500
"""Organs offered where one is chosen."""
STATUSES: tuple[Asked, ...] = get_args(Asked)
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def front(site: Site, _request: Any, _say: Words) -> Context:
    """What there is: counts, the latest meetings, the organs that met most, questions."""
    overviews = site.store.overviews
    return {
        "counts": overviews.counts(),
        "latest": overviews.meetings(MeetingFilter())[:LATEST],
        "bodies": overviews.bodies(BODIES),
        "questions": questions().values(),
    }


def meetings(site: Site, request: Any, _say: Words) -> Context:
    """The meetings that the form asks for, a page of them."""
    asked = MeetingFilter(
        body=_words(request, "body"),
        since=_day(request, "since"),
        until=_day(request, "until"),
        words=_words(request, "words"),
    )
    overviews = site.store.overviews
    found = overviews.meetings(asked, _page(request))
    return {"asked": asked, "bodies": overviews.bodies(CHOICES), **_paged(request, found)}


def people(site: Site, request: Any, _say: Words) -> Context:
    """The people whose names hold what is asked."""
    words = _words(request, "words")
    found = site.store.overviews.people(words, _page(request))
    return {"words": words, **_paged(request, found)}


def person(site: Site, request: Any, say: Words) -> Context:
    """Somebody through time: meetings by year, tasks, the items that name them."""
    key, overviews = request.url_vars["person"], site.store.overviews
    found = overviews.person(key)
    if found is None:
        raise InputError(say("site.no_person"))
    names, reasons = overviews.names_and_reasons(key)
    meetings = overviews.appearances(key, _page(request, "meetings"))
    return {
        "person": found,
        "names": sorted(names - {found.name}),
        "years": _years(meetings[:PAGE]),
        "meetings": _paged(request, meetings, "meetings"),
        "tasks": site.store.tasks.list(TaskFilter(person=key, status="all", as_of=_today()), PAGE),
        "reasons": sorted(_reason(reason, say) for reason in reasons),
        **_paged(request, overviews.items_naming(key, _page(request))),
    }


def _years(appearances: Sequence[AppearanceLine]) -> list[tuple[str, list[AppearanceLine]]]:
    """The appearances by year, in their order."""
    years: dict[str, list[AppearanceLine]] = defaultdict(list)
    for one in appearances:
        years[(one.date or "")[:4]].append(one)
    return list(years.items())


def _reason(reason: str, say: Words) -> str:
    """'home: Vihti' in the reader's words."""
    name, _, rest = reason.partition(": ")
    return ": ".join(filter(None, [say(f"person.{name}"), rest]))


def organisations(site: Site, request: Any, _say: Words) -> Context:
    """The organisations whose names hold what is asked."""
    words = _words(request, "words")
    found = site.store.overviews.organisations(words, _page(request))
    return {"words": words, **_paged(request, found)}


def organisation(site: Site, request: Any, say: Words) -> Context:
    """An organisation through time: years, items, who came for it, what is named beside it."""
    name, overviews = _words(request, "name"), site.store.overviews
    years = overviews.organisation_years(name)
    if not years:
        raise InputError(say("site.no_organisation"))
    return {
        "name": name,
        "years": years,
        "most": max(mentions for _, _, mentions in years) or 1,
        "together": overviews.named_together(name, BESIDE),
        "representatives": overviews.representatives(name, BESIDE),
        **_paged(request, overviews.items_about(name, _page(request))),
    }


def actions(site: Site, request: Any, _say: Words) -> Context:
    """The tasks that the form asks for, as they stood at its day, with what became of each."""
    status = _words(request, "status")
    asked = TaskFilter(
        owner=_words(request, "owner"),
        organ=_words(request, "body"),
        due_before=_day(request, "due_before"),
        status=status if status in STATUSES else "open",
        as_of=_day(request, "as_of") or _today(),
        confidence=confidence_of(request),
    )
    start = PAGE * (max(1, _page(request)) - 1)
    return {
        "asked": asked,
        "statuses": STATUSES,
        "bodies": site.store.overviews.bodies(CHOICES),
        **_paged(request, site.store.tasks.list(asked, PAGE + 1, start)),
    }


# --- what is asked ------------------------------------------------------------------------------


def _today() -> str:
    return date.today().isoformat()


def _words(request: Any, name: str) -> str:
    return (request.args.get(name) or "").strip()


def _day(request: Any, name: str) -> str:
    """The day that the form names; nothing where it is no day."""
    value = _words(request, name)
    return value if DAY.fullmatch(value) else ""


def confidence_of(request: Any) -> float:
    """How sure findings must be, 0 to 1, given as a percentage."""
    value = _words(request, "confidence")
    return min(int(value), 100) / 100 if value.isascii() and value.isdecimal() else 0.0


def _page(request: Any, name: str = "page") -> int:
    value = _words(request, name)
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 7 else 1


def _paged(request: Any, found: Sequence[T], name: str = "page") -> Context:
    """The lines of a page, and the numbers of those before and after it."""
    number = max(1, _page(request, name))
    return {
        "lines": found[:PAGE],
        "page_before": number - 1 if number > 1 else None,
        "page_after": number + 1 if len(found) > PAGE else None,
    }
