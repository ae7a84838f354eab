"""The five scripts in a real browser: pages are rendered here and handed to Chromium, nothing is served."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from playwright.sync_api import Browser, Dialog, Page, Route

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]

ADDRESS = "http://house.test/"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PAGE = """{% extends "ui/base.html" %}{% block heading %}Registrér{% endblock %}{% block main %}
<form method="post" novalidate data-unsaved data-draft-url="/kladde/">
  <label for="q">Søg</label><input id="q" type="search" data-filter="#list" data-found="{} fundet">
  <output data-filter-count></output>
  <ul id="list"><li><a href="#a">Samtale med barnet</a></li><li><a href="#b">Følgeskab til læge</a></li></ul>
  <label for="t">Note</label><textarea id="t" name="t"></textarea>
  <input type="hidden" name="csrfmiddlewaretoken" value="t0ken"><input type="hidden" name="draft">
  <output data-draft-state></output><button type="submit">Gem</button>
</form>{% endblock %}"""
WRONG = """{% extends "ui/base.html" %}{% block heading %}Ret{% endblock %}{% block main %}
<section class="error-summary" role="alert" tabindex="-1" data-focus><a href="#t">Note: mangler</a></section>
<label for="t">Note</label><textarea id="t"></textarea>{% endblock %}"""


def answer(route: Route) -> None:
    path = route.request.url.removeprefix(ADDRESS)
    file = finders.find(path.removeprefix("static/")) if path.startswith("static/") else None
    if file:
        route.fulfill(body=Path(str(file)).read_bytes(), content_type=KINDS[Path(str(file)).suffix])
    elif path.startswith("kladde"):
        route.fulfill(status=204, headers={"X-Draft": "k0de"})
    else:
        source = engines["django"].from_string(WRONG if path.startswith("ret") else PAGE).render({})
        route.fulfill(body=source, content_type="text/html; charset=utf-8")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    fresh = browser.new_page(viewport={"width": 360, "height": 740})
    fresh.route("**/*", answer)
    fresh.goto(ADDRESS)
    yield fresh
    fresh.close()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent"))


def covered(page: Page) -> bool:
    return bool(page.evaluate("document.querySelector('[data-cover-page]').open"))


def thrice(page: Page) -> None:
    for _time in range(3):
        page.keyboard.press("Shift")


def test_a_list_is_found_narrowed_and_walked_without_a_mouse(page: Page) -> None:
    page.keyboard.press("/")
    assert focused(page) == "q"

    page.keyboard.type("LÆ")
    assert page.locator("#list li:visible").all_inner_texts() == ["Følgeskab til læge"]
    assert page.locator("[data-filter-count]").inner_text() == "1 fundet"

    page.keyboard.press("ArrowDown")
    assert focused(page) == "Følgeskab til læge"
    page.keyboard.press("ArrowUp")
    assert focused(page) == "q"
    page.keyboard.press("Enter")
    assert page.url.endswith("#b")


def test_a_draft_is_kept_after_a_pause_and_says_so(page: Page) -> None:
    with page.expect_request("**/kladde/") as sent:
        page.fill("#t", "Hun ringer igen.")
    page.wait_for_selector("[data-state='saved']", state="attached")

    assert sent.value.headers["x-csrftoken"] == "t0ken"
    assert page.locator("[data-draft-state]").inner_text().startswith("Gemt")
    assert page.input_value("[name=draft]") == "k0de"


def test_a_draft_that_did_not_arrive_says_so_and_the_text_stays(page: Page) -> None:
    page.route("**/kladde/", lambda route: route.fulfill(status=403))
    page.fill("#t", "Hun ringer igen.")
    page.wait_for_selector("[data-state='lost']", state="attached")

    assert page.locator("[data-draft-state]").inner_text().startswith("Ikke gemt")
    assert page.input_value("#t") == "Hun ringer igen."


def test_nothing_typed_is_kept_in_the_browser(page: Page) -> None:
    page.fill("#t", "Hun ringer igen.")
    page.wait_for_selector("[data-state='saved']", state="attached")

    # htmx keeps the path of the page it stands on, and must keep nothing else.
    assert page.evaluate("({...localStorage, ...sessionStorage})") == {"htmx-current-path-for-history": "/"}
    assert page.evaluate("document.cookie") == ""


def test_three_times_shift_covers_the_screen_and_brings_it_back(page: Page) -> None:
    thrice(page)
    assert covered(page)
    assert page.evaluate("document.elementFromPoint(180, 300).closest('[data-cover-page]') !== null")

    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert covered(page)

    thrice(page)
    assert not covered(page)


def test_typing_capitals_does_not_cover_the_screen(page: Page) -> None:
    page.locator("#t").focus()
    for letter in "ABCDE":
        page.keyboard.press(f"Shift+{letter}")

    assert not covered(page)


def test_the_error_summary_takes_the_keyboard_and_leads_into_the_field(page: Page) -> None:
    page.goto(ADDRESS + "ret")
    assert page.evaluate("document.activeElement.className") == "error-summary"

    page.locator(".error-summary a").click()
    assert focused(page) == "t"


def test_leaving_with_unsaved_words_asks_first(page: Page) -> None:
    page.route("**/kladde/", lambda route: route.fulfill(status=503))
    page.locator("#t").press_sequentially("Hun")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto(ADDRESS + "ret")

    assert asked == ["beforeunload"]


def test_on_a_phone_no_page_scrolls_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
