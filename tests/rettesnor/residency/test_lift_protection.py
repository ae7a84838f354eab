"""Special protection: one gives it, two end it, and never the same person twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.protection import answer_lifting, ask_to_lift, protect
from rettesnor.residency.models import Lifting, Resident, Stay
from rettesnor.staff.models import Employee, House
from rettesnor.today.due import due
from tests.rettesnor.practice.stays import contact, woman
from tests.rettesnor.residency.calls import log_of

As = Callable[[str], Client]
Cast = dict[str, Employee]
WHY = "Han er varetægtsfængslet."


@pytest.fixture
def amina(cast: Cast, houses: dict[str, House]) -> Stay:
    """A protected woman in København; Sofie is her contact person."""
    stay = woman(houses["kbh"], cast["lone"])
    contact(stay, cast["sofie"])
    protect(stay.resident, by=cast["sofie"])
    return stay


@pytest.fixture
def wish(amina: Stay, cast: Cast) -> Lifting:
    ask_to_lift(amina.resident, reason=WHY, by=cast["sofie"])
    return Lifting.objects.select_related("key", "resident").get()


def page(wish: Lifting) -> str:
    return reverse("protection", args=[wish.code])


def protected(stay: Stay) -> bool:
    return Resident.objects.get(pk=stay.resident_id).protected


def reminded(user: Employee) -> list[str]:
    user.__dict__.pop("standing", None)
    return [item.url for item in due(user, clock.today()) if "lifting" in item.item]


def test_sofie_asks_and_lone_says_yes(amina: Stay, cast: Cast, as_: As) -> None:
    address = reverse("stay", args=[amina.code])
    assert as_("karen").get(address).status_code == 404
    asked = as_("sofie").post(reverse("stay-lift", args=[amina.code]), {"reason": WHY})
    assert asked.headers["Location"] == address
    assert protected(amina), "it stands until somebody else has said yes"
    assert f"{cast['sofie'].name} har bedt om, at beskyttelsen ophæves" in as_("lone").get(address).content.decode()
    wish = Lifting.objects.get()
    assert WHY in as_("lone").get(page(wish)).content.decode()
    assert as_("lone").post(page(wish), {"lifted": "ja"}).headers["Location"] == address
    assert not protected(amina)
    assert as_("karen").get(address).status_code == 200
    [entry] = log_of("beskyt", fields__contains="asked_by")
    assert (entry.actor_id, entry.subject) == (cast["lone"].pk, amina.resident.subject)
    assert WHY not in "".join(one.fields for one in log_of("bed om at ophæve"))


def test_the_leader_of_the_other_house_can_say_yes_to_the_leader_of_hers(amina: Stay, cast: Cast, as_: As) -> None:
    as_("lone").post(reverse("stay-lift", args=[amina.code]), {"reason": WHY})
    wish = Lifting.objects.get()
    lone = as_("lone").post(page(wish), {"lifted": "ja"})
    assert lone.status_code == 422
    assert "Du har selv bedt om det" in lone.content.decode()
    assert protected(amina)
    assert reminded(cast["lone"]) == []
    assert reminded(cast["aksel"]) == [page(wish)]
    assert as_("aksel").get(reverse("stay", args=[amina.code])).status_code == 404
    assert as_("aksel").post(page(wish), {"lifted": "ja"}).headers["Location"] == reverse("home")
    assert not protected(amina)
    assert reminded(cast["aksel"]) == []
    assert log_of("opslag", noun="lifting", subject=amina.resident.subject, actor_id=cast["aksel"].pk)


def test_a_no_leaves_it_standing_and_it_can_be_asked_again(amina: Stay, wish: Lifting, cast: Cast, as_: As) -> None:
    as_("lone").post(page(wish), {"lifted": "nej"})
    assert protected(amina)
    assert as_("lone").get(page(wish)).status_code == 404
    ask_to_lift(amina.resident, reason="Igen", by=cast["sofie"])
    assert Lifting.objects.filter(answered_at=None).count() == 1


def test_who_asked_can_hold_on_to_it(amina: Stay, wish: Lifting, cast: Cast, as_: As) -> None:
    as_("sofie").post(reverse("stay-protect", args=[amina.code]))
    assert protected(amina)
    assert not Lifting.objects.filter(answered_at=None).exists()
    with pytest.raises(Refused, match="Der er allerede svaret"):
        answer_lifting(wish, lifted=True, by=cast["lone"])
    assert protected(amina)


def test_anything_but_a_yes_is_no_yes(amina: Stay, wish: Lifting, as_: As) -> None:
    as_("lone").post(page(wish), {})
    assert protected(amina)


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_wish_has_a_reason(amina: Stay, as_: As, reason: str) -> None:
    assert as_("sofie").post(reverse("stay-lift", args=[amina.code]), {"reason": reason}).status_code == 422
    assert not Lifting.objects.exists()


def test_the_same_wish_sent_twice_is_one(amina: Stay, as_: As) -> None:
    answers = [as_("sofie").post(reverse("stay-lift", args=[amina.code]), {"reason": WHY}) for _each in range(2)]
    assert [one.status_code for one in answers] == [302, 422]
    assert "allerede bedt om det" in answers[1].content.decode()
    assert WHY in answers[1].content.decode()
    assert Lifting.objects.count() == 1


def test_without_protection_there_is_nothing_to_lift(cast: Cast, houses: dict[str, House]) -> None:
    stay = woman(houses["kbh"], cast["lone"], alias="Birk")
    with pytest.raises(Refused):
        ask_to_lift(stay.resident, reason=WHY, by=cast["lone"])


def test_the_database_lets_nobody_do_both(wish: Lifting, cast: Cast) -> None:
    wish.lifted, wish.answered_by, wish.answered_at = True, cast["sofie"], clock.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        wish.save()


def test_nobody_else_answers_or_asks(amina: Stay, wish: Lifting, as_: As) -> None:
    for name in ("sofie", "karen", "vera", "bodil", "dan", "anne"):
        assert as_(name).post(page(wish), {"lifted": "ja"}).status_code == 403, name
    typed: dict[str, Any] = {"reason": WHY}
    for name, status in (("ulla", 404), ("aksel", 404), ("karen", 403), ("bodil", 403)):
        assert as_(name).post(reverse("stay-lift", args=[amina.code]), typed).status_code == status, name
    assert protected(amina)


def test_the_answer_is_due_the_next_working_day(wish: Lifting, cast: Cast) -> None:
    [item] = [one for one in due(cast["lone"], clock.today()) if "lifting" in one.item]
    assert item.limit.date() == clock.today() + timedelta(days=1)
    assert item.called == "Ahorn"
    assert reminded(cast["sofie"]) == []
