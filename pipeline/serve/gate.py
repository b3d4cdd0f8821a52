"""What every answer passes: hosts that may ask, headers that browsers obey, the language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from pipeline.serve.language import TONGUES, tongue_of

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{inline}; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-robots-tag": "noindex, nofollow",
}
"""Names of people are on nearly every page: nothing is kept, framed or indexed by others."""
YEAR = 365 * 24 * 3600


def guarded(app: App, hosts: frozenset[str]) -> App:
    """The app behind the gate: it answers to loopback's names and ``hosts`` alone.

    A page of some other site can make its own name lead to this machine; it then asks under that
    name.
    """

    async def gate(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        given = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        if _host(given.get("host", "")) not in LOOPBACK | hosts:
            await _refuse(send)
            return
        asked, scope["query_string"] = _language_asked(scope["query_string"])
        cookie = _cookie(given.get("cookie", ""), "lang")
        scope["tongue"] = tongue_of(asked, cookie, given.get("accept-language", ""))
        kept = asked if asked in TONGUES and asked != cookie else None

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _headers(message, scope["path"], kept)}
            await send(message)

        await app(scope, receive, send_with_headers)

    return gate


def _language_asked(query: bytes) -> tuple[str, bytes]:
    """The language that an address asks for, and the rest of its query: a table would look for rows
    of that ``lang``."""
    pairs = [each for each in query.split(b"&") if each]
    asked = [each for each in pairs if each.startswith(b"lang=")]
    words = asked[0].removeprefix(b"lang=").decode("latin-1") if asked else ""
    return words, b"&".join(each for each in pairs if each not in asked)


def _host(value: str) -> str | None:
    try:
        return urlsplit(f"//{value}").hostname
    except ValueError:
        return None


def _cookie(header: str, name: str) -> str | None:
    try:
        cookies = SimpleCookie(header)
    except CookieError:
        return None
    return cookies[name].value if name in cookies else None


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    words = "This host name is not served here: see 'poytakirja serve --help'.\n"
    await send({"type": "http.response.body", "body": words.encode()})


def _headers(message: Message, path: str, tongue: str | None) -> list[tuple[bytes, bytes]]:
    """The answer's headers and ours; Datasette's own pages have styles in their tags."""
    is_datasettes = path.startswith(("/minutes", "/-/"))
    ours = {
        "content-security-policy": POLICY.format(
            inline=" 'unsafe-inline'" if is_datasettes else ""
        ),
        **HEADERS,
    }
    found = [pair for pair in message.get("headers", []) if pair[0].decode().lower() not in ours]
    if not any(name.lower() == b"cache-control" for name, _ in found):
        found.append((b"cache-control", b"private, no-cache"))
    found += [(name.encode(), value.encode()) for name, value in ours.items()]
    if tongue:
        cookie = f"lang={tongue}; Path=/; Max-Age={YEAR}; SameSite=Lax; HttpOnly"
        found.append((b"set-cookie", cookie.encode()))
    return found
