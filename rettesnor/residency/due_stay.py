"""What the house owes those who live here, and those who have just moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rettesnor.danish import clock, workdays
from rettesnor.residency.actions.leaving import DECIDED
from rettesnor.residency.actions.tasks import AFTERCARE, FOLLOWS_HER
from rettesnor.residency.models import ChildStay, FollowUpTalk, Leaving, Lifting, Move, Notice, Resident, Stay
from rettesnor.residency.models.leaving import OWES_GUIDANCE, WAITING, reached_notices
from rettesnor.residency.models.stay import ARCHIVED_AFTER, reached
from rettesnor.staff import limits
from rettesnor.staff.models import Assignment, Employee
from rettesnor.staff.standing import Reach
from rettesnor.ui.due import Due
from rettesnor.ui.waiting import Waiting, waiting

R = TypeVar("R", bound=Model)
AHEAD = timedelta(days=7)
NOBODY = Q(pk__in=())
LIFTING = "residency.lifting"
CONTACTS = (*FOLLOWS_HER, AFTERCARE)
SILENT = timedelta(days=14)
"""How long after she left somebody is reminded of aftercare without a talk."""


def due(user: Employee, day: date) -> list[Due]:
    """Everything about stays that this user can do something about, in no order."""
    return [
        *_notices(user, day),
        *_without_their_own(user, day),
        *_leavings(user, day),
        *_talks(user, day),
    ]


def _at(day: date, hour: int = 16) -> datetime:
    return datetime.combine(day, time(hour), clock.CPH)


def _item(kind: str, row: Any, who: Any, called: str, what: str, why: str, limit: datetime, url: str) -> Due:
    return Due(f"residency.{kind}:{row.code}", what, who, called, why, limit, url, row.key_id)


WOMAN = ("resident__code", "resident__alias")
HER_STAY = ("stay__code", *(f"stay__{field}" for field in WOMAN))


def _only(model: type[R], wanted: Q, related: Sequence[str], fields: Sequence[str]) -> QuerySet[R]:
    """The rows with what a reminder says and no more: it opens nothing, so no key and no sealed word is fetched, and
    I dag puts all of them in its own order."""
    rows = model._default_manager.filter(wanted)
    return rows.order_by().select_related(*related).only("code", "key", *fields)


NOTICED = ("kind", "triggered_on", "reminds_on", "sent_on")


def _notices(user: Employee, day: date) -> Iterator[Due]:
    """Notices to prepare, in the week in which they are due; one that is prepared waits in `post`. And those that told
    of a leaving on a day that has gone, where she lives here still."""
    verbs = [verb for verb in ("notice.prepare", "notice.admission") if user.standing.may(verb)]
    if not verbs:
        return
    unwritten = Q(document=None) | Q(document__status__in=("tilbagekaldt", "blokeret"))
    owed = Q(sent_on=None, not_owed_why=None, reminds_on__lte=day + AHEAD) & unwritten
    told = Q(kind=Notice.DISCHARGE, sent_on__isnull=False, stay__left_at=None, triggered_on__lt=day)
    wanted = reduce(or_, (reached_notices(user, verb) for verb in verbs)) & (owed | told)
    for notice in _only(Notice, wanted, ["stay__resident"], [*NOTICED, "stay__left_at", *HER_STAY]):
        yield _notice(notice)


def _notice(notice: Notice) -> Due:
    what, why = _asked_of(notice)
    return _item(
        "notice",
        notice,
        notice.stay,
        notice.stay.resident.alias,
        what,
        why,
        _at(notice.reminds_on),
        reverse("notice", args=[notice.code]),
    )


def _asked_of(notice: Notice) -> tuple[str, str]:
    """What to do about a notice, and why."""
    if notice.kind == Notice.ADMISSION:
        return _("Orientér kommunen om optagelsen"), _("Tre hverdage fra afgørelsen")
    if notice.has_passed and notice.sent_on:
        return _("Skriv, om hun er flyttet, eller ret planen"), _("Kommunen har fået at vide, at hun er flyttet")
    if notice.has_passed:
        return _("Skriv, om hun er flyttet, eller ret planen"), _("Kommunen skulle vide det før, og dagen er gået")
    if notice.kind == Notice.CHANGED:
        return _("Skriv den rigtige udskrivningsdag til kommunen"), _("Kommunen har fået en anden dag at vide")
    if notice.is_early:
        return _("Orientér kommunen, før hun flytter"), _("Udflytningen er planlagt, og kommunen skal vide det før")
    return _("Orientér kommunen om udskrivningen"), _("Helst før, senest tre hverdage efter udflytningen")


def _without_their_own(user: Employee, day: date) -> Iterator[Due]:
    """Women and children without an adult of their own here, and children who have left without a word on what
    follows."""
    days = limits.value("resident.contact", day)
    alone = list(_women_without_contact(user))
    here = {stay.resident_id for stay in alone if stay.left_at is None}
    for stay in alone:
        # One who has come again has one contact person, and her new stay asks for it.
        if stay.left_at is None or stay.resident_id not in here:
            yield _contact(stay, days)
    days, within = limits.value("child.coordinator", day), timedelta(days=limits.value("child.follow_up", day))
    for row in _children(user):
        yield _coordinator(row, days) if row.left_at is None else _follow_up(row, row.left_at, within)


def _came_to_house(stay: str) -> Coalesce:
    """When they came to the house they live in: a move to the other house ends the tasks there, and nobody in this
    one knew her or the child before. `stay` is what the rows call the stay. Asked with the rows: a question of its own
    would come and go with them."""
    moves = Move.objects.between_houses().filter(stay=OuterRef(stay), at__gt=OuterRef("moved_in_at"))
    return Coalesce(Subquery(moves.order_by("-at").values("at")[:1]), F("moved_in_at"))


def _women_without_contact(user: Employee) -> QuerySet[Any]:
    """Every woman has a contact person; one who has moved still needs one until the notice is sent and the agreed
    talks are held. Who gives the tasks of a house is asked: whoever reaches her by a task is her contact already."""
    if not user.standing.may("stay.assign"):
        return Stay.objects.none()
    hers = reached(user.standing.reach("stay.assign")) & Q(moved_in_at__lte=clock.now())
    tasks = Assignment.objects.in_force(clock.now()).filter(kind__in=CONTACTS, child="").values("case")
    unsent = Q(pk__in=Notice.objects.unsent().values("stay"))
    agreed = Q(pk__in=FollowUpTalk.objects.waiting().values("stay"))
    wanted = hers & (Q(left_at=None) | unsent | agreed) & ~Q(key__in=tasks)
    rows = _only(Stay, wanted, ["resident"], ["moved_in_at", "left_at", *WOMAN])
    return rows.annotate(came_at=_came_to_house("pk"))


def _contact(stay: Any, days: int) -> Due:
    return _item(
        "contact",
        stay,
        stay,
        stay.resident.alias,
        _("Vælg hendes kontaktperson"),
        _("Hver kvinde har en kontaktperson inden for {days}").format(days=_workdays(days)),
        _at(workdays.deadline(clock.day_of(stay.came_at), days)),
        reverse("stay-assign", args=[stay.code]),
    )


def asked(user: Employee) -> list[Any]:
    """Somebody has asked that a woman's special protection ends; whoever asked does not answer."""
    if not user.standing.may("protection.answer"):
        return []
    rows = Lifting.objects.visible_to(user, "protection.answer").exclude(asked_by=user).select_related(None)
    named = {"about": "resident__code", "called": "resident__alias", "asked_by": "asked_by__name"}
    return [waiting(rows, LIFTING, at="asked_at", key="key_id", **named)]


def told(row: Waiting, day: date) -> Due:
    what = _("Svar på, om særlig beskyttelse skal ophæves")
    why = _("{name} har bedt om det, og to skal være enige").format(name=row.asked_by)
    limit = _at(workdays.deadline(clock.day_of(row.at), limits.value("resident.lifting", day)))
    her, url = Resident(code=row.about), reverse("protection", args=[row.code])
    return Due(f"{LIFTING}:{row.code}", what, her, row.called, why, limit, url, row.key)


def _children(user: Employee) -> QuerySet[Any]:
    """Children who live here without an adult of their own (CHI-A6), and who have left without a word on what follows
    (CHI-A3: its own adult considers it, else who follows its mother): one question for both."""
    here = Q(stay__left_at=None, left_at=None, moved_in_at__lte=clock.now())
    left = Q(follow_up="", left_at__lte=clock.now())
    unled = ~Q(child__code__in=Assignment.objects.in_force(clock.now()).filter(kind="boernefaglig").values("child"))
    chooses, follows = _first(user, "stay.assign", "stay.write"), _first(user, "aftercare.write")
    if chooses == follows:
        wanted = reached(follows, "stay__") & (here | left) & unled
    else:
        wanted = (reached(chooses, "stay__") & here | reached(follows, "stay__") & left) & unled
    if own := user.standing.reach("child.write").children:
        wanted |= left & Q(child__code__in=own)
    fields = ["moved_in_at", "left_at", "child__code", "child__alias", "stay__code"]
    rows = _only(ChildStay, Q(stay__never_came_at=None) & wanted, ["child", "stay"], fields)
    return rows.annotate(came_at=_came_to_house("stay"))


def _first(user: Employee, *verbs: str) -> Reach:
    """How far the first of the verbs reaches that this person holds; nowhere without one."""
    return next((user.standing.reach(verb) for verb in verbs if user.standing.may(verb)), Reach())


def _coordinator(row: Any, days: int) -> Due:
    return _item(
        "coordinator",
        row,
        row.child,
        row.child.alias,
        _("Vælg barnets børnefaglige koordinator"),
        _("Hvert barn har en voksen her inden for {days}").format(days=_workdays(days)),
        _at(workdays.deadline(clock.day_of(row.came_at), days)),
        reverse("stay-assign", args=[row.stay.code]),
    )


def _workdays(days: int) -> str:
    return ngettext("{days} hverdag", "{days} hverdage", days).format(days=days)


def _leavings(user: Employee, day: date) -> Iterator[Due]:
    """A move-out is planned and the aftercare is not decided with her; she was discharged against her wish and nobody
    has told her how to complain; or aftercare with us goes on and no talk is agreed: one question for all three."""
    if not user.standing.may("stay.leave"):
        return
    soon = Q(stay__left_at=None, planned_on__lte=day + AHEAD) & ~Q(aftercare__in=DECIDED)
    unguided = OWES_GUIDANCE & Q(stay__left_at__lte=clock.now())
    hers = reached(user.standing.reach("stay.leave"), "stay__")
    wanted = hers & (soon | unguided | _silent(user, day))
    fields = ["planned_on", "kind", "complaint_guidance", "stay__left_at", *HER_STAY]
    for row in _only(Leaving, wanted, ["stay__resident"], fields):
        if row.stay.left_at is None and row.planned_on is not None:
            yield _aftercare(row, row.planned_on)
        elif row.stay.left_at is not None and row.lacks_guidance:
            yield _guidance(row, row.stay.left_at)
        elif row.stay.left_at is not None:
            yield _unplanned(row, row.stay.left_at)


def _silent(user: Employee, day: date) -> Q:
    """She left some time ago, this user still has aftercare as a task without an end, and no talk waits."""
    if not user.standing.may("aftercare.write"):
        return NOBODY
    mine = Assignment.objects.filter(employee=user, kind=AFTERCARE, until=None).values("case")
    waiting = FollowUpTalk.objects.waiting().values("stay")
    return Q(stay__left_at__lt=_at(day - SILENT, 0), key__in=mine) & ~Q(stay__in=waiting)


def _aftercare(row: Leaving, planned_on: date) -> Due:
    return _item(
        "aftercare",
        row,
        row.stay,
        row.stay.resident.alias,
        _("Beslut efterværnet sammen med hende"),
        _("Hun flytter snart, og tiden efter er ikke aftalt"),
        _at(planned_on, 10),
        reverse("leaving-prepare", args=[row.stay.code]),
    )


def _unplanned(row: Leaving, left_at: datetime) -> Due:
    return _item(
        "aftercare-silent",
        row,
        row.stay,
        row.stay.resident.alias,
        _("Aftal en samtale, eller slut efterværnet"),
        _("Efterværnet er vores, og ingen samtale er aftalt"),
        _at(clock.day_of(left_at) + ARCHIVED_AFTER),
        reverse("stay", args=[row.stay.code]),
    )


def _guidance(row: Leaving, left_at: datetime) -> Due:
    return _item(
        "guidance",
        row,
        row.stay,
        row.stay.resident.alias,
        _("Giv hende klagevejledning"),
        _("Huset udskrev hende, og hun har kun fire uger til at klage"),
        left_at,
        reverse("leaving-guidance", args=[row.stay.code]),
    )


def _follow_up(row: ChildStay, left_at: datetime, within: timedelta) -> Due:
    return _item(
        "child-follow-up",
        row,
        row.child,
        row.child.alias,
        _("Overvej opfølgning for barnet"),
        _("Barnet er flyttet, og ingen har taget stilling"),
        _at(clock.day_of(left_at) + within),
        reverse("child-consider", args=[row.child.code, row.code]),
    )


def _talks(user: Employee, day: date) -> Iterator[Due]:
    """Talks agreed for after the stay."""
    if not user.standing.may("aftercare.write"):
        return
    wanted = reached(user.standing.reach("aftercare.write"), "stay__") & WAITING & Q(due_on__lte=day + AHEAD)
    fields = ["due_on", *HER_STAY, "child__code", "child__alias"]
    for talk in _only(FollowUpTalk, wanted, ["stay__resident", "child"], fields):
        yield _item(
            "talk",
            talk,
            talk,
            talk.child.alias if talk.child else talk.stay.resident.alias,
            _("Hold den aftalte samtale"),
            _("Aftalt ved udflytningen. Brug kun den sikre vej"),
            _at(talk.due_on),
            reverse("talk", args=[talk.code]),
        )
