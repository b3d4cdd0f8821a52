"""What the server asks itself so that others need not wait."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from pipeline.serve import open_site, running
from pipeline.serve.running import Readying
from pipeline.store import open_store


@pytest.fixture
def asked() -> Iterator[tuple[list[str], int]]:
    """The paths that a server of nothing is asked for, and its port."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield paths, server.server_port
        server.shutdown()


def test_questions_and_views_are_asked_whenever_the_database_comes_to_rest(
    tmp_path: Path, asked: tuple[list[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "minutes.db"
    paths, port = asked
    monkeypatch.setattr(running, "LOOK_SECONDS", 0.05)
    with open_store(str(path), create=True) as store:
        site = open_site(str(path))
        readying = Readying(site, "127.0.0.1", port)
        readying.start()
        try:
            _wait_for(paths, "/minutes/statutes-cited", 1)
            _wait_for(paths, "/minutes/warnings_by_severity", 1)
            with store.engine.begin() as connection:
                connection.exec_driver_sql("CREATE TABLE more (one INTEGER)")
            _wait_for(paths, "/minutes/warnings_by_severity", 2)
        finally:
            readying.end()
            readying.join(timeout=10)
            site.close()
    assert not readying.is_alive()
    assert paths.count("/minutes/statutes-cited") == 2


def _wait_for(paths: list[str], path: str, times: int) -> None:
    until = time.monotonic() + 20
    while paths.count(path) < times:
        assert time.monotonic() < until, f"{path} was asked {paths.count(path)} times"
        time.sleep(0.02)
