"""What this room would remind of: letters to release, letters to send, letters the scan has stopped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.danish import clock
from rettesnor.post.models import Document, DocumentQuerySet
from rettesnor.staff.models import Employee
from rettesnor.ui.due import Due

AHEAD = timedelta(days=7)


def due(user: Employee, day: date) -> list[Due]:
    """Letters this user can release or send; whoever prepared one cannot release it."""
    return [*_release(user, day), *_dispatch(user, day)]


def _release(user: Employee, day: date) -> Iterator[Due]:
    if user.standing.may("post.release"):
        for letter in _of(user, "post.release").awaiting_release().exclude(prepared_by=user):
            yield _item(letter, day, _("Se brevet igennem, og frigiv det"), _("Klargjort af en anden og venter på dig"))


def _dispatch(user: Employee, day: date) -> Iterator[Due]:
    if user.standing.may("post.dispatch"):
        rows = _of(user, "post.dispatch")
        for letter in rows.awaiting_dispatch():
            yield _item(letter, day, _("Send brevet, og notér det"), _("Brevet er frigivet, men ikke sendt"))
        for letter in rows.blocked():
            yield _item(letter, day, _("Ret brevet, som kontrollen standsede"), _("Det røber noget og kan ikke sendes"))


def _of(user: Employee, verb: str) -> DocumentQuerySet:
    return Document.objects.visible_to(user, verb).select_related("house")


def _item(letter: Document, day: date, what: str, why: str) -> Due:
    limit = datetime.combine(letter.reminds_on or day, time(16), clock.CPH)
    url = reverse("post-document", args=[letter.code])
    return Due(f"post.letter:{letter.code}", what, None, letter.recipient, why, limit, url, letter.key_id)
