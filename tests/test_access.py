"""Every address, every role, every method, every state: what happens is what `access.toml` says by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import access_house
from tests.access_house import ROLES, STATES, AccessHouse

TABLE: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "access.toml").read_text())
METHODS = ("GET", "POST")


def addresses(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern)
        else:
            yield pattern


def named() -> dict[str, URLPattern]:
    return {str(pattern.name): pattern for pattern in addresses()}


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
    return Expected(_letters(told["roles"]), {state: _letters(told[state]) for state in STATES})


def _letters(text: str) -> frozenset[str]:
    return frozenset(ROLES) if text == "all" else frozenset(text.split())


def test_every_address_stands_in_the_table_and_no_other() -> None:
    assert set(named()) == set(TABLE)


def test_every_view_says_who_may_use_it() -> None:
    silent = [name for name, pattern in named().items() if not hasattr(pattern.callback, "verbs")]
    assert silent == []


@pytest.fixture
def house(db: None) -> Iterator[AccessHouse]:
    with access_house.built() as made:
        yield made


def _happened(client: Client, method: str, path: str) -> str:
    answer = client.get(path) if method == "GET" else client.post(path)
    if answer.status_code in (403, 404, 405):
        return str(answer.status_code)
    return "in"


def deviations(house: AccessHouse, name: str) -> list[str]:
    """Where the address behaves otherwise than the table says."""
    found = []
    for method in METHODS:
        told = expected(name, method)
        for state in STATES if told is not None and told.states else STATES[:1]:
            path = house.path(name, state)
            for role in ROLES:
                want = "405" if told is None else told.status(role, state)
                got = _happened(house.client(role), method, path)
                if told is None and got == "403":
                    continue  # closed before the method is looked at
                if got != want:
                    found.append(f"{method} {name} {state} {role}: {got}, should be {want}")
    return found


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if not row.get("open")))
def test_an_address_is_open_to_whom_the_table_says(name: str, house: AccessHouse) -> None:
    assert deviations(house, name) == []


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if not row.get("open")))
def test_nobody_unknown_or_expired_comes_in(name: str, house: AccessHouse) -> None:
    for state in STATES[:1]:
        for client in (Client(), house.client("expired")):
            answer = client.get(house.path(name, state))
            assert answer.status_code == 302, f"{name}: {answer.status_code}"
            assert answer.headers["Location"].startswith((reverse("account_login"), "/demo/"))
