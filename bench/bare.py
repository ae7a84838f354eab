"""The yardstick: the smallest page the house can have. Signed in, decided on, one row fetched, its look-up written."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import URLPattern, URLResolver, path

from rettesnor.config import urls as the_house
from rettesnor.residency.models import Stay
from rettesnor.staff import door
from rettesnor.staff.roles import may

TEMPLATE = "<!doctype html><title>Rettesnor</title><h1>{{ stay.resident.alias }}</h1>"


@may("stay.see")
def bare(request: HttpRequest, code: str) -> HttpResponse:
    stay = door.one(request, Stay, code)
    return HttpResponse(Template(TEMPLATE).render(Context({"stay": stay})))


urlpatterns: list[URLPattern | URLResolver] = [*the_house.urlpatterns, path("bare/<str:code>/", bare, name="stay-bare")]
