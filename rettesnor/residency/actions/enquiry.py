"""The verbs of a first contact: taking it, changing it, closing it, handing it over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock, codes
from rettesnor.danish.refused import Refused, SavedBefore
from rettesnor.residency.actions.answers import claim, joined, names, put, refuse_unknown
from rettesnor.residency.actions.sent_again import within
from rettesnor.residency.models import Enquiry, Visitation
from rettesnor.residency.models.enquiry import NOES, key_within
from rettesnor.staff import limits, roles
from rettesnor.staff.models import Employee, House, RoleGrant
from rettesnor.staff.sent_again import same
from rettesnor.vault.models import DataKey

CODED = {
    "channel": "enquiry_channel",
    "caller": "enquiry_from",
    "about": "enquiry_about",
    "safe_to_talk": "yes_no",
    "danger_now": "yes_no",
    "language": "language",
    "interpreter": "interpreter",
    "municipality": "home_municipality",
}
ENDING = {"outcome": "enquiry_outcome", "refusal_reason": "refusal_reason", "helped_on": "refusal_help"}
SAID = frozenset(CODED) | {"children_with", "story", "caller_name", "call_back", "whereabouts"}
ENDED = frozenset(ENDING) | {"helped_to"}


def take_call(
    *, house: House, by: Employee, received_at: datetime | None = None, client_key: UUID | None = None, **fields: Any
) -> Enquiry:
    """Write down a first contact; the beginning of a case, with a key of its own.

    `fields` are any of `SAID` and `ENDED`. The same `client_key` again gives the row that is already there, with what
    has been added since; raises SavedBefore if it says something else. What somebody else has saved under it is
    another call.
    """
    try:
        with transaction.atomic():
            if again := _sent_before(client_key, by):
                return _sent_again(again, house, by, received_at, fields)
            return _new_enquiry(house, by, received_at, client_key, fields)
    except IntegrityError:
        # Two sent at the same moment: the other one has written it.
        if again := _sent_before(client_key, by):
            return _sent_again(again, house, by, received_at, fields)
        raise


def _sent_before(client_key: UUID | None, by: Employee) -> Enquiry | None:
    if client_key is None:
        return None
    return Enquiry.objects.of_form(client_key, by).select_related("key", "house").first()


def _sent_again(
    enquiry: Enquiry, house: House, by: Employee, received_at: datetime | None, fields: dict[str, Any]
) -> Enquiry:
    """The call that this form was saved as. What only adds to it is written there, as long as nobody else has been at
    it; anything else might be another call, typed over the first, and is refused."""
    refuse_unknown(fields, CODED | ENDING, SAID | ENDED)
    known, ended = {name: value for name, value in fields.items() if name in SAID}, _as_ended(fields)
    said = {**known, **ended, "house": house}
    if received_at is not None and not _same_moment(enquiry, received_at):
        said["received_at"] = received_at
    standing = {name: getattr(enquiry, name) for name in said}
    if same(standing, said):
        return enquiry
    untouched = enquiry.version == 1 and enquiry.handed_over_at is None and not hasattr(enquiry, "decision")
    if not untouched or not within(enquiry, standing, said):
        raise SavedBefore(enquiry, standing)
    with transaction.atomic():
        change_enquiry(enquiry, version=enquiry.version, by=by, **known)
        if any(getattr(enquiry, name) != value for name, value in ended.items()):
            close_enquiry(enquiry, by=by, **ended)
    return enquiry


def _same_moment(enquiry: Enquiry, received_at: datetime) -> bool:
    """The same, or as long before it was sent: "nu" sent again is a little later."""
    ago = (clock.now() - received_at) - (enquiry.entered_at - enquiry.received_at)
    return received_at == enquiry.received_at or abs(ago) < timedelta(minutes=1)


def stands_in(enquiry: Enquiry, fields: Mapping[str, Any]) -> bool:
    """Does every word and answer of these fields, any of `SAID` and `ENDED`, stand in the enquiry?"""
    return within(enquiry, fields, {name: getattr(enquiry, name) for name in fields})


def _free(client_key: UUID | None, by: Employee) -> UUID | None:
    """The key of the form, or one of one's own if somebody else has saved a call under it."""
    if client_key is None or not Enquiry.objects.filter(client_key=client_key).exists():
        return client_key
    return key_within(client_key, by.code)


def _new_enquiry(
    house: House, by: Employee, received_at: datetime | None, client_key: UUID | None, fields: dict[str, Any]
) -> Enquiry:
    now = clock.now()
    if received_at is not None and received_at > now:
        raise Refused(_("Tidspunktet ligger ude i fremtiden."), "received_at")
    if received_at is not None:
        _refuse_long_ago(received_at, now)
    refuse_unknown(fields, CODED | ENDING, SAID | ENDED)
    enquiry = Enquiry(key=DataKey.objects.fresh(), house=house, taken_by=by, client_key=_free(client_key, by))
    enquiry.received_at, enquiry.entered_at = received_at or now, now
    told = put(enquiry, {name: value for name, value in fields.items() if name in SAID})
    told = joined(told, _end(enquiry, {name: value for name, value in fields.items() if name in ENDED}, by))
    enquiry.save()
    told = {"hus": house.code, "modtaget": enquiry.received_at, **told}
    write(by=by, verb="opret", noun="enquiry", code=enquiry.code, subject=enquiry.subject, fields=told)
    return enquiry


def _refuse_long_ago(received_at: datetime, entered_at: datetime) -> None:
    """A call is written down soon after, or its moment is a slip of the pen."""
    days = limits.value("enquiry.afterwards", clock.day_of(entered_at))
    if received_at < entered_at - timedelta(days=days):
        told = _(
            "Henvendelsen skal være skrevet ind, senest {days} dage efter at den kom. Se efter, om datoen er rigtig."
        )
        raise Refused(told.format(days=days), "received_at")


def _refuse_wrong_moment(enquiry: Enquiry, received_at: datetime) -> None:
    if received_at > enquiry.entered_at:
        raise Refused(_("Henvendelsen kan ikke være modtaget, efter at den blev skrevet ind."), "received_at")
    _refuse_long_ago(received_at, enquiry.entered_at)
    talk = Visitation.objects.filter(enquiry=enquiry).values_list("screened_at", flat=True).first()
    if talk is not None and talk < received_at.replace(second=0, microsecond=0):
        raise Refused(_("Henvendelsen kan ikke være modtaget, efter at samtalen blev holdt."), "received_at")


def _end(enquiry: Enquiry, fields: dict[str, Any], by: Employee) -> dict[str, object]:
    """Set how it ended; every no says why, and how she was helped on."""
    ended = _as_ended(fields)
    if not ended:
        return {}
    no = ended["outcome"] in NOES
    if no and not ended["refusal_reason"]:
        raise Refused(_("Skriv grunden. Et nej skal kunne forklares."), "refusal_reason")
    if no and not ended["helped_on"]:
        raise Refused(_("Skriv, hvordan hun blev hjulpet videre."), "helped_on")
    told = put(enquiry, ended)
    enquiry.outcome_at, enquiry.outcome_by = clock.now(), by
    return told


def _as_ended(fields: Mapping[str, Any]) -> dict[str, Any]:
    """How it ended, as it is kept: a reason belongs to a no. Nothing before it has ended."""
    outcome = fields.get("outcome", "")
    if not outcome:
        return {}
    reason = fields.get("refusal_reason", "") if outcome in NOES else ""
    helped = {name: fields.get(name, "") for name in ("helped_on", "helped_to")}
    return {"outcome": outcome, "refusal_reason": reason, **helped}


@transaction.atomic
def change_enquiry(
    enquiry: Enquiry,
    *,
    version: int,
    by: Employee,
    house: House | None = None,
    received_at: datetime | None = None,
    **fields: Any,
) -> Enquiry:
    """Change what is known until it is decided; raises Overtaken if somebody else has saved since `version`."""
    if hasattr(enquiry, "decision"):
        raise Refused(_("Der er truffet afgørelse. Henvendelsen kan ikke ændres længere."))
    if received_at is not None and received_at != enquiry.received_at:
        _refuse_wrong_moment(enquiry, received_at)
    refuse_unknown(fields, CODED, SAID)
    wanted: dict[str, Any] = dict(fields)
    if received_at is not None:
        wanted["received_at"] = received_at
    _keep_anonymous(enquiry, wanted)
    told = put(enquiry, wanted)
    moved = house is not None and house.pk != enquiry.house_id
    if not told and not moved:
        return enquiry
    claim(enquiry, version)
    changed = names(told)
    if house is not None and moved:
        enquiry.house = house
        told["hus"], changed = house.code, [*changed, "house"]
    enquiry.save(update_fields=changed)
    write(by=by, verb="ret", noun="enquiry", code=enquiry.code, subject=enquiry.subject, fields=told)
    return enquiry


def may_be_herself(caller: str) -> bool:
    """Whether the one who called may be the woman: she is, or nobody wrote down who it was."""
    return caller in ("", "hun_selv") or caller in codes.non_answers()


def _keep_anonymous(enquiry: Enquiry, wanted: dict[str, Any]) -> None:
    """A woman who wants to be anonymous is not named as the one who called."""
    if not {"caller", "caller_name"} & wanted.keys():
        return
    name, caller = (wanted.get(field, getattr(enquiry, field)) for field in ("caller_name", "caller"))
    if name.strip() and may_be_herself(caller) and Visitation.objects.filter(enquiry=enquiry, anonymous=True).exists():
        raise Refused(
            _("Hun er anonym. Lad navnet stå tomt, eller vælg, hvem der ellers henvendte sig."), "caller_name"
        )


@transaction.atomic
def close_enquiry(
    enquiry: Enquiry,
    *,
    outcome: str,
    by: Employee,
    version: int | None = None,
    refusal_reason: str = "",
    helped_on: str = "",
    helped_to: str = "",
) -> Enquiry:
    """Say how it ended, or that she now waits or goes on to visitation; after a decision nothing ends it again.

    `version` is the one that was opened; raises Overtaken if somebody else has saved since.
    """
    fields = {"outcome": outcome, "refusal_reason": refusal_reason, "helped_on": helped_on, "helped_to": helped_to}
    if not outcome:
        raise Refused(_("Vælg, hvordan det endte."), "outcome")
    if hasattr(enquiry, "decision"):
        raise Refused(_("Der er truffet afgørelse. Udfaldet kan ikke ændres her."))
    refuse_unknown(fields, ENDING, ENDED)
    told = _end(enquiry, fields, by)
    if not told:
        return enquiry
    claim(enquiry, enquiry.version if version is None else version)
    enquiry.save(update_fields=[*fields, "outcome_at", "outcome_by"])
    write(by=by, verb="afslut", noun="enquiry", code=enquiry.code, subject=enquiry.subject, fields=told)
    return enquiry


@transaction.atomic
def hand_over(enquiry: Enquiry, *, to: Employee, by: Employee) -> Enquiry:
    """Give it to a named visitator or leader; whoever took the call keeps no access because of that."""
    if not receivers(enquiry.house, clock.today()).filter(pk=to.pk).exists():
        raise Refused(_("{name} kan ikke tage imod henvendelser for dette hus.").format(name=to.name), "to")
    if hasattr(enquiry, "decision"):
        raise Refused(_("Der er allerede truffet afgørelse."), "to")
    enquiry.handed_over_at, enquiry.handed_over_to = clock.now(), to
    enquiry.save(update_fields=["handed_over_at", "handed_over_to"])
    fields = {"til": to.code}
    write(by=by, verb="overdrag", noun="enquiry", code=enquiry.code, subject=enquiry.subject, fields=fields)
    return enquiry


def receivers(house: House, day: date) -> QuerySet[Employee]:
    """Those who can be handed an enquiry of this house: their role reaches all enquiries of it on `day`."""
    anywhere = [letter for letter, verbs in roles.VERBS.items() if roles.ALL in verbs.get("enquiry.write", ())]
    of_house = [letter for letter, verbs in roles.VERBS.items() if roles.HOUSE in verbs.get("enquiry.write", ())]
    fits = Q(role__in=anywhere) | Q(role__in=of_house, house=house) | Q(role__in=of_house, house=None)
    held = RoleGrant.objects.in_force(day).filter(fits)
    employed = Q(ends_on=None) | Q(ends_on__gte=day)
    return Employee.objects.filter(employed, is_active=True, pk__in=held.values("employee"))
