"""What this room would remind of: letters to release, to send, stopped by the scan, or left behind by their cases."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from rettesnor.danish import clock
from rettesnor.post import sources
from rettesnor.post.models import SEALED, Document, reached_by
from rettesnor.staff.models import Employee
from rettesnor.ui.due import Due

AHEAD = timedelta(days=7)


def due(user: Employee, day: date) -> list[Due]:
    """Letters this user can release or send, or take back because the case has left them behind; whoever prepared one
    cannot release it."""
    waiting = _of(user, "post.release", Document.READY) & ~Q(prepared_by=user) | _of(
        user, "post.dispatch", *Document.HERE
    )
    # A reminder names the recipient alone: who prepared it and where stands on the letter.
    letters = list(Document.objects.filter(waiting).defer(*SEALED))
    behind = sources.left_behind(day, [letter.pk for letter in letters if letter.status != Document.BLOCKED])
    reach = user.standing.reach("post.release")
    found = []
    for letter in letters:
        if letter.pk in behind:
            found.append(_outdated(letter, day))
        elif letter.status != Document.READY or (letter.prepared_by_id != user.pk and letter.is_within(reach)):
            found.append(_item(letter, day, *_said(letter.status)))
    return found


def _of(user: Employee, verb: str, *statuses: str) -> Q:
    if not user.standing.may(verb):
        return Q(pk__in=())
    return reached_by(user, verb) & Q(status__in=statuses)


def _said(status: str) -> tuple[str, str]:
    """What to do with a letter, and why."""
    return {
        Document.READY: (_("Se brevet igennem, og frigiv det"), _("Klargjort af en anden og venter på dig")),
        Document.RELEASED: (_("Send brevet, og notér det"), _("Brevet er frigivet, men ikke sendt")),
        Document.BLOCKED: (_("Ret brevet, som kontrollen standsede"), _("Det røber noget og kan ikke sendes")),
    }[status]


def _outdated(letter: Document, day: date) -> Due:
    what = _("Brevet passer ikke længere med sagen: klargør et nyt")
    why = _("Noget er rettet, siden det blev klargjort. Træk det tilbage først")
    return _item(letter, day, what, why, kind="outdated")


def _item(letter: Document, day: date, what: str, why: str, kind: str = "letter") -> Due:
    limit = datetime.combine(letter.reminds_on or day, time(16), clock.CPH)
    url = reverse("post-document", args=[letter.code])
    return Due(f"post.{kind}:{letter.code}", what, None, letter.recipient, why, limit, url, letter.key_id)
