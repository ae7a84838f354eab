"""What must never stand in a letter about a stay: where she is, was or will be; if it is anonymous, who she is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from rettesnor.danish import clock, cpr
from rettesnor.danish.folding import bare, joined
from rettesnor.danish.plain_words import names_nobody
from rettesnor.post.scan import Forbidden, Kind
from rettesnor.residency.models import ChildAssessment, ChildIdentity, Enquiry, Identity, Leaving, Stay
from rettesnor.staff.models import House


def forbidden_values(stay: Stay) -> list[Forbidden]:
    """Everything that tells where she is or will be; for an anonymous stay also who she is, named later or not."""
    found = _of_the_houses() + _rooms(stay)
    leaving = Leaving.objects.filter(stay=stay).select_related("key").first()
    if leaving is not None and leaving.next_address:
        found.append(Forbidden(leaving.next_address, Kind.ADDRESS, _("hendes næste adresse")))
    children = list(ChildIdentity.objects.filter(child__stays__stay=stay).select_related("key"))
    assessed = list(ChildAssessment.objects.filter(child__stays__stay=stay).select_related("key"))
    places = {child.institution for child in children} | {told.institution for told in assessed}
    found += [Forbidden(place, Kind.INSTITUTION, _("barnets institution")) for place in sorted(places)]
    identity = Identity.objects.filter(resident=stay.resident).select_related("key").first()
    if identity is not None and identity.phone:
        found.append(Forbidden(identity.phone, Kind.PHONE, _("hendes telefon")))
    if stay.anonymous:
        found.append(Forbidden(stay.resident.alias, Kind.NAME, _("hendes navn på tavlen")))
        decided_on = stay.decided_at.astimezone(clock.CPH).date()
        found += _who([identity] if identity else [], _("hendes"), decided_on)
        found += _who(children, _("barnets"), decided_on)
        found += _name_parts({row.called for row in assessed}, _("barnets"))
        found += _callers(stay)
    return [value for value in found if value.value.strip()]


def _of_the_houses() -> list[Forbidden]:
    """Every house, whichever she lives in: the one she has left is as secret as the one she came to."""
    found = []
    for house in House.objects.select_related("key"):
        found.append(Forbidden(house.address, Kind.ADDRESS, _("husets adresse")))
        found.append(Forbidden(house.phone, Kind.PHONE, _("husets telefon")))
    return found


def _rooms(stay: Stay) -> list[Forbidden]:
    """The room she has, and every room she has left."""
    left = {move.from_room for move in stay.moves.select_related("key")}
    rooms = sorted(room for room in left | {stay.room} if room.strip())
    return [Forbidden(_("værelse {room}").format(room=room), Kind.ROOM, _("hendes værelse")) for room in rooms]


def _who(people: Sequence[Identity | ChildIdentity], whose: str, before: date) -> list[Forbidden]:
    """The names, the numbers, and the days of birth before this one."""
    why = _("{whose} CPR-nummer").format(whose=whose)
    numbers = [Forbidden(person.cpr, Kind.CPR, why) for person in people if person.cpr]
    born = [day for person in people if person.cpr for day in _born(person.cpr, whose, before)]
    return _name_parts({person.name for person in people}, whose) + numbers + born


def _born(number: str, whose: str, before: date) -> list[Forbidden]:
    """The day of birth. A child born here is left out: the letter itself says the days it was born between."""
    day = cpr.parse(number).born
    if day >= before:
        return []
    why = _("{whose} fødselsdag").format(whose=whose)
    return [Forbidden(day.isoformat(), Kind.BORN, why), Forbidden(number[:6], Kind.CPR, why)]


def _name_parts(names: set[str], whose: str) -> list[Forbidden]:
    """Each name, and each part of it by itself."""
    parts = {part for name in names for part in (name, *(word for word in name.split() if len(word) > 2))}
    return [Forbidden(part, Kind.NAME, _("{whose} navn").format(whose=whose)) for part in sorted(parts)]


_PHONE = re.compile(r"\+\d(?:[\s.\-]*\d){7,13}|\d(?:[\s.\-]*\d){7}")
_EMAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+")


def _callers(stay: Stay) -> list[Forbidden]:
    """Who called about her and how they are reached: it may be she herself, or somebody who leads to her."""
    found = []
    calls = Enquiry.objects.filter(Q(stay=stay) | Q(resident=stay.resident_id)).distinct()
    for call in calls.select_related("key"):
        found += _caller_names(call.caller_name)
        why = _("nummeret, der blev ringet fra")
        found += [Forbidden(number, Kind.PHONE, why) for number in _PHONE.findall(call.call_back)]
        found += [
            Forbidden(place, Kind.EMAIL, _("adressen, der blev skrevet fra"))
            for place in _EMAIL.findall(call.call_back)
        ]
    return found


def _caller_names(typed: str) -> list[Forbidden]:
    """The name as typed and the words of it that name somebody: "Hanne fra Aarhus Kommune" is Hanne."""
    telling = {word for word in re.findall(r"\w{3,}", typed) if not {joined(word), bare(word)} & names_nobody()}
    telling = {word for word in telling if not word.isdigit()}
    parts = sorted(telling | {typed.strip()}) if telling else []
    return [Forbidden(part, Kind.NAME, _("navnet på den, der ringede")) for part in parts]
