"""A stay that turns out to be an anonymous one: nobody has been named yet, and nobody will be."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.answers import put
from rettesnor.residency.actions.named import look_again
from rettesnor.residency.actions.visitation import IDENTITY, forget_who_they_are
from rettesnor.residency.models import ChildIdentity, Enquiry, Identity, Stay, Visitation
from rettesnor.staff.models import Employee


@transaction.atomic
def make_anonymous(stay: Stay, *, by: Employee) -> Stay:
    """She does not want to give her name, and nobody had asked before she came: what says who she and the children are
    goes. Said again it is so already; where her name stands it is too late, for letters may have told it.
    """
    stay = Stay.objects.select_for_update(of=("self",)).select_related("resident", "key").get(pk=stay.pk)
    if stay.anonymous:
        return stay
    if Identity.objects.filter(resident=stay.resident_id).exists():
        raise Refused(_("Hendes navn er skrevet her. Et ophold kan kun blive anonymt, før navnet er skrevet."))
    Stay.objects.filter(pk=stay.pk).update(anonymous=True)
    stay.resident.anonymous = True
    stay.resident.save(update_fields=["anonymous"])
    _forget_the_children(stay)
    if stay.enquiry_id is not None:
        _forget_what_was_told(stay.enquiry_id)
    look_again(stay.resident)
    fields = {"anonymous": True}
    write(by=by, verb="ret", noun="stay", code=stay.code, subject=stay.resident.subject, fields=fields)
    stay.anonymous = True
    return stay


def _forget_the_children(stay: Stay) -> None:
    """The place a child goes to stays: it is what no letter may hold."""
    for known in ChildIdentity.objects.filter(child__resident=stay.resident_id).select_related("key"):
        known.name = known.cpr = known.cpr_index = ""
        known.version += 1
        known.save()


def _forget_what_was_told(enquiry: int) -> None:
    forget_who_they_are(Enquiry.objects.select_related("key").get(pk=enquiry))
    talk = Visitation.objects.filter(enquiry=enquiry).select_related("key").first()
    if talk is not None:
        put(talk, {"anonymous": True, **dict.fromkeys(IDENTITY, "")})
        talk.version += 1
        talk.save()
