"""The demo house, built once for all tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from rettesnor.danish import clock
from rettesnor.demo.builder.chances import on
from rettesnor.demo.house import build

DAY = date(2026, 3, 11)


@contextmanager
def a_house(day: date = DAY, seed: int = 1, scale: int = 1) -> Iterator[None]:
    """A house that is gone again afterwards; the clock stands at ten in the morning of `day`."""
    with transaction.atomic(), clock.at(on(day, 10)):
        build(day, seed, scale)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def house(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """Only for tests marked django_db that change nothing: they see one and the same house."""
    with django_db_blocker.unblock(), a_house():
        yield
