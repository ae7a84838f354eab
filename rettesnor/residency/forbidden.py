"""What must never stand in a letter about a stay: where she is, was or will be; if it is anonymous, who she is.

Whatever the house knows of her from any of her stays counts in each: she may live here again while a letter of an
earlier stay is still owed, and where she went then is where she may go again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from rettesnor.danish import clock, cpr, phones
from rettesnor.danish.folding import bare, joined
from rettesnor.danish.plain_words import names_nobody
from rettesnor.post.places import called
from rettesnor.post.scan import Forbidden, Kind
from rettesnor.residency.models import (
    ChildAssessment,
    ChildIdentity,
    ChildStay,
    EarlierLeaving,
    Enquiry,
    FollowUpTalk,
    Identity,
    Leaving,
    Move,
    Stay,
    Visitation,
)
from rettesnor.residency.whereabouts import places_in, tells_nothing
from rettesnor.staff.models import House


def forbidden_values(stay: Stay) -> list[Forbidden]:
    """Everything that tells where she is or will be; for an anonymous stay also who she is, named later or not."""
    found = _of_the_houses() + _rooms(stay)
    children = list(ChildIdentity.objects.filter(child__resident=stay.resident_id).select_related("key"))
    assessed = list(ChildAssessment.objects.filter(child__resident=stay.resident_id).select_related("key"))
    places = {child.institution for child in children} | {told.institution for told in assessed}
    found += [Forbidden(place, Kind.INSTITUTION, _("barnets institution")) for place in sorted(places)]
    told, calls = _told_of_her(stay), _calls(stay)
    for phone in sorted({person.phone for person in told}):
        found += _reached(phone, _("hendes telefon"), _("hendes e-mail"))
    for talk in FollowUpTalk.objects.filter(stay__resident=stay.resident_id).select_related("key"):
        found += _reached(talk.contact, _("hvordan hun træffes"), _("hvordan hun træffes"))
    if stay.anonymous:
        found.append(Forbidden(stay.resident.alias, Kind.NAME, _("hendes navn på tavlen")))
        decided_on = clock.day_of(stay.decided_at)
        found += _who([(person.name, person.cpr) for person in told], _("hendes"), decided_on)
        named = [(child.name, child.cpr) for child in children] + [(child.called, child.cpr) for child in assessed]
        found += _who(named, _("barnets"), decided_on)
        found += _callers(calls)
    to_be_named = [] if stay.anonymous else [person.name for person in (*told, *children)]
    lawful = {joined(part) for name in to_be_named for part in _parts(name)}
    found += _where_they_went(stay, lawful) + _where_she_was(calls, lawful)
    return [value for value in dict.fromkeys(found) if value.value.strip()]


def _where_they_went(stay: Stay, lawful: Set[str]) -> list[Forbidden]:
    """Her next address after each stay, also one that was put right later, and where a child moved before her."""
    now = Leaving.objects.filter(stay__resident=stay.resident_id).select_related("key")
    before = EarlierLeaving.objects.filter(leaving__stay__resident=stay.resident_id).select_related("key")
    children = ChildStay.objects.filter(stay__resident=stay.resident_id).select_related("key")
    found = []
    for address in sorted({row.next_address for row in now} | {row.next_address for row in before}):
        found += _moved_to(address, _("hendes næste adresse"), _("hendes næste postnummer"), lawful)
    for place in sorted({row.left_for for row in children}):
        found += _moved_to(place, _("hvor barnet er flyttet hen"), _("barnets postnummer"), lawful)
    return found


def _moved_to(typed: str, why: str, why_postcode: str, lawful: Set[str]) -> list[Forbidden]:
    """What was typed as an address and, as it may be a name and no street, each part of it that tells a place.

    Words that anybody may say are no address: a letter may say "egen bolig", and must name its municipality.
    """
    whole = _address(typed, why, why_postcode)  # the address, and its postcode if it has one
    parts = [told for told in _places(typed, why, lawful) if told.kind != Kind.POSTCODE]
    return (whole[1:] if tells_nothing(called(typed)) else whole) + parts + _reached(typed, why, why)


def _places(typed: str, why: str, lawful: Set[str]) -> list[Forbidden]:
    """What tells a place in a text that is no plain address, but for `lawful`: names that the letter must name."""
    return [Forbidden(place, kind, why) for place, kind in places_in(typed) if joined(place) not in lawful]


def _told_of_her(stay: Stay) -> list[Identity | Visitation]:
    """Who she is as it stands now, and as it was told at each visitation, also under an earlier name."""
    identity = Identity.objects.filter(resident=stay.resident_id).select_related("key")
    screened = Visitation.objects.filter(enquiry__resident=stay.resident_id).select_related("key")
    return [*identity, *screened]


def _address(address: str, why: str, why_postcode: str) -> list[Forbidden]:
    found = [Forbidden(address, Kind.ADDRESS, why)]
    postcode = _POSTCODE.search(address)
    return found + ([Forbidden(postcode[0], Kind.POSTCODE, why_postcode)] if postcode else [])


def _reached(typed: str, why: str, why_email: str) -> list[Forbidden]:
    """Every number, in each way it can be read, and every e-mail address in what was typed."""
    found = [Forbidden(number, Kind.PHONE, why) for number in phones.readings(typed)]
    return found + [Forbidden(place, Kind.EMAIL, why_email) for place in _EMAIL.findall(typed)]


def _of_the_houses() -> list[Forbidden]:
    """Every house, whichever she lives in: the one she has left is as secret as the one she came to."""
    found = []
    for house in House.objects.select_related("key"):
        found += _address(house.address, _("husets adresse"), _("husets postnummer"))
        found += _reached(house.phone, _("husets telefon"), _("husets e-mail"))
    return [*found, Forbidden(_("kort"), Kind.MAP, _("et sted på et kort"))]


def _rooms(stay: Stay) -> list[Forbidden]:
    """The room she has, and every room she has left, in this stay and in any other."""
    stays = Stay.objects.filter(resident=stay.resident_id).select_related("key")
    moves = Move.objects.filter(stay__resident=stay.resident_id).select_related("key")
    known = {move.from_room for move in moves} | {one.room for one in stays} | {stay.room}
    rooms = sorted(room for room in known if room.strip())
    return [Forbidden(_("værelse {room}").format(room=room), Kind.ROOM, _("hendes værelse")) for room in rooms]


def _who(people: Sequence[tuple[str, str]], whose: str, before: date) -> list[Forbidden]:
    """The names, the numbers, and the days of birth before this one, of people told as (name, CPR)."""
    why = _("{whose} CPR-nummer").format(whose=whose)
    numbers = [Forbidden(number, Kind.CPR, why) for _name, number in people if number]
    born = [day for _name, number in people if number for day in _born(number, whose, before)]
    return _name_parts({name for name, _number in people}, whose) + numbers + born


def _born(number: str, whose: str, before: date) -> list[Forbidden]:
    """The day of birth. A child born here is left out: the letter itself says the days it was born between."""
    day = cpr.parse(number).born
    if day >= before:
        return []
    why = _("{whose} fødselsdag").format(whose=whose)
    return [Forbidden(day.isoformat(), Kind.BORN, why), Forbidden(number[:6], Kind.CPR, why)]


def _name_parts(names: set[str], whose: str) -> list[Forbidden]:
    """Each name, and each part of it by itself."""
    parts = {part for name in names for part in (name, *_parts(name))}
    return [Forbidden(part, Kind.NAME, _("{whose} navn").format(whose=whose)) for part in sorted(parts)]


def _parts(name: str) -> set[str]:
    """Each word of a name, and each half of a word with a hyphen; one letter is an initial and names nobody."""
    halves = {half for half in re.findall(r"[^\W_]+", name) if not half.isdigit()}
    return {part for part in halves | set(name.split()) if len(part) > 1}


_POSTCODE = re.compile(r"(?<!\d)\d{4}\s+[^\W\d].*")
_EMAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+")


def _calls(stay: Stay) -> list[Enquiry]:
    """Every call about her, also of her earlier stays."""
    calls = Enquiry.objects.filter(Q(stay=stay) | Q(resident=stay.resident_id)).distinct()
    return list(calls.select_related("key"))


def _where_she_was(calls: Sequence[Enquiry], lawful: Set[str]) -> list[Forbidden]:
    """Where she was while somebody called, and may go again. Names that the letter must name are left out of it."""
    why = _("hvor hun var, da der blev ringet")
    found = []
    for typed in sorted({call.whereabouts for call in calls}):
        found += _places(typed, why, lawful) + _reached(typed, why, why)
    return found


def _callers(calls: Sequence[Enquiry]) -> list[Forbidden]:
    """Who called about her and how they are reached: it may be she herself, or somebody who leads to her."""
    found = []
    for call in calls:
        found += _caller_names(call.caller_name)
        found += _reached(call.call_back, _("nummeret, der blev ringet fra"), _("adressen, der blev skrevet fra"))
    return found


def _caller_names(typed: str) -> list[Forbidden]:
    """The name as typed and the words of it that name somebody: "Hanne fra Aarhus Kommune" is Hanne.

    Two letters name somebody only with a capital: "Jo", and not "kl" or "på".
    """
    telling = {word for word in _parts(typed) if not {joined(word), bare(word)} & names_nobody()}
    telling = {word for word in telling if len(word) > 2 or word[0].isupper()}
    parts = sorted(telling | {typed.strip()}) if telling else []
    return [Forbidden(part, Kind.NAME, _("navnet på den, der ringede")) for part in parts]
