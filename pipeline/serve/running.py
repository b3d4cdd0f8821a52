"""Listening: a socket of our own, so that a port that is taken is said before anything starts."""

from __future__ import annotations

import ipaddress
import socket
import webbrowser
from collections.abc import Callable
from threading import Timer

from pipeline.errors import InputError
from pipeline.serve.site import Site


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
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        site.close()
