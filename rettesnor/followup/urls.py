from __future__ import annotations

from django.urls import path

from rettesnor.followup import views

urlpatterns = [
    path("rettesnoren/", views.guideline, name="guideline"),
    path("rettesnoren/<str:key>/", views.line, name="line"),
    path("rettesnoren/<str:key>/note/", views.note, name="line-note"),
    path("rettesnoren/<str:key>/poster/", views.records, name="line-records"),
    path("opfoelgning/", views.overview, name="followup"),
    path("opfoelgning/luk/", views.close, name="close-period"),
    path("opfoelgning/luk/frys/", views.freeze, name="freeze"),
    path("opfoelgning/<str:key>/", views.one, name="figure"),
    path("opfoelgning/<str:key>/<str:house>/<str:period>/", views.rows, name="figure-rows"),
]
