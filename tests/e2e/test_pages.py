"""Every address of the demo house, as somebody who is let in: what every page owes everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from html5lib.html5parser import ParseError
from playwright.sync_api import Browser

from rettesnor.demo.builder.present import PRESENT
from tests.e2e.addresses import Faults, Seen, every_address, every_page, hindrances, open_in_browser
from tests.e2e.conftest import DemoHouse

pytestmark = pytest.mark.browser

UNLABELLED = ("hidden", "submit", "button", "image", "reset")
PERSON_NUMBER = re.compile(r"(?<!\d)\d{6}-?\d{4}(?!\d)")
NAMES = {word.lower() for here in PRESENT for word in [*here.name.split(), *(name for name, _age in here.children)]}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def seen(demo_house: DemoHouse, browser: Browser) -> list[Seen]:
    return every_address(demo_house, browser)


@pytest.fixture(scope="module")
def pages(seen: list[Seen]) -> list[Seen]:
    return every_page(seen)


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


def test_every_page_works_on_a_phone_in_the_dark(demo_house: DemoHouse, browser: Browser, pages: list[Seen]) -> None:
    faults: Faults = []
    for seen_, page, asked in open_in_browser(demo_house, browser, pages[::-1], "dark", PHONE):
        width = page.evaluate("document.scrollingElement.scrollWidth")
        faults += [f"{seen_}: {width} wide"] if width > PHONE["width"] else []
        faults += [f"{seen_}: asked for {url}" for url in asked if _foreign(url, demo_house)]
        faults += [f"{seen_}: „{words}“ lies under something else" for words in page.evaluate(COVERED)]
        faults += hindrances(seen_, page)
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


def _foreign(url: str, house: DemoHouse) -> bool:
    return urlsplit(url).scheme != "data" and not url.startswith(house.url + "/")
