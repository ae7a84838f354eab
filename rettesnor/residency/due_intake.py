"""What the house owes those who have called and those who have just come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.danish import clock, dates
from rettesnor.danish.codes import EXCEPTIONAL_REFUSALS
from rettesnor.residency.models import ChildAssessment, Decision, Draft, Enquiry, Resident, Stay, Visitation
from rettesnor.residency.models.visitation import DOUBT, held, unscreened
from rettesnor.staff import limits
from rettesnor.staff.models import Employee
from rettesnor.ui.due import Due
from rettesnor.ui.waiting import Waiting, waiting

DRAFT, DRAFTED, SCREENING = "residency.draft", "enquiry-new", "residency.screening"
DOUBTED = Q(visitation__mental_health=DOUBT, visitation__leader_answered_at=None)


def due(user: Employee, day: date) -> list[Due]:
    """Everything about first contacts that this user can do something about, in no order."""
    return [*_enquiries(user, day), *_children(user, day)]


def _hours(key: str, day: date) -> timedelta:
    return timedelta(hours=limits.value(key, day))


def _called(enquiry: Enquiry) -> str:
    local = enquiry.received_at.astimezone(clock.CPH)
    return _("Henvendelse {day} kl. {time}").format(
        day=f"{local.day}. {dates.MONTHS[local.month - 1]}", time=dates.say_time(local)
    )


def _about(enquiry: Enquiry, kind: str, what: str, why: str, limit: datetime, url: str) -> Due:
    item = f"residency.{kind}:{enquiry.code}"
    return Due(item, what, enquiry, _called(enquiry), why, limit, reverse(url, args=[enquiry.code]), enquiry.key_id)


def _open(user: Employee, verb: str) -> Any:
    if not user.standing.may(verb):
        return Enquiry.objects.none()
    return Enquiry.objects.visible_to(user, verb).waiting()


def _enquiries(user: Employee, day: date) -> Iterator[Due]:
    """Those that wait for somebody, and the noes that are exceptions: one look at the rows for all of it."""
    if not (user.standing.may("visitation.write") or user.standing.may("residency.decide")):
        return
    to_hold = _open(user, "visitation.write").exclude(held())
    patience = {key: _hours(f"enquiry.{key}", day) for key in ("waiting", "decision", "doubt", "exception")}
    to_decide = _to_decide(user, patience["decision"])
    holds, decides = (Exists(rows.filter(pk=OuterRef("pk"))) for rows in (to_hold, to_decide))
    owes = Exists(_owing(user).filter(pk=OuterRef("pk")))
    own = user.standing.houses("residency.decide")
    wanted = to_hold | to_decide | _exceptions(user) | _owing(user) | _doubted_here(user)
    rows = wanted.annotate(holds=holds, decides=decides, owes=owes)
    for enquiry in rows.select_related("visitation", "decision"):
        if enquiry.owes:
            yield _unguided(enquiry)
        if enquiry.refusal_reason in EXCEPTIONAL_REFUSALS:
            yield _exception(enquiry, patience["exception"])
        if enquiry.holds:
            yield _waiting(enquiry, patience["waiting"])
        if enquiry.decides:
            yield from _held(enquiry, enquiry.visitation, patience, own=enquiry.house_id in own)
        elif (talk := getattr(enquiry, "visitation", None)) and talk.in_doubt_here:
            yield _doubt(enquiry, talk.afterwards_at + patience["doubt"])


def _doubted_here(user: Employee) -> Any:
    """Women who live here, of whom somebody was in doubt: the decision answered it, unless it was made before."""
    if not user.standing.may("residency.decide"):
        return Enquiry.objects.none()
    rows = Enquiry.objects.visible_to(user, "residency.decide")
    return rows.filter(DOUBTED, stay__isnull=False, stay__left_at=None)


def _to_decide(user: Employee, patience: timedelta) -> Any:
    """Those of one's own house; of the other house when its own leader has not decided in time."""
    here = Q(house__in=user.standing.houses("residency.decide")) & (held() | DOUBTED)
    overdue = held() & Q(visitation__screened_at__lte=clock.now() - patience)
    return _open(user, "residency.decide").filter(here | overdue)


def _waiting(enquiry: Enquiry, patience: timedelta) -> Due:
    """Somebody waits for the conversation, or for the rest of it, or for an answer; danger does not wait."""
    limit = enquiry.received_at + patience
    if enquiry.danger_now == "ja":
        limit, why = enquiry.received_at, _("Hun er i fare nu")
    elif enquiry.outcome == "venter":
        why = _("Hun venter på svar fra os")
    elif hasattr(enquiry, "visitation"):
        why = _("Visitationen er begyndt. Det afgørende er ikke besvaret endnu")
    else:
        why = _("Hun venter på at blive talt med")
    return _about(enquiry, "enquiry", _("Hold visitationen"), why, limit, "visitation")


def _held(enquiry: Enquiry, visitation: Visitation, patience: Mapping[str, timedelta], *, own: bool) -> Iterator[Due]:
    """The conversation is held: the leader or the delegate decides, and answers whoever screened her in doubt."""
    if visitation.is_held:
        limit = visitation.screened_at + patience["decision"]
        why = _("Visitationen er holdt") if own else _("Det andet hus har ikke truffet den i tide")
        yield _about(enquiry, "decision", _("Træf afgørelse om ophold"), why, limit, "decision")
    if visitation.in_doubt and own:
        yield _doubt(enquiry, visitation.screened_at + patience["doubt"])


def _doubt(enquiry: Enquiry, limit: datetime) -> Due:
    why = _("Der er tvivl om, hvorvidt huset kan bære hendes behov")
    return _about(enquiry, "doubt", _("Svar på tvivlen"), why, limit, "enquiry")


def _children(user: Employee, day: date) -> Iterator[Due]:
    """A child lives here, and nobody has really looked at it yet (CHI-A1)."""
    seen: set[int] = set()
    patience = _hours("child.emergency", day)
    for verb in ("visitation.write", "child.write"):
        if not user.standing.may(verb):
            continue
        rows = ChildAssessment.objects.visible_to(user, verb).unassessed().living_here().with_its_coming()
        for row in rows.select_related("enquiry__decision", "enquiry__stay"):
            if row.child is not None and row.pk not in seen:
                seen.add(row.pk)
                yield _child(row, patience)


def _child(row: ChildAssessment, patience: timedelta) -> Due:
    decision, came_at = row.enquiry.decision, getattr(row, "came_at", None)
    begun = decision.decided_at
    if came_at is not None and came_at > row.enquiry.stay.moved_in_at:
        begun, why = came_at, _("Barnet kom efter sin mor og vurderes inden for et døgn")
    elif decision.emergency:
        why = _("Akut indskrivning: barnet vurderes inden for et døgn")
    else:
        why = _("Barnet flyttede ind, før nogen havde vurderet det")
    return Due(
        f"residency.assessment:{row.code}",
        _("Vurdér barnet"),
        row.child,
        row.child.alias if row.child else "",
        why,
        begun + patience,
        reverse("child-assessment", args=[row.enquiry.code, row.code]),
        row.key_id,
    )


def _exceptions(user: Employee) -> Any:
    """The noes given for a reason that should never be one: until the no is changed, or somebody says why it stands."""
    if not user.standing.may("residency.decide"):
        return Enquiry.objects.none()
    rows = Enquiry.objects.visible_to(user, "residency.decide").filter(decision=None)
    own = user.standing.houses("residency.decide")
    return rows.filter(house__in=own, refusal_reason__in=EXCEPTIONAL_REFUSALS)


def _exception(enquiry: Enquiry, patience: timedelta) -> Due:
    why = _("Alder eller anbringelse er aldrig i sig selv en grund")
    limit = (enquiry.outcome_at or enquiry.received_at) + patience
    return _about(enquiry, "exception", _("Se på et nej, der er en undtagelse"), why, limit, "enquiry")


def _owing(user: Employee) -> Any:
    """The noes of which she has not been told that she can complain."""
    if not user.standing.may("residency.decide"):
        return Enquiry.objects.none()
    unguided = Decision.objects.owing_guidance().filter(enquiry=OuterRef("pk"))
    return Enquiry.objects.visible_to(user, "residency.decide").filter(Exists(unguided))


def _unguided(enquiry: Enquiry) -> Due:
    why = _("Klagevejledning gives sammen med et nej, og hun har kun fire uger til at klage")
    return _about(enquiry, "guidance", _("Giv hende klagevejledning"), why, enquiry.decision.decided_at, "enquiry")


def asked(user: Employee) -> list[Any]:
    """One's own calls that were written and never saved; the women one follows whom nobody has screened."""
    drafts = waiting(Draft.objects.own(user, DRAFTED), DRAFT, at="saved_at", key="key_id")
    cases = user.standing.reach("stay.write").cases if user.standing.may("stay.write") else ()
    if not cases:
        return [drafts]
    here = Stay.objects.filter(key__in=cases, left_at=None, moved_in_at__lte=clock.now())
    rows = here.filter(unscreened("enquiry__"), enquiry__isnull=False)
    named = {"about": "resident__code", "called": "resident__alias"}
    return [drafts, waiting(rows, SCREENING, at="moved_in_at", key="key_id", **named)]


def told(row: Waiting, day: date) -> Due:
    return _draft(row, day) if row.kind == DRAFT else _unscreened(row, day)


def _unscreened(row: Waiting, day: date) -> Due:
    """She came before anybody had time; whoever follows her holds the conversation."""
    her, why = Resident(code=row.about), _("Ingen har screenet hende, og et akut ja venter ikke på det")
    limit, url = row.at + _hours("woman.screening", day), reverse("stay-screening", args=[row.code])
    return Due(f"{SCREENING}:{row.code}", _("Hold samtalen med hende"), her, row.called, why, limit, url, row.key)


def _draft(row: Waiting, day: date) -> Due:
    called = _("Din kladde fra {time}").format(time=dates.say_time(row.at.astimezone(clock.CPH)))
    url = f"{reverse('enquiry-new')}?kladde={row.code}"
    limit = row.at + _hours("enquiry.draft", day)
    why = _("En henvendelse er skrevet, men ikke gemt")
    return Due(f"{DRAFT}:{row.code}", _("Gør din kladde færdig"), None, called, why, limit, url, row.key)
