"""Women who live here, brought in by the verbs: the call, the visitation, the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.residency.actions import intake
from rettesnor.residency.actions import stay as verbs
from rettesnor.residency.models import Child, Notice, Stay
from rettesnor.staff.models import Employee, House

NAME, NUMBER = "Amina Prøvekvinde", "7101900002"
CHILDREN = (("Sami Prøvebarn", "6503184001", "Skovtrolden Børnehus"), ("Lea Prøvebarn", "", ""))
MOVED_IN = datetime(2026, 3, 9, 21, 30, tzinfo=clock.CPH)
WHY = "Hun har været udsat for vold i en nær relation og har brug for beskyttelse."


@dataclass(frozen=True)
class People:
    """Who does what in these tests."""

    visitor: Employee
    leader: Employee
    contact: Employee
    coordinator: Employee


def people(cast: dict[str, Employee]) -> People:
    return People(cast["vera"], cast["lone"], cast["sofie"], cast["bodil"])


def moved_in(
    house: House,
    who: People,
    *,
    at: datetime = MOVED_IN,
    children: tuple[tuple[str, str, str], ...] = CHILDREN,
    assigned: bool = True,
    emergency: bool = False,
    comes_at: datetime | None = None,
    **told: Any,
) -> Stay:
    """A woman who has moved in at `at`, by the verbs, or is to come at `comes_at`; `told` goes to the visitation."""
    anonymous = bool(told.get("anonymous"))
    known = {} if anonymous else {"name": NAME, "cpr": NUMBER, "phone": "00 99 88 77"}
    with clock.at(at):
        enquiry = intake.take_call(house=house, by=who.visitor, outcome="visitation", municipality="0101")
        answers = {"adult": "ja", "violence": "ja", "in_target_group": "ja", "mental_health": "kan_vaere_her"}
        intake.save_visitation(enquiry, by=who.visitor, **{**answers, **known, **told})
        for name, number, place in children:
            fields: dict[str, Any] = {
                "called": "" if anonymous else name,
                "cpr": "" if anonymous else number,
                "institution": place,
            }
            intake.assess_child(enquiry, by=who.visitor, observation="Leger stille.", **fields)
        intake.decide(
            enquiry, admitted=True, decided_at=at, by=who.leader, house=house, reason=WHY, emergency=emergency,
            moved_in_at=comes_at,
        )  # fmt: skip
        stay = fresh(Stay.objects.get(enquiry=enquiry))
    if assigned:
        with clock.at(at + timedelta(minutes=10)):
            verbs.assign(stay, employee=who.contact, kind="kontaktperson", by=who.leader)
            for child in children_of(stay):
                verbs.assign(stay, employee=who.coordinator, kind="boernefaglig", child=child, by=who.leader)
    return stay


def fresh(stay: Stay) -> Stay:
    """The stay as the database has it now."""
    rows = Stay.objects.select_related("key", "resident", "resident__key", "house", "house__key")
    return rows.get(pk=stay.pk)


def children_of(stay: Stay) -> list[Child]:
    return list(
        Child.objects.filter(stays__stay=stay).select_related("key", "resident", "resident__key").order_by("pk")
    )


def notice_of(stay: Stay, kind: str = "admission") -> Notice:
    rows = Notice.objects.select_related("key", "document", "stay__key", "stay__house__key", "stay__resident__key")
    return rows.get(stay=stay, kind=kind)


def log_of(verb: str, **fields: Any) -> list[Entry]:
    return list(Entry.objects.filter(verb=verb, **fields).order_by("seq"))
