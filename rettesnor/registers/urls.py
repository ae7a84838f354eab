from __future__ import annotations

from django.urls import path

from rettesnor.registers import views

urlpatterns = [
    path("registre/", views.overview, name="registers"),
    path("registre/hent/", views.bring, name="registers-import"),
    path("registre/tal/", views.enter, name="registers-enter"),
    path("registre/tal/<str:figure>/ud/", views.retire, name="registers-retire"),
    path("registre/<str:bundle>/", views.one, name="registers-bundle"),
    path("registre/<str:bundle>/tilbage/", views.withdraw, name="registers-withdraw"),
]
