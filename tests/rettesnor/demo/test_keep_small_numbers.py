"""In the invented houses, too, no hidden small number comes out of what the pages show."""

from __future__ import annotations

import pytest
from django.test import Client

from rettesnor.danish import clock
from rettesnor.followup.actions import close
from rettesnor.followup.indicators import CARDS
from rettesnor.followup.live import closable
from rettesnor.staff.middleware import SECOND_FACTOR
from rettesnor.staff.models import Employee, House
from tests.rettesnor.demo.conftest import a_house
from tests.rettesnor.followup.attacker import Attacker

pytestmark = pytest.mark.django_db


def anne() -> tuple[Employee, Client]:
    """She of the working group, who reads both houses and no names."""
    found, client = Employee.objects.get(username="anne"), Client()
    client.force_login(found)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return found, client


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_comes_out_of_the_figures_before_and_after_closing(seed: int) -> None:
    with a_house(seed=seed):
        member, client = anne()
        attacker = Attacker(client, list(House.objects.values_list("code", flat=True)))
        attacker.look()
        for period in closable(clock.now()):
            close(period, by=member)
            attacker.look()
        assert {row.key for row in attacker.rows} == set(CARDS)
        assert attacker.exposed() == {}
