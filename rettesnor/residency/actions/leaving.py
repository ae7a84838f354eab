"""The verbs of leaving: preparing it with her, the day she moves, and what was agreed about the time after."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock, codes, dates
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.admission import refuse_never_came
from rettesnor.residency.actions.answers import claim, save_as_opened, sent_before, whole_minute
from rettesnor.residency.actions.early_notice import follow_plan, owe_discharge
from rettesnor.residency.actions.named import look_again
from rettesnor.residency.actions.tasks import settle
from rettesnor.residency.models import Child, ChildStay, FollowUpTalk, Leaving, Stay
from rettesnor.residency.models.leaving import AGAINST_HER_WISH, DIED
from rettesnor.residency.recorded import kept_within
from rettesnor.staff.models import Employee
from rettesnor.staff.sent_again import refuse_other_words

DECIDED = frozenset({"liva", "andre", "liva_og_andre", "nej_tak", "ikke_sikkert"})
"""Answers of the list "aftercare" that mean: talked through and decided with her, whatever she chose."""

PLANS_AHEAD, TALKS_AHEAD = timedelta(days=366), timedelta(days=2 * 366)
"""Further ahead a day is a slip of the hand, not a plan."""


@transaction.atomic
def prepare_leaving(
    stay: Stay,
    *,
    by: Employee,
    prepared_on: date | None = None,
    planned_on: date | None = None,
    destination: str = "",
    aftercare: str = "",
    next_address: str = "",
    agreed: str = "",
    version: int | None = None,
) -> Leaving:
    """Write down how she plans to leave; may be done in several sittings.

    `version` is the one that was opened, 0 for none yet; raises Overtaken if another has saved since.
    """
    refuse_never_came(stay)
    if stay.left_at is not None:
        raise Refused(_("Hun er allerede flyttet ud."))
    leaving = _leaving(stay)
    _refuse_days(stay, prepared_on, planned_on)
    # A plan that has passed may stand when the rest of the page is saved, but nobody makes one.
    if planned_on is not None and planned_on < clock.today() and planned_on != leaving.planned_on:
        raise Refused(_("Dagen er allerede gået. Er hun flyttet, så skriv det på „Hun er flyttet“."), "planned_on")
    leaving.prepared_on = prepared_on or leaving.prepared_on or clock.today()
    leaving.planned_on = planned_on
    _decide(leaving, destination=destination, aftercare=aftercare, by=by)
    leaving.next_address, leaving.agreed = next_address.strip(), agreed.strip()
    save_as_opened(leaving, version)
    follow_plan(stay, planned_on, by=by)
    _log(stay, "forbered udflytning", by, planned_on=planned_on, aftercare=aftercare, destination=destination)
    return leaving


def _refuse_days(stay: Stay, prepared_on: date | None, planned_on: date | None) -> None:
    came = min(clock.day_of(stay.decided_at), clock.day_of(stay.moved_in_at))
    if prepared_on is not None and prepared_on < came:
        message = _("Opholdet begyndte først {day}. Forberedelsen kan ikke være begyndt før.")
        raise Refused(message.format(day=dates.say(came)), "prepared_on")
    if prepared_on is not None and prepared_on > clock.today():
        raise Refused(_("Datoen ligger ude i fremtiden."), "prepared_on")
    if planned_on is not None and planned_on < clock.day_of(stay.moved_in_at):
        raise Refused(_("Hun flyttede ind senere end det."), "planned_on")
    if planned_on is not None and planned_on > clock.today() + PLANS_AHEAD:
        raise Refused(_("Det er mere end et år ude i fremtiden. Se efter, om årstallet er rigtigt."), "planned_on")


@transaction.atomic
def leave(
    stay: Stay,
    *,
    by: Employee,
    left_at: datetime,
    kind: str,
    destination: str,
    aftercare: str,
    reason: str = "",
    next_address: str = "",
    agreed: str = "",
    municipality_after: str = "",
    complaint_guidance: bool = False,
    version: int | None = None,
) -> Leaving:
    """She has left: the stay and her children's stays end, and the clock of the second notice starts.

    `complaint_guidance`: she was told how to complain; only of a discharge against her wish, else it says nothing.
    `version` is that of the plan that was opened, 0 for none yet; raises Overtaken if another has saved since.
    """
    _refuse(stay, left_at, kind, destination, aftercare, reason)
    _end(stay, left_at, municipality_after or stay.municipality_after)
    leaving = _leaving(stay)
    leaving.kind, leaving.reason = kind, reason.strip()
    _decide(leaving, destination=destination, aftercare=aftercare, by=by)
    leaving.next_address = next_address.strip() or leaving.next_address
    leaving.agreed = agreed.strip() or leaving.agreed
    leaving.complaint_guidance = leaving.appealable and complaint_guidance
    save_as_opened(leaving, version)
    owe_discharge(stay, clock.day_of(left_at), planned=False)
    look_again(stay.resident)
    told = {"klagevejledning": leaving.complaint_guidance} if leaving.appealable else {}
    _log(stay, "udskriv", by, left_at=left_at, kind=kind, destination=destination, aftercare=aftercare, **told)
    settle(stay, by=by)
    return leaving


def _end(stay: Stay, left_at: datetime, municipality: str) -> None:
    """Her stay ends, and those of the children who live here; the stay at hand is changed when nothing refuses it."""
    told = {"left_at": left_at, "municipality_after": municipality}
    with kept_within(stay, "left_at"):
        Stay.objects.filter(pk=stay.pk).update(version=F("version") + 1, **told)
        ChildStay.objects.filter(stay=stay, left_at=None).update(left_at=left_at)
    stay.left_at, stay.municipality_after = left_at, municipality


def _refuse(stay: Stay, left_at: datetime, kind: str, destination: str, aftercare: str, reason: str) -> None:
    refuse_never_came(stay)
    if stay.left_at is not None:
        raise Refused(_("Hun er allerede flyttet ud. Ret datoen, hvis den er forkert."))
    if left_at > clock.now():
        raise Refused(_("Tidspunktet ligger ude i fremtiden. Skriv det som planlagt i stedet."), "left_at")
    refuse_left_before(stay, left_at, "left_at")
    refuse_answers(kind, destination, aftercare, reason)


def refuse_answers(kind: str, destination: str, aftercare: str, reason: str) -> None:
    """How it ended, where she went and what was agreed are all told; of a woman who died only how it ended."""
    asked = [("kind", kind, "discharge_kind")]
    if kind != DIED:
        asked += [("destination", destination, "destination"), ("aftercare", aftercare, "aftercare")]
    for name, code, of in asked:
        if not codes.valid(of, code):
            raise Refused(_("Vælg et svar. Du kan også vælge, at det ikke vides."), name)
    if kind in AGAINST_HER_WISH and says_nothing(reason):
        raise Refused(_("Skriv begrundelsen. Hun har ret til at kende den."), "reason")


def refuse_left_before(stay: Stay, left_at: datetime, field: str) -> None:
    """She leaves after all that happened while she lived here: moving in, the decision, a move, a child that came.

    What other rooms have recorded is asked where the date is written (`recorded.kept_within`).
    """
    if left_at < stay.moved_in_at:
        raise Refused(_("Hun kan ikke være flyttet ud, før hun flyttede ind."), field)
    if left_at < whole_minute(stay.decided_at):
        raise Refused(_("Hun kan ikke være flyttet ud, før der blev truffet afgørelse om opholdet."), field)
    if stay.child_stays.filter(moved_in_at__gt=left_at).exists():
        raise Refused(_("Et af børnene flyttede ind senere end det. Er det forkert, så ret barnets dato først."), field)
    if stay.child_stays.filter(left_at__gt=left_at).exclude(left_at=stay.left_at, left_alone=False).exists():
        raise Refused(_("Et af børnene flyttede ud senere end det. Er det forkert, så ret barnets dato først."), field)
    refuse_before_a_move(stay, left_at, field)


def refuse_before_a_move(stay: Stay, at: datetime, field: str) -> None:
    """What ends her time in a house comes after the moves between the houses."""
    if any(whole_minute(each.at) > at for each in stay.moves.between_houses()):
        raise Refused(
            _("Der står en flytning til det andet hus, som ligger senere. Ret den først, hvis den er forkert."), field
        )


def plan_of(stay: Stay) -> Leaving | None:
    """What is written about how she leaves or left."""
    return Leaving.objects.filter(stay=stay).select_related("key").first()


def _leaving(stay: Stay) -> Leaving:
    return plan_of(stay) or Leaving(stay=stay, key=stay.key)


def _decide(leaving: Leaving, *, destination: str, aftercare: str, by: Employee) -> None:
    """What is not answered now stands as it stood."""
    leaving.destination = destination or leaving.destination
    decide_aftercare(leaving, aftercare or leaving.aftercare, by)


def decide_aftercare(leaving: Leaving, aftercare: str, by: Employee) -> None:
    """Who decided the aftercare with her, and when, is written when the answer is first given or changes."""
    if aftercare != leaving.aftercare:
        leaving.aftercare = aftercare
        decided = aftercare in DECIDED
        leaving.aftercare_decided_by = by if decided else None
        leaving.aftercare_decided_on = clock.today() if decided else None


@transaction.atomic
def agree_talk(
    stay: Stay,
    *,
    due_on: date,
    safe_contact: str,
    by: Employee,
    child: Child | None = None,
    contact: str = "",
    client_key: UUID | None = None,
) -> FollowUpTalk:
    """Agree on a talk after the stay. Without a rule for safe contact nothing is agreed: a call can be the danger.

    The same `client_key` again gives the talk that is already agreed; raises SavedBefore if it is another.
    """
    if again := sent_before(stay.talks.select_related("key"), client_key, within=stay):
        refuse_other_words(again, _agreed(again), _agreed(_talk(stay, child, due_on, safe_contact, contact)))
        return again
    refuse_never_came(stay)
    _refuse_talk(due_on, safe_contact)
    talk = _talk(stay, child, due_on, safe_contact, contact)
    talk.agreed_by, talk.client_key = by, client_key
    talk.save()
    subject = child.subject if child else stay.resident.subject
    fields = {"due_on": due_on, "safe_contact": safe_contact}
    write(by=by, verb="aftal samtale", noun="followuptalk", code=talk.code, subject=subject, fields=fields)
    settle(stay, by=by)
    return talk


def _talk(stay: Stay, child: Child | None, due_on: date, safe_contact: str, contact: str) -> FollowUpTalk:
    talk = FollowUpTalk(stay=stay, key=stay.key, child=child, due_on=due_on, safe_contact=safe_contact)
    talk.contact = contact.strip()
    return talk


def _agreed(talk: FollowUpTalk) -> dict[str, object]:
    """What was agreed, as it is typed."""
    child = talk.child.code if talk.child else ""
    return {"child": child, "due_on": talk.due_on, "safe_contact": talk.safe_contact, "contact": talk.contact}


def _refuse_talk(due_on: date, safe_contact: str) -> None:
    if not codes.valid("safe_contact", safe_contact) or safe_contact in codes.non_answers():
        raise Refused(_("Vælg, hvordan det er sikkert at få fat i hende."), "safe_contact")
    if safe_contact == "ingen":
        raise Refused(_("Ingen kontakt er sikker lige nu. Aftal i stedet, at hun selv henvender sig."), "safe_contact")
    if due_on < clock.today():
        raise Refused(_("Dagen er allerede gået."), "due_on")
    if due_on > clock.today() + TALKS_AHEAD:
        raise Refused(_("Det er mere end to år ude i fremtiden. Se efter, om årstallet er rigtigt."), "due_on")


@transaction.atomic
def hold_talk(talk: FollowUpTalk, *, held_at: datetime, by: Employee) -> FollowUpTalk:
    """The talk was held; said again with the same hour it stands as it did."""
    talk = _held_fast(talk)
    if talk.held_at == held_at:
        return talk
    _refuse_ended(talk)
    if held_at > clock.now():
        raise Refused(_("Tidspunktet ligger ude i fremtiden."), "held_at")
    if clock.day_of(held_at) < clock.day_of(talk.entered_at):
        message = _("Samtalen blev først aftalt {day}. Den kan ikke være holdt før.")
        raise Refused(message.format(day=dates.say(clock.day_of(talk.entered_at))), "held_at")
    talk.held_at = held_at
    talk.save(update_fields=["held_at"])
    write(by=by, verb="afholdt samtale", noun="followuptalk", code=talk.code, subject=talk.subjects()[0])
    settle(talk.stay, by=by)
    return talk


@transaction.atomic
def drop_talk(talk: FollowUpTalk, *, why: str, by: Employee) -> FollowUpTalk:
    """The talk will not be held, with the reason; said again with the same words it stands as it did."""
    talk = _held_fast(talk)
    if why.strip() and talk.dropped_why == why.strip():
        return talk
    _refuse_ended(talk)
    if says_nothing(why):
        raise Refused(_("Skriv, hvorfor samtalen ikke bliver til noget."), "why")
    talk.dropped_why = why.strip()
    talk.save(update_fields=["dropped_why"])
    write(by=by, verb="opgiv samtale", noun="followuptalk", code=talk.code, subject=talk.subjects()[0])
    settle(talk.stay, by=by)
    return talk


def _held_fast(talk: FollowUpTalk) -> FollowUpTalk:
    """The talk as it stands now, held until the act is done: two cannot both write how it ended."""
    rows = FollowUpTalk.objects.select_for_update(of=("self",))
    return rows.select_related("key", "stay", "stay__resident", "child").get(pk=talk.pk)


def _refuse_ended(talk: FollowUpTalk) -> None:
    if talk.is_ended:
        raise Refused(_("Det er allerede skrevet, hvad der blev af samtalen."))


@transaction.atomic
def consider_child(
    child_stay: ChildStay, *, follow_up: str, by: Employee, note: str = "", version: int | None = None
) -> ChildStay:
    """Write down what follow-up the child was offered, or why none.

    `version` is the one that was opened; raises Overtaken if another has saved since.
    """
    if not codes.valid("followup_child", follow_up):
        raise Refused(_("Vælg, hvad barnet er tilbudt."), "follow_up")
    if follow_up == "ikke_behov" and says_nothing(note):
        raise Refused(_("Skriv, hvorfor barnet ikke har brug for opfølgning."), "note")
    claim(child_stay, child_stay.version if version is None else version)
    child_stay.follow_up, child_stay.follow_up_note = follow_up, note.strip()
    child_stay.save(update_fields=["follow_up", "follow_up_note"])
    subject = child_stay.child.subject
    write(
        by=by,
        verb="overvej opfølgning",
        noun="childstay",
        code=child_stay.code,
        subject=subject,
        fields={"follow_up": follow_up},
    )
    settle(child_stay.stay, by=by)
    return child_stay


def _log(stay: Stay, verb: str, by: Employee, **fields: object) -> None:
    told = {name: value for name, value in fields.items() if value not in ("", None)}
    write(by=by, verb=verb, noun="stay", code=stay.code, subject=stay.resident.subject, fields=told)
