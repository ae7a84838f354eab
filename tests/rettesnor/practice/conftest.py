"""Amina, called Ahorn on the board, in København with two children; Sofie is her contact person, Bodil the elder
child's adult. The document is loaded."""

from __future__ import annotations

import pytest

from rettesnor.guideline.actions import load_edition
from rettesnor.residency.models import Child, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.practice.stays import child_of, contact, woman


@pytest.fixture
def document(db: None) -> None:
    load_edition()


@pytest.fixture
def amina(document: None, cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    stay = woman(houses["kbh"], cast["lone"], children=2)
    contact(stay, cast["sofie"])
    contact(stay, cast["bodil"], child=child_of(stay), kind="boernefaglig")
    return stay


@pytest.fixture
def elder(amina: Stay) -> Child:
    return child_of(amina, 1)


@pytest.fixture
def younger(amina: Stay) -> Child:
    return child_of(amina, 2)
