"""Finding a resident: by alias in the list, by name or number in a search whose words never stand in an address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rettesnor.audit.actions import write
from rettesnor.danish import clock
from rettesnor.residency.forms.stay import FindForm
from rettesnor.residency.models import Identity, Stay
from rettesnor.residency.views.stay import form_page, identity_for, who
from rettesnor.staff import door
from rettesnor.staff.roles import may
from rettesnor.vault import box


@may("stay.find")
@form_page
def residents(request: HttpRequest) -> HttpResponse:
    """Those who live here now, as far as this user may see; a search looks through the same people."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _searched(request, form)
    now = clock.now()
    rows = door.visible(request, Stay).open_at(now).order_by("resident__alias")  # type: ignore[attr-defined]
    stays = door.page(request, rows)
    context = {"stays": stays, "form": form}
    return render(request, "residency/residents.html", context, status=422 if form.errors else 200)


def _searched(request: HttpRequest, form: FindForm) -> HttpResponse:
    number, name = form.cleaned_data["number"], form.cleaned_data["name"].strip()
    rows = door.visible(request, Stay).order_by("-decided_at")  # type: ignore[attr-defined]
    criterion = "cpr" if number else "navn"
    if number:
        rows = rows.filter(resident__identity__cpr_index=box.blind_index(number.digits))
    else:
        rows = rows.filter(resident__in=_named(request, rows, name))
    write(by=who(request), verb="søg", noun="resident", fields={"efter": criterion})
    stays = [stay for stay in rows if identity_for(who(request), stay) is not None]
    door.shown(request, stays, purpose="søgning")
    return render(request, "residency/residents.html", {"stays": stays, "form": form, "searched": True})


def _named(request: HttpRequest, rows: object, name: str) -> list[int]:
    """Names are sealed and never indexed: open the permitted ones and look."""
    stays = Stay.objects.filter(pk__in=[stay.pk for stay in rows])  # type: ignore[attr-defined]
    known = Identity.objects.filter(resident__stays__in=stays).select_related("key").distinct()
    return [one.resident_id for one in known if name.casefold() in one.name.casefold()]
