"""Finding a resident: by alias in the list, by name or number in a search whose words never stand in an address."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.residency.forms.stay import FindForm
from rettesnor.residency.models import Identity, Stay
from rettesnor.residency.views.stay import knows_her
from rettesnor.staff import door
from rettesnor.staff.roles import may, who
from rettesnor.ui.act import UNPROCESSABLE, form_page
from rettesnor.vault import box

PAGE = "residency/residents.html"


@may("stay.find")
@form_page
def residents(request: HttpRequest) -> HttpResponse:
    """Those who live here, who are awaited, and who have moved and are still followed, as far as this user may see.

    A search looks through the same people.
    """
    searches = who(request).standing.may("identity.see")
    form = FindForm(request.POST if request.method == "POST" else None)
    if searches and form.is_valid():
        return _searched(request, form)
    stays = _newest_of_each(door.visible(request, Stay).order_by("-decided_at"))
    door.shown(request, stays)
    context = {
        "stays": stays,
        "form": form if searches else None,
        "sets_capacity": who(request).standing.may("capacity.set"),
    }
    return render(request, PAGE, context, status=UNPROCESSABLE if searches and form.errors else 200)


def _newest_of_each(rows: Iterable[Stay]) -> list[Stay]:
    """The newest stay of each woman: those not yet left by alias, then those who have moved, the last first."""
    newest: dict[int, Stay] = {}
    for stay in rows:
        newest.setdefault(stay.resident_id, stay)
    left = [stay for stay in newest.values() if stay.left_at is not None]
    here = [stay for stay in newest.values() if stay.left_at is None]
    by_leaving = sorted(left, key=lambda stay: stay.left_at or clock.now(), reverse=True)
    return sorted(here, key=lambda stay: stay.resident.alias) + by_leaving


def _searched(request: HttpRequest, form: FindForm) -> HttpResponse:
    """Looks only through those whose name this user may know; each one found is a look-up."""
    number, name = form.cleaned_data["number"], form.cleaned_data["name"].strip()
    reached = door.visible(request, Stay).order_by("-decided_at")
    known = [stay for stay in reached if knows_her(who(request), stay)]
    people = Identity.objects.filter(resident__in=[stay.resident_id for stay in known])
    if number:
        found = set(people.filter(cpr_index=box.blind_index(number.digits)).values_list("resident", flat=True))
    else:
        found = _named(people, name)
    fields = {"efter": "cpr" if number else "navn", "fundet": len(found)}
    write(by=who(request), verb="søg", noun="resident", fields=fields)
    stays = [stay for stay in known if stay.resident_id in found]
    door.shown(request, stays, purpose=_("søgning"))
    return render(request, PAGE, {"stays": stays, "form": form, "searched": True})


def _named(people: object, name: str) -> set[int]:
    """Names are sealed and never indexed: open the permitted ones and look."""
    opened: list[Identity] = list(people.select_related("key"))  # type: ignore[attr-defined]
    return {one.resident_id for one in opened if name.casefold() in one.name.casefold()}
