"""Whom a letter to the municipality names, and whether those that wait still name the right ones."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rettesnor.danish import clock, cpr, dates
from rettesnor.post.models import Document
from rettesnor.residency.models import ChildIdentity, ChildStay, Identity, Notice, Resident, Stay


def persons_of(notice: Notice) -> list[dict[str, str]]:
    """Whom the law wants named: the woman and each child, and of an anonymous stay nobody.

    A child that came or left on a day of its own stands with that day: the letter's own would be false of it.
    """
    stay = notice.stay
    if stay.anonymous:
        return []
    identity = Identity.objects.select_related("key").get(resident=stay.resident)
    named: list[Identity | ChildIdentity] = [identity, *_children(stay).select_related("key")]
    return [
        {"label": label, "name": one.name or _("uden navn"), "cpr": _number(one.cpr)}
        for label, one in zip(labels_of(notice), named, strict=True)
    ]


def labels_of(notice: Notice) -> list[str]:
    """What stands beside each person the letter names, the children's own days among it; opens nobody's name."""
    stay = notice.stay
    if stay.anonymous:
        return []
    lived = {own.child_id: own for own in stay.child_stays.all()}
    children = _children(stay).values_list("child", flat=True)
    return [_("Kvinde"), *(_of_child(notice, lived[child]) for child in children)]


def count_unnamed(stay: Stay) -> int:
    """How many children a letter about the stay would name without a name or a number. Who they are is told to nobody:
    whoever prepares the letter need not be one who may see them."""
    known = ChildIdentity.objects.none() if stay.anonymous else _children(stay).select_related("key")
    return sum(not (one.name and one.cpr) for one in known)


def _children(stay: Stay) -> QuerySet[ChildIdentity]:
    return ChildIdentity.objects.filter(child__stays__stay=stay).order_by("pk")


def _of_child(notice: Notice, own: ChildStay) -> str:
    if notice.kind == Notice.ADMISSION:
        day = clock.day_of(own.moved_in_at)
        told = _("Barn") if day <= clock.day_of(notice.stay.moved_in_at) else _("Barn, her fra {day}")
    else:
        day = clock.day_of(own.left_at) if own.left_at else notice.triggered_on
        told = _("Barn") if day == notice.triggered_on else _("Barn, flyttet {day}")
    return told.format(day=dates.say_short(day))


def _number(digits: str) -> str:
    return cpr.parse(digits).written if digits else _("uden CPR-nummer")


def look_again(resident: Resident) -> None:
    """Note of each letter about her that waits whether it names others than it would now.

    Called by whatever changes a name, a number, or when a child came or left. Whom a letter names is sealed, so I dag
    reads this note and not the letters.
    """
    waiting = Notice.objects.filter(stay__resident=resident, document__status__in=(Document.READY, Document.RELEASED))
    for notice in waiting.select_related("document__key", "stay__resident").defer("document__content"):
        others = notice.document is not None and notice.document.named != persons_of(notice)
        Notice.objects.filter(pk=notice.pk).exclude(names_others=others).update(names_others=others)
