"""What is typed during a call survives the phone, the browser and the sign-in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from rettesnor import ui
from rettesnor.audit.models import Entry
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions import intake
from rettesnor.residency.models import Draft, Enquiry
from rettesnor.staff.models import Employee
from rettesnor.vault.models import DataKey
from tests.rettesnor.residency.calls import call_form

As = Callable[[str], Client]
NEW, KEEP = "/henvendelser/ny/", "/henvendelser/kladde/"
CANARY = "Hvisken-fra-badevaerelset-4417"


def kept(client: Client, **changes: str) -> str:
    answer = client.post(KEEP, call_form(story=CANARY, **changes))
    assert answer.status_code == 204
    return str(answer["X-Draft"])


def test_a_draft_is_kept_and_grows_in_place(as_: As) -> None:
    karen = as_("karen")
    code = kept(karen)
    assert kept(karen, draft=code, whereabouts="Hos en veninde") == code
    assert Draft.objects.count() == 1
    assert "Hos en veninde" in Draft.objects.select_related("key").get().body


def test_a_draft_is_sealed_and_not_in_the_log(as_: As) -> None:
    kept(as_("karen"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM residency_draft")
        sealed = bytes(cursor.fetchone()[0])
    assert CANARY.encode() not in sealed
    assert CANARY.encode("utf-16-le") not in sealed
    assert not Entry.objects.exclude(verb="opslag").exists()


def test_the_draft_is_offered_and_taken_up_again(as_: As) -> None:
    karen = as_("karen")
    code = kept(karen, outcome="", received_at="det ved jeg ikke")
    page = karen.get(NEW).content.decode()
    assert f"?kladde={code}" in page
    assert "Fortsæt din kladde fra 10.00" in page
    assert CANARY not in page
    again = karen.get(NEW, {"kladde": code}).content.decode()
    assert CANARY in again
    assert "det ved jeg ikke" in again


def test_a_half_typed_moment_survives_too(as_: As) -> None:
    karen = as_("karen")
    code = kept(karen, received_at="i går 2")
    assert 'value="i går 2"' in karen.get(NEW, {"kladde": code}).content.decode()


def test_the_draft_goes_with_its_key_when_the_call_is_saved(as_: As) -> None:
    karen = as_("karen")
    code = kept(karen)
    key = Draft.objects.get().key_id
    assert karen.post(NEW, call_form(draft=code)).status_code == 302
    assert not Draft.objects.exists()
    assert not DataKey.objects.filter(pk=key).exists()
    assert Enquiry.objects.count() == 1


def test_a_draft_whose_code_never_came_back_goes_too(as_: As) -> None:
    karen, typed = as_("karen"), call_form()
    assert karen.post(KEEP, typed).status_code == 204
    assert karen.post(NEW, typed).status_code == 302
    assert not Draft.objects.exists()


def test_the_last_words_that_come_in_after_the_call_was_saved_are_not_kept_twice(as_: As) -> None:
    karen, typed = as_("karen"), call_form()
    assert karen.post(NEW, typed).status_code == 302
    assert karen.post(KEEP, typed).status_code == 204
    assert not Draft.objects.exists()


def test_the_draft_stays_while_the_form_is_refused(as_: As) -> None:
    karen = as_("karen")
    code = kept(karen)
    assert karen.post(NEW, call_form(draft=code, outcome="")).status_code == 422
    assert Draft.objects.filter(code=code).exists()


def test_a_draft_can_be_thrown_away(as_: As) -> None:
    karen = as_("karen")
    code = kept(karen)
    assert karen.post(f"{KEEP}{code}/slet/").status_code == 302
    assert not Draft.objects.exists()


def test_nobody_else_opens_or_removes_it(as_: As, cast: dict[str, Employee]) -> None:
    code = kept(as_("karen"))
    lone = as_("lone")
    assert CANARY not in lone.get(NEW, {"kladde": code}).content.decode()
    assert lone.post(f"{KEEP}{code}/slet/").status_code == 404
    assert lone.post(KEEP, call_form(draft=code))["X-Draft"] != code
    assert lone.post(NEW, call_form(draft=code)).status_code == 302
    assert Draft.objects.filter(code=code).exists()
    with pytest.raises(Refused):
        intake.take_over_draft(Draft.objects.select_related("key").get(code=code), by=cast["lone"])


def test_those_who_take_no_calls_keep_no_drafts(as_: As) -> None:
    assert as_("sofie").post(KEEP, call_form()).status_code == 403


def test_a_text_without_end_is_not_kept(as_: As) -> None:
    answer = as_("karen").post(KEEP, call_form(story="x" * 100_001))
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_the_hour_beside_the_draft_is_danish_whatever_the_browser_s_clock_says() -> None:
    script = (Path(ui.__file__).parent / "static/ui/draft.js").read_text()
    assert script.count("toLocaleTimeString") == script.count('timeZone: "Europe/Copenhagen"') == 1
