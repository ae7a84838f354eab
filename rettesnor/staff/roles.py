"""The whole permission table: role -> verb -> how far it reaches. Nothing else decides who may what.

A verb names what a view does ("room.act"); the scopes say on which rows:
ALL every row · HOUSE rows of the houses in which the role is held · SHIFT the same, but only while on shift ·
CASE women one is assigned to · CHILD children one is assigned to · MOTHER with CHILD: the mother's case too ·
OWN rows one has made oneself. A verb without rows (a page of text) carries ALL.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

if TYPE_CHECKING:
    from rettesnor.staff.models import Employee

ALL, HOUSE, SHIFT, CASE, CHILD, MOTHER, OWN = "all", "house", "shift", "case", "child", "mother", "own"

Scopes = tuple[str, ...]

_EVERYBODY: dict[str, Scopes] = {
    "guideline.see": (ALL,),
    "log.own": (OWN,),
    "account.see": (OWN,),
    "today.home": (ALL,),
}

VERBS: dict[str, dict[str, Scopes]] = {
    # sheltermedarbejder: takes the call, sees the house tonight, records own acts, on shift only
    "S": {
        **_EVERYBODY,
        "today.see": (SHIFT,),
        "today.dismiss": (SHIFT,),
        "board.see": (SHIFT,),
        "board.whole": (SHIFT,),
        "enquiry.take": (SHIFT,),
        "enquiry.see": (OWN,),
        "enquiry.write": (OWN,),
        "visitation.write": (OWN,),
        "stay.find": (SHIFT,),
        "stay.see": (SHIFT,),
        "child.see": (SHIFT,),
        "practice.record": (SHIFT,),
        "practice.see": (SHIFT,),
        "practice.correct": (OWN,),
        "followup.closed": (HOUSE,),
        "registers.see": (ALL,),
    },
    # frivillig: the board with what one must know, on shift; no figures
    "F": {**_EVERYBODY, "today.see": (SHIFT,), "board.see": (SHIFT,)},
    # kontaktperson / socialraadgiver: everything about the women assigned
    "K": {
        **_EVERYBODY,
        "today.see": (CASE,),
        "today.dismiss": (CASE,),
        "board.see": (SHIFT,),
        "board.whole": (SHIFT,),
        "enquiry.see": (CASE,),
        "stay.find": (CASE,),
        "stay.see": (CASE,),
        "stay.write": (CASE,),
        "stay.leave": (CASE,),
        "aftercare.write": (CASE,),
        "identity.see": (CASE,),
        "identity.write": (CASE,),
        "cpr.reveal": (CASE,),
        "child.see": (CASE,),
        "notice.prepare": (CASE,),
        "office.see": (ALL,),
        "post.see": (CASE,),
        "post.dispatch": (CASE,),
        "practice.record": (CASE,),
        "practice.see": (CASE,),
        "wellbeing.see": (CASE,),
        "practice.correct": (CASE,),
        "followup.closed": (HOUSE,),
        "registers.see": (ALL,),
        "log.resident": (CASE,),
    },
    # boernefaglig koordinator: the children assigned, and what of the mother a child's adult must know
    "B": {
        **_EVERYBODY,
        "today.see": (CHILD,),
        "today.dismiss": (CHILD,),
        "board.see": (SHIFT,),
        "board.whole": (SHIFT,),
        "enquiry.see": (CHILD, MOTHER),
        "stay.find": (CHILD, MOTHER),
        "stay.see": (CHILD, MOTHER),
        "identity.see": (CHILD, MOTHER),
        "child.see": (CHILD,),
        "child.write": (CHILD,),
        "practice.record": (CHILD,),
        "practice.see": (CHILD,),
        "wellbeing.see": (CHILD,),
        "practice.correct": (CHILD,),
        "wellbeing.write": (CHILD,),
        "followup.closed": (HOUSE,),
        "registers.see": (ALL,),
        "log.resident": (CHILD,),
    },
    # psykolog: own clients
    "P": {
        **_EVERYBODY,
        "today.see": (CASE, CHILD),
        "today.dismiss": (CASE, CHILD),
        "board.see": (SHIFT,),
        "board.whole": (SHIFT,),
        "stay.find": (CASE, CHILD, MOTHER),
        "stay.see": (CASE, CHILD, MOTHER),
        "identity.see": (CASE, CHILD, MOTHER),
        "child.see": (CHILD,),
        "practice.record": (CASE, CHILD),
        "practice.see": (CASE, CHILD),
        "wellbeing.see": (CHILD,),
        "practice.correct": (OWN,),
        "practice.reserved": (CASE, CHILD),
        "followup.closed": (HOUSE,),
        "registers.see": (ALL,),
        "log.resident": (CASE, CHILD),
    },
    # visitator: every enquiry of both houses until it is decided, and the notice of admission
    "V": {
        **_EVERYBODY,
        "today.see": (ALL,),
        "today.dismiss": (ALL,),
        "board.free": (ALL,),
        "enquiry.take": (ALL,),
        "enquiry.see": (ALL,),
        "enquiry.write": (ALL,),
        "visitation.write": (ALL,),
        "notice.admission": (ALL,),
        "office.see": (ALL,),
        "post.see": (OWN,),
        "followup.closed": (HOUSE,),
        "registers.see": (ALL,),
    },
    # leder: decides, releases, reads the own house
    "L": {
        **_EVERYBODY,
        "today.see": (HOUSE,),
        "today.dismiss": (HOUSE,),
        "board.see": (HOUSE,),
        "board.whole": (HOUSE,),
        "board.free": (HOUSE,),
        "enquiry.take": (HOUSE,),
        "enquiry.see": (HOUSE,),
        "enquiry.write": (HOUSE,),
        "visitation.write": (HOUSE,),
        "residency.decide": (HOUSE, ALL),
        "stay.find": (HOUSE,),
        "stay.see": (HOUSE,),
        "stay.write": (HOUSE,),
        "stay.leave": (HOUSE,),
        "stay.assign": (HOUSE,),
        "child.see": (HOUSE,),
        "practice.see": (HOUSE,),
        "post.see": (HOUSE,),
        "post.release": (ALL,),
        "post.dispatch": (HOUSE,),
        "post.register": (HOUSE,),
        "guideline.note": (HOUSE,),
        "guideline.records": (HOUSE,),
        "followup.closed": (HOUSE,),
        "registers.see": (ALL,),
        "followup.live": (HOUSE,),
        "followup.rows": (HOUSE,),
        "followup.close": (ALL,),
        "capacity.set": (HOUSE,),
        "protection.answer": (ALL,),
        "reports.prepare": (ALL,),
        "reports.release": (ALL,),
        "staff.see": (HOUSE,),
        "staff.grant": (HOUSE,),
        "staff.confirm": (HOUSE,),
        "staff.shift": (HOUSE,),
        "limits.see": (ALL,),
        "limits.decide": (ALL,),
        "guideline.define": (ALL,),
        "office.see": (ALL,),
        "office.change": (ALL,),
        "office.confirm": (ALL,),
        "log.resident": (HOUSE,),
    },
    # stedfortraeder: a named delegate decides and releases between two dates
    "X": {
        **_EVERYBODY,
        "today.see": (HOUSE,),
        "today.dismiss": (HOUSE,),
        "enquiry.see": (HOUSE,),
        "residency.decide": (HOUSE,),
        "post.release": (HOUSE,),
        "reports.release": (ALL,),
    },
    # logrevisor: the whole log and the register of what has left, no content
    "D": {
        **_EVERYBODY,
        "log.see": (ALL,),
        "post.register": (ALL,),
        "staff.see": (ALL,),
        "staff.confirm": (ALL,),
        "limits.see": (ALL,),
        "office.see": (ALL,),
        "office.confirm": (ALL,),
        "followup.closed": (ALL,),
        "registers.see": (ALL,),
    },
    # arbejdsgruppe: closed figures, closes periods, brings the register's figures home
    "A": {
        **_EVERYBODY,
        "followup.closed": (ALL,),
        "followup.close": (ALL,),
        "registers.see": (ALL,),
        "registers.import": (ALL,),
        "limits.see": (ALL,),
        "guideline.define": (ALL,),
    },
    # it: accounts and the technical side, no content and no figures
    "I": {**_EVERYBODY, "staff.see": (ALL,), "staff.account": (ALL,)},
}

ALL_VERBS = frozenset(verb for verbs in VERBS.values() for verb in verbs)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class UnknownVerb(Exception):
    """A view asks for a verb that no role carries: a slip of the pen, found when the view is loaded."""


def may(verb: str, *others: str) -> Callable[[View[P]], View[P]]:
    """Only those whose role carries `verb` (or one of `others`) come in, the rest get 403; the view is decided upon."""
    for each in (verb, *others):
        if each not in ALL_VERBS:
            raise UnknownVerb(each)

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            standing = cast(Any, request.user).standing
            held = [each for each in (verb, *others) if standing.may(each)]
            if not held:
                raise PermissionDenied
            request.verb = held[0]  # type: ignore[attr-defined]
            request.verbs = held  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.verbs = (verb, *others)  # type: ignore[attr-defined]
        return cast("View[P]", guarded)

    return mark


def who(request: HttpRequest) -> Employee:
    """The one who asks, in a view that is decided upon: nobody else comes so far."""
    return cast("Employee", request.user)


def open_to_strangers(view: View[P]) -> View[P]:
    """Mark a view that works without a role: signing in, signing out, enrolment, the demo's door."""
    view.verbs = ()  # type: ignore[attr-defined]
    return view
