"""What is typed is never lost: not to a lost sign-in, a second click, a colleague or a server that is down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DemoHouse, Visitor
from tests.e2e.pages import arrive, chip, field, fill, press

pytestmark = pytest.mark.browser

Become = Callable[..., Visitor]
STORY, PLACE = "Hun ringer fra en trappeopgang og taler lavt.", "Anden sal, bag den blå dør"


@pytest.fixture(autouse=True, scope="module")
def no_drafts_left(demo_house: DemoHouse) -> Iterator[None]:
    yield
    demo_house.manage("shell", "-c", "from rettesnor.residency.models import Draft; Draft.objects.all().delete()")


@pytest.fixture
def standing(demo_house: DemoHouse) -> Iterator[DemoHouse]:
    """A house whose server the test may stop; it stands again afterwards, at the same address."""
    yield demo_house
    if demo_house.server is None:
        demo_house.start()


def calling(karen: Visitor) -> Page:
    """A call half typed, its draft kept by the server."""
    page = karen.go("/henvendelser/ny/")
    field(page, "Hvad fortæller hun?").press_sequentially(STORY)
    expect(page.locator("[data-draft-state]")).to_contain_text("Kladde gemt", timeout=8000)
    return page


def test_a_sign_in_that_ends_in_the_middle_of_a_call_costs_nothing(demo_house: DemoHouse, become: Become) -> None:
    karen = become("karen")
    page = calling(karen)
    demo_house.manage(
        "shell", "-c", "from django.contrib.sessions.models import Session; Session.objects.all().delete()"
    )
    fill(page, "Hvor er hun nu?", PLACE)
    chip(page, "Hvad sker der nu?", "Kun rådgivning")
    press(page, "Gem henvendelsen")
    expect(page.locator("#signed-out")).to_be_visible()
    expect(field(page, "Hvad fortæller hun?")).to_have_value(STORY)
    expect(field(page, "Hvor er hun nu?")).to_have_value(PLACE)

    again = become("karen").go("/henvendelser/ny/")
    again.get_by_role("link", name=re.compile("Fortsæt din kladde fra")).first.click()
    expect(field(again, "Hvad fortæller hun?")).to_have_value(STORY)


def test_the_same_call_sent_twice_is_one_call(become: Become) -> None:
    karen = become("karen")
    page = karen.go("/henvendelser/ny/")
    fill(page, "Hvad fortæller hun?", STORY)
    chip(page, "Hvad sker der nu?", "Kun rådgivning")
    sent = page.locator("form.intake").evaluate("form => new URLSearchParams(new FormData(form)).toString()")
    press(page, "Gem henvendelsen")
    first = arrive(page, r"/henvendelser/([\w-]{20,})/")[1]
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Referer": karen.house.url}
    answer = karen.context.request.post(f"{karen.house.url}/henvendelser/ny/", data=sent, headers=headers)
    assert answer.url == f"{karen.house.url}/henvendelser/{first}/"


def test_the_same_record_sent_twice_is_one_record(become: Become) -> None:
    sofie = become("sofie")
    page = sofie.go("/registrer/")
    page.locator("#people a").first.click()
    page.locator("#lines label").first.click()
    fill(page, "Hvad skal andre vide? (valgfrit)", STORY)
    form = page.locator("form.record")
    sent = form.evaluate("form => new URLSearchParams(new FormData(form)).toString()")
    address = sofie.house.url + str(form.get_attribute("action"))
    press(page, "Gem")
    expect(page.locator(".plain-list li")).to_have_count(1)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Referer": sofie.house.url}
    assert sofie.context.request.post(address, data=sent, headers=headers).ok
    page.reload()
    expect(page.locator(".plain-list li")).to_have_count(1)


def test_a_form_gone_back_to_after_it_was_saved_is_blank(become: Become) -> None:
    karen = become("karen")
    page = karen.go("/henvendelser/ny/")
    fill(page, "Hvad fortæller hun?", STORY)
    chip(page, "Er hun eller børnene i fare nu?", "Ja")
    chip(page, "Børn, hun har med", "3")
    chip(page, "Hvad sker der nu?", "Kun rådgivning")
    before = page.locator("form.intake :checked").count()
    press(page, "Gem henvendelsen")
    arrive(page, r"/henvendelser/([\w-]{20,})/")
    page.go_back()
    expect(field(page, "Hvad fortæller hun?")).to_have_value("")
    assert page.locator("form.intake :checked").count() <= before - 3


def test_two_who_save_the_same_enquiry_both_see_both_texts(become: Become) -> None:
    vera, lone = become("vera"), become("lone")
    listed = lone.go("/henvendelser/").locator('main a[href^="/henvendelser/"]:not([href*="/ny/"])').first
    address = f"{listed.get_attribute('href')}ret/"
    hers, mine = vera.go(address), lone.go(address)
    fill(hers, "Hvor er hun nu?", "Hos søsteren")
    fill(mine, "Hvor er hun nu?", "På politistationen")
    press(hers, "Gem")
    arrive(hers, r"/henvendelser/([\w-]+)/")
    with mine.expect_response(lambda answer: answer.request.method == "POST") as heard:
        press(mine, "Gem")
    assert heard.value.status == 409
    told = mine.get_by_role("alert").filter(has_text="En anden har gemt, mens du skrev")
    expect(told).to_contain_text("Hos søsteren")
    expect(told).to_contain_text("På politistationen")
    expect(field(mine, "Hvor er hun nu?")).to_have_value("På politistationen")

    fill(mine, "Hvor er hun nu?", "Hos søsteren, på vej til politistationen")
    press(mine, "Gem")
    arrive(mine, r"/henvendelser/([\w-]+)/")
    expect(mine.locator("main")).to_contain_text("Hos søsteren, på vej til politistationen")


def test_when_the_server_is_down_the_page_says_not_saved_and_keeps_the_text(
    standing: DemoHouse, become: Become
) -> None:
    page = calling(become("karen"))
    standing.stop()
    fill(page, "Hvor er hun nu?", PLACE)
    expect(page.locator("[data-draft-state]")).to_contain_text("Ikke gemt", timeout=8000)
    chip(page, "Hvad sker der nu?", "Kun rådgivning")
    press(page, "Gem henvendelsen")
    expect(page.locator("#messages")).to_contain_text("Det, du har skrevet, står her stadig")
    expect(field(page, "Hvad fortæller hun?")).to_have_value(STORY)
    expect(field(page, "Hvor er hun nu?")).to_have_value(PLACE)
