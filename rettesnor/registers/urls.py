from __future__ import annotations

from django.urls import path

from rettesnor.registers import views

urlpatterns = [
    path("registre/", views.overview, name="registers"),
    path("registre/hent/", views.bring, name="registers-import"),
    path("registre/tal/", views.enter, name="registers-enter"),
    path("registre/tal/<str:code>/ud/", views.retire, name="registers-retire"),
    path("registre/<str:code>/", views.one, name="registers-bundle"),
    path("registre/<str:code>/tilbage/", views.withdraw, name="registers-withdraw"),
]
