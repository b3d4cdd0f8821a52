"""Corrections in a browser: who may make them, and that they are those of the command."""

from __future__ import annotations

import asyncio
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.errors import InputError
from pipeline.serve import Desk, Site, open_site
from pipeline.serve.running import address_of, listen
from pipeline.store import StoredFact, open_store
from tests.building import make_record
from tests.serve.conftest import SAMPLE
from tests.serve.test_browser import CHROMIUM, FLAGS

TOKEN = "a token of the tests"


@pytest.fixture
def database(tmp_path: Path, minutes: Path) -> Path:
    """A database of this test alone."""
    copied = tmp_path / "minutes.db"
    shutil.copy(minutes, copied)
    with open_store(str(copied)) as store:
        store.save_record(make_record("toinen.pdf"))
    return copied


@pytest.fixture
def taking(database: Path) -> Iterator[Site]:
    """The site that takes corrections."""
    opened = open_site(str(database), frozenset(), Desk(TOKEN))
    yield opened
    opened.close()


class Reader:
    """Somebody with a browser that keeps cookies."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, Any] | None = None, **headers: str) -> Any:
        async def answer() -> Any:
            await self._site.invoke_startup()
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            given = {"host": "localhost", "cookie": cookies, **headers}
            if form is None:
                return await self._site.client.get(path, headers=given)
            return await self._site.client.post(path, headers=given, data=form)

        found = asyncio.run(answer())
        for cookie in found.headers.get_list("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return found

    def sign_in(self, by: str = "Aino Virta") -> Reader:
        page = self.ask("/corrections")
        assert page.status_code == 200
        form = {"csrftoken": self.csrf(page), "token": TOKEN, "by": by, "next": "/corrections"}
        assert self.ask("/corrections", form).status_code == 303
        return self

    def csrf(self, page: Any) -> str:
        return str(re.findall(r'name="csrftoken" value="([^"]+)"', page.text)[0])

    def send(self, path: str, **form: Any) -> Any:
        return self.ask(path, {"csrftoken": self.csrf(self.ask(path)), **form})


def document_of(site: Site) -> str:
    return f"/meeting/{site.store.find_documents(SAMPLE)[0].id}"


def facts_of(site: Site, kind: str) -> list[StoredFact]:
    document = site.store.find_documents(SAMPLE)[0]
    return [fact for fact in site.store.corrections.facts(document) if fact.kind == kind]


# --- who may ------------------------------------------------------------------------------------


def test_without_being_asked_for_there_are_no_corrections(site: Site) -> None:
    reader = Reader(site)
    for path in ("/corrections", f"{document_of(site)}/facts", f"{document_of(site)}/add"):
        assert reader.ask(path).status_code == 404
    assert "/corrections" not in reader.ask("/").text
    assert "/fact/" not in reader.ask(document_of(site)).text


def test_only_who_has_the_token_may_correct(taking: Site) -> None:
    [fact, *_] = facts_of(taking, "action")
    path = f"{document_of(taking)}/fact/{fact.id}"
    stranger = Reader(taking)
    assert stranger.ask(path).headers["location"].startswith("/corrections?next=")
    assert stranger.ask(path, {"verdict": "delete"}).status_code == 303
    assert stranger.ask("/corrections?token=another").status_code == 403
    wrong = stranger.ask("/corrections", {"token": "another", "by": "X"})
    assert wrong.status_code == 403
    assert "corrections" not in stranger.cookies
    stranger.cookies["corrections"] = "guessed"
    assert stranger.ask(path).status_code == 303
    assert "/fact/" not in stranger.ask(document_of(taking)).text
    assert facts_of(taking, "action")[0] == fact


def test_the_token_leaves_the_address_at_once(taking: Site) -> None:
    reader = Reader(taking)
    answer = reader.ask(f"/corrections?token={TOKEN.replace(' ', '+')}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/corrections")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("corrections="))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert TOKEN not in cookie
    page = reader.ask("/corrections")
    assert 'name="by"' in page.text  # who it is has still to be said
    assert "no-store" in page.headers["cache-control"]


@pytest.mark.parametrize(
    "place",
    ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)", ""],
)
def test_signing_in_leads_nowhere_else(taking: Site, place: str) -> None:
    form = {"token": TOKEN, "by": "Aino", "next": place}
    assert Reader(taking).ask("/corrections", form).headers["location"] == "/corrections"


def test_a_form_of_another_site_does_nothing(taking: Site) -> None:
    reader = Reader(taking).sign_in()
    [fact, *_] = facts_of(taking, "action")
    path = f"{document_of(taking)}/fact/{fact.id}"
    csrf = reader.csrf(reader.ask(path))
    form = {"verdict": "delete"}
    assert reader.ask(path, form).status_code == 403
    form["csrftoken"] = csrf
    assert reader.ask(path, form, origin="http://evil.example").status_code == 403
    assert reader.ask(path, form, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert facts_of(taking, "action")[0] == fact
    assert reader.ask(path, form, origin="http://localhost").status_code == 303


def test_who_leaves_may_no_longer_correct(taking: Site) -> None:
    reader = Reader(taking).sign_in()
    key = reader.cookies["corrections"]
    reader.send("/corrections", leave="1")
    reader.cookies["corrections"] = key
    assert reader.ask(f"{document_of(taking)}/facts").status_code == 303


def test_a_token_has_to_be_long_and_the_machine_the_only_one(database: Path) -> None:
    with pytest.raises(InputError, match="too short"):
        Desk("short")
    for extra in (["--host", "0.0.0.0"], ["--allow-host", "minutes.example"]):
        done = CliRunner().invoke(
            main, ["serve", "--db", str(database), "--port", "0", "--corrections", *extra]
        )
        assert done.exit_code == 2
        assert "--corrections-anywhere" in done.output


# --- what is done -------------------------------------------------------------------------------


def test_a_fact_is_changed_and_who_said_so_is_kept(taking: Site) -> None:
    reader = Reader(taking).sign_in("Aino Virta")
    [fact, *_] = [one for one in facts_of(taking, "action") if one.values["due"]]
    answer = reader.send(
        f"{document_of(taking)}/fact/{fact.id}",
        verdict="set", due="2025-09", assignees="Aino Virta, Onni Koe", text=fact.values["text"],
    )  # fmt: skip
    assert answer.status_code == 303
    changed = next(one for one in facts_of(taking, "action") if one.target == fact.target)
    assert changed.values | {"due": "2025-09", "due_precision": "month"} == changed.values
    assert changed.values["assignees"] == ["Aino Virta", "Onni Koe"]
    [(said, state, _)] = taking.store.corrections.all()
    assert (said.verdict, said.entered_by, state) == ("set", "Aino Virta", "applied")
    assert set(said.values) == {"due", "due_precision", "assignees"}  # what was left alone is not
    page = reader.ask(answer.headers["location"]).text
    assert "Kirjattu" in page
    assert "Aino Virta" in page
    assert "2025-09" in reader.ask(document_of(taking)).text


def test_what_does_not_fit_is_said_and_what_was_typed_is_kept(taking: Site) -> None:
    reader = Reader(taking).sign_in()
    [fact, *_] = facts_of(taking, "action")
    answer = reader.send(
        f"{document_of(taking)}/fact/{fact.id}", verdict="set", due="huomenna", condition="<jos>"
    )
    assert answer.status_code == 400
    assert "is no time" in answer.text
    assert 'value="huomenna"' in answer.text
    assert "&lt;jos&gt;</textarea>" in answer.text
    unchanged = reader.send(f"{document_of(taking)}/fact/{fact.id}", verdict="set")
    assert unchanged.status_code == 400
    assert taking.store.corrections.all() == []


def test_facts_are_confirmed_deleted_added_and_taken_back(taking: Site) -> None:
    reader, document = Reader(taking).sign_in(), document_of(taking)
    figures = facts_of(taking, "statistic")
    reader.send(f"{document}/fact/{figures[0].id}", verdict="confirm")
    reader.send(f"{document}/fact/{figures[1].id}", verdict="delete")
    place = {"quote": figures[2].quote, "item": figures[2].item}
    made = reader.send(f"{document}/add?kind=statistic", **place, value="1 234,5", unit="EUR")
    assert made.status_code == 303
    none = reader.send(f"{document}/add?kind=statistic", quote="nosuchwords", value="1", unit="x")
    assert "has no words" in none.text
    now = facts_of(taking, "statistic")
    assert figures[1].target not in {fact.target for fact in now}
    assert 1234.5 in [fact.values["value"] for fact in now]
    assert reader.send("/corrections", id="cor_").status_code == 400
    for said, _, _ in taking.store.corrections.all():
        assert reader.send("/corrections", id=said.id).status_code == 303
    assert [fact.values for fact in facts_of(taking, "statistic")] == [f.values for f in figures]


def test_a_layer_is_gone_through(taking: Site) -> None:
    reader = Reader(taking).sign_in()
    assert reader.send(f"{document_of(taking)}/facts", kind="action").status_code == 303
    verdicts = [said.verdict for said, _, _ in taking.store.corrections.all()]
    assert verdicts[-1] == "complete"
    assert set(verdicts) == {"confirm", "complete"}
    assert "käyty läpi" in reader.ask(f"{document_of(taking)}/facts").text
    assert reader.send(f"{document_of(taking)}/facts", kind="nonsense").status_code == 400


def test_people_are_joined_and_taken_apart(taking: Site) -> None:
    reader = Reader(taking).sign_in()
    person = taking.store.persons.named("Aino Esimerkki")[0]
    other = taking.store.persons.named("saarelma")[0]
    path = f"/person/{person.id}/same"
    assert reader.send(path, verdict="merge", other="Nobody At All").status_code == 400
    assert reader.send(path, verdict="merge", other=person.id).status_code == 400
    joined = reader.send(path, verdict="merge", other=other.id)
    assert joined.status_code == 303
    [one] = taking.store.persons.named("saarelma")
    assert {"Aino Esimerkki", other.name} <= {each.name for each in one.appearances}
    out = [each.key[0] for each in one.appearances if each.name == other.name]
    assert reader.send(f"/person/{one.id}/same", verdict="split", document=out).status_code == 303
    assert {each.name for each in taking.store.persons.named("saarelma")[0].appearances} == {
        other.name
    }


def test_every_form_has_its_words_in_both_languages(taking: Site) -> None:
    reader = Reader(taking).sign_in()
    person = taking.store.persons.named("saarelma")[0]
    [fact, *_] = facts_of(taking, "action")
    document = document_of(taking)
    paths = ("/corrections", f"{document}/facts", f"{document}/add", f"/person/{person.id}/same",
             f"{document}/fact/{fact.id}", f"{document}/add?kind=decision")  # fmt: skip
    for path in paths:
        finnish, english = (
            reader.ask(path + ("&" if "?" in path else "?") + f"lang={tongue}").text
            for tongue in ("fi", "en")
        )
        assert "<h1>" in finnish
        assert re.findall("<h1>.*</h1>", finnish) != re.findall("<h1>.*</h1>", english), path
        assert re.findall(r"<script(?![^>]*\bsrc=)", finnish) == []


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")
def test_a_fact_is_corrected_by_keyboard_without_a_script(taking: Site) -> None:
    from playwright.sync_api import sync_playwright

    with serving(taking) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_context(
            locale="fi", java_script_enabled=False, viewport={"width": 360, "height": 780}
        ).new_page()
        page.goto(f"{address}corrections?token={TOKEN.replace(' ', '+')}")
        assert "token" not in page.url
        page.get_by_label("Nimesi").fill("Aino Virta")
        page.keyboard.press("Enter")
        page.get_by_text("Korjaaja: Aino Virta").wait_for()
        page.goto(address.rstrip("/") + document_of(taking))
        page.locator(".card.k-action .pen").first.focus()
        page.keyboard.press("Enter")
        page.get_by_label("määräaika").fill("2025-10-01")
        page.keyboard.press("Enter")
        page.get_by_text("Kirjattu.").wait_for()
        assert page.locator("ins").first.inner_text() == "2025-10-01"
        browser.close()
    [(said, _, _)] = taking.store.corrections.all()
    assert said.values["due"] == "2025-10-01"


@contextmanager
def serving(site: Site) -> Iterator[str]:
    """The address of the site while a browser looks at it."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(site.app(), log_level="warning", lifespan="off"))
    with listen("127.0.0.1", 0) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield address_of(listening)
        finally:
            server.should_exit = True
            thread.join()
