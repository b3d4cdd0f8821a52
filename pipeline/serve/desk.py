"""Who may correct: a token opens a session, and a cookie that no script reads keeps it."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import InputError

COOKIE = "corrections"
SECONDS = 12 * 3600
"""How long a session lasts."""
MOST = 100
"""Sessions at a time; the oldest ends first."""
SHORTEST = 16
"""Characters that a token has at least."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who gave the token: what they are called ('' while they have not said), and when it
    ends, in seconds of ``time.monotonic``."""

    by: str
    ends: float


class Desk:
    """Where corrections are taken: knows the token and the sessions, which end with the process."""

    def __init__(self, token: str) -> None:
        if len(token) < SHORTEST:
            raise InputError(f"The token for corrections is too short: give it {SHORTEST} letters")
        self._token = token.encode()
        self._sessions: dict[str, Session] = {}

    def open(self, token: str, by: str = "") -> str | None:
        """The key of a new session; None where the token is another one."""
        if not secrets.compare_digest(token.encode(), self._token):
            return None
        now = time.monotonic()
        kept = [(key, one) for key, one in self._sessions.items() if one.ends > now]
        self._sessions = dict(kept[-MOST + 1 :])
        key = secrets.token_urlsafe(32)
        self._sessions[key] = Session(by, now + SECONDS)
        return key

    def session_of(self, request: Any) -> Session | None:
        """The session whose cookie the request has."""
        found = self._sessions.get(_key(request))
        return found if found and found.ends > time.monotonic() else None

    def name(self, request: Any, by: str) -> None:
        """Note what somebody is called."""
        if session := self.session_of(request):
            self._sessions[_key(request)] = replace(session, by=by)

    def close(self, request: Any) -> None:
        """End the session."""
        self._sessions.pop(_key(request), None)


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(24)


def cookie_of(key: str) -> str:
    """The header that has a browser keep the key of a session, '' that it forgets it."""
    age = SECONDS if key else 0
    return f"{COOKIE}={key}; Path=/; Max-Age={age}; HttpOnly; SameSite=Strict"


def is_from_here(request: Any) -> bool:
    """True unless the browser says that a page of another site sends the form."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if site not in (None, "same-origin", "none"):
        return False
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _key(request: Any) -> str:
    try:
        cookies = SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[COOKIE].value if COOKIE in cookies else ""
