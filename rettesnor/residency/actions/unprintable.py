"""What to do when a name cannot be printed in a letter: it is mended where names are written, not in the letter."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rettesnor.danish.refused import Refused
from rettesnor.post.actions import CannotBePrinted
from rettesnor.post.typeset import can_be_printed
from rettesnor.residency.models import Identity, Stay


def told_of_names(refusal: CannotBePrinted, stay: Stay) -> Refused:
    """The refusal, or if it is about the persons of the letter, whose name it is and where to write it."""
    if refusal.field != "persons":
        return refusal
    identity = Identity.objects.select_related("key").filter(resident=stay.resident).first()
    if identity is None or can_be_printed(identity.name):
        told = _("Et barns navn kan ikke trykkes i brevet. Skriv det med latinske bogstaver på barnets side.")
    else:
        page = _("Ret navn og telefon")
        told = _("Hendes navn kan ikke trykkes i brevet. Skriv det med latinske bogstaver på siden „{page}“.")
        told = told.format(page=page)
    return Refused(told, "name")
