"""A wrong day was noted of a notice that was sent by hand: put right with a reason, and what stood there is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.network.actions import load_offices
from rettesnor.post import actions as gate
from rettesnor.post import sources
from rettesnor.residency.actions.notice import note_sent_elsewhere, prepare_notice
from rettesnor.residency.models import Correction, Notice, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.lives import WHY, log_of, moved_in, notice_of, people

As = Callable[[str], Client]


@pytest.fixture
def amina(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    load_offices()
    return moved_in(houses["kbh"], people(cast))


@pytest.fixture
def noted(amina: Stay, cast: dict[str, Employee]) -> Notice:
    note_sent_elsewhere(notice_of(amina), sent_on=date(2026, 3, 11), how="brev", by=cast["sofie"])
    return notice_of(amina)


def typed(**changes: str) -> dict[str, str]:
    return {"sent_on": "9-3-2026", "reason": "Kvitteringen er fra mandag.", "client_key": str(uuid4()), **changes}


def test_is_put_right_and_the_earlier_day_stays_to_be_seen(noted: Notice, as_: As) -> None:
    sofie, url = as_("sofie"), reverse("notice-correct", args=[noted.code])
    assert "onsdag 11. marts 2026" in sofie.get(url).content.decode()
    assert sofie.post(url, typed()).status_code == 302
    assert notice_of(noted.stay).sent_on == date(2026, 3, 9)
    for page in (reverse("notice", args=[noted.code]), reverse("stay", args=[noted.stay.code])):
        told = sofie.get(page).content.decode()
        assert "Rettet fra 11. marts 2026 til 9. marts 2026" in " ".join(told.split())
        assert "Kvitteringen er fra mandag." in told
    (entry,) = log_of("ret", noun="notice")
    assert (entry.actor_name, entry.subject) == ("Sofie Holm", noted.stay.resident.subject)
    assert "2026-03-11" in entry.fields


def test_sent_twice_is_one_correction_and_other_words_are_met(noted: Notice, as_: As) -> None:
    url, form = reverse("notice-correct", args=[noted.code]), typed()
    assert [as_("sofie").post(url, form).status_code for _twice in range(2)] == [302, 302]
    assert Correction.objects.count() == 1
    assert as_("sofie").post(url, {**form, "sent_on": "10-3-2026"}).status_code == 409
    assert notice_of(noted.stay).sent_on == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"sent_on": "11-3-2026"}, "sent_on"),
        ({"sent_on": "8-3-2026"}, "sent_on"),
        ({"sent_on": "12-3-2026"}, "sent_on"),
    ],
    ids=["without a reason", "the same day", "before the decision", "a day to come"],
)
def test_is_refused_beside_the_field(noted: Notice, as_: As, changed: dict[str, str], field: str) -> None:
    answer = as_("sofie").post(reverse("notice-correct", args=[noted.code]), typed(**changed))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert notice_of(noted.stay).sent_on == date(2026, 3, 11)
    assert not Correction.objects.exists()


def test_of_a_letter_that_left_through_the_gate_is_its_proof_s(amina: Stay, cast: dict[str, Employee], as_: As) -> None:
    letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
    gate.release(letter, by=cast["lone"], forbidden=sources.forbidden_for(letter))
    letter.refresh_from_db()
    gate.mark_dispatched(letter, channel="digital_post", proof="4711", at=clock.now(), by=cast["sofie"])
    url = reverse("notice-correct", args=[notice_of(amina).code])
    assert as_("sofie").get(url).status_code == 302
    assert "Ret dagen" not in as_("sofie").get(reverse("notice", args=[notice_of(amina).code])).content.decode()
    answer = as_("sofie").post(url, typed())
    assert answer.status_code == 422
    assert "kvitteringen viser hvornår" in answer.content.decode()
    assert notice_of(amina).sent_on == clock.today()


def test_of_one_that_is_not_sent_leads_back(amina: Stay, as_: As) -> None:
    url = reverse("notice-correct", args=[notice_of(amina).code])
    assert as_("sofie").get(url).headers["Location"] == reverse("notice", args=[notice_of(amina).code])
    assert as_("sofie").post(url, typed()).status_code == 422
