"""A discharge told before it happens: its notice follows the plan, and what was told otherwise can be told again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock, dates
from rettesnor.danish.refused import Refused
from rettesnor.post.models import Document
from rettesnor.residency.actions.admission import owe_notice, refuse_never_came
from rettesnor.residency.actions.named import labels_of
from rettesnor.residency.models import Leaving, Notice, Stay
from rettesnor.residency.models.leaving import NoticeQuerySet
from rettesnor.staff.models import Employee

ABOUT_LEAVING = (Notice.DISCHARGE, Notice.CHANGED)


@transaction.atomic
def tell_before_she_leaves(stay: Stay, *, by: Employee) -> Notice:
    """Begin the notice of discharge while she lives here, due by the day that is planned; once begun it is the same."""
    refuse_never_came(stay)
    if stay.left_at is not None:
        raise Refused(_("Hun er allerede flyttet ud. Orienteringen om udskrivning står på opholdets side."))
    # Held, so that two who ask at once begin one.
    plan = Leaving.objects.select_for_update(of=("self",)).filter(stay=stay).first()
    begun = about(stay, Notice.DISCHARGE).first()
    if begun is not None:
        return begun
    if plan is None or plan.planned_on is None:
        raise Refused(_("Skriv først, hvilken dag hun efter planen flytter."))
    refuse_passed(plan.planned_on)
    notice = owe_discharge(stay, plan.planned_on, planned=True)
    _log(notice, "begynd orientering", by, planned_on=plan.planned_on)
    return notice


def refuse_passed(day: date) -> None:
    """Nobody tells of a plan for a day that has gone while she still lives here."""
    if day < clock.today():
        raise Refused(_("Den planlagte dag er gået, og hun bor her. Ret planen, eller skriv, at hun er flyttet."))


def owe_discharge(stay: Stay, day: date, *, planned: bool) -> Notice:
    """Start, or move, the clock of the discharge. One that is planned is to be told before the day itself.

    What was told of this very day, and given up since, is told of it again.
    """
    if not about(stay, Notice.DISCHARGE).exists():
        told = about(stay, Notice.DROPPED).filter(told_on=day).order_by("-sent_on", "-pk").first()
        if told is not None:
            Notice.objects.filter(pk=told.pk).update(kind=Notice.DISCHARGE)
    notice = owe_notice(stay, Notice.DISCHARGE, day)
    if planned:
        notice.reminds_on = day
        notice.save(update_fields=["reminds_on"])
    further = about(stay, Notice.CHANGED).filter(sent_on=None)
    if _told_of(stay) == day:  # there is nothing to tell again
        further.exclude(document__status__in=Document.HERE).delete()
    further.update(triggered_on=day)
    return notice


def follow_plan(stay: Stay, planned_on: date | None, *, by: Employee) -> None:
    """The plan has another day, or none: the notice goes along, so that nobody is reminded of what will not be."""
    if planned_on is None:
        _drop(stay, by)
    elif about(stay, Notice.DISCHARGE).exists() or about(stay, Notice.DROPPED).filter(told_on=planned_on).exists():
        owe_discharge(stay, planned_on, planned=True)


def _drop(stay: Stay, by: Employee) -> None:
    """Without a plan nothing is to be told. What has been told is kept; the next plan begins a notice of its own."""
    for notice in about(stay, *ABOUT_LEAVING):
        if notice.letter_waits:
            told = _("Der er klargjort et brev om udskrivningen. Træk det tilbage, før planen opgives.")
            raise Refused(told, "planned_on")
        _log(notice, "opgiv orientering", by, planned_on=notice.triggered_on)
        if notice.sent_on is None:
            notice.delete()
        else:
            Notice.objects.filter(pk=notice.pk).update(kind=Notice.DROPPED)


def forget_discharge(stay: Stay, *, by: Employee) -> None:
    """She has not left after all: no notice is owed. What was told, or is ready to be told, of the plan stands."""
    notices = list(about(stay, *ABOUT_LEAVING))
    if any(notice.sent_on is not None and not notice.told_planned for notice in notices):
        message = _(
            "Kommunen er orienteret om, at hun er flyttet. Fortæl kommunen, at hun bor her, og skriv hende ind igen "
            "gennem en ny henvendelse."
        )
        raise Refused(message)
    if any(notice.letter_waits and not notice.told_planned for notice in notices):
        raise Refused(_("Der er klargjort et brev om udskrivningen. Træk det tilbage først."))
    if any(notice.sent_on is not None or notice.letter_waits for notice in notices):
        plan = Leaving.objects.filter(stay=stay).first()
        follow_plan(stay, plan.planned_on if plan else None, by=by)
    else:
        about(stay, *ABOUT_LEAVING).delete()


@transaction.atomic
def tell_again(notice: Notice, *, by: Employee) -> Notice:
    """Begin a further letter with the right day, where the municipality was told another; once begun it is the same."""
    stay = notice.stay
    refuse_never_came(stay)
    Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    begun = about(stay, Notice.CHANGED).filter(sent_on=None).first()
    if begun is not None:
        return begun
    held = about(stay, Notice.DISCHARGE).exclude(sent_on=None).first()
    told = _told_of(stay)
    if held is None or told is None or (told == held.triggered_on and not child_told_otherwise(stay.notices.all())):
        raise Refused(_("Kommunen har ikke fået en forkert dag at vide, så der er intet at rette."))
    if stay.left_at is None:
        refuse_passed(held.triggered_on)
    today, day = clock.today(), held.triggered_on
    days = {"triggered_on": day, "reminds_on": today, "due_on": today}
    again = Notice.objects.create(stay=stay, key=stay.key, kind=Notice.CHANGED, **days)
    _log(again, "begynd rettet orientering", by, before=told, after=day)
    return again


def forget_needless(notice: Notice) -> None:
    """A further letter that was taken back, where what was told first is right again, is owed no more."""
    held = about(notice.stay, Notice.DISCHARGE).first()
    told = _told_of(notice.stay)
    right = held is not None and told == held.triggered_on and not child_told_otherwise(notice.stay.notices.all())
    if notice.kind == Notice.CHANGED and notice.sent_on is None and right:
        notice.delete()


def look_at_further(stay: Stay) -> None:
    """The day of a child is another: a further letter that is only begun may be needed no more."""
    for notice in about(stay, Notice.CHANGED).filter(sent_on=None).exclude(document__status__in=Document.HERE):
        forget_needless(notice)


def about(stay: Stay, *kinds: str) -> NoticeQuerySet:
    return Notice.objects.filter(stay=stay, kind__in=kinds).select_related("key", "document", "stay", "stay__resident")


def _told_of(stay: Stay) -> date | None:
    """The day of leaving that the municipality was told last, of a plan given up too."""
    return last_told(about(stay, *ABOUT_LEAVING, Notice.DROPPED))


def last_told(notices: Iterable[Notice]) -> date | None:
    """The day of leaving that the municipality was told last; None if it was told of none."""
    last = _last(notices)
    return last.told_on if last else None


def _last(notices: Iterable[Notice]) -> Notice | None:
    """The notice of a discharge that was sent last."""
    about_it = [one for one in notices if one.kind != Notice.ADMISSION and one.sent_on and one.told_on]
    return max(about_it, key=lambda one: (one.sent_on, one.pk)) if about_it else None


def child_told_otherwise(notices: Iterable[Notice]) -> str:
    """In words, where the letter that left last tells another day of a child than the one that counts now.

    Of what was sent by other ways we do not know what it said.
    """
    return _labelled_otherwise(_last(notices))


def _labelled_otherwise(sent: Notice | None) -> str:
    if sent is None or sent.document is None:
        return ""
    said = [one["label"] for one in sent.document.named]
    # A child whose name came later stands last, and was not in the letter.
    other = next(((then, now) for then, now in zip(said, labels_of(sent), strict=False) if then != now), None)
    if other is None:
        return ""
    return _("Brevet til kommunen siger „{then}“; nu står der „{now}“.").format(then=other[0], now=other[1])


def admitted_otherwise(notices: Iterable[Notice]) -> str:
    """In words, where the municipality was told another day of her coming, or of a child's, than counts now.

    No letter takes the first one back, so somebody must ring.
    """
    sent = next((one for one in notices if one.kind == Notice.ADMISSION and one.sent_on), None)
    if sent is None or sent.told_on in (None, sent.triggered_on):
        told = _labelled_otherwise(sent)
    else:
        told = _("Kommunen fik at vide, at hun blev optaget {told}; nu står der {day}.")
        told = told.format(told=dates.say(sent.told_on), day=dates.say(sent.triggered_on))
    return told and " ".join((told, _("Ring, og fortæl kommunen det.")))


def told_otherwise(stay: Stay, notices: Iterable[Notice], planned_on: date | None) -> str:
    """In words, where the municipality was last told of another day than counts now, hers or a child's."""
    notices = list(notices)
    told, left_on = last_told(notices), clock.day_of(stay.left_at) if stay.left_at else None
    day = left_on or planned_on
    passed = told is not None and left_on is None and told < clock.today()
    if told is None or (told == day and not passed):
        return child_told_otherwise(notices)
    if passed:
        words = _(
            "Kommunen fik at vide, at hun flytter {told}; hun bor her. Ret planen, eller skriv, at hun er flyttet."
        )
    elif day is None:
        words = _("Kommunen fik at vide, at hun flytter {told}; nu er der ingen plan. Ring, og fortæl kommunen det.")
    elif left_on is None:
        words = _("Kommunen fik at vide, at hun flytter {told}; nu er planen {day}.")
    else:
        words = _("Kommunen fik at vide {told}; hun flyttede {day}.")
    return words.format(told=dates.say(told), day=dates.say(day) if day else "")


def _log(notice: Notice, verb: str, by: Employee, **fields: object) -> None:
    write(by=by, verb=verb, noun="notice", code=notice.code, subject=notice.stay.resident.subject, fields=fields)
