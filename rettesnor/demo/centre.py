"""What the centre has decided about itself: recipients found by two, a limit, a word; and what waits for another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from rettesnor.demo.builder.chances import on
from rettesnor.demo.evening import Act
from rettesnor.guideline.actions import decide_definition
from rettesnor.network.actions import confirm_office, propose_office
from rettesnor.network.models import Office
from rettesnor.staff.actions.accounts import add_person
from rettesnor.staff.actions.limits import decide_limit
from rettesnor.staff.actions.proposals import ask_role
from rettesnor.staff.models import Employee, House

# Invented addresses under a name that nobody can own.
FOUND = (
    ("0101", "Enheden for voldsramte", "sikkerpost.voldsramte@koebenhavn.invalid"),
    ("0751", "Familieafdelingen", "sikkerpost.familier@aarhus.invalid"),
    ("0147", "Borgerrådgivningen", "sikkerpost@frederiksberg.invalid"),
)
WAITING = ("0157", "Familie og forebyggelse", "sikkerpost.familie@gentofte.invalid")
CHECKED = "Kommunens egen hjemmeside, og spurgt på hovednummeret."
WINDOW = "Både 12 og 24 måneder efter udflytningen, hver for sig."


def acts(day: date, houses: dict[str, House], cast: dict[str, Employee]) -> Iterator[Act]:
    """Each with its moment."""
    lone, aksel = cast["lone"], cast["aksel"]
    for number, (municipality, department, mailbox) in enumerate(FOUND):
        told: dict[str, Any] = {"department": department, "mailbox": mailbox, "channel": "sikker_mail"}
        asked = day - timedelta(days=30 + number)
        yield on(asked, 9), partial(_found_by_two, municipality, told, asked, lone, aksel)
    decided = day - timedelta(days=25)
    why = "Fire uger er længe for et barn."
    yield on(decided, 11), partial(decide_limit, "wellbeing.every", number=3, since=decided, by=lone, reason=why)
    yield on(decided, 12), partial(decide_definition, 4, answer=WINDOW, valid_from=decided, by=cast["anne"])
    before = day - timedelta(days=1)
    municipality, department, mailbox = WAITING
    told = {"department": department, "mailbox": mailbox, "channel": "sikker_mail", "valid_from": day}
    yield on(before, 13), partial(_propose, municipality, told, lone)
    yield on(before, 14), partial(_new, cast["ivar"])
    frida, house = cast["frida"], houses["aar"]
    yield on(before, 15), partial(ask_role, frida, role="F", house=house, since=day, by=aksel)


def _propose(municipality: str, told: dict[str, Any], by: Employee) -> Any:
    usual = Office.objects.get(municipality=municipality, closed_on=None, alternative=False)
    return propose_office(municipality=municipality, replaces=usual, checked=CHECKED, by=by, **told)


def _found_by_two(municipality: str, told: dict[str, Any], day: date, one: Employee, other: Employee) -> None:
    change = _propose(municipality, told | {"valid_from": day}, one)
    confirm_office(change, mailbox=told["mailbox"], by=other)


def _new(by: Employee) -> None:
    """Somebody begins soon, and has not signed in yet."""
    add_person(username="mona", name="Mona Villadsen", title="Vikar", by=by)
