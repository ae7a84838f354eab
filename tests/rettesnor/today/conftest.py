"""The house of the practice tests: Amina with two children, Sofie her contact person, Bodil the elder child's adult.
Here the younger one has an adult too, so that nothing is owed to them when a test begins."""

from __future__ import annotations

import pytest

from rettesnor.residency.models import Child, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.practice.conftest import document
from tests.rettesnor.practice.stays import child_of, contact, woman

__all__ = ("document",)


@pytest.fixture
def amina(document: None, cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    stay = woman(houses["kbh"], cast["lone"], children=2)
    contact(stay, cast["sofie"])
    for number, name in ((1, "bodil"), (2, "bente")):
        contact(stay, cast[name], child=child_of(stay, number), kind="boernefaglig")
    return stay


@pytest.fixture
def elder(amina: Stay) -> Child:
    return child_of(amina, 1)
