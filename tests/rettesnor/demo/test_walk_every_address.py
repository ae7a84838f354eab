"""The list of pages knows every address of the house, with a real object in it and who is let in."""

from __future__ import annotations

import json
from collections import defaultdict
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from rettesnor.audit.models import Entry
from rettesnor.demo import pages, samples
from rettesnor.residency.models import Enquiry, Stay

# Every address is asked on PostgreSQL too, by `test_access`; who of the demo's cast is let in hangs on no database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

STATES = {
    samples.OPEN, samples.OWN, samples.OTHER, "assigned", "not assigned", "protected", "anonymous", "moved out",
    "closed",
    pages.EXPIRED,
}  # fmt: skip


def _counted() -> tuple[int, ...]:
    return Entry.objects.count(), Enquiry.objects.count(), Stay.objects.filter(left_at=None).count()


@pytest.fixture(scope="module")
def told(house: None) -> list[dict[str, Any]]:
    before = _counted()
    out = StringIO()
    call_command("pages", stdout=out)
    assert _counted() == before  # asking leaves nothing behind, not even a look-up
    return [json.loads(line) for line in out.getvalue().splitlines()]


def _let_in(told: list[dict[str, Any]], name: str, state: str, method: str = "GET") -> set[str]:
    return next(set(x["cast"]) for x in told if (x["name"], x["state"], x["method"]) == (name, state, method))


def test_no_address_is_missing(told: list[dict[str, Any]]) -> None:
    assert {line["name"] for line in told} == {str(pattern.name) for pattern in pages.patterns()}


def test_every_line_says_what_outside_checkers_read(told: list[dict[str, Any]]) -> None:
    for line in told:
        assert set(line) == {"name", "path", "method", "state", "cast"}
        assert line["path"].startswith("/")
        assert "<" not in line["path"]
    assert {line["state"] for line in told} == STATES
    assert {line["method"] for line in told} == {"GET", "POST"}


def test_a_stay_is_shown_in_every_state(told: list[dict[str, Any]]) -> None:
    assert {line["state"] for line in told if line["name"] == "stay"} == STATES - {samples.OPEN}


def test_the_assigned_stay_is_closed_to_the_other_house(told: list[dict[str, Any]]) -> None:
    seen = _let_in(told, "stay", "assigned")
    assert {"sofie", "bodil", "pia", "lone", "karen"} <= seen
    assert not {"ulla", "aksel", "tove", "bente", "vera", "dan", "ivar", "anne", "frida"} & seen


def test_a_protected_stay_is_hidden_from_the_night_shift(told: list[dict[str, Any]]) -> None:
    assert "karen" not in _let_in(told, "stay", "protected")
    assert "sofie" in _let_in(told, "stay", "protected")


def test_somebody_who_has_left_comes_in_nowhere_but_at_the_doors(told: list[dict[str, Any]]) -> None:
    open_to_her = {line["name"] for line in told if line["state"] == pages.EXPIRED and line["cast"]}
    assert open_to_her <= {"demo", "demo-become", "account_login", "account_logout"}


def test_most_pages_are_somebodys(told: list[dict[str, Any]]) -> None:
    whose: dict[str, set[str]] = defaultdict(set)
    for line in told:
        whose[line["name"]] |= set(line["cast"])
    nobodys = {name for name, cast in whose.items() if not cast}
    assert not {name for name in nobodys if not name.startswith(("account_", "mfa_"))}


def test_an_address_the_demo_has_nothing_for_is_a_fault() -> None:
    with pytest.raises(samples.NoSample):
        samples.of("stay", "code", {})
