"""Every page of the demo house on a wide screen: a file of its own, so that it can run beside the one on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.addresses import Faults, every_address, every_page, hindrances, open_in_browser
from tests.e2e.conftest import DemoHouse

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}


def test_every_page_can_be_used_by_everybody_at_a_desk(demo_house: DemoHouse, browser: Browser) -> None:
    faults: Faults = []
    pages = every_page(every_address(demo_house, browser))
    for seen, page, _asked_for in open_in_browser(demo_house, browser, pages, "light", DESK):
        faults += hindrances(seen, page)
    assert faults == []
