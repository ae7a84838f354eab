"""No child moves in before it is born: by its number, and when a wrong date is put right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.correction import correct_date
from rettesnor.residency.actions.identity import identify, name_child
from rettesnor.residency.models import Child, ChildIdentity, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.practice.stays import child_of, contact, woman

As = Callable[[str], Client]
Cast = dict[str, Employee]
MOTHER = "710190-0002"
THE_DAY, THE_DAY_AFTER, TOMORROW = "620226-4001", "630226-4001", "720326-4001"
"""Born on the day they moved in (2 February 2026), the day after, and tomorrow (12 March)."""


@pytest.fixture
def child(cast: Cast, houses: dict[str, House]) -> Child:
    stay = woman(houses["kbh"], cast["lone"], children=1)
    contact(stay, cast["sofie"])
    contact(stay, cast["bodil"], child=child_of(stay), kind="boernefaglig")
    identify(stay.resident, name="Amina", number=MOTHER.replace("-", ""), phone="")
    return child_of(stay)


def send(as_: As, child: Child, number: str) -> Any:
    typed = {"name": "Bo", "number": number, "version": "0"}
    return as_("sofie").post(reverse("child-identity", args=[child.code]), typed)


def test_born_on_the_day_it_moved_in_is_born_here(as_: As, child: Child) -> None:
    assert send(as_, child, THE_DAY).status_code == 302
    assert ChildIdentity.objects.select_related("key").get().cpr == THE_DAY.replace("-", "")


@pytest.mark.parametrize(
    ("number", "message"),
    [(THE_DAY_AFTER, "var barnet ikke født, da det flyttede ind"), (TOMORROW, "ligger ude i fremtiden")],
)
def test_born_later_is_refused_beside_the_number(as_: As, child: Child, number: str, message: str) -> None:
    answer = send(as_, child, number)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["number"]
    assert message in answer.content.decode()
    assert 'value="Bo"' in answer.content.decode()
    assert not ChildIdentity.objects.exists()


def test_her_date_is_not_put_to_before_the_birth_of_a_child_that_came_with_her(child: Child, cast: Cast) -> None:
    name_child(child, name="Bo", number=THE_DAY.replace("-", ""), institution="", by=cast["sofie"])
    stay = Stay.objects.select_related("key", "resident", "house").get()
    decided = datetime(2026, 2, 1, 9, 0, tzinfo=clock.CPH)
    with pytest.raises(Refused) as refusal:
        correct_date(stay, field="moved_in_at", to=decided, reason="Forkert dag", by=cast["sofie"])
    assert refusal.value.field == "to"
    same_day = datetime(2026, 2, 2, 8, 0, tzinfo=clock.CPH)
    correct_date(stay, field="moved_in_at", to=same_day, reason="Om morgenen", by=cast["sofie"])
    assert child.stays.get().moved_in_at == same_day
