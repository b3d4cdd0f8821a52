"""Listening: a socket of our own, so that a port that is taken is said before anything starts."""

from __future__ import annotations

import ipaddress
import socket
import webbrowser
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread, Timer
from urllib.parse import urlsplit

from pipeline.errors import InputError
from pipeline.questions import questions
from pipeline.serve.site import NAME, Site

LOOK_SECONDS = 2.0
"""How often is looked whether the database has changed."""


def is_loopback(host: str) -> bool:
    """True if only programs of this machine reach what listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free. InputError where it cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=128)
    except socket.gaierror as error:
        raise InputError(f"{host}: no such host ({error.strerror}); try 127.0.0.1") from error
    except OSError as error:
        raise InputError(
            f"Port {port} of {host} cannot be used ({error.strerror}): name another with --port"
        ) from error


def address_of(listening: socket.socket) -> str:
    """What to type into a browser of this machine."""
    host, port = listening.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class Readying(Thread):
    """Asks the ready questions, and for all views, when the database has changed and then come to
    rest, so that the answers are there when somebody else asks."""

    def __init__(self, site: Site, host: str, port: int) -> None:
        super().__init__(name="readying", daemon=True)
        self._database = site.get_database(NAME)
        self._place = host, port
        self._over = Event()

    def run(self) -> None:
        """Look every other second, until it is over."""
        ready, seen = None, None
        with closing(self._database.connect()) as watching:
            while not self._over.wait(LOOK_SECONDS):
                version = watching.execute("PRAGMA data_version").fetchone()[0]
                if version == seen and version != ready:
                    self._ask_all([*questions(), *self._database.all_views()])
                    ready = version
                seen = version

    def end(self) -> None:
        """Do not look again."""
        self._over.set()

    def _ask_all(self, names: Iterable[str]) -> None:
        for name in names:
            if self._over.is_set():
                return
            connection = HTTPConnection(*self._place, timeout=30)
            with closing(connection), suppress(OSError, HTTPException):
                connection.request("GET", f"/{NAME}/{name}", headers={"Host": "127.0.0.1"})
                connection.getresponse().read()


def serve_site(
    site: Site, listening: socket.socket, say: Callable[[str], None], *, browser: bool = False
) -> None:
    """Answer until somebody stops it; ``say`` is told the address. Opens a ``browser`` if asked."""
    import uvicorn

    address = address_of(listening)
    say(address)
    if browser:
        timer = Timer(0.5, webbrowser.open, [address])
        timer.daemon = True
        timer.start()
    config = uvicorn.Config(site.app(), log_level="warning", server_header=False, lifespan="off")
    port = listening.getsockname()[1]
    readying = Readying(site, urlsplit(address).hostname or "127.0.0.1", port)
    readying.start()
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        readying.end()
        site.close()
