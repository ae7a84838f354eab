"""What the house owes those who live here, and those who have just moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.danish import clock, workdays
from rettesnor.residency.models import ChildStay, FollowUpTalk, Leaving, Notice, Stay
from rettesnor.staff import limits
from rettesnor.staff.models import Assignment, Employee
from rettesnor.ui.due import Due

AHEAD = timedelta(days=7)


def due(user: Employee, day: date) -> list[Due]:
    """Everything about stays that this user can do something about, in no order."""
    return [
        *_notices(user, day),
        *_children_without_adult(user, day),
        *_leavings(user, day),
        *_children_leaving(user, day),
        *_talks(user, day),
    ]


def _at(day: date, hour: int = 16) -> datetime:
    return datetime.combine(day, time(hour), clock.CPH)


def _item(kind: str, row: Any, who: Any, called: str, what: str, why: str, limit: datetime, url: str) -> Due:
    return Due(f"residency.{kind}:{row.code}", what, who, called, why, limit, url, row.key_id)


def _notices(user: Employee, day: date) -> Iterator[Due]:
    """Notices to prepare, in the week in which they are due; one that is prepared waits in `post`."""
    seen: set[int] = set()
    for verb in ("notice.prepare", "notice.admission"):
        if not user.standing.may(verb):
            continue
        rows = Notice.objects.visible_to(user, verb).unsent().filter(reminds_on__lte=day + AHEAD)
        for notice in rows.filter(Q(document=None) | Q(document__status__in=("tilbagekaldt", "blokeret"))):
            if notice.pk not in seen:
                seen.add(notice.pk)
                yield _notice(notice)


def _notice(notice: Notice) -> Due:
    admission = notice.kind == "admission"
    return _item(
        "notice",
        notice,
        notice.stay,
        notice.stay.resident.alias,
        _("Orientér kommunen om optagelsen") if admission else _("Orientér kommunen om udskrivningen"),
        _("Tre hverdage fra afgørelsen") if admission else _("Helst før, senest tre hverdage efter udflytningen"),
        _at(notice.reminds_on),
        reverse("notice", args=[notice.code]),
    )


def _children_without_adult(user: Employee, day: date) -> Iterator[Due]:
    """Every child has a child coordinator within the house's own limit (CHI-A6)."""
    held = [verb for verb in ("stay.write", "stay.assign") if user.standing.may(verb)]
    if not held:
        return
    days = limits.value("child.coordinator", day)
    tasks = Assignment.objects.in_force(clock.now()).filter(kind="boernefaglig").values("child")
    for verb in held:
        stays = Stay.objects.visible_to(user, verb).filter(left_at=None)
        rows = ChildStay.objects.filter(stay__in=stays.values("pk"), left_at=None).exclude(child__code__in=tasks)
        for row in rows.select_related("child", "child__resident", "stay", "key"):
            limit = workdays.deadline(row.moved_in_at.astimezone(clock.CPH).date(), days)
            yield _item(
                "coordinator",
                row,
                row.child,
                row.child.alias,
                _("Vælg barnets børnefaglige koordinator"),
                _("Hvert barn har en voksen her inden for {days} hverdag").format(days=days),
                _at(limit),
                reverse("stay-assign", args=[row.stay.code]),
            )
        return


def _leavings(user: Employee, day: date) -> Iterator[Due]:
    """A move-out is planned and the aftercare is not decided with her."""
    if not user.standing.may("stay.leave"):
        return
    stays = Stay.objects.visible_to(user, "stay.leave").filter(left_at=None)
    rows = Leaving.objects.filter(stay__in=stays.values("pk"), planned_on__lte=day + AHEAD, aftercare="")
    for leaving in rows.select_related("key", "stay", "stay__resident"):
        assert leaving.planned_on is not None  # noqa: S101 (the filter says so)
        yield _item(
            "aftercare",
            leaving,
            leaving.stay,
            leaving.stay.resident.alias,
            _("Beslut efterværnet sammen med hende"),
            _("Hun flytter snart, og tiden efter er ikke aftalt"),
            _at(leaving.planned_on, 10),
            reverse("leaving-prepare", args=[leaving.stay.code]),
        )


def _children_leaving(user: Employee, day: date) -> Iterator[Due]:
    """A child has left, and nobody has considered its follow-up (CHI-A3)."""
    if not user.standing.may("child.write"):
        return
    children = user.standing.reach("child.write").children
    rows = ChildStay.objects.filter(child__code__in=children, follow_up="", left_at__isnull=False)
    for row in rows.select_related("key", "child", "child__resident"):
        assert row.left_at is not None  # noqa: S101 (the filter says so)
        limit = row.left_at.astimezone(clock.CPH).date() + timedelta(days=7)
        yield _item(
            "child-follow-up",
            row,
            row.child,
            row.child.alias,
            _("Overvej opfølgning for barnet"),
            _("Barnet er flyttet, og ingen har taget stilling"),
            _at(limit),
            reverse("child-consider", args=[row.child.code, row.code]),
        )


def _talks(user: Employee, day: date) -> Iterator[Due]:
    """Talks agreed for after the stay."""
    if not user.standing.may("stay.leave"):
        return
    rows = FollowUpTalk.objects.visible_to(user, "stay.leave").due_by(day + AHEAD)
    for talk in rows:
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
