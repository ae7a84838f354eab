"""Addresses for the tests of the walls: views that forgot their mark, and views that did not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from rettesnor.residency.models import Stay
from rettesnor.staff import door
from rettesnor.staff.roles import may


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


@may("stay.see")
def one(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse(door.one(request, Stay, code).resident.alias)


@may("stay.see")
def several(request: HttpRequest) -> HttpResponse:
    """A list, and then rows that hang on its rows: some persons are shown twice."""
    stays = door.page(request, Stay)
    door.shown(request, stays)
    children = [child_stay.child for stay in stays for child_stay in stay.child_stays.select_related("child")]
    door.shown(request, children)
    return HttpResponse(",".join([*(stay.resident.alias for stay in stays), *(child.alias for child in children)]))


urlpatterns = [
    path("glemt/", forgotten, name="forgotten"),
    path("en/<str:code>/", one, name="one"),
    path("flere/", several, name="several"),
    path("", include("rettesnor.config.urls")),
]
