"""The cast that tests begin with is the one the demo has, whether it was built or put back."""

from __future__ import annotations

import pytest
from django.apps import apps

from rettesnor.demo.cast import build_cast
from rettesnor.staff.models import Employee, House
from tests.conftest import DAY, MADE_OF


def counted() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_nothing_of_it_is_missing(cast: dict[str, Employee]) -> None:
    before = counted()
    assert {label for label, rows in before.items() if rows} >= {model._meta.label for model in MADE_OF}
    build_cast(DAY)
    assert counted() == before


@pytest.mark.parametrize("again", [1, 2])
def test_it_can_be_written_on(cast: dict[str, Employee], again: int) -> None:
    house = House.objects.select_related("key").first()
    assert house is not None
    assert house.address
    made = Employee.objects.create(username=f"ny{again}", name="Ny", title="vikar")
    assert made.pk not in {employee.pk for employee in cast.values()}
