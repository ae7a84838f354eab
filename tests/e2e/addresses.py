"""Every address of the demo house that can be opened, as one who is let in sees it; and each page in the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import DemoHouse, Visitor

GONE = "expired user"

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


def every_address(house: DemoHouse, browser: Browser) -> list[Seen]:
    """Every address that can be opened, in every state, opened by one who may."""
    lines = [json.loads(line) for line in house.manage("pages").splitlines()]
    wanted = [line for line in lines if line["method"] == "GET" and line["cast"] and line["state"] != GONE]
    visitors: dict[str, Visitor] = {}
    return [answer for number, line in enumerate(wanted) if (answer := _open(line, number, house, browser, visitors))]


def every_page(seen: list[Seen]) -> list[Seen]:
    """Those that came as a page."""
    found = [answer for answer in seen if answer.is_page]
    assert len({page.name for page in found}) > 30
    return found


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


def hindrances(seen_: Seen, page: Page) -> Faults:
    """What stands in the way of somebody who sees or moves otherwise, by axe."""
    found = Axe().run(page).response["violations"]
    return [f"{seen_}: {each['id']} {[node['target'] for node in each['nodes']][:3]}" for each in found]
