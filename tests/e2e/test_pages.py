"""Every address of the demo house, as somebody who is let in: what every page owes everybody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from html5lib.html5parser import ParseError
from playwright.sync_api import Browser, Page

from rettesnor.demo.builder.present import PRESENT
from tests.e2e.conftest import DemoHouse, Visitor

pytestmark = pytest.mark.browser

UNLABELLED = ("hidden", "submit", "button", "image", "reset")
PERSON_NUMBER = re.compile(r"(?<!\d)\d{6}-?\d{4}(?!\d)")
NAMES = {word.lower() for here in PRESENT for word in [*here.name.split(), *(name for name, _age in here.children)]}
GONE = "expired user"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}

Faults = list[str]


@dataclass(frozen=True)
class Seen:
    """One answer: the address by name and state, who looked, and what came."""

    name: str
    state: str
    path: str
    who: str
    status: int
    headers: dict[str, str]
    html: str

    @property
    def is_page(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/html")

    @property
    def tree(self) -> Element:
        return html5lib.parse(self.html, namespaceHTMLElements=False)  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return f"{self.name} ({self.state}, {self.who})"


@pytest.fixture(scope="module")
def seen(demo_house: DemoHouse, browser: Browser) -> list[Seen]:
    """Every address that can be opened, in every state, opened by one who may."""
    lines = [json.loads(line) for line in demo_house.manage("pages").splitlines()]
    wanted = [line for line in lines if line["method"] == "GET" and line["cast"] and line["state"] != GONE]
    visitors: dict[str, Visitor] = {}
    return [
        answer for number, line in enumerate(wanted) if (answer := _open(line, number, demo_house, browser, visitors))
    ]


def _open(line: Any, number: int, house: DemoHouse, browser: Browser, visitors: dict[str, Visitor]) -> Seen | None:
    # In turn, so that an address is seen through many eyes.
    who = line["cast"][number % len(line["cast"])]
    if who not in visitors:
        visitors[who] = Visitor(house, browser.new_context(locale="da-DK"), who)
    answer = visitors[who].context.request.get(house.url + line["path"], max_redirects=0)
    if 300 <= answer.status < 400:
        return None
    headers = {name.lower(): value for name, value in answer.headers.items()}
    text = answer.text() if headers.get("content-type", "").startswith("text/html") else ""
    return Seen(line["name"], line["state"], line["path"], who, answer.status, headers, text)


@pytest.fixture(scope="module")
def pages(seen: list[Seen]) -> list[Seen]:
    found = [answer for answer in seen if answer.is_page]
    assert len({page.name for page in found}) > 30
    return found


def test_every_address_answers_those_who_are_let_in(seen: list[Seen]) -> None:
    assert [f"{answer}: {answer.status}" for answer in seen if answer.status != 200] == []


def test_every_page_is_valid_html(pages: list[Seen]) -> None:
    assert [fault for page in pages for fault in _invalid(page)] == []


def _invalid(page: Seen) -> Faults:
    try:
        html5lib.HTMLParser(strict=True).parse(page.html)
    except ParseError as error:
        return [f"{page}: {error}"]
    return []


def test_every_page_has_one_heading_danish_and_a_title_that_says_nothing(pages: list[Seen]) -> None:
    told = {
        str(page): (len(page.tree.findall(".//h1")), page.tree.get("lang"), page.tree.findtext(".//title"))
        for page in pages
    }
    assert {page: found for page, found in told.items() if found != (1, "da", "Rettesnor")} == {}


def test_every_table_says_what_it_shows(pages: list[Seen]) -> None:
    bare = [str(page) for page in pages for table in page.tree.iter("table") if not table.findtext("caption")]
    assert bare == []


def test_everything_that_can_be_filled_in_has_a_label(pages: list[Seen]) -> None:
    assert [f"{page}: {name}" for page in pages for name in _unlabelled(page.tree)] == []


def _unlabelled(tree: Element) -> Iterator[str]:
    named = {label.get("for") for label in tree.iter("label")}
    inside = {id(control) for label in tree.iter("label") for control in label.iter()}
    for kind in ("input", "select", "textarea"):
        for control in tree.iter(kind):
            said = control.get("id") in named or id(control) in inside or control.get("aria-label")
            if not said and control.get("type") not in UNLABELLED:
                yield f"{kind} {control.get('name')}"


def test_no_page_holds_a_style_or_a_script_of_its_own(pages: list[Seen]) -> None:
    assert [f"{page}: {what}" for page in pages for what in _inline(page.tree)] == []


def _inline(tree: Element) -> Iterator[str]:
    for each in tree.iter():
        if each.tag == "style" or (each.tag == "script" and not each.get("src")):
            yield str(each.tag)
        yield from (name for name in each.keys() if name == "style" or name.startswith("on"))  # noqa: SIM118


def test_no_address_tells_who_somebody_is(pages: list[Seen]) -> None:
    assert [f"{page}: {address}" for page in pages for address in _telling([page.path, *_links(page.tree)])] == []


def _links(tree: Element) -> list[str]:
    names = ("href", "action", "hx-get", "hx-post")
    return [value for each in tree.iter() for name in names if (value := each.get(name))]


def _telling(addresses: list[str]) -> Faults:
    plain = [unquote(address).lower() for address in addresses]
    return [one for one in plain if PERSON_NUMBER.search(one) or NAMES & set(re.split(r"[^\w]+", one))]


def test_nothing_stays_behind_and_nothing_foreign_runs(seen: list[Seen]) -> None:
    lax = [str(answer) for answer in seen if "no-store" not in answer.headers.get("cache-control", "")]
    assert lax == []
    policies = {answer.headers.get("content-security-policy", "none at all") for answer in seen}
    for policy in policies:
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


# ---------------------------------------------------------------- in the browser


def one_of_each(pages: list[Seen]) -> list[Seen]:
    """One page of each address: of the states the last in the list that is given."""
    return list({page.name: page for page in pages}.values())


def open_in_browser(
    house: DemoHouse, browser: Browser, pages: list[Seen], scheme: Any, size: Any
) -> Iterator[tuple[Seen, Page, list[str]]]:
    """Each page as its visitor sees it, and every address it asked for."""
    visitors: dict[str, Visitor] = {}
    asked: list[str] = []
    for page in one_of_each(pages):
        if page.who not in visitors:
            context = browser.new_context(locale="da-DK", viewport=size, color_scheme=scheme)
            visitors[page.who] = Visitor(house, context, page.who)
            visitors[page.who].page.on("request", lambda request: asked.append(request.url))
        asked.clear()
        yield page, visitors[page.who].go(page.path), asked
    for visitor in visitors.values():
        visitor.context.close()


def test_every_page_works_on_a_phone_in_the_dark(demo_house: DemoHouse, browser: Browser, pages: list[Seen]) -> None:
    faults: Faults = []
    for seen_, page, asked in open_in_browser(demo_house, browser, pages[::-1], "dark", PHONE):
        width = page.evaluate("document.scrollingElement.scrollWidth")
        faults += [f"{seen_}: {width} wide"] if width > PHONE["width"] else []
        faults += [f"{seen_}: asked for {url}" for url in asked if _foreign(url, demo_house)]
        faults += [f"{seen_}: „{words}“ lies under something else" for words in page.evaluate(COVERED)]
        faults += _hindrances(seen_, page)
    assert faults == []


COVERED = """() => [...document.querySelectorAll("main :is(a[href], button, summary)")].filter((each) => {
  const lines = [...each.getClientRects()].filter((one) => one.width && one.height);
  if (!lines.length || !each.checkVisibility()) return false;
  each.scrollIntoView({ block: "center" });
  const one = each.getClientRects()[0];
  const there = document.elementFromPoint(one.x + one.width / 2, one.y + one.height / 2);
  return !there || !(each.contains(there) || there.contains(each));
}).map((each) => each.textContent.trim())"""
"""What can be seen and cannot be pressed: something else lies over its middle."""


def test_every_page_can_be_used_by_everybody_at_a_desk(
    demo_house: DemoHouse, browser: Browser, pages: list[Seen]
) -> None:
    faults: Faults = []
    for seen_, page, _asked_for in open_in_browser(demo_house, browser, pages, "light", DESK):
        faults += _hindrances(seen_, page)
    assert faults == []


def _foreign(url: str, house: DemoHouse) -> bool:
    return urlsplit(url).scheme != "data" and not url.startswith(house.url + "/")


def _hindrances(seen_: Seen, page: Page) -> Faults:
    found = Axe().run(page).response["violations"]
    return [f"{seen_}: {each['id']} {[node['target'] for node in each['nodes']][:3]}" for each in found]
