"""The people and cases of the access tests: one case in each state, one person in each role, everybody marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rettesnor.danish import clock
from rettesnor.demo.cast import build_houses
from rettesnor.guideline.actions import load_edition
from rettesnor.network.actions import load_offices, propose_office
from rettesnor.network.models import Office
from rettesnor.post.actions import mark_dispatched, release
from rettesnor.practice.actions import note_wellbeing, record
from rettesnor.registers.actions import load_outside
from rettesnor.registers.models import OutsideFigure
from rettesnor.reports.actions import prepare
from rettesnor.residency.actions.decision import decide
from rettesnor.residency.actions.draft import save_draft
from rettesnor.residency.actions.enquiry import take_call
from rettesnor.residency.actions.leaving import agree_talk, leave
from rettesnor.residency.actions.notice import forbidden_for, prepare_notice
from rettesnor.residency.actions.protection import ask_to_lift, protect
from rettesnor.residency.actions.stay import assign
from rettesnor.residency.actions.visitation import assess_child, save_visitation
from rettesnor.residency.models import Child, ChildStay, Enquiry, Notice, Resident, Stay
from rettesnor.staff.actions.proposals import ask_role
from rettesnor.staff.actions.unsent import keep_unsent
from rettesnor.staff.middleware import SECOND_FACTOR
from rettesnor.staff.models import Employee, House, RoleGrant, Shift
from tests.rettesnor.registers.bundles import brought, incidence

NOON = datetime(2026, 3, 11, 12, 0, tzinfo=clock.CPH)
ROLES = ("S", "F", "K", "B", "P", "V", "L", "X", "D", "A", "I")
STATES = ("own", "mine", "assigned", "other", "protected", "closed")
SIBLING = "sibling"
BOTH = "VDAI"


@dataclass
class Marked:
    """One person and the words that stand nowhere but about this person."""

    subject: str
    words: list[str]


@dataclass
class Case:
    """One woman with two children, an enquiry, a notice, a letter, a talk, a plan: their codes by what they are."""

    stay: Stay
    house: House
    children: list[ChildStay] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)


class AccessHouse:
    """Everything the access tests ask about."""

    def __init__(self) -> None:
        self.houses = build_houses()
        load_edition()
        load_offices()
        load_outside()
        self.people = {role: self._person(role, role, "kbh") for role in ROLES}
        self.boss = {code: self._person(f"boss-{code}", "L", code) for code in self.houses}
        self.clerk = {code: self._person(f"clerk-{code}", "V", code) for code in self.houses}
        self.people["expired"] = self._person("expired", "L", "kbh")
        Employee.objects.filter(pk=self.people["expired"].pk).update(ends_on=date(2026, 1, 1))
        self.marked: list[Marked] = []
        self.calls: dict[str, str] = {}
        self.cases = {state: self._case(state) for state in STATES}
        brought_home = brought(self.people["A"], incidence(2024, 18, 60), incidence(2025, 9, 55))
        published = OutsideFigure.objects.in_use()[0]
        days: dict[str, Any] = {"first": date(2025, 1, 1), "last": NOON.date() - timedelta(days=1)}
        roll = prepare(**days, purpose="Prøvens registeranalyse", by=self.boss["aar"])
        for case in self.cases.values():
            case.codes |= {"bundle": brought_home.code, "outside": published.code, "list": roll.code}
        self.fixed = self._asked_for()
        self.clients = {name: self._client(person) for name, person in self.people.items()}
        self.patterns = {str(one.name): one for one in patterns()}

    def _asked_for(self) -> dict[str, Any]:
        """What an address of the centre itself is about: a role, a shift, what waits for another, an office."""
        own, other = self.people["F"], self.boss["aar"]
        today, kbh = NOON.date(), self.houses["kbh"]
        asked = ask_role(own, role="S", house=self.houses["aar"], since=today, by=other)
        how: dict[str, Any] = {"department": "Familier", "channel": "sikker_mail", "mailbox": "post@kommune.test"}
        change = propose_office(
            municipality="0101", alternative=True, valid_from=today, checked="Ringet.", by=other, **how
        )
        return {
            "person": own.code,
            "grant": RoleGrant.objects.get(employee=own, house=kbh).pk,
            "shift": Shift.objects.get(employee=own).pk,
            "proposal": asked.code,
            "limit": "wellbeing.every",
            "number": 4,
            "office": Office.objects.get(municipality="0147").pk,
            "change": change.code,
        }

    def _person(self, name: str, role: str, house: str) -> Employee:
        person = Employee.objects.create(username=name.lower(), name=f"Prøve {name}", password="!")
        where = None if role in BOTH else self.houses[house]
        RoleGrant.objects.create(employee=person, role=role, house=where, since=date(2019, 1, 1))
        if where is not None:
            hours = timedelta(hours=6)
            Shift.objects.create(employee=person, house=where, starts=NOON - hours, ends=NOON + hours)
        return person

    def _client(self, person: Employee) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(person)
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client

    def _case(self, state: str) -> Case:
        house = self.houses["aar" if state == "other" else "kbh"]
        begun = NOON - timedelta(days=120 if state == "closed" else 20)
        case = Case(self._stay(state, house, begun), house)
        case.codes["lifting"] = MISSING["lifting"]
        case.children = list(case.stay.child_stays.select_related("child", "child__key", "key").order_by("pk"))
        self._mark(state, case)
        if state in ("assigned", "protected"):
            self._assign(case)
        if state == "protected":
            protect(case.stay.resident, by=self.boss[house.code])
            wish = ask_to_lift(case.stay.resident, reason="Prøve", by=self.people["K"])
            case.codes["lifting"] = wish.code
        self._papers(state, case)
        self._calls(state, case)
        return case

    def _stay(self, state: str, house: House, begun: datetime) -> Stay:
        clerk, boss, mark = self.clerk[house.code], self.boss[house.code], STATES.index(state)
        with clock.at(begun):
            enquiry = take_call(
                house=house, by=clerk, outcome="visitation", municipality="0101", story=f"Fald{mark}ost"
            )
            name, number = self.identity(state)
            save_visitation(enquiry, by=clerk, name=name, cpr=number, mental_health="kan_vaere_her")
            for called in (f"Svip{mark}st", f"Svap{mark}st"):
                said: dict[str, Any] = {"observation": f"{called} leger", "own_words": f"{called} siger"}
                assess_child(enquiry, by=clerk, called=called, age_group="3-5", **said)
            decide(enquiry, admitted=True, decided_at=clock.now(), by=boss, house=house, reason="Målgruppen.")
        rows = Stay.objects.select_related("key", "resident", "resident__key", "house", "house__key")
        return rows.get(enquiry=enquiry)

    def identity(self, state: str) -> tuple[str, str]:
        """Her name and her number."""
        mark = STATES.index(state)
        return f"Elna{mark}gren", f"7{mark}0190-0002"

    def _mark(self, state: str, case: Case) -> None:
        """An alias of her own and of each child, that stands nowhere else."""
        mark, resident = STATES.index(state), case.stay.resident
        resident.alias = f"Lind{mark}kvist"
        Resident.objects.filter(pk=resident.pk).update(alias=resident.alias)
        words = [resident.alias, f"Fald{mark}ost", f"Elna{mark}gren", f"Note{mark}kvinde", f"Grund{mark}lag"]
        self.marked.append(Marked(resident.subject, words))
        for own, name in zip(case.children, ("Svip", "Svap"), strict=True):
            own.child.alias = f"{name}{mark}alias"
            Child.objects.filter(pk=own.child_id).update(alias=own.child.alias)
            self.marked.append(Marked(own.child.subject, [own.child.alias, f"{name}{mark}st", f"{name}{mark}note"]))

    def _assign(self, case: Case) -> None:
        """K and P to the woman, B and P to the first child; nobody to the second."""
        boss, first = self.boss[case.house.code], case.children[0].child
        assign(case.stay, employee=self.people["K"], kind="kontaktperson", by=boss)
        assign(case.stay, employee=self.people["P"], kind="psykolog", by=boss)
        assign(case.stay, employee=self.people["B"], kind="boernefaglig", child=first, by=boss)
        assign(case.stay, employee=self.people["P"], kind="psykolog", child=first, by=boss)

    def _papers(self, state: str, case: Case) -> None:
        """What hangs on a stay: efforts, a note on each child, a talk, a notice with its letter, the leaving."""
        stay, boss, mark = case.stay, self.boss[case.house.code], STATES.index(state)
        by = self.people["S"] if state == "mine" else boss
        done = stay.moved_in_at.date()
        record(stay=stay, line="OTH-A1", status="udfoert", on=done, by=boss, note=f"Note{mark}kvinde")
        plan = record(stay=stay, line="OTH-A1", status="planlagt", on=NOON.date(), by=by)
        for own, name in zip(case.children, ("Svip", "Svap"), strict=True):
            record(
                stay=stay, child=own.child, line="CHI-A5", status="udfoert", on=done, by=boss, note=f"{name}{mark}note"
            )
            note = note_wellbeing(own, on=done, by=boss, scale={}, observation=f"{name}{mark}note")
            case.codes.setdefault("note", note.code)
        due_on = NOON.date() + timedelta(days=30)
        talk = agree_talk(stay, due_on=due_on, safe_contact="hun_ringer", by=boss)
        notice = self._notice(stay, "admission")
        case.codes |= {"stay": stay.code, "effort": plan.code, "talk": talk.code, "notice": notice.code}
        case.codes |= {"child": case.children[0].child.code, "childstay": case.children[0].code}
        case.codes |= {"subject": stay.resident.subject}
        if state == "closed":
            self._leave(case, mark)
        else:
            clerk = self.people["V"] if state == "mine" else self.clerk[case.house.code]
            case.codes["document"] = prepare_notice(notice, by=clerk, reason=f"Grund{mark}lag").code

    def _leave(self, case: Case, mark: int) -> None:
        """She left two months ago; the notice of discharge has gone, the one of admission never went."""
        stay, boss = case.stay, self.boss[case.house.code]
        with clock.at(stay.moved_in_at + timedelta(days=60)):
            how: dict[str, Any] = {"kind": "aftalt", "destination": "ny_egen_bolig", "aftercare": "liva"}
            leave(stay, by=boss, left_at=clock.now(), **how)
            letter = prepare_notice(self._notice(stay, "discharge"), by=self.clerk["kbh"], reason=f"Grund{mark}lag")
            release(letter, by=boss, forbidden=forbidden_for(letter))
            letter.refresh_from_db()
            mark_dispatched(letter, channel="digital_post", proof="kvittering", at=clock.now(), by=boss)
        case.codes["document"] = letter.code

    def _notice(self, stay: Stay, kind: str) -> Notice:
        rows = Notice.objects.select_related("key", "stay", "stay__key", "stay__resident", "stay__house")
        return rows.get(stay=stay, kind=kind)

    def _calls(self, state: str, case: Case) -> None:
        """An open enquiry; of those assigned, protected or gone the decided one that led to the stay."""
        assert case.stay.enquiry is not None
        by = self.people["S"] if state == "mine" else self.clerk[case.house.code]
        enquiry = case.stay.enquiry
        if state in ("own", "mine", "other"):
            enquiry = self._open_enquiry(case.house, by, STATES.index(state))
        case.codes["enquiry"] = enquiry.code
        self.calls |= {one.code: one.subject for one in (enquiry, case.stay.enquiry)}
        case.codes["assessment"] = enquiry.children.order_by("pk")[0].code
        case.codes["draft"] = save_draft(form="enquiry-new", body="{}", by=by).code
        sent = keep_unsent(path=f"/beboere/{state}/", typed={"number": [""]}, by=by)
        assert sent is not None
        case.codes["unsent"] = sent.code

    def _open_enquiry(self, house: House, by: Employee, mark: int) -> Enquiry:
        enquiry = take_call(house=house, by=by, outcome="visitation", story=f"Opkald{mark}nyt")
        save_visitation(enquiry, by=by, mental_health="tvivl", name=f"Rosa{mark}lund")
        called = f"Pil{mark}barn"
        child = assess_child(enquiry, by=by, called=called, age_group="3-5", observation=f"{called} sover")
        self.marked.append(Marked(enquiry.subject, [f"Opkald{mark}nyt", f"Rosa{mark}lund"]))
        self.marked.append(Marked(child.subject, [called]))
        return enquiry

    def path(self, name: str, state: str) -> str:
        """A real address of this name for the case in this state; "sibling" is the other child, "missing" nobody."""
        case = self.cases.get(state, self.cases["assigned"])
        codes = MISSING if state == "missing" else case.codes
        if state == SIBLING:
            other = case.children[1]
            told = other.child.assessments.get()
            codes = codes | {"child": other.child.code, "childstay": other.code, "assessment": told.code}
            codes |= {"subject": other.child.subject}
        asked = self.patterns[name].pattern.converters
        return reverse(name, kwargs={one: self._argument(name, one, codes, case) for one in asked})

    def _argument(self, name: str, asked: str, codes: dict[str, str], case: Case) -> Any:
        room = name.split("-")[0]
        fixed = self.fixed | {
            "key": "OTH-A1" if room == "line" else "CHI-A1",
            "house": case.house.code,
            "period": "2026K1",
            "childstay": codes["childstay"],
            "child": codes["assessment"],
            "subject": codes["subject"],
        }
        return fixed.get(asked) or codes[self._about(name)]

    def named(self, name: str, state: str) -> list[str]:
        """Whom an address names by itself where its page may name nobody: the woman of a call or of a notice."""
        case = self.cases.get(state, self.cases["assigned"])
        subjects = {"enquiry": self.calls[case.codes["enquiry"]], "notice": case.stay.resident.subject}
        about, asked = self._about(name), self.patterns[name].pattern.converters
        return [subjects[about]] if about in subjects and "code" in asked and "child" not in asked else []

    def _about(self, name: str) -> str:
        room = name.split("-")[0]
        return ABOUT.get(name) or ABOUT.get(room) or room

    def body(self, name: str, state: str) -> dict[str, str]:
        """What a POST carries that is about a person without saying so in the address."""
        return {"item": f"practice.plan:{self.cases[state].codes['effort']}"} if name == "dismiss" else {}

    def asked(self, role: str, method: str, name: str, state: str) -> HttpResponse:
        """What this role is answered; what the request changed stands."""
        client, path = self.clients[role], self.path(name, state)
        if method == "GET":
            return client.get(path)  # type: ignore[return-value]
        return client.post(path, self.body(name, state))  # type: ignore[return-value]

    def answer(self, role: str, method: str, name: str, state: str) -> HttpResponse:
        """What this role is answered; whatever the request changed is undone."""
        with undone():
            return self.asked(role, method, name, state)

    def who(self, subjects: Iterable[str]) -> list[str]:
        """Subjects by their first mark, to be read."""
        return sorted(next((one.words[0] for one in self.marked if one.subject == each), each) for each in subjects)


class _Missing(dict[str, str]):
    """The codes of what does not exist, as long as real ones."""

    def __missing__(self, what: str) -> str:
        code = "0" * CODE
        return f"kvinde:{code}" if what == "subject" else code


CODE, MISSING = 22, _Missing()

ABOUT = {
    "visitation": "enquiry",
    "decision": "enquiry",
    "child-new": "enquiry",
    "child-assessment": "enquiry",
    "enquiry-draft-drop": "draft",
    "stay-child": "stay",
    "leaving": "stay",
    "cpr": "stay",
    "talk-agree": "stay",
    "record-woman": "stay",
    "protection": "lifting",
    "record-child": "child",
    "wellbeing": "child",
    "wellbeing-correct": "note",
    "post": "document",
    "registers": "bundle",
    "registers-retire": "outside",
    "resident": "list",
}
"""What the code in an address is the code of, where neither the address' name nor its first word says so."""


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every address there is."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        else:
            yield one


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens in here has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def built() -> Iterator[AccessHouse]:
    with clock.at(NOON), undone():
        yield AccessHouse()
