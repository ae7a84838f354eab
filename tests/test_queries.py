"""No page asks the database much, and none asks more because more women live here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests import access_house
from tests.access_house import ROLES, AccessHouse
from tests.crowd import BARE, MOST, Asked, asked_by_all, grow
from tests.test_queries_later import LATER

FEW, MANY = 3, 12

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@dataclass(frozen=True)
class Walks:
    """What every page asked when few women lived in the house, and when many did."""

    house: AccessHouse
    few: Asked
    many: Asked


@pytest.fixture(scope="module")
def walks(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Walks]:
    """Walked once: every page is opened by every role, and that takes its time."""
    with django_db_blocker.unblock(), override_settings(ROOT_URLCONF="bench.bare"), access_house.built() as house:
        grow(house, FEW)
        few = asked_by_all(house)
        grow(house, MANY - FEW)
        yield Walks(house, few, asked_by_all(house))


def test_a_page_asks_at_most_twelve_questions_beyond_the_bare_one(walks: Walks) -> None:
    allowed = MOST + max(count for (name, _role, _state), count in walks.few.items() if name == BARE)
    assert {page: count for page, count in walks.few.items() if count > allowed} == {}


def test_every_page_that_can_be_read_was_asked(walks: Walks) -> None:
    read = {name for name, _role, _state in walks.few}
    patterns = walks.house.patterns
    unread = {name for name, one in patterns.items() if getattr(one.callback, "verbs", ()) and name not in read}
    assert {name for name in unread if _can_be_read(walks.house, name)} == {"home", *LATER}, "home only leads on"


def _can_be_read(house: AccessHouse, name: str) -> bool:
    return any(house.answer(role, "GET", name, "assigned").status_code in (200, 302) for role in ROLES)


def test_a_page_asks_no_more_when_more_women_live_here(walks: Walks) -> None:
    few, many = walks.few, walks.many
    assert few.keys() <= many.keys()
    assert {page: (count, many[page]) for page, count in few.items() if many[page] > count} == {}
