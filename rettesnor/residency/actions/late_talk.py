"""The conversation that nobody had time for before she came, held while she lives here (docs/decisions/0015)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rettesnor.danish import clock, codes
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.admission import save_stay
from rettesnor.residency.actions.answers import refuse_unknown
from rettesnor.residency.actions.identity import born_on
from rettesnor.residency.actions.visitation import (
    CODED,
    IDENTITY,
    SCREENING,
    refuse_wrong_moment,
    standing,
    write_down,
)
from rettesnor.residency.models import Enquiry, Stay, Visitation
from rettesnor.residency.models.visitation import UNASKED
from rettesnor.staff.models import Employee

ANSWERS = SCREENING - {*IDENTITY, "anonymous", "screened_at"}
"""What is asked of her; who she is has pages of its own once she lives here."""


def can_be_held(stay: Stay, talk: Visitation | None) -> bool:
    """She lives here, and was not screened before the yes; what was answered here can be put right here."""
    lives_here = stay.left_at is None and not stay.is_awaited
    return lives_here and (talk is None or not talk.is_screened or bool(talk.afterwards))


def still_open(talk: Visitation | None) -> frozenset[str]:
    """The answers that can be written now: those nobody had given before the decision. What it rests on stands."""
    if talk is None:
        return ANSWERS
    return frozenset(name for name in ANSWERS if name in talk.afterwards or _unasked(getattr(talk, name)))


def _unasked(answer: Any) -> bool:
    if isinstance(answer, list):
        return all(one in UNASKED for one in answer)
    return answer is None or answer in UNASKED


@transaction.atomic
def hold_talk_here(
    stay: Stay, *, by: Employee, version: int | None = None, screened_at: datetime | None = None, **fields: Any
) -> Visitation:
    """Write down the conversation held after she came, at `screened_at` (default now); `fields` are any of `ANSWERS`.

    `version` is the one that was opened, 0 for none yet; raises Overtaken if another has saved since. A doubt asks the
    leader, as before a decision. Her language and, where no number is known, her age follow into the stay.
    """
    stay = Stay.objects.select_for_update(of=("self",)).select_related("key", "resident").get(pk=stay.pk)
    enquiry = Enquiry.objects.filter(stay=stay).select_related("key").first()
    if enquiry is None or not can_be_held(stay, row := standing(enquiry, by)):
        raise Refused(_("Samtalen kan ikke skrives her: hun er screenet, før hun kom, eller bor her ikke."))
    refuse_unknown(fields, CODED, ANSWERS)
    at = screened_at or clock.now()
    given = _given(row, fields)
    refuse_wrong_moment(enquiry, at)
    moments = {"afterwards": sorted(given.union(row.afterwards)), "afterwards_at": at}
    if row.pk is None:
        row.anonymous = stay.anonymous
    if row.pk is None or row.screened_at == row.afterwards_at:
        moments["screened_at"] = at
    row.afterwards_by = by
    talk = write_down(enquiry, row, by=by, version=version, fields=fields | moments)
    _follow_into_stay(stay, talk, given)
    return talk


def _given(row: Visitation, fields: dict[str, Any]) -> set[str]:
    """The names of what is answered now."""
    unsaid = still_open(row)
    for name in fields.keys() - unsaid:
        if fields[name] != getattr(row, name):
            raise Refused(_("Det var besvaret, før der blev sagt ja. Det bliver stående."), name)
    given = {name for name in fields.keys() & unsaid if not _unasked(fields[name])}
    if not given and not row.afterwards:
        raise Refused(_("Skriv mindst ét svar."))
    return given


def _follow_into_stay(stay: Stay, talk: Visitation, given: set[str]) -> None:
    follows: dict[str, str] = {name: getattr(talk, name) for name in given & {"language", "interpreter"}}
    if "age" in given and born_on(stay.resident) is None:
        follows["age_group"] = codes.age_group(talk.age)
    changed: list[str] = [name for name, value in follows.items() if getattr(stay, name) != value]
    for name in changed:
        setattr(stay, name, follows[name])
    if changed:
        save_stay(stay, changed)
