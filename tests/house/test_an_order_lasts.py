"""Two rows alike in what they are ordered by stand in the same order every time, on either database."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

ORDERED = [one for one in apps.get_models() if one._meta.ordering and one.__module__.startswith("rettesnor.")]


@pytest.mark.parametrize("model", ORDERED, ids=lambda model: model._meta.label)
def test_the_row_itself_decides_in_the_end(model: type[models.Model]) -> None:
    assert model._meta.ordering is not None
    last = str(model._meta.ordering[-1]).lstrip("-")
    assert last == "pk" or last in {one.name for one in model._meta.fields if one.unique}


def test_there_are_models_with_an_order() -> None:
    assert len(ORDERED) > 20
