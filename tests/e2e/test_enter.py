"""Coming in at the door of the demo house, as somebody at a browser does: by a click."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import DemoHouse
from tests.e2e.pages import fill, press

pytestmark = pytest.mark.browser

NOTE = "Ring ikke efter klokken ti."


@pytest.fixture
def stranger(demo_house: DemoHouse, browser: Browser) -> Page:
    page: Page = browser.new_context(locale="da-DK").new_page()
    page.goto(demo_house.url)
    return page


def test_a_click_on_a_name_opens_the_house_and_after_signing_out_another_can_come(stranger: Page) -> None:
    press(stranger, "Bliv Karen")
    expect(stranger.locator("h1")).to_have_text("I dag")
    expect(stranger.locator(".account")).to_contain_text("Karen Lund")
    press(stranger, "Log ud")
    press(stranger, "Bliv Lone")
    expect(stranger.locator(".account")).to_contain_text("Lone Bak")
    stranger.context.close()


def test_the_way_back_after_a_lost_sign_in_leads_in_by_a_click_too(stranger: Page) -> None:
    press(stranger, "Bliv Sofie")
    expect(stranger.locator("h1")).to_have_text("I dag")
    stranger.goto(stranger.url.replace("/i-dag/", "/") + "beboere/")
    stranger.locator('main a[href^="/ophold/"]').first.click()
    stranger.get_by_role("link", name="Skriv, hvad alle skal vide").click()
    fill(stranger, "Det skal alle på vagt vide", NOTE)
    stranger.context.clear_cookies(name="sessionid")
    press(stranger, "Gem")
    with stranger.context.expect_page() as opened:
        stranger.locator("#signed-out").get_by_role("link").click()
    press(opened.value, "Bliv Sofie")
    expect(opened.value.locator("h1")).to_have_text("I dag")
    stranger.bring_to_front()
    stranger.evaluate("dispatchEvent(new Event('focus'))")
    expect(stranger.locator("#signed-out")).to_be_hidden()
    press(stranger, "Gem")
    expect(stranger.locator("#messages")).to_contain_text("Gemt.")
    stranger.context.close()
