"""The plugin: what Datasette asks of it, and which function makes the page of which address."""

from __future__ import annotations

import asyncio
import re
import traceback
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from datasette import hookimpl
from datasette.handle_exception import handle_exception as datasettes_answer
from datasette.utils.asgi import Response

from pipeline.errors import InputError
from pipeline.serve import correcting, lists, searching
from pipeline.serve.answering import Context, Handler, desk_page, failed, form_page, page
from pipeline.serve.gate import App, guarded
from pipeline.serve.language import Words, words_in
from pipeline.serve.meeting import record_to_view
from pipeline.serve.pictures import original_of, page_picture

if TYPE_CHECKING:
    from pipeline.serve.site import Site

NAME = "poytakirja"
DOCUMENT = r"/meeting/(?P<document>doc_[0-9a-f]+)"
KEPT_SECONDS = 24 * 3600


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Any) -> list[tuple[str, Handler]]:
    """Our pages; Datasette's own stay where they are, but for its index."""
    if not is_ours(datasette):
        return []
    return [
        (r"^/$", page("front.html", lists.front)),
        (r"^/meetings$", page("meetings.html", lists.meetings)),
        (rf"^{DOCUMENT}$", page("meeting.html", meeting)),
        (rf"^{DOCUMENT}/page-(?P<number>\d{{1,5}})\.png$", picture),
        (r"^/people$", page("people.html", lists.people)),
        (r"^/person/(?P<person>person_[0-9a-f]+)$", page("person.html", lists.person)),
        (r"^/organisations$", page("organisations.html", lists.organisations)),
        (r"^/organisation$", page("organisation.html", lists.organisation)),
        (r"^/actions$", page("actions.html", lists.actions)),
        (r"^/search$", page("search.html", searching.search)),
        (r"^/about$", page("about.html", lambda _site, _request, _say: {})),
        (r"^/robots\.txt$", robots),
        (r"^/corrections$", desk_page(correcting.show_latest, correcting.do_undo)),
        (
            rf"^{DOCUMENT}/facts$",
            form_page("facts.html", correcting.show_facts, correcting.do_layer),
        ),
        (
            rf"^{DOCUMENT}/fact/(?P<fact>[a-z]{{3}}_[0-9a-f]+)$",
            form_page("fact.html", correcting.show_fact, correcting.do_fact),
        ),
        (rf"^{DOCUMENT}/add$", form_page("add.html", correcting.show_new, correcting.do_new)),
        (
            r"^/person/(?P<person>person_[0-9a-f]+)/same$",
            form_page("same.html", correcting.show_person, correcting.do_person),
        ),
    ]


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """The gate before every page."""
    if not is_ours(datasette):
        return lambda app: app
    return lambda app: guarded(app, datasette.hosts)


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """What templates need where Datasette fills them without asking plugins: in its own errors."""
    if is_ours(datasette):
        env.globals.update(
            say=words_in("fi"), tongue="fi", here="/", other_language="/?lang=en", has_desk=False,
            may_correct=False,
        )  # fmt: skip


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(datasette: Any, request: Any) -> Context:
    """What every template may use: words of the reader's language, and the way to the other."""
    if not is_ours(datasette) or request is None:
        return {}
    tongue = request.scope["tongue"]
    other = "en" if tongue == "fi" else "fi"
    rest = parse_qsl(request.query_string)
    return {
        "say": words_in(tongue),
        "tongue": tongue,
        "here": request.path,
        "other_language": f"{request.path}?{urlencode([*rest, ('lang', other)])}",
        "today": date.today().isoformat(),
        "with_page": partial(_with_page, rest),
        "has_desk": datasette.desk is not None,
        "may_correct": _may_correct(datasette, request),
    }


def _may_correct(site: Site, request: Any) -> bool:
    session = site.desk.session_of(request) if site.desk else None
    return bool(session and session.by)


def _with_page(pairs: list[tuple[str, str]], number: int, name: str = "page") -> str:
    """The same address with another page of what ``name`` counts."""
    return f"?{urlencode([*(pair for pair in pairs if pair[0] != name), (name, number)])}"


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """What went wrong, on a page like the others, or as JSON where JSON was asked for."""
    if not is_ours(datasette):
        return datasettes_answer(datasette=datasette, request=request, exception=exception)
    say = words_in(request.scope["tongue"])
    status, title, error = explain(exception, say)
    if status >= 500:  # a bug of ours; who asked something impossible is told on the page
        traceback.print_exception(exception)
    if request.path.endswith(".json"):
        told = {"ok": False, "error": error, "status": status, "title": title}
        return Response.json(told, status=status)
    return failed(datasette, request, title, error, status)


def explain(exception: Exception, say: Words) -> tuple[int, str, str]:
    """The HTTP status of an error, a title, and words about it that are no HTML."""
    status = getattr(exception, "status", 500)
    if getattr(exception, "title", None) == "SQL Interrupted":
        return status, say("site.wrong"), say("site.too_long")
    if status >= 500:
        return status, say("site.wrong"), say("site.bug")
    if status == 404:
        return status, say("site.not_found"), say("site.no_page")
    words = re.sub(r"<[^>]+>", " ", str(getattr(exception, "message", exception)))
    return status, say("site.wrong"), " ".join(words.split())


def is_ours(datasette: Any) -> bool:
    """True for a site of ours: a plugin is every Datasette's in the process."""
    return hasattr(datasette, "store")


# --- pages --------------------------------------------------------------------------------------


def meeting(site: Site, request: Any, say: Words) -> Context:
    """What the page of a document shows; InputError if there is none."""
    try:
        document = site.store.document(request.url_vars["document"])
    except InputError as error:
        raise InputError(say("site.no_document")) from error
    record = site.store.load_record(document.sha256, document.part)
    persons = site.store.overviews.persons_in(document.id)
    return {
        "document": document,
        "view": record_to_view(record, persons, say),
        "has_pages": original_of(site.store, document.sha256) is not None,
        "linked": site.store.linked_documents(document),
        "warnings": [
            *record.warnings, *record.document.warnings, *record.minutes.warnings,
            *record.findings.warnings,
        ],
    }  # fmt: skip


async def picture(datasette: Site, request: Any) -> Any:
    """A page of the original as a picture; 404 where there is none."""

    def drawn() -> bytes:
        document = datasette.store.document(request.url_vars["document"])
        return page_picture(datasette.store, document.sha256, int(request.url_vars["number"]))

    try:
        body = await asyncio.to_thread(drawn)
    except InputError as error:
        return Response.text(str(error), status=404)
    headers = {"cache-control": f"private, max-age={KEPT_SECONDS}"}
    return Response(body, content_type="image/png", headers=headers)


async def robots(datasette: Site, request: Any) -> Any:
    """Nothing is for search engines: names of people are on nearly every page."""
    return Response.text("User-agent: *\nDisallow: /\n")
