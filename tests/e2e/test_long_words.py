"""One long word, as people paste them, makes no page wider than a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.pages import chip, fill, press

pytestmark = pytest.mark.browser

LINK = "https://krisecenter.eksempel.invalid/vejledning/sikkerhedsplan-2026/saadan-laves-den"
MAILBOX = "sagsbehandler.familieafdelingen@frederiksberg-kommune.invalid"


def too_wide(page: Page) -> int:
    """So many pixels the page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


def test_the_board_the_stay_and_the_call_keep_to_the_phone(become: Callable[..., Visitor]) -> None:
    sofie = become("sofie", width=360)
    page = sofie.go("/beboere/")
    stay = page.locator('main a[href^="/ophold/"]').first.get_attribute("href")
    page = sofie.go(f"{stay}om/")
    fill(page, "Det skal alle på vagt vide", f"Se {LINK}")
    press(page, "Gem")
    page.wait_for_url(re.compile(r"/ophold/[\w-]{22}/$"))
    page = sofie.go(f"{stay}udflytning/forbered/")
    fill(page, "Hvad er aftalt om tiden efter?", MAILBOX)
    press(page, "Gem")
    expect(page.get_by_text(MAILBOX)).to_be_visible()
    assert (too_wide(page), too_wide(sofie.go("/huset/"))) == (0, 0)

    page = become("karen", width=360).go("/henvendelser/ny/")
    fill(page, "Hvad fortæller hun?", "x" * 170)
    fill(page, "Hvor er hun nu?", MAILBOX)
    chip(page, "Hvad sker der nu?", "Kun rådgivning")
    press(page, "Gem henvendelsen")
    page.wait_for_url(re.compile(r"/henvendelser/[\w-]{22}/$"))
    assert too_wide(page) == 0
