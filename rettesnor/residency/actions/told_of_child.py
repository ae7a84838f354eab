"""What is said of a child where it is assessed belongs to the child itself: its words, name, number and age."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.answers import claim, save_as_opened
from rettesnor.residency.actions.identity import child_of_age, refuse_impossible_number
from rettesnor.residency.actions.named import look_again
from rettesnor.residency.models import Child, ChildAssessment, ChildIdentity, ChildStay, EarlierWords
from rettesnor.staff.models import Employee
from rettesnor.vault import box

Before = Mapping[str, str]
"""What stood in the assessment before, sealed words opened: {"called": …, "cpr": …, "institution": …}. None where it is
the newest that is known of the child."""

NAMED = (("navn", "called", "name"), ("cpr", "cpr", "cpr"), ("sted", "institution", "institution"))
"""What the log calls it, where it stands in the assessment, and where of the child."""

SAID_ON_ITS_PAGE = gettext_lazy(
    "Nummeret står allerede på et andet af hendes børn. Se efter, hvis det er. Er det det samme barn, der er her igen, "
    "så skriv nummeret på barnets side: der kan det siges."
)


def carry(
    row: ChildAssessment, stayed: ChildStay, named: Collection[str], by: Employee, before: Before | None = None
) -> None:
    """Let the child have what was written of it in `named` fields now; nothing that it had is lost."""
    if "own_words" in named and row.own_words.strip():
        say(stayed.child, row.own_words.strip(), clock.day_of(row.assessed_at or clock.now()), by)
    number = "" if stayed.stay.anonymous else _name(row, stayed.child, named, by, before).cpr
    _count_age(row, stayed, named, number)


def say(child: Child, words: str, on: date, by: Employee, version: int | None = None) -> None:
    """Its own words of a day; those it said before are kept beside, and newer ones stay where they are.

    `version` is the one that was opened; raises Overtaken if another has saved since.
    """
    claim(child, child.version if version is None else version)
    newer = bool(child.own_words) and child.own_words_on is not None and child.own_words_on > on
    aside = (words, on) if newer else (child.own_words, child.own_words_on)
    if aside[0] and words != child.own_words:
        earlier = EarlierWords(child=child, key=child.key, own_words_on=aside[1], replaced_by=by)
        earlier.own_words = aside[0]
        earlier.save()
    if not newer:
        child.own_words, child.own_words_on = words, on
        child.save(update_fields=["own_words", "own_words_on"])
    fields = {"felter": ["egne ord"], "own_words_on": on}
    write(by=by, verb="ret", noun="child", code=child.code, subject=child.subject, fields=fields)


def _name(
    row: ChildAssessment, child: Child, named: Collection[str], by: Employee, before: Before | None
) -> ChildIdentity:
    """Name, number and place where the child has none, or the ones the assessment gave it: what its own adults have
    written since is better known. Gives who the child is now."""
    identity = ChildIdentity.objects.filter(child=child).select_related("key").first()
    identity = identity or ChildIdentity(child=child, key=child.key)
    told = []
    for label, ours, theirs in NAMED:
        words, stands = getattr(row, ours).strip(), getattr(identity, theirs)
        if ours not in named or not words or words == stands:
            continue
        if stands and before is not None and stands != before[ours]:
            if ours == "cpr":
                message = _("Barnet har allerede et andet nummer. Ret det på barnets side, hvis det er forkert.")
                raise Refused(message, "cpr")
            continue
        if ours == "cpr":
            refuse_impossible_number(child, words, "cpr", taken=SAID_ON_ITS_PAGE)
            identity.cpr_index = box.blind_index(words)
        setattr(identity, theirs, words)
        told.append(label)
    if told:
        save_as_opened(identity, None)
        look_again(child.resident)
        fields = {"felter": told}
        write(by=by, verb="navngiv", noun="childidentity", code=child.code, subject=child.subject, fields=fields)
    return identity


def _count_age(row: ChildAssessment, stayed: ChildStay, named: Collection[str], number: str) -> None:
    """How old it was when it moved in: by its number, else as it was said."""
    if number:
        age = child_of_age(number, stayed)
    elif "age_group" in named and row.age_group:
        age = row.age_group
    else:
        return
    if age != stayed.age_group:
        stayed.age_group = age
        stayed.save(update_fields=["age_group"])
