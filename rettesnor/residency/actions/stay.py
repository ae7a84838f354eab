"""The verbs of a stay, from the admission on: people, moves, dates, municipalities, what must be known."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock, codes
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.admission import admit, owe_notice, refuse_never_came
from rettesnor.residency.actions.answers import claim, names, put, refuse_unknown, sent_before
from rettesnor.residency.actions.capacity import set_capacity
from rettesnor.residency.actions.correction import correct_date
from rettesnor.residency.actions.identity import name_child, name_her, reveal_cpr
from rettesnor.residency.actions.leaving import refuse_before_a_move
from rettesnor.residency.actions.protection import protect
from rettesnor.residency.actions.tasks import assign, end_assignment, leave_to
from rettesnor.residency.models import Move, Stay
from rettesnor.staff.models import Employee, House
from rettesnor.staff.sent_again import refuse_other_words

__all__ = [
    "admit",
    "assign",
    "correct_date",
    "end_assignment",
    "move",
    "name_child",
    "name_her",
    "note_stay",
    "owe_notice",
    "protect",
    "reveal_cpr",
    "set_capacity",
    "set_municipalities",
]


@transaction.atomic
def move(
    stay: Stay,
    *,
    to_house: House,
    at: datetime,
    by: Employee,
    room: str = "",
    reason: str = "",
    client_key: UUID | None = None,
) -> Move:
    """Move her to the other house, or to another room: the same stay goes on.

    The same `client_key` again gives the move that is already there; raises SavedBefore if it is another.
    """
    if again := sent_before(stay.moves.select_related("key", "to_house"), client_key, within=stay):
        standing = {"to_house": again.to_house, "room": _to_room(again), "at": again.at, "reason": again.reason}
        refuse_other_words(again, standing, {"to_house": to_house, "room": room, "at": at, "reason": reason})
        return again
    _refuse_move(stay, to_house, at, room)
    moved, here = _moved(stay, to_house, at, by, reason, client_key), stay.house
    houses = {"fra": stay.house.code, "til": to_house.code}
    stay.house, stay.room = to_house, room
    stay.save(update_fields=["house", "room"])
    Stay.objects.filter(pk=stay.pk).update(version=F("version") + 1)
    write(by=by, verb="flyt", noun="stay", code=stay.code, subject=stay.resident.subject, fields=houses)
    if to_house != here:
        leave_to(to_house, stay, by=by)
    return moved


def _to_room(moved: Move) -> str:
    """The room she moved to: the one she moved from next, or has now."""
    following = moved.stay.moves.filter(pk__gt=moved.pk).select_related("key").order_by("pk").first()
    return following.from_room if following else Stay.objects.select_related("key").get(pk=moved.stay_id).room


def _refuse_move(stay: Stay, to_house: House, at: datetime, room: str) -> None:
    refuse_never_came(stay, "at")
    if at > clock.now():
        raise Refused(_("Flytningen ligger ude i fremtiden."), "at")
    if at < stay.moved_in_at:
        raise Refused(_("Hun flyttede ind senere end det."), "at")
    if stay.left_at is not None:
        raise Refused(_("Opholdet er slut."), "at")
    refuse_before_a_move(stay, at, "at")
    if to_house == stay.house and room in ("", stay.room):
        raise Refused(_("Hun bor der allerede. Skriv det nye hus eller det nye værelse."), "to_house")


def _moved(
    stay: Stay, to_house: House, at: datetime, by: Employee, reason: str = "", client_key: UUID | None = None
) -> Move:
    """Where she lived until then: the place she has left must not stand in a letter either."""
    moved = Move(stay=stay, key=stay.key, from_house=stay.house, to_house=to_house, at=at, by=by, client_key=client_key)
    moved.from_room, moved.reason = stay.room, reason
    moved.save()
    return moved


NOTES = frozenset({"room", "must_know", "residence_before", "earlier_stays", "language", "interpreter"})
NOTES_CODED = {
    "residence_before": "residence_before",
    "earlier_stays": "earlier_stays",
    "language": "language",
    "interpreter": "interpreter_need",
}


@transaction.atomic
def note_stay(stay: Stay, *, by: Employee, version: int | None = None, **fields: str) -> Stay:
    """What is asked kindly in the first week, and what everybody on shift must know; `fields` are any of `NOTES`.

    `version` is the one that was opened; raises Overtaken if another has saved since.
    """
    refuse_unknown(fields, NOTES_CODED, NOTES)
    wanted = {name: text.strip() for name, text in fields.items()}
    if wanted.get("room", stay.room) != stay.room:
        _refuse_room_after(stay)
        if stay.room:
            _moved(stay, stay.house, clock.now(), by)
    told = put(stay, wanted)
    claim(stay, stay.version if version is None else version)
    if told:
        stay.save(update_fields=names(told))
        write(by=by, verb="ret", noun="stay", code=stay.code, subject=stay.resident.subject, fields=told)
    return stay


def _refuse_room_after(stay: Stay) -> None:
    if stay.left_at is not None:
        raise Refused(_("Opholdet er slut, og hun bor her ikke. Værelset kan ikke ændres."), "room")


@transaction.atomic
def set_municipalities(
    stay: Stay,
    *,
    by: Employee,
    case_municipality: str,
    home_municipality: str,
    municipality_after: str = "",
    version: int | None = None,
) -> Stay:
    """The three municipalities that are often one: who handles the case, where she lived, where she moves.

    `version` is the one that was opened; raises Overtaken if another has saved since.
    """
    wanted = {
        "case_municipality": case_municipality,
        "home_municipality": home_municipality,
        "municipality_after": municipality_after,
    }
    for name, code in wanted.items():
        # She may live outside Denmark; the one that acts and is told is always a Danish municipality.
        if code and not codes.valid("municipality" if name == "case_municipality" else "home_municipality", code):
            raise Refused(_("Vælg en kommune fra listen."), name)
    changed = put(stay, wanted)
    claim(stay, stay.version if version is None else version)
    if changed:
        stay.save(update_fields=names(changed))
        write(by=by, verb="ret", noun="stay", code=stay.code, subject=stay.resident.subject, fields=changed)
    return stay
