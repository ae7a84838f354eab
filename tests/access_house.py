"""The people and cases of the access test: one case in each state, one person in each role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import get_resolver, reverse

from rettesnor.danish import clock
from rettesnor.demo.cast import build_houses
from rettesnor.guideline.actions import load_edition
from rettesnor.network.actions import load_offices
from rettesnor.practice.actions import record
from rettesnor.residency.actions.decision import decide
from rettesnor.residency.actions.enquiry import take_call
from rettesnor.residency.actions.leaving import agree_talk, leave
from rettesnor.residency.actions.notice import prepare_notice
from rettesnor.residency.actions.stay import assign, protect, set_municipalities
from rettesnor.residency.actions.visitation import assess_child, save_visitation
from rettesnor.residency.models import Enquiry, Notice, Stay
from rettesnor.staff.middleware import SECOND_FACTOR
from rettesnor.staff.models import Employee, House, RoleGrant, Shift

NOON = datetime(2026, 3, 11, 12, 0, tzinfo=clock.CPH)
ROLES = ("S", "F", "K", "B", "P", "V", "L", "X", "D", "A", "I")
STATES = ("own", "assigned", "other", "protected", "closed")
BOTH = "VDAI"


@dataclass
class Case:
    """One woman with a child, her open enquiry beside her, her notice, letter, talk and an effort."""

    stay: Stay
    enquiry: Enquiry
    codes: dict[str, str] = field(default_factory=dict)


class AccessHouse:
    """Everything the access test asks about."""

    def __init__(self) -> None:
        self.houses = build_houses()
        load_edition()
        load_offices()
        self.people = {role: self._person(role, role, "kbh") for role in ROLES}
        self.boss = {code: self._person(f"boss-{code}", "L", code) for code in self.houses}
        self.clerk = {code: self._person(f"clerk-{code}", "V", code) for code in self.houses}
        self.people["expired"] = self._person("expired", "L", "kbh")
        Employee.objects.filter(pk=self.people["expired"].pk).update(ends_on=date(2026, 1, 1))
        self.cases = {state: self._case(state) for state in STATES}

    def _person(self, name: str, role: str, house: str) -> Employee:
        person = Employee.objects.create(username=name.lower(), name=f"Prøve {name}", password="!")
        where = None if role in BOTH else self.houses[house]
        RoleGrant.objects.create(employee=person, role=role, house=where, since=date(2019, 1, 1))
        if where is not None:
            Shift.objects.create(
                employee=person, house=where, starts=NOON - timedelta(hours=6), ends=NOON + timedelta(hours=6)
            )
        return person

    def _case(self, state: str) -> Case:
        house = self.houses["aar" if state == "other" else "kbh"]
        begun = NOON - timedelta(days=120 if state == "closed" else 20)
        stay = self._stay(house, begun)
        child = stay.child_stays.get().child
        if state in ("assigned", "protected"):
            for role, kind in (("K", "kontaktperson"), ("P", "psykolog")):
                assign(stay, employee=self.people[role], kind=kind, by=self.boss[house.code])
            for role, kind in (("B", "boernefaglig"), ("P", "psykolog")):
                assign(stay, employee=self.people[role], kind=kind, child=child, by=self.boss[house.code])
        if state == "protected":
            protect(stay.resident, protected=True, by=self.boss[house.code])
        case = Case(stay, self._open_enquiry(house))
        self._codes(case, house)
        if state == "closed":
            with clock.at(begun + timedelta(days=60)):
                leave(
                    stay,
                    by=self.boss[house.code],
                    left_at=clock.now(),
                    kind="aftalt",
                    destination="ny_egen_bolig",
                    aftercare="liva",
                )
        return case

    def _stay(self, house: House, begun: datetime) -> Stay:
        clerk, boss = self.clerk[house.code], self.boss[house.code]
        with clock.at(begun):
            enquiry = take_call(house=house, by=clerk, outcome="visitation", municipality="0101")
            save_visitation(enquiry, by=clerk, name="Prøve Kvinde", mental_health="kan_vaere_her", age=30)
            assess_child(enquiry, by=clerk, called="Prøve Barn", age_group="3-5", observation="Leger stille.")
            decide(enquiry, admitted=True, decided_at=clock.now(), by=boss, house=house, reason="Målgruppen.")
        return Stay.objects.select_related("key", "resident", "resident__key", "house", "house__key").get(
            enquiry=enquiry
        )

    def _open_enquiry(self, house: House) -> Enquiry:
        clerk = self.clerk[house.code]
        enquiry = take_call(house=house, by=clerk, outcome="visitation", story="Hun ringer igen.")
        save_visitation(enquiry, by=clerk, age=30, mental_health="tvivl")
        assess_child(enquiry, by=clerk, called="Barn", age_group="3-5", observation="Stille.")
        return enquiry

    def _codes(self, case: Case, house: House) -> None:
        stay, boss, clerk = case.stay, self.boss[house.code], self.clerk[house.code]
        child_stay = stay.child_stays.select_related("child").get()
        set_municipalities(stay, by=boss, case_municipality="0101", home_municipality="0101")
        notice = Notice.objects.select_related("key", "stay", "stay__key", "stay__resident", "stay__house").get(
            stay=stay
        )
        letter = prepare_notice(notice, by=clerk, reason="Hun har brug for beskyttelse.")
        talk = agree_talk(stay, due_on=NOON.date() + timedelta(days=30), safe_contact="hun_ringer", by=boss)
        effort = record(stay=stay, line="OTH-A1", status="udfoert", on=NOON.date(), by=boss)
        task = stay.key.assignments.first()
        case.codes = {
            "stay": stay.code,
            "child": child_stay.child.code,
            "childstay": child_stay.code,
            "enquiry": case.enquiry.code,
            "assessment": case.enquiry.children.get().code,
            "notice": notice.code,
            "document": letter.code,
            "talk": talk.code,
            "effort": effort.code,
            "resident": stay.resident.code,
            "task": str(task.pk if task else 0),
        }

    def path(self, name: str, state: str) -> str:
        """A real address of this name for the case in this state."""
        return reverse(name, kwargs=self._arguments(name, self.cases[state].codes))

    def _arguments(self, name: str, codes: dict[str, str]) -> dict[str, Any]:
        pattern = next(one for one in _patterns(get_resolver()) if one.name == name)
        wanted = pattern.pattern.converters
        room = name.split("-")[0]
        about = {
            "visitation": "enquiry",
            "decision": "enquiry",
            "doubt": "enquiry",
            "child": "child",
            "wellbeing": "child",
        }
        about |= {"post": "document", "leaving": "stay", "cpr": "stay", "notice": "notice", "talk": "talk"}
        kind = {
            "talk-agree": "stay",
            "child-assessment": "enquiry",
            "child-new": "enquiry",
            "record-woman": "stay",
        }.get(name)
        kind = kind or {"record-child": "child", "log-resident": "resident"}.get(name) or about.get(room, room)
        fixed = {
            "key": "AGE-A1" if room == "line" else "CHI-A1",
            "house": "kbh",
            "period": "2026K1",
            "task": codes["task"],
        }
        fixed |= {
            "childstay": codes["childstay"],
            "child": codes["assessment"],
            "subject": f"kvinde:{codes['resident']}",
        }
        return {one: fixed.get(one) or codes.get(kind, codes["stay"]) for one in wanted}

    def client(self, role: str) -> Client:
        """Somebody in this role, signed in with a second factor."""
        client = Client(raise_request_exception=False)
        client.force_login(self.people[role])
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client


def _patterns(resolver: Any) -> Iterator[Any]:
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from _patterns(one)
        else:
            yield one


@contextmanager
def built() -> Iterator[AccessHouse]:
    with clock.at(NOON):
        yield AccessHouse()
