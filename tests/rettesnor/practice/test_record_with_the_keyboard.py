"""The three movements in a real browser: how many keys it takes, and that it is one page where there is room."""

from __future__ import annotations

import shutil
from asyncio import get_running_loop
from asyncio.events import _set_running_loop
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Request, Route, sync_playwright

from rettesnor.audit.models import Entry
from rettesnor.practice.models import Effort
from rettesnor.residency.models import Child, Stay

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]

HOUSE = "http://house.test"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@contextmanager
def _in_the_house() -> Iterator[None]:
    """Step out of the loop that Playwright keeps running in this thread, back to the test's own connection."""
    loop = get_running_loop()
    _set_running_loop(None)
    try:
        yield
    finally:
        _set_running_loop(loop)


def _answer(client: Client) -> Callable[[Route], None]:
    """Let the browser talk to the house without a server between them."""
    # The browser calls from elsewhere; here is the test's own clock.
    here = copy_context()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOUSE)
        file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if file:
            route.fulfill(body=Path(str(file)).read_bytes(), content_type=KINDS[Path(str(file)).suffix])
            return
        with _in_the_house():
            page = here.run(_ask, client, path, route.request)
        route.fulfill(status=page.status_code, body=page.content, content_type=page["Content-Type"])

    return answer


def _ask(client: Client, path: str, asked: Request) -> Any:
    if asked.method == "POST":
        sent = client.post(path, asked.post_data or "", content_type="application/x-www-form-urlencoded")
        # A redirect cannot be handed on this way: the browser is given the page it leads to.
        return client.get(sent["Location"]) if sent.status_code == 302 else sent
    return client.get(path, headers={name: value for name, value in asked.headers.items() if name.startswith("hx-")})


@pytest.fixture
def karen(amina: Stay, elder: Child, as_: Callable[[str], Client]) -> Iterator[Callable[[int], Page]]:
    """Karen before a screen of a given width."""
    client = as_("karen")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])

        def before(width: int) -> Page:
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.route("**/*", _answer(client))
            page.goto(f"{HOUSE}/registrer/")
            return page

        yield before
        browser.close()


def _type(page: Page, *keys: str) -> int:
    """Press the keys one by one; a word is typed letter by letter. Answers how many were pressed."""
    for key in keys:
        page.keyboard.press(key)
    return len(keys)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_practised_hand_needs_a_dozen_keys(karen: Callable[[int], Page], elder: Child, width: int) -> None:
    page = karen(width)
    pressed = _type(page, *"barn", "Enter")
    page.wait_for_selector("#act form")
    page.wait_for_function("document.activeElement.id === 'filter_lines'")
    pressed += _type(page, *"tryg", "Enter", "Control+Enter")
    page.get_by_text("Gemt som udført.").wait_for()
    with _in_the_house():
        effort = Effort.objects.select_related("child", "by").get()
    assert (effort.child, effort.line, effort.by.username) == (elder, "CHI-A8", "karen")
    assert pressed <= 12


def test_arrow_keys_walk_the_list(karen: Callable[[int], Page]) -> None:
    page = karen(1280)
    _type(page, "ArrowDown", "ArrowDown")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Ahorn-barn 1"
    _type(page, "ArrowUp", "ArrowUp")
    assert page.evaluate("document.activeElement.id") == "filter_people"


def test_where_there_is_room_whom_and_what_stand_on_one_page(karen: Callable[[int], Page], amina: Stay) -> None:
    page = karen(1280)
    page.get_by_role("link", name="Ahorn", exact=True).click()
    page.wait_for_selector("#act form")
    assert page.locator("#people").is_visible()
    assert page.url == f"{HOUSE}/registrer/{amina.code}/"
    with _in_the_house():
        looked_up = Entry.objects.filter(verb="opslag", subject=amina.resident.subject)
        assert looked_up.count() == 2, "once in the list, once when she was chosen"


def test_on_a_phone_the_one_chosen_takes_the_page(karen: Callable[[int], Page]) -> None:
    page = karen(360)
    page.get_by_role("link", name="Ahorn", exact=True).click()
    page.wait_for_selector("#act form")
    assert not page.locator("#people").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_going_back_brings_the_whole_page(karen: Callable[[int], Page]) -> None:
    page = karen(1280)
    page.get_by_role("link", name="Ahorn", exact=True).click()
    page.wait_for_selector("#act form")
    page.go_back()
    page.wait_for_selector("#act:empty", state="attached")
    assert page.locator("main h1").count() == 1
