"""The sign-in runs out in the middle of a call: the words stay, and they are sent as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.pages import chip, field, fill, press

pytestmark = pytest.mark.browser

Become = Callable[..., Visitor]
EARLIER, LATER = "Hun hvisker fra badeværelset.", "Hos naboen på anden sal"


def typing(karen: Visitor) -> Page:
    """A call half typed on a phone, its draft kept."""
    page = karen.go("/henvendelser/ny/")
    fill(page, "Hvad fortæller hun?", EARLIER)
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("Kladde gemt"), timeout=6000)
    return page


def test_what_is_typed_after_the_sign_in_ran_out_is_saved_after_a_new_one(become: Become) -> None:
    karen = become("karen", width=360)
    page = typing(karen)
    karen.context.clear_cookies(name="sessionid")
    fill(page, "Hvor er hun nu?", LATER)
    chip(page, "Hvad sker der nu?", "Kun rådgivning")
    press(page, "Gem henvendelsen")
    expect(page.locator("#signed-out")).to_be_visible()
    expect(field(page, "Hvad fortæller hun?")).to_have_value(EARLIER)
    expect(field(page, "Hvor er hun nu?")).to_have_value(LATER)

    Visitor(karen.house, karen.context, "karen")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#signed-out")).to_be_hidden()
    press(page, "Gem henvendelsen")
    page.wait_for_url(re.compile(r"/henvendelser/\w{22}/$"))
    expect(page.locator("main")).to_contain_text(EARLIER)
    expect(page.locator("main")).to_contain_text(LATER)
    expect(karen.go("/henvendelser/ny/").get_by_text("Der ligger en kladde")).to_have_count(0)


def test_a_closed_window_leaves_a_draft_to_go_on_with(become: Become) -> None:
    karen = become("karen")
    typing(karen)
    page = karen.go("/henvendelser/ny/")
    expect(page.get_by_text(EARLIER)).to_have_count(0)
    page.get_by_role("link", name=re.compile("Fortsæt din kladde fra")).click()
    expect(field(page, "Hvad fortæller hun?")).to_have_value(EARLIER)


def test_what_a_no_must_say_appears_with_the_no(become: Become) -> None:
    page = become("karen").go("/henvendelser/ny/")
    expect(field(page, "Grund")).to_be_hidden()
    chip(page, "Hvad sker der nu?", "Afvist")
    expect(field(page, "Grund")).to_be_visible()
    press(page, "Gem henvendelsen")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary li")).to_have_count(2)
