"""Whoever is shown is written down, once, and nobody else is: both ways, for every answer the house can give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from pytest_django import DjangoDbBlocker

from rettesnor.audit.models import Entry
from rettesnor.post.reading import surfaces
from tests import access_house
from tests.access_house import STATES, AccessHouse
from tests.test_access import CLOSED, METHODS, expected

PDF, MOVED, LISTS = "application/pdf", 302, ("enquiries", "today", "dismiss")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[AccessHouse]:
    with django_db_blocker.unblock(), access_house.built() as made:
        yield made


def said(answer: HttpResponse) -> str:
    """Everything an answer says, a letter's own text too."""
    if answer.headers.get("Content-Type") == PDF:
        return "\n".join(one.text for one in surfaces(answer.content, filename=""))
    return answer.content.decode()


def shown(house: AccessHouse, answer: HttpResponse, name: str, state: str) -> list[str]:
    """The subjects of those about whom the answer says anything.

    A call has no alias: it is shown where it is listed, and on the page of its address.
    """
    text = said(answer)
    found = {one.subject for one in house.marked if any(word in text for word in one.words)}
    found |= {subject for code, subject in house.calls.items() if name in LISTS and code in text}
    return sorted(found.union(house.named(name, state)))


def looked_up(since: int) -> list[str]:
    """The subjects of the look-ups written since, as often as they stand there."""
    return sorted(Entry.objects.filter(seq__gt=since, verb="opslag").values_list("subject", flat=True))


def difference(house: AccessHouse, role: str, method: str, name: str, state: str) -> str:
    with access_house.undone():
        since = Entry.objects.newest_first()[0].seq
        answer = house.asked(role, method, name, state)
        written = looked_up(since)
    if answer.status_code == MOVED:
        # An act that is done shows nothing; what it opened to do it may stand in the log.
        return f"{role} {state}: shown on the way" if answer.content else ""
    seen = shown(house, answer, name, state)
    if seen == written:
        return ""
    unlogged, unseen = Counter(seen) - Counter(written), Counter(written) - Counter(seen)
    return f"{role} {state}: not written {house.who(unlogged)}, not shown {house.who(unseen)}"


def differences(house: AccessHouse, method: str, name: str) -> list[str]:
    told = expected(name, method)
    if told is None:
        return []
    asked = [(role, state) for state in told.states or STATES[:1] for role in sorted(told.roles)]
    inside = [(role, state) for role, state in asked if told.status(role, state) == "in"]
    found = [difference(house, role, method, name, state) for role, state in inside]
    return [one for one in found if one]


@pytest.mark.parametrize("name", CLOSED)
@pytest.mark.parametrize("method", METHODS)
def test_an_answer_writes_those_it_shows_and_no_others(method: str, name: str, house: AccessHouse) -> None:
    found = differences(house, method, name)
    assert not found, "\n".join(found)


def test_the_marks_are_met_at_all(house: AccessHouse) -> None:
    """So that nobody is unseen because the mark is wrong: everybody stands somewhere."""
    met: set[str] = set()
    for role, name in (("L", "residents"), ("L", "stay"), ("V", "enquiries"), ("V", "visitation")):
        met |= set(shown(house, house.answer(role, "GET", name, "own"), name, "own"))
    case = house.cases["own"]
    assert {case.stay.resident.subject, *(own.child.subject for own in case.children)} < met
    assert any(one.startswith("henvendelse:") for one in met)
