"""The sign-in runs out in the middle of something: the words stay, and they are sent as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from tests.e2e.conftest import DemoHouse, Visitor
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
    page.wait_for_url(re.compile(r"/henvendelser/[\w-]{22}/$"))
    expect(page.locator("main")).to_contain_text(EARLIER)
    expect(page.locator("main")).to_contain_text(LATER)
    expect(karen.go("/henvendelser/ny/").get_by_text("Der ligger en kladde")).to_have_count(0)


def test_nothing_moves_under_the_finger_when_the_sign_in_runs_out(become: Become) -> None:
    karen = become("karen", width=360)
    page = typing(karen)
    karen.context.clear_cookies(name="sessionid")
    fill(page, "Hvor er hun nu?", LATER)
    before = field(page, "Hvor er hun nu?").bounding_box()
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("#signed-out")).to_be_visible()
    expect(page.locator("#signed-out")).to_be_in_viewport(ratio=1)
    assert field(page, "Hvor er hun nu?").bounding_box() == before

    Visitor(karen.house, karen.context, "karen")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#signed-out")).to_be_hidden()
    assert field(page, "Hvor er hun nu?").bounding_box() == before
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("Kladde gemt"))
    expect(page.locator("#messages")).to_be_empty()
    karen.go("/henvendelser/ny/").get_by_role("button", name="Slet kladden").click()
    expect(page.get_by_role("button", name="Slet kladden")).to_have_count(0)


def test_one_who_signed_in_again_meanwhile_is_asked_to_press_once_more(become: Become) -> None:
    karen = become("karen")
    page = typing(karen)
    chip(page, "Hvad sker der nu?", "Kun rådgivning")
    expect(page.locator("[data-draft-state]")).to_have_attribute("data-state", "saved", timeout=6000)
    Visitor(karen.house, karen.context, "karen")
    press(page, "Gem henvendelsen")
    expect(page.locator("#messages")).to_have_text("Du er logget ind igen. Tryk én gang til, så bliver det gemt.")
    expect(page.locator("#signed-out")).to_be_hidden()
    press(page, "Gem henvendelsen")
    page.wait_for_url(re.compile(r"/henvendelser/[\w-]{22}/$"))
    expect(page.locator("main")).to_contain_text(EARLIER)


def test_what_is_saved_is_left_without_a_question_though_its_draft_is_still_on_the_way(become: Become) -> None:
    page = become("karen").go("/henvendelser/ny/")
    page.route("**/henvendelser/kladde/", lambda _route: None)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    fill(page, "Hvad fortæller hun?", EARLIER)
    chip(page, "Hvad sker der nu?", "Kun rådgivning")
    press(page, "Gem henvendelsen")
    page.wait_for_url(re.compile(r"/henvendelser/[\w-]{22}/$"))
    assert asked == []


def test_words_typed_while_others_are_on_their_way_are_not_yet_called_kept(become: Become) -> None:
    karen = become("karen")
    page = karen.go("/henvendelser/ny/")
    held: list[Route] = []
    page.route("**/henvendelser/kladde/", lambda route: held.append(route))
    with page.expect_request("**/henvendelser/kladde/"):
        fill(page, "Hvad fortæller hun?", EARLIER)
    field(page, "Hvor er hun nu?").press_sequentially(LATER)
    state = page.locator("[data-draft-state]")
    with page.expect_request("**/henvendelser/kladde/"):  # the next is sent when the first is answered
        held.pop().continue_()
    expect(state).not_to_have_attribute("data-state", "saved")
    held.pop().continue_()
    expect(state).to_have_attribute("data-state", "saved")
    page.unroute("**/henvendelser/kladde/")
    page.reload()
    page.get_by_role("link", name=re.compile("Fortsæt din kladde fra")).click()
    expect(field(page, "Hvor er hun nu?")).to_have_value(LATER)
    karen.go("/henvendelser/ny/").get_by_role("button", name="Slet kladden").click()
    expect(page.get_by_role("button", name="Slet kladden")).to_have_count(0)


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


NOTE = "Hun sover bedst med lyset tændt."


def about_a_stay(sofie: Visitor) -> Page:
    """The plain form about a stay that one of Sofie's women lives."""
    page = sofie.go("/beboere/")
    href = page.locator('main a[href^="/ophold/"]').first.get_attribute("href")
    return sofie.go(f"{href}om/")


def test_a_plain_form_keeps_its_words_when_the_sign_in_ran_out(become: Become) -> None:
    sofie = become("sofie")
    page = about_a_stay(sofie)
    address = page.url
    fill(page, "Det skal alle på vagt vide", NOTE)
    sofie.context.clear_cookies(name="sessionid")
    press(page, "Gem")
    expect(page.locator("#signed-out")).to_be_visible()
    expect(page.locator("#signed-out").get_by_role("link")).to_be_visible()
    assert page.url == address
    expect(field(page, "Det skal alle på vagt vide")).to_have_value(NOTE)

    Visitor(sofie.house, sofie.context, "sofie")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#signed-out")).to_be_hidden()
    press(page, "Gem")
    page.wait_for_url(re.compile(r"/ophold/[\w-]{22}/$"))
    expect(page.locator("#messages")).to_contain_text("Gemt.")
    sofie.go(address.removeprefix(sofie.house.url))
    expect(field(page, "Det skal alle på vagt vide")).to_have_value(NOTE)


def test_a_plain_form_is_sent_once_with_the_button_that_was_pressed(become: Become) -> None:
    sofie = become("sofie")
    page = about_a_stay(sofie)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    fill(page, "Det skal alle på vagt vide", "")
    # Whenever the other presses fall: before the house has answered, after, and while the next page is on its way.
    page.get_by_role("button", name="Gem", exact=True).evaluate("button => { setInterval(() => button.click(), 5); }")
    page.wait_for_url(re.compile(r"/ophold/[\w-]{22}/$"))
    assert len(sent) == 1


def test_without_script_the_form_stands_there_again_after_a_new_sign_in(
    demo_house: DemoHouse, browser: Browser, become: Become
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="da-DK")
    sofie = Visitor(demo_house, context, "sofie")
    page = about_a_stay(sofie)
    address = page.url
    fill(page, "Det skal alle på vagt vide", NOTE)
    context.clear_cookies(name="sessionid")
    press(page, "Gem")
    press(page, "Bliv Ulla")
    expect(page.locator("body")).not_to_contain_text(NOTE)
    context.clear_cookies(name="sessionid")

    page.goto(address)
    press(page, "Bliv Sofie")
    page.goto(demo_house.url + "/i-dag/?vis=alt")
    page.get_by_role("link", name="Gem det, du skrev").click()
    expect(page.locator("main")).to_contain_text(NOTE)
    page.get_by_role("link", name="Gå til formularen").click()
    expect(page.locator("main")).to_contain_text("Det, du skrev, står her igen")
    expect(field(page, "Det skal alle på vagt vide")).to_have_value(NOTE)
    press(page, "Gem")
    expect(page.locator("#messages")).to_contain_text("Gemt.")
    expect(sofie.go("/i-dag/?vis=alt").get_by_role("link", name="Gem det, du skrev")).to_have_count(0)
    context.close()


def test_another_who_signs_in_meanwhile_cannot_save_what_stands_there(become: Become) -> None:
    sofie = become("sofie")
    page = about_a_stay(sofie)
    fill(page, "Det skal alle på vagt vide", NOTE)
    sofie.context.clear_cookies(name="sessionid")
    press(page, "Gem")
    expect(page.locator("#signed-out")).to_be_visible()
    Visitor(sofie.house, sofie.context, "lone")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#another")).to_be_visible()
    press(page, "Gem")
    expect(page.locator("main")).to_contain_text("Det, der stod i formularen, er lagt til side")
    expect(page.locator("body")).not_to_contain_text(NOTE)
    sofie.context.clear_cookies(name="sessionid")
    Visitor(sofie.house, sofie.context, "sofie")
    page.goto(sofie.house.url + "/i-dag/?vis=alt")
    page.get_by_role("link", name="Gem det, du skrev").click()
    expect(page.locator("main")).to_contain_text(NOTE)
    press(page, "Slet det, jeg skrev")


def send(somebody: Visitor, path: str, **typed: str) -> str:
    """Send a form from another window; where it led."""
    page = somebody.context.new_page()
    page.goto(somebody.house.url + path)
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    form: dict[str, str | float | bool] = {**typed, "csrfmiddlewaretoken": token}
    url = somebody.house.url + path
    answer = somebody.context.request.post(url, form=form, headers={"Referer": somebody.house.url})
    return answer.url.removeprefix(somebody.house.url)


def decide_no(lone: Visitor, address: str) -> None:
    """Lone says no on her own machine."""
    form = {
        "admitted": "nej",
        "decided_at": "nu",
        "reason": "Et andet sted passer bedre på hende.",
        "house": "kbh",
        "refusal_reason": "ikke_sikkert",
        "helped_on": "varm_overlevering",
    }
    assert send(lone, f"{address}afgoerelse/", **form) == address


def test_what_vera_writes_while_lone_decides_stays_on_her_page(become: Become) -> None:
    vera, lone = become("vera"), become("lone")
    visitation = send(vera, "/henvendelser/ny/", house="kbh", outcome="visitation")
    page, address = vera.go(visitation), visitation.removesuffix("visitation/")
    fill(page, "Med hendes egne ord", NOTE)
    decide_no(lone, address)
    press(page, "Gem visitationen")
    told = page.get_by_role("alert").filter(has_text="Der er truffet afgørelse, mens du skrev")
    expect(told).to_be_focused()
    expect(page.locator("main")).to_contain_text(NOTE)
    expect(page.get_by_role("button", name="Gem visitationen")).to_have_count(0)
