"""Every address, every role, every method, every state: what happens is what `access.toml` says by hand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse
from pytest_django import DjangoDbBlocker

from rettesnor.config import urls
from tests import access_house
from tests.access_house import ROLES, SIBLING, STATES, AccessHouse

TABLE: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "access.toml").read_text())
CLOSED = sorted(name for name, row in TABLE.items() if not row.get("open"))
METHODS = ("GET", "POST")
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS")

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Expected:
    """What the table says of one method of one address: who comes in, and in which state who finds the row."""

    roles: frozenset[str]
    states: dict[str, frozenset[str]]

    def status(self, role: str, state: str) -> str:
        if role not in self.roles:
            return "403"
        return "in" if role in self.states.get(state, self.roles) else "404"


def expected(name: str, method: str) -> Expected | None:
    told = TABLE[name].get(method)
    if told is None:
        return None
    if isinstance(told, str):
        return Expected(_letters(told), {})
    states = (*STATES, SIBLING) if SIBLING in told else STATES
    return Expected(_letters(told["roles"]), {state: _letters(told[state]) for state in states})


def _letters(text: str) -> frozenset[str]:
    return frozenset(ROLES) if text == "all" else frozenset(text.split())


def named(resolver: URLResolver | None = None) -> dict[str, URLPattern]:
    return {str(pattern.name): pattern for pattern in access_house.patterns(resolver)}


def silent(resolver: URLResolver | None = None) -> list[str]:
    """The addresses whose view says nothing about who may use it."""
    return [name for name, pattern in named(resolver).items() if not hasattr(pattern.callback, "verbs")]


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[AccessHouse]:
    """Built once; every request is undone, and the whole house at the end."""
    with django_db_blocker.unblock(), access_house.built() as made:
        yield made


def _happened(house: AccessHouse, role: str, method: str, name: str, state: str) -> str:
    status = house.answer(role, method, name, state).status_code
    return str(status) if status in (403, 404, 405) or status >= 500 else "in"


def deviations(house: AccessHouse, name: str) -> list[str]:
    """Where the address behaves otherwise than the table says."""
    found = []
    for method in METHODS:
        told = expected(name, method)
        for state in told.states or STATES[:1] if told else STATES[:1]:
            for role in ROLES:
                want = told.status(role, state) if told else "405"
                got = _happened(house, role, method, name, state)
                # Closed before the method is looked at is as good as a method that is not there.
                if got != want and (told or got != "403"):
                    found.append(f"{method} {name} {state} {role}: {got}, should be {want}")
    return found


def test_every_address_stands_in_the_table_and_no_other() -> None:
    assert set(named()) == set(TABLE)


def test_every_person_bound_address_is_told_state_by_state() -> None:
    bound = {name for name, one in named().items() if {"code", "house", "subject"} & set(one.pattern.converters)}
    plain = [name for name in bound for told in TABLE[name].values() if isinstance(told, str)]
    assert plain == []


def test_every_view_says_who_may_use_it() -> None:
    assert silent() == []


@pytest.mark.parametrize("name", CLOSED)
def test_an_address_is_open_to_whom_the_table_says(name: str, house: AccessHouse) -> None:
    assert deviations(house, name) == []


@pytest.mark.parametrize("name", CLOSED)
def test_nobody_unknown_or_expired_comes_in(name: str, house: AccessHouse) -> None:
    for method in METHODS:
        for client in (Client(), house.clients["expired"]):
            asked = client.get if method == "GET" else client.post
            answer = asked(house.path(name, STATES[0]))
            assert answer.status_code == 302, f"{method} {name}: {answer.status_code}"
            assert answer.headers["Location"].startswith((reverse("account_login"), reverse("demo")))


@pytest.mark.once
@pytest.mark.parametrize("name", CLOSED)
def test_no_other_method_comes_in(name: str, house: AccessHouse) -> None:
    """HEAD is GET without its words; every other method is refused, and a header that asks for one changes nothing."""
    path, found = house.path(name, "own"), []
    for role in ROLES:
        client = house.clients[role]
        with access_house.undone():
            get, head = client.get(path), client.head(path)
            if (get.status_code, head.content) != (head.status_code, b""):
                found.append(f"HEAD {role}: {head.status_code}, GET {get.status_code}")
            for method in OTHER_METHODS:
                status = client.generic(method, path, "a=b", "application/x-www-form-urlencoded").status_code
                found += [f"{method} {role}: {status}"] if status not in (403, 404, 405) else []
            asked = client.get(path, headers={"X-HTTP-Method-Override": "POST", "X-Method-Override": "DELETE"})
            found += [f"override {role}: {asked.status_code}"] if asked.status_code != get.status_code else []
    assert found == []


@pytest.mark.parametrize("name", CLOSED)
def test_a_stranger_and_what_is_missing_get_the_same_answer(name: str, house: AccessHouse) -> None:
    """Byte for byte, so that an address never tells whether somebody is here."""
    asked = set(named()[name].pattern.converters) & {"code", "child", "subject"}
    for method in METHODS if asked else ():
        told = expected(name, method)
        for role in told.roles if told else ():
            assert told is not None
            if told.status(role, "other") == "404":
                stranger = house.answer(role, method, name, "other")
                missing = house.answer(role, method, name, "missing")
                assert (stranger.status_code, missing.status_code) == (404, 404)
                assert stranger.content == missing.content
                assert _lasting(stranger) == _lasting(missing)


NAMED_TO = {"assigned": {"K", "B", "P"}, "protected": {"K"}, "own": set(), "other": set(), "closed": set()}
"""Who reads who she is, once she lives here: those assigned; of a specially protected woman her contact person."""


@pytest.mark.parametrize("state", NAMED_TO)
def test_a_woman_is_named_to_those_who_follow_her_alone(house: AccessHouse, state: str) -> None:
    """Everywhere but in the letters, which name her to whoever releases them (see docs/decisions/0005)."""
    name, number = house.identity(state)
    elsewhere = [one for one in CLOSED if not one.startswith(("post", "notice"))]
    told = {(one, method): expected(one, method) for one in elsewhere for method in METHODS}
    named_to = {
        (role, address)
        for (address, method), row in told.items()
        for role in (row.roles if row else ())
        if {name, number} & set(_words(house.answer(role, method, address, state)))
    }
    assert {role for role, _address in named_to} == NAMED_TO[state], sorted(named_to)


def _words(answer: HttpResponse) -> list[str]:
    return re.findall(r"[\w-]+", answer.content.decode())


def _lasting(answer: HttpResponse) -> dict[str, str]:
    """The headers, less the second in which it was answered."""
    return {name: value for name, value in answer.headers.items() if name != "Expires"}


def planted(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nobody has said who may read this")


urlpatterns = [*urls.urlpatterns, path("plantet/", planted, name="planted")]
"""The house's addresses and one whose view forgot to say who may use it."""


def test_a_view_that_forgot_is_refused_and_found(house: AccessHouse) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        answers = {role: house.clients[role].get("/plantet/").status_code for role in ROLES}
        assert silent(get_resolver(__name__)) == ["planted"]
    assert answers == dict.fromkeys(ROLES, 403)
