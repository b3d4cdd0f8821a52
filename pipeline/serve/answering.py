"""Handlers of addresses: a page that is shown, a form that is shown and taken, what went wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from datasette.utils.asgi import Response

from pipeline.errors import EntryError, InputError, PipelineError
from pipeline.serve.desk import Desk, cookie_of, is_from_here
from pipeline.serve.language import Words, words_in

if TYPE_CHECKING:
    from pipeline.serve.site import Site

Context = dict[str, Any]
Builder = Callable[["Site", Any, Words], Context]
Taker = Callable[["Site", Any, str, dict[str, list[str]]], str]
Handler = Callable[["Site", Any], Awaitable[Any]]
DESK = "/corrections"
MOST_BYTES, MOST_FIELDS = 1_000_000, 20_000
"""Of a form that is sent: one that takes apart a person has a field for each document."""
NOT_KEPT = {"cache-control": "no-store"}


def page(template: str, build: Builder) -> Handler:
    """The handler that fills ``template`` with what ``build`` finds; in a thread, as it asks the
    database."""

    async def handler(datasette: Site, request: Any) -> Any:
        return await _shown(datasette, request, template, build, {}, 200)

    return handler


async def _shown(
    site: Site, request: Any, template: str, build: Builder, more: Context, status: int
) -> Any:
    say = words_in(request.scope["tongue"])
    try:
        context = await asyncio.to_thread(build, site, request, say)
    except InputError as error:
        return await failed(site, request, say("site.not_found"), str(error), 404)
    except PipelineError as error:
        return await failed(site, request, say("site.wrong"), str(error), 503)
    body = await site.render_template(template, {**context, **more}, request=request)
    return Response.html(body, status=status, headers=NOT_KEPT if "session" in more else {})


async def failed(site: Site, request: Any, title: str, error: str, status: int) -> Any:
    """A page that says what went wrong."""
    context = {"title": title, "error": error}
    body = await site.render_template("error.html", context, request=request)
    return Response.html(body, status=status)


# --- forms ----------------------------------------------------------------------------------------


def form_page(template: str, build: Builder, take: Taker) -> Handler:
    """The handler of a form for those who gave the token: it shows it, or does what was sent and
    goes on elsewhere. What does not fit is said above the form, which keeps what was typed."""

    async def handler(datasette: Site, request: Any) -> Any:
        say, desk = words_in(request.scope["tongue"]), datasette.desk
        if desk is None:
            return await failed(datasette, request, say("site.not_found"), say("desk.off"), 404)
        session = desk.session_of(request)
        if session is None or not session.by:
            return Response.redirect(f"{DESK}?{urlencode({'next': request.path})}", status=303)
        more: Context = {"session": session}
        if request.method == "POST":
            form = await _form(request)
            if form is None:
                return await failed(datasette, request, say("site.wrong"), say("desk.refused"), 403)
            try:
                place = await asyncio.to_thread(take, datasette, request, session.by, form)
                return Response.redirect(place, status=303)
            except (EntryError, InputError) as error:
                more |= {"wrong": str(error), "sent": form}
            except PipelineError as error:
                return await failed(datasette, request, say("site.wrong"), str(error), 503)
        status = 400 if "wrong" in more else 200
        return await _shown(datasette, request, template, build, more, status)

    return handler


def desk_page(build: Builder, take: Taker) -> Handler:
    """The handler of the page where the token is given, and corrections are listed and taken
    back."""
    listed = form_page("corrections.html", build, take)

    async def handler(datasette: Site, request: Any) -> Any:
        say, desk = words_in(request.scope["tongue"]), datasette.desk
        if desk is None:
            return await failed(datasette, request, say("site.not_found"), say("desk.off"), 404)
        if token := request.args.get("token"):
            key = desk.open(token)
            return _opened(desk, request, key) if key else await _refused(datasette, request, say)
        session = desk.session_of(request)
        if request.method != "POST" and session and session.by:
            return await listed(datasette, request)
        if request.method != "POST":
            return await _asked(datasette, request, {"is_known": session is not None})
        form = await _form(request)
        if form is None:
            return await failed(datasette, request, say("site.wrong"), say("desk.refused"), 403)
        if "leave" in form:
            desk.close(request)
            return _redirect("/", "")
        if session and session.by:
            return await listed(datasette, request)
        return await _signed_in(datasette, request, say, form)

    return handler


async def _signed_in(site: Site, request: Any, say: Words, form: dict[str, list[str]]) -> Any:
    """The session of somebody who has said who they are."""
    desk = site.desk
    assert desk is not None
    by = " ".join(form.get("by", [""])[0].split())[:200]
    if not by:
        known = desk.session_of(request) is not None
        return await _asked(site, request, {"is_known": known, "wrong": say("desk.no_name")}, 400)
    if desk.session_of(request):
        desk.name(request, by)
        return Response.redirect(_after(form), status=303)
    key = desk.open(form.get("token", [""])[0].strip(), by)
    if key is None:
        return await _refused(site, request, say)
    return _redirect(_after(form), key)


def _opened(desk: Desk, request: Any, key: str) -> Any:
    """On to the same page without the token: addresses are kept in histories."""
    return _redirect(DESK, key)


async def _refused(site: Site, request: Any, say: Words) -> Any:
    await asyncio.sleep(1)
    return await _asked(site, request, {"is_known": False, "wrong": say("desk.wrong_token")}, 403)


async def _asked(site: Site, request: Any, context: Context, status: int = 200) -> Any:
    context = {"next": request.args.get("next") or "", **context}
    body = await site.render_template("sign_in.html", context, request=request)
    return Response.html(body, status=status, headers=NOT_KEPT)


def _redirect(place: str, key: str) -> Any:
    return Response.redirect(place, status=303, headers={"set-cookie": cookie_of(key)})


def _after(form: dict[str, list[str]]) -> str:
    """Where somebody wanted to go, if that is here."""
    place = form.get("next", [""])[0]
    parts = urlsplit(place)
    is_here = place.startswith("/") and not (parts.netloc or parts.scheme or "\\" in place)
    return place if is_here and not place.startswith("//") else DESK


async def _form(request: Any) -> dict[str, list[str]] | None:
    """What was sent, which can be read once; None where a page of another site sent it, or too
    much."""
    size = request.headers.get("content-length", "")
    if not is_from_here(request) or not size.isdecimal() or int(size) > MOST_BYTES:
        return None
    if "sent" not in request.scope:
        body = (await request.post_body()).decode("utf-8", "replace")
        try:
            sent = parse_qs(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            return None
        request.scope["sent"] = sent
    kept: dict[str, list[str]] = request.scope["sent"]
    return kept
