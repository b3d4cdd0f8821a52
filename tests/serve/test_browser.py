"""The pages in a real browser: a click on a fact shows its place, keys do so too, a phone copes."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.serve import Site
from pipeline.serve.running import address_of, listen
from tests.serve.conftest import SAMPLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium: apt install chromium, or sh deploy/chromium.sh"
)


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    """Where the site is served to a browser."""
    import uvicorn

    config = uvicorn.Config(site.app(), log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    with listen("127.0.0.1", 0) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield address_of(listening)
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def meeting(site: Site, address: str) -> str:
    return f"{address}meeting/{site.store.find_documents(SAMPLE)[0].id}"


def open_page(browser: Browser, path: str, complaints: list[str], **options: Any) -> Page:
    page = browser.new_context(locale="fi", **options).new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path)
    return page


def is_in_view(page: Page, selector: str) -> bool:
    """True once the element lies in the window; it may still be scrolled to."""
    script = """([selector]) => {
        const box = document.querySelector(selector).getBoundingClientRect();
        return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight; }"""
    page.wait_for_function(script, arg=[selector], timeout=5000)
    return True


def test_a_fact_leads_to_its_place_and_back(browser: Browser, meeting: str) -> None:
    complaints: list[str] = []
    page = open_page(browser, meeting, complaints, viewport={"width": 1280, "height": 900})
    mark = page.locator(".item a.m.k-statistic").last
    key = mark.get_attribute("data-f")
    mark.click()
    box = f'[id="b-{key}"]'
    assert "hot" in (page.locator(box).get_attribute("class") or "")
    assert is_in_view(page, f"{box} rect")
    page.evaluate("scrollTo(0, 0)")
    page.locator(f"{box} rect").first.click()
    assert is_in_view(page, f'[data-f="{key}"]')
    assert page.evaluate("document.activeElement.dataset.f") == key
    assert complaints == []


def test_the_keyboard_does_what_the_mouse_does(browser: Browser, meeting: str) -> None:
    page = open_page(browser, meeting, [], viewport={"width": 1280, "height": 900})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator(".item a.m.k-date").first.focus()
    page.keyboard.press("Enter")
    focused = page.evaluate("document.activeElement.dataset.b")
    assert focused
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.f") == focused


def test_a_kind_can_be_hidden(browser: Browser, meeting: str) -> None:
    page = open_page(browser, meeting, [], viewport={"width": 1280, "height": 900})
    card = page.locator(".card.k-action").first
    assert card.is_visible()
    page.locator('input[data-kind="action"]').uncheck()
    assert not card.is_visible()


def test_no_page_is_wider_than_a_phone_or_complains(
    browser: Browser, address: str, meeting: str
) -> None:
    complaints: list[str] = []
    paths = ("", "meetings", "actions", "people", "organisations", "search?q=kokous", "about",
             "minutes", "minutes/meetings", "minutes/votes")  # fmt: skip
    for path in [meeting, *(address + path for path in paths)]:
        page = open_page(browser, path, complaints, viewport={"width": 360, "height": 740})
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert (path, wide, complaints) == (path, 0, [])
        page.context.close()


def test_tables_can_be_read_in_the_dark_on_a_phone(browser: Browser, address: str) -> None:
    page = open_page(
        browser, f"{address}minutes/meetings?lang=fi", [], viewport={"width": 360, "height": 740},
        color_scheme="dark",
    )  # fmt: skip
    row = page.locator("table.rows-and-columns tbody tr").first
    assert row.evaluate("row => getComputedStyle(row).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert "tapaaminen" in page.locator("body").inner_text()


def test_the_pictures_of_the_pages_come(browser: Browser, meeting: str) -> None:
    page = open_page(browser, meeting, [], viewport={"width": 1280, "height": 900})
    sheet, picture = page.locator(".sheet").first, page.locator(".sheet img").first
    # The page's policy forbids scripts made of strings: Playwright cannot wait for one here.
    wide = picture.evaluate("async image => { await image.decode(); return image.naturalWidth; }")
    assert wide > 1000
    assert sheet.bounding_box()
    drawn = page.locator(".sheet svg").first.bounding_box()
    shown = picture.bounding_box()
    assert drawn
    assert shown
    assert abs(drawn["height"] - shown["height"]) < 3
    assert abs(drawn["width"] - shown["width"]) < 3


def test_the_language_can_be_changed_and_is_kept(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}actions", [], viewport={"width": 1280, "height": 900})
    page.get_by_role("link", name="In English").click()
    assert page.locator("h1").inner_text() == "Actions"
    page.get_by_role("link", name="People").click()
    assert re.search("People", page.title())
