"""A woman the house discharges is told how to complain; where that was forgotten, it is reminded of until then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.residency import due_stay
from rettesnor.residency.actions.leaving import leave
from rettesnor.residency.models import Leaving, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.lives import fresh, log_of, moved_in, people

As = Callable[[str], Client]
Cast = dict[str, Employee]
DISCHARGED = {
    "left_at": "i dag 09.15",
    "kind": "bortvist",
    "destination": "familie",
    "aftercare": "nej_tak",
    "reason": "Hun truede de andre.",
}


@pytest.fixture
def amina(cast: Cast, houses: dict[str, House]) -> Stay:
    return moved_in(houses["kbh"], people(cast))


def discharged(stay: Stay, by: Employee, **changes: Any) -> Stay:
    said: dict[str, Any] = {**DISCHARGED, "left_at": clock.now(), **changes}
    leave(stay, by=by, **said)
    return fresh(stay)


def page(stay: Stay) -> str:
    return reverse("stay", args=[stay.code])


def send(client: Client, stay: Stay, **changes: str) -> Any:
    return client.post(reverse("leaving-guidance", args=[stay.code]), changes)


def reminders(user: Employee) -> list[str]:
    user.__dict__.pop("standing", None)
    return [one.item for one in due_stay.due(user, clock.today()) if one.item.startswith("residency.guidance")]


@pytest.mark.parametrize(
    ("kind", "ticked", "guided", "reminded"),
    [
        ("bortvist", "", False, True),
        ("imod_oenske", "", False, True),
        ("behov_stoerre", "", False, True),
        ("bortvist", "on", True, False),
        ("aftalt", "", False, False),
        ("aftalt", "on", False, False),
        ("uventet", "", False, False),
    ],
)
def test_it_is_owed_whatever_word_the_house_uses_and_not_when_she_went_herself(
    amina: Stay, as_: As, cast: Cast, kind: str, ticked: str, guided: bool, reminded: bool
) -> None:
    typed = {**DISCHARGED, "kind": kind, "complaint_guidance": ticked}
    assert as_("sofie").post(reverse("leaving", args=[amina.code]), typed).status_code == 302
    assert Leaving.objects.get().complaint_guidance is guided
    for name in ("sofie", "lone"):
        assert bool(reminders(cast[name])) is reminded, name
    for name in ("karen", "vera", "bodil", "aksel", "anne"):
        assert reminders(cast[name]) == [], name


def test_sofie_writes_it_down_and_the_reminder_is_gone(amina: Stay, as_: As, cast: Cast) -> None:
    stay = discharged(amina, cast["lone"])
    [item] = [one for one in due_stay.due(cast["sofie"], clock.today()) if "guidance" in one.item]
    assert item.limit == stay.left_at
    sofie = as_("sofie")
    assert "Skriv klagevejledningen ned" in sofie.get(page(stay)).content.decode()
    answer = send(sofie, stay, on="i dag", how="skriftligt", given_by=cast["lone"].code)
    assert answer.headers["Location"] == page(stay)
    told = sofie.get(page(stay)).content.decode()
    assert "Skriftligt, 11. marts 2026" in told
    assert "Skriv klagevejledningen ned" not in told
    assert reminders(cast["sofie"]) == []
    [entry] = log_of("ret")
    assert (entry.noun, entry.actor_id, entry.subject) == ("leaving", cast["sofie"].pk, stay.resident.subject)
    assert cast["lone"].code in entry.fields


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"on": "i morgen"}, "on", "ude i fremtiden"),
        ({"on": "1-3-2026"}, "on", "Hun var ikke flyttet ind den dag."),
        ({"how": ""}, "how", "Vælg, hvordan hun fik den."),
        ({"given_by": "ingen"}, "given_by", ""),
    ],
)
def test_what_cannot_be_so_is_refused_beside_its_field(
    amina: Stay, as_: As, cast: Cast, changes: dict[str, str], field: str, message: str
) -> None:
    stay = discharged(amina, cast["lone"])
    typed = {"on": "i går", "how": "begge", "given_by": cast["sofie"].code, **changes}
    answer = send(as_("sofie"), stay, **typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert message in answer.content.decode()
    assert not Leaving.objects.get().complaint_guidance


def test_only_once_and_only_of_a_discharge(amina: Stay, as_: As, cast: Cast) -> None:
    sofie, typed = as_("sofie"), {"on": "i dag", "how": "begge", "given_by": cast["sofie"].code}
    assert "intet at klage over" in send(sofie, amina, **typed).content.decode()
    discharged(amina, cast["lone"])
    assert send(sofie, amina, **typed).status_code == 302
    assert "Der står allerede" in send(sofie, amina, **typed | {"how": "skriftligt"}).content.decode()
    assert Leaving.objects.get().guided_how == "begge"


def test_a_discharge_is_not_saved_without_its_reason(amina: Stay, as_: As) -> None:
    for kind in ("behov_stoerre", "imod_oenske", "bortvist"):
        answer = as_("sofie").post(reverse("leaving", args=[amina.code]), DISCHARGED | {"kind": kind, "reason": ""})
        assert list(answer.context["form"].errors) == ["reason"]
    assert fresh(amina).left_at is None


def test_others_cannot(amina: Stay, as_: As, cast: Cast) -> None:
    stay = discharged(amina, cast["lone"])
    typed = {"on": "i dag", "how": "begge", "given_by": cast["sofie"].code}
    assert send(as_("ulla"), stay, **typed).status_code == 404
    for name in ("karen", "vera", "anne"):
        assert send(as_(name), stay, **typed).status_code == 403, name
    assert not Leaving.objects.get().complaint_guidance
