"""What is sent after the sign-in has run out is kept for its writer: shown to nobody else, gone once it is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.residency.models import Enquiry, Stay
from rettesnor.staff.actions.unsent import MOST_UNSENT, keep_unsent
from rettesnor.staff.models import Assignment, Employee, House, Unsent
from rettesnor.today.due import due
from rettesnor.vault.models import DataKey
from tests.rettesnor.residency.lives import moved_in, people

Cast = dict[str, Employee]
CALL = "/henvendelser/ny/"
STORY = "Hun hvisker, og der er nogen i lejligheden."


@pytest.fixture
def browser_of(cast: Cast, houses: dict[str, House]) -> Callable[..., Client]:
    """A browser that somebody signs in with through the door; the same browser may be used by several."""

    def of(name: str, browser: Client | None = None) -> Client:
        browser = browser or Client(enforce_csrf_checks=True)
        browser.get(reverse("demo"))
        answer = browser.post(reverse("demo-become"), {"person": name, **_token(browser)})
        assert answer.status_code == 302, answer.content.decode()[:300]
        return browser

    return of


def _token(browser: Client, path: str = "/demo/") -> dict[str, str]:
    page = browser.get(path).content.decode()
    return {"csrfmiddlewaretoken": page.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]}


def _typed(browser: Client, **more: str) -> dict[str, str]:
    """A call as the page has it, filled in."""
    page = browser.get(CALL).content.decode()
    key = page.split('name="client_key" value="', 1)[1].split('"', 1)[0]
    said = {"house": "kbh", "received_at": "nu", "story": STORY, "outcome": "raadgivning", "client_key": key}
    return {**said, **_token(browser, CALL), **more}


def _run_out(browser: Client) -> None:
    del browser.cookies[settings.SESSION_COOKIE_NAME]


def _onward(answer: Any) -> str:
    return str(parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0])


def test_the_call_stands_there_after_a_new_sign_in_and_is_kept_no_longer_than_that(
    browser_of: Callable[..., Client],
) -> None:
    karen = browser_of("karen")
    typed = _typed(karen)
    _run_out(karen)
    answer = karen.post(CALL, typed)
    assert answer.status_code == 302
    assert not Enquiry.objects.exists()
    browser_of("karen", karen)
    page = karen.get(_onward(answer)).content.decode()
    assert STORY in page
    assert "Det, du skrev, står her igen" in page
    sent = karen.post(CALL, {**typed, **_token(karen, CALL)})
    assert sent.status_code == 302
    assert Enquiry.objects.count() == 1
    assert not Unsent.objects.exists()


def test_the_door_of_the_demo_leads_on_to_the_form(browser_of: Callable[..., Client]) -> None:
    karen = browser_of("karen")
    typed = _typed(karen)
    _run_out(karen)
    door = karen.post(CALL, typed, follow=True).redirect_chain[-1][0]
    if not door.startswith(reverse("demo")):
        door = f"{reverse('demo')}?{urlsplit(door).query}"
    page = karen.get(door).content.decode()
    onward = page.split('name="next" value="', 1)[1].split('"', 1)[0]
    again = karen.post(reverse("demo-become"), {"person": "karen", "next": onward, **_token(karen)}, follow=True)
    assert STORY in again.content.decode()


def test_a_place_outside_the_house_is_not_led_to(browser_of: Callable[..., Client]) -> None:
    karen = browser_of("karen")
    for outside in ("https://example.com/", "//example.com/", "javascript:alert(1)"):
        typed = {"person": "karen", "next": outside, **_token(karen)}
        assert karen.post(reverse("demo-become"), typed).headers["Location"] == reverse("home")


def test_nobody_else_sees_it(browser_of: Callable[..., Client]) -> None:
    karen = browser_of("karen")
    typed = _typed(karen)
    _run_out(karen)
    onward = _onward(karen.post(CALL, typed))
    code = Unsent.objects.get().code
    vera = browser_of("vera", karen)
    assert STORY not in vera.get(onward).content.decode()
    for path in (reverse("unsent", args=[code]), reverse("unsent-drop", args=[code])):
        asked = vera.post(path, _token(vera)) if path.endswith("slet/") else vera.get(path)
        assert asked.status_code == 404, path
    assert STORY in browser_of("karen").get(reverse("unsent", args=[code])).content.decode()


def test_another_who_signed_in_with_the_same_browser_gets_nothing_of_it(
    browser_of: Callable[..., Client], cast: Cast
) -> None:
    """Karen's page still stands on the screen when Vera has signed in: what is sent from it is Karen's."""
    shared = browser_of("karen")
    typed = _typed(shared)
    browser_of("vera", shared)
    answer = shared.post(CALL, typed)
    assert answer.status_code == 403
    assert STORY not in answer.content.decode()
    assert "lagt til side" in answer.content.decode()
    assert not Enquiry.objects.exists()
    assert Unsent.objects.get().employee == cast["karen"]


def test_a_page_from_before_one_s_own_new_sign_in_stands_there_again(browser_of: Callable[..., Client]) -> None:
    karen = browser_of("karen")
    typed = _typed(karen)
    browser_of("karen", karen)
    answer = karen.post(CALL, typed)
    assert answer.status_code == 302
    assert STORY in karen.get(answer.headers["Location"]).content.decode()
    script = karen.post(CALL, typed, headers={"HX-Request": "true"})
    assert script.status_code == 401


def test_a_form_that_this_browser_never_opened_is_kept_for_nobody(browser_of: Callable[..., Client]) -> None:
    karen, stranger = browser_of("karen"), Client(enforce_csrf_checks=True)
    typed = _typed(karen)
    stranger.get(reverse("demo"))
    assert stranger.post(CALL, {**typed, **_token(stranger)}).status_code == 302
    assert stranger.post(CALL, typed).status_code == 403
    forged = Client(enforce_csrf_checks=True)
    forged.cookies[settings.WRITERS_COOKIE_NAME] = karen.cookies[settings.WRITERS_COOKIE_NAME].value[:-8] + "AAAAAAA="
    forged.get(reverse("demo"))
    assert forged.post(CALL, {**typed, **_token(forged)}).status_code == 302
    assert not Unsent.objects.exists()


def test_a_password_is_never_kept(browser_of: Callable[..., Client]) -> None:
    karen = browser_of("karen")
    typed = {"oldpassword": "hemmelig-hest", "password1": "x", "password2": "x", **_token(karen)}
    _run_out(karen)
    karen.post(reverse("account_change_password"), typed)
    assert not Unsent.objects.exists()


def test_who_no_longer_works_here_keeps_nothing(browser_of: Callable[..., Client], cast: Cast) -> None:
    karen = browser_of("karen")
    typed = _typed(karen)
    Employee.objects.filter(pk=cast["karen"].pk).update(ends_on=clock.today() - timedelta(days=1))
    karen.post(CALL, typed)
    assert not Unsent.objects.exists()


def test_the_words_lie_sealed(browser_of: Callable[..., Client]) -> None:
    karen = browser_of("karen")
    typed = _typed(karen)
    _run_out(karen)
    karen.post(CALL, typed)
    row = Unsent.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM staff_unsent")
        lying = b" ".join(each if isinstance(each, bytes) else str(each).encode() for each in cursor.fetchone())
    assert STORY.encode() not in lying
    assert b"henvendelser" not in lying
    assert row.typed["story"] == [STORY]


def test_it_stands_on_i_dag_until_it_is_sent_or_deleted(browser_of: Callable[..., Client], cast: Cast) -> None:
    karen = browser_of("karen")
    typed = _typed(karen)
    _run_out(karen)
    karen.post(CALL, typed)
    browser_of("karen", karen)
    row, keys = Unsent.objects.get(), DataKey.objects.count()
    assert [item.url for item in due(cast["karen"], clock.today())] == [reverse("unsent", args=[row.code])]
    assert due(cast["vera"], clock.today()) == []
    karen.post(reverse("unsent-drop", args=[row.code]), _token(karen))
    assert due(cast["karen"], clock.today()) == []
    assert DataKey.objects.count() == keys - 1


def test_two_calls_that_were_lost_are_two_and_one_sent_leaves_the_other(browser_of: Callable[..., Client]) -> None:
    karen = browser_of("karen")
    first, second = _typed(karen), _typed(karen, story="En helt anden kvinde.")
    _run_out(karen)
    for typed in (first, second, second):
        karen.post(CALL, typed)
    assert Unsent.objects.count() == 2
    browser_of("karen", karen)
    karen.post(CALL, {**second, **_token(karen, CALL)})
    assert [row.typed["story"] for row in Unsent.objects.all()] == [[STORY]]


def test_what_comes_back_with_a_fault_is_still_kept(browser_of: Callable[..., Client]) -> None:
    karen = browser_of("karen")
    typed = _typed(karen, outcome="")
    _run_out(karen)
    karen.post(CALL, typed)
    browser_of("karen", karen)
    assert karen.post(CALL, {**typed, **_token(karen, CALL)}).status_code == 422
    assert Unsent.objects.count() == 1


def test_after_seven_days_it_is_gone_and_no_more_than_a_handful_wait(cast: Cast) -> None:
    for number in range(MOST_UNSENT + 5):
        keep_unsent(path=f"/{number}/", typed={"a": ["b"]}, by=cast["karen"])
    assert Unsent.objects.count() == MOST_UNSENT
    with clock.at(clock.now() + timedelta(days=8)):
        keep_unsent(path="/ny/", typed={"a": ["b"]}, by=cast["vera"])
    assert [row.path for row in Unsent.objects.all()] == ["/ny/"]


def test_signing_out_is_a_form_too_and_loses_nothing_that_waits(browser_of: Callable[..., Client]) -> None:
    karen = browser_of("karen")
    typed = _typed(karen)
    _run_out(karen)
    karen.post(CALL, typed)
    browser_of("karen", karen)
    assert karen.post(reverse("account_logout"), _token(karen, "/konto/")).status_code == 302
    assert karen.get("/konto/").status_code == 302, "she is out"
    assert Unsent.objects.count() == 1


class TestAPageThatIsShutMeanwhile:
    """She is moved to the other house while somebody writes about her: the words stay, the case stays shut."""

    NOTE = "Hun sover bedst med lyset tændt."

    def typed(self, browser: Client, form: str) -> dict[str, str]:
        return {"must_know": self.NOTE, "version": "1", "interpreter": "ikke_spurgt", **_token(browser, form)}

    def test_gives_the_words_back_and_keeps_them_for_their_writer(
        self, browser_of: Callable[..., Client], cast: Cast, houses: dict[str, House]
    ) -> None:
        stay = moved_in(houses["kbh"], people(cast))
        path = reverse("stay-notes", args=[stay.code])
        sofie = browser_of("sofie")
        typed = self.typed(sofie, path)
        Assignment.objects.filter(case=stay.key).delete()
        Stay.objects.filter(pk=stay.pk).update(house=houses["aar"])
        answer = sofie.post(path, typed)
        page = answer.content.decode()
        assert answer.status_code == 404
        assert self.NOTE in page
        assert stay.resident.alias not in page
        assert "ikke_spurgt" not in page
        assert "Du var logget ud" not in page
        assert Unsent.objects.get().employee == cast["sofie"]
        kept = sofie.get(reverse("unsent", args=[Unsent.objects.get().code])).content.decode()
        assert self.NOTE in kept
        assert self.NOTE not in browser_of("vera").get("/i-dag/").content.decode()

    def test_is_answered_as_one_that_never_was(self, browser_of: Callable[..., Client], cast: Cast) -> None:
        stranger = reverse("stay-notes", args=["x" * 22])
        sofie = browser_of("sofie")
        answer = sofie.post(stranger, self.typed(sofie, "/konto/"))
        assert answer.status_code == 404
        assert self.NOTE in answer.content.decode()

    def test_keeps_nothing_where_nothing_was_typed(self, browser_of: Callable[..., Client], cast: Cast) -> None:
        sofie = browser_of("sofie")
        answer = sofie.post(reverse("stay-notes", args=["x" * 22]), {**self.typed(sofie, "/konto/"), "must_know": " "})
        assert "Siden er her ikke" in answer.content.decode()
