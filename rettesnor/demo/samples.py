"""Real objects of the demo house for every address that is about somebody, one set for each state of access.

The states are seen from København: assigned, of the own house, not assigned to anybody, of the other house, specially
protected, anonymous, moved out lately, and a stay that ended long ago. A kind that a state does not have is left out
of its set.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from rettesnor.danish import clock
from rettesnor.followup.models import Closing
from rettesnor.network.models import Office, OfficeChange
from rettesnor.post.models import Document
from rettesnor.practice.models import Effort, WellBeing
from rettesnor.registers.models import Bundle, OutsideFigure
from rettesnor.reports.models import ResidentList
from rettesnor.residency.models import ChildAssessment, ChildStay, Draft, Enquiry, FollowUpTalk, Notice, Stay
from rettesnor.staff.models import Assignment, Employee, Proposal, Shift, Unsent

Sample = dict[str, str]
OPEN = "open"
CENTRE = ("person", "grant", "shift", "proposal", "limit", "number", "office", "change")
ITSELF = ("childstay", "house", "period", "task", *CENTRE)
"""Arguments that are called what they are."""
OWN, OTHER = "own house", "other house"
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
    "log": "resident",
    "registers": "bundle",
    "registers-retire": "outside",
    "resident": "list",
}
"""What an address is about, where neither its name nor its first word says so."""


class NoSample(LookupError):
    """An address is about something the demo house has nothing of."""


def samples() -> dict[str, Sample]:
    """{state: {kind: code}} of everything an address can be about."""
    found = {state: _of(stay) for state, stay in _stays() if stay is not None}
    for state, house in ((OWN, "kbh"), (OTHER, "aar")):
        found.setdefault(state, {}).update(_waiting(house))
    everybodys = {
        "bundle": _first(Bundle.objects.all()),
        "outside": _first(OutsideFigure.objects.in_use()),
        "list": _first(ResidentList.objects.all()),
    }
    found[OPEN] = {kind: code for kind, code in everybodys.items() if code is not None} | _of_the_centre()
    return found


def _of_the_centre() -> Sample:
    """What the pages of the centre itself are about: somebody who works here, what waits for another, an office."""
    frida, now = Employee.objects.get(username="frida"), clock.now()
    proposal, change = Proposal.objects.waiting().first(), OfficeChange.objects.waiting().first()
    office = Office.objects.usual("0101", now.date())
    found = {
        "person": frida,
        "grant": frida.roles.first(),
        "shift": Shift.objects.filter(employee=frida, ends__gt=now).order_by("starts").first(),
        "office": office,
    }
    told = {kind: str(frida.code if kind == "person" else row.pk) for kind, row in found.items() if row is not None}
    told |= {"limit": "wellbeing.every", "number": "4"}
    told |= {"proposal": proposal.code} if proposal else {}
    return told | ({"change": change.code} if change else {})


def of(name: str, asked: str, sample: Sample) -> str:
    """The argument `asked` of the address `name`, or NoSample if this state has no such thing."""
    room = name.split("-")[0]
    kind = {"child": "assessment"}.get(asked, asked if asked in ITSELF else "")
    if asked == "key":
        return "CHI-A1"
    if asked == "subject":
        return _must(sample, "resident", name)
    return _must(sample, kind or ABOUT.get(name) or ABOUT.get(room) or room, name)


def _must(sample: Sample, kind: str, name: str) -> str:
    if kind not in sample:
        raise NoSample(f"{name}: no {kind}")
    return sample[kind]


def _stays() -> Iterator[tuple[str, Stay | None]]:
    now = clock.now()
    tasks = Assignment.objects.in_force(now).filter(case=OuterRef("key"))
    children = ChildStay.objects.filter(stay=OuterRef("pk"))
    stays = Stay.objects.order_by("-decided_at").select_related("resident", "house", "enquiry")
    with_child = stays.filter(Exists(children), anonymous=False)
    here = with_child.filter(left_at=None, resident__protected=False)
    own = here.filter(house__code="kbh")
    yield "assigned", own.filter(Exists(tasks.filter(kind="psykolog"))).first()
    yield OWN, own.filter(Exists(tasks)).exclude(Exists(tasks.filter(kind="psykolog"))).last()
    yield "not assigned", own.exclude(Exists(tasks)).first()
    yield OTHER, here.filter(Exists(tasks), house__code="aar").last()
    yield "protected", stays.filter(left_at=None, resident__protected=True, house__code="kbh").first()
    yield "anonymous", stays.filter(left_at=None, anonymous=True, house__code="kbh").first()
    yield "moved out", _left_lately(with_child.filter(house__code="kbh"), tasks, now)
    yield "closed", _left_long_ago(with_child, tasks, now)


def _left_lately(stays: QuerySet[Stay], tasks: QuerySet[Assignment], now: datetime) -> Stay | None:
    """She has moved, and those who followed her follow her still."""
    gone = stays.filter(left_at__lt=now, left_at__gt=now - timedelta(days=60), resident__protected=False)
    return gone.filter(Exists(tasks)).first()


def _left_long_ago(stays: QuerySet[Stay], tasks: QuerySet[Assignment], now: datetime) -> Stay | None:
    talks = FollowUpTalk.objects.filter(stay=OuterRef("pk"))
    efforts = Effort.objects.filter(stay=OuterRef("pk"))
    gone = stays.filter(left_at__lt=now - timedelta(days=60), house__code="kbh").exclude(Exists(tasks))
    return gone.filter(Exists(talks), Exists(efforts)).first()


def _of(stay: Stay) -> Sample:
    """Codes of everything that hangs on one stay."""
    child = ChildStay.objects.filter(stay=stay).order_by("pk").select_related("child").first()
    enquiry = stay.enquiry
    task = stay.key.assignments.order_by("pk").first()
    found = {
        "task": str(task.pk) if task else None,
        "stay": stay.code,
        "resident": stay.resident.subject,
        "enquiry": enquiry.code if enquiry else None,
        "house": stay.house.code,
        "period": _newest_closed(),
        "child": child.child.code if child else None,
        "childstay": child.code if child else None,
        "assessment": _first(ChildAssessment.objects.filter(enquiry=enquiry, child=child.child) if child else None),
        "notice": _first(Notice.objects.filter(stay=stay).order_by("sent_on", "kind")),
        "talk": _first(FollowUpTalk.objects.filter(stay=stay)),
        "lifting": _first(stay.resident.liftings.filter(answered_at=None)),
        "note": _first(WellBeing.objects.standing().filter(child_stay__stay=stay)),
        "effort": _first(Effort.objects.standing().filter(stay=stay)),
        "document": _first(Document.objects.filter(key=stay.key_id)),
        "draft": _first(Draft.objects.filter(employee__roles__house=stay.house)),
        "unsent": _first(Unsent.objects.filter(employee__roles__house=stay.house)),
    }
    return {kind: code for kind, code in found.items() if code is not None}


def _waiting(house: str) -> Sample:
    """What waits in a house for somebody: only there can something be written."""
    enquiry = Enquiry.objects.waiting().filter(house__code=house, children__isnull=False).first()
    talks = FollowUpTalk.objects.filter(held_at=None, dropped_why=None, stay__house__code=house)
    found = {
        "enquiry": enquiry.code if enquiry else None,
        "assessment": _first(enquiry.children.order_by("order")) if enquiry else None,
        "talk": _first(talks.order_by("-stay__left_at", "due_on")),
        "document": _first(Document.objects.awaiting_release().filter(house__code=house)),
    }
    return {kind: code for kind, code in found.items() if code is not None}


def _newest_closed() -> str | None:
    newest = Closing.objects.newest()
    return newest.key if newest else None


def _first(rows: QuerySet[Any] | None) -> str | None:
    row = None if rows is None else rows.first()
    return None if row is None else str(row.code)
