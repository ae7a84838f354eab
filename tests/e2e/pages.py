"""What a hand does on a page: choose a chip, fill a field, save; by the words that stand there."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page


def field(page: Page, label: str) -> Locator:
    """The text field or list under a label."""
    labelled = page.get_by_label(re.compile(rf"^{re.escape(label)}(\s+skal udfyldes)?\s*$"))
    return labelled.and_(page.locator("input, select, textarea")).first


def fill(page: Page, label: str, text: str) -> None:
    field(page, label).fill(text)


def choose(page: Page, label: str, option: str) -> None:
    field(page, label).select_option(label=option)


def chip(page: Page, question: str, answer: str) -> None:
    """Click the answer to a question asked with chips or choices."""
    group = page.locator("fieldset", has=page.locator("legend", has_text=question)).last
    group.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(answer)}\s*$")).click()


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def follow(page: Page, link: str) -> None:
    page.get_by_role("link", name=link, exact=True).first.click()


def arrive(page: Page, path: str) -> re.Match[str]:
    """Wait for an address (a regular expression after the host); the match, for the codes in it."""
    pattern = re.compile(rf"^https?://[^/]+{path}$")
    page.wait_for_url(pattern)
    found = pattern.match(page.url)
    assert found is not None
    return found
